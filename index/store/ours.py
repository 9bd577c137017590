"""What in a folder is an index's own: told by content and by name, never by a pattern that others may use too.

A folder called g20240101 may hold photographs, and CURRENT and LOCK are names of LevelDB's as well. So a folder is an
index when its marker, its CURRENT or a generation's manifest says so, and a generation is removed only when every file
in it is one that an index has.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from index.store.files import open_regular, step, sync_folder, write_file
from index.store.lock import LOCK_NAME
from index.store.manifest import CURRENT, MANIFEST, generation_number
from index.store.parts import (
    ARTICLE_SPANS,
    ARTICLES,
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
)

MARKER = "WENYU"
_MARKER_TEXT = b"This folder is an index of WenYu. Everything in it can be made again: wenyu index FOLDER --index DIR\n"
_POINTER_HEAD = b"wenyu-index "
_MANIFEST_HEAD = b'{\n "format": '
_PARTS = frozenset(
    {
        MANIFEST, ARTICLES, ARTICLE_SPANS, PASSAGES, PASSAGE_SPANS, SOURCES, SOURCE_SPANS, FIRST_PASSAGES, SKIPPED,
        DIGESTS, KEYWORD_COUNTS,
    }
)  # fmt: skip
_STORES = {
    VECTORS: frozenset({"vectors.faiss", "mean.npy", "covariance.npy"}),
    KEYWORDS: frozenset({"weights.npy", "passages.npy", "columns.npy", "words.txt", "word_ends.npy", "count.npy"}),
    SOFT: frozenset({"tokens.npy", "columns.npy", "passages.npy", "count.npy"}),
}


def holds_index(folder: Path) -> bool:
    """Whether a folder is an index, whole or not: its marker, its CURRENT or a manifest of ours says so."""
    if _head(folder / MARKER, len(_MARKER_TEXT)) is not None:
        return True
    if (_head(folder / CURRENT, len(_POINTER_HEAD)) or b"") == _POINTER_HEAD:
        return True
    with suppress(OSError):
        for name in os.listdir(folder):
            if generation_number(name) is not None:
                head = _head(folder / name / MANIFEST, len(_MANIFEST_HEAD))
                if head == _MANIFEST_HEAD and foreign(folder / name) is None:
                    return True
    return False


def may_become_index(folder: Path) -> bool:
    """Whether an index may be made in a folder: it holds nothing that can be seen, or no more than a build's lock."""
    names = [name for name in os.listdir(folder) if not name.startswith(".")]
    return not names or (names == [LOCK_NAME] and _head(folder / LOCK_NAME, 1) == b"")


def mark(folder: Path) -> None:
    """Say in a folder that it is an index: it can be told then also when its first build is killed. Raises OSError."""
    write_file(folder / MARKER, [_MARKER_TEXT], MARKER)
    sync_folder(folder)


def foreign(folder: Path) -> str | None:
    """The name of something in a generation's folder that no index has there, None when all of it is ours."""
    if not stat.S_ISDIR(os.lstat(folder).st_mode):
        return folder.name
    for entry in list(os.scandir(folder)):
        if entry.name in _STORES and entry.is_dir(follow_symlinks=False):
            known = _STORES[entry.name]
            for inner in list(os.scandir(entry.path)):
                if inner.name not in known or not inner.is_file(follow_symlinks=False):
                    return f"{entry.name}/{inner.name}"
        elif (
            entry.name not in _PARTS
            or not entry.is_file(follow_symlinks=False)
            or (entry.name == MANIFEST and not _is_manifest(folder / MANIFEST))
        ):
            return entry.name
    return None


def remove_generation(folder: Path) -> None:
    """Remove a generation's folder as far as the system lets us; one that holds anything of others stays as it is.

    What stays is tried again by the next build.
    """
    step("remove", folder)
    with suppress(OSError):
        if foreign(folder) is not None:
            return
        for inner in (*(folder / name for name in _STORES), folder):
            if inner.is_dir():
                _empty(inner)


def _empty(folder: Path) -> None:
    for name in os.listdir(folder):
        with suppress(OSError):
            (folder / name).unlink()
    with suppress(OSError):
        folder.rmdir()


def _is_manifest(path: Path) -> bool:
    """Whether a manifest is ours, also one whose writing was cut short."""
    head = _head(path, len(_MANIFEST_HEAD))
    return head is not None and _MANIFEST_HEAD.startswith(head)


def _head(path: Path, length: int) -> bytes | None:
    """The first bytes of a regular file, None when there is none that can be read."""
    try:
        with open_regular(path) as file:
            return file.read(length)
    except OSError:
        return None
