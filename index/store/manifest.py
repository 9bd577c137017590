"""What an index says of itself: the CURRENT pointer and the manifest of a generation.

CURRENT names the generation in use and the SHA-256 of its manifest; the manifest carries the SHA-256 of every other
file. So each byte of an index is vouched for, from one line of CURRENT down.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from index.errors import IndexDamaged, IndexFolderError, IndexMissing, IndexOutdated
from index.store.files import FileSum, open_regular

FORMAT = 2
CURRENT = "CURRENT"
CURRENT_NEW = "CURRENT.new"
MANIFEST = "manifest.json"
_POINTER = re.compile(r"wenyu-index (\d{1,6})\ngeneration (g\d{8})\nmanifest ([0-9a-f]{64})\ncheck ([0-9a-f]{8})\n")
_GENERATION = re.compile(r"g(\d{8})")
LAST_GENERATION = 99_999_999
_MAX_MANIFEST_BYTES = 16_000_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """The head of a generation.

    `schema` is the digest of the record fields, `pipeline` of the code and data that read articles, `reading` of the
    settings they were read with. `articles_dir` is relative to the folder that holds the index folder when the
    articles lie inside it, else absolute. `looked_ns` is when the articles folder was looked through (ns since the
    epoch). `created` is UTC.
    """

    format: int
    generation: int
    created: str
    version: str
    schema: str
    pipeline: str
    reading: str
    segmenter: str
    model: str
    fingerprint: str
    dimension: int
    articles: int
    passages: int
    figures: int
    skipped: int
    articles_dir: str
    looked_ns: int
    files: tuple[FileSum, ...]

    def to_bytes(self) -> bytes:
        """The manifest as the JSON file that people can read."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT says: the generation's number and its manifest's SHA-256 in hex."""

    generation: int
    manifest: str

    @property
    def folder(self) -> str:
        return generation_name(self.generation)

    def to_bytes(self) -> bytes:
        lines = f"wenyu-index {FORMAT}\ngeneration {self.folder}\nmanifest {self.manifest}\n"
        return f"{lines}check {_check(lines)}\n".encode()


def generation_name(number: int) -> str:
    """The folder of a generation: 12 → g00000012."""
    return f"g{number:08d}"


def generation_number(name: str) -> int | None:
    """The number of a generation's folder, None for any other name."""
    match = _GENERATION.fullmatch(name)
    return int(match.group(1)) if match else None


def mend(index_dir: Path, articles_dir: str | None = None) -> str:
    """The command that makes the index anew, as part of a message."""
    return f"wenyu index {articles_dir or 'FOLDER'} --index {index_dir}"


def read_pointer(index_dir: Path) -> Pointer:
    """Read CURRENT. Raises IndexMissing, IndexDamaged, IndexOutdated (another format) or IndexFolderError."""
    path = index_dir / CURRENT
    try:
        with open_regular(path) as file:
            data = file.read(4096)
    except (FileNotFoundError, NotADirectoryError) as error:
        if pointer_lost(index_dir):
            raise _damaged(index_dir, CURRENT, "is missing") from error
        raise IndexMissing(f"there is no index in {index_dir}; make one with: {mend(index_dir)}") from error
    except OSError as error:
        raise IndexFolderError(f"cannot read {path}: {error.strerror or error}; check the folder's rights.") from error
    text = data.decode("ascii", "replace")
    match = _POINTER.fullmatch(text)
    if match is None or match.group(4) != _check(text[: match.start(4) - len("check ")]):
        raise _damaged(index_dir, CURRENT, "is not a pointer to an index")
    if int(match.group(1)) != FORMAT:
        raise IndexOutdated(
            f"the index in {index_dir} has format {match.group(1)}, this version reads format {FORMAT}; "
            f"make it again with: {mend(index_dir)}"
        )
    return Pointer(int(match.group(2)[1:]), match.group(3))


def read_manifest(index_dir: Path, pointer: Pointer) -> Manifest:
    """Read the manifest that `pointer` vouches for.

    Raises IndexDamaged when it is missing or changed, IndexOutdated when its fields are another version's.
    """
    part = f"{pointer.folder}/{MANIFEST}"
    try:
        with open_regular(index_dir / part) as file:
            data = file.read(_MAX_MANIFEST_BYTES)
    except OSError as error:
        raise unreadable(index_dir, part, error) from error
    if hashlib.sha256(data).hexdigest() != pointer.manifest:
        raise _damaged(index_dir, part, "was changed or cut short")
    try:
        values = json.loads(data)
        files = tuple(FileSum(str(f["name"]), int(f["size"]), str(f["sha256"])) for f in values.pop("files"))
        manifest = Manifest(**values, files=files)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexOutdated(
            f"the index in {index_dir} was written by another version; make it again with: {mend(index_dir)}"
        ) from error
    _check_fields(index_dir, part, manifest)
    return manifest


def _check_fields(index_dir: Path, part: str, manifest: Manifest) -> None:
    kinds: dict[str, type] = {"int": int, "str": str}
    for field in fields(Manifest):
        value = getattr(manifest, field.name)
        negative = isinstance(value, int) and value < 0
        if negative or type(value) is not kinds.get(str(field.type), tuple):
            raise _damaged(index_dir, part, f"has an impossible {field.name}")
    for file in manifest.files:
        if not file.name or file.name.startswith("/") or ".." in file.name.split("/") or "\\" in file.name:
            raise _damaged(index_dir, part, "names a file outside the index")


def store_articles_dir(articles_dir: Path, index_dir: Path) -> str:
    """How the manifest keeps the articles folder.

    Relative to the folder that holds the index folder when the articles lie in it (`.wenyu` beside `seeds` keeps
    "seeds"): the two can be moved or shared together, and no user name stands in the index. Absolute otherwise.
    """
    articles, home = Path(os.path.realpath(articles_dir)), Path(os.path.realpath(index_dir)).parent
    return articles.relative_to(home).as_posix() if articles.is_relative_to(home) else str(articles)


def find_articles_dir(stored: str, index_dir: Path) -> Path:
    """The articles folder a manifest names."""
    return Path(os.path.realpath(index_dir)).parent / stored


def _check(lines: str) -> str:
    """Tells a damaged CURRENT from a damaged manifest."""
    return hashlib.sha256(lines.encode("ascii", "replace")).hexdigest()[:8]


def pointer_lost(index_dir: Path) -> bool:
    """True when there was an index and its CURRENT is gone; False when none was ever finished.

    A build writes CURRENT.new before the manifest: a generation with a manifest and neither of them was in use once.
    """
    try:
        names = os.listdir(index_dir)
    except OSError:
        return False
    if CURRENT in names or CURRENT_NEW in names:
        return False
    return any(generation_number(name) is not None and (index_dir / name / MANIFEST).exists() for name in names)


def unreadable(index_dir: Path, part: str, error: OSError) -> IndexFolderError:
    """The error for a part that cannot be opened: damage when it is not there, else the system's own reason."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, None):
        return _damaged(index_dir, part, "is missing")
    return IndexFolderError(
        f"cannot read {index_dir / part}: {error.strerror or error}; the index may be whole. See to it and try again."
    )


def _damaged(index_dir: Path, part: str, what: str) -> IndexDamaged:
    return IndexDamaged(f"the index in {index_dir} is damaged: {part} {what}; make it again with: {mend(index_dir)}")


damaged = _damaged
