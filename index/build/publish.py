"""Generations: make a folder beside the one in use, point CURRENT at it, clear away what nobody reads any more."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path

from index.errors import IndexFolderError
from index.store import (
    CURRENT,
    CURRENT_NEW,
    LAST_GENERATION,
    MANIFEST,
    Manifest,
    Pointer,
    generation_name,
    generation_number,
    holds_index,
    make_folder,
    mark,
    may_become_index,
    pointer_lost,
    read_pointer,
    remove_generation,
    replace_file,
    step,
    sync_folder,
    write_file,
)

# The generation before the one in use always stays; an older one stays while a reader that saw it named in CURRENT
# may still be opening it, but never more than a few of them, whatever the clock says.
_GRACE_S = 10.0
_MOST_KEPT = 8


def claim_folder(index_dir: Path) -> None:
    """Make the index folder. Raises IndexFolderError when it is a file or a folder of something else."""
    if index_dir.exists() and not index_dir.is_dir():
        raise IndexFolderError(f"{index_dir} is a file; give a folder for the index with --index DIR.")
    known = index_dir.is_dir() and holds_index(index_dir)
    if index_dir.is_dir() and not known and not may_become_index(index_dir):
        raise IndexFolderError(
            f"{index_dir} holds other files and no index; give an empty or new folder with --index DIR. "
            "Nothing in it was touched."
        )
    make_folder(index_dir)
    if not known:
        mark(index_dir)


def generation_in_use(index_dir: Path) -> int | None:
    """The number CURRENT names, None when it cannot be read."""
    try:
        return read_pointer(index_dir).generation
    except IndexFolderError:
        return None


def next_generation(index_dir: Path) -> int:
    """A number that no generation in the folder has, above the one in use.

    Raises IndexFolderError when none is left.
    """
    taken = {n for n in map(generation_number, os.listdir(index_dir)) if n is not None}
    number = 1 + max(taken, default=0)
    if number > LAST_GENERATION:  # a folder of that name is not ours, or cannot be removed
        number = 1 + (generation_in_use(index_dir) or 0)
        while number in taken:
            number += 1
    if number > LAST_GENERATION:
        raise IndexFolderError(
            f"the index in {index_dir} has used up the numbers of its generations; give a new folder with --index DIR."
        )
    return number


def clear_litter(index_dir: Path) -> None:
    """Remove what a killed build left: folders newer than the one in use, then a pointer never put in place.

    Folders stay when CURRENT is there and cannot be read, or was lost: one of them may be the one in use.
    """
    in_use = generation_in_use(index_dir)
    if in_use is None and not (index_dir / CURRENT).exists() and not pointer_lost(index_dir):
        in_use = 0
    for name in os.listdir(index_dir) if in_use is not None else ():
        number = generation_number(name)
        if number is not None and in_use is not None and number > in_use:
            remove_generation(index_dir / name)
    with suppress(FileNotFoundError):
        step("remove", index_dir / CURRENT_NEW)
        (index_dir / CURRENT_NEW).unlink()


def clear_old(index_dir: Path, in_use: int) -> None:
    """Remove generations that are neither in use, nor the one before, nor within the grace of late readers."""
    numbers = sorted(n for n in map(generation_number, os.listdir(index_dir)) if n is not None and n < in_use)
    for place, number in enumerate(reversed(numbers)):
        successor = in_use if place == 0 else numbers[len(numbers) - place]
        if place == 0 or (place < _MOST_KEPT and _age_s(index_dir / generation_name(successor)) < _GRACE_S):
            continue
        remove_generation(index_dir / generation_name(number))


def publish(index_dir: Path, folder: Path, manifest: Manifest) -> None:
    """Make a complete generation the one in use. Until the last replace, readers see the old one. Raises OSError.

    The order is what makes a power cut harmless: parts (already durable), the pointer under another name, the manifest,
    the folders that name them all, then the pointer in its place, then the folder that names it.
    """
    data = manifest.to_bytes()
    pointer = Pointer(manifest.generation, hashlib.sha256(data).hexdigest())
    write_file(index_dir / CURRENT_NEW, [pointer.to_bytes()], CURRENT_NEW)
    write_file(folder / MANIFEST, [data], MANIFEST)
    for inner in sorted(path for path in folder.iterdir() if path.is_dir()):
        sync_folder(inner)
    sync_folder(folder)
    sync_folder(index_dir)
    replace_file(index_dir / CURRENT_NEW, index_dir / CURRENT)
    sync_folder(index_dir)


@contextmanager
def clear_errors(index_dir: Path) -> Iterator[None]:
    """Turn an operating-system error into one sentence that says what to do."""
    try:
        yield
    except MemoryError as error:
        raise IndexFolderError(
            f"not enough memory to build the index in {index_dir}; close other programs or index fewer files. "
            "The index in use stays as it is."
        ) from error
    except OSError as error:
        if error.errno in (ENOSPC, EDQUOT):
            why, advice = "the disk is full", "free some space, then try again"
        elif error.errno in (EACCES, EPERM, EROFS):
            why, advice = "the folder may not be written", "give a folder of your own with --index DIR"
        else:
            why, advice = error.strerror or str(error), "see to the disk, then try again"
        raise IndexFolderError(
            f"cannot write the index in {index_dir}: {why}; {advice}. The index in use stays as it is."
        ) from error


def _age_s(folder: Path) -> float:
    """How long ago a generation was published, in seconds; a time in the future counts as just now."""
    try:
        return max(0.0, time.time() - os.stat(folder / MANIFEST).st_mtime)
    except OSError:
        return float("inf")
