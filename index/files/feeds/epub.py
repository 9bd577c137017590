"""Books (.epub) → lines. In: bytes. Out: `Loaded`: the chapters in reading order, the book's title and day."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from lxml import etree

from index.errors import ArticleError
from index.files.decode import decode
from index.files.loaded import Lines, Loaded
from index.files.office.package import Package
from index.files.web.lines import read_fragment
from index.settings import Settings

_DC = "{http://purl.org/dc/elements/1.1/}"
_MAX_CHAPTERS = 2_000


def load_epub(data: bytes, settings: Settings) -> Loaded:
    """The chapters that the book's spine lists. A chapter that cannot be read is told."""
    with Package(data, "EPUB", settings) as package:
        if "META-INF/encryption.xml" in package.names and "META-INF/rights.xml" in package.names:
            raise ArticleError("the book is protected (DRM); only a copy without protection can be read.")
        root = package.xml("META-INF/container.xml")
        files = [e.get("full-path") or "" for e in root.iter() if _name(e) == "rootfile"] if root is not None else []
        opf = package.xml(files[0]) if files else None
        if opf is None:
            raise ArticleError("the file is not a book (it holds no package document).")
        lines, lost = Lines(), 0
        for name in _spine(opf, posixpath.dirname(files[0]))[:_MAX_CHAPTERS]:
            raw = package.bytes(name)
            try:
                lines.extend(read_fragment(decode(raw)[0])) if raw else None
            except ArticleError:
                lost += 1
        if lost:
            lines.note(f"{lost} chapter{'s' * (lost > 1)} of the book could not be read.")
    title = " ".join((opf.findtext(f".//{_DC}title") or "").split())[:300]
    day = (opf.findtext(f".//{_DC}date") or "").strip()[:40]
    return lines.loaded(title, (("dc.date", day),) if day else ())


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _spine(opf: Any, folder: str) -> list[str]:
    parts = {e.get("id"): (e.get("href") or "", e.get("properties") or "") for e in opf.iter() if _name(e) == "item"}
    listed = [parts.get(e.get("idref"), ("", "")) for e in opf.iter() if _name(e) == "itemref"]
    return [
        posixpath.normpath(posixpath.join(folder, unquote(href))) for href, what in listed if href and "nav" not in what
    ]
