"""Chinese time expressions: the grammar (one pattern) and what each form means.

`candidates(text)` yields where an expression may stand; `read(words, anchor, near)` says what it means, where `near`
is the year a bare month may lean on (the last year named in the sentence). No expression is longer than some 40
characters and every repeat in the pattern is bounded, so time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from index.numerals import parse_numeral
from index.timex_calendar import (
    EVENTS,
    Anchor,
    add_days,
    add_months,
    day_span,
    festival_day,
    months_span,
    plan_span,
    span,
    year_span,
)
from index.timex_zh_grammar import (
    CLOCK,
    COUNT,
    D,
    GRAMMAR,
    M,
    PLAN_N,
    POINT,
    POST,
    PRE,
    RELATIVE_YEARS,
    SEP,
    YEAR,
)
from index.types import Period

@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: its period (None: not without a date), the rule, and whether a date was needed."""

    period: Period | None
    rule: str
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Clue:
    """What a reading may lean on: the anchor, and the period named before it in the same sentence."""

    anchor: Anchor
    before: Period | None = None

    def near_year(self) -> int | None:
        """The year a bare month belongs to when the sentence named one."""
        if self.before is None:
            return None
        day = self.before.end if self.before.by_end else self.before.start
        return day.year if day else None


def candidates(folded: str) -> Iterator[re.Match[str]]:
    """Where a time expression stands, left to right, not overlapping."""
    return GRAMMAR.finditer(folded)


def read(match: re.Match[str], clue: Clue) -> Reading | None:
    """What a candidate means; None when on a second look it is no time expression."""
    kind = match.lastgroup or ""
    words = match.group()
    return _READERS[kind](words, clue)


def number(words: str) -> int | None:
    """A small whole number in digits or Chinese; 元 and 正 are the first month."""
    if words in ("元", "正", "首"):
        return 1
    value = parse_numeral(words.strip())
    return int(value) if value is not None and value == int(value) and value < 10**6 else None


def _year_of(words: str, clue: Clue) -> tuple[int | None, str, bool]:
    """The year that 2024年, 今年, 当年 … names: (year or None, rule, needed a date)."""
    name = words.replace(" ", "").removeprefix("公元").removesuffix("度")
    if name in RELATIVE_YEARS:
        base = clue.anchor.year()
        rule = {-1: "last_year", 0: "this_year", 1: "next_year"}.get(RELATIVE_YEARS[name], "relative_year")
        return (None if base is None else base + RELATIVE_YEARS[name]), rule, True
    if name in ("当年", "同年", "次年", "全年"):
        near, anchored = clue.near_year(), False
        if near is None:
            near, anchored = clue.anchor.year(), True
        return (None if near is None else near + (name == "次年")), "same_year", anchored
    digits = name.removesuffix("年")
    year = number(digits)
    if year is not None and len(digits) == 2:
        year += 1900
    return year, "year", False


_SPLIT_YEAR = re.compile(f"({YEAR})(?:的|，)?(.*)", re.DOTALL)
_SPLIT_PRE = re.compile(f"({PRE})(.*)", re.DOTALL)
_SPLIT_POST = re.compile(f"(.*?)({POST})", re.DOTALL)
_SPLIT_RANGE = re.compile(f"({POINT}){SEP}({POINT})")
_ONE_POINT = re.compile(POINT)


def _read_point(words: str, clue: Clue) -> Reading | None:
    """A point or A到B, with what may stand around it (到…, 截至…, …以来, …前)."""
    pre = post = ""
    if _ONE_POINT.fullmatch(words) is None:
        if (m := _SPLIT_PRE.fullmatch(words)) and m.group(2):
            pre, words = m.groups()
        if (m := _SPLIT_POST.fullmatch(words)) and m.group(1):
            words, post = m.groups()
    if (m := _SPLIT_RANGE.fullmatch(words)) and not _ONE_POINT.fullmatch(words):
        return _read_range(m.group(1), m.group(2), clue)
    point = _read_one(words, clue)
    return None if point is None else _wrap(point, pre, post, clue)


def _read_range(first: str, second: str, clue: Clue) -> Reading | None:
    left = _read_one(first, clue)
    if left is None:
        return None
    right = _read_one(second, Clue(clue.anchor, left.period or clue.before))
    if right is None:
        return None
    anchored = left.anchored or right.anchored
    if not (left.period and right.period and left.period.start and right.period.end):
        return Reading(None, "range", True)
    if right.period.end < left.period.start:
        return None
    return Reading(span(left.period.start, right.period.end, "range"), "range", anchored)


def _wrap(point: Reading, pre: str, post: str, clue: Clue) -> Reading:
    """到2027年 is a deadline, 截至去年底 a reading date, 2020年以来 open to the article's date."""
    period, today = point.period, clue.anchor.last_day()
    if period is None:
        return point
    if post in ("以来", "至今", "起", "以后", "之后") or pre in ("自", "从"):
        if point.rule.startswith("plan") and period.end:
            end = min(period.end, today) if today else period.end
            return Reading(span(period.start, end, "plan"), "plan", point.anchored)
        end = today if post in ("以来", "至今") and today and period.start and today >= period.start else None
        if post in ("以后", "之后"):
            return Reading(span(add_days(period.end, 1) if period.end else None, None, "after"), "after", point.anchored)
        if post == "" and not point.rule.startswith("year"):
            return point
        return Reading(span(period.start, end, "since"), "since", point.anchored or end is not None)
    if pre.startswith("截") or post == "为止":
        return Reading(_deadline(period, "as_of"), "as_of", point.anchored)
    if pre in ("到", "至", "直到", "直至") or post in ("前", "之前", "以前"):
        return Reading(_deadline(period, "by"), "by", point.anchored)
    return point


def _deadline(period: Period, rule: str) -> Period:
    return Period(start=None, end=period.end, text="", rule=rule, by_end=True)


_PLAN_PART = re.compile(f"[“‘\"「『]?({PLAN_N})[”’\"」』]?(?:规划|计划)?(.*)")
_REL_MONTH_PART = re.compile("(本|上上个|上个?|下个?|当|同|次|这个)月(.*)")
_REL_DAYS = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2, "次": 1, "当": 0, "同": 0, "即": 0}
_WEEK_PART = re.compile("(上上|上|下下|下|本|这|这个)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天末]?)")


def _read_one(words: str, clue: Clue) -> Reading | None:
    """One point of time without what may stand around it."""
    if m := _SPLIT_YEAR.fullmatch(words):
        year, rule, anchored = _year_of(m.group(1), clue)
        if not m.group(2):
            return Reading(year_span(year, rule), rule, anchored) if year else Reading(None, rule, anchored)
        if m.group(2) in ("的", "，"):
            return None
        if year is None:
            return Reading(None, rule, anchored) if anchored else None
        period = _sub(m.group(2), year, clue)
        return Reading(period, period.rule, anchored) if period else None
    if m := _PLAN_PART.fullmatch(words):
        n = number(m.group(1)[:-1])
        part = {"末": "end", "末期": "end", "收官": "end", "初": "start", "开局": "start"}.get(m.group(2), "")
        period = plan_span(n, part) if n else None
        return Reading(period, period.rule) if period else None
    if m := _REL_MONTH_PART.fullmatch(words):
        return _relative_month(m.group(1), m.group(2), clue)
    if words[0] in _REL_DAYS and words[1:2] in "日天晚晨夜":
        base = clue.before.start if words[0] in "当同次" and clue.before and _is_day(clue.before) else None
        day = base or clue.anchor.knows("day")
        moved = add_days(day, _REL_DAYS[words[0]]) if day else None
        return Reading(span(moved, moved, "relative_day") if moved else None, "relative_day", base is None)
    if m := _WEEK_PART.fullmatch(words):
        return _week(m.group(1) or "", m.group(2), clue)
    return _bare_sub(words, clue)


def _is_day(period: Period) -> bool:
    return period.start is not None and period.start == period.end


def _relative_month(which: str, rest: str, clue: Clue) -> Reading:
    shift = {"上上个": -2, "上": -1, "上个": -1, "下": 1, "下个": 1, "次": 1}.get(which, 0)
    near = clue.before.start if which in ("当", "同", "次") and clue.before else None
    base = near or clue.anchor.knows("month")
    if base is None:
        return Reading(None, "relative_month", True)
    month = add_months(base.replace(day=1), shift)
    period = _month_part(month.year, month.month, rest) if rest else months_span(
        month.year, month.month, month.month, "relative_month")  # fmt: skip
    return Reading(period, "relative_month", near is None)


def _week(which: str, weekday: str, clue: Clue) -> Reading:
    today = clue.anchor.knows("day")
    if today is None:
        return Reading(None, "week", True)
    monday = add_days(today, {"上": -7, "上上": -14, "下": 7, "下下": 14}.get(which, 0) - today.weekday())
    first = {"末": 5, "": 0, "天": 6, "日": 6}.get(weekday, "一二三四五六".find(weekday))
    last = 6 if weekday in ("", "末") else first
    if monday is None:
        return Reading(None, "week", True)
    return Reading(span(add_days(monday, first), add_days(monday, last), "week"), "week", True)


def _bare_sub(words: str, clue: Clue) -> Reading | None:
    """A month, day, quarter … without its year: the year the sentence named, else the one nearest to the anchor."""
    if m := re.fullmatch(f"([0-9]{{1,2}}) ?日{CLOCK}?", words):
        return _bare_day(int(m.group(1)), clue)
    year = clue.near_year()
    anchored = year is None
    if year is None:
        trial = _sub(words, 2024, clue)
        if trial is None or trial.start is None or trial.end is None:
            return None
        year = _fitting_year(trial, words, clue.anchor)
        if year is None:
            return Reading(None, trial.rule, True)
    period = _sub(words, year, clue)
    return Reading(period, period.rule, anchored) if period else None


def _fitting_year(trial: Period, words: str, anchor: Anchor) -> int | None:
    """The year of a bare sub-year span: started and (for 1—9月, 前三季度) not ending long after the anchor."""
    assert trial.start is not None and trial.end is not None
    if words.startswith(("年", "岁", "全年")) or anchor.precision == "year":
        return anchor.year()
    if trial.rule in ("months", "quarters") and trial.start.month == 1 and anchor.day:
        late = add_days(anchor.day, 45)
        return anchor.day.year - (late is not None and trial.end.replace(year=anchor.day.year, day=min(trial.end.day, 28)) > late)
    day = trial.start.day if trial.start == trial.end else None
    return anchor.nearest_year((trial.start.month + trial.end.month) // 2, day)


def _bare_day(day: int, clue: Clue) -> Reading | None:
    if not 1 <= day <= 31:
        return None
    if clue.before and clue.before.start and clue.before.end and clue.before.start.month == clue.before.end.month:
        start = clue.before.start
        if start.year == clue.before.end.year and (period := day_span(start.year, start.month, day)):
            return Reading(period, "day")
    month = clue.anchor.nearest_month(day)
    return Reading(day_span(*month, day) if month else None, "day", True)


_MONTHS_PART = re.compile(f"(.{{1,2}}?)(?:月份?)?{SEP}(.{{1,2}}?)月份?")
_DAYS_PART = re.compile(f"({M})([0-9]{{1,2}})日?{SEP}(?:({M}))?(.{{1,3}}?) ?[日号]")
_MONTH_PART = re.compile(f"({M})(?:({D})|([底末初]|[上中下]旬))?(?:{CLOCK})?")
_FIRST_PART = re.compile("[前头](.{1,2}?)个?(月|季度?)")
_QUARTERS_PART = re.compile("第?([一二三1-3])(?:季度?)?[至到—–-]第?([二三四2-4])季度")
_QUARTER_PART = re.compile("(?:第?([一二三四1-4首]) ?季度?|Q([1-4]))(末?)")


def _sub(words: str, year: int, clue: Clue) -> Period | None:
    """The part of a year that words name: 1—9月, 一季度, 8月, 1月20日, 底, 春节 …"""
    if words in ("底", "末", "年底", "年末", "岁末"):
        return months_span(year, 12, 12, "year_end")
    if words in ("初", "年初"):
        return months_span(year, 1, 1, "year_start")
    if words == "年中":
        return months_span(year, 6, 7, "year_middle")
    if words == "全年":
        return year_span(year, "whole_year")
    if words in ("上半年", "上半叶", "下半年"):
        return months_span(year, *((7, 12) if words == "下半年" else (1, 6)), rule="half")
    if m := _QUARTER_PART.fullmatch(words):
        n = number(m.group(1) or m.group(2)) or 0
        return months_span(year, 3 * n - 2 + (2 if m.group(3) else 0), 3 * n, "quarter")
    if m := _QUARTERS_PART.fullmatch(words):
        return months_span(year, 3 * (number(m.group(1)) or 0) - 2, 3 * (number(m.group(2)) or 0), "quarters")
    if m := _FIRST_PART.fullmatch(words):
        n = number(m.group(1)) or 0
        return months_span(year, 1, n if m.group(2) == "月" else 3 * n, "months" if m.group(2) == "月" else "quarters")
    if m := _DAYS_PART.fullmatch(words):
        return _days(m, year)
    if m := _MONTH_PART.fullmatch(words):
        return _month_part(year, number(m.group(1).rstrip("份").rstrip("月")) or 0, m.group(2) or m.group(3) or "")
    if m := _MONTHS_PART.fullmatch(words):
        return months_span(year, number(m.group(1)) or 0, number(m.group(2)) or 0, "months")
    name = re.sub("(?:期间|假期)$", "", words)
    return festival_day(name, year) or festival_day(name.removesuffix("节"), year) or festival_day(name + "节", year)


def _days(m: re.Match[str], year: int) -> Period | None:
    first = number(m.group(1).rstrip("份").rstrip("月")) or 0
    last = number(m.group(3).rstrip("份").rstrip("月")) or 0 if m.group(3) else first
    start = day_span(year, first, int(m.group(2)))
    end = day_span(year, last, number(m.group(4)) or 0)
    return span(start.start, end.end, "days") if start and end and start.start and end.end and (
        start.start <= end.end) else None  # fmt: skip


def _month_part(year: int, month: int, part: str) -> Period | None:
    if not 1 <= month <= 12:
        return None
    if not part:
        return months_span(year, month, month, "month")
    whole = months_span(year, month, month, "month_part")
    bounds = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
    if part in bounds and whole and whole.end:
        first, last = bounds[part]
        return span(date(year, month, first), date(year, month, min(last, whole.end.day)), "month_part")
    m = re.match("(.{1,3}?) ?[日号]", part)
    day = number(m.group(1)) if m else None
    return day_span(year, month, day) if day else None


def _read_iso(words: str, clue: Clue) -> Reading | None:
    parts = [int(p) for p in re.findall("[0-9]+", words)][:3]
    if len(parts) == 1:
        parts = [parts[0] // 10000, parts[0] // 100 % 100, parts[0] % 100]
    period = months_span(parts[0], parts[1], parts[1], "month") if len(parts) == 2 else day_span(*parts)
    return Reading(period, period.rule) if period else None


def _read_years(words: str, clue: Clue) -> Reading | None:
    first, last = (int(p) for p in re.findall("[0-9]{4}", words))
    if not 0 <= last - first <= 120 or ("年" not in words and not 1800 <= first <= 2100):
        return None
    return Reading(span(date(first, 1, 1), date(last, 12, 31), "year_range"), "year_range")


def _read_now(words: str, clue: Clue) -> Reading:
    today = clue.anchor.last_day()
    return Reading(Period(None, today, "", "now", by_end=True) if today else None, "now", True)


def _read_open(words: str, clue: Clue) -> Reading:
    return Reading(span(None, None, "recent"), "recent")


def _read_future(words: str, clue: Clue) -> Reading:
    return Reading(span(clue.anchor.last_day(), None, "future"), "future", True)


def _read_compare(words: str, clue: Clue) -> Reading:
    return Reading(None, "comparison")


def _read_new_year(words: str, clue: Clue) -> Reading:
    year = clue.anchor.year()
    return Reading(year_span(year, "this_year") if year else None, "this_year", True)


def _read_event(words: str, clue: Clue) -> Reading:
    name = next(name for name in sorted(EVENTS, key=len, reverse=True) if words.startswith(name))
    return Reading(span(EVENTS[name], clue.anchor.last_day(), "since"), "since")


_CENTURIES = {"20": 1900, "二十": 1900, "上": 1900, "上个": 1900, "21": 2000, "二十一": 2000, "本": 2000, "新": 2000,
              "19": 1800, "18": 1700}  # fmt: skip
_DECADE_PART = re.compile("(?:(.{1,3})世纪)?(?:([0-9]0|.{1,2}?十)年代)?(.*)")


def _read_decade(words: str, clue: Clue) -> Reading | None:
    m = _DECADE_PART.fullmatch(words)
    if m is None:
        return None
    base = _CENTURIES.get(m.group(1) or "上", 1900)
    if not m.group(2):
        first, last = {"初": (0, 19), "中": (40, 60), "末": (80, 99)}.get(m.group(3)[:1], (0, 99))
    else:
        tens = [d for d in map(number, m.group(2).rstrip("十0")) if d] or [0]
        first, last = tens[0] * 10, tens[-1] * 10 + 9
        if not m.group(1) and tens[0] < 3:
            base = 2000
    if m.group(3) == "以来":
        return Reading(span(date(base + first, 1, 1), clue.anchor.last_day(), "since"), "since")
    period = span(date(base + first, 1, 1), date(base + last, 12, 31), "decade")
    return Reading(period, "decade")


_RELATIVE_PART = re.compile(
    f"(未来|今后|接下来|过去|最近|近来|近|这)?的?({COUNT}) ?(个?季度|年|个月|月|周|个?星期|天|日)(半)?(.*)"
)
_SHIFTS = {"年": 12, "个月": 1, "月": 1, "季度": 3, "个季度": 3}


def _read_relative(words: str, clue: Clue) -> Reading | None:
    """未来五年, 三年来, 五年内, 两年前: counted from the anchor; 几年 stays open."""
    m = _RELATIVE_PART.fullmatch(words)
    if m is None:
        return None
    lead, count, unit, half, tail = m.groups()
    tail = tail.removeprefix("时间").removeprefix("多")
    kind = _relative_kind(lead or "", tail)
    if kind is None:
        return None
    exact = re.sub(" ?多|余", "", count)
    if exact in ("几", "数"):
        return Reading(span(None, None, "recent" if kind != "next" else "future"), "recent" if kind != "next" else "future")
    value = Decimal("0.5") if exact == "半" else parse_numeral(exact)
    today = clue.anchor.last_day()
    if value is None or value > 999:
        return None
    if today is None or (unit not in ("年",) and clue.anchor.precision != "day"):
        return Reading(None, kind, True)
    value += Decimal("0.5") if half else 0
    return Reading(_counted(today, value, unit, kind), kind, True)


def _relative_kind(lead: str, tail: str) -> str | None:
    """Which way a length of time lies: past, next, within, ago, later."""
    if tail.endswith(("前", "后")) and not lead:
        return "ago" if tail.endswith("前") else "later"
    if lead in ("未来", "今后", "接下来"):
        return "next"
    if lead in ("过去", "最近", "近", "近来", "这") or tail in ("来", "以来", "间", "之间"):
        return "past"
    return "within" if tail in ("内", "之内", "以内", "里") else None


def _counted(today: date, value: Decimal, unit: str, kind: str) -> Period | None:
    sign = -1 if kind in ("past", "ago") else 1
    if unit in _SHIFTS:
        other: date | None = add_months(today, sign * int(value * _SHIFTS[unit]))
    else:
        other = add_days(today, sign * int(value * (7 if unit in ("周", "个星期", "星期") else 1)))
    if other is None:
        return None
    if kind in ("ago", "later"):
        if unit == "年":
            return year_span(other.year, kind)
        return months_span(other.year, other.month, other.month, kind) if "月" in unit else span(other, other, kind)
    first, last = sorted((today, other))
    return Period(first, last, "", kind, by_end=kind == "within")


_READERS: dict[str, Callable[[str, Clue], Reading | None]] = {
    "iso": _read_iso,
    "years": _read_years,
    "now": _read_now,
    "recent": _read_open,
    "future": _read_future,
    "compare": _read_compare,
    "newyear": _read_new_year,
    "event": _read_event,
    "decade": _read_decade,
    "relative": _read_relative,
    "point": _read_point,
    "clock": lambda words, clue: Reading(None, "clock"),
}
