"""English time expressions, and years standing alone in text of either language.

Same two steps as `timex_zh`: `candidates` says where, `read` says what. A bare year beside Chinese characters
("2023重庆制造业成绩单") has the rule "bare_year": it may be part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from index.numerals import parse_numeral
from index.timex_calendar import (
    add_days,
    add_months,
    day_span,
    days_in,
    months_span,
    plan_span,
    span,
    year_span,
)
from index.timex_en_grammar import (
    AMBIGUOUS_MONTH,
    COUNT,
    COUNTED,
    GRAMMAR,
    HAN,
    MONTH_NUMBERS,
    ORDINALS,
    PLAN_WORDS,
    PRE,
    TO,
    WEEKDAY_NUMBERS,
    YEAR_ALONE,
    YEAR_LEAD,
    M,
)
from index.timex_reading import Clue, Reading
from index.types import Period


def candidates(folded: str) -> Iterator[re.Match[str]]:
    """Where an English time expression or a bare year stands, left to right."""
    return GRAMMAR.finditer(folded)


def read(match: re.Match[str], clue: Clue) -> Reading | None:
    """What a candidate means; None when on a second look it is no time expression."""
    words = match.group()
    lower = re.sub(r"\s+", " ", words.lower())
    if YEAR_ALONE.fullmatch(words):
        return _bare_year(match, words)
    if (m := AMBIGUOUS_MONTH.fullmatch(lower)) and not words[m.start(1)].isupper():
        return None
    return _READERS[match.lastgroup or ""](lower, clue)


def _bare_year(match: re.Match[str], words: str) -> Reading | None:
    """A four-digit number alone: a year where the words around it do not count something with it."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(0, start - 8) : start], text[end : end + 24]
    if text[start - 1 : start] in ("-", ".", "_", "=") or after[:1] in ("-", "_", "+", "/", ":", "："):
        return None
    if not 1900 <= int(words) <= 2099:
        return None
    if HAN.match(after.lstrip()) or HAN.search(before[-1:]):
        return _bare_year_zh(before, after, words)
    if before[-1:] in ("“", '"', "‘", "'") and after[:1] in ("”", '"', "’", "'"):
        return None
    if re.match(" ?(?:[a-z]+s\\b|percent|per cent|million|billion|%)", after) and not YEAR_LEAD.search(before):
        return None
    return Reading(year_span(int(words)), "year")


def _bare_year_zh(before: str, after: str, words: str) -> Reading | None:
    """2023重庆制造业成绩单 is a year, 达到2023家 a count: a year starts its phrase and no unit follows."""
    if before and not re.search("[\\s，。；：、“‘\"'《（(—·●○•]$", before):
        return None
    return None if COUNTED.match(after) else Reading(year_span(int(words), "bare_year"), "bare_year")


def _year(words: str, clue: Clue) -> tuple[int | None, bool]:
    """The year that "of 2024", "last year", "the year" names: (year or None, needed a date)."""
    if m := re.search("[0-9]{4}", words):
        return int(m.group()), False
    base = clue.anchor.year()
    if "before last" in words:
        shift = -2
    elif "after next" in words:
        shift = 2
    elif re.search("last|previous|past", words):
        shift = -1
    elif re.search("next|coming|following", words):
        shift = 1
    else:
        shift = 0
        near = clue.near_year()
        if near is not None and not re.search("this|current", words):
            return near, False
    return (None if base is None else base + shift), True


def _month(words: str) -> int:
    m = re.search(r"[a-z]+", words)
    return MONTH_NUMBERS.get(m.group(), 0) if m else 0


_PRE_PART = re.compile(f"({PRE})(.*)")
_PART_PART = re.compile("(?:the )?(end|beginning|start|middle|early|late|mid)(?: of| in|-)? ?(?:of )?(.*)")
_QUARTER_PART = re.compile(
    "(?:the )?(?:(first|second|third|fourth|final|last(?= quarter of)|1st|2nd|3rd|4th)[ -]quarter|q([1-4]))(.*)"
)
_YEAR_QUARTER = re.compile("([0-9]{4}) ?q([1-4])")
_HALF_PART = re.compile("(?:the )?(?:(first|second|1st|2nd|latter) half|h([12]))(.*)")
_NINE_PART = re.compile("(?:the )?first (\\w+) (months|quarters)(.*)")
_DAY_FIRST = re.compile(
    f"(?:the )?([0-9]{{1,2}})(?:st|nd|rd|th)?(?:{TO}(?:the )?([0-9]{{1,2}})(?:st|nd|rd|th)?)? (?:of )?({M})"
    "(?: ?,? (?:in |of )?([0-9]{4}))?"
)
_MONTH_FIRST = re.compile(
    f"({M}) ?(?:the )?([0-9]{{1,2}})(?:st|nd|rd|th)?(?:{TO}(?:the )?([0-9]{{1,2}})(?:st|nd|rd|"
    f"th)?)?(?: ?,? ?(?:in |of )?([0-9]{{4}}))?"
)
_YEAR_MONTH = re.compile(f"([0-9]{{4}})[ ,]+({M})")
_MONTHS_PART = re.compile(f"({M})(?:{TO}({M}))? ?,? ?-?(?:of |in )?(.*)")


def _read_point(words: str, clue: Clue) -> Reading | None:
    pre = ""
    if m := _PRE_PART.fullmatch(words):
        pre, words = m.group(1).strip(), m.group(2)
    reading = _read_one(words, clue)
    if reading is None or reading.period is None:
        return reading
    period = reading.period
    if pre == "before" and period.start:
        end = add_days(period.start, -1)
        return Reading(Period(None, end, "", "before", by_end=True), "before", reading.anchored)
    if pre in ("by", "before", "until", "till", "no later than"):
        return Reading(Period(None, period.end, "", "by", by_end=True), "by", reading.anchored)
    if pre in ("from",) and reading.rule == "day":
        return reading
    if pre in ("as of", "up to", "as at", "through"):
        return Reading(Period(None, period.end, "", "as_of", by_end=True), "as_of", reading.anchored)
    if pre in ("since", "starting"):
        today = clue.anchor.last_day()
        end = today if today and period.start and today >= period.start else None
        return Reading(span(period.start, end, "since"), "since", reading.anchored or end is not None)
    if pre in ("after", "later than"):
        return Reading(span(add_days(period.end, 1) if period.end else None, None, "after"), "after", reading.anchored)
    return reading


def _read_one(words: str, clue: Clue) -> Reading | None:
    if m := _YEAR_QUARTER.fullmatch(words):
        n = int(m.group(2))
        return Reading(months_span(int(m.group(1)), 3 * n - 2, 3 * n, "quarter"), "quarter")
    if m := _YEAR_MONTH.fullmatch(words):
        month = _month(m.group(2))
        return Reading(months_span(int(m.group(1)), month, month, "month"), "month")
    if m := _QUARTER_PART.fullmatch(words):
        n = ORDINALS.get(m.group(1) or "") or int(m.group(2) or 0)
        return _in_year(3 * n - 2, 3 * n, "quarter", m.group(3), clue)
    if m := _HALF_PART.fullmatch(words):
        second = m.group(1) in ("second", "2nd", "latter") or m.group(2) == "2"
        return _in_year(7 if second else 1, 12 if second else 6, "half", m.group(3), clue)
    if m := _NINE_PART.fullmatch(words):
        n = int(parse_numeral(m.group(1)) or 0) * (3 if m.group(2) == "quarters" else 1)
        return _in_year(1, n, m.group(2), m.group(3), clue)
    if (m := _DAY_FIRST.fullmatch(words)) or (m := _MONTH_FIRST.fullmatch(words)):
        return _read_day(m, clue)
    if m := _PART_PART.fullmatch(words):
        return _read_part(m.group(1), m.group(2), clue)
    if m := _MONTHS_PART.fullmatch(words):
        first, last = _month(m.group(1)), _month(m.group(2) or m.group(1))
        return _in_year(first, last, "month" if first == last else "months", m.group(3), clue)
    if re.search("month|week|quarter", words) or _month(words.split()[-1]):
        return _relative_unit(words, clue)
    year, anchored = _year(words, clue)
    if year is None:
        return Reading(None, "relative_year", True)
    rule = "year" if not anchored else {-1: "last_year", 0: "this_year", 1: "next_year"}.get(
        year - (clue.anchor.year() or year), "relative_year")  # fmt: skip
    period = year_span(year, rule)
    return Reading(period, rule, anchored) if period else None


def _in_year(first: int, last: int, rule: str, tail: str, clue: Clue) -> Reading | None:
    """Months of the year that the rest of the words names; without one, the year near by or nearest to the anchor."""
    if not 1 <= first <= last <= 12:
        return None
    if tail.strip(" ,"):
        year, anchored = _year(tail, clue)
    elif (near := clue.near_year()) is not None:
        year, anchored = near, False
    else:
        year, anchored = clue.anchor.nearest_year((first + last) // 2), True
    return Reading(months_span(year, first, last, rule) if year else None, rule, anchored)


def _read_day(m: re.Match[str], clue: Clue) -> Reading | None:
    if m.re is _DAY_FIRST:
        day, last, month, year_words = int(m.group(1)), m.group(2), _month(m.group(3)), m.group(4)
    else:
        month, day, last, year_words = _month(m.group(1)), int(m.group(2)), m.group(3), m.group(4)
    anchored = False
    year = int(year_words) if year_words else clue.near_year()
    if year is None:
        year, anchored = clue.anchor.nearest_year(month, day), True
        if year is None:
            return Reading(None, "day", True)
    period = day_span(year, month, day)
    end = day_span(year, month, int(last)) if last else period
    if period is None or end is None:
        return None
    return Reading(span(period.start, end.end, "days" if last else "day"), "day", anchored)


def _read_part(part: str, words: str, clue: Clue) -> Reading | None:
    whole = _read_bare(words, clue)
    if whole is None or whole.period is None or whole.period.start is None or whole.period.end is None:
        return whole
    start, end = whole.period.start, whole.period.end
    if start.month == end.month and start.year == end.year:
        first, last = {"end": (21, 31), "late": (21, 31), "mid": (11, 20), "middle": (11, 20)}.get(part, (1, 10))
        last = min(last, days_in(end.year, end.month))
        return Reading(
            span(start.replace(day=first), end.replace(day=last), "month_part"), "month_part", whole.anchored
        )
    first, last = {"end": (12, 12), "late": (10, 12), "mid": (6, 7), "middle": (6, 7), "early": (1, 3)}.get(
        part, (1, 1)
    )
    rule = {"end": "year_end", "late": "year_end", "mid": "year_middle", "middle": "year_middle"}.get(
        part, "year_start"
    )
    return Reading(months_span(start.year, first, last, rule), rule, whole.anchored)


def _shift(words: str) -> int:
    if re.search("last|previous|past", words):
        return -1
    return 1 if re.search("next|coming|following", words) else 0


def _relative_unit(words: str, clue: Clue) -> Reading | None:
    """last month, this quarter, next week, last January."""
    shift, name = _shift(words), words.split()[-1]
    today = clue.anchor.knows("day" if name == "week" else "month")
    if today is None:
        return Reading(None, "relative_" + name, True)
    if name == "month":
        month = add_months(today.replace(day=1), shift)
        return Reading(months_span(month.year, month.month, month.month, "relative_month"), "relative_month", True)
    if name == "quarter":
        month = add_months(today.replace(day=1), 3 * shift)
        first = (month.month - 1) // 3 * 3 + 1
        return Reading(months_span(month.year, first, first + 2, "quarter"), "quarter", True)
    if name == "week":
        monday = add_days(today, 7 * shift - today.weekday())
        return Reading(span(monday, add_days(monday, 6), "week") if monday else None, "week", True)
    month_number = _month(name)
    year = today.year + (shift if shift else 0)
    if shift == -1 and month_number < today.month:
        year = today.year
    if shift == 1 and month_number > today.month:
        year = today.year
    return Reading(months_span(year, month_number, month_number, "month"), "month", True) if month_number else None


def _read_plan(words: str, clue: Clue) -> Reading | None:
    m = re.search(
        "([0-9]+)(?:st|nd|rd|th)|(" + "|".join(sorted(PLAN_WORDS, key=len, reverse=True)) + ") (?:five|fyp)", words
    )
    if m is None:
        return None
    n = int(m.group(1)) if m.group(1) else PLAN_WORDS[m.group(2)]
    period = plan_span(n, "end" if "end of" in words else "")
    if period and words.startswith("by ") and period.end:
        period = Period(None, period.end, "", "by", by_end=True)
    return Reading(period, period.rule) if period else None


def _read_iso(words: str, clue: Clue) -> Reading | None:
    parts = re.split("[-/.]+", words)
    if len(parts[0]) == 4:
        year, month, day = (int(p) for p in parts)
    elif parts[1].isalpha():
        year, month, day = int(parts[2]), _month(parts[1]), int(parts[0])
    else:
        first, second, year = (int(p) for p in parts)
        # 5/20/2024 is month first; 20/5/2024 can only be day first.
        month, day = (second, first) if first > 12 or "." in words else (first, second)
    period = day_span(year, month, day)
    return Reading(period, "day") if period else None


def _read_range(words: str, clue: Clue) -> Reading | None:
    """from March to May, between Jan 2019 and now: two points, the first may borrow the second's year."""
    words = re.sub("^(?:from|between) ", "", words)
    left, right = (
        w.strip() for w in re.split(" (?:to|until|till|through|and) |(?<![a-z]) ?[-–—] ?", words, maxsplit=1)
    )
    if right in ("now", "today"):
        last = _read_now(right, clue)
    else:
        found = _read_bare(right, clue)
        if found is None:
            return None
        last = found
    first = _read_bare(left, Clue(clue.anchor, last.period if re.search("[0-9]{4}", right) else clue.before))
    if first is None or first.period is None or last.period is None:
        return None if first is None else Reading(None, "range", True)
    start, end = first.period.start, last.period.end
    if start is None or end is None or start > end:
        return None
    return Reading(span(start, end, "range"), "range", first.anchored or last.anchored)


def _read_bare(words: str, clue: Clue) -> Reading | None:
    """A point of a range, where a month may stand alone."""
    name = words.rstrip(".")
    if name in MONTH_NUMBERS:
        month = MONTH_NUMBERS[name]
        return _in_year(month, month, "month", "", clue)
    return _read_one(words, clue)


def _read_years(words: str, clue: Clue) -> Reading | None:
    numbers = re.findall("[0-9]{2,4}", words)
    first = int(numbers[0])
    last = int(numbers[1]) if len(numbers[1]) == 4 else first // 100 * 100 + int(numbers[1])
    if not 0 <= last - first <= 120 or not 1800 <= first <= 2100:
        return None
    return Reading(span(date(first, 1, 1), date(last, 12, 31), "year_range"), "year_range")


_LENGTH_PART = re.compile(
    f"(.*?)(?:({COUNT}) )?(years?|decades?|months?|weeks?|days?|quarters?|fiscal years?)(?: (ago|earlier|later|"
    f"from now))?"
)


def _read_length(words: str, clue: Clue) -> Reading | None:
    """the past five years, within three years, two years ago."""
    m = _LENGTH_PART.fullmatch(words)
    if m is None:
        return None
    lead, count, unit, tail = m.groups()
    unit = unit.replace("fiscal ", "").rstrip("s")
    kind = _direction(lead, tail)
    if count in ("several", "few") or (count is None and unit != "decade"):
        rule = "recent" if kind in ("past", "ago") else "future"
        return Reading(span(None, None, rule), rule)
    value = 1 if count in (None, "a", "an") else int(parse_numeral(count) or 0)
    today = clue.anchor.last_day()
    if today is None or value <= 0 or (unit not in ("year", "decade") and clue.anchor.precision != "day"):
        return Reading(None, kind, True)
    return Reading(_counted(today, value, unit, kind), kind, True)


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


def _read_named_day(words: str, clue: Clue) -> Reading:
    shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(words, 0)
    today = clue.anchor.knows("day")
    moved = add_days(today, shift) if today else None
    return Reading(span(moved, moved, "relative_day") if moved else None, "relative_day", True)


def _read_weekday(words: str, clue: Clue) -> Reading | None:
    today = clue.anchor.knows("day")
    if today is None:
        return Reading(None, "week", True)
    number = WEEKDAY_NUMBERS[words.split()[-1]]
    if words.startswith(("this", "last", "next", "coming")):
        day = add_days(today, 7 * _shift(words) - today.weekday() + number)
    else:
        day = add_days(today, -((today.weekday() - number) % 7))
    return Reading(span(day, day, "week") if day else None, "week", True)


def _read_now(words: str, clue: Clue) -> Reading:
    today = clue.anchor.last_day()
    return Reading(Period(None, today, "", "now", by_end=True) if today else None, "now", True)


def _read_decade(words: str, clue: Clue) -> Reading:
    first = int(re.findall("[0-9]{4}", words)[0])
    return Reading(span(date(first, 1, 1), date(first + 9, 12, 31), "decade"), "decade")


def _read_month(words: str, clue: Clue) -> Reading | None:
    if words.startswith("last "):
        return _relative_unit(words, clue)
    return _read_point(words.removeprefix("in ").removeprefix("during "), clue)


_READERS: dict[str, Callable[[str, Clue], Reading | None]] = {
    "compare": lambda words, clue: Reading(None, "comparison"),
    "plan": _read_plan,
    "iso": _read_iso,
    "years": _read_years,
    "range": _read_range,
    "length": _read_length,
    "now": _read_now,
    "recent": lambda words, clue: Reading(span(None, None, "recent"), "recent"),
    "day": _read_named_day,
    "decade": _read_decade,
    "point": _read_point,
    "month": _read_month,
    "weekday": _read_weekday,
}
