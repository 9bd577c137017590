"""The rows of the next generation → vectors, stores and files, each fsynced and summed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.build.merge import Digests, Merged, Rowset
from index.build.model import BuildModel
from index.build.postings import Counts
from index.build.stores import make_keywords, make_soft
from index.build.words import Numbers
from index.errors import IndexFolderError, ModelError
from index.store import (
    ARTICLE_SPANS,
    ARTICLES,
    DIGEST_BYTES,
    DIGESTS,
    FIRST_PASSAGES,
    KEYWORD_COUNTS,
    KEYWORDS,
    PASSAGE_SPANS,
    PASSAGES,
    SKIPPED,
    SOFT,
    SOURCE_SPANS,
    SOURCES,
    VECTORS,
    FileSum,
    Index,
    SkippedRecord,
    dumps,
    make_folder,
    read_array,
    seal_file,
    skipped_codec,
    write_array,
    write_file,
)

if TYPE_CHECKING:
    from index.embed import Encoder, TokenTable

Matrix = NDArray[np.float32]
Progress = Callable[[str, int, int], None]
_ENCODE_AT_ONCE = 1024


@dataclass(frozen=True, slots=True)
class Before:
    """An old index of the same model, with all that a build takes from it: its stores, the digests of its embedded
    texts (passages, 16) and how often each entry of its keyword store occurs."""

    index: Index
    digests: Digests
    counts: Counts


def load_before(old: Index | None) -> Before | None:
    """The old index with its stores, None when there is none or a part of it cannot be read."""
    if old is None:
        return None
    try:
        old.load_stores()
        digests = read_array(old.read_part(DIGESTS), "uint8", 2)
        counts = read_array(old.read_part(KEYWORD_COUNTS), "uint16")
    except (IndexFolderError, ValueError):
        return None
    count = old.manifest.passages
    fits = digests.shape == (count, DIGEST_BYTES) and len(counts) == len(old.keywords.postings()[1])
    if not fits or not old.vectors.size == old.keywords.size == count:
        return None
    return Before(old, digests, counts)  # type: ignore[arg-type]


def make_vectors(merged: Merged, model: BuildModel, before: Before | None, progress: Progress) -> tuple[Matrix, int]:
    """The matrix of all passages, and how many texts were encoded for it.

    Rows of kept passages are copied; a new passage takes the row of an equal text that the old index has; each other
    text is encoded once.
    """
    matrix = np.empty((len(merged.origin), model.dimension), dtype=np.float32)
    rows: dict[bytes, int] = {}
    if before is not None:
        for start, stop, was in runs(merged.origin):
            matrix[start:stop] = before.index.vectors.matrix[was : was + stop - start]
        if merged.embedded:
            rows = {row.tobytes(): i for i, row in enumerate(before.digests)}
    todo: dict[bytes, list[int]] = {}
    for i in merged.embedded:
        key = merged.digests[i].tobytes()
        if before is not None and key in rows:
            matrix[i] = before.index.vectors.matrix[rows[key]]
        else:
            todo.setdefault(key, []).append(i)
    if todo:
        _encode(matrix, list(todo.values()), merged, model.encoder, progress)
    return matrix, len(todo)


def runs(origin: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """Stretches of passages that stood together before too: start, stop, and the old id of the first."""
    breaks = np.flatnonzero((np.diff(origin) != 1) | (origin[:-1] < 0)) + 1
    for start, stop in zip([0, *breaks.tolist()], [*breaks.tolist(), len(origin)], strict=True):
        if start < stop and origin[start] >= 0:
            yield start, stop, int(origin[start])


def _encode(matrix: Matrix, places: list[list[int]], merged: Merged, encoder: Encoder, progress: Progress) -> None:
    """Encode one text for each list of equal passages and fill all their rows."""
    for start in range(0, len(places), _ENCODE_AT_ONCE):
        progress("encode", start, len(places))
        part = places[start : start + _ENCODE_AT_ONCE]
        texts = [merged.embedded[same[0]] for same in part]
        vectors = check_vectors(encoder.encode_passages(texts), encoder, len(texts))
        for same, vector in zip(part, vectors, strict=True):
            matrix[same] = vector
    progress("encode", len(places), len(places))


def check_vectors(vectors: Matrix, encoder: Encoder, count: int) -> Matrix:
    """The one gate for vectors: right shape, finite, length 1. Raises ModelError."""
    if vectors.shape != (count, encoder.dimension):
        raise ModelError(
            f"the model {encoder.name!r} gave vectors of shape {vectors.shape} instead of "
            f"{(count, encoder.dimension)}; use another model."
        )
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    if not (np.abs(lengths - 1.0) < 1e-3).all():
        raise ModelError(
            f"the model {encoder.name!r} gave vectors that are not numbers or not of length 1; use another model."
        )
    return vectors


def write_rows(folder: Path, merged: Merged, skipped: tuple[SkippedRecord, ...]) -> list[FileSum]:
    """Write everything but the search stores. Raises OSError."""
    files: list[FileSum] = []
    for rowset, lines, spans in (
        (merged.articles, ARTICLES, ARTICLE_SPANS),
        (merged.passages, PASSAGES, PASSAGE_SPANS),
        (merged.sources, SOURCES, SOURCE_SPANS),
    ):
        files += _write_rowset(folder, rowset, lines, spans)
    files.append(write_array(folder, FIRST_PASSAGES, merged.first_passages))
    files.append(write_array(folder, DIGESTS, merged.digests))
    skips = [dumps(skipped_codec().encode(record)) for record in skipped]
    files.append(write_file(folder / SKIPPED, skips, SKIPPED))
    return files


def _write_rowset(folder: Path, rowset: Rowset, lines: str, spans: str) -> list[FileSum]:
    chunks = (b"".join(chunk) if isinstance(chunk, tuple) else chunk for chunk in rowset.chunks)
    return [write_file(folder / lines, chunks, lines), write_array(folder, spans, rowset.spans)]


def write_stores(
    folder: Path, matrix: Matrix, merged: Merged, model: BuildModel, before: Before | None
) -> list[FileSum]:
    """Make and save the three search stores; `before` is the index whose rows were taken over. Raises OSError."""
    with ThreadPoolExecutor(max_workers=1) as second_core:
        vectors = second_core.submit(_write_vectors, folder, matrix)
        files = _write_words(folder, merged, model, before)
        return [*files, *vectors.result()]


def _write_vectors(folder: Path, matrix: Matrix) -> list[FileSum]:
    from index.search import FlatVectors

    return _save(FlatVectors.build(matrix), folder, VECTORS)


def _write_words(folder: Path, merged: Merged, model: BuildModel, before: Before | None) -> list[FileSum]:
    old = before.index if before is not None else None
    keywords, counts = make_keywords(
        old.keywords if old else None,
        before.counts if before else None,
        merged.origin,
        merged.words,
        merged.lexicon.spelled(),
    )
    files = [write_array(folder, KEYWORD_COUNTS, counts)]
    files += _save(keywords, folder, KEYWORDS)
    if (old.soft if old is not None else model.encoder.table) is not None:
        tokens = _tokens(merged.embedded, model.encoder.table) if merged.embedded else {}
        files += _save(make_soft(old.soft if old else None, merged.origin, tokens), folder, SOFT)
    return files


def _tokens(embedded: Mapping[int, str], table: TokenTable | None) -> dict[int, Numbers]:
    """The model's tokens of each new passage, some at a time: a tokenizer's own results are large."""
    texts = list(embedded.values()) if table is not None else []
    rows: list[Numbers] = []
    for start in range(0, len(texts), _ENCODE_AT_ONCE):
        ids = table.token_ids(texts[start : start + _ENCODE_AT_ONCE]) if table is not None else []
        rows += [np.array(row, dtype=np.int32) for row in ids]
    return dict(zip(embedded, rows, strict=True)) if table is not None else {}


def _save(store: object, folder: Path, name: str) -> list[FileSum]:
    inner = folder / name
    make_folder(inner)
    names = store.save(inner)  # type: ignore[attr-defined]
    return [seal_file(inner / file, f"{name}/{file}") for file in sorted(names)]
