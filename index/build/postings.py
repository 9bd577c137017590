"""Postings: which passages each term stands in, brought up to date without sorting what did not change.

Passage ids move when articles come and go, but those that stay keep their order; so the old columns stay sorted under
their new ids, and only the entries of new passages have to be put in their places. The result is the same, to the
byte, as that of a build from nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Owners = NDArray[np.int32]
Counts = NDArray[np.uint16]
MOST = 65535
_PART = 1 << 18
_SORTED = 1 << 22  # entries sorted at once
_FEW_IN = 500  # looking one entry up costs as much as making this many keys


@dataclass(frozen=True, slots=True)
class Postings:
    """Term i stands in passages `owners[columns[i]:columns[i + 1]]`, ascending, `counts` times beside it (capped)."""

    columns: Longs
    owners: Owners
    counts: Counts

    @property
    def terms(self) -> int:
        return len(self.columns) - 1

    def term_of_each(self) -> Longs:
        """The term of every entry."""
        return np.repeat(np.arange(self.terms, dtype=np.int64), np.diff(self.columns))


def no_postings(terms: int = 0) -> Postings:
    """Terms that stand nowhere."""
    return Postings(np.zeros(terms + 1, np.int64), np.empty(0, np.int32), np.empty(0, np.uint16))


def count(rows: Iterable[tuple[int, Sequence[int] | Owners]], terms: int, passages: int) -> Postings:
    """Postings of (passage, its terms with repetitions)."""
    ids: list[int] = []
    pieces: list[Owners] = []
    for passage, row in rows:
        ids.append(passage)
        pieces.append(np.asarray(row, dtype=np.int32))
    if not pieces:
        return no_postings(terms)
    owners = np.repeat(np.array(ids, dtype=np.int32), [len(piece) for piece in pieces])
    flat = np.concatenate(pieces)
    pieces.clear()
    counted = [_count(flat, owners, low, high, passages) for low, high in _shares(flat, terms)]
    return Postings(
        _columns(np.concatenate([lengths for lengths, _, _ in counted])),
        np.concatenate([own for _, own, _ in counted]),
        np.concatenate([counts for _, _, counts in counted]),
    )


def _shares(terms_of: Owners, terms: int) -> list[tuple[int, int]]:
    """Ranges of terms with about as many entries each as are sorted at once: sorting all would take much memory."""
    times = np.zeros(terms, dtype=np.int64)
    for part in parts(len(terms_of)):
        times += np.bincount(terms_of[part], minlength=terms)
    ends = np.searchsorted(np.cumsum(times), np.arange(_SORTED, len(terms_of), _SORTED)) + 1
    edges = np.unique(np.concatenate(([0], ends, [terms]))).tolist()
    return [(0, terms)] if len(edges) < 2 else list(pairwise(edges))


def _count(terms_of: Owners, owners: Owners, low: int, high: int, passages: int) -> tuple[Longs, Owners, Counts]:
    """Of the terms `low` to `high`: in how many passages each stands, in which, and how often there."""
    here = (terms_of >= low) & (terms_of < high)
    keys = terms_of[here].astype(np.int64)
    keys -= low
    keys *= passages
    keys += owners[here]
    keys.sort()
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else keys
    counts = np.diff(np.append(starts, len(keys)))
    term, owner = np.divmod(keys[starts], passages)
    lengths = np.bincount(term, minlength=high - low)
    return lengths, owner.astype(np.int32), np.minimum(counts, MOST).astype(np.uint16)


def bring_up(old: Postings, moved: Longs, places: Longs, new: Postings) -> Postings:
    """The old postings under new names, with the new ones among them.

    Passage i is now `moved[i]` (-1: gone), term i is now term `places[i]` of `new`; both keep the order of what stays.
    """
    at = _places(old, moved, places, new)
    owners = np.empty(len(old.owners) + len(new.owners), dtype=np.int32)
    counts = np.empty(len(owners), dtype=np.uint16)
    lengths = np.diff(new.columns)
    lengths[places] += np.diff(old.columns)
    now, end = moved.astype(np.int32), 0
    for part in parts(len(old.owners)) or [slice(0, 0)]:
        first = np.searchsorted(at, part.start) if part.start else 0
        last = np.searchsorted(at, part.stop) if part.stop < len(old.owners) else len(at)
        here, own, count_of = at[first:last] - part.start, now[old.owners[part]], old.counts[part]
        gone = np.flatnonzero(own < 0)
        if len(gone):
            term = np.searchsorted(old.columns, gone + part.start, side="right") - 1
            np.subtract.at(lengths, places[term], 1)
            here = here - np.searchsorted(gone, here)
            own, count_of = np.delete(own, gone), np.delete(count_of, gone)
        if len(here):
            own = np.insert(own, here, new.owners[first:last])
            count_of = np.insert(count_of, here, new.counts[first:last])
        owners[end : end + len(own)], counts[end : end + len(own)] = own, count_of
        end += len(own)
    return Postings(_columns(lengths), owners[:end], counts[:end])


def _places(old: Postings, moved: Longs, places: Longs, new: Postings) -> Longs:
    """Before which old entry each new one belongs, ascending."""
    terms = new.term_of_each()
    stay = np.flatnonzero(moved >= 0)
    # In old names: the first old passage that stays and now stands behind the new one ...
    bounds = np.append(stay, len(moved))[np.searchsorted(moved[stay], new.owners)]
    # ... in the old term of that name; where there is none, the begin of the next.
    term = np.searchsorted(places, terms)
    known = np.append(places, -1)[term] == terms
    bounds[~known] = 0
    if len(terms) > len(old.owners) // _FEW_IN:
        keys = old.term_of_each() * (len(moved) + 1) + old.owners
        return np.asarray(np.searchsorted(keys, term * (len(moved) + 1) + bounds), dtype=np.int64)
    # A few entries among many: look into their columns alone instead of making a key for every entry there is.
    columns = np.append(old.columns, old.columns[-1])
    ranges = zip(columns[term].tolist(), columns[term + 1].tolist(), bounds, strict=True)
    return np.array([a + np.searchsorted(old.owners[a:b], bound) for a, b, bound in ranges], dtype=np.int64)


def parts(length: int) -> list[slice]:
    """Slices that stay in the processor's cache, and whose arrays the allocator gives out again and again."""
    return [slice(start, min(start + _PART, length)) for start in range(0, length, _PART)]


def drop_unused(postings: Postings) -> tuple[Postings, Longs]:
    """Without the terms that stand nowhere; and which terms stay."""
    stays = np.flatnonzero(np.diff(postings.columns))
    columns = np.append(postings.columns[stays], len(postings.owners)).astype(np.int64)
    return Postings(columns, postings.owners, postings.counts), stays


def moved_passages(origin: Longs, before: int) -> Longs:
    """Where each of `before` old passages is now, -1 when it is gone; `origin` says where each new one was."""
    moved = np.full(before, -1, dtype=np.int64)
    kept = origin >= 0
    moved[origin[kept]] = np.flatnonzero(kept)
    return moved


def _columns(lengths: Longs) -> Longs:
    columns = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=columns[1:])
    return columns
