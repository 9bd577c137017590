"""What a sentence says of a value before and after, and of a value aimed for, once its figures are known.

In: the figures of an article. Out: the same, where 由A增加到B gives both values the indicator in front of 由, A as what
was before (or is now, when B is still to come), and 产值目标为 gives a goal of 产值.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from index.types import Article, Figure, Period

_FROM = re.compile(
    "([\u4e00-\u9fffA-Za-z0-9“”]{2,24}?)(?:将|已|预计|力争|计划|有望|拟)?(?:从|由)(?:原来|原先|此前|之前|目前|现在|过去|以前|当前|现行|最初|调整前)?的?(?:每[\u4e00-\u9fff]{1,3})?$"
)
_TO = re.compile(
    "(?:亩|元)?(?:逐步|进一步|已|再)?(?:增加|增长|提高|提升|上升|上调|扩大|扩展|升|涨|下降|减少|降低|下调|缩短|缩减|压缩|压减|降|跌|调整|变更|延长|改|变|扩建|扩)?(?:到|至|为|成)了?(?:每[\u4e00-\u9fff]{1,3}|现在的|目前的|约|近|超过?)?$"
)
_LATER = re.compile("将|预计|力争|计划|有望|拟|目标|争取")
_AIM = re.compile("(?<=[\u4e00-\u9fff]{2})(?:的)?(?:目标|预期目标|目标值|任务|计划数)$")
_MOST_BETWEEN = 16


def with_changes(article: Article, figures: Sequence[Figure]) -> list[Figure]:
    """The figures with what 由…到… and 目标 say of them."""
    told = [_aimed(figure) for figure in figures]
    for i in range(len(told) - 1):
        pair = _changed(article, told[i], told[i + 1])
        if pair is not None:
            told[i], told[i + 1] = pair
    return told


def _aimed(figure: Figure) -> Figure:
    """产值目标 as a goal of 产值."""
    bare = _AIM.sub("", figure.indicator)
    if bare == figure.indicator or figure.nature == "goal":
        return figure
    return replace(figure, indicator=bare, nature="goal", indicator_end=figure.indicator_start + len(bare)) if (
        figure.indicator_start >= 0
    ) else replace(figure, indicator=bare, nature="goal")  # fmt: skip


def _changed(article: Article, one: Figure, other: Figure) -> tuple[Figure, Figure] | None:
    """The two figures of 由A增加到B, or None."""
    a, b = one.quantity, other.quantity
    if one.sentence_start != other.sentence_start or not 0 <= b.start - a.end <= _MOST_BETWEEN:
        return None
    if a.unit != b.unit or not _TO.match(article.text[a.end : b.start]):
        return None
    lead = article.text[max(one.sentence_start, a.start - 36) : a.start]
    lead = re.split("[，。；、：,;]", lead)[-1]
    match = _FROM.search(lead)
    if match is None:
        return None
    begin = a.start - len(lead) + match.start(1)
    own = one.indicator if one.indicator in match[1] and len(one.indicator) > 1 else match[1]
    begin = article.text.find(own, begin, a.start)
    later = bool(_LATER.search(lead)) or other.nature in ("goal", "forecast")
    named = {"indicator": own, "indicator_start": begin, "indicator_end": begin + len(own) if begin >= 0 else -1}
    measure = "share" if "share" in (one.measure, other.measure) else "level"
    before = replace(one, **named, measure=measure, nature="result", period=_before(article, one.period, later))  # type: ignore[arg-type]
    nature = (other.nature if other.nature != "result" else "goal") if later else "result"
    after = replace(other, **named, measure=measure, nature=nature)  # type: ignore[arg-type]
    return before, after


def _before(article: Article, period: Period | None, later: bool) -> Period | None:
    """When the old value held: until the article, or the day before it when the new one already holds."""
    day = article.published.value
    if (
        day is None
        or article.published.precision != "day"
        or (period is not None and not period.anchored and period.start)
    ):
        return period
    return Period(None, day if later else day - timedelta(days=1), "", "before", by_end=True, anchored=True)
