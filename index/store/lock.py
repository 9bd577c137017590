"""One builder at a time: a lock on the index folder that dies with the process that holds it.

Readers take no lock. The lock is the operating system's (flock), so a killed build leaves nothing to clear away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexFolderError, IndexLocked

LOCK_NAME = "LOCK"


@contextmanager
def building(index_dir: Path, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the index folder for building; `index_dir` exists.

    Raises IndexLocked when another build holds it after `wait_s` seconds, OSError when the lock cannot be made.
    """
    path = index_dir / LOCK_NAME
    if os.path.lexists(path) and not (path.is_file() and not path.is_symlink()):
        raise IndexFolderError(f"{path} is no file, and a build makes one of that name to lock the index; remove it.")
    lock = FileLock(str(path), timeout=max(wait_s, 0.0))
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexLocked(
            f"another process is building the index in {index_dir}; wait until it has finished, then try again "
            "(questions are answered from the present index meanwhile)."
        ) from error
    try:
        yield
    finally:
        lock.release()
