"""Calendar arithmetic for time expressions: spans of days, and the anchor that relative words are read by.

`Anchor` answers "which year is 去年?" from the article's date, and None where the date is missing or not exact enough
(昨日 needs the day, 上月 the month, 去年 the year).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from index.text import read_rows
from index.types import Period, Precision

FIRST_YEAR, LAST_YEAR = 1000, 2999
_EXACTNESS = {"unknown": 0, "year": 1, "month": 2, "day": 3}


# (name, rule, first day or day in the year, last day): one file for festivals and for events that 以来 counts from.
_ROWS = read_rows(Path(__file__).with_name("events.tsv"))
EVENTS = {row[1]: date.fromisoformat(row[2]) for row in _ROWS if row[0] == "event"}
FESTIVALS = {row[1]: (int(row[2][:2]), int(row[2][3:])) for row in _ROWS if row[0] == "festival"}
LUNAR = {(row[1], int(row[2][:4])): date.fromisoformat(row[2]) for row in _ROWS if row[0] == "lunar"}


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day relative words count from, and how exact it is."""

    day: date | None
    precision: Precision

    def knows(self, grain: Precision) -> date | None:
        """The anchor day if it is exact to `grain`, else None."""
        return self.day if _EXACTNESS[self.precision] >= _EXACTNESS[grain] else None

    def year(self) -> int | None:
        day = self.knows("year")
        return day.year if day else None

    def last_day(self) -> date | None:
        """The last day the anchor can mean: the anchor itself, or the end of its month or year."""
        if self.day is None or self.precision == "unknown":
            return None
        if self.precision == "day":
            return self.day
        month = self.day.month if self.precision == "month" else 12
        return date(self.day.year, month, days_in(self.day.year, month))

    def nearest_year(self, month: int, day: int | None = None) -> int | None:
        """The year that puts a bare month (and day) nearest to the anchor; its own year where only that is known."""
        if self.day is None or self.precision == "unknown":
            return None
        if self.precision == "year":
            return self.day.year
        here = self.day
        years = [y for y in (here.year - 1, here.year, here.year + 1) if day is None or valid_day(y, month, day)]
        return min(years, key=lambda y: abs((date(y, month, day or 15) - here).days), default=None)

    def nearest_month(self, day: int) -> tuple[int, int] | None:
        """The (year, month) that puts a bare day of the month nearest to the anchor, which must be exact to the day."""
        here = self.knows("day")
        if here is None:
            return None
        months = [add_months(here.replace(day=1), n) for n in (-1, 0, 1)]
        fits = [m for m in months if valid_day(m.year, m.month, day)]
        best = min(fits, key=lambda m: abs((m.replace(day=day) - here).days), default=None)
        return (best.year, best.month) if best else None


def days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def valid_day(year: int, month: int, day: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= days_in(year, month)


def add_months(day: date, months: int) -> date:
    """The same day some months away, or the last day of that month where it is shorter."""
    index = min(max(day.year * 12 + day.month - 1 + months, FIRST_YEAR * 12), LAST_YEAR * 12 + 11)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, days_in(year, month + 1)))


def add_days(day: date, days: int) -> date | None:
    """`day` plus some days, or None outside the calendar."""
    try:
        moved = day + timedelta(days=days)
    except OverflowError:
        return None
    return moved if FIRST_YEAR <= moved.year <= LAST_YEAR else None


def span(start: date | None, end: date | None, rule: str) -> Period:
    """A period without its words; `finish` puts them in."""
    return Period(start=start, end=end, text="", rule=rule)


def year_span(year: int, rule: str = "year") -> Period | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return span(date(year, 1, 1), date(year, 12, 31), rule)


def months_span(year: int, first: int, last: int, rule: str) -> Period | None:
    """Whole months `first`…`last` of one year."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= first <= last <= 12):
        return None
    return span(date(year, first, 1), date(year, last, days_in(year, last)), rule)


def day_span(year: int, month: int, day: int, rule: str = "day") -> Period | None:
    if not valid_day(year, month, day):
        return None
    return span(date(year, month, day), date(year, month, day), rule)


def plan_span(number: int, part: str = "", years: int | None = 0) -> Period | None:
    """The n-th Five-Year Plan of China, or its first `years`: the first began in 1953, three years of adjustment lie
    before the third."""
    if not 1 <= number <= 30:
        return None
    first = 1953 + 5 * (number - 1) + (3 if number >= 3 else 0)
    if part == "end":
        return year_span(first + 4, "plan_end")
    if part == "start":
        return year_span(first, "plan_start")
    return span(date(first, 1, 1), date(first + (years or 5) - 1, 12, 31), "plan")


def festival_day(name: str, year: int) -> Period | None:
    """The day of a festival in a year; lunar ones come from a table of the years it covers."""
    if name in FESTIVALS:
        month, day = FESTIVALS[name]
        return day_span(year, month, day, "festival")
    found = LUNAR.get((name, year))
    return span(found, found, "festival") if found else None


def finish(period: Period | None, text: str, anchored: bool) -> Period | None:
    """The period with the words it was read from; `anchored` also keeps a mark set earlier."""
    return None if period is None else replace(period, text=text, anchored=anchored or period.anchored)
