"""Scanned pages by optical recognition, where the extra `ocr` is installed. In: a page. Out: its lines, or None."""

from __future__ import annotations

from functools import cache
from typing import Any

from index.errors import ArticleError
from index.files.pdf.layout import Item, arrange
from index.files.pdf.rows import Row, Segment

MODULE = "rapidocr"
_SCALE, _MAX_SIDE, _DETECT_SIDE = 2.0, 2_400, 960
_SURE = 0.6


@cache
def _engine() -> Any:
    """The recogniser with the models that lie in its package, or None when it is not installed."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            # One thread and no arena: a reader has little memory, and other readers run beside it.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECT_SIDE,
            "Rec.rec_batch_num": 1,
            "Global.use_cls": False,
        }
    )


def read_page(page: Any) -> list[Item] | None:
    """The lines of a page's picture; None without the recogniser. Raises ArticleError when it fails."""
    engine = _engine()
    if engine is None:
        return None
    width, height = page.get_size()
    scale = min(_SCALE, _MAX_SIDE / max(width, height, 1.0))
    try:
        found = engine(page.render(scale=scale, grayscale=False).to_numpy())
    except Exception as error:  # several libraries lie under it, each with errors of its own; out of memory, mostly
        raise ArticleError(f"the recogniser failed ({type(error).__name__})") from error
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
