"""Periods and dates in words: 2024年第一季度 / "Q1 2024", 到2027年 / "by 2027".

In: a `Period` (absolute days) or an ISO date. Out: text in "zh" or "en". What is open on both sides stands as it is
written in the article.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from index.types import Period
from qa.say.strings import say

_MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_HAN = "零一二三四五六七八九十"
_ENGLISH = ("", "one", "two", "three", "four")
_AS_OF = ("截至", "截止", "末", "底", "as of", "at the end of", "end of", "year-end")
# The first Five-Year Plan ran 1953–1957; since the 6th (1981–1985) each is five calendar years.
_FIRST_PLAN_OF_FIVE, _ITS_START = 6, 1981
_LAST_PLAN = 19


def date_text(iso: str | None, precision: str, language: str) -> str:
    """A date as precise as it is known: date_text("2025-01-20", "day", "en") → "20 January 2025".

    `iso` may be 2025-01-20, 2025-01 or 2025; None or precision "unknown" gives the words for that.
    """
    if not iso or precision == "unknown":
        return say("unknown_date", language)
    parts = [int(part) for part in iso.split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    if precision == "day" and len(parts) == 3:
        return _day(date(year, month, day), language)
    if precision in ("day", "month") and len(parts) >= 2:
        return _month(year, month, language)
    return say("year", language, year=year)


def _day(day: date, language: str) -> str:
    return say("day", language, year=day.year, month=day.month, day=day.day, month_name=_MONTHS[day.month])


def _month(year: int, month: int, language: str) -> str:
    return say("month", language, year=year, month=month, month_name=_MONTHS[month])


def period_text(period: Period | None, language: str) -> str:
    """A period in words; "" for None.

    >>> period_text(Period(date(2024, 1, 1), date(2024, 12, 31), "去年", "year"), "en")
    '2024'
    """
    if period is None:
        return ""
    start, end = period.start, period.end
    if period.rule == "year_end" and end is not None and not period.by_end and end.month == 12:
        return say("year_end", language, year=end.year)
    if period.by_end and end is not None:
        return _deadline(end, period.text, language)
    if start is not None and end is not None:
        return _span(start, end, period.text, language)
    if start is not None:
        return say("since", language, first=_start(start, language))
    if end is not None:
        return say("until", language, last=_ending(end, language))
    return period.text


def _deadline(end: date, text: str, language: str) -> str:
    folded = text.lower()
    # A figure without a time of its own holds as of its article, and nobody wrote "by".
    as_of = not text or any(word in folded for word in _AS_OF)
    if (end.month, end.day) == (12, 31):
        return say("as_of_year" if as_of else "by_year", language, year=end.year)
    if as_of and end.day == calendar.monthrange(end.year, end.month)[1]:
        return say("as_of_month", language, last=_month(end.year, end.month, language))
    return say("as_of_day" if as_of else "by_day", language, last=_ending(end, language))


def _span(start: date, end: date, text: str, language: str) -> str:
    if start == end:
        return _day(start, language)
    opens, closes = start.day == 1, (end + timedelta(days=1)).day == 1
    if not (opens and closes):
        return say("span", language, first=_day(start, language), last=_day(end, language))
    if start.month == 1 and end.month == 12:
        return _years(start.year, end.year, text, language)
    if start.year == end.year:
        return _within_year(start, end, language)
    first, last = _month(start.year, start.month, language), _month(end.year, end.month, language)
    return say("span", language, first=first, last=last)


def _years(first: int, last: int, text: str, language: str) -> str:
    if first == last:
        return say("year", language, year=first)
    plan, rest = divmod(first - _ITS_START, 5)
    number = plan + _FIRST_PLAN_OF_FIVE
    named = "五" in text or "plan" in text.lower() or "fyp" in text.lower()
    if last - first == 4 and rest == 0 and named and _FIRST_PLAN_OF_FIVE <= number <= _LAST_PLAN:
        return say("plan", language, plan_zh=_han(number), plan_en=f"{number}th", first=first, last=last)
    return say("years", language, first=first, last=last)


def _within_year(start: date, end: date, language: str) -> str:
    year, first, last = start.year, start.month, end.month
    if first == last:
        return _month(year, first, language)
    if (first, last) in ((1, 6), (7, 12)):
        return say("first_half" if first == 1 else "second_half", language, year=year)
    if last - first == 2 and first % 3 == 1:
        quarter = last // 3
        return say("quarter", language, year=year, quarter=quarter, quarter_zh=_HAN[quarter])
    if (first, last) == (1, 9):
        return say("quarters", language, year=year, quarter_zh=_HAN[3], quarter_en=_ENGLISH[3])
    names = {"first_name": _MONTHS[first], "last_name": _MONTHS[last]}
    return say("months", language, year=year, first=first, last=last, **names)


def _start(start: date, language: str) -> str:
    if (start.month, start.day) == (1, 1):
        return say("year", language, year=start.year)
    return _month(start.year, start.month, language) if start.day == 1 else _day(start, language)


def _ending(end: date, language: str) -> str:
    if (end.month, end.day) == (12, 31):
        return say("year", language, year=end.year)
    if end < date.max and (end + timedelta(days=1)).day == 1:
        return _month(end.year, end.month, language)
    return _day(end, language)


def _han(number: int) -> str:
    """A number up to 19 in Chinese: 14 → 十四."""
    return _HAN[number] if number <= 10 else "十" + _HAN[number - 10]
