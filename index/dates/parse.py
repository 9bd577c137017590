"""Days written out in full, in the forms that pages, documents and news use. In: a string. Out: days with their places.

Impossible days (30 February) are not days. Times and time zones are passed over: the day counts as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

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
    ("dmy", re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s{{1,2}}{_NAME},?\s{{1,2}}((?:19|20)\d\d)(?!\d)", re.I)),
    ("mdy", re.compile(rf"\b{_NAME}\s{{1,2}}(\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}((?:19|20)\d\d)(?!\d)", re.I)),
    ("ym", re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年\s?(\d{1,2})\s?月(?!\s?\d)")),
    ("ym", re.compile(r"^\s*((?:19|20)\d\d)[-/](\d{1,2})\s*$")),
    ("y", re.compile(r"^\s*((?:19|20)\d\d)\s*年?\s*$")),
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")


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
