"""Facts of the calendar of public life that settle a year: sessions, plans, fairs, games, anniversaries, feast days.

In: a text. Out: `Clue`s. The facts are data, `facts.toml`; the days of lunar feasts are `times/events.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from index.dates.clue import Clue, counted
from index.text import read_toml
from index.times import LUNAR

YEAR_NAMED = re.compile(r"(?<![\d.])((?:19|20)\d\d)\s?年")
FIRST_YEAR, LAST_YEAR = 1980, 2100
_PREPARED = re.compile(r"(?:召开|筹备好?|即将|迎接|提请|备战)[^，。]{0,6}$")
_NAMED_BEFORE = re.compile(r"20\d\d年?(?:是|作为|为)?[^，。]{0,6}$")
_NEXT = re.compile(r"明年(?:是|将是|为|将)?[^，。]{0,6}$")
_THIS = re.compile(r"今年(?:是|正值|适逢|恰逢|迎来)[^，。]{0,8}$")
_LAST = re.compile(r"去年(?:是|为)?[^，。]{0,6}$")
_WEEKDAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日\s?[（(，]?\s?(?:星期|周)([一二三四五六日天])")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")}
_REST = 0.0015
_FIRST_WORKDAY = re.compile(
    r"(\d{1,2})月(\d{1,2})日.{0,6}(?:农历新年|春节假期后|节后|[鼠牛虎兔龙蛇马羊猴鸡狗猪]年|新春).{0,4}(?:首|第一)个工作日"
)


def fact_clues(text: str) -> Iterator[Clue]:
    """All clues that facts give."""
    yield from _facts(text)
    yield from _anniversaries(text)
    yield from _feast_days(text)
    yield from _weekdays(text)


def _facts(text: str) -> Iterator[Clue]:
    """Clues of sessions, plans, fairs and games."""
    for fact in _raw_facts()["fact"]:
        for match in fact["compiled"].finditer(text):
            year = _fact_year(fact, match)
            if year is None:
                continue
            before = text[max(0, match.start() - 14) : match.start()]
            offsets = {int(n): share for n, share in fact["offsets"].items()}
            offsets = _turned(before, text[match.end() : match.end() + 10]) or offsets
            shares = {year + n: share for n, share in offsets.items()}
            if "cycle" in fact:
                shares = {y + k * fact["cycle"]: s for y, s in shares.items() for k in (-2, -1, 0, 1)}
            floor = year if fact.get("past") and "cycle" not in fact else 0
            yield Clue(
                match.start(),
                match.end(),
                fact["name"],
                shares,
                fact.get("rest", _REST),
                floor,
                0 if "cycle" in fact else year,
            )
            break


def _turned(before: str, after: str) -> dict[int, float] | None:
    """Words beside a fact that move it: 今年是…, 明年是…, 筹备…, …倒计时; None when there are none."""
    if _THIS.search(before):
        return {0: 0.98}
    if _NEXT.search(before):
        return {-1: 0.97}
    if _LAST.search(before):
        return {1: 0.97}
    if after.startswith("以来"):
        return {0: 0.45, 1: 0.45}
    if "倒计时" in after or re.match("[^，。]{0,3}20\\d\\d年", after) or _PREPARED.search(before):
        return {0: 0.5, -1: 0.45}
    if _NAMED_BEFORE.search(before):
        # "2025年是…收官之年" says what year 2025 is, not that it is this one.
        return {0: 0.55, -1: 0.2, 1: 0.2}
    return None


def _fact_year(fact: Mapping[str, Any], match: re.Match[str]) -> int | None:
    if "year" in fact:
        return int(fact["year"])
    if "plan" in fact:
        number = _number(match.group(1)[:-1])
        first = 1956 + 5 * (number - 1) if number else 0
        return (first if fact["plan"] == "first" else first + 4) if number else None
    number = _number(match.group(1))
    if not number:
        return None
    return int(fact["base"]) + (number - int(fact.get("from", 0))) // int(fact.get("per", 1))


def _anniversaries(text: str) -> Iterator[Clue]:
    """ "新中国成立75周年", and "N周年" beside the year of the event itself ("1964年…60周年")."""
    rule = _raw_facts()["anniversary"]
    offsets = {int(n): share for n, share in rule["offsets"].items()}
    done: set[int] = set()
    bases = {int(m.group(1)) for m in YEAR_NAMED.finditer(text[:20_000])}
    for match in rule["compiled"].finditer(text):
        number = _number(match.group(1))
        before = text[max(0, match.start() - 30) : match.start()]
        if not number or len(done) > 20:
            continue
        event = max((e for e in rule["events"] if e in before), key=lambda e: before.rfind(e) + len(e), default="")
        base = rule["events"].get(event, 0)
        if base and base + number not in done:
            done.add(base + number)
            turned = _turned(before.split(event)[0][-14:], text[match.end() : match.end() + 10]) or offsets
            yield counted(match.start(), match.end(), "anniversary", base + number, turned, 0.0015)
        elif not base and number >= 5:
            fits = [b + number for b in bases if b < 2020 and 2000 < b + number <= 2100]
            fits = [year for year in fits if year not in done][:3]
            if len(fits) == 1:
                done.add(fits[0])
                yield counted(match.start(), match.end(), "anniversary_of_year", fits[0], {0: 0.7, 1: 0.04}, 0.02)


def _feast_days(text: str) -> Iterator[Clue]:
    """A day of the month named together with a lunar feast ("今天（1月29日）是正月初一")."""
    for match in _FIRST_WORKDAY.finditer(text):
        shares = {}
        for (name, year), day in LUNAR.items():
            named = _day(year, int(match.group(1)), int(match.group(2)))
            if name == "春节" and named and 5 <= (named - day).days <= 9:
                shares[year] = 0.9
        if shares:
            yield Clue(match.start(), match.end(), "first_workday", shares, 0.02)
    lunar = _raw_facts()["lunar"]
    for n, match in enumerate(_MONTH_DAY.finditer(text)):
        if n > 60:
            return
        around = text[match.end() : match.end() + 14]
        near = re.split("[。；\n]", around, maxsplit=1)[0]
        feast = next((f for f in lunar if f in near), None)
        if feast is None or re.match(r"[^，。]{0,4}(?:前|后|期间|假期|起|至|到)", around):
            continue
        name, shift = lunar[feast]
        shares = {
            year: 0.9
            for (which, year), day in LUNAR.items()
            if which == name and _day(year, int(match.group(1)), int(match.group(2))) == day + timedelta(days=shift)
        }
        if shares:
            yield Clue(match.start(), match.end() + around.find(feast) + len(feast), "feast_day", shares, 0.01)


def _weekdays(text: str) -> Iterator[Clue]:
    """ "1月20日星期一" allows one year in seven or so."""
    for n, match in enumerate(_WEEKDAY.finditer(text)):
        if n > 5:
            return
        wanted = "一二三四五六日".find(match.group(3).replace("天", "日"))
        shares = {}
        for year in range(FIRST_YEAR, LAST_YEAR):
            day = _day(year, int(match.group(1)), int(match.group(2)))
            if day and day.weekday() == wanted:
                shares[year] = 0.9
        yield Clue(match.start(), match.end(), "weekday", shares, 0.03)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(word: str) -> int:
    """A whole number in digits or Chinese up to 999, 0 when it is none."""
    if word.isdigit():
        return int(word)
    if not word or any(c not in "零〇一二三四五六七八九十百" for c in word):
        return 0
    total, rest = 0, word
    if "百" in rest:
        head, rest = rest.split("百", 1)
        total += _DIGITS.get(head, 1) * 100
    rest = rest.lstrip("零〇")
    if "十" in rest:
        head, rest = rest.split("十", 1)
        total += (_DIGITS.get(head, 1) if head else 1) * 10
    return total + (_DIGITS.get(rest[:1], 0) if rest else 0)


@cache
def _raw_facts() -> dict[str, Any]:
    raw = read_toml(Path(__file__).with_name("facts.toml"))
    for fact in [*raw["fact"], raw["anniversary"]]:
        fact["compiled"] = re.compile(fact["pattern"])
    return raw
