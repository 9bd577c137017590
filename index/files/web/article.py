"""Which lines of a page are its article. In: the page, its lines, the weights of its boxes. Out: the chosen lines.

Two readings are weighed against each other: what trafilatura takes for the main text, and the smallest box that holds
most of the page's running text. Where trafilatura misses most of what the box holds (the article stands in a form, a
hidden box or under a menu's name), the box is read; else its choice, with the running text it left out in between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from index.files.web.lines import Line, lines_of
from index.files.web.weight import Weights

_TIGHT = re.compile(r"\s+|\|")
_STOP = re.compile("[。！？；，,.!?;]")
# Longer pages are read in full: looking for each line in the page would take time with the square of its length.
_MOST_LINES = 3_000
_MOST_OF_PAGE, _MISSED = 0.6, 0.7
_LEAST, _MUCH, _SAME = 120, 200, 0.75
_RUNNING, _BEFORE = 18, 3


def choose(text: str, flat: Sequence[Line], weights: Weights) -> list[Line]:
    """The lines of the article, or none when the page is small or has no such part: then it is read in full."""
    picked = _picked(text, flat)
    box = _main_box(flat, weights)
    boxed = [n for n, line in enumerate(flat) if box is not None and _inside(line.box, box)]
    chosen, held = _running_chars(flat, picked), _running_chars(flat, boxed)
    if chosen < _MISSED * held and (chosen < _LEAST or held - chosen >= _MUCH):
        picked = _body(flat, boxed)
    else:
        if chosen and _running_chars(flat, picked & set(boxed)) >= _SAME * chosen:
            picked = _without_tail(flat, picked, boxed)
        picked |= _between(flat, picked)
        picked |= _beside(flat, picked)
    picked |= _rows_whole(flat, picked)
    kept, total = (sum(len(flat[n].text) for n in part) for part in (picked, range(len(flat))))
    return [flat[n] for n in sorted(picked)] if kept >= min(_LEAST, total // 4) else []


def _picked(text: str, flat: Sequence[Line]) -> set[int]:
    """The lines that trafilatura takes for the main text; what it makes up or joins otherwise is looked for in vain."""
    import trafilatura

    try:
        found = trafilatura.bare_extraction(
            text, include_comments=False, include_tables=True, include_links=False, include_images=False, fast=True
        )
    except Exception:  # a third-party heuristic over hostile markup; the plain reading always works
        return set()
    body = getattr(found, "body", None)
    if body is None:
        return set()
    found_lines = lines_of(body)[:_MOST_LINES]
    own = [_TIGHT.sub("", line.text) for line in flat]
    theirs = {_TIGHT.sub("", line.text) for line in found_lines}
    joined = "\n".join(theirs)
    if len(own) > _MOST_LINES:
        return {n for n, line in enumerate(own) if line in theirs}
    picked = {n for n, line in enumerate(own) if line in theirs or (len(line) >= _RUNNING and line in joined)}
    held = sum(len(own[n]) for n in picked)
    # A line of theirs may hold several of ours (spans, line breaks).
    left = [line for line in theirs if line not in set(own)]
    if held * 5 < sum(len(line) for line in theirs) * 4 and left:
        longer = "\n".join(left)
        picked |= {n for n, line in enumerate(own) if len(line) >= 4 and line in longer}
    return picked


def _main_box(flat: Sequence[Line], weights: Weights) -> Any:
    """The smallest box that holds most of the page's running text, or None."""
    boxes = [
        (count, element)
        for element, count in weights.within.items()
        if count >= _MOST_OF_PAGE * weights.total and isinstance(element.tag, str)
    ]
    if not boxes or not weights.total:
        return None
    # Boxes that hold most of the text lie inside each other; the deepest is met where the chain of them ends.
    return max(boxes, key=lambda pair: _depth(pair[1]))[1]


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())


def _inside(box: Any, outer: Any) -> bool:
    while box is not None:
        if box is outer:
            return True
        box = box.getparent()
    return False


def _body(flat: Sequence[Line], boxed: Sequence[int]) -> set[int]:
    """The lines of a box from its first to its last running text, without links; and its headings before that."""
    running = [n for n in boxed if _is_running(flat[n]) or flat[n].kind == "row"]
    if not running:
        return set(boxed)
    first, last = running[0], running[-1]
    inner = {n for n in boxed if first <= n <= last and flat[n].linked * 2 <= len(flat[n].text)}
    near = {n for n in boxed if first - _BEFORE <= n < first and not flat[n].linked}
    # Short lines behind the last sentence: a signature, a day, the editor's name.
    after = {
        n for n in boxed if last < n <= last + _BEFORE and not flat[n].linked and len(flat[n].text) <= _RUNNING * 2
    }
    return inner | near | after


def _without_tail(flat: Sequence[Line], picked: set[int], boxed: Sequence[int]) -> set[int]:
    """Without the lines behind the box that both readings agree on, unless they are running text."""
    last = boxed[-1]
    return {n for n in picked if n <= last or _is_running(flat[n])}


def _is_running(line: Line) -> bool:
    """A line of the text itself: long, with clauses, and no link."""
    return len(line.text) >= _RUNNING and line.linked * 2 < len(line.text) and _STOP.search(line.text) is not None


def _running_chars(flat: Sequence[Line], chosen: Sequence[int] | set[int]) -> int:
    return sum(len(flat[n].text) for n in chosen if _is_running(flat[n]) or flat[n].kind == "row")


def _between(flat: Sequence[Line], picked: set[int]) -> set[int]:
    """Running text and tables between the first and the last chosen line."""
    if not picked:
        return set()
    middle = range(min(picked), max(picked))
    return {n for n in middle if _is_running(flat[n]) or flat[n].kind == "row"}


def _beside(flat: Sequence[Line], picked: set[int]) -> set[int]:
    """Sentences and tables in the very boxes that chosen running text stands in: an article's paragraphs lie side by
    side, so one that looks otherwise (marks in it, a note at the end) belongs to it too."""
    homes = {id(_home(flat[n])) for n in picked if _is_running(flat[n])}
    return {
        n
        for n, line in enumerate(flat)
        if id(_home(line)) in homes and not line.linked and (line.kind == "row" or _STOP.search(line.text))
    }


def _home(line: Line) -> Any:
    return line.box.getparent() if line.box is not None else None


def _rows_whole(flat: Sequence[Line], picked: set[int]) -> set[int]:
    """All rows of a table of which one is chosen."""
    tables = {id(flat[n].box) for n in picked if flat[n].kind == "row"}
    return {n for n, line in enumerate(flat) if line.kind == "row" and id(line.box) in tables}
