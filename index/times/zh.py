"""Chinese time expressions: the grammar (one pattern) and what each form means.

`candidates(text)` yields where an expression may stand; `read(words, anchor, near)` says what it means, where `near`
is the year a bare month may lean on (the last year named in the sentence). No expression is longer than some 40
characters and every repeat in the pattern is bounded, so time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from index.times.calendar import (
    EVENTS,
    Anchor,
    add_days,
    add_months,
    day_span,
    months_span,
    plan_span,
    span,
    year_span,
)
from index.times.reading import Around, TimeReading
from index.times.zh_grammar import CLOCK, GRAMMAR, PLAN_N, RELATIVE_YEARS, SEP, YEAR
from index.times.zh_parts import month_part, number, sub_year
from index.times.zh_relative import read_decade, read_relative
from index.types import Period


def candidates(folded: str) -> Iterator[re.Match[str]]:
    """Where a time expression stands, left to right, not overlapping."""
    return GRAMMAR.finditer(folded)


def read(match: re.Match[str], around: Around) -> TimeReading | None:
    """What a candidate means; None when on a second look it is no time expression."""
    kind = match.lastgroup or ""
    return _read_point(match, around) if kind == "point" else _READERS[kind](match.group(), around)


def _year_of(words: str, around: Around) -> tuple[int | None, str, bool]:
    """The year that 2024年, 今年, 当年 … names: (year or None, rule, needed a date)."""
    name = words.replace(" ", "").removeprefix("公元").removesuffix("度")
    if name in RELATIVE_YEARS:
        base = around.anchor.year()
        rule = {-1: "last_year", 0: "this_year", 1: "next_year"}.get(RELATIVE_YEARS[name], "relative_year")
        return (None if base is None else base + RELATIVE_YEARS[name]), rule, True
    if name in ("当年", "同年", "次年", "全年"):
        near, anchored = around.near_year(), False
        if near is None:
            near, anchored = around.anchor.year(), True
        return (None if near is None else near + (name == "次年")), "same_year", anchored
    digits = name.removesuffix("年")
    year = number(digits)
    if year is not None and len(digits) == 2:
        year += 2000 if year < 50 else 1900
    return year, "year", False


_VALUE = re.compile("的? ?[约近超逾不足共仅]{0,2}[0-9]")
_SPLIT_YEAR = re.compile(f"({YEAR})(?:的|，| )?(.*)", re.DOTALL)


def _read_point(match: re.Match[str], around: Around) -> TimeReading | None:
    first, last, post = match["first"], match["to"] or match["and"], match["post"] or ""
    if last == "今天":
        post = "至今"
    elif last:
        return _read_range(first, last, around)
    point = _read_one(first, around)
    if match["pre"] in ("从", "由") and not post and _VALUE.match(match.string, match.end()):
        return point  # 从2012年的8亿元增长到…: the value of that year
    return None if point is None else _wrap(point, match["pre"] or "", post, around)


def _read_range(first: str, second: str, around: Around) -> TimeReading | None:
    left = _read_one(first, around)
    if left is None:
        return None
    right = _read_one(second, Around(around.anchor, left.period or around.before))
    if right is None:
        return None
    anchored = left.anchored or right.anchored
    if not (left.period and right.period and left.period.start and right.period.end):
        return TimeReading(None, "range", True)
    if right.period.end < left.period.start:
        return None
    return TimeReading(span(left.period.start, right.period.end, "range"), "range", anchored)


def _wrap(point: TimeReading, pre: str, post: str, around: Around) -> TimeReading:
    """到2027年 is a deadline, 截至去年底 a reading date, 2020年以来 open to the article's date."""
    period, today = point.period, around.anchor.last_day()
    if period is None:
        return point
    if post.endswith(("至今", "现在", "目前", "今天")):
        post = "至今"
    if post in ("之前", "以前") and period.start:
        until = Period(None, add_days(period.start, -1), "", "before", by_end=True)
        return TimeReading(until, "before", point.anchored)
    if post in ("以来", "至今", "起", "以后", "之后") or pre in ("自", "从"):
        if point.rule.startswith("plan") and period.end:
            last = min(period.end, today) if today else period.end
            return TimeReading(span(period.start, last, "plan"), "plan", point.anchored)
        end = today if post in ("以来", "至今") and today and period.start and today >= period.start else None
        if post in ("以后", "之后"):
            return TimeReading(
                span(add_days(period.end, 1) if period.end else None, None, "after"), "after", point.anchored
            )
        if post == "" and not point.rule.startswith("year"):
            return point
        return TimeReading(span(period.start, end, "since"), "since", point.anchored or end is not None)
    if pre.startswith("截") or post == "为止":
        return TimeReading(_deadline(period, "as_of"), "as_of", point.anchored)
    if pre in ("到", "至", "直到", "直至") or post in ("前", "之前", "以前"):
        return TimeReading(_deadline(period, "by"), "by", point.anchored)
    return point


def _deadline(period: Period, rule: str) -> Period:
    return Period(start=None, end=period.end, text="", rule=rule, by_end=True)


_PLAN_PART = re.compile(
    f'[“‘"「『]?({PLAN_N})[”’"」』]?(?:规划|计划)?(?:(?:时期|期间)?的?[前头]([两二三四])年|(时期|期间|末期?|初期?|收官|开局|开门红))?'
)
_REL_MONTH_PART = re.compile("(本|上上个|上一?个?|下一?个?|当|同|次|这个)月(.*)")
_REL_QUARTER_PART = re.compile("(本|[上下][个一]?)季度(末|初)?")
_REL_DAYS = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2, "次": 1, "当": 0, "同": 0, "即": 0}
_WEEK_PART = re.compile("(上上|上|下下|下|本|这|这个)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天末]?)")


def _read_one(words: str, around: Around) -> TimeReading | None:
    """One point of time without what may stand around it."""
    if m := _SPLIT_YEAR.fullmatch(words):
        year, rule, anchored = _year_of(m.group(1), around)
        if not m.group(2):
            return TimeReading(year_span(year, rule), rule, anchored) if year else TimeReading(None, rule, anchored)
        if m.group(2) in ("的", "，"):
            return None
        if year is None:
            return TimeReading(None, rule, anchored) if anchored else None
        period = sub_year(m.group(2), year)
        return TimeReading(period, period.rule, anchored) if period else None
    if m := _PLAN_PART.fullmatch(words):
        n = number(m.group(1)[:-1])
        part = {"末": "end", "末期": "end", "收官": "end", "初": "start", "开局": "start"}.get(m.group(3) or "", "")
        period = plan_span(n, part, number(m.group(2).replace("两", "二")) if m.group(2) else 0) if n else None
        return TimeReading(period, period.rule) if period else None
    if m := _REL_QUARTER_PART.fullmatch(words):
        return _relative_quarter(m.group(1), m.group(2), around)
    if m := _REL_MONTH_PART.fullmatch(words):
        return _relative_month(m.group(1), m.group(2), around)
    if words[0] == "大" and words[1:2] in "前后":
        day = around.anchor.knows("day")
        moved = add_days(day, -3 if words[1] == "前" else 3) if day else None
        return TimeReading(span(moved, moved, "relative_day") if moved else None, "relative_day", True)
    if words[0] in _REL_DAYS and words[1:2] in "日天晚晨夜":
        base = around.before.start if words[0] in "当同次" and around.before and _is_day(around.before) else None
        day = base or around.anchor.knows("day")
        moved = add_days(day, _REL_DAYS[words[0]]) if day else None
        return TimeReading(span(moved, moved, "relative_day") if moved else None, "relative_day", base is None)
    if m := _WEEK_PART.fullmatch(words):
        return _week(m.group(1) or "", m.group(2), around)
    return _bare_sub(words, around)


def _is_day(period: Period) -> bool:
    return period.start is not None and period.start == period.end


def _relative_quarter(which: str, part: str | None, around: Around) -> TimeReading:
    """本季度, 上季度末: three months counted from the anchor's month."""
    base = around.anchor.knows("month")
    if base is None:
        return TimeReading(None, "quarter", True)
    month = add_months(base.replace(day=1), {"上": -3, "下": 3}.get(which[0], 0))
    first = (month.month - 1) // 3 * 3 + 1
    bounds = {"末": (first + 2, first + 2), "初": (first, first)}.get(part or "", (first, first + 2))
    return TimeReading(months_span(month.year, *bounds, rule="quarter"), "quarter", True)


def _relative_month(which: str, rest: str, around: Around) -> TimeReading:
    shift = -2 if which == "上上个" else {"上": -1, "下": 1, "次": 1}.get(which[0], 0)
    near = around.before.start if which in ("当", "同", "次") and around.before else None
    base = near or around.anchor.knows("month")
    if base is None:
        return TimeReading(None, "relative_month", True)
    month = add_months(base.replace(day=1), shift)
    period = month_part(month.year, month.month, rest) if rest else months_span(
        month.year, month.month, month.month, "relative_month")  # fmt: skip
    return TimeReading(period, "relative_month", near is None)


def _week(which: str, weekday: str, around: Around) -> TimeReading:
    today = around.anchor.knows("day")
    if today is None:
        return TimeReading(None, "week", True)
    monday = add_days(today, {"上": -7, "上上": -14, "下": 7, "下下": 14}.get(which, 0) - today.weekday())
    first = {"末": 5, "": 0, "天": 6, "日": 6}.get(weekday, "一二三四五六".find(weekday))
    last = 6 if weekday in ("", "末") else first
    if monday is None:
        return TimeReading(None, "week", True)
    return TimeReading(span(add_days(monday, first), add_days(monday, last), "week"), "week", True)


def _bare_sub(words: str, around: Around) -> TimeReading | None:
    """A month, day, quarter … without its year: the year the sentence named, else the one nearest to the anchor."""
    if (m := re.fullmatch(f"(.{{1,3}}?) ?[日号](?:{CLOCK})?", words)) and (day := number(m.group(1))):
        return _bare_day(day, around)
    year = around.near_year()
    anchored = year is None
    if year is None:
        trial = sub_year(words, 2024)
        if trial is None or trial.start is None or trial.end is None:
            return None
        year = _fitting_year(trial, words, around.anchor)
        if year is None:
            return TimeReading(None, trial.rule, True)
    period = sub_year(words, year)
    return TimeReading(period, period.rule, anchored) if period else None


def _fitting_year(trial: Period, words: str, anchor: Anchor) -> int | None:
    """The year of a bare sub-year span: started and (for 1—9月, 前三季度) not ending long after the anchor."""
    if trial.start is None or trial.end is None:
        return None
    if words.startswith(("年", "岁", "全年")) or anchor.precision == "year":
        return anchor.year()
    if trial.rule in ("months", "quarters") and trial.start.month == 1 and anchor.day:
        late = add_days(anchor.day, 45)
        return anchor.day.year - (
            late is not None and trial.end.replace(year=anchor.day.year, day=min(trial.end.day, 28)) > late
        )
    if trial.rule in ("half", "quarter") and anchor.day and anchor.precision != "month":
        # 上半年 in an article of December is the one gone by, not the one to come.
        begins = trial.start.replace(year=anchor.day.year)
        return anchor.day.year - (begins > anchor.day)
    day = trial.start.day if trial.start == trial.end else None
    return anchor.nearest_year((trial.start.month + trial.end.month) // 2, day)


def _bare_day(day: int, around: Around) -> TimeReading | None:
    if not 1 <= day <= 31:
        return None
    before = around.before
    if before and before.start and before.end and before.start.month == before.end.month:
        start = before.start
        if start.year == before.end.year and (period := day_span(start.year, start.month, day)):
            return TimeReading(period, "day")
    month = around.anchor.nearest_month(day)
    return TimeReading(day_span(*month, day) if month else None, "day", True)


_ISO_RANGE = re.compile(f"(.{{6,10}}?) ?{SEP} ?([12][0-9]{{3}}[-/.].{{1,6}})")


def _read_iso(words: str, around: Around) -> TimeReading | None:
    if m := _ISO_RANGE.fullmatch(words):
        first, last = _read_iso(m.group(1), around), _read_iso(m.group(2), around)
        if first and last and first.period and last.period and first.period.start and last.period.end:
            return TimeReading(span(first.period.start, last.period.end, "range"), "range")
    parts = [int(p) for p in re.findall("[0-9]+", words)][:3]
    if len(parts) == 1:
        parts = [parts[0] // 10000, parts[0] // 100 % 100, parts[0] % 100]
    period = (
        months_span(parts[0], parts[1], parts[1], "month")
        if len(parts) == 2
        else day_span(parts[0], parts[1], parts[2])
    )
    return TimeReading(period, period.rule) if period else None


def _read_years(words: str, around: Around) -> TimeReading | None:
    first, last = (int(p) for p in re.findall("[0-9]{4}", words))
    if not 0 <= last - first <= 120 or ("年" not in words and not 1800 <= first <= 2100):
        return None
    return TimeReading(span(date(first, 1, 1), date(last, 12, 31), "year_range"), "year_range")


def _read_now(words: str, around: Around) -> TimeReading:
    today = around.anchor.last_day()
    return TimeReading(Period(None, today, "", "now", by_end=True) if today else None, "now", True)


def _read_open(words: str, around: Around) -> TimeReading:
    return TimeReading(span(None, None, "recent"), "recent")


def _read_future(words: str, around: Around) -> TimeReading:
    return TimeReading(span(around.anchor.last_day(), None, "future"), "future", True)


def _read_compare(words: str, around: Around) -> TimeReading:
    return TimeReading(None, "comparison")


def _read_new_year(words: str, around: Around) -> TimeReading:
    year = around.anchor.year()
    return TimeReading(year_span(year, "this_year") if year else None, "this_year", True)


def _read_event(words: str, around: Around) -> TimeReading:
    name = next(name for name in sorted(EVENTS, key=len, reverse=True) if words.startswith(name))
    return TimeReading(span(EVENTS[name], around.anchor.last_day(), "since"), "since")


_READERS: dict[str, Callable[[str, Around], TimeReading | None]] = {
    "iso": _read_iso,
    "years": _read_years,
    "now": _read_now,
    "recent": _read_open,
    "future": _read_future,
    "compare": _read_compare,
    "newyear": _read_new_year,
    "event": _read_event,
    "decade": read_decade,
    "relative": read_relative,
    "clock": lambda words, around: TimeReading(None, "clock"),
}
