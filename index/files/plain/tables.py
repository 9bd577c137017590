"""Tables in plain text and Markdown. In: lines. Out: their cells.

Markdown's pipes, and rows of plain text whose columns are set apart by tabs (a sheet pasted as text).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.files.tables.grid import Cell, Laid, lay_out

_PIPE = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r":?-+:?")
_MOST_LINES = 20_000


def pipe_cells(line: str) -> list[str]:
    """The cells of a line of a Markdown table; an escaped bar is a character.

    >>> pipe_cells("| 指标 | a\\\\|b |")
    ['指标', 'a|b']
    """
    inner = line.strip()
    inner = inner[1:] if inner.startswith("|") else inner
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in _PIPE.split(inner)]


def is_rule(line: str) -> bool:
    """Whether a line only parts a table's head from its rows. Cell by cell: one pattern for the whole line tries every
    way to share out a long run of spaces.

    >>> is_rule("|---|:--:|"), is_rule("--- | ---"), is_rule("---"), is_rule("| a |")
    (True, True, False, False)
    """
    cells = [cell.strip(" \t") for cell in line.split("|")]
    if len(cells) > 1 and not cells[0]:
        del cells[0]
    if len(cells) > 1 and not cells[-1]:
        del cells[-1]
    elif len(cells) < 2:
        return False
    return all(_DASHES.fullmatch(cell) for cell in cells)


def pipe_table(lines: Sequence[str], at: int) -> int:
    """Where the Markdown table that begins with line `at` ends (exclusive), or `at` when none begins there: a line with
    bars, a line of dashes below it, and all lines with bars that follow."""
    if at + 1 >= len(lines) or "|" not in lines[at] or not is_rule(lines[at + 1]):
        return at
    end = at + 2
    while end < len(lines) and end - at < _MOST_LINES and "|" in lines[end] and lines[end].strip():
        end += 1
    return end


def tab_table(lines: Sequence[str], at: int) -> int:
    """Where the rows set in columns by tabs end that begin with line `at`, or `at` when none do: two lines or more with
    as many cells."""
    count = _tabs(lines[at])
    end = at
    while count and end < len(lines) and end - at < _MOST_LINES and _tabs(lines[end]) == count:
        end += 1
    return end if end - at >= 2 else at


def _tabs(line: str) -> int:
    """How many tabs part the cells of a line; one that only indents does not."""
    return line.strip("\n\r \t").count("\t") if len(line) < 4_000 else 0


def from_tabs(lines: Sequence[str]) -> Laid | None:
    """The table of lines with tabs."""
    return lay_out([[Cell(cell) for cell in line.rstrip("\n").split("\t")] for line in lines])


def from_pipes(lines: Sequence[Sequence[str]]) -> Laid | None:
    """The table of rows of cells whose first row is its heads."""
    return lay_out([[Cell(cell, head=n == 0) for cell in row] for n, row in enumerate(lines)], header_rows=1)
