"""Tables as text with separators (.csv, .tsv). In: text. Out: `Loaded`: a table, and lines around it."""

from __future__ import annotations

import csv
import io

from index.errors import ArticleError
from index.files.loaded import Lines, Loaded
from index.files.tables.grid import MAX_COLUMNS, Cell, lay_out

_SEPARATORS = ",\t;|，"
_MAX_ROWS = 100_000
_SAMPLE_LINES = 30


def load_csv(text: str, separator: str = "") -> Loaded:
    """The rows as tables, blank rows between them. `separator` "" is told from the first lines."""
    lines = Lines()
    text = text.removeprefix("\ufeff")
    if text[:4].lower() == "sep=":
        first, _, text = text.partition("\n")
        separator = first[4:5] or separator
    block: list[list[Cell]] = []
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text))
    try:
        for number, row in enumerate(rows):
            if number >= _MAX_ROWS:
                lines.note(f"rows beyond {_MAX_ROWS:,} not read; split the file.")
                break
            if any(cell.strip() for cell in row):
                block.append([Cell(cell) for cell in row[:MAX_COLUMNS]])
            else:
                _add(block, lines)
                block = []
    except csv.Error as error:
        raise ArticleError(f"the table cannot be read ({error}); save it as .xlsx or as UTF-8 CSV.") from error
    _add(block, lines)
    return lines.loaded()


def _separator(text: str) -> str:
    """The character that parts the first lines into as many cells each."""
    sample = [line for line in text[:20_000].split("\n") if line.strip()][:_SAMPLE_LINES]

    def fit(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in sample]
        usual = max(set(counts), key=lambda n: (counts.count(n) * bool(n), n)) if counts else 0
        return (counts.count(usual) if usual else 0, usual)

    return max(_SEPARATORS, key=fit)


def _add(block: list[list[Cell]], lines: Lines) -> None:
    if not block:
        return
    laid = lay_out(block)
    if laid is None:
        for row in block:
            lines.add("  ".join(cell.text.strip() for cell in row if cell.text.strip()))
        return
    for line in laid.before:
        lines.add(line, "caption")
    lines.add_table(laid.table)
    for line in laid.after:
        lines.add(line, "caption")
