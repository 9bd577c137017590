"""The year an article was published in, from what it says of years, plans, sessions, anniversaries and feast days.

In: a text, and the month and day it is dated by where it names them. Out: the year with its proof, or None. Each clue
gives shares to the years it allows; shares multiply; a year is taken only when it outweighs all others together by
far, so that most articles that merely mention a year stay undated. A wrong year is worse than none.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from index.dates.clue import Clue, counted
from index.dates.facts import FIRST_YEAR, YEAR_NAMED, fact_clues
from index.text import read_toml

# A year in front of a name, without 年 ("2024新质生产力年度盛典"); what follows a mere number is a unit.
_UNITS = "年多余万亿元家个人名台辆吨公米平千克只件项所座条位户亩套场次字号倍级版届以左之和与至到来后前内"
_BARE_YEAR = re.compile(rf"(?<![\d.])(20[0-4]\d)(?=[\u4e00-\u9fff]{{3}})(?![{_UNITS}])")
_FUTURE = re.compile("将|拟|计划|预计|起施行|起实施|力争|有望|前")
_MONTH_NAMED = re.compile(r"\s?(\d{1,2})\s?月")
_RANGE = re.compile(r"(?<!\d)(20\d\d)年?[—–\-－~～至]{1,2}(20\d\d)年?(?!\d)")
_DOCUMENT = re.compile(r"[〔\[（(]((?:19|20)\d\d)[〕\]）)]\s?第?\d{1,4}\s?号")
_MAX_CHARS, _MAX_MENTIONS = 40_000, 400
_SURE = 0.85
_REPEATED = 0.4


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
    years = range(FIRST_YEAR, last_year + 1)
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
    yield from fact_clues(text)
    for match in _DOCUMENT.finditer(text[:400]):
        yield counted(
            match.start(), match.end(), "document_number", int(match.group(1)), {0: 0.95, 1: 0.03}, 0.001, True
        )


def _named_years(text: str, month_day: tuple[int, int] | None) -> Iterator[Clue]:
    """Clues of years written out ("2024年，…增长8%")."""
    for n, match in enumerate(YEAR_NAMED.finditer(text)):
        if n >= _MAX_MENTIONS:
            return
        year = int(match.group(1))
        before, rest = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 110]
        sentence = re.split("[。！？\n]", rest, maxsplit=1)[0]
        left = re.split("[。！？\n]", text[max(0, match.start() - 60) : match.start()])[-1]
        if not before.endswith(("至", "—", "–", "－", "-", "~")) and _RANGE.match(text, match.start()):
            offsets = {0: 0.45, 1: 0.25, 2: 0.12, 3: 0.06, -1: 0.05}
            yield counted(match.start(), match.end(), "range_start", year, offsets, 0.006)
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
            yield counted(match.start(), match.end(), cue.name, year, offsets, cue.rest, cue.past)
            break
    for match in _BARE_YEAR.finditer(text):
        ahead = re.match("[^，。；]{0,12}(?:任务|计划|目标|展望|路线图)", text[match.end() : match.end() + 20])
        behind = re.match(
            "[^，。；]{0,12}(?:成绩|回顾|盘点|答卷|总结|公报|年报|年鉴)", text[match.end() : match.end() + 20]
        )
        offsets = {0: 0.75, -1: 0.1} if ahead else {1: 0.6, 0: 0.3} if behind else {0: 0.72, 1: 0.12, -1: 0.06}
        rule = "year_of_plan" if ahead else "year_of_record" if behind else "year_in_name"
        yield counted(match.start(), match.end(), rule, int(match.group(1)), offsets, 0.004)
    for match in _RANGE.finditer(text):
        if text[match.start(1) + 4] != "年":
            offsets = {0: 0.45, 1: 0.25, 2: 0.12, 3: 0.06, -1: 0.05}
            yield counted(match.start(), match.end(), "range_start", int(match.group(1)), offsets, 0.006)


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


@cache
def _cues() -> tuple[_Cue, ...]:
    raw = read_toml(Path(__file__).with_name("cues.toml"))
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
