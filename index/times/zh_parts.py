"""Chinese words for a part of a year: 1—9月, 前三季度, 8月20日, 年底, 春节 → days of a given year."""

from __future__ import annotations

import re
from datetime import date

from index.text import parse_numeral
from index.times.calendar import day_span, festival_day, months_span, span, year_span
from index.times.zh_grammar import CLOCK, SEP, D, M
from index.types import Period


def number(words: str) -> int | None:
    """A small whole number in digits or Chinese; 元 and 正 are the first month."""
    if words in ("元", "正", "首"):
        return 1
    value = parse_numeral(words.strip())
    return int(value) if value is not None and value == int(value) and value < 10**6 else None


_MONTHS_PART = re.compile(f"(.{{1,2}}?)(?:月份?)?{SEP}(.{{1,2}}?)月份?")
_DAYS_PART = re.compile(f"({M})([0-9]{{1,2}})日?{SEP}(?:({M}))?(.{{1,3}}?) ?[日号]")
_MONTH_PART = re.compile(f"({M})(?: ?({D})|([底末初]|[上中下]旬))?(?:{CLOCK})?")
_LAST_PART = re.compile("最后一?个(月|季度)")
# Winter is told of the year it begins in; its last months are left out.
_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 12)}
_FIRST_PART = re.compile("[前头](.{1,2}?)个?(月|季度?)")
_QUARTERS_PART = re.compile("第?([一二三1-3])(?:季度?)?[至到—–-]第?([二三四2-4])季度")
_QUARTER_PART = re.compile("(?:第?([一二三四1-4首]) ?季度?|Q([1-4]))(末?)")


# Parts that are named by one word: their first and last month, and the rule.
_NAMED = {
    **dict.fromkeys(("底", "末", "年底", "年末", "岁末"), (12, 12, "year_end")),
    **dict.fromkeys(("初", "年初"), (1, 1, "year_start")),
    "年中": (6, 7, "year_middle"),
    **dict.fromkeys(("上半年", "上半叶"), (1, 6, "half")),
    "下半年": (7, 12, "half"),
    **{season + end: (*months, "season") for season, months in _SEASONS.items() for end in ("季", "天")},
}


def sub_year(words: str, year: int) -> Period | None:
    """The part of a year that words name: 1—9月, 一季度, 8月, 1月20日, 底, 春节 …"""
    if words == "全年":
        return year_span(year, "whole_year")
    if words in _NAMED:
        return months_span(year, *_NAMED[words])
    for pattern, read in _PARTS:
        if m := pattern.fullmatch(words):
            return read(m, year)
    name = re.sub("(?:期间|假期)$", "", words)
    return festival_day(name, year) or festival_day(name.removesuffix("节"), year) or festival_day(name + "节", year)


def _last(m: re.Match[str], year: int) -> Period | None:
    """最后一个月, 最后一个季度."""
    first, rule = (12, "month") if m[1] == "月" else (10, "quarter")
    return months_span(year, first, 12, rule)


def _quarter(m: re.Match[str], year: int) -> Period | None:
    """第三季度, Q3, 三季度末."""
    n = number(m[1] or m[2]) or 0
    return months_span(year, 3 * n - 2 + (2 if m[3] else 0), 3 * n, "quarter")


def _quarters(m: re.Match[str], year: int) -> Period | None:
    """二至三季度."""
    return months_span(year, 3 * (number(m[1]) or 0) - 2, 3 * (number(m[2]) or 0), "quarters")


def _first(m: re.Match[str], year: int) -> Period | None:
    """前三季度, 前8个月."""
    n = number(m[1]) or 0
    return months_span(year, 1, n, "months") if m[2] == "月" else months_span(year, 1, 3 * n, "quarters")


def _month(m: re.Match[str], year: int) -> Period | None:
    """8月, 8月20日, 8月底."""
    return month_part(year, number(m[1].rstrip("份").rstrip("月")) or 0, m[2] or m[3] or "")


def _months(m: re.Match[str], year: int) -> Period | None:
    """1—9月."""
    return months_span(year, number(m[1]) or 0, number(m[2]) or 0, "months")


def _days(m: re.Match[str], year: int) -> Period | None:
    first = number(m.group(1).rstrip("份").rstrip("月")) or 0
    last = number(m.group(3).rstrip("份").rstrip("月")) or 0 if m.group(3) else first
    start = day_span(year, first, int(m.group(2)))
    end = day_span(year, last, number(m.group(4)) or 0)
    return span(start.start, end.end, "days") if start and end and start.start and end.end and (
        start.start <= end.end) else None  # fmt: skip


# Tried in this order: 8月20日 is a day before it could be a row of months.
_PARTS = (
    (_LAST_PART, _last),
    (_QUARTER_PART, _quarter),
    (_QUARTERS_PART, _quarters),
    (_FIRST_PART, _first),
    (_DAYS_PART, _days),
    (_MONTH_PART, _month),
    (_MONTHS_PART, _months),
)


def month_part(year: int, month: int, part: str) -> Period | None:
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
