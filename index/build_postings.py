"""Postings: which passages each term stands in, brought up to date without sorting what did not change.

Passage ids move when articles come and go, but those that stay keep their order; so the old columns stay sorted under
their new ids, and only the entries of new passages have to be put in their places. The result is the same, to the
byte, as that of a build from nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Owners = NDArray[np.int32]
Counts = NDArray[np.uint16]
MOST = 65535
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


def count(rows: Iterable[tuple[int, Sequence[int]]], terms: int, passages: int) -> Postings:
    """Postings of (passage, its terms with repetitions)."""
    owners: list[Longs] = []
    flat: list[Longs] = []
    for passage, row in rows:
        owners.append(np.full(len(row), passage, dtype=np.int64))
        flat.append(np.asarray(row, dtype=np.int64))
    if not flat:
        return no_postings(terms)
    keys = np.concatenate(flat) * passages + np.concatenate(owners)
    keys.sort()
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else keys
    counts = np.diff(np.append(starts, len(keys)))
    term, owner = np.divmod(keys[starts], passages)
    return Postings(
        _columns(np.bincount(term, minlength=terms)), owner.astype(np.int32), np.minimum(counts, MOST).astype(np.uint16)
    )


def carry(old: Postings, moved: Longs, places: Longs, terms: int) -> Postings:
    """The old postings under new names: passage i is now `moved[i]` (-1: gone), term i is now `places[i]` of `terms`.

    Both must keep the order of what stays.
    """
    owners, counts = moved.astype(np.int32)[old.owners], old.counts
    gone = np.flatnonzero(owners < 0)
    kept = np.diff(old.columns)
    if len(gone):
        kept = kept - np.bincount(np.searchsorted(old.columns, gone, side="right") - 1, minlength=old.terms)
        owners, counts = np.delete(owners, gone), np.delete(counts, gone)
    lengths = np.zeros(terms, dtype=np.int64)
    lengths[places] = kept
    return Postings(_columns(lengths), owners, counts)


def join(one: Postings, other: Postings, passages: int) -> Postings:
    """Both together; the same terms, no passage in both."""
    if not len(other.owners):
        return one
    if not len(one.owners):
        return other
    at = _places(one, other, passages)
    return Postings(
        one.columns + other.columns, np.insert(one.owners, at, other.owners), np.insert(one.counts, at, other.counts)
    )


def _places(one: Postings, other: Postings, passages: int) -> Longs:
    """Before which entry of `one` each entry of `other` belongs."""
    terms = other.term_of_each()
    if len(terms) > len(one.owners) // _FEW_IN:
        return np.searchsorted(one.term_of_each() * passages + one.owners, terms * passages + other.owners)
    # A few entries among many: look into their columns alone instead of making a key for every entry there is.
    bounds = zip(one.columns[terms].tolist(), one.columns[terms + 1].tolist(), other.owners, strict=True)
    return np.array([a + np.searchsorted(one.owners[a:b], owner) for a, b, owner in bounds], dtype=np.int64)


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
