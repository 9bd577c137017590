"""RSS and Atom feeds → articles. In: text. Out: a `Loaded` for each entry, with its title and day."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from index.errors import ArticleError
from index.files.feeds.records import MAX_RECORDS, Read
from index.files.loaded import Loaded
from index.types import Note

_ROOT = re.compile(
    r"\s{0,200}(?:(?:<\?[^>]{0,300}\?>|<!--(?:(?!-->).){0,2000}-->)\s{0,40}){0,6}<(?:\w{1,10}:)?(rss|feed|RDF)\b",
    re.DOTALL,
)
_BODY = ("encoded", "content", "description", "summary")
_DAY = ("pubDate", "published", "date", "issued", "updated")


def looks_like_feed(text: str) -> bool:
    """Whether a text opens as a feed does."""
    return _ROOT.match(text[:6_000].lstrip("\ufeff")) is not None


def load_feed(text: str, read: Read) -> list[Loaded]:
    """The entries in order; `read` reads the text of one. Raises ArticleError when there is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        tree = etree.fromstring(text.lstrip("\ufeff \r\n\t").encode("utf-8"), _utf8(parser))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"the feed cannot be parsed ({error}).") from error
    if tree is None:
        raise ArticleError("the feed cannot be parsed (no element in it).")
    entries = [element for element in tree.iter() if _name(element) in ("item", "entry")]
    found = [loaded for loaded in (_entry(entry, read) for entry in entries[:MAX_RECORDS]) if loaded.text.strip()]
    if not found:
        raise ArticleError("the feed holds no entry with a text.")
    short = sum(
        1 for loaded in found if len(loaded.text) < 200 and loaded.text.rstrip().endswith(("…", "...", "[...]"))
    )
    if short:
        first = found[0]
        note = Note(
            f"{short} entries of the feed hold only the beginning of their article; save the pages to have the rest."
        )
        found[0] = Loaded(first.text, first.title, first.meta, first.marks, first.tables, (*first.notes, note))
    return found


def _utf8(parser: etree.XMLParser) -> etree.XMLParser:
    """The same parser for text that is UTF-8 now, whatever its declaration says of the file."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False, encoding="utf-8"
    )


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _entry(entry: Any, read: Read) -> Loaded:
    parts: dict[str, str] = {}
    for child in entry:
        name = _name(child)
        words = (child.text or "").strip() or "".join(child.itertext()).strip()
        if len(child) and name in ("content", "summary") and child.get("type") == "xhtml":
            words = etree.tostring(child, encoding="unicode", with_tail=False)
        if name and words:
            parts.setdefault(name, words)
    body = next((parts[name] for name in _BODY if parts.get(name)), "")
    found = read(body) if body else Loaded("")
    title = " ".join(parts.get("title", "").split())[:300]
    day = next((parts[name] for name in _DAY if parts.get(name)), "")
    meta = (("front:pubdate", day[:100]),) if day else ()
    return Loaded(
        found.text or title, title or found.title, (*meta, *found.meta), found.marks, found.tables, found.notes
    )
