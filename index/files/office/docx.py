"""A Word file → plain lines with marks. In: bytes. Out: `Loaded`. Read straight from its XML.

Inserted text and content controls are read (python-docx leaves both out), deleted text is not. Zip bombs, entities
and broken archives raise ArticleError before anything large is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from lxml import etree

from index.errors import ArticleError
from index.files.loaded import Loaded

if TYPE_CHECKING:
    from index.settings import Settings

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MAX_MEMBERS = 5_000
_MAX_RATIO = 200
_OLE = b"\xd0\xcf\x11\xe0"
_HEADING = re.compile(r"(?:heading|标题)\s{0,2}([1-6])", re.IGNORECASE)
# Drawings repeat their text for older programs; only the first of the two is the document's.
_SKIPPED = frozenset(
    {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}footnoteReference"}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)


def load_docx(data: bytes, settings: Settings) -> Loaded:
    """Paragraphs, list items, headings (by style) and table rows, in the document's order."""
    if data.startswith(_OLE):
        raise ArticleError("the Word file is encrypted with a password, or is an old .doc; save it as .docx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, settings)
            body = _xml(archive, "word/document.xml")
            if body is None:
                raise ArticleError("the file is not a Word document (it holds no word/document.xml).")
            kinds = _kinds(_xml(archive, "word/styles.xml"))
            core = _xml(archive, "docProps/core.xml")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ArticleError(f"the Word file is broken ({error}).") from error
    lines: list[str] = []
    marks: list[tuple[int, str]] = []
    for words, kind in _paragraphs(body, kinds):
        marks.extend([(len(lines), kind)] if kind and words.strip() else [])
        lines.extend((words.replace("\n", " "), ""))
    title = core.findtext(f"{_DC}title") if core is not None else None
    return Loaded("\n".join(lines), (title or "").strip()[:300], (), tuple(marks))


def _check(archive: zipfile.ZipFile, settings: Settings) -> None:
    """Refuse by the archive's own list: a reader never gets more from a member than that list says."""
    members = archive.infolist()
    if len(members) > _MAX_MEMBERS:
        raise ArticleError(f"the Word file holds {len(members):,} parts; at most {_MAX_MEMBERS:,} are read.")
    for member in members:
        if not member.filename.endswith(".xml"):
            continue
        if member.file_size > settings.max_file_bytes * 2 or (
            member.file_size > 1_000_000 and member.file_size > _MAX_RATIO * max(1, member.compress_size)
        ):
            raise ArticleError(f"the Word file unfolds to {member.file_size:,} bytes in one part (a zip bomb?).")


def _xml(archive: zipfile.ZipFile, name: str) -> Any:
    """A part parsed without entities and network, or None when the archive has none of that name."""
    try:
        data = archive.read(name)
    except KeyError:
        return None
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]:
        raise ArticleError("the Word file declares XML entities, which Word never does.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ArticleError(f"the Word file is broken ({name}: {error}).") from error


def _kinds(styles: Any) -> dict[str, str]:
    """Style id → "h1" … "h6", "item" or "caption", by the style's name."""
    found: dict[str, str] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        key, name = style.get(f"{_W}styleId") or "", style.find(f"{_W}name")
        label = ((name.get(f"{_W}val") if name is not None else "") or "").lower()
        match = _HEADING.match(label)
        if match:
            found[key] = f"h{match.group(1)}"
        elif label == "title":
            found[key] = "h1"
        elif label == "caption" or label.startswith("list"):
            found[key] = "caption" if label == "caption" else "item"
    return found


def _paragraphs(body: Any, kinds: dict[str, str]) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    row: list[str] | None = None
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start" and tag in _SKIPPED:
            walk.skip_subtree()
        elif tag == f"{_W}tr":
            # A table's row is one line; a table inside a cell ends it early, which only splits the line.
            if event == "end" and row:
                out.append(("  ".join(cell for cell in row if cell), "item"))
            row = [] if event == "start" else None
        elif event == "end" and tag == f"{_W}p":
            words, kind = _words(element), _kind(element, kinds)
            if row is not None:
                row.append(words.strip())
            else:
                out.append((words, kind))
    return out


def _words(paragraph: Any) -> str:
    parts = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag in _SKIPPED or (element.tag == f"{_W}p" and element is not paragraph):
            walk.skip_subtree()
        elif element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            parts.append(" ")
        elif element.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _kind(paragraph: Any, kinds: dict[str, str]) -> str:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return ""
    outline, style = properties.find(f"{_W}outlineLvl"), properties.find(f"{_W}pStyle")
    if outline is not None and (outline.get(f"{_W}val") or "").isdigit() and int(outline.get(f"{_W}val")) < 6:
        return f"h{int(outline.get(f'{_W}val')) + 1}"
    name = (style.get(f"{_W}val") if style is not None else "") or ""
    if name in kinds:
        return kinds[name]
    return "item" if properties.find(f"{_W}numPr") is not None else ""
