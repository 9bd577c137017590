"""The tables of a document on the lines of its article: where each row and cell stands, the title and the unit.

In: the drafts of an article, in order, and the document's tables. Out: `Table`s with offsets in the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.article.blocks import Draft
from index.raw import RawRow, RawTable
from index.types import Row, Table

_UNIT = re.compile(r"(?:计量)?单\s?位\s?[:：]\s?([^\s，。；;,)）\]】|]{1,16})")
_CAPTION = re.compile(
    r"(?:附?表\s?[\d一二三四五六七八九十]{1,3}(?:[-－.]\d{1,3})?|(?i:table)\s?\d{1,3})\s?[:：.、 　]?\s?\S"
)
_LONGEST, _LOOK = 60, 3


def place_tables(drafts: Sequence[Draft], tables: Sequence[RawTable]) -> tuple[Table, ...]:
    """The tables with the places of their cells. Rows of drafts and of tables come in the same order."""
    out: list[Table] = []
    starts: list[int] = []
    at = 0
    for block in drafts:
        starts.append(at)
        at += len(block.text) + 1
    rows = [n for n, block in enumerate(drafts) if block.kind == "row"]
    taken = 0
    for table in tables:
        mine = rows[taken : taken + len(table.rows)]
        taken += len(table.rows)
        if len(mine) < len(table.rows):
            break
        caption, unit = _around(drafts, mine[0], mine[-1], table)
        placed = tuple(_row(drafts[n].text, starts[n], raw) for n, raw in zip(mine, table.rows, strict=True))
        out.append(Table(placed, table.header_rows, table.header_columns, caption, unit))
    return tuple(out)


def _row(line: str, start: int, raw: RawRow) -> Row:
    """A row on its line. The cells' words are taken from the line, as they stand there."""
    cells = line.split("\t")
    begins = [start]
    for cell in cells[:-1]:
        begins.append(begins[-1] + len(cell) + 1)
    words, spans = [], []
    for place in raw.places:
        if 0 <= place < len(cells):
            words.append(cells[place])
            spans.append((begins[place], begins[place] + len(cells[place])))
        else:
            words.append("")
            spans.append((-1, -1))
    return Row(start, start + len(line), tuple(words), tuple(spans))


def _around(drafts: Sequence[Draft], first: int, last: int, table: RawTable) -> tuple[str, str]:
    """Title and unit of a table: what it says itself, else what the short lines right above it say (or, for a unit,
    the line below)."""
    caption, unit = table.caption, table.unit or _unit_in(table.caption)
    corner = drafts[first].text.split("\t")[0]
    unit = unit or _unit_in(corner)
    for block in drafts[max(0, first - _LOOK) : first][::-1]:
        if block.kind == "row" or len(block.text) > _LONGEST or block.text.endswith(("。", "；", ".")):
            break
        unit = unit or _unit_in(block.text)
        named = block.kind in ("caption", "heading") or _CAPTION.match(block.text)
        if not caption and named and not _UNIT.fullmatch(block.text.strip("()（）[]【】 ")):
            caption = block.text
        if block.kind == "heading":
            break
    if not unit and last + 1 < len(drafts) and len(drafts[last + 1].text) <= _LONGEST:
        unit = _unit_in(drafts[last + 1].text)
    return caption, unit


def _unit_in(text: str) -> str:
    found = _UNIT.search(text)
    return found.group(1) if found else ""
