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


def sub_year(words: str, year: int) -> Period | None:
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
    if m := _LAST_PART.fullmatch(words):
        return months_span(year, 12 if m.group(1) == "月" else 10, 12, "month" if m.group(1) == "月" else "quarter")
    if words[0] in _SEASONS and words[1:] in ("季", "天"):
        first, last = _SEASONS[words[0]]
        return months_span(year, first, last, "season")
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
        return month_part(year, number(m.group(1).rstrip("份").rstrip("月")) or 0, m.group(2) or m.group(3) or "")
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
