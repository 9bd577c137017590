"""Characters of a page → rows of segments. In: `Glyph`s. Out: `Row`s from the top, each of runs of text set apart.

Vertical text becomes rows too: its columns, from the right. Raised small digits are powers or the marks of notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.files.marks import raised
from index.files.pdf.glyphs import Glyph

# In widths of a character: a gap that parts two runs of text, and one that is a space.
_APART, _SPACE, _CELL = 1.3, 0.22, 0.2
_FEW = 12
_LONGEST_TABLE_ROW = 120


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text on a row, and where it begins and ends from the left."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Row:
    """Runs of text at one height, from left to right; `size` is the usual height of a character. `cells` are the runs
    that smaller gaps part, as they stand between the cells of a narrow table."""

    segments: tuple[Segment, ...]
    bottom: float
    top: float
    size: float
    cells: tuple[Segment, ...] = ()

    @property
    def text(self) -> str:
        return "  ".join(segment.text for segment in self.segments)


def is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether the characters follow each other downwards."""
    down = right = 0
    for one, other in pairwise(glyphs):
        em = max(one.size, one.right - one.left, 1.0)
        middle = abs((one.left + one.right) - (other.left + other.right)) / 2
        drop = (one.top + one.bottom - other.top - other.bottom) / 2
        if middle < em * 0.5 and 0.25 * em < drop < 2.5 * em:
            down += 1
        elif abs(drop) < em * 0.5 and other.left > one.left:
            right += 1
    return down >= _FEW and down > right * 1.5


def vertical_rows(glyphs: Sequence[Glyph]) -> list[Row]:
    """The columns of vertical text from the right, each as a row."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -(g.left + g.right)):
        middle = (glyph.left + glyph.right) / 2
        if columns:
            first = columns[-1][0]
            if abs((first.left + first.right) / 2 - middle) < 0.6 * max(_width(first), _width(glyph)):
                columns[-1].append(glyph)
                continue
        columns.append([glyph])
    out = []
    for n, column in enumerate(columns):
        column.sort(key=lambda g: -(g.top + g.bottom))
        text = "".join(g.char for g in column).strip()
        if text:
            # Rows stand under each other at even heights, so that no gap is read into them.
            size = median(_width(g) for g in column)
            out.append(Row((Segment(text, 0.0, len(text) * size),), -n * size * 1.5, -n * size * 1.5 + size, size))
    return out


def _width(glyph: Glyph) -> float:
    return max(glyph.right - glyph.left, 1.0)


def rows_of(glyphs: Sequence[Glyph]) -> list[Row]:
    """Horizontal text: characters whose boxes overlap in height are a row."""
    rows: list[list[Glyph]] = []
    bounds: list[tuple[float, float]] = []
    for glyph in sorted(glyphs, key=lambda g: (-(g.bottom + g.top), g.left)):
        at = _row_at(glyph, bounds)
        if at < 0:
            rows.append([glyph])
            bounds.append((glyph.bottom, glyph.top))
        else:
            rows[at].append(glyph)
            bottom, top = bounds[at]
            if glyph.size > 1.3 * (top - bottom):
                # What came first was small (a raised mark); the row is as high as its letters.
                bounds[at] = (glyph.bottom, glyph.top)
            elif glyph.size >= 0.8 * (top - bottom):
                bounds[at] = (min(bottom, glyph.bottom), max(top, glyph.top))
    made = [_row(row) for row in rows]
    return [row for row in made if row is not None]


def _row_at(glyph: Glyph, bounds: Sequence[tuple[float, float]]) -> int:
    """The row among the last ones that a character belongs to: it overlaps half of the lower of the two."""
    for at in range(len(bounds) - 1, max(-1, len(bounds) - 4), -1):
        bottom, top = bounds[at]
        shared = min(top, glyph.top) - max(bottom, glyph.bottom)
        if shared > 0.5 * min(top - bottom, glyph.top - glyph.bottom):
            return at
    return -1


def _row(glyphs: list[Glyph]) -> Row | None:
    glyphs.sort(key=lambda g: g.left)
    drawn = [g for g in glyphs if not g.char.isspace()]
    if not drawn:
        return None
    size = median(g.size for g in drawn)
    base = median([g.bottom for g in drawn if g.size >= 0.8 * size] or [drawn[0].bottom])
    kept = _runs(glyphs, size, base, _APART)
    cells = _runs(glyphs, size, base, _CELL) if len(drawn) < _LONGEST_TABLE_ROW else ()
    return Row(kept, base, base + size, size, cells) if kept else None


def _runs(glyphs: Sequence[Glyph], size: float, base: float, apart: float) -> tuple[Segment, ...]:
    """The runs of text of a row that gaps of more than `apart` widths part."""
    segments: list[Segment] = []
    parts: list[str] = []
    up = ""
    begin = end = next(g.left for g in glyphs if not g.char.isspace())
    blank = False
    for glyph in glyphs:
        if glyph.char.isspace():
            blank = True
            continue
        gap = glyph.left - end
        if gap > apart * size and parts:
            segments.append(Segment(_closed(parts, up), begin, end))
            parts, begin, up, end = [], glyph.left, "", glyph.left
        if glyph.size < 0.8 * size and glyph.bottom > base + 0.18 * size:
            up += glyph.char
        else:
            if up:
                parts, up = [_closed(parts, up)], ""
            spaced = gap > _SPACE * size or blank
            if parts and spaced and _is_latin(parts[-1][-1:]) and _is_latin(glyph.char):
                parts.append(" ")
            parts.append(glyph.char)
        end = max(end, glyph.right)
        blank = False
    segments.append(Segment(_closed(parts, up), begin, end))
    return tuple(segment for segment in segments if segment.text.strip())


def _closed(parts: Sequence[str], up: str) -> str:
    """The text of a run, what is raised at its end read for what it means."""
    text = "".join(parts)
    return text + raised(text[-8:], up) if up else text


def _is_latin(char: str) -> bool:
    return bool(char) and "!" <= char <= "\u024f"
