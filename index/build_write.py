"""The rows of the next generation → vectors, stores and files, each fsynced and summed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.build_merge import Digests, Merged, Rowset, Words
from index.errors import ModelError
from index.records import dumps
from index.store import Index
from index.store_files import FileSum, make_folder, seal_file, write_file
from index.store_parts import (
    ARTICLE_SPANS,
    ARTICLES,
    DIGESTS,
    FIRST_PASSAGES,
    KEYWORDS,
    PASSAGE_SPANS,
    PASSAGES,
    SKIPPED,
    SOURCE_SPANS,
    SOURCES,
    TOKEN_SPANS,
    TOKENS,
    VECTORS,
    WORDS,
    SkippedRecord,
    skipped_codec,
)
from index.store_rows import write_array

if TYPE_CHECKING:
    from index.encoder import Encoder

Matrix = NDArray[np.float32]
Progress = Callable[[str, int, int], None]
_ENCODE_AT_ONCE = 1024


def make_vectors(
    merged: Merged, encoder: Encoder, old: Index | None, old_digests: Digests | None, progress: Progress
) -> tuple[Matrix, int]:
    """The matrix of all passages, and how many texts were encoded for it.

    Rows of kept passages are copied; a new passage takes the row of an equal text that the old index has; each other
    text is encoded once. `old` and `old_digests` must come from an index of this very model.
    """
    matrix = np.empty((len(merged.origin), encoder.dimension), dtype=np.float32)
    rows: dict[bytes, int] = {}
    before = matrix
    if old is not None and old_digests is not None and len(old_digests):
        before = old.load_vectors().matrix
        from_old = merged.origin >= 0
        matrix[from_old] = before[merged.origin[from_old]]
        if merged.embedded:
            rows = {row.tobytes(): i for i, row in enumerate(old_digests)}
    todo: dict[bytes, list[int]] = {}
    for i in merged.embedded:
        key = merged.digests[i].tobytes()
        if key in rows:
            matrix[i] = before[rows[key]]
        else:
            todo.setdefault(key, []).append(i)
    _encode(matrix, list(todo.values()), merged, encoder, progress)
    return matrix, len(todo)


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
    files.append(write_file(folder / WORDS, [dumps(list(merged.words.vocabulary))], WORDS))
    files.append(write_array(folder, TOKENS, merged.words.ids))
    files.append(write_array(folder, TOKEN_SPANS, merged.words.spans))
    return files


def _write_rowset(folder: Path, rowset: Rowset, lines: str, spans: str) -> list[FileSum]:
    return [write_file(folder / lines, rowset.chunks, lines), write_array(folder, spans, rowset.spans)]


def write_stores(folder: Path, matrix: Matrix, merged: Merged, encoder: Encoder) -> list[FileSum]:
    """Build and save the three search stores. Raises OSError."""
    from index.bm25 import KeywordStore
    from index.vectors import FlatVectors

    files = _save(FlatVectors.build(matrix), folder, VECTORS)
    files += _save(KeywordStore.build(_word_lists(merged.words)), folder, KEYWORDS)
    return files


def _word_lists(words: Words) -> list[list[str]]:
    spelled = np.array(words.vocabulary, dtype=object)[words.ids] if len(words.ids) else np.empty(0, dtype=object)
    return [spelled[a:b].tolist() for a, b in zip(words.spans[:-1], words.spans[1:], strict=True)]


def _save(store: object, folder: Path, name: str) -> list[FileSum]:
    inner = folder / name
    make_folder(inner)
    names = store.save(inner)  # type: ignore[attr-defined]
    return [seal_file(inner / file, f"{name}/{file}") for file in sorted(names)]
