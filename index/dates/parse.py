"""Days written out in full, in the forms that pages, documents and news use. In: a string. Out: days with their places.

Impossible days (30 February) are not days. In words of a text the day counts as it is written; of a time stamp in
metadata it is the day in Beijing (`stamped_day`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from index.text import HAN_NUMERAL_CHARS, parse_numeral
from index.types import Precision

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_CHINESE = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_FORMS = (
    ("ymd", re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]")),
    ("ymd", re.compile(r"(?<![\d./-])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d-])")),
    (
        "han",
        re.compile(
            r"([一二〇零○][一二三四五六七八九〇零○]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
        ),
    ),
    (
        "roc",
        re.compile(
            rf"(?:中[華华])?民[國国]\s?([\d{HAN_NUMERAL_CHARS}]{{1,6}})\s?年\s?([\d十一二三四五六七八九]{{1,3}})\s?月\s?([\d十一二三四五六七八九]{{1,3}})\s?日"
        ),
    ),
    ("dmy", re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s{{1,2}}{_NAME},?\s{{1,2}}((?:19|20)\d\d)(?!\d)", re.I)),
    ("mdy", re.compile(rf"\b{_NAME}\s{{1,2}}(\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}((?:19|20)\d\d)(?!\d)", re.I)),
    ("ym", re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年\s?(\d{1,2})\s?月(?!\s?\d)")),
    ("ym", re.compile(r"^\s*((?:19|20)\d\d)[-/](\d{1,2})\s*$")),
    ("y", re.compile(r"^\s*((?:19|20)\d\d)\s*(?:年\s*)?$")),
)
# Of a stamp with a clock (20240118102030) the day alone counts.
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?:[01]\d[0-5]\d|2[0-3][0-5]\d)?(?:[0-5]\d)?(?!\d)")
_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?(?:\.\d+)?\s*")
_ZONED = re.compile(
    r"[T\s]{0,2}(\d{1,2}):(\d\d)(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:(Z|GMT|UTC|UT)(?![A-Za-z])|([+-])(\d\d):?(\d\d))"
)
_BEIJING = timedelta(hours=8)
_EPOCH_YEARS = (1990, 2100)


@dataclass(frozen=True, slots=True)
class Day:
    """A day (or month, or year) written out, and where it stands."""

    value: date
    precision: Precision
    start: int
    end: int


def find_days(text: str, compact: bool = False) -> Iterator[Day]:
    """The days of a text, form by form, in order of place within a form; `compact` also reads 20250120."""
    for form, pattern in _FORMS:
        for match in pattern.finditer(text):
            value = _value(form, match)
            if value:
                precision: Precision = "year" if form == "y" else "month" if form == "ym" else "day"
                yield Day(value, precision, match.start(), match.end())
    if compact:
        for match in _COMPACT.finditer(text):
            value = _date(*(int(part) for part in match.groups()))
            if value:
                yield Day(value, "day", match.start(), match.end())


def stamped_day(text: str) -> Day | None:
    """The day of a time stamp in Beijing time: seconds since 1970, or a day with a clock and a zone; else `first_day`.

    >>> stamped_day("1705541400").value.isoformat(), stamped_day("Wed, 17 Jan 2024 16:00:00 GMT").value.isoformat()
    ('2024-01-18', '2024-01-18')
    """
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        moment = datetime(1970, 1, 1) + timedelta(seconds=int(epoch.group(1))) + _BEIJING
        if _EPOCH_YEARS[0] <= moment.year <= _EPOCH_YEARS[1]:
            return Day(moment.date(), "day", 0, len(text))
    day = first_day(text, compact=True)
    zoned = _ZONED.match(text, day.end) if day and day.precision == "day" else None
    if day is None or zoned is None or int(zoned.group(1)) > 23:
        return day
    hours, minutes = int(zoned.group(5) or 0), int(zoned.group(6) or 0)
    east = timedelta(hours=hours, minutes=minutes) * (-1 if zoned.group(4) == "-" else 1)
    clock = timedelta(hours=int(zoned.group(1)), minutes=int(zoned.group(2)))
    moment = datetime(day.value.year, day.value.month, day.value.day) + clock - east + _BEIJING
    return Day(moment.date(), "day", day.start, day.end)


def first_day(text: str, compact: bool = False) -> Day | None:
    """The first and most exact day written in a short text, or None.

    >>> first_day("Tue, 22 Feb 2022 09:09:51 GMT").value.isoformat(), first_day("2024-02-30")
    ('2022-02-22', None)
    """
    found = list(find_days(text, compact))
    exact = [day for day in found if day.precision == "day"] or found
    return min(exact, key=lambda day: day.start, default=None)


def _value(form: str, match: re.Match[str]) -> date | None:
    parts = match.groups()
    if form == "ymd":
        return _date(int(parts[0]), int(parts[-2]), int(parts[-1]))
    if form == "han":
        year = int("".join(str(_CHINESE[c]) for c in parts[0]))
        return _date(year, _small(parts[1]), _small(parts[2]))
    if form == "roc":
        year, month, day = (int(parse_numeral(part) or 0) for part in parts)
        return _date(1911 + year, month, day) if year else None
    if form == "dmy":
        return _date(int(parts[2]), _MONTHS.index(parts[1].lower()) + 1, int(parts[0]))
    if form == "mdy":
        return _date(int(parts[2]), _MONTHS.index(parts[0].lower()) + 1, int(parts[1]))
    return _date(int(parts[0]), int(parts[1]) if form == "ym" else 1, 1)


def _small(word: str) -> int:
    """一 … 三十一 as a number."""
    if "十" not in word:
        return _CHINESE.get(word, 0) if len(word) == 1 else 0
    tens, ones = word.split("十", 1)
    return (_CHINESE.get(tens, 0) if tens else 1) * 10 + (_CHINESE.get(ones, 0) if ones else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
