"""By how much a value changed: from the two values of one sentence, or from two versions of what articles say.

In: the fitted figures of a question for the value itself. Out: the value after and before, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qa.evidence import FITS, Fitted
from qa.operate.compute import comparable
from qa.operate.find import ACCEPT, same_indicator

_ASKS = re.compile(
    "(?:增加|提高|提升|上升|上涨|增长|扩大|上调|涨|升|下降|减少|降低|下调|缩短|缩减|跌|降|变化|调整|变动)了?(?:多少|几|多大)|"
    r"\bby how (?:much|many)\b|\bhow (?:much|many)\b.{0,60}\b(?:increase|rise|rose|raised?|grow|grew|fall|fell|drop|"
    r"dropped|cut|reduced?|change|changed|go up|went up|go down|went down|more than before|than before)\b"
)
_WORDS = re.compile(
    "(?:增加|提高|提升|上升|上涨|增长|扩大|上调|涨|升|下降|减少|降低|下调|缩短|缩减|跌|降|变化|调整|变动)了?(?:多少|几|多大)|"
    r"\bby how (?:much|many)\b|\bhow (?:much|many)\b|\b(?:did|does|has|have|was|were|been|by)\b|"
    r"\b(?:increased?|rise|rose|"
    r"raised?|grow|grew|fall|fell|drop|dropped|cut|reduced?|changed?|go up|went up|go down|went down|than before)\b"
)


def asks_change(text: str) -> bool:
    """Whether a (folded) question asks by how much something changed."""
    return _ASKS.search(text) is not None


def without_change(text: str) -> str:
    """The question without the words of the change: what is left names the value."""
    return re.sub(r"\s+", " ", _WORDS.sub(" ", text)).strip(" ?？。")


def changed_pair(found: Sequence[Fitted]) -> tuple[Fitted, Fitted] | None:
    """The figures after and before: of one sentence first, else the two newest articles that differ."""
    able = [c for c in found if c.about >= ACCEPT and min(c.place, c.nature) >= FITS and c.figure.measure != "growth"]
    for before in able:
        if before.figure.period is None or before.figure.period.rule != "before":
            continue
        for after in able:
            same = after.figure.sentence_start == before.figure.sentence_start and after.source == before.source
            if same and after is not before and same_indicator(after.figure, before.figure):
                return after, before
    return _versions(able)


def _versions(able: Sequence[Fitted]) -> tuple[Fitted, Fitted] | None:
    """The same value as two articles of different days give it, the later one first."""
    if not able:
        return None
    best = able[0]
    alike = [c for c in able if c.about >= 0.85 * best.about and comparable(c.figure.quantity, best.figure.quantity)]
    alike = [c for c in alike if c.figure.nature == "result" and (c.figure.place, c.figure.body) == _owner(best)]
    by_day: dict[date, Fitted] = {}
    for c in alike:
        day = c.scored.sentence.passage.published.value
        if day is not None and (day not in by_day or c.score > by_day[day].score):
            by_day[day] = c
    days = sorted(by_day, reverse=True)[:2]
    if len(days) < 2 or by_day[days[0]].figure.quantity.value == by_day[days[1]].figure.quantity.value:
        return None
    return by_day[days[0]], by_day[days[1]]


def _owner(one: Fitted) -> tuple[str, str]:
    return one.figure.place, one.figure.body
