"""Chinese time expressions counted from the anchor or from a century: 未来五年, 三年来, 五年内, 20世纪八十年代."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from index.text import parse_numeral
from index.times.calendar import add_days, add_months, months_span, span, year_span
from index.times.reading import Around, TimeReading
from index.times.zh_grammar import COUNT
from index.times.zh_parts import number
from index.types import Period

_CENTURIES = {"20": 1900, "二十": 1900, "上": 1900, "上个": 1900, "21": 2000, "二十一": 2000, "本": 2000, "新": 2000,
              "19": 1800, "18": 1700}  # fmt: skip
_DECADE_PART = re.compile("(?:(.{1,3})世纪)?(?:([0-9]0|.{1,2}?十)年代)?(.*)")


def read_decade(words: str, around: Around) -> TimeReading | None:
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
        return TimeReading(span(date(base + first, 1, 1), around.anchor.last_day(), "since"), "since")
    period = span(date(base + first, 1, 1), date(base + last, 12, 31), "decade")
    return TimeReading(period, "decade")


_RELATIVE_PART = re.compile(
    f"(未来|今后|接下来|过去|最近|近来|近|这)?的?({COUNT}) ?(个?季度|年|个月|月|周|个?星期|天|日)(半)?(.*)"
)
_SHIFTS = {"年": 12, "个月": 1, "月": 1, "季度": 3, "个季度": 3}


def read_relative(words: str, around: Around) -> TimeReading | None:
    """未来五年, 三年来, 五年内, 两年前: counted from the anchor; 几年 stays open."""
    if words == "今明两年":
        year = around.anchor.year()
        return TimeReading(span(date(year, 1, 1), date(year + 1, 12, 31), "range") if year else None, "range", True)
    if words[0] == "近" and words[-1] == "月" and words[-2] != "个":
        words = words[:-1] + "个月"
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
        return TimeReading(
            span(None, None, "recent" if kind != "next" else "future"), "recent" if kind != "next" else "future"
        )
    value = Decimal("0.5") if exact == "半" else parse_numeral(exact)
    today = around.anchor.last_day()
    if value is None or value > 999:
        return None
    if today is None or (unit not in ("年",) and around.anchor.precision != "day"):
        return TimeReading(None, kind, True)
    value += Decimal("0.5") if half else 0
    return TimeReading(_counted(today, value, unit, kind), kind, True)


def _relative_kind(lead: str, tail: str) -> str | None:
    """Which way a length of time lies: past, next, within, ago, later."""
    if tail.endswith(("前", "后")) and not lead:
        return "ago" if tail.endswith("前") else "later"
    if lead in ("未来", "今后", "接下来"):
        return "next"
    if lead in ("过去", "最近", "近", "近来", "这") or tail in ("来", "以来"):
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
