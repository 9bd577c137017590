"""English time expressions, and years standing alone in text of either language.

Same two steps as `timex_zh`: `candidates` says where, `read` says what. A bare year beside Chinese characters
("2023重庆制造业成绩单") has the rule "bare_year": it may be part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from index.text import HAN_CHARACTER, parse_numeral
from index.times.calendar import (
    add_days,
    day_span,
    days_in,
    months_span,
    span,
    year_span,
)
from index.times.en_grammar import (
    AMBIGUOUS_MONTH,
    COUNTED,
    GRAMMAR,
    MONTH_NUMBERS,
    ORDINALS,
    PRE,
    TO,
    YEAR_ALONE,
    YEAR_LEAD,
    M,
)
from index.times.en_relative import (
    month_of,
    read_decade,
    read_iso,
    read_length,
    read_named_day,
    read_now,
    read_plan,
    read_weekday,
    read_years,
    relative_unit,
)
from index.times.reading import Around, TimeReading
from index.types import Period


def candidates(folded: str) -> Iterator[re.Match[str]]:
    """Where an English time expression or a bare year stands, left to right."""
    return GRAMMAR.finditer(folded)


def read(match: re.Match[str], around: Around) -> TimeReading | None:
    """What a candidate means; None when on a second look it is no time expression."""
    words = match.group()
    lower = re.sub(r"\s+", " ", words.lower())
    if YEAR_ALONE.fullmatch(words):
        return _bare_year(match, words)
    if (m := AMBIGUOUS_MONTH.fullmatch(lower)) and not words[m.start(1)].isupper():
        return None
    return _READERS[match.lastgroup or ""](lower, around)


def _bare_year(match: re.Match[str], words: str) -> TimeReading | None:
    """A four-digit number alone: a year where the words around it do not count something with it."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(0, start - 8) : start], text[end : end + 24]
    if text[start - 1 : start] in ("-", ".", "_", "=") or after[:1] in ("-", "_", "+", "/", ":", "："):
        return None
    if not 1900 <= int(words) <= 2099:
        return None
    if HAN_CHARACTER.match(after.lstrip()) or HAN_CHARACTER.search(before[-1:]):
        return _bare_year_zh(before, after, words)
    if before[-1:] in ("“", '"', "‘", "'") and after[:1] in ("”", '"', "’", "'"):
        return None
    if re.match(" ?(?:[a-z]+s\\b|percent|per cent|million|billion|%)", after) and not YEAR_LEAD.search(before):
        return None
    return TimeReading(year_span(int(words)), "year")


def _bare_year_zh(before: str, after: str, words: str) -> TimeReading | None:
    """2023重庆制造业成绩单 is a year, 达到2023家 a count: a year starts its phrase and no unit follows."""
    if before and not re.search("[\\s，。；：、“‘\"'《（(—·●○•]$", before):
        return None
    return None if COUNTED.match(after) else TimeReading(year_span(int(words), "bare_year"), "bare_year")


def _year(words: str, around: Around) -> tuple[int | None, bool]:
    """The year that "of 2024", "last year", "the year" names: (year or None, needed a date)."""
    if m := re.search("[0-9]{4}", words):
        return int(m.group()), False
    base = around.anchor.year()
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
        near = around.near_year()
        if near is not None and not re.search("this|current", words):
            return near, False
    return (None if base is None else base + shift), True


_PRE_PART = re.compile(f"({PRE})(.*)")
_PART_PART = re.compile(
    "(?:the )?(end|close|year-end|beginning|start|outset|middle|early|late|mid)(?: of| in|-)? ?(?:of )?(.*)"
)
_QUARTER_PART = re.compile(
    "(?:the )?(?:(first|second|third|fourth|final|last(?= quarter of)|1st|2nd|3rd|4th)[ -]quarter|q([1-4]))(.*)"
)
_SEASON_PART = re.compile("(?:(?:late|early|mid)[- ])?(?:the )?(spring|summer|autumn|fall|winter)(?: of)? (.*)")
# Winter is told of the year it begins in; its last months are left out.
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 12)}
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


def _read_point(words: str, around: Around) -> TimeReading | None:
    pre = ""
    if m := _PRE_PART.fullmatch(words):
        pre, words = m.group(1).strip(), m.group(2)
    reading = _read_one(words, around)
    if reading is None or reading.period is None:
        return reading
    period = reading.period
    if pre == "before" and period.start:
        end = add_days(period.start, -1)
        return TimeReading(Period(None, end, "", "before", by_end=True), "before", reading.anchored)
    if pre in ("by", "before", "until", "till", "no later than"):
        return TimeReading(Period(None, period.end, "", "by", by_end=True), "by", reading.anchored)
    if pre in ("from",) and reading.rule == "day":
        return reading
    if pre in ("as of", "up to", "as at", "through"):
        return TimeReading(Period(None, period.end, "", "as_of", by_end=True), "as_of", reading.anchored)
    if pre in ("since", "starting"):
        today = around.anchor.last_day()
        end = today if today and period.start and today >= period.start else None
        return TimeReading(span(period.start, end, "since"), "since", reading.anchored or end is not None)
    if pre in ("after", "later than"):
        start = add_days(period.end, 1) if period.end else None
        return TimeReading(span(start, None, "after"), "after", reading.anchored)
    return reading


def _read_one(words: str, around: Around) -> TimeReading | None:
    if m := _SEASON_PART.fullmatch(words):
        first, last = _SEASONS[m.group(1)]
        return _in_year(first, last, "season", m.group(2), around)
    if m := _YEAR_QUARTER.fullmatch(words):
        n = int(m.group(2))
        return TimeReading(months_span(int(m.group(1)), 3 * n - 2, 3 * n, "quarter"), "quarter")
    if m := _YEAR_MONTH.fullmatch(words):
        month = month_of(m.group(2))
        return TimeReading(months_span(int(m.group(1)), month, month, "month"), "month")
    if m := _QUARTER_PART.fullmatch(words):
        n = ORDINALS.get(m.group(1) or "") or int(m.group(2) or 0)
        return _in_year(3 * n - 2, 3 * n, "quarter", m.group(3), around)
    if m := _HALF_PART.fullmatch(words):
        second = m.group(1) in ("second", "2nd", "latter") or m.group(2) == "2"
        return _in_year(7 if second else 1, 12 if second else 6, "half", m.group(3), around)
    if m := _NINE_PART.fullmatch(words):
        n = int(parse_numeral(m.group(1)) or 0) * (3 if m.group(2) == "quarters" else 1)
        return _in_year(1, n, m.group(2), m.group(3), around)
    if (m := _DAY_FIRST.fullmatch(words)) or (m := _MONTH_FIRST.fullmatch(words)):
        return _read_day(m, around)
    if m := _PART_PART.fullmatch(words):
        return _read_part(m.group(1), m.group(2), around)
    if m := _MONTHS_PART.fullmatch(words):
        first, last = month_of(m.group(1)), month_of(m.group(2) or m.group(1))
        return _in_year(first, last, "month" if first == last else "months", m.group(3), around)
    if re.search("month|week|quarter", words) or month_of(words.split()[-1]):
        return relative_unit(words, around)
    year, anchored = _year(words, around)
    if year is None:
        return TimeReading(None, "relative_year", True)
    rule = "year" if not anchored else {-1: "last_year", 0: "this_year", 1: "next_year"}.get(
        year - (around.anchor.year() or year), "relative_year")  # fmt: skip
    period = year_span(year, rule)
    return TimeReading(period, rule, anchored) if period else None


def _in_year(first: int, last: int, rule: str, tail: str, around: Around) -> TimeReading | None:
    """Months of the year that the rest of the words names; without one, the year near by or nearest to the anchor."""
    if not 1 <= first <= last <= 12:
        return None
    if tail.strip(" ,"):
        year, anchored = _year(tail, around)
    elif (near := around.near_year()) is not None:
        year, anchored = near, False
    else:
        year, anchored = around.anchor.nearest_year((first + last) // 2), True
    return TimeReading(months_span(year, first, last, rule) if year else None, rule, anchored)


def _read_day(m: re.Match[str], around: Around) -> TimeReading | None:
    if m.re is _DAY_FIRST:
        day, last, month, year_words = int(m.group(1)), m.group(2), month_of(m.group(3)), m.group(4)
    else:
        month, day, last, year_words = month_of(m.group(1)), int(m.group(2)), m.group(3), m.group(4)
    anchored = False
    year = int(year_words) if year_words else around.near_year()
    if year is None:
        year, anchored = around.anchor.nearest_year(month, day), True
        if year is None:
            return TimeReading(None, "day", True)
    period = day_span(year, month, day)
    end = day_span(year, month, int(last)) if last else period
    if period is None or end is None:
        return None
    return TimeReading(span(period.start, end.end, "days" if last else "day"), "day", anchored)


def _read_part(part: str, words: str, around: Around) -> TimeReading | None:
    part = "end" if part in ("close", "year-end") else part
    whole = _read_bare(words, around)
    if whole is None or whole.period is None or whole.period.start is None or whole.period.end is None:
        return whole
    start, end = whole.period.start, whole.period.end
    if start.month == end.month and start.year == end.year:
        first, last = {"end": (21, 31), "late": (21, 31), "mid": (11, 20), "middle": (11, 20)}.get(part, (1, 10))
        last = min(last, days_in(end.year, end.month))
        return TimeReading(
            span(start.replace(day=first), end.replace(day=last), "month_part"), "month_part", whole.anchored
        )
    first, last = {"end": (12, 12), "late": (10, 12), "mid": (6, 7), "middle": (6, 7), "early": (1, 3)}.get(
        part, (1, 1)
    )
    rule = {"end": "year_end", "late": "year_end", "mid": "year_middle", "middle": "year_middle"}.get(
        part, "year_start"
    )
    return TimeReading(months_span(start.year, first, last, rule), rule, whole.anchored)


def _read_range(words: str, around: Around) -> TimeReading | None:
    """from March to May, between Jan 2019 and now: two points, the first may borrow the second's year."""
    words = re.sub("^(?:from|between) ", "", words)
    left, right = (
        w.strip() for w in re.split(" (?:to|until|till|through|and) |(?<![a-z]) ?[-–—] ?", words, maxsplit=1)
    )
    if right in ("now", "today"):
        last = read_now(right, around)
    else:
        found = _read_bare(right, around)
        if found is None:
            return None
        last = found
    first = _read_bare(left, Around(around.anchor, last.period if re.search("[0-9]{4}", right) else around.before))
    if first is None or first.period is None or last.period is None:
        return None if first is None else TimeReading(None, "range", True)
    start, end = first.period.start, last.period.end
    if start is None or end is None or start > end:
        return None
    return TimeReading(span(start, end, "range"), "range", first.anchored or last.anchored)


def _read_bare(words: str, around: Around) -> TimeReading | None:
    """A point of a range, where a month may stand alone."""
    name = words.rstrip(".")
    if name in MONTH_NUMBERS:
        month = MONTH_NUMBERS[name]
        return _in_year(month, month, "month", "", around)
    return _read_one(words, around)


def _read_month(words: str, around: Around) -> TimeReading | None:
    if words.startswith("last "):
        return relative_unit(words, around)
    return _read_point(words.removeprefix("in ").removeprefix("during "), around)


_READERS: dict[str, Callable[[str, Around], TimeReading | None]] = {
    "compare": lambda words, around: TimeReading(None, "comparison"),
    "plan": read_plan,
    "iso": read_iso,
    "years": read_years,
    "range": _read_range,
    "length": read_length,
    "now": read_now,
    "recent": lambda words, around: TimeReading(span(None, None, "recent"), "recent"),
    "day": read_named_day,
    "decade": read_decade,
    "point": _read_point,
    "month": _read_month,
    "weekday": read_weekday,
}
