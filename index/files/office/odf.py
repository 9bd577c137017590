"""OpenDocument text, sheets and slides (.odt .ods .odp) → lines and tables. In: bytes. Out: `Loaded`."""

from __future__ import annotations

from typing import Any

from lxml import etree

from index.errors import ArticleError
from index.files.loaded import Lines, Loaded
from index.files.office.package import Package
from index.files.tables.grid import MAX_COLUMNS, Cell, lay_out, squeeze
from index.files.titles import plausible_title
from index.settings import Settings

_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_SKIPPED = frozenset(
    {f"{_T}tracked-changes", f"{_T}note", f"{_T}ruby-text", f"{_OFFICE}annotation", f"{_T}hidden-text", f"{_T}bookmark"}
    | {f"{_OFFICE}forms", f"{_T}table-of-content", f"{_T}sequence-decls"}
)
_MAX_REPEAT = 50


def load_odf(data: bytes, settings: Settings) -> Loaded:
    """Paragraphs, headings, list items, tables, then the notes."""
    with Package(data, "OpenDocument", settings) as package:
        content = package.xml("content.xml")
        body = content.find(f"{_OFFICE}body") if content is not None else None
        if body is None:
            raise ArticleError("the file is not an OpenDocument file (it holds no content.xml).")
        lines = Lines()
        _read(body, lines)
        for note in body.iter(f"{_T}note-body"):
            _read(note, lines)
        meta = package.xml("meta.xml")
        title = (meta.findtext(f".//{_DC}title") or "") if meta is not None else ""
        made = (meta.findtext(f".//{_META}creation-date") or "") if meta is not None else ""
    pairs = (("created", made[:40]),) if made else ()
    return lines.loaded(plausible_title(title, "\n".join(lines.lines)), pairs)


def _read(body: Any, lines: Lines) -> None:
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        tag = element.tag
        if tag in _SKIPPED:
            walk.skip_subtree()
        elif tag == f"{_TABLE}table":
            laid = lay_out(_rows(element)) if element.find(f".//{_TABLE}table") is None else None
            if laid is not None:
                walk.skip_subtree()
                for line in laid.before:
                    lines.add(line, "caption")
                lines.add_table(laid.table)
                for line in laid.after:
                    lines.add(line, "caption")
        elif tag == f"{_T}h":
            level = element.get(f"{_T}outline-level") or "1"
            lines.add(_words(element), f"h{min(int(level), 6) if level.isdigit() else 1}")
            walk.skip_subtree()
        elif tag == f"{_T}p":
            item = element.getparent().tag == f"{_T}list-item"
            lines.add(_words(element), "item" if item else "")
            walk.skip_subtree()


def _words(paragraph: Any) -> str:
    """A paragraph's words; white space in the file is one space, others are elements."""
    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in _SKIPPED:
                walk.skip_subtree()
                continue
            if element.tag in (f"{_T}s", f"{_T}tab"):
                parts.append(" ")
            elif element.tag == f"{_T}line-break":
                parts.append("\n")
            parts.append(element.text or "")
        elif element is not paragraph:
            parts.append(element.tail or "")
    return "\n".join(squeeze(line) for line in "".join(parts).split("\n"))


def _rows(table: Any) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[Cell] = []
        for cell in row:
            if cell.tag != f"{_TABLE}table-cell":
                continue
            words = " ".join(_words(paragraph) for paragraph in cell.iter(f"{_T}p"))
            tall, wide = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            repeated = _count(cell, "number-columns-repeated") if words or len(cells) < _MAX_REPEAT else 1
            cells.extend([Cell(words, tall, wide)] * min(repeated, MAX_COLUMNS if words else _MAX_REPEAT))
        rows.append(cells)
    return rows


def _count(cell: Any, name: str) -> int:
    value = cell.get(f"{_TABLE}{name}") or ""
    return min(int(value), 2_000) if value.isdigit() and int(value) else 1
