"""Durable files: everything an index writes goes through here.

A file is written, hashed in the same pass and fsynced; a folder is fsynced after its entries changed; a pointer is
replaced whole. Every step passes `step`, where a test can stop the process or fail the operation:
`WENYU_FAILPOINT=name:n` ends the process, without any clean-up, at the n-th step of that name (`*`: any step).
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

BLOCK = 1 << 20
_steps: Counter[str] = Counter()

# Windows cannot open a folder to fsync it; its file system orders the entries by itself.
_FOLDERS_SYNC = os.name != "nt"


@dataclass(frozen=True, slots=True)
class FileSum:
    """A file of a generation: its path inside it (forward slashes), size in bytes and SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the file system says of a file without opening it. Two equal stamps mean the same bytes only when the file
    was at rest before it was stamped (see `Stamp.at_rest`)."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path | str) -> Stamp:
        """The stamp of a regular file (links are not followed). Raises OSError, also for anything else than a file."""
        info = os.stat(path, follow_symlinks=False)
        if not stat.S_ISREG(info.st_mode):
            raise OSError(f"not a regular file: {path}")
        return cls(info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino)

    def at_rest(self, looked_ns: int, slack_ns: int = 2_000_000_000) -> bool:
        """True when the file's last change lies well before `looked_ns` (ns since the epoch).

        File systems count time in steps of up to two seconds: an edit in the same step as the look leaves the stamp
        as it was. Such a file is hashed again instead of trusted. A clock set back makes files look young, which
        costs a hash and nothing else.
        """
        return max(self.mtime_ns, self.ctime_ns) < looked_ns - slack_ns


def step(name: str, path: Path) -> None:
    """Called before each operation that changes the disk. Only a test makes it do anything."""
    wanted = os.environ.get("WENYU_FAILPOINT")
    if not wanted:
        return
    point, _, count = wanted.rpartition(":")
    if point in (name, "*"):
        _steps[point] += 1
        if _steps[point] == int(count):
            os._exit(137)


def make_folder(path: Path) -> None:
    """Create a folder and its parents; an existing one is fine."""
    if not path.is_dir():
        step("mkdir", path)
        path.mkdir(parents=True, exist_ok=True)


def write_file(path: Path, chunks: Iterable[bytes | memoryview], name: str) -> FileSum:
    """Write a new file and fsync it; `name` is what its sum is recorded under. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    step("open", path)
    with path.open("wb") as file:
        for chunk in chunks:
            step("write", path)
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        step("flush", path)
        file.flush()
        step("fsync", path)
        os.fsync(file.fileno())
    return FileSum(name, size, digest.hexdigest())


def seal_file(path: Path, name: str) -> FileSum:
    """Fsync a file that another writer made, and sum it. Raises OSError."""
    step("fsync", path)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return sum_file(path, name)


def sync_folder(path: Path) -> None:
    """Make a folder's entries durable. Raises OSError."""
    if not _FOLDERS_SYNC:
        return
    step("fsync", path)
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(new: Path, target: Path) -> None:
    """Put `new` in the place of `target` in one step that a crash cannot split. Raises OSError."""
    step("replace", target)
    os.replace(new, target)


def sum_file(path: Path, name: str) -> FileSum:
    """Size and SHA-256 of a file, read in blocks. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with open_regular(path) as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
    return FileSum(name, size, digest.hexdigest())


def open_regular(path: Path | str) -> FileIO:
    """Open a regular file to read its bytes: never waits on a FIFO, never follows a link. Raises OSError."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(f"not a regular file: {path}")
    return FileIO(handle, "rb")
