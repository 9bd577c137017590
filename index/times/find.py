"""Time expressions, Chinese and English, as absolute periods.

Comes in: a text and the day it was written (with how exact that day is). Goes out: TimeMentions, left to right, none
overlapping. What cannot be resolved without a date has `period=None`; comparisons (同比, year-on-year) have the rule
"comparison" and clock times "clock": both stand for no period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from types import ModuleType

from index.text import fold_written
from index.times import zh as timex_zh
from index.times.calendar import Anchor, finish
from index.times.reading import Around
from index.types import Period, Precision, TimeMention

# Rules that name no span of their own, so that nothing is dated by them.
NOT_PERIODS = frozenset({"comparison", "clock"})
_SENTENCE_END = re.compile("[。！？!?\n]")
_LATIN = re.compile("[A-Za-z]{2}|[12][0-9]{3}(?!年)")


def find_times(text: str, anchor: date | None = None, anchor_precision: Precision = "day") -> tuple[TimeMention, ...]:
    """All time expressions of `text`, in order, the longest where several would fit.

    `anchor` is the day that 今年 or "last year" is counted from, exact to `anchor_precision`; without it such mentions
    carry no period. A bare month leans on a year named earlier in its sentence, else on the anchor.

    >>> [(m.text, m.period.start.isoformat()) for m in find_times("去年8月上市", date(2025, 1, 20))]
    [('去年8月', '2024-08-01')]
    """
    folded = fold_written(text)
    day = Anchor(anchor, anchor_precision if anchor else "unknown")
    mentions: list[TimeMention] = []
    before: Period | None = None
    last_end = 0
    for start, end, kind, match in _candidates(folded):
        if start < last_end:
            continue
        if mentions and _SENTENCE_END.search(folded, mentions[-1].end, start):
            before = None
        around = Around(day, before)
        reading = timex_zh.read(match, around) if kind == "zh" else _english().read(match, around)
        if reading is None:
            continue
        words = text[start:end]
        period = finish(reading.period, words, reading.anchored)
        mentions.append(TimeMention(start, end, words, period, reading.rule))
        last_end = end
        if period is not None and reading.rule not in ("now", "recent", "future", "comparison"):
            before = period
    return tuple(mentions)


def _english() -> ModuleType:
    """The English grammar, loaded with the first Latin words: its patterns take a tenth of a second to compile."""
    from index.times import en as timex_en

    return timex_en


def _candidates(folded: str) -> Iterator[tuple[int, int, str, re.Match[str]]]:
    """Candidates of both grammars by place; of two that start together the longer comes first."""
    found = [(m.start(), m.end(), "zh", m) for m in timex_zh.candidates(folded)]
    if _LATIN.search(folded):
        found += [(m.start(), m.end(), "en", m) for m in _english().candidates(folded)]
        found.sort(key=lambda c: (c[0], -c[1]))
    return iter(found)
