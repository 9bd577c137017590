"""The files of an article folder, listed safely. In: a folder. Out: the files to read, and what is skipped and why.

Only regular files inside the folder are listed: links, devices, pipes and sockets are never opened, hidden names and
archives are left out. Names are any bytes: one that is not valid UTF-8 is written with `\\xNN` for each stray byte, and
control or direction-changing characters are written out, so that a source can always be shown and stored.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArticleError
from index.files.detect import ENDINGS, OTHER_ENDINGS
from index.settings import NAMES_FILE, Settings
from index.types import Skipped

SUFFIXES = frozenset(ENDINGS) | OTHER_ENDINGS
_README = re.compile(r"readme(\.[\w-]{1,10}){0,2}", re.IGNORECASE)
_ARCHIVES = frozenset({".zip", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".7z", ".rar"})
_MAX_DEPTH = 40
_ESCAPED = re.compile(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")
_KINDS = (
    (stat.S_ISLNK, "a link; links are not followed."),
    (stat.S_ISFIFO, "a pipe, not a file."),
    (stat.S_ISSOCK, "a socket, not a file."),
    (stat.S_ISCHR, "a device, not a file."),
    (stat.S_ISBLK, "a device, not a file."),
)


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """A file to read. `source` is its path inside the folder with forward slashes, safe to store and to show;
    `path` opens it; `size` is in bytes."""

    source: str
    path: Path
    size: int
    mtime_ns: int


def scan(
    root: Path, settings: Settings, is_index: Callable[[Path], bool] = lambda folder: False
) -> tuple[list[ScannedFile], list[Skipped]]:
    """List `root` and its folders, sorted by source. No article is opened. A folder that `is_index` is left out whole.

    Raises ArticleError when `root` is not a folder that can be read. Files beyond `settings.max_files` are counted in
    one line of the skipped list.
    """
    files: list[ScannedFile] = []
    skipped: list[Skipped] = []
    beyond = 0
    if not root.is_dir():
        raise ArticleError(f"{root} is not a folder; name the folder that holds the articles.")
    folders: list[tuple[Path, str, int]] = [(root, "", 0)]
    while folders:
        folder, prefix, depth = folders.pop()
        names = _listed(folder, prefix, is_index)
        if isinstance(names, Skipped):
            if folder == root:
                raise ArticleError(f"{root}: {names.reason}")
            skipped.append(names)
            continue
        for name in names:
            path, source = folder / name, prefix + safe_name(name)
            found = _judge(path, name, source, settings)
            if found is None:
                continue
            if isinstance(found, Skipped):
                skipped.append(found)
            elif isinstance(found, ScannedFile):
                if len(files) >= settings.max_files:
                    beyond += 1
                else:
                    files.append(found)
            elif depth + 1 > _MAX_DEPTH:
                skipped.append(Skipped(source, f"the folder lies deeper than {_MAX_DEPTH} levels."))
            else:
                folders.append((path, source + "/", depth + 1))
    if beyond:
        skipped.append(Skipped("", f"{beyond} more files beyond the limit of {settings.max_files} (max_files)."))
    files, doubled = _distinct(files)
    return sorted(files, key=lambda f: f.source), sorted([*skipped, *doubled], key=lambda s: s.source)


def _listed(folder: Path, prefix: str, is_index: Callable[[Path], bool]) -> list[str] | Skipped:
    """The names in a folder in order; that it is skipped, and why, when it cannot be listed or is an index."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError as error:
        return Skipped(prefix, f"the folder cannot be listed: {error.strerror}.")
    if prefix and is_index(folder):
        # Its words are those of the articles once more; what its trash holds was taken out.
        return Skipped(prefix.rstrip("/"), "an index, not articles; it is left out.")
    return names


def safe_name(name: str) -> str:
    r"""A file name as it may be stored and shown: stray bytes as \xNN, controls and direction marks as \uNNNN.

    >>> safe_name("重庆 2024.txt"), safe_name("a\nb.txt")
    ('重庆 2024.txt', 'a\\u000ab.txt')
    """
    if name.isascii() and name.isprintable() and "\\" not in name:
        return name
    out = []
    for c in name:
        if "\udc80" <= c <= "\udcff" or c == "\\":
            out.append(f"\\x{ord(c) & 0xFF:02x}")
        elif unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
            out.append(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}")
        else:
            out.append(c)
    return "".join(out)


def path_of(root: Path, source: str) -> Path:
    """The path of a source: the reverse of `safe_name` on each part.

    Raises ArticleError when the source leads out of the folder.
    """
    parts = [_ESCAPED.sub(_unescape, part) for part in source.split("/")]
    if any(part in ("", ".", "..") or "/" in part or "\0" in part for part in parts):
        raise ArticleError("the name leads out of the folder.")
    path = root.joinpath(*parts)
    if not path.parent.resolve().is_relative_to(root.resolve()):
        raise ArticleError("the name leads out of the folder through a link.")
    return path


def _unescape(match: re.Match[str]) -> str:
    if match.group(1):
        code = int(match.group(1), 16)
        return chr(0xDC00 + code) if code >= 0x80 else chr(code)
    return chr(int(match.group(2) or match.group(3), 16))


def read_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a regular file, never through a link and never more than `limit`.

    Raises ArticleError when it is gone, no file, not readable, or larger.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        raise ArticleError(f"the file cannot be opened: {error.strerror}.") from error
    with os.fdopen(handle, "rb") as stream:
        try:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise ArticleError("not a regular file.")
            data = stream.read(limit + 1)
        except OSError as error:
            raise ArticleError(f"the file cannot be read: {error.strerror}.") from error
    if len(data) > limit:
        raise ArticleError(too_large(limit))
    return data


def too_large(limit: int) -> str:
    """The reason given for a file over a limit in bytes."""
    return f"the file is larger than the limit of {limit:,} bytes."


def _judge(path: Path, name: str, source: str, settings: Settings) -> ScannedFile | Skipped | str | None:
    """A file, a reason to skip, "folder", or None for what is not an article and needs no mention."""
    if name.startswith((".", "~$")):
        # Hidden files, and the notes that Word and Excel leave beside an open file.
        return None
    try:
        status = path.lstat()
    except OSError as error:
        return Skipped(source, f"it cannot be looked at: {error.strerror}.")
    mode = status.st_mode
    for is_kind, reason in _KINDS:
        if is_kind(mode):
            return Skipped(source, reason)
    if stat.S_ISDIR(mode):
        return "folder"
    suffix = Path(name).suffix.lower()
    if _README.fullmatch(name) or source == NAMES_FILE:
        # The note about a folder is not one of its articles, nor are the names of its own.
        return None
    if suffix in _ARCHIVES:
        return Skipped(source, "an archive; unpack it to have its articles read.")
    if suffix not in SUFFIXES:
        what = f"the type {suffix}" if suffix else "a file without a type"
        return Skipped(source, f"{safe_name(what)} is not read (read are {', '.join(sorted(ENDINGS))}).")
    if status.st_size == 0:
        return Skipped(source, "the file is empty.")
    if status.st_size > settings.max_file_bytes:
        return Skipped(source, too_large(settings.max_file_bytes))
    return ScannedFile(source, path, status.st_size, status.st_mtime_ns)


def _distinct(files: list[ScannedFile]) -> tuple[list[ScannedFile], list[Skipped]]:
    """Two names can be written alike once stray characters are escaped; the first is kept."""
    seen: dict[str, ScannedFile] = {}
    doubled = []
    for file in files:
        if file.source in seen:
            doubled.append(Skipped(file.source, "another file's name is written the same."))
        else:
            seen[file.source] = file
    return list(seen.values()), doubled
