"""Adding files to the article folder and taking them out again, from the page.

Comes in: a temporary file with the name its sender gave it, or the source of an indexed article. Goes out: a file in
the article folder under a safe name that was free, or a file in the index folder's trash. Nothing is ever written
outside these two folders, overwritten, or deleted.
"""

from __future__ import annotations

import os
import shutil
import stat
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path, PurePosixPath

from index.errors import ArticleError
from index.types import Language
from qa.web.strings import words

EXTENSIONS = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
_MAX_NAME_BYTES = 180
_BAD_IN_NAMES = '<>:"/\\|?*'
# Names that Windows gives to devices, whatever their extension.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{i}" for d in ("com", "lpt") for i in range(1, 10))})
_TRASH = "trash"


def safe_name(given: str, language: Language) -> str:
    """A file name that cannot leave its folder, hide, or pretend: the last part of what was given, cleaned.

    Raises ArticleError when the kind of file is not one that is read, or nothing of the name is left.

    >>> safe_name("../../etc/报告 2024.txt", "en")
    '报告 2024.txt'
    """
    base = given.replace("\\", "/").rsplit("/", 1)[-1][:1000]
    base = unicodedata.normalize("NFC", base)
    kept = (c if c not in _BAD_IN_NAMES else "_" for c in base if c.isprintable())
    stem, dot, extension = "".join(kept).strip().rpartition(".")
    extension = f"{dot}{extension}".lower()
    if extension not in EXTENSIONS:
        raise ArticleError(words("upload_type", language, name=given[-80:], types=" ".join(EXTENSIONS)))
    stem = stem.strip(". ")
    while len(f"{stem}{extension}".encode("utf-8", "replace")) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    if not stem:
        raise ArticleError(words("upload_name", language, name=given[-80:]))
    if stem.lower().split(".")[0] in _DEVICES:
        stem = f"_{stem}"
    return f"{stem}{extension}"


def _is_docx(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _is_text(head: bytes) -> bool:
    """Whether a file begins like text: no NUL, unless it is UTF-16 that says so."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head


def check_content(path: Path, name: str, max_bytes: int, language: Language) -> None:
    """Raise ArticleError when a file is empty, too large, or not what its name says."""
    info = path.lstat()
    if not stat.S_ISREG(info.st_mode):
        raise ArticleError(words("upload_content", language, name=name))
    if info.st_size == 0:
        raise ArticleError(words("upload_empty", language, name=name))
    if info.st_size > max_bytes:
        raise ArticleError(words("upload_size", language, name=name, limit=f"{max_bytes / 1e6:.0f}"))
    with path.open("rb") as file:
        head = file.read(65_536)
    kind = Path(name).suffix
    if kind == ".pdf":
        fine = b"%PDF-" in head[:1024]
    elif kind == ".docx":
        fine = head.startswith(b"PK") and _is_docx(path)
    else:
        fine = _is_text(head)
    if not fine:
        raise ArticleError(words("upload_content", language, name=name))


def _same_bytes(a: Path, b: Path) -> bool:
    if a.lstat().st_size != b.lstat().st_size:
        return False
    with a.open("rb") as one, b.open("rb") as other:
        while block := one.read(1 << 20):
            if block != other.read(len(block)):
                return False
    return True


def add_file(upload: Path, given: str, folder: Path, max_bytes: int, language: Language) -> str:
    """Copy an uploaded file into the article folder; returns its name there.

    A name already taken gets a number ("报告-2.txt"); the same bytes under the same name are refused as already there.
    Raises ArticleError with words for people.
    """
    name = safe_name(given, language)
    check_content(upload, name, max_bytes, language)
    stem, extension = os.path.splitext(name)
    for number in range(1, 1000):
        candidate = name if number == 1 else f"{stem}-{number}{extension}"
        target = folder / candidate
        try:
            # O_EXCL also refuses a link of that name, so nothing is written through it.
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            if stat.S_ISREG(target.lstat().st_mode) and _same_bytes(upload, target):
                raise ArticleError(words("upload_known", language, name=candidate)) from None
            continue
        except OSError as error:
            raise ArticleError(words("upload_failed", language, name=name, reason=error.strerror or "")) from error
        try:
            with os.fdopen(handle, "wb") as out, upload.open("rb") as source:
                shutil.copyfileobj(source, out)
        except OSError as error:
            target.unlink(missing_ok=True)
            raise ArticleError(words("upload_failed", language, name=name, reason=error.strerror or "")) from error
        return candidate
    raise ArticleError(words("upload_name", language, name=name))


def inside(folder: Path, source: str) -> Path:
    """The path of an article's file, checked to be a regular file inside the folder, links resolved.

    Raises ArticleError (with the source as its words) for anything else.
    """
    parts = PurePosixPath(source).parts
    path = folder.joinpath(*parts) if parts else folder
    try:
        root, real = folder.resolve(strict=True), path.resolve(strict=True)
        regular = stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError, RuntimeError):
        raise ArticleError(source) from None
    if not regular or ".." in parts or not real.is_relative_to(root):
        raise ArticleError(source)
    return real


def remove_file(source: str, folder: Path, index_dir: Path, language: Language) -> Path:
    """Move an article's file from the article folder into the index folder's trash; returns where it lies now.

    Raises ArticleError with words for people when it is not a file of the folder or cannot be moved.
    """
    try:
        path = inside(folder, source)
    except ArticleError as error:
        raise ArticleError(words("remove_unknown", language, name=source)) from error
    trash = index_dir / _TRASH
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    target = trash / f"{stamp}-{path.name}"
    try:
        trash.mkdir(parents=True, exist_ok=True)
        shutil.move(str(path), str(target))
    except OSError as error:
        raise ArticleError(words("remove_failed", language, name=source, reason=error.strerror or "")) from error
    return target
