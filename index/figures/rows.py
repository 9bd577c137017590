"""One predicate over several numbers or several subjects: 分别, 均, and the words lists leave out.

增加值、利润、投资分别增长5.8%、17.3%和5.8% is three figures;
战略性新兴产业、高新技术产业增加值占工业比重分别为29%、19% is two,
and the first item borrows 增加值占工业比重 from the last.
"""

from __future__ import annotations

import re

from index.figures.cues import words
from index.types import Quantity

_HEADS = sorted(words("zh", "heads"), key=len, reverse=True)
# Heads that keep the qualifier of the figure before them (规模以上工业总产值达…，增加值增长…).
_SHARING = words("zh", "sharing")
_LINK = re.compile("[ *]*(?:(?:左右|以上|以下)[ *]*)?(?:[、，,]|和|与|及|以及|、和)[ *]*")
_AND = re.compile("(?:以及|和|与|及)")
_SHARED_TAIL = re.compile("占|(?:" + "|".join(_HEADS) + ")")


def linked_runs(text: str, quantities: list[Quantity]) -> list[list[int]]:
    """Indexes of quantities that stand in one row, with only list marks between: 29%、19%; 144家、958家."""
    runs: list[list[int]] = []
    for i, quantity in enumerate(quantities):
        if runs:
            last = quantities[runs[-1][-1]]
            same = last.unit == quantity.unit or last.unit_class == quantity.unit_class
            if same and _LINK.fullmatch(text, last.end, quantity.start):
                runs[-1].append(i)
                continue
        runs.append([i])
    return [run for run in runs if len(run) > 1]


def split_items(phrase: str, count: int | None) -> list[str]:
    """The items of a list: as many as `count` asks for if that can be had, else by list marks."""
    parts = _outside_quotes(phrase, "、，")
    if count is not None and len(parts) == count:
        return parts
    last = _AND.split(parts[-1])
    if len(parts) > 1 or count is not None:
        if count is None or len(parts) - 1 + len(last) == count:
            return [*parts[:-1], *[p for p in last if p]]
    elif len(last) == 2 and all(head_of(p) for p in last):
        return last
    every = [p for part in parts for p in _AND.split(part) if p]
    return every if count is not None and len(every) == count else parts


def _outside_quotes(phrase: str, marks: str) -> list[str]:
    parts, begin, depth = [], 0, 0
    for i, character in enumerate(phrase):
        if character in "“《（(":
            depth += 1
        elif character in "”》）)":
            depth -= 1
        elif character in marks and depth <= 0:
            parts.append(phrase[begin:i])
            begin = i + 1
    parts.append(phrase[begin:])
    return [p.strip(" *") for p in parts if p.strip(" *")]


def head_of(phrase: str) -> str:
    """The statistical noun a phrase ends with (规上工业增加值 → 增加值), or ""."""
    return next((h for h in _HEADS if phrase.endswith(h)), "")


def complete_items(items: list[str]) -> list[str]:
    """Gives each item of a list the words it shares with the others, at its end or its front."""
    if len(items) < 2:
        return items
    last = items[-1]
    tail = ""
    if not any(head_of(item) for item in items[:-1]):
        match = _SHARED_TAIL.search(last)
        tail = last[match.start() :] if match and match.start() > 0 else ""
    with_tail = [item + tail for item in items[:-1]] + [last]
    first_head = head_of(with_tail[0])
    prefix = with_tail[0][: -len(first_head)] if first_head else ""
    if not prefix or tail:
        return with_tail
    return [with_tail[0]] + [prefix + item if item in _SHARING else item for item in with_tail[1:]]


def with_qualifier(noun: str, earlier: str) -> str:
    """A bare 增加值 after 规模以上工业总产值 is 规模以上工业增加值; 占…比重 after an indicator is its share."""
    if noun.startswith("占") and earlier and "占" not in earlier:
        return earlier + noun
    if noun in ("增速", "增幅", "涨幅", "降幅", "跌幅", "比例", "占比"):
        return earlier + noun if head_of(earlier) not in ("占比", "比重", "增速", "增幅") else earlier
    if noun in _SHARING:
        head = head_of(earlier)
        if head in _SHARING and len(head) < len(earlier):
            return earlier[: -len(head)] + noun
    return noun
