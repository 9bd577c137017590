"""Slides (.pptx) → lines and tables. In: bytes. Out: `Loaded`. Each slide's title is a heading; notes are read too."""

from __future__ import annotations

from typing import Any

from index.errors import ArticleError
from index.files.loaded import Lines, Loaded
from index.files.marks import raised
from index.files.office.package import Package
from index.files.tables.grid import Cell, lay_out
from index.files.titles import plausible_title
from index.files.web.math import formula
from index.settings import Settings

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_NO_WORDS = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
_MAX_SLIDES = 2_000


def load_pptx(data: bytes, settings: Settings) -> Loaded:
    """The slides in order."""
    with Package(data, "PowerPoint", settings) as package:
        part = package.main_part("ppt/presentation.xml")
        show = package.xml(part)
        if show is None:
            raise ArticleError("the file is not a PowerPoint file (it holds no ppt/presentation.xml).")
        relations = package.relations(part)
        lines = Lines()
        pictures = 0
        for slide in list(show.iter(f"{_P}sldId"))[:_MAX_SLIDES]:
            _, name = relations.get(slide.get(f"{_R}id") or "", ("", ""))
            tree = package.xml(name) if name else None
            if tree is None or tree.get("show") == "0":
                continue
            before = len(lines.lines)
            _shapes(tree, lines)
            pictures += len(lines.lines) == before and next(tree.iter(f"{_P}pic"), None) is not None
            for kind, notes in package.relations(name).values():
                if kind == "notesSlide":
                    _shapes(package.xml(notes), lines)
        if pictures:
            lines.note(f"{pictures} slide{'s' * (pictures > 1)} hold only pictures; their words cannot be read.")
        title, meta = package.core()
    return lines.loaded(plausible_title(title, "\n".join(lines.lines)), meta)


def _shapes(tree: Any, lines: Lines) -> None:
    """The words of a slide's shapes, titles first as they stand first."""
    if tree is None:
        return
    for frame in tree.iter(f"{_P}sp", f"{_P}graphicFrame"):
        if frame.tag == f"{_P}graphicFrame":
            for table in frame.iter(f"{_A}tbl"):
                _table(table, lines)
            continue
        place = frame.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        kind = (place.get("type") or "") if place is not None else ""
        if kind in _NO_WORDS:
            continue
        for paragraph in frame.iter(f"{_A}p"):
            lines.add(_words(paragraph), "h2" if kind in ("title", "ctrTitle") else "")


def _words(paragraph: Any) -> str:
    parts: list[str] = []
    for run in paragraph:
        if run.tag in (f"{_A}r", f"{_A}fld"):
            properties, words = run.find(f"{_A}rPr"), run.findtext(f"{_A}t") or ""
            if properties is not None and properties.get("strike") not in (None, "noStrike"):
                continue
            lift = (properties.get("baseline") or "0") if properties is not None else "0"
            up = lift.isdigit() and int(lift) > 0
            parts.append(raised("".join(parts)[-8:], words) if up else words)
        elif run.tag == f"{_A}br":
            parts.append("\n")
        else:
            parts.extend(formula(math) for math in run.iter(f"{_M}oMath"))
    return "".join(parts)


def _table(table: Any, lines: Lines) -> None:
    rows = []
    for row in table.iter(f"{_A}tr"):
        cells = []
        for cell in row.iter(f"{_A}tc"):
            if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                continue
            words = " ".join(_words(paragraph) for paragraph in cell.iter(f"{_A}p"))
            cells.append(Cell(words, int(cell.get("rowSpan") or 1), int(cell.get("gridSpan") or 1)))
        rows.append(cells)
    laid = lay_out(rows)
    if laid is None:
        for cells in rows:
            lines.add("  ".join(cell.text for cell in cells if cell.text), "item")
        return
    for line in laid.before:
        lines.add(line, "caption")
    lines.add_table(laid.table)
    for line in laid.after:
        lines.add(line, "caption")
