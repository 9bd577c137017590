"""Rows of a page → lines in reading order, and tables. In: `Row`s. Out: `Item`s.

Columns are told by a gutter that many rows in a run leave free with running text on both sides; they are read one after
the other. Rows whose runs of text are short and stand under each other are a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.files.pdf.rows import Row, Segment
from index.files.tables.grid import Cell, Laid, is_value, lay_out

_FEWEST_ROWS, _LONG = 3, 8
_MOST_CUTS, _MAX_DEPTH = 40, 4


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a page with its height above the page's foot and its character size, or a table."""

    text: str
    bottom: float
    size: float
    gap: bool = False
    table: Laid | None = None


def arrange(rows: Sequence[Row], depth: int = 0) -> list[Item]:
    """The rows in the order in which they are read."""
    cut = _gutter(rows) if depth < _MAX_DEPTH else None
    if cut is None:
        return _lines(rows)
    out: list[Item] = []
    run: list[Row] = []
    for row in [*rows, None]:
        if row is not None and not _crosses(row, cut):
            run.append(row)
            continue
        out.extend(_columns(run, cut, depth))
        run = []
        if row is not None:
            out.extend(_lines([row]))
    return out


def _columns(run: list[Row], cut: float, depth: int) -> list[Item]:
    """A run of rows that leave the gutter free: two columns where enough rows stand on both sides of it."""
    both = [row for row in run if row.segments[0].left < cut < row.segments[-1].right]
    if len(both) < _FEWEST_ROWS:
        return _lines(run)
    left = [side for row in run if (side := _side(row, -1.0, cut))]
    right = [side for row in run if (side := _side(row, cut, 1e9))]
    return [*arrange(left, depth + 1), *arrange(right, depth + 1)]


def _side(row: Row, begin: float, end: float) -> Row | None:
    kept = tuple(s for s in row.segments if begin <= (s.left + s.right) / 2 < end)
    cells = tuple(s for s in row.cells if begin <= (s.left + s.right) / 2 < end)
    return Row(kept, row.bottom, row.top, row.size, cells) if kept else None


def _crosses(row: Row, cut: float) -> bool:
    return any(s.left < cut < s.right for s in row.segments)


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where a gutter runs that parts columns of running text, or None."""
    gaps: dict[int, list[float]] = {}
    for row in rows:
        for one, other in pairwise(row.segments):
            middle = (one.right + other.left) / 2
            gaps.setdefault(round(middle / 12), []).append(middle)
    best: tuple[int, float] | None = None
    for key in sorted(gaps, key=lambda k: -len(gaps[k]))[:_MOST_CUTS]:
        cut = median([*gaps[key], *gaps.get(key + 1, []), *gaps.get(key - 1, [])])
        count = _two_sided(rows, cut)
        if count and (best is None or count > best[0]):
            best = (count, cut)
    return best[1] if best else None


def _two_sided(rows: Sequence[Row], cut: float) -> int:
    """How many rows have running text on both sides of a cut; 0 where the columns are those of a table."""
    lengths: list[tuple[int, int]] = []
    for row in rows:
        if _crosses(row, cut) or not row.segments[0].left < cut < row.segments[-1].right:
            continue
        sides = [[s for s in row.segments if (s.right < cut) is left] for left in (True, False)]
        lengths.append((max(map(_length, sides[0]), default=0), max(map(_length, sides[1]), default=0)))
    if len(lengths) < _FEWEST_ROWS:
        return 0
    running = min(median(left for left, _ in lengths), median(right for _, right in lengths)) >= _LONG
    return len(lengths) if running else 0


def _length(segment: Segment) -> int:
    """Characters of a run that are words, not figures."""
    return sum(1 for c in segment.text if not c.isdigit() and c not in " .,%")


def _lines(rows: Sequence[Row]) -> list[Item]:
    """Rows as lines, and the tables among them."""
    pitch = _pitch(rows)
    out: list[Item] = []
    at = 0
    while at < len(rows):
        end = _table_end(rows, at)
        table = _table(rows[at:end]) if end > at else None
        row = rows[at]
        gap = at > 0 and rows[at - 1].bottom - row.bottom > 1.6 * max(pitch, row.size)
        if table is not None:
            out.append(Item("", row.bottom, row.size, gap, table))
            at = end
        else:
            out.append(Item(row.text, row.bottom, row.size, gap))
            at += 1
    return out


def _pitch(rows: Sequence[Row]) -> float:
    """The usual distance of two rows."""
    steps = [one.bottom - other.bottom for one, other in pairwise(rows)]
    steps = sorted(step for step in steps if step > 0)
    return steps[len(steps) // 2] if steps else 0.0


def _table_end(rows: Sequence[Row], at: int) -> int:
    """Where the run of rows of several runs of text ends that begins with row `at`; `at` when there is none."""
    end = at
    while end < len(rows) and max(len(rows[end].segments), len(rows[end].cells)) >= 2:
        end += 1
    return end if end - at >= 2 else at


def _table(rows: Sequence[Row]) -> Laid | None:
    """The grid of rows by their narrow gaps where most cells are figures then, else by their wide ones."""
    cells = [row.cells for row in rows]
    values = [is_value(cell.text) for row in cells[1:] for cell in row[1:]]
    laid = _grid(cells) if values and sum(values) * 2 >= len(values) and min(map(len, cells)) >= 2 else None
    if laid is None and all(len(row.segments) >= 2 for row in rows):
        return _grid([row.segments for row in rows])
    return laid


def _grid(rows: Sequence[Sequence[Segment]]) -> Laid | None:
    """Columns are where the fullest rows have their runs; a run over several of them is merged."""
    most = max(map(len, rows))
    columns: list[tuple[float, float]] = []
    for row in rows:
        if len(row) == most:
            columns = columns or [(s.left, s.right) for s in row]
            columns = [(min(a, s.left), max(b, s.right)) for (a, b), s in zip(columns, row, strict=True)]
    if any(one[1] > other[0] for one, other in pairwise(columns)):
        return None
    grid: list[list[Cell]] = []
    for row in rows:
        line: list[Cell] = []
        at = 0
        for segment in row:
            first, last = _held(segment, columns)
            line.extend([Cell("")] * (first - at))
            width = max(1, last - max(at, first))
            line.append(Cell(segment.text, 1, width))
            at = max(at, first) + width
        grid.append(line)
    return lay_out(grid)


def _held(segment: Segment, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The first and the last column (exclusive) that a run stands over; else the nearest."""
    over = [n for n, (left, right) in enumerate(columns) if segment.left < right and segment.right > left]
    if over:
        return over[0], over[-1] + 1
    middle = (segment.left + segment.right) / 2
    nearest = min(range(len(columns)), key=lambda n: abs((columns[n][0] + columns[n][1]) / 2 - middle))
    return nearest, nearest + 1
