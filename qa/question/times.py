"""The times a question names, as periods; today is the anchor of 今年, a date in the question wins.

In: a `View`. Out: the periods in order; their spans are taken. A month or day without a year ("1月20日") is no period:
in a question nobody can say which year is meant, so it stays with the words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from index.times import find_times
from index.types import Period, TimeMention
from qa.lexicon import asking_cues
from qa.question.view import View

# Rules that say "at some time near now" rather than name a span.
_VAGUE = frozenset(("now", "recent", "future"))
_BARE = frozenset(("day", "month", "months", "quarter", "half", "day_range", "month_range", "quarters"))
_RELATIVE = re.compile(
    "今|去|本|上[个月季]|昨|前[年天日]|明|当|同|下[个月季]|last|this|next|previous|current|ago|past|yester|tomorrow"
)
# "开国大典当天", "I need the year": a day or year that something else says.
_OF_SOMETHING = re.compile(
    "当[天日晚月年]|那[天日晚月年]|同[天日年]|the (?:same )?(?:day|month|year)|that (?:day|month|year)"
)
_QUOTED_BEFORE = re.compile(
    "(?:据|根据|按照?|依据|according to|going by|as per|based on|judging by) ?(?:the |a |an )?$"
)
_QUOTED_BEHIND = re.compile(
    "的?[^,，。?？]{0,6}(?:报道|报告|文章|新闻|稿|会议)|"
    ".{0,16}\\b(?:reports?|articles?|story|news|coverage|conference|meeting)\\b"
)
# "哪一年年底" asks for the year; 年底 alone names none.
_ASKED = re.compile("(?:哪一?|何|几)年$")
# A bare year that the grammar left alone: not a count (2000家) and not part of a longer number or code.
_YEAR = re.compile(
    "(?<![0-9a-z.,-])(19[5-9][0-9]|20[0-4][0-9])"
    "(?![0-9.,%-]|年?[个家辆元万亿人户项台条吨名亩件]| ?(?:yuan|rmb|km|mw|vehicles|cars|firms))"
)
# "24年整车产量": two digits for a year of this century, at the start or behind a word that cannot count years.
_SHORT_YEAR = re.compile("(?<![0-9a-z.近过去未来第续满达共])(1[5-9]|[2-3][0-9])年(?![前后内间来以多余]|时间)")

# 去年（就是2024年）: the second says which the first is.
_SAID_AGAIN = re.compile("[（(，, ]{0,2}(?:就是|也就是|即|that is|i\\.e\\.|namely|meaning)[，, ]{0,2}")

_THAT_YEAR = re.compile("\\b(?:for|of|during|in) (?:that|the same) year\\b|当年|那一?年|该年")
# A span up to the day of asking, and the year before one that is named: both give way to a date.
_GIVES_WAY = re.compile(
    "(?:最?近|过去|这)的?(?:[0-9一二两三四五六七八九十几]{1,3}|数)?个?[年月]|(?:over |in )?the (?:past|last|recent) "
    "|(?:上一?年|前一年)|[到于在]?年[初底末]$|(?:the )?(?:previous|prior|preceding) year"
)


def read_times(view: View, today: date) -> tuple[Period, ...]:
    """Periods named in the question, in order, each once."""
    found: list[tuple[int, Period]] = []
    for mention in find_times(view.text, today):
        period = mention.period
        if mention.rule in _VAGUE:
            view.take(mention.start, mention.end)
        if period is None or mention.rule in _VAGUE or _yearless(mention) or _ASKED.search(view.text[: mention.start]):
            continue
        view.take(mention.start, mention.end)
        if _OF_SOMETHING.fullmatch(mention.text.lower()) or _of_source(view.text, mention):
            continue
        if period.start is not None or period.end is not None:
            period = _to_come(_festive(period), today)
            found.append(
                (mention.start, _of_that_year(period) if _THAT_YEAR.search(view.text, mention.end) else period)
            )
    for pattern in (_YEAR, _SHORT_YEAR):
        for match in pattern.finditer(view.text):
            if view.free(match.start(), match.end()):
                year = int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])
                end = match.end() + (1 if view.text[match.end() : match.end() + 1] == "年" else 0)
                view.take(match.start(), end)
                period = Period(date(year, 1, 1), date(year, 12, 31), view.raw[match.start() : end], "year")
                found.append((match.start(), period))
    found.sort(key=lambda pair: pair[0])
    if not all(_GIVES_WAY.match(period.text.lower()) for _, period in found):
        found = [pair for pair in found if not _GIVES_WAY.match(pair[1].text.lower())]
    repeated = {
        first for (first, period), (second, _) in pairwise(found)
        if _SAID_AGAIN.fullmatch(view.raw[first + len(period.text) : second])
    }  # fmt: skip
    found = [pair for pair in found if pair[0] not in repeated]
    periods: list[Period] = []
    for _, period in found:
        if not any((p.start, p.end, p.by_end) == (period.start, period.end, period.by_end) for p in periods):
            periods.append(period)
    return tuple(periods)


def _festive(period: Period) -> Period:
    """A festival as the days people spend on it: 春节 lasts till the lanterns, and what is told of it comes later."""
    if period.rule != "festival" or period.start is None or period.end is None:
        return period
    long = re.search("春节|新年|spring festival|new year", period.text.lower()) is not None
    return replace(period, start=period.start - timedelta(2), end=period.end + timedelta(15 if long else 7))


def _of_that_year(period: Period) -> Period:
    """The whole year of a day or month: "in February 2021 what was planned for that year"."""
    if period.start is None or period.end is None or period.start.year != period.end.year:
        return period
    return replace(period, start=date(period.start.year, 1, 1), end=date(period.start.year, 12, 31))


def _to_come(period: Period, today: date) -> Period:
    """Who asks what is planned for before 2027 takes a plan for 2027 as well, and is told which year it is."""
    if period.rule != "before" or period.end is None or period.end <= today or period.end.month < 12:
        return period
    return replace(period, end=date(period.end.year + 1, 12, 31))


def year_begun(period: Period) -> Period:
    """The whole year for its start, when a goal is asked: what was set in early 2022 was set for 2022."""
    if period.rule != "year_start" or period.start is None:
        return period
    return replace(period, end=date(period.start.year, 12, 31))


def outside_speech(periods: tuple[Period, ...], text: str) -> tuple[Period, ...]:
    """The periods without those that somebody else's words may lean on another day for: 谁表示今年要….

    `text` is the folded question, which asks who said something.
    """
    said = next(
        (match for name, kind in asking_cues().kinds if name == "who_said" and (match := kind.search(text))), None
    )
    if said is None:
        return periods
    return tuple(p for p in periods if not (_RELATIVE.search(p.text.lower()) and p.text.lower() in text[said.end() :]))


def _of_source(text: str, mention: TimeMention) -> bool:
    """Whether the time is that of what is quoted, not of what is asked: "going by the February 2022 report"."""
    before, behind = text[max(0, mention.start - 24) : mention.start], text[mention.end : mention.end + 24]
    return bool(_QUOTED_BEFORE.search(before) and _QUOTED_BEHIND.match(behind))


def _yearless(mention: TimeMention) -> bool:
    """Whether the span leans on today without saying so: "1月20日", "the first quarter"."""
    period = mention.period
    if period is None or not period.anchored or mention.rule not in _BARE:
        return False
    return not _RELATIVE.search(mention.text.lower())
