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
from index.timex_reading import Clue, Reading
from index.types import Period

_MONTH_NAMES = (
    "january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
    "september|sept|sep", "october|oct", "november|nov", "december|dec",
)  # fmt: skip
_MONTH_NUMBERS = {name: n for n, names in enumerate(_MONTH_NAMES, 1) for name in names.split("|")}
_WEEKDAYS = ("monday|mon", "tuesday|tues|tue", "wednesday|wed", "thursday|thurs|thu", "friday|fri", "saturday|sat",
             "sunday|sun")  # fmt: skip
_WEEKDAY_NUMBERS = {name: n for n, names in enumerate(_WEEKDAYS) for name in names.split("|")}
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
    "final": 4,
}
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
_PLAN_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
}  # fmt: skip

_M = "(?:" + "|".join(f"{n}\\.?" for names in _MONTH_NAMES for n in names.split("|")) + ")(?![a-z])"
_Y = "(?:1[0-9]{3}|2[01][0-9]{2})(?![0-9,.]?[0-9])(?![0-9%])"
_D = "(?:the )?(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9])"
_TO = " ?(?:-|–|—|~|to|through|until|till|and) ?"
_REL = "(?:this|last|next|the (?:previous|past|last|current|coming|next|following|same)|previous|past|current|coming)"
_REL_YEAR = f"(?:the year before last|{_REL} (?:fiscal |calendar |full )?year|the year after next)"
_NAMED_YEAR = f"(?:(?:the )?(?:fiscal year |fy ?|year |full[ -]year )?{_Y}|{_REL_YEAR}|the year(?! (?:ending|to)))"
_OF = "(?:,? ?(?:of|in|for)? ?)"
_QUARTER = f"(?:(?:the )?(?:first|second|third|fourth|final|1st|2nd|3rd|4th)[ -]quarter|(?:the )?last quarter(?= of)|q[1-4])(?:(?:{_OF}|-){_NAMED_YEAR})?|{_Y}[ -]?q[1-4]"
_HALF = f"(?:(?:the )?(?:first|second|1st|2nd|latter) half|h[12])(?:{_OF}{_NAMED_YEAR})"
_NINE = f"(?:the )?first (?:{_SMALL}|[0-9]{{1,2}}) (?:months|quarters)(?:{_OF}{_NAMED_YEAR})?"
_M_BARE = "(?:" + "|".join(n for names in _MONTH_NAMES for n in names.split("|")) + ")(?![a-z])"
_PART = "(?:(?:the )?(?:end|beginning|start|middle)(?: of|-)|early(?: in)?|late(?: in)?|mid-?|end-) ?"
_DAY = f"{_M} ?{_D}(?:(?:{_TO}{_D})? ?,? ?(?:in )?{_Y}|{_TO}{_D}(?! ?{_M}))?|{_D}(?:{_TO}{_D})? (?:of )?{_M}(?: ?,? (?:in |of )?{_Y})?"
_MONTH = f"{_Y} {_M}|(?:{_M}{_TO}{_M}|{_M})(?: ?,? |-)(?:of |in )?(?:{_NAMED_YEAR})|{_REL} (?:{_M}|month|quarter|week)"
_MONTH_ALONE = "(?:in|since|until|by|from|during|last|early|late|mid) (?:" + "|".join(
    n for i, names in enumerate(_MONTH_NAMES) for n in names.split("|")) + ")(?![a-z])"  # fmt: skip
_POINT = f"(?:{_DAY}|{_QUARTER}|{_HALF}|{_NINE}|{_PART}(?:{_NAMED_YEAR}|{_MONTH}|{_M_BARE})|{_MONTH}|{_NAMED_YEAR})"
_PRE = "(?:(?:by|before|later than|as of|up to|until|till|since|starting|from|after|no later than|as at|through) )"
_COUNT = f"(?:[0-9]{{1,3}}|{_SMALL}|a|an|several|few)"
_UNIT = "(?:years?|decades?|months?|weeks?|days?|quarters?|fiscal years?)"
_SPAN = (
    f"(?:(?:in |over |for |during )?(?:the )?(?:past|last|previous|next|coming|following|recent) (?:{_COUNT} )?(?:years|decade|decades|months|weeks|days|quarters)"
    f"|within (?:the next )?{_COUNT} {_UNIT}|{_COUNT} {_UNIT} (?:ago|earlier|later|from now))"
)
_PLAN = (
    "(?:(?:by |at )?(?:the )?(?:end of )?(?:the )?(?:[12]?[0-9](?:st|nd|rd|th)|" + "|".join(_PLAN_WORDS) + ") "
    "(?:five[- ]year plan|fyp)(?: period)?)"
)
_COMPARE = (
    "year[- ]on[- ]year|year[- ]over[- ]year|y-?o-?y|y/y|month[- ]on[- ]month|quarter[- ]on[- ]quarter|"
    "(?:from|than|over|on|compared (?:with|to)) (?:a|the|the previous|the prior|last) year(?: earlier| before| ago)?|a year earlier|a year ago|"
    "(?:from|in|over) the same period (?:last year|a year earlier|of last year)|two-year average"
)
_WEEKDAY = (
    "(?:(?:this|last|next|on|coming) )?(?:"
    + "|".join(n for names in _WEEKDAYS for n in names.split("|") if len(n) > 4)
    + ")"
)
_NAMED_DAY = "today|yesterday|tomorrow|tonight|the day before yesterday|the day after tomorrow"
_NOW = "so far(?: this year)?|to date|at present|currently|right now|as of now|(?<=between )now|nowadays|until now|up to now|year to date"
_RECENT = "(?:in |over )?(?:the )?recent (?:years|months|weeks|days)|recently|lately"
_DECADE = "(?:the )?(?:early |late |mid-)?(?:1[5-9]|20)[0-9]0 ?[’']?s"
_ISO = (
    "[12][0-9]{3}-[01][0-9]-[0-3][0-9](?![0-9])|[0-3]?[0-9][/.-][0-3]?[0-9][/.-](?:19|20)[0-9]{2}(?![0-9])"
    f"|[0-3]?[0-9][/-]{_M}[/-](?:19|20)[0-9]{{2}}(?![0-9])"
)
_END = f"(?:{_PART}(?:{_NAMED_YEAR}|{_MONTH}|{_M_BARE})|{_DAY}|{_MONTH}|{_M_BARE}|{_QUARTER}|{_NAMED_YEAR})"
_FROM_TO = f"(?:from|between) {_END} (?:to|until|till|through|and) (?:{_END}|now|today)(?![a-z])|(?:{_DAY}) ?(?:-|–|—|to|through|until) ?(?:{_DAY})(?![a-z0-9])"
_YEARS = f"between {_Y} and {_Y}|(?:(?:from|during) )?(?:fy ?)?{_Y} ?(?:-|–|—|~|to|through|until|till) ?(?:{_Y}|[0-9]{{2}}(?![0-9%.,]))"
_GRAMMAR = re.compile(
    "(?<![A-Za-z0-9$€£¥+/:#])(?<![0-9][.,\\-])(?:" + "|".join((
        f"(?P<compare>{_COMPARE})",
        f"(?P<plan>{_PLAN})",
        f"(?P<iso>{_ISO})",
        f"(?P<range>{_FROM_TO})",
        f"(?P<years>{_YEARS})(?![A-Za-z])",
        f"(?P<length>{_SPAN})",
        f"(?P<now>{_NOW})",
        f"(?P<recent>{_RECENT})",
        f"(?P<day>{_NAMED_DAY})",
        f"(?P<decade>{_DECADE})",
        f"(?P<point>{_PRE}?{_POINT})(?![A-Za-z])",
        f"(?P<month>{_MONTH_ALONE})",
        f"(?P<weekday>{_WEEKDAY})",
    )) + ")",
    re.IGNORECASE,
)  # fmt: skip
_HAN = re.compile("[\u4e00-\u9fff]")
_COUNTED = re.compile(
    " ?(?:[个项件台辆户次名万亿千元%吨亩条座张份套场所株棵多余]|人(?![工才民类大文生居社])|家(?![电具装博乡居庭])"
    "|百(?!强|家|货)|公[里顷斤]|平方|米(?!兰)|位(?!于))"
)
_YEAR_ALONE = re.compile("[0-9]{4}")
_AMBIGUOUS_MONTH = re.compile("(?i)(?:in |by |since |until |from |during |last |early |late |mid )?(may|march|mar)$")
_YEAR_LEAD = re.compile(
    "(?i)(?:\\b(?:in|by|since|from|to|of|until|till|through|during|before|after|for|between|and|year|fy|the|mid|early|late|end|"
    "than|over|on|with|versus|vs\\.?|at)[ -]|[(（,，“\"'‘《—–-] ?|^)$"
)


def candidates(folded: str) -> Iterator[re.Match[str]]:
    """Where an English time expression or a bare year stands, left to right."""
    return _GRAMMAR.finditer(folded)


def read(match: re.Match[str], clue: Clue) -> Reading | None:
    """What a candidate means; None when on a second look it is no time expression."""
    words = match.group()
    lower = re.sub(r"\s+", " ", words.lower())
    if _YEAR_ALONE.fullmatch(words):
        return _bare_year(match, words)
    if (m := _AMBIGUOUS_MONTH.fullmatch(lower)) and not words[m.start(1)].isupper():
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
    if _HAN.match(after.lstrip()) or _HAN.search(before[-1:]):
        return _bare_year_zh(before, after, words)
    if before[-1:] in ("“", '"', "‘", "'") and after[:1] in ("”", '"', "’", "'"):
        return None
    if re.match(" ?(?:[a-z]+s\\b|percent|per cent|million|billion|%)", after) and not _YEAR_LEAD.search(before):
        return None
    return Reading(year_span(int(words)), "year")


def _bare_year_zh(before: str, after: str, words: str) -> Reading | None:
    """2023重庆制造业成绩单 is a year, 达到2023家 a count: a year starts its phrase and no unit follows."""
    if before and not re.search("[\\s，。；：、“‘\"'《（(—·●○•]$", before):
        return None
    return None if _COUNTED.match(after) else Reading(year_span(int(words), "bare_year"), "bare_year")


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
    return _MONTH_NUMBERS.get(m.group(), 0) if m else 0


_PRE_PART = re.compile(f"({_PRE})(.*)")
_PART_PART = re.compile("(?:the )?(end|beginning|start|middle|early|late|mid)(?: of| in|-)? ?(?:of )?(.*)")
_QUARTER_PART = re.compile(
    "(?:the )?(?:(first|second|third|fourth|final|last(?= quarter of)|1st|2nd|3rd|4th)[ -]quarter|q([1-4]))(.*)"
)
_YEAR_QUARTER = re.compile("([0-9]{4}) ?q([1-4])")
_HALF_PART = re.compile("(?:the )?(?:(first|second|1st|2nd|latter) half|h([12]))(.*)")
_NINE_PART = re.compile("(?:the )?first (\\w+) (months|quarters)(.*)")
_DAY_FIRST = re.compile(
    f"(?:the )?([0-9]{{1,2}})(?:st|nd|rd|th)?(?:{_TO}(?:the )?([0-9]{{1,2}})(?:st|nd|rd|th)?)? (?:of )?({_M})"
    "(?: ?,? (?:in |of )?([0-9]{4}))?"
)
_MONTH_FIRST = re.compile(
    f"({_M}) ?(?:the )?([0-9]{{1,2}})(?:st|nd|rd|th)?(?:{_TO}(?:the )?([0-9]{{1,2}})(?:st|nd|rd|th)?)?(?: ?,? ?(?:in |of )?([0-9]{{4}}))?"
)
_YEAR_MONTH = re.compile(f"([0-9]{{4}})[ ,]+({_M})")
_MONTHS_PART = re.compile(f"({_M})(?:{_TO}({_M}))? ?,? ?-?(?:of |in )?(.*)")


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
        n = _ORDINALS.get(m.group(1) or "") or int(m.group(2) or 0)
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
        "([0-9]+)(?:st|nd|rd|th)|(" + "|".join(sorted(_PLAN_WORDS, key=len, reverse=True)) + ") (?:five|fyp)", words
    )
    if m is None:
        return None
    n = int(m.group(1)) if m.group(1) else _PLAN_WORDS[m.group(2)]
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
    if name in _MONTH_NUMBERS:
        month = _MONTH_NUMBERS[name]
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
    f"(.*?)(?:({_COUNT}) )?(years?|decades?|months?|weeks?|days?|quarters?|fiscal years?)(?: (ago|earlier|later|from now))?"
)


def _read_length(words: str, clue: Clue) -> Reading | None:
    """the past five years, within three years, two years ago."""
    m = _LENGTH_PART.fullmatch(words)
    if m is None:
        return None
    lead, count, unit, tail = m.groups()
    unit = unit.replace("fiscal ", "").rstrip("s")
    kind = "ago" if tail in ("ago", "earlier") else "later" if tail else (
        "within" if "within" in lead else "past" if re.search("past|last|previous|recent", lead) else "next")  # fmt: skip
    if count in ("several", "few") or (count is None and unit != "decade"):
        rule = "recent" if kind in ("past", "ago") else "future"
        return Reading(span(None, None, rule), rule)
    value = 1 if count in (None, "a", "an") else int(parse_numeral(count) or 0)
    today = clue.anchor.last_day()
    if today is None or value <= 0 or (unit not in ("year", "decade") and clue.anchor.precision != "day"):
        return Reading(None, kind, True)
    return Reading(_counted(today, value, unit, kind), kind, True)


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
    number = _WEEKDAY_NUMBERS[words.split()[-1]]
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
    lead, name = words.split()[0], words.split()[-1]
    if lead == "last":
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
