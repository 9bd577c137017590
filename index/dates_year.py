"""The year an article was published in, from what it says of years, plans, sessions, anniversaries and feast days.

In: a text, and the month and day it is dated by where it names them. Out: the year with its proof, or None. Each clue
gives shares to the years it allows; shares multiply; a year is taken only when it outweighs all others together by
far, so that most articles that merely mention a year stay undated. A wrong year is worse than none.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from index.timex_calendar import LUNAR

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)\s?年")
# A year in front of a name, without 年 ("2024新质生产力年度盛典"); what follows a mere number is a unit.
_BARE_YEAR = re.compile(r"(?<![\d.])(20[0-4]\d)(?=[\u4e00-\u9fff]{3})(?![年多余万亿元家个人名台辆吨公米平千克只件项所座条位户亩名套场次字号倍级版届以左之和与至到、来后前内])")
_FUTURE = re.compile("将|拟|计划|预计|起施行|起实施|力争|有望|前")
_MONTH_NAMED = re.compile(r"\s?(\d{1,2})\s?月")
_RANGE = re.compile(r"(?<!\d)(20\d\d)年?[—–\-－~～至]{1,2}(20\d\d)年?(?!\d)")
_DOCUMENT = re.compile(r"[〔\[（(]((?:19|20)\d\d)[〕\]）)]\s?第?\d{1,4}\s?号")
_WEEKDAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日\s?[（(，]?\s?(?:星期|周)([一二三四五六日天])")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
_FIRST_WORKDAY = re.compile(r"(\d{1,2})月(\d{1,2})日.{0,6}(?:农历新年|春节假期后|节后|龙年|蛇年|马年|新春).{0,4}(?:首|第一)个工作日")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")}
_NEXT = re.compile(r"明年(?:是|将是|为|将)?[^，。]{0,6}$")
_PREPARED = re.compile(r"(?:召开|筹备好?|即将|迎接|提请|备战)[^，。]{0,6}$")
_NAMED_BEFORE = re.compile(r"20\d\d年?(?:是|作为|为)?[^，。]{0,6}$")
_LAST = re.compile(r"去年(?:是|为)?[^，。]{0,6}$")
_FIRST_YEAR = 1980
_MAX_CHARS, _MAX_MENTIONS = 40_000, 400
_SURE = 0.9
_REST = 0.0015
_REPEATED = 0.4


@dataclass(frozen=True, slots=True)
class Clue:
    """A span of the text that speaks for years: `shares` by year, `rest` for all others; `about` is the year it is
    counted from (0: several)."""

    start: int
    end: int
    rule: str
    shares: Mapping[int, float]
    rest: float
    not_before: int = 0
    about: int = 0


@dataclass(frozen=True, slots=True)
class YearFound:
    """The year, the clue that weighed most for it, and how sure all clues together are (0 to 1)."""

    year: int
    clue: Clue
    confidence: float


@dataclass(frozen=True, slots=True)
class _Cue:
    name: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    sentence: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    offsets: dict[int, float]
    rest: float
    past: bool


def find_year(text: str, month_day: tuple[int, int] | None, last_year: int) -> YearFound | None:
    """The year of publication, not after `last_year`, or None when the clues do not settle it.

    `month_day` is the day (month, 0 for a month alone) that the article is known to be of.
    """
    text = text[:_MAX_CHARS]
    years = range(_FIRST_YEAR, last_year + 1)
    kept = _distinct(_clues(text, month_day), month_day)
    if not kept:
        return None
    scores = dict.fromkeys(years, 0.0)
    for n, clue in kept:
        for year in years:
            share = clue.shares.get(year, clue.rest) if year >= clue.not_before else min(0.001, clue.rest)
            scores[year] += math.log(share) * _REPEATED**n
    best = max(scores, key=lambda y: scores[y])
    confidence = 1 / sum(math.exp(score - scores[best]) for score in scores.values())
    if confidence < _SURE:
        return None
    rival = max((y for y in years if y != best), key=lambda y: scores[y])
    proof = max((c for _, c in kept), key=lambda c: c.shares.get(best, c.rest) / c.shares.get(rival, c.rest))
    return YearFound(best, proof, confidence)


def _distinct(clues: Iterable[Clue], month_day: tuple[int, int] | None) -> list[tuple[int, Clue]]:
    """Each kind of clue once for each year it is about; the n-th clue about one year counts less (they repeat the
    same fact in other words), the sharpest first."""
    found: dict[tuple[str, int], Clue] = {}
    for clue in clues:
        found.setdefault((clue.rule, clue.about), _in_season(clue, month_day))
    order = sorted(found.values(), key=lambda c: max(c.shares.values()) / c.rest, reverse=True)
    years: Counter[int] = Counter()
    rules: Counter[str] = Counter()
    out = []
    for clue in order:
        out.append((max(years[clue.about] if clue.about else 0, rules[clue.rule]), clue))
        years[clue.about] += 1
        rules[clue.rule] += 1
    return out


def _in_season(clue: Clue, month_day: tuple[int, int] | None) -> Clue:
    """Next year is spoken of in autumn and winter, last year's results in spring."""
    if not month_day or not clue.about:
        return clue
    month = month_day[0]
    ahead = 5.0 if month >= 11 else 1.0 if month >= 9 else 0.25
    behind = 1.5 if month <= 4 else 1.0 if month <= 7 else 0.7
    shares = {
        year: min(0.99, share * (ahead if year < clue.about else behind if year == clue.about + 1 else 1.0))
        for year, share in clue.shares.items()
    }
    return replace(clue, shares=shares)


def _clues(text: str, month_day: tuple[int, int] | None) -> Iterator[Clue]:
    yield from _named_years(text, month_day)
    yield from _facts(text)
    yield from _anniversaries(text)
    yield from _feast_days(text)
    yield from _weekdays(text)
    for match in _DOCUMENT.finditer(text[:400]):
        yield _clue(match.start(), match.end(), "document_number", int(match.group(1)), {0: 0.95, 1: 0.03}, 0.001, True)


def _clue(
    start: int, end: int, rule: str, year: int, offsets: Mapping[int, float], rest: float, past: bool = False
) -> Clue:
    shares = {year + n: share for n, share in offsets.items()}
    return Clue(start, end, rule, shares, rest, year if past else 0, year)


def _named_years(text: str, month_day: tuple[int, int] | None) -> Iterator[Clue]:
    """Clues of years written out ("2024年，…增长8%")."""
    for n, match in enumerate(_YEAR.finditer(text)):
        if n >= _MAX_MENTIONS:
            return
        year = int(match.group(1))
        before, rest = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 110]
        sentence = re.split("[。！？\n]", rest, maxsplit=1)[0]
        left = re.split("[。！？\n]", text[max(0, match.start() - 60) : match.start()])[-1]
        if before.endswith(("至", "—", "－", "-", "~")) is False and _RANGE.match(text, match.start()):
            offsets = {0: 0.45, 1: 0.25, 2: 0.12, 3: 0.06, -1: 0.05}
            yield _clue(match.start(), match.end(), "range_start", year, offsets, 0.006)
            continue
        for cue in _cues():
            if cue.before and not cue.before.search(before):
                continue
            if cue.after and not cue.after.match(rest.lstrip()):
                continue
            if cue.sentence and not cue.sentence.search(sentence):
                continue
            if cue.unless and cue.unless.search(left + "|" + sentence):
                continue
            offsets = _by_season(cue, month_day, rest)
            yield _clue(match.start(), match.end(), cue.name, year, offsets, cue.rest, cue.past)
            break
    for match in _BARE_YEAR.finditer(text):
        ahead = re.match("[^，。；]{0,12}(?:任务|计划|目标|展望|路线图)", text[match.end() : match.end() + 20])
        behind = re.match("[^，。；]{0,12}(?:成绩|回顾|盘点|答卷|总结|公报|年报|年鉴)", text[match.end() : match.end() + 20])
        offsets = {0: 0.75, -1: 0.1} if ahead else {1: 0.6, 0: 0.3} if behind else {0: 0.72, 1: 0.12, -1: 0.06}
        rule = "year_of_plan" if ahead else "year_of_record" if behind else "year_in_name"
        yield _clue(match.start(), match.end(), rule, int(match.group(1)), offsets, 0.004)
    for match in _RANGE.finditer(text):
        if text[match.start(1) + 4] != "年":
            offsets = {0: 0.45, 1: 0.25, 2: 0.12, 3: 0.06, -1: 0.05}
            yield _clue(match.start(), match.end(), "range_start", int(match.group(1)), offsets, 0.006)


def _by_season(cue: _Cue, month_day: tuple[int, int] | None, rest: str) -> dict[int, float]:
    """A whole year's result cannot be told in the first half of that year, and seldom before its last weeks; a month
    that is reported as past cannot be one still to come in the same year."""
    named = _MONTH_NAMED.match(rest)
    if named and month_day and int(named.group(1)) > month_day[0] and not _FUTURE.search(rest[:24]):
        return {**cue.offsets, 0: 0.01}
    if cue.name not in ("year_result", "as_of_end") or not month_day:
        return cue.offsets
    same = {6: 0.03, 7: 0.04, 8: 0.04, 9: 0.05, 10: 0.06, 11: 0.15, 12: 0.5}.get(month_day[0], 0.005)
    return {**cue.offsets, 0: same}


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
            yield Clue(match.start(), match.end(), fact["name"], shares, fact.get("rest", _REST), floor, 0 if "cycle" in fact else year)
            break


def _turned(before: str, after: str) -> dict[int, float] | None:
    """Words beside a fact that move it: 明年是…, 去年是…, 筹备…, …倒计时; None when there are none."""
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
    """"新中国成立75周年", and "N周年" beside the year of the event itself ("1964年…60周年")."""
    rule = _raw_facts()["anniversary"]
    offsets = {int(n): share for n, share in rule["offsets"].items()}
    done: set[int] = set()
    bases = {int(m.group(1)) for m in _YEAR.finditer(text[:20_000])}
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
            yield _clue(match.start(), match.end(), "anniversary", base + number, turned, 0.003)
        elif not base and number >= 5:
            fits = [b + number for b in bases if b < 2020 and b + number - b >= 5 and b + number > max(2000, b)]
            fits = [y for y in fits if y not in done][:3]
            if len(fits) == 1:
                done.add(fits[0])
                yield _clue(match.start(), match.end(), "anniversary_of_year", fits[0], {0: 0.7, 1: 0.04}, 0.02)


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
        feast = next((f for f in lunar if around.find(f) >= 0 and not re.search("[。；]", around[: around.find(f)])), None)
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
    """"1月20日星期一" allows one year in seven or so."""
    for n, match in enumerate(_WEEKDAY.finditer(text)):
        if n > 5:
            return
        wanted = "一二三四五六日".find(match.group(3).replace("天", "日"))
        shares = {}
        for year in range(_FIRST_YEAR, 2100):
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
def _cues() -> tuple[_Cue, ...]:
    raw = tomllib.loads((Path(__file__).parent / "dates_cues.toml").read_text(encoding="utf-8"))
    return tuple(
        _Cue(
            cue["name"],
            re.compile(cue["before"]) if "before" in cue else None,
            re.compile(cue["after"]) if "after" in cue else None,
            re.compile(cue["sentence"]) if "sentence" in cue else None,
            re.compile(cue["unless"]) if "unless" in cue else None,
            {int(n): share for n, share in cue["offsets"].items()},
            cue["rest"],
            cue.get("past", False),
        )
        for cue in raw["cue"]
    )


@cache
def _raw_facts() -> dict[str, Any]:
    raw = tomllib.loads((Path(__file__).parent / "dates_facts.toml").read_text(encoding="utf-8"))
    for fact in [*raw["fact"], raw["anniversary"]]:
        fact["compiled"] = re.compile(fact["pattern"])
    return raw
