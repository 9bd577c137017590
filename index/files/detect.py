"""What a file is, by its bytes first and its ending second. In: name and bytes. Out: the format to read it as.

Endings lie: pages are saved as .doc, feeds as .txt, Word files under any name. A format that is not read raises
ArticleError with what to do about it.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from index.errors import ArticleError
from index.raw import Media

ENDINGS: dict[str, Media] = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".shtml": "html", ".pdf": "pdf", ".docx": "docx", ".docm": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx", ".csv": "csv",
    ".tsv": "csv", ".pptx": "pptx", ".odt": "odt", ".ods": "odt", ".odp": "odt", ".epub": "epub", ".mhtml": "mhtml",
    ".mht": "mhtml", ".eml": "eml", ".json": "json", ".jsonl": "json", ".ndjson": "json", ".xml": "feed",
    ".rss": "feed", ".atom": "feed",
}  # fmt: skip
# Endings that are looked into all the same: such files often are another format, and if not, are told what to do.
OTHER_ENDINGS = frozenset({".doc", ".wps", ".ofd", ".rtf", ".xls", ".et", ".ppt", ".dps"})
_CONVERT = "soffice --headless --convert-to {new} FILE"
_OLD = {
    ".xls": ("an old Excel file (.xls)", "xlsx"), ".et": ("a WPS sheet (.et)", "xlsx"),
    ".ppt": ("an old PowerPoint file (.ppt)", "pptx"),
    ".dps": ("WPS slides (.dps)", "pptx"), ".wps": ("a WPS document (.wps)", "docx"),
}  # fmt: skip
_MIME_LINE = re.compile(
    rb"^(?:From|To|Date|Subject|MIME-Version|Received|Message-ID|Content-Type|Return-Path|Snapshot-Content-Location|"
    rb"Content-Transfer-Encoding|X-[\w-]{1,40}|Delivered-To|Reply-To|Cc)\s?:",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = 4_096


def detect(source: str, data: bytes) -> Media:
    """The format of a file. Text formats that its words must tell apart (HTML, Markdown, JSON, a feed) come back as the
    ending says. Raises ArticleError, saying what to do, for a format that is not read."""
    suffix = PurePosixPath(source).suffix.lower()
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1_024] and not head.startswith(b"<"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, suffix)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ArticleError(_old(suffix))
    if head.startswith(b"{\\rtf"):
        raise ArticleError(
            "an RTF file; save it as .docx in Word, WPS or LibreOffice "
            f"(or: {_CONVERT.format(new='docx')}) and index again."
        )
    mail = _mime(head)
    if mail and ENDINGS.get(suffix) not in ("mhtml", "eml"):
        return mail
    found = ENDINGS.get(suffix)
    if found in ("pdf", "docx", "xlsx", "pptx", "odt", "epub"):
        if head.startswith(b"<"):
            return "html"
        raise ArticleError(f"the file is broken: it ends in {suffix} but does not begin as such a file does.")
    if found is None and suffix not in OTHER_ENDINGS:
        raise ArticleError(f"the type {suffix or 'of the file'} is not read; see docs/articles.md for what is.")
    if found is None and b"\0" in data[:_HEAD]:
        raise ArticleError(_old(suffix))
    return found or ("html" if head.startswith(b"<") else "txt")


def _old(suffix: str) -> str:
    if suffix in (".docx", ".xlsx", ".pptx"):
        return (
            f"the {suffix} file is encrypted with a password, or is of the old kind; save it without a password as "
            f"{suffix} and index again."
        )
    what, new = _OLD.get(suffix, ("an old Word file (.doc)", "docx"))
    return f"{what}; save it as .{new} in Word, WPS or LibreOffice (or: {_CONVERT.format(new=new)}) and index again."


def _mime(head: bytes) -> Media | None:
    """A mail or a saved page: several lines of a mail's head at the very top."""
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    first = _MIME_LINE.match(top)
    if not first or len(_MIME_LINE.findall(top)) < 3:
        return None
    lower = top.lower()
    if b"mime-version" not in lower and b"message-id" not in lower and b"received" not in lower:
        return None
    return "mhtml" if b"multipart/related" in lower or b"snapshot-content-location" in lower else "eml"


def _zipped(data: bytes, suffix: str) -> Media:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:200].decode("ascii", "replace") if _small(archive, "mimetype") else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        what = {".docx": "Word", ".xlsx": "Excel", ".pptx": "PowerPoint"}.get(suffix, "zip")
        raise ArticleError(f"the {what} file is broken ({error}).") from error
    if "epub" in kind:
        return "epub"
    if "opendocument" in kind or "content.xml" in names:
        return "odt"
    for part, media in _PARTS:
        if any(name.startswith(part) for name in names):
            return media
    if any(name.lower() == "ofd.xml" for name in names):
        raise ArticleError("an OFD file; open it in an OFD reader, export it as PDF (导出为PDF) and index that.")
    ending = ENDINGS.get(suffix)
    if ending in ("docx", "xlsx", "pptx", "odt", "epub"):
        return ending
    raise ArticleError("an archive; unpack it to have its articles read.")


_PARTS: tuple[tuple[str, Media], ...] = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    try:
        return archive.getinfo(name).file_size < 1_000
    except KeyError:
        return False
