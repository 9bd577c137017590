"""The soft keyword store: which passages say what a question's words say, in either language, without encoding them.

In: the model's token table and the tokens of every passage. Out: for every passage, how much of the question it says:
Σ weight · strength(cosine of the question's token with its best token in the passage) over Σ weight, as in late
interaction (ColBERT), with a table in place of a transformer. A question's token is compared once with the tokens that
occur in the index at all; a column of passages per token does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embed import FLOOR, UNKNOWN_ID, strength

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
_TOKENS, _COLUMNS, _PASSAGES, _COUNT = "tokens.npy", "columns.npy", "passages.npy", "count.npy"
_NEAREST = 64  # tokens of the index that a token of the question is compared with; 256 changed no mean rank by 0.003
# The least telling tokens of a question are left out while they say no more than this together: a third of all tokens.
_UNTOLD = 0.05
# So many rows times so many tokens of a question at a time: OpenBLAS wakes its threads for larger products, and on a
# busy machine waiting for one takes ten times as long as the product.
_ROWS, _ASKED = 64, 12
_REMEMBERED = 4096  # tokens of questions whose nearest are remembered
_CHUNK = 8192

_Near = tuple[Ids, Floats]


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
        self._neighbours: _Neighbours | None = None

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

    def scores(self, query: str, table: Table) -> Floats:
        """The score of every passage (n,), in [0, 1]; 0 for a question without tokens.

        What `TokenTable.match_score` gives for every passage, but that each token of the question is compared with
        its nearest tokens of the index alone (`_NEAREST`), and the least telling tokens are left out (`_UNTOLD`).
        """
        (asked,) = table.token_ids([query])
        total = np.zeros(self.size, dtype=np.float32)
        near, shares = self._look_up(asked, table)
        best = np.empty(self.size, dtype=np.float32)
        for (places, strengths), share in zip(near, shares, strict=True):
            best.fill(0.0)
            # Ascending, so that where several near tokens stand in one passage the nearest is written last.
            for place, value in zip(places.tolist(), strengths.tolist(), strict=True):
                best[self._passages[self._columns[place] : self._columns[place + 1]].astype(np.intp)] = value
            best *= share
            total += best
        return np.minimum(total, 1.0, out=total)

    def _look_up(self, asked: Sequence[int], table: Table) -> tuple[list[_Near], list[float]]:
        """The tokens of the index near each telling token of a question, and that token's share of the question."""
        tokens, times = np.unique(np.asarray(asked, dtype=np.int64), return_counts=True)
        weights = table.weights[tokens] * times
        whole = float(weights.sum())
        if whole <= 0 or not len(self.tokens):
            return [], []
        counted = _telling(weights / whole)
        return self._near(table).find(tokens[counted].tolist()), (weights[counted] / whole).tolist()

    def knows(self, query: str, table: Table) -> bool:
        """True when some passage scores above 0."""
        (asked,) = table.token_ids([query])
        return any(len(places) for places, _ in self._look_up(asked, table)[0])

    def _near(self, table: Table) -> _Neighbours:
        neighbours = self._neighbours
        if neighbours is None or neighbours.table is not table:
            neighbours = self._neighbours = _Neighbours(table, self.tokens)
        return neighbours

    def postings(self) -> tuple[NDArray[np.int64], Ids]:
        """Where each token's column starts (and the last one ends), and the passages of all columns."""
        return self._columns, self._passages

    def save(self, folder: Path) -> list[str]:
        """Write the store into an existing folder; the names of the files. Raises OSError."""
        arrays: dict[str, NDArray[Any]] = {
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
        passages = np.asarray(np.load(folder / _PASSAGES, "r", allow_pickle=False))
        return cls(int(count[0]), tokens, columns, passages)


class _Neighbours:
    """The nearest of an index's tokens for tokens of questions. Threads may share it: entries are only ever added."""

    def __init__(self, table: Table, tokens: Ids) -> None:
        self.table = table
        self._tokens = tokens
        # Kept as numbers ready to multiply: making them from the model's bytes takes longer than the product.
        vectors = table.unit_vectors(tokens)
        vectors[tokens == UNKNOWN_ID] = 0.0  # the unknown token is near nothing
        # In blocks of _ROWS: numpy multiplies them one after another.
        whole = len(vectors) // _ROWS * _ROWS
        self._blocks = vectors[:whole].reshape(-1, _ROWS, vectors.shape[1])
        self._rest = vectors[whole:]
        self._known: dict[int, _Near] = {}

    def find(self, query: list[int]) -> list[_Near]:
        """For each token its nearest tokens of the index, farthest first: their places and how strongly they match."""
        known = self._known
        if len(known) > _REMEMBERED:
            known = self._known = {}
        new = [token for token in query if token not in known]
        if new:
            for start in range(0, len(new), _ASKED):
                some = new[start : start + _ASKED]
                cosines = self._cosines(self.table.unit_vectors(some))
                known.update({token: _nearest(row) for token, row in zip(some, cosines, strict=True)})
        return [known[token] for token in query]

    def _cosines(self, asked: Floats) -> Floats:
        """The cosines of a few tokens with all tokens of the index."""
        turned = np.ascontiguousarray(asked.T)
        blocks = (self._blocks @ turned).reshape(-1, len(asked))
        return np.ascontiguousarray(np.concatenate((blocks, self._rest @ turned)).T)


def _telling(shares: Floats) -> NDArray[np.bool_]:
    """Which tokens to look up, given what each says of the question."""
    order = np.argsort(shares, kind="stable")
    telling = np.empty(len(shares), dtype=np.bool_)
    telling[order] = np.cumsum(shares[order]) > _UNTOLD
    return telling


def _nearest(cosines: Floats) -> _Near:
    """The places of the nearest tokens and how strongly they match, weakest first; chance matches left out."""
    (near,) = np.nonzero(cosines > FLOOR)
    if len(near) > _NEAREST:
        near = near[np.argpartition(cosines[near], -_NEAREST)[-_NEAREST:]]
    near = near[np.argsort(cosines[near], kind="stable")]
    return near.astype(np.int32), strength(cosines[near])
