"""Rows on disk and in memory: a `.jsonl` file of records beside the places where its lines begin.

A `Rows` opens at once whatever its size; a record is parsed when it is asked for. `Records` puts a decoder on top.
"""

from __future__ import annotations

import io
import operator
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock, RLock
from typing import Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from index.store.files import FileSum, write_file

T = TypeVar("T")
Spans = NDArray[np.int64]

# numpy reads the head of an array with Python's own parser, which in Python 3.11 fails at random ("AST constructor
# recursion depth mismatch") when two threads are in it. Whatever loads arrays takes turns here.
LOADING = RLock()


class Rows:
    """Lines of one file. `data` holds them end to end, `spans[i]:spans[i + 1]` is line i."""

    __slots__ = ("data", "spans")

    def __init__(self, data: bytes, spans: Spans) -> None:
        if spans.ndim != 1 or len(spans) < 1 or spans[0] != 0 or spans[-1] != len(data) or (np.diff(spans) < 0).any():
            raise ValueError("the lines do not cover the file")
        self.data = memoryview(data)
        self.spans = spans

    def __len__(self) -> int:
        return len(self.spans) - 1

    def line(self, i: int) -> memoryview:
        """Line `i`, with its line end."""
        return self.data[self.spans[i] : self.spans[i + 1]]

    def lines(self, start: int, stop: int) -> memoryview:
        """Lines `start` to `stop`, end to end."""
        return self.data[self.spans[start] : self.spans[stop]]


def rows_of(lines: Iterable[bytes]) -> Rows:
    """Rows of lines in memory."""
    kept = list(lines)
    return Rows(b"".join(kept), spans_of([len(line) for line in kept]))


def spans_of(lengths: Sequence[int] | NDArray[np.int64]) -> Spans:
    """Lengths → begin of each item and the end of the last (one more than the items)."""
    spans = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=spans[1:])
    return spans


def write_array(folder: Path, name: str, array: NDArray[np.generic]) -> FileSum:
    """Write an array as `.npy` (never an object array), durably."""
    head = io.BytesIO()
    array = np.ascontiguousarray(array)
    body = array.reshape(-1).view(np.uint8)
    np.lib.format.write_array_header_1_0(head, np.lib.format.header_data_from_array_1_0(array))
    return write_file(folder / name, [head.getvalue(), body.data], name)


def read_array(data: bytes, dtype: str, ndim: int = 1) -> NDArray[np.generic]:
    """The array of `.npy` bytes that were verified. Raises ValueError when it is of another type or shape."""
    with LOADING:
        array: NDArray[np.generic] = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    if array.dtype != np.dtype(dtype) or array.ndim != ndim:
        raise ValueError(f"an array of {array.dtype} with {array.ndim} dimensions where {dtype} with {ndim} belongs")
    return array


class Records(Sequence[T], Generic[T]):
    """A sequence whose items are parsed when asked for; the last `keep` are kept. Safe to share between threads."""

    def __init__(self, length: int, read: Callable[[int], T], keep: int = 2048) -> None:
        self._length = length
        self._read = read
        self._keep = keep
        self._kept: OrderedDict[int, T] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, i: int) -> T: ...
    @overload
    def __getitem__(self, i: slice) -> tuple[T, ...]: ...
    def __getitem__(self, i: int | slice) -> T | tuple[T, ...]:
        if isinstance(i, slice):
            return tuple(self[j] for j in range(*i.indices(self._length)))
        at = operator.index(i)
        at = at + self._length if at < 0 else at
        if not 0 <= at < self._length:
            raise IndexError(f"there is no record {i}; there are {self._length}")
        with self._lock:
            if at in self._kept:
                self._kept.move_to_end(at)
                return self._kept[at]
        item = self._read(at)
        with self._lock:
            self._kept[at] = item
            while len(self._kept) > self._keep:
                self._kept.popitem(last=False)
        return item
