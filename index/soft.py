"""The soft keyword store: which passages say what a question's words say, in either language, without encoding them.

In: the model's token table and the tokens of every passage. Out: for every passage, how much of the question it says:
Σ weight · (cosine of the question's token with its best token in the passage) over Σ weight, as in late interaction
(ColBERT), with a table in place of a transformer. A question's token is compared once with the tokens that occur in
the index at all; a column of passages per token does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
_TOKENS, _COLUMNS, _PASSAGES, _COUNT = "tokens.npy", "columns.npy", "passages.npy", "count.npy"
FLOOR = 0.3
_TOP = 64
_CHUNK = 8192


class Table(Protocol):
    """What a token table offers (`index.table.TokenTable`)."""

    weights: Floats

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]: ...

    def unit_vectors(self, ids: Ids | Sequence[int]) -> Floats: ...


class SoftStore:
    """The passages of every token. Immutable, so threads may share it."""

    def __init__(self, size: int, tokens: Ids, columns: NDArray[np.int64], passages: Ids) -> None:
        """`tokens`: the table's tokens that occur, ascending; those of `tokens[i]` are
        `passages[columns[i]:columns[i + 1]]`."""
        if len(columns) != len(tokens) + 1 or len(passages) != columns[-1]:
            raise ValueError("the soft keyword columns do not belong together")
        self.size = size
        self.tokens, self._columns, self._passages = tokens, columns, passages

    @classmethod
    def build(cls, texts: Sequence[str], table: Table) -> SoftStore:
        """A store over what is embedded of each passage, in passage order."""
        pairs: list[NDArray[np.int64]] = []
        for start in range(0, len(texts), _CHUNK):
            ids = table.token_ids(texts[start : start + _CHUNK])
            counts = np.fromiter(map(len, ids), dtype=np.int64, count=len(ids))
            flat = np.fromiter((token for row in ids for token in row), dtype=np.int64, count=int(counts.sum()))
            owners = np.repeat(np.arange(start, start + len(ids), dtype=np.int64), counts)
            pairs.append(np.unique(flat * len(texts) + owners))
        joined = np.sort(np.concatenate(pairs)) if pairs else np.empty(0, dtype=np.int64)
        every, passages = joined // max(len(texts), 1), joined % max(len(texts), 1)
        tokens, starts = np.unique(every, return_index=True)
        columns = np.append(starts, len(joined)).astype(np.int64)
        return cls(len(texts), tokens.astype(np.int32), columns, passages.astype(np.int32))

    def scores(self, query: str, table: Table, floor: float = FLOOR, top: int = _TOP) -> Floats:
        """The score of every passage (n,), in [0, 1]; 0 for a question without tokens.

        Each token of the question is compared with the `top` nearest tokens of the index, those under `floor` never.
        """
        (asked,) = table.token_ids([query])
        total = np.zeros(self.size, dtype=np.float32)
        weight: dict[int, float] = {}
        for token in asked:
            weight[token] = weight.get(token, 0.0) + float(table.weights[token])
        weight = {token: value for token, value in weight.items() if value > 0}
        whole = sum(float(table.weights[token]) for token in asked)
        if not weight or not len(self.tokens):
            return total
        for row, value in zip(self._similarity(list(weight), table), weight.values(), strict=True):
            best = self._best(row, floor, top)
            total += best * np.float32(value / whole)
        return np.minimum(total, 1.0)

    def postings(self) -> tuple[NDArray[np.int64], Ids]:
        """Where each token's column starts (and the last one ends), and the passages of all columns."""
        return self._columns, self._passages

    def _similarity(self, query: list[int], table: Table) -> Floats:
        """Cosines of the question's tokens with all tokens of the index, (asked, tokens)."""
        vectors = table.unit_vectors(query)
        similarity = np.empty((len(query), len(self.tokens)), dtype=np.float32)
        for start in range(0, len(self.tokens), _CHUNK):
            part = table.unit_vectors(self.tokens[start : start + _CHUNK])
            np.matmul(vectors, part.T, out=similarity[:, start : start + _CHUNK])
        similarity[:, self.tokens == 0] = 0.0  # the unknown token is near nothing
        return similarity

    def _best(self, similarity: Floats, floor: float, top: int) -> Floats:
        """The best cosine in every passage, from one token's cosines with the tokens of the index."""
        (near,) = np.nonzero(similarity >= floor)
        if len(near) > top:
            near = near[np.argpartition(similarity[near], -top)[-top:]]
        best = np.zeros(self.size, dtype=np.float32)
        # Ascending, so that where two tokens stand in one passage the nearer one is written last.
        for place in near[np.argsort(similarity[near], kind="stable")]:
            best[self._passages[self._columns[place] : self._columns[place + 1]]] = similarity[place]
        return best

    def save(self, folder: Path) -> list[str]:
        """Write the store into an existing folder; the names of the files. Raises OSError."""
        arrays = {
            _COUNT: np.array([self.size], dtype=np.int64),
            _TOKENS: self.tokens,
            _COLUMNS: self._columns,
            _PASSAGES: self._passages,
        }
        for name, array in arrays.items():
            np.save(folder / name, array, allow_pickle=False)
        return list(arrays)

    @classmethod
    def load(cls, folder: Path) -> SoftStore:
        """Map a saved store, whose checksums the caller has compared. Raises OSError or ValueError."""
        count, tokens, columns = (np.load(folder / name, allow_pickle=False) for name in (_COUNT, _TOKENS, _COLUMNS))
        return cls(int(count[0]), tokens, columns, np.load(folder / _PASSAGES, "r", allow_pickle=False))
