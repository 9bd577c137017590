"""The words of the keyword store: those of new passages by number, and all of them sorted, with some added and some
dropped, without spelling out every one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Numbers = NDArray[np.int32]


class Lexicon:
    """The words of new passages, each spelled once and numbered in the order it came: kept as text, the words of
    100,000 passages take more memory than all else together."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self.rows: dict[str, list[Numbers]] = {}
        """For each source, the numbers of the words of each of its passages."""

    def add(self, source: str, passages: Iterable[Sequence[str]]) -> None:
        """Take in the words of each passage of a source."""
        self.rows[source] = [self.numbers(words) for words in passages]

    def numbers(self, words: Sequence[str]) -> Numbers:
        """The numbers of words, new ones given out where needed."""
        number = self._number
        return np.fromiter((number.setdefault(word, len(number)) for word in words), dtype=np.int32, count=len(words))

    def spelled(self) -> list[bytes]:
        """Each word in UTF-8, in the order of their numbers."""
        return [word.encode("utf-8", "surrogatepass") for word in self._number]


@dataclass(frozen=True, slots=True)
class Joined:
    """Old and new words in one order. `added`: where each new word was put among the old (the old word it stands
    before) and the word itself; `moved[i]`: the place of old word i now; `place`: the place of each asked word."""

    added: tuple[tuple[int, bytes], ...]
    moved: Longs
    place: Mapping[bytes, int]


class Spelling(Sequence[bytes]):
    """Sorted words end to end: word i is `blob[ends[i - 1]:ends[i]]`."""

    def __init__(self, blob: bytes, ends: Longs) -> None:
        self._blob = blob
        self._begins = np.concatenate(([0], ends)).astype(np.int64)

    def __len__(self) -> int:
        return len(self._begins) - 1

    @overload
    def __getitem__(self, i: int) -> bytes: ...
    @overload
    def __getitem__(self, i: slice) -> list[bytes]: ...
    def __getitem__(self, i: int | slice) -> bytes | list[bytes]:
        if isinstance(i, slice):
            return [self[j] for j in range(*i.indices(len(self)))]
        return self._blob[self._begins[i] : self._begins[i + 1]]

    def join(self, words: Sequence[bytes]) -> Joined:
        """These words and `words` (sorted, without repetitions) in one order."""
        added: list[tuple[int, bytes]] = []
        found: dict[bytes, int] = {}
        place: dict[bytes, int] = {}
        low = 0
        for word in words:
            low = bisect_left(self, word, low)
            if low < len(self) and self[low] == word:
                found[word] = low
            else:
                place[word] = low + len(added)
                added.append((low, word))
        at = np.array([i for i, _ in added], dtype=np.int64)
        old = np.arange(len(self), dtype=np.int64)
        moved = old + np.searchsorted(at, old, side="right")
        place.update((word, int(moved[i])) for word, i in found.items())
        return Joined(tuple(added), moved, place)

    def spell(self, joined: Joined, used: Longs) -> tuple[bytes, Longs]:
        """The joined words that stay (`used`: their places, ascending), end to end, and where each ends."""
        total = len(self) + len(joined.added)
        lengths = np.empty(total, dtype=np.int64)
        lengths[joined.moved] = np.diff(self._begins)
        pieces: list[bytes] = []
        at = 0
        for n, (before, word) in enumerate(joined.added):
            pieces.append(self._blob[self._begins[at] : self._begins[before]])
            pieces.append(word)
            lengths[before + n] = len(word)
            at = before
        pieces.append(self._blob[self._begins[at] :])
        return _keep(b"".join(pieces), lengths, used)


def _keep(blob: bytes, lengths: Longs, used: Longs) -> tuple[bytes, Longs]:
    if len(used) < len(lengths):
        begins = np.concatenate(([0], np.cumsum(lengths)))
        stays = np.zeros(len(lengths), dtype=bool)
        stays[used] = True
        edges = np.flatnonzero(np.diff(np.concatenate(([False], stays, [False])).astype(np.int8)))
        runs = begins[edges].tolist()
        blob = b"".join(blob[start:stop] for start, stop in zip(runs[::2], runs[1::2], strict=True))
        lengths = lengths[used]
    return blob, np.cumsum(lengths, dtype=np.int64)
