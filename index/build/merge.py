"""Old rows and new readings → the rows of the next generation, in the order a full build would give them.

What did not change is copied as bytes, run by run: neither parsed nor tokenised nor encoded again. Articles stand in
the order of their sources, passages in the order of their articles; so a build from an old index and a build from
nothing come to the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import replace as dc_replace

import numpy as np
from numpy.typing import NDArray

from index.build.plan import Plan
from index.build.read import Reading
from index.build.words import Lexicon, Numbers
from index.errors import IndexFolderError
from index.store import ARTICLES, DIGEST_BYTES, PASSAGES, SOURCES, Index, Spans, digest, dumps, source_codec, spans_of

Digests = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Run:
    """Articles `start` to `stop` of the old index, taken over as they are. `lines` are their source records."""

    start: int
    stop: int
    lines: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Rowset:
    """The lines of one `.jsonl` part, in pieces, and where each line begins. A piece of many lines is one of an article
    that was read: its lines are joined when they are written."""

    chunks: tuple[bytes | memoryview | tuple[bytes, ...], ...]
    spans: Spans


@dataclass(frozen=True, slots=True)
class Merged:
    """All that is written but the search stores. `origin[i]` is the old id of passage i, -1 for a new one, whose text
    to encode is `embedded[i]` and whose tokens are `words[i]`, by their numbers in `lexicon`."""

    articles: Rowset
    passages: Rowset
    sources: Rowset
    first_passages: Spans
    digests: Digests
    origin: NDArray[np.int64]
    embedded: Mapping[int, str]
    words: Mapping[int, Numbers]
    lexicon: Lexicon
    figures: int


def merge(
    old: Index | None, digests: Digests | None, plan: Plan, readings: Mapping[str, Reading], lexicon: Lexicon
) -> Merged:
    """Put the plan's kept articles and the new readings, whose words are in `lexicon`, in order."""
    pieces = list(_pieces(old, plan, readings))
    if any(isinstance(piece, Run) for piece in pieces) and (old is None or digests is None):
        raise IndexFolderError("articles cannot be taken over without an old index.")
    counts = _passage_counts(old, pieces)
    first = spans_of(counts)
    origin = np.concatenate([_origin(old, piece) for piece in pieces] or [np.empty(0, np.int64)])
    new = np.flatnonzero(origin < 0).tolist()
    fresh = [piece for piece in pieces if isinstance(piece, Reading)]
    embedded = dict(zip(new, (text for reading in fresh for text in reading.embedded), strict=True))
    return Merged(
        articles=_rowset(old, pieces, ARTICLES),
        passages=_rowset(old, pieces, PASSAGES),
        sources=_source_rowset(pieces),
        first_passages=first,
        digests=_digests(digests, origin, embedded),
        origin=origin,
        embedded=embedded,
        words=dict(zip(new, (row for reading in fresh for row in _words(reading, lexicon)), strict=True)),
        lexicon=lexicon,
        figures=_figures(old, pieces),
    )


def _pieces(old: Index | None, plan: Plan, readings: Mapping[str, Reading]) -> Iterator[Run | Reading]:
    """Kept articles in runs as long as possible, readings one by one; sorted by source."""
    start, lines = -1, list[bytes]()
    for source in sorted([*plan.kept, *readings]):
        at = plan.kept[source][0] if source in plan.kept else -1
        if lines and at != start + len(lines):
            yield Run(start, start + len(lines), tuple(lines))
            lines = []
        if at < 0 or old is None:
            yield readings[source]
            continue
        start = start if lines else at
        lines.append(_source_line(old, plan, source, at))
    if lines:
        yield Run(start, start + len(lines), tuple(lines))


def _source_line(old: Index, plan: Plan, source: str, at: int) -> bytes:
    """The source record with the stamp of now: a file that was touched is trusted at the next look."""
    record, stamp = old.all_sources[at], plan.kept[source][1]
    if record.stamp == stamp:
        return bytes(old.rows[SOURCES].line(at))
    return dumps(source_codec().encode(dc_replace(record, stamp=stamp)))


def _passage_counts(old: Index | None, pieces: list[Run | Reading]) -> NDArray[np.int64]:
    counts = [
        np.array([len(piece.passages)])
        if isinstance(piece, Reading)
        else np.diff(_of(old).first_passages[piece.start : piece.stop + 1])
        for piece in pieces
    ]
    return np.concatenate(counts or [np.empty(0)]).astype(np.int64)


def _origin(old: Index | None, piece: Run | Reading) -> NDArray[np.int64]:
    if isinstance(piece, Reading):
        return np.full(len(piece.passages), -1, dtype=np.int64)
    first = _of(old).first_passages
    return np.arange(first[piece.start], first[piece.stop], dtype=np.int64)


def _rowset(old: Index | None, pieces: list[Run | Reading], part: str) -> Rowset:
    chunks: list[bytes | memoryview | tuple[bytes, ...]] = []
    lengths: list[NDArray[np.int64]] = []
    for piece in pieces:
        if isinstance(piece, Reading):
            lines = piece.passages if part == PASSAGES else (piece.article,)
            chunks.append(lines)
            lengths.append(np.array([len(line) for line in lines], dtype=np.int64))
            continue
        start, stop = piece.start, piece.stop
        if part == PASSAGES:
            start, stop = (int(_of(old).first_passages[at]) for at in (start, stop))
        chunks.append(_of(old).rows[part].lines(start, stop))
        lengths.append(np.diff(_of(old).rows[part].spans[start : stop + 1]))
    return Rowset(tuple(chunks), spans_of(np.concatenate(lengths or [np.empty(0, np.int64)])))


def _source_rowset(pieces: list[Run | Reading]) -> Rowset:
    lines: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, Reading):
            lines.append(dumps(source_codec().encode(piece.record)))
        else:
            lines.extend(piece.lines)
    return Rowset((b"".join(lines),), spans_of([len(line) for line in lines]))


def _digests(before: Digests | None, origin: NDArray[np.int64], embedded: Mapping[int, str]) -> Digests:
    digests = np.empty((len(origin), DIGEST_BYTES), dtype=np.uint8)
    if before is not None:
        kept = origin >= 0
        digests[kept] = before[origin[kept]]
    for i, text in embedded.items():
        digests[i] = np.frombuffer(digest(text), dtype=np.uint8)
    return digests


def _words(reading: Reading, lexicon: Lexicon) -> list[Numbers]:
    return lexicon.rows[reading.record.summary.source]


def _figures(old: Index | None, pieces: list[Run | Reading]) -> int:
    total = 0
    for piece in pieces:
        if isinstance(piece, Reading):
            total += piece.record.summary.figures
        else:
            total += sum(record.summary.figures for record in _of(old).all_sources[piece.start : piece.stop])
    return total


def _of(old: Index | None) -> Index:
    assert old is not None, "runs come from an old index"
    return old
