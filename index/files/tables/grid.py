"""The cells of a table, as any format has them → a grid of which every cell's heads are known.

In: rows of `Cell`s with their spans. Out: `RawTable`, and what stands around its grid (a title or 单位：万吨 in a
merged row at the top, notes at the foot). Merged cells are repeated in every place they cover; rows and columns without
words are dropped. What is a head is told by the markup, else by the cells: heads are words and years, values numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.raw import RawRow, RawTable

MAX_COLUMNS, MAX_CELLS = 400, 2_000_000
_MAX_HEADER_ROWS, _MAX_HEADER_COLUMNS = 5, 3
_SPACE = re.compile(r"\s+")
_VALUE = re.compile(r"[~≈约<>≤≥＜＞]?\s?[-+−－▲▼↑↓±]?\s?[\d,，. ]*\d\s?[^\d\s]{0,8}")
_TIME = re.compile(
    r"(?:截至|截止)?(?:(?:19|20)\d\d(?:\s?[-–—/~至]\s?(?:(?:19|20)?\d\d))?\s?(?:年度?)?|[“\"]?[一二三四五六七八九十]{1,3}五[”\"]?)"
    r"(?:末|底|上半年|下半年|全年)?(?:\s?\d{1,2}(?:\s?[-–—~至]\s?\d{1,2})?\s?月份?(?:\s?\d{1,2}\s?日)?末?|第?[一二三四1-4]季度)?"
    r"|\d{1,2}(?:\s?[-–—~至]\s?\d{1,2})?\s?月份?(?:\s?\d{1,2}\s?日)?|(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?|Q[1-4]"
    r"|第?[一二三四1-4]季度"
)
_SERIAL = re.compile(r"(?:序\s?号|编\s?号|No\.?|#|代码|行次)", re.IGNORECASE)
_NOTHING = re.compile(r"[-–—―－…·.*/]{1,4}|无|N/?A", re.IGNORECASE)
_ABOUT = re.compile(r"[（(]?(?:注|备注|说明|单位|数据来源|资料来源)\s?[:：]")
_SPREAD = re.compile("[\u3400-\u9fff](?: [\u3400-\u9fff]){1,5}")
_LONG_CELL = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a cell, over how many rows and columns it is merged, and whether the markup calls it a head."""

    text: str
    row_span: int = 1
    column_span: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """A table laid out: lines that stood in merged rows above and below the grid, and the grid."""

    before: tuple[str, ...]
    table: RawTable
    after: tuple[str, ...]


_Place = tuple[str, int, bool]  # words, number of the cell (0: none), head
_Grid = list[list[_Place]]
_Held = dict[int, tuple[int, str, int, bool]]  # column → rows to go on, words, number, head


def lay_out(rows: Iterable[Sequence[Cell]], header_rows: int = 0, caption: str = "") -> Laid | None:
    """The grid of a table, or None when it is none: fewer than two rows or columns of words, or cells that hold whole
    paragraphs. `header_rows`: how many rows at the top the markup calls heads (0: it does not say)."""
    grid = _filled(_placed(rows))
    top = 0
    before: list[str] = []
    while top < len(grid) and _merged(grid[top]):
        before.append(grid[top][0][0] or next(word for word, _, _ in grid[top] if word))
        top += 1
    foot = len(grid)
    after: list[str] = []
    while foot > top and _merged(grid[foot - 1]):
        foot -= 1
        after.insert(0, next(word for word, _, _ in grid[foot] if word))
    grid = _filled(grid[top:foot])
    if len(grid) < 2 or len(grid[0]) < 2 or _prose(grid):
        return None
    heads = max(header_rows - top, 0) or _header_rows(grid)
    heads = min(heads, len(grid) - 1)
    table = RawTable(tuple(_row(grid, n) for n in range(len(grid))), heads, _header_columns(grid, heads), caption)
    return Laid(tuple(dict.fromkeys(before)), table, tuple(dict.fromkeys(after)))


def squeeze(text: str) -> str:
    """The words of a cell on one line; letters spaced out to fill it (合　计) close up."""
    words = _SPACE.sub(" ", text).strip()
    return words.replace(" ", "") if _SPREAD.fullmatch(words) else words


def _placed(rows: Iterable[Sequence[Cell]]) -> _Grid:
    """Each cell in every place that it covers."""
    grid: _Grid = []
    waiting: _Held = {}
    number = total = 0
    for row in rows:
        line: list[_Place] = []
        below: _Held = {}
        todo = list(row)[::-1]
        while (todo or len(line) in waiting) and len(line) < MAX_COLUMNS:
            held = waiting.get(len(line))
            if held:
                left, words, which, head = held
                line.append((words, which, head))
                if left > 1:
                    below[len(line) - 1] = (left - 1, words, which, head)
                continue
            cell = todo.pop()
            number += 1
            words = squeeze(cell.text)
            for _ in range(max(1, min(cell.column_span, MAX_COLUMNS - len(line)))):
                if cell.row_span > 1:
                    below[len(line)] = (cell.row_span - 1, words, number, cell.head)
                line.append((words, number, cell.head))
        _beyond(line, waiting, below)
        waiting = below
        total += len(line)
        if total > MAX_CELLS:
            break
        grid.append(line)
    width = max((len(line) for line in grid), default=0)
    return [line + [("", 0, False)] * (width - len(line)) for line in grid]


def _beyond(
    line: list[_Place],
    waiting: _Held,
    below: _Held,
) -> None:
    """Cells from above to the right of a row that is shorter than the others."""
    for column in sorted(c for c in waiting if c >= len(line)):
        left, words, which, head = waiting[column]
        line.extend([("", 0, False)] * (column - len(line)))
        line.append((words, which, head))
        if left > 1:
            below[column] = (left - 1, words, which, head)


def _filled(grid: _Grid) -> _Grid:
    """The grid without rows and columns that hold no words."""
    grid = [line for line in grid if any(words for words, _, _ in line)]
    if not grid:
        return []
    keep = [c for c in range(len(grid[0])) if any(line[c][0] for line in grid)]
    return [[line[c] for c in keep] for line in grid] if len(keep) < len(grid[0]) else grid


def _merged(line: Sequence[_Place]) -> bool:
    """A row of one cell: merged over all columns, or the only one with words, and these too many for a head."""
    words = {(text, which) for text, which, _ in line if text}
    if len(words) != 1:
        return False
    text = next(iter(words))[0]
    across = sum(1 for place in line if place[0])
    return (
        across == len(line)
        or len(text) > 12
        or bool(re.match(r"(?:注|备注|说明|单位|数据来源|资料来源)\s?[:：]", text))
    )


def _prose(grid: _Grid) -> bool:
    """Cells of whole paragraphs: a table that only lays out a page."""
    cells = {which: words for line in grid for words, which, _ in line if words}
    long = sum(len(words) for words in cells.values() if len(words) > _LONG_CELL)
    return long * 2 > sum(map(len, cells.values()))


def is_value(text: str) -> bool:
    """Whether a cell holds a number of its own, no year, month or name.

    >>> [is_value(t) for t in ("36.5", "1,234万元", "2023年", "2023", "粮食产量", "—", "1-6月")]
    [True, True, False, False, False, False, False]
    """
    return _VALUE.fullmatch(text) is not None and _TIME.fullmatch(text) is None


def _header_rows(grid: _Grid) -> int:
    """Rows at the top without a value over rows with values; or one, where no cell is a value."""
    heads = 0
    for line in grid[:_MAX_HEADER_ROWS]:
        if any(is_value(words) for words, _, _ in line[1:]):
            break
        heads += 1
    if heads == min(len(grid), _MAX_HEADER_ROWS):
        # Words only: one row of heads, where the markup says so or it is short words without a stop.
        marked = sum(1 for line in grid[:_MAX_HEADER_ROWS] if all(head for words, _, head in line if words))
        if 0 < marked < len(grid):
            return marked
        first = [words for words, _, _ in grid[0]]
        return int(all(0 < len(words) <= 16 and not words.endswith(("：", ":")) for words in first))
    return heads


def _header_columns(grid: _Grid, heads: int) -> int:
    """Columns at the left without a value; serial numbers count as words."""
    body = grid[heads:] or grid
    columns = 0
    for c in range(min(len(grid[0]), _MAX_HEADER_COLUMNS)):
        named = any(_SERIAL.fullmatch(line[c][0]) for line in grid[:heads])
        if not named and any(is_value(line[c][0]) for line in body):
            break
        columns += 1
    if columns < len(grid[0]) and any(is_value(words) for line in body for words, _, _ in line[columns:]):
        return columns
    return min(columns, 1)


def _row(grid: _Grid, n: int) -> RawRow:
    cells: list[str] = []
    places: list[int] = []
    seen: dict[int, int] = {}
    for words, which, _ in grid[n]:
        if not words:
            places.append(-1)
            continue
        if which not in seen:
            seen[which] = len(cells)
            cells.append(words)
        places.append(seen[which])
    return RawRow(tuple(cells), tuple(places))
