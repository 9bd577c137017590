"""English time expressions counted from the anchor or written in numbers: last month, the past five years, 1980s."""

from __future__ import annotations

import re
from datetime import date

from index.text import parse_numeral
from index.times.calendar import add_days, add_months, day_span, months_span, plan_span, span, year_span
from index.times.en_grammar import COUNT, MONTH_NUMBERS, PLAN_WORDS, WEEKDAY_NUMBERS
from index.times.reading import Around, TimeReading
from index.types import Period


def month_of(words: str) -> int:
    m = re.search(r"[a-z]+", words)
    return MONTH_NUMBERS.get(m.group(), 0) if m else 0


def _shift(words: str) -> int:
    if re.search("last|previous|past", words):
        return -1
    return 1 if re.search("next|coming|following", words) else 0


def relative_unit(words: str, around: Around) -> TimeReading | None:
    """last month, this quarter, next week, last January."""
    shift, name = _shift(words), words.split()[-1]
    today = around.anchor.knows("day" if name == "week" else "month")
    if today is None:
        return TimeReading(None, "relative_" + name, True)
    if name == "month":
        month = add_months(today.replace(day=1), shift)
        return TimeReading(months_span(month.year, month.month, month.month, "relative_month"), "relative_month", True)
    if name == "quarter":
        month = add_months(today.replace(day=1), 3 * shift)
        first = (month.month - 1) // 3 * 3 + 1
        return TimeReading(months_span(month.year, first, first + 2, "quarter"), "quarter", True)
    if name == "week":
        monday = add_days(today, 7 * shift - today.weekday())
        return TimeReading(span(monday, add_days(monday, 6), "week") if monday else None, "week", True)
    month_number = month_of(name)
    year = today.year + (shift if shift else 0)
    if shift == -1 and month_number < today.month:
        year = today.year
    if shift == 1 and month_number > today.month:
        year = today.year
    return TimeReading(months_span(year, month_number, month_number, "month"), "month", True) if month_number else None


def read_plan(words: str, around: Around) -> TimeReading | None:
    m = re.search(
        "([0-9]+)(?:st|nd|rd|th)|(" + "|".join(sorted(PLAN_WORDS, key=len, reverse=True)) + ") (?:five|5|fyp)", words
    )
    if m is None:
        return None
    n = int(m.group(1)) if m.group(1) else PLAN_WORDS[m.group(2)]
    period = plan_span(n, "end" if "end of" in words else "")
    if period and words.startswith("by ") and period.end:
        period = Period(None, period.end, "", "by", by_end=True)
    return TimeReading(period, period.rule) if period else None


def read_iso(words: str, around: Around) -> TimeReading | None:
    parts = re.split("[-/.]+", words)
    if len(parts[0]) == 4:
        year, month, day = (int(p) for p in parts)
    elif parts[1].isalpha():
        year, month, day = int(parts[2]), month_of(parts[1]), int(parts[0])
    else:
        first, second, year = (int(p) for p in parts)
        # 5/20/2024 is month first; 20/5/2024 can only be day first.
        month, day = (second, first) if first > 12 or "." in words else (first, second)
    period = day_span(year, month, day)
    return TimeReading(period, "day") if period else None


def read_years(words: str, around: Around) -> TimeReading | None:
    numbers = re.findall("[0-9]{2,4}", words)
    first = int(numbers[0])
    last = int(numbers[1]) if len(numbers[1]) == 4 else first // 100 * 100 + int(numbers[1])
    if not 0 <= last - first <= 120 or not 1800 <= first <= 2100:
        return None
    return TimeReading(span(date(first, 1, 1), date(last, 12, 31), "year_range"), "year_range")


_LENGTH_PART = re.compile(
    f"(.*?)(?:({COUNT}) )?(years?|decades?|months?|weeks?|days?|quarters?|fiscal years?)(?: (ago|earlier|later|"
    f"from now))?"
)


def read_length(words: str, around: Around) -> TimeReading | None:
    """the past five years, within three years, two years ago."""
    m = _LENGTH_PART.fullmatch(words)
    if m is None:
        return None
    lead, count, unit, tail = m.groups()
    unit = unit.replace("fiscal ", "").rstrip("s")
    kind = _direction(lead, tail)
    if count in ("several", "few") or (count is None and unit != "decade"):
        rule = "recent" if kind in ("past", "ago") else "future"
        return TimeReading(span(None, None, rule), rule)
    value = 1 if count in (None, "a", "an") else int(parse_numeral(count) or 0)
    today = around.anchor.last_day()
    if today is None or value <= 0 or (unit not in ("year", "decade") and around.anchor.precision != "day"):
        return TimeReading(None, kind, True)
    return TimeReading(_counted(today, value, unit, kind), kind, True)


def _direction(lead: str, tail: str | None) -> str:
    """Which way a length of time lies: ago, later, within, past or next."""
    if tail:
        return "ago" if tail in ("ago", "earlier") else "later"
    if "within" in lead:
        return "within"
    return "past" if re.search("past|last|previous|recent", lead) else "next"


def _counted(today: date, value: int, unit: str, kind: str) -> Period | None:
    sign = -1 if kind in ("past", "ago") else 1
    months = {"year": 12, "decade": 120, "month": 1, "quarter": 3}.get(unit)
    other = add_months(today, sign * value * months) if months else add_days(
        today, sign * value * (7 if unit == "week" else 1))  # fmt: skip
    if other is None:
        return None
    if kind in ("ago", "later"):
        if unit in ("year", "decade"):
            return year_span(other.year, kind)
        return months_span(other.year, other.month, other.month, kind) if months else span(other, other, kind)
    first, last = sorted((today, other))
    return Period(first, last, "", kind, by_end=kind == "within")


def read_named_day(words: str, around: Around) -> TimeReading:
    shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(words, 0)
    today = around.anchor.knows("day")
    moved = add_days(today, shift) if today else None
    return TimeReading(span(moved, moved, "relative_day") if moved else None, "relative_day", True)


def read_weekday(words: str, around: Around) -> TimeReading | None:
    today = around.anchor.knows("day")
    if today is None:
        return TimeReading(None, "week", True)
    number = WEEKDAY_NUMBERS[words.split()[-1]]
    if words.startswith(("this", "last", "next", "coming")):
        day = add_days(today, 7 * _shift(words) - today.weekday() + number)
    else:
        day = add_days(today, -((today.weekday() - number) % 7))
    return TimeReading(span(day, day, "week") if day else None, "week", True)


def read_now(words: str, around: Around) -> TimeReading:
    today = around.anchor.last_day()
    return TimeReading(Period(None, today, "", "now", by_end=True) if today else None, "now", True)


def read_decade(words: str, around: Around) -> TimeReading:
    first = int(re.findall("[0-9]{4}", words)[0])
    return TimeReading(span(date(first, 1, 1), date(first + 9, 12, 31), "decade"), "decade")
