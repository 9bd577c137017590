"""Plain text → lines with their tables. In: the text. Out: `Loaded`. Rows set in columns by tabs are tables."""

from __future__ import annotations

from index.files.loaded import Loaded
from index.files.plain.tables import from_tabs, tab_table
from index.raw import RawTable


def load_text(text: str) -> Loaded:
    """The text as it stands; lines that are rows of a table are marked."""
    if "\t" not in text:
        return Loaded(text)
    lines = text.split("\n")
    out: list[str] = []
    marks: list[tuple[int, str]] = []
    tables: list[RawTable] = []
    at = 0
    while at < len(lines):
        end = tab_table(lines, at) if "\t" in lines[at] else at
        laid = from_tabs(lines[at:end]) if end > at else None
        if laid is None:
            stop = max(end, at + 1)
            out.extend(lines[at:stop])
            at = stop
            continue
        out.extend(laid.before)
        for row in laid.table.rows:
            marks.append((len(out), "row"))
            out.append("\t".join(row.cells))
        out.extend(laid.after)
        tables.append(laid.table)
        at = end
    return Loaded("\n".join(out), "", (), tuple(marks), tuple(tables))
