"""The keyword store: BM25 over our own tokens, weighed by bm25s and kept as one column of passages per token.

In: the tokens of every passage (`index.tokens`). Out: the BM25 score of every passage for the tokens of a question.
The weights are made with bm25s (Lucene's formula) when an index is built; a search only adds columns, which needs
neither bm25s (0.3 s to import) nor the vocabulary in memory: it is searched where it lies.
"""

from __future__ import annotations

import logging
import mmap
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Column = tuple[NDArray[np.int32], NDArray[np.float16]]
_WEIGHTS, _PASSAGES, _COLUMNS = "weights.npy", "passages.npy", "columns.npy"
_WORDS, _WORD_ENDS, _COUNT = "words.txt", "word_ends.npy", "count.npy"
_FENCE = 4096
# Every float16 as a float32: looking one up takes two thirds of the time of converting it.
_FLOATS: Floats = np.arange(1 << 16, dtype=np.uint16).view(np.float16).astype(np.float32)
K1, B = 0.6, 0.3  # measured (docs/retrieval.md): passages are short and of like length, so both count for less


class KeywordStore:
    """BM25 weights by token. Immutable, so threads may share it."""

    def __init__(
        self,
        size: int,
        words: bytes | mmap.mmap,
        word_ends: NDArray[np.int64],
        columns: NDArray[np.int64],
        passages: NDArray[np.int32],
        weights: NDArray[np.float16],
    ) -> None:
        """`words`: all tokens, sorted, one after another; token i ends at byte `word_ends[i]`; its passages are
        `passages[columns[i]:columns[i + 1]]` with their BM25 weights beside them."""
        fits = len(columns) == len(word_ends) + 1 and len(passages) == len(weights) == (columns[-1] if size else 0)
        if not fits or (len(word_ends) and word_ends[-1] != len(words)):
            raise ValueError("the keyword columns do not belong together")
        self.size = size
        self._words, self._word_ends = words, word_ends
        self._columns, self._passages, self._weights = columns, passages, weights

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]], k1: float = K1, b: float = B) -> KeywordStore:
        """A store over the tokens of each passage, in passage order; a passage may have none."""
        vocabulary = {word: 0 for document in documents for word in document}
        spelled = sorted(word.encode("utf-8", "surrogatepass") for word in vocabulary)
        for place, raw in enumerate(spelled):
            vocabulary[raw.decode("utf-8", "surrogatepass")] = place
        ids = [[vocabulary[word] for word in document] for document in documents]
        columns, passages, weights = _weigh(ids, vocabulary, k1, b)
        ends = np.cumsum([len(raw) for raw in spelled], dtype=np.int64)
        return cls(len(documents), b"".join(spelled), ends, columns, passages, weights)

    def scores(self, tokens: Mapping[str, float]) -> Floats:
        """The score of every passage (n,): Σ over the tokens of its given weight × its BM25 weight there."""
        return self.add_columns(((self.column(token), weight) for token, weight in tokens.items()))

    def add_columns(self, columns: Iterable[tuple[Column, float]]) -> Floats:
        """`scores` for columns that were looked up already, each with its weight."""
        total = np.zeros(self.size, dtype=np.float32)
        for (passages, weights), weight in columns:
            # A passage stands once in a column, so plain indexed addition is exact. Numbers of the machine's own
            # width, or they would be widened twice.
            at = passages.astype(np.intp)
            total[at] += column_weights(weights) * np.float32(weight)
        return total

    def frequency(self, token: str) -> int:
        """In how many passages the token stands."""
        place = self._find(token)
        return 0 if place is None else int(self._columns[place + 1] - self._columns[place])

    def column(self, token: str) -> Column:
        """The passages a token stands in, and its BM25 weights there; empty for an unknown token."""
        place = self._find(token)
        column = slice(0, 0) if place is None else slice(self._columns[place], self._columns[place + 1])
        return self._passages[column], self._weights[column]

    def spelling(self) -> tuple[bytes, NDArray[np.int64]]:
        """All tokens in UTF-8, sorted, end to end, and where each of them ends."""
        return bytes(self._words[:]), self._word_ends

    def postings(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Where each token's column starts (and the last one ends), and the passages of all columns."""
        return self._columns, self._passages

    def _find(self, token: str) -> int | None:
        key = token.encode("utf-8", "surrogatepass")
        # The fence says between which two of its words it must be; only there are words cut out one by one.
        after = bisect_right(self._fence, key)
        low, high = (after - 1) * self._step, min(after * self._step, len(self._word_ends))
        if low < 0:
            return None
        while low < high:
            middle = (low + high) // 2
            word = self._word(middle)
            if word == key:
                return middle
            if word < key:
                low = middle + 1
            else:
                high = middle
        return None

    @property
    def _step(self) -> int:
        return len(self._word_ends) // _FENCE + 1

    @cached_property
    def _fence(self) -> list[bytes]:
        """Words as far apart as there are `_step`, at most _FENCE of them."""
        return [self._word(place) for place in range(0, len(self._word_ends), self._step)]

    def _word(self, place: int) -> bytes:
        start = int(self._word_ends[place - 1]) if place else 0
        return self._words[start : int(self._word_ends[place])]

    def save(self, folder: Path) -> list[str]:
        """Write the store into an existing folder; the names of the files. Raises OSError."""
        (folder / _WORDS).write_bytes(self._words[:])
        arrays: dict[str, NDArray[Any]] = {
            _COUNT: np.array([self.size], dtype=np.int64),
            _WORD_ENDS: self._word_ends,
            _COLUMNS: self._columns,
            _PASSAGES: self._passages,
            _WEIGHTS: self._weights,
        }
        for name, array in arrays.items():
            np.save(folder / name, array, allow_pickle=False)
        return [_WORDS, *arrays]

    @classmethod
    def load(cls, folder: Path) -> KeywordStore:
        """Map a saved store, whose checksums the caller has compared. Raises OSError or ValueError."""
        count, ends, columns = (np.load(folder / name, allow_pickle=False) for name in (_COUNT, _WORD_ENDS, _COLUMNS))
        # The long parts are mapped: a search reads few columns of them. Plain arrays over the same bytes slice faster.
        passages, weights = (
            np.asarray(np.load(folder / name, "r", allow_pickle=False)) for name in (_PASSAGES, _WEIGHTS)
        )
        with (folder / _WORDS).open("rb") as file:
            empty = file.seek(0, 2) == 0
            words = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return cls(int(count[0]), words, ends, columns, passages, weights)


def column_weights(weights: NDArray[np.float16]) -> Floats:
    """Some of a column's weights as float32."""
    floats: Floats = _FLOATS.take(weights.view(np.uint16))
    return floats


def _weigh(
    ids: list[list[int]], vocabulary: dict[str, int], k1: float, b: float
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float16]]:
    """BM25 weights as columns: where each token's column starts, the passages in it and the weights there."""
    if not any(ids):
        zeros = np.zeros(len(vocabulary) + 1, dtype=np.int64)
        return zeros, np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float16)
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    model = bm25s.BM25(k1=k1, b=b, method="lucene", backend="numpy", csc_backend="numpy")
    model.index((ids, vocabulary), create_empty_token=False, show_progress=False)
    columns = np.asarray(model.scores["indptr"], dtype=np.int64)
    passages = np.asarray(model.scores["indices"], dtype=np.int32)
    return columns, passages, np.asarray(model.scores["data"], dtype=np.float16)
