"""A Word file → plain lines with marks and tables. In: bytes. Out: `Loaded`. Read straight from its XML.

Read are inserted text, content controls, footnotes and endnotes, headers, automatic numbers, formulas, tables inside
tables and chunks of other formats; deleted, struck-out and hidden text is not. Parts that are pictures or objects are
counted.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from index.errors import ArticleError
from index.files.loaded import Lines, Loaded
from index.files.office.numbering import Numbering, W
from index.files.office.package import Package
from index.files.office.runs import SKIPPED, words_of
from index.files.tables.grid import Cell, lay_out, squeeze
from index.files.titles import plausible_title
from index.settings import Settings

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HEADING = re.compile(r"(?:heading|标题)\s{0,2}([1-6])", re.IGNORECASE)
_PAGE = re.compile(r"[-–—\s]{0,6}(?:第\s?)?\d{0,4}\s?(?:页|/)?[-–—\s]{0,6}(?:共\s?\d{0,4}\s?页)?")
_MAX_DEPTH = 40
_LONGEST_HEADER = 120


def load_docx(data: bytes, settings: Settings) -> Loaded:
    """Paragraphs, list items, headings (by style) and tables in the document's order, then notes and page headers."""
    with Package(data, "Word", settings) as package:
        part = package.main_part("word/document.xml")
        body = package.xml(part)
        if body is None:
            raise ArticleError("the file is not a Word document (it holds no word/document.xml).")
        reader = _Reader(package, part)
        title, meta = package.core()
        reader.read(body)
        reader.notes_of("footnotes", "footnote")
        reader.notes_of("endnotes", "endnote")
        # Headers stand last: the first lines of an article are its title.
        reader.headers("header")
        reader.headers("footer")
        reader.count(body)
    lines = reader.lines
    return lines.loaded(plausible_title(title, "\n".join(lines.lines)), meta)


class _Reader:
    """Walks the parts of a document and collects its lines."""

    def __init__(self, package: Package, part: str) -> None:
        self.lines = Lines()
        self._package = package
        self._relations = package.relations(part)
        folder = part.rsplit("/", 1)[0] if "/" in part else "word"
        styles = package.xml(self._part("styles", f"{folder}/styles.xml"))
        self._kinds = _kinds(styles)
        self._numbers = Numbering(package.xml(self._part("numbering", f"{folder}/numbering.xml")), styles)
        self._heads: set[str] = set()

    def _part(self, kind: str, usual: str) -> str:
        return next((name for found, name in self._relations.values() if found == kind), usual)

    def read(self, body: Any, depth: int = 0) -> None:
        """The paragraphs and tables of an element, in order."""
        walk = etree.iterwalk(body, events=("start",))
        for _, element in walk:
            tag = element.tag
            if tag in SKIPPED:
                walk.skip_subtree()
            elif tag == f"{W}tbl":
                walk.skip_subtree()
                self._table(element, depth)
            elif tag == f"{W}altChunk":
                self._chunk(element.get(f"{_R}id") or "")
            elif tag == f"{W}p":
                walk.skip_subtree()
                self._paragraph(element, depth)

    def _paragraph(self, paragraph: Any, depth: int) -> None:
        words, kind = self._words(paragraph), self._kind(paragraph)
        self.lines.add(words, kind)
        # Text boxes stand inside a paragraph and hold paragraphs of their own.
        for box in paragraph.iter(f"{W}txbxContent"):
            if depth < _MAX_DEPTH and not _inside_skipped(box, paragraph):
                self.read(box, depth + 1)

    def _words(self, paragraph: Any) -> str:
        properties = paragraph.find(f"{W}pPr")
        words = words_of(paragraph)
        numbered = self._numbers.of(properties, _style(properties))
        mark = self._numbers.mark(*numbered) if numbered else ""
        return f"{mark}{' ' if mark[-1].isascii() else '　'}{words}" if mark and words.strip() else words

    def _kind(self, paragraph: Any) -> str:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        outline = properties.find(f"{W}outlineLvl")
        level = (outline.get(f"{W}val") if outline is not None else "") or ""
        if level.isdigit() and int(level) < 6:
            return f"h{int(level) + 1}"
        style = _style(properties)
        if style in self._kinds:
            return self._kinds[style]
        return "item" if self._numbers.of(properties, style) else ""

    def _table(self, table: Any, depth: int) -> None:
        """A table of data as a grid; one that lays out text, cell by cell."""
        if table.find(f".//{W}tbl") is None:
            rows, heads = self._cells(table)
            laid = lay_out(rows, heads)
            if laid is not None:
                for line in laid.before:
                    self.lines.add(line, "caption")
                self.lines.add_table(laid.table)
                for line in laid.after:
                    self.lines.add(line, "caption")
                return
        for row in table.iter(f"{W}tr"):
            if row.getparent() is table or row.getparent().getparent() is table:
                self._loose_row(row, depth)

    def _loose_row(self, row: Any, depth: int) -> None:
        """A row of a table that is no grid: short cells on one line, each table inside after the words before it."""
        cells = [cell for cell in row.iter(f"{W}tc") if _row_of(cell) is row]
        plain = all(len(list(cell.iter(f"{W}p"))) == 1 for cell in cells)
        if plain:
            self.lines.add("  ".join(filter(None, (squeeze(self._cell_words(cell)) for cell in cells))), "item")
            return
        for cell in cells:
            if depth < _MAX_DEPTH:
                self.read(cell, depth + 1)

    def _cells(self, table: Any) -> tuple[list[list[Cell]], int]:
        """The cells of a table, merged ones with what they cover, and how many rows say that they are heads."""
        rows: list[list[Cell]] = []
        above: dict[int, tuple[int, int]] = {}  # column → row and place of the merged cell that goes on
        heads, counting = 0, True
        for row in table.iter(f"{W}tr"):
            counting = counting and row.find(f"{W}trPr/{W}tblHeader") is not None
            heads += counting
            out: list[Cell] = []
            column = _gap(row)
            out.extend([Cell("")] * column)
            for cell in row.iter(f"{W}tc"):
                properties = cell.find(f"{W}tcPr")
                width = _span(properties)
                merge = properties.find(f"{W}vMerge") if properties is not None else None
                if merge is not None and merge.get(f"{W}val") != "restart" and column in above:
                    n, at = above[column]
                    held = rows[n][at]
                    rows[n][at] = Cell(held.text, held.row_span + 1, held.column_span, held.head)
                else:
                    out.append(Cell(self._cell_words(cell), 1, width))
                    above.pop(column, None)
                    if merge is not None:
                        above[column] = (len(rows), len(out) - 1)
                column += width
            rows.append(out)
        return rows, heads

    def _cell_words(self, cell: Any) -> str:
        return " ".join(self._words(paragraph) for paragraph in cell.iter(f"{W}p")).replace("\n", " ")

    def _chunk(self, key: str) -> None:
        """A piece of another format that Word shows in place."""
        _, name = self._relations.get(key, ("", ""))
        data = self._package.bytes(name) if name else None
        if data is None:
            return
        from index.files.chunks import read_chunk

        try:
            found = read_chunk(name, data)
        except ArticleError as error:
            self.lines.note(f"a part of another format inside the file was not read: {error}")
            return
        self.lines.extend(found)

    def notes_of(self, kind: str, tag: str) -> None:
        """Footnotes or endnotes, each a paragraph at the end."""
        name = self._part(kind, "")
        tree = self._package.xml(name) if name else None
        for note in tree.iter(f"{W}{tag}") if tree is not None else ():
            if note.get(f"{W}type") not in ("separator", "continuationSeparator", "continuationNotice"):
                self.read(note)

    def headers(self, kind: str) -> None:
        """Lines of the page's header or foot that say something: no page numbers, each once."""
        for found, name in self._relations.values():
            if found != kind:
                continue
            tree = self._package.xml(name)
            for paragraph in tree.iter(f"{W}p") if tree is not None else ():
                words = squeeze(words_of(paragraph))
                if words and words not in self._heads and not _PAGE.fullmatch(words) and len(words) <= _LONGEST_HEADER:
                    self._heads.add(words)
                    self.lines.add(words, "caption")

    def count(self, body: Any) -> None:
        """Say what of the document has no words: pictures and embedded objects."""
        objects = sum(1 for _ in body.iter(f"{W}object"))
        if objects:
            self.lines.note(
                f"{objects} embedded object{'s' * (objects > 1)} (formulas or sheets of another program) in the file "
                "cannot be read; write their words into the text."
            )


def _row_of(cell: Any) -> Any:
    parent = cell.getparent()
    while parent is not None and parent.tag != f"{W}tr":
        parent = parent.getparent()
    return parent


def _inside_skipped(element: Any, outer: Any) -> bool:
    """Whether a text box is the copy for older programs, or stands inside another box that is read with it."""
    parent = element.getparent()
    while parent is not None and parent is not outer:
        if parent.tag in SKIPPED or parent.tag == f"{W}txbxContent":
            return True
        parent = parent.getparent()
    return False


def _style(properties: Any) -> str:
    style = properties.find(f"{W}pStyle") if properties is not None else None
    return (style.get(f"{W}val") if style is not None else "") or ""


def _span(properties: Any) -> int:
    span = properties.find(f"{W}gridSpan") if properties is not None else None
    value = (span.get(f"{W}val") if span is not None else "") or ""
    return min(int(value), 400) if value.isdigit() and int(value) else 1


def _gap(row: Any) -> int:
    before = row.find(f"{W}trPr/{W}gridBefore")
    value = (before.get(f"{W}val") if before is not None else "") or ""
    return min(int(value), 400) if value.isdigit() else 0


def _kinds(styles: Any) -> dict[str, str]:
    """Style id → "h1" … "h6", "item" or "caption", by the style's name."""
    found: dict[str, str] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        key, name = style.get(f"{W}styleId") or "", style.find(f"{W}name")
        label = ((name.get(f"{W}val") if name is not None else "") or "").lower()
        match = _HEADING.match(label)
        if match:
            found[key] = f"h{match.group(1)}"
        elif label == "title":
            found[key] = "h1"
        elif label == "caption" or label.startswith("list"):
            found[key] = "caption" if label == "caption" else "item"
    return found
