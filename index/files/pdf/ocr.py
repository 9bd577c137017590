"""Scanned pages by optical recognition, where the extra `ocr` is installed. In: a page. Out: its lines, or None."""

from __future__ import annotations

from functools import cache
from typing import Any

from index.files.pdf.layout import Item, arrange
from index.files.pdf.rows import Row, Segment

MODULE = "rapidocr"
_SCALE, _MAX_SIDE = 2.0, 4_000
_SURE = 0.6


@cache
def _engine() -> Any:
    """The recogniser with the models that lie in its package, or None when it is not installed."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    return RapidOCR(params={"Global.log_level": "critical"})


def read_page(page: Any) -> list[Item] | None:
    """The lines of a page's picture; None without the recogniser."""
    engine = _engine()
    if engine is None:
        return None
    width, height = page.get_size()
    scale = min(_SCALE, _MAX_SIDE / max(width, height, 1.0))
    picture = page.render(scale=scale, grayscale=False).to_numpy()
    found = engine(picture)
    if found is None or found.boxes is None or found.txts is None:
        return []
    rows = []
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        if score < _SURE or not text.strip():
            continue
        left, right = (float(edge(point[0] for point in box)) / scale for edge in (min, max))
        top, bottom = (height - float(edge(point[1] for point in box)) / scale for edge in (min, max))
        rows.append((Segment(text.strip(), left, right), bottom, top))
    return arrange(_rows(rows))


def _rows(found: list[tuple[Segment, float, float]]) -> list[Row]:
    """Boxes at one height are a row."""
    rows: list[list[tuple[Segment, float, float]]] = []
    for one in sorted(found, key=lambda f: -(f[1] + f[2])):
        if rows:
            _, bottom, top = rows[-1][0]
            if min(top, one[2]) - max(bottom, one[1]) > 0.5 * min(top - bottom, one[2] - one[1]):
                rows[-1].append(one)
                continue
        rows.append([one])
    out = []
    for row in rows:
        row.sort(key=lambda f: f[0].left)
        bottom, top = min(f[1] for f in row), max(f[2] for f in row)
        out.append(Row(tuple(f[0] for f in row), bottom, top, top - bottom))
    return out
