"""A file's bytes → `RawDocument`: plain lines, what the markup said of them, the title and the metadata.

Read are .txt .md .html .pdf .docx. What a .txt holds is told by its content: YAML front matter, HTML and Markdown are
recognised there too. Every size is capped by `Settings`; a file that cannot be read raises ArticleError with a reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from index.errors import ArticleError
from index.files.decode import decode
from index.files.loaded import Loaded
from index.files.plain.front_matter import split_front_matter
from index.files.scan import too_large
from index.settings import Settings
from index.types import Media, RawDocument

_MEDIA: dict[str, Media] = {
    ".txt": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".pdf": "pdf", ".docx": "docx",
}  # fmt: skip
_TAG = re.compile(
    r"</?(?:p|div|span|br|table|t[rd]|html|head|body|article|section|ul|ol|li|h[1-6]|a|img)\b[^<>]{0,400}>",
    re.IGNORECASE,
)
_ATX = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_BOLD = re.compile(r"\*\*[^*\n]{1,200}\*\*|\[[^\]\n]{1,200}\]\(https?://[^)\s]{1,500}\)")
_DAMAGED_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def load(source: str, data: bytes, settings: Settings) -> RawDocument:
    """Read `data`, the bytes of the file `source`.

    Raises ArticleError: over a size limit, empty, binary, of an unknown encoding, encrypted, broken, or without text.
    """
    suffix = PurePosixPath(source).suffix.lower()
    media = _MEDIA.get(suffix)
    if media is None:
        raise ArticleError(f"the type {suffix or 'of the file'} is not read; use one of {', '.join(sorted(_MEDIA))}.")
    if len(data) > settings.max_file_bytes:
        raise ArticleError(too_large(settings.max_file_bytes))
    if not data:
        raise ArticleError("the file is empty.")
    encoding: str = media
    if media in ("pdf", "docx"):
        loaded = _load_office(media, data, settings)
    else:
        text, encoding = decode(data)
        media, loaded = _load_text(media, text, settings)
    if not loaded.text.strip():
        raise ArticleError(f"the file holds no text{' (a scan without a text layer?)' if media == 'pdf' else ''}.")
    digest = hashlib.sha256(data).hexdigest()
    return RawDocument(
        source, loaded.text, loaded.title, encoding, digest, len(data), media, loaded.meta, loaded.marks,
        loaded.tables, loaded.notes,
    )  # fmt: skip


def _load_office(media: Media, data: bytes, settings: Settings) -> Loaded:
    if media == "pdf":
        from index.files.pdf.load import load_pdf

        return load_pdf(data, settings)
    from index.files.office.docx import load_docx

    return load_docx(data, settings)


def _load_text(media: Media, text: str, settings: Settings) -> tuple[Media, Loaded]:
    text = _DAMAGED_LINE_ENDS.sub("\n", text)
    front, body = split_front_matter(text)
    if media == "html" or looks_like_html(body):
        from index.files.web.html import load_html

        if len(body) > settings.max_html_bytes:
            raise ArticleError(f"the page is larger than the limit of {settings.max_html_bytes:,} characters of HTML.")
        return "html", _with_front(load_html(body), front)
    if media == "md" or looks_like_markdown(body):
        from index.files.plain.markdown import load_markdown

        return "md", _with_front(load_markdown(body), front)
    return "txt", _with_front(Loaded(body), front)


def _with_front(loaded: Loaded, front: Mapping[str, str]) -> Loaded:
    """Front matter outranks what the page says of itself."""
    if not front:
        return loaded
    own = tuple((f"front:{key}", value) for key, value in front.items())
    return replace(loaded, title=front.get("title", "") or loaded.title, meta=own + loaded.meta)


def looks_like_html(text: str) -> bool:
    """Whether a text is a page or a piece of one: it opens with a tag, or tags stand all through it."""
    head = text.lstrip()[:200].lower()
    if head.startswith(("<!doctype html", "<html", "<?xml")):
        return True
    tags = 0
    for _ in _TAG.finditer(text):
        tags += 1
        if tags >= 6 and tags * 600 >= len(text):
            return True
    return head.startswith("<") and tags >= 2


def looks_like_markdown(text: str) -> bool:
    """Whether a text uses Markdown: headings with #, bold words or links, at least two of them."""
    marks = 0
    for pattern in (_ATX, _BOLD):
        for _ in pattern.finditer(text):
            marks += 1
            if marks >= 2:
                return True
    return False
