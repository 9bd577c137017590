"""The tables of pages. In: a `table` element. Out: its grid, or None when the table only lays out the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from index.files.tables.grid import Cell, Laid, lay_out

_MOST_ROWS = 50_000
_INNER = ("table", "p", "div", "li", "h1", "h2", "h3", "section", "article", "form")
_MOST_INNER = 4


def read_table(table: Any, words: Callable[[Any], str]) -> Laid | None:
    """The grid of a table of data. One with a table inside, or whose cells hold several paragraphs, lays out a page:
    its parts are read one by one."""
    if table.find(".//table") is not None:
        return None
    rows: list[list[Cell]] = []
    header_rows, counting = 0, True
    for row in _rows(table):
        cells = []
        for cell in row:
            if cell.tag not in ("td", "th", "cell"):
                continue
            if sum(1 for inner in cell.iter(*_INNER) if inner is not cell) > _MOST_INNER:
                return None
            head = cell.tag == "th" or cell.get("role") == "head"
            cells.append(Cell(words(cell), _span(cell, "rowspan"), _span(cell, "colspan"), head))
        counting = counting and bool(cells) and (row.getparent().tag == "thead" or all(c.head for c in cells))
        header_rows += counting
        rows.append(cells)
        if len(rows) >= _MOST_ROWS:
            break
    caption = table.find("caption")
    title = words(caption) if caption is not None else ""
    laid = lay_out(rows, header_rows, title)
    if laid is None or not title:
        return laid
    return Laid((title, *laid.before), laid.table, laid.after)


def _rows(table: Any) -> Iterator[Any]:
    yield from table.iter("tr", "row")


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(int(value), 1_000) if value.isascii() and value.isdigit() and int(value) else 1
