"""A file's bytes → `RawDocument`s: plain lines, what the markup said of them, the title, metadata and tables.

What a file is decides how it is read, not its ending alone (`detect.py`). Most files are one article; feeds, records
and digests hold several. Every size is capped by `Settings`; a file that cannot be read raises ArticleError with a
reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from index.errors import ArticleError
from index.files.characters import settle, unescape_entities, unescape_written
from index.files.decode import decode
from index.files.detect import detect
from index.files.loaded import Loaded
from index.files.plain.front_matter import split_front_matter
from index.files.scan import too_large
from index.raw import Media, RawDocument, RawRow
from index.settings import Settings
from index.types import Note

_TAG = re.compile(
    r"</?(?:p|div|span|br|table|t[rd]|html|head|body|article|section|ul|ol|li|h[1-6]|a|img)\b[^<>]{0,400}>",
    re.IGNORECASE,
)
_ATX = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_BOLD = re.compile(r"\*\*[^*\n]{1,200}\*\*|\[[^\]\n]{1,200}\]\(https?://[^)\s]{1,500}\)")
# Files in which articles are collected; on a page headlines with days under them are links to other articles.
_DIGESTS = frozenset({"txt", "md", "docx", "pdf", "odt"})
_DAMAGED_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def load(source: str, data: bytes, settings: Settings) -> RawDocument:
    """Read `data`, the bytes of the file `source`; of several articles in it, the first.

    Raises ArticleError: over a size limit, empty, binary, of an unknown encoding, encrypted, broken, or without text.
    """
    return load_all(source, data, settings)[0]


def load_all(source: str, data: bytes, settings: Settings) -> tuple[RawDocument, ...]:
    """Every article of a file. Of several, each has its number behind the file's name. Raises what `load` raises."""
    if len(data) > settings.max_file_bytes:
        raise ArticleError(too_large(settings.max_file_bytes))
    if not data:
        raise ArticleError("the file is empty.")
    media = detect(source, data)
    encoding: str = media
    if media in _BINARY:
        found = [_BINARY[media](data, settings)]
    else:
        text, encoding = decode(data)
        media, found = _load_text(source, media, text, settings)
    found = [_settled(loaded) for loaded in found]
    found = [loaded for loaded in found if loaded.text.strip()]
    if not found:
        raise ArticleError(f"the file holds no text{' (a scan without a text layer?)' if media == 'pdf' else ''}.")
    if sum(len(loaded.text) for loaded in found) > settings.max_text_chars:
        raise ArticleError(f"the text is longer than the limit of {settings.max_text_chars:,} characters.")
    if len(found) == 1 and media in _DIGESTS:
        found = _parts_of(found[0])
    if "damaged" in encoding:
        told = Note(f"the text is {encoding.partition('(')[2].rstrip(')')}; each place is shown as \ufffd.")
        found[0] = replace(found[0], notes=(*found[0].notes, told))
    digest = hashlib.sha256(data).hexdigest()
    width = len(str(len(found)))
    several = len(found) > 1
    return tuple(
        RawDocument(
            source=f"{source}#{n:0{width}}" if several else source,
            text=loaded.text,
            title=loaded.title,
            encoding=encoding,
            sha256=digest,
            size=len(data),
            media=media,
            meta=loaded.meta,
            marks=loaded.marks,
            tables=loaded.tables,
            notes=loaded.notes,
            file=source if several else "",
        )
        for n, loaded in enumerate(found, 1)
    )


def _pdf(data: bytes, settings: Settings) -> Loaded:
    from index.files.pdf.load import load_pdf

    return load_pdf(data, settings)


def _docx(data: bytes, settings: Settings) -> Loaded:
    from index.files.office.docx import load_docx

    return load_docx(data, settings)


def _xlsx(data: bytes, settings: Settings) -> Loaded:
    from index.files.office.xlsx import load_xlsx

    return load_xlsx(data, settings)


def _pptx(data: bytes, settings: Settings) -> Loaded:
    from index.files.office.pptx import load_pptx

    return load_pptx(data, settings)


def _odf(data: bytes, settings: Settings) -> Loaded:
    from index.files.office.odf import load_odf

    return load_odf(data, settings)


def _epub(data: bytes, settings: Settings) -> Loaded:
    from index.files.feeds.epub import load_epub

    return load_epub(data, settings)


def _mhtml(data: bytes, settings: Settings) -> Loaded:
    from index.files.feeds.mail import load_mail

    return load_mail(data, "mhtml", settings)


def _eml(data: bytes, settings: Settings) -> Loaded:
    from index.files.feeds.mail import load_mail

    return load_mail(data, "eml", settings)


_BINARY: Mapping[Media, Callable[[bytes, Settings], Loaded]] = {
    "pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "pptx": _pptx, "odt": _odf, "epub": _epub, "mhtml": _mhtml, "eml": _eml,
}  # fmt: skip


def _load_text(source: str, media: Media, text: str, settings: Settings) -> tuple[Media, list[Loaded]]:
    """A text by what it holds: records, a feed, a table, else a page, Markdown or plain text."""
    from index.files.feeds.feed import load_feed, looks_like_feed
    from index.files.feeds.records import load_records, looks_like_records

    text = _DAMAGED_LINE_ENDS.sub("\n", text)

    def read(inner: str) -> Loaded:
        return _load_words("txt", _DAMAGED_LINE_ENDS.sub("\n", inner), settings)[1]

    if looks_like_feed(text):
        return "feed", load_feed(text, read)
    if media == "json" or (media != "md" and looks_like_records(text)):
        return "json", load_records(text, read)
    if media == "csv":
        from index.files.tables.csv import load_csv

        return "csv", [load_csv(text, "\t" if source.lower().endswith(".tsv") else "")]
    if media == "feed" and "<html" not in text[:4_000].lower():
        raise ArticleError("an XML file that is neither a feed (RSS, Atom) nor a page; save its text as .txt or .html.")
    media, loaded = _load_words("html" if media == "feed" else media, text, settings)
    return media, [loaded]


def _load_words(media: Media, text: str, settings: Settings) -> tuple[Media, Loaded]:
    if media != "html":
        text = unescape_written(text)
    front, body = split_front_matter(text)
    if media == "html" or (looks_like_html(body) and not (media == "md" and _ATX.search(body))):
        from index.files.web.html import load_html

        if len(body) > settings.max_html_bytes:
            raise ArticleError(f"the page is larger than the limit of {settings.max_html_bytes:,} characters of HTML.")
        return "html", _with_front(load_html(body), front)
    if media == "md" or looks_like_markdown(body):
        from index.files.plain.markdown import load_markdown

        return "md", _with_front(load_markdown(body), front)
    from index.files.plain.text import load_text

    return "txt", _with_front(load_text(unescape_entities(body)), front)


def _with_front(loaded: Loaded, front: Mapping[str, str]) -> Loaded:
    """Front matter outranks what the page says of itself."""
    if not front:
        return loaded
    own = tuple((f"front:{key}", value) for key, value in front.items())
    return replace(loaded, title=front.get("title", "") or loaded.title, meta=own + loaded.meta)


def _settled(loaded: Loaded) -> Loaded:
    """The characters people mean, in the text and in the same way in its tables."""
    tables = tuple(
        replace(table, caption=settle(table.caption), rows=tuple(_settled_row(row) for row in table.rows))
        for table in loaded.tables
    )
    return replace(loaded, text=settle(loaded.text), title=settle(loaded.title), tables=tables)


def _settled_row(row: RawRow) -> RawRow:
    return RawRow(tuple(settle(cell) for cell in row.cells), row.places)


def _parts_of(loaded: Loaded) -> list[Loaded]:
    from index.files.feeds.digest import split_digest

    return split_digest(loaded)


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
