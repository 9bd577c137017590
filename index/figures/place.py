"""Which place a figure is about: the place that opens its clause, or 全市, 全区, 全国 read by what is spoken of."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from index.entities import parent
from index.figures.cues import alternation, pattern, words


@dataclass(frozen=True, slots=True)
class PlaceAt:
    """A place mention inside a block, with offsets in the article."""

    start: int
    end: int
    name: str
    scope: bool


_YARDSTICK = re.compile(f"(?:{alternation(words('zh', 'yardsticks'))})(?:了|于|到|至)?$")
_NOT_HERE = re.compile(
    "(?:平均|第[0-9一二三四五六七八九十]|前[0-9列茅三十]|首[个家条批次位]|最[多大高快早]|重点|人大|政协|各地|领先|唯一|先进|一流|统一|级|籍|之[首最]|冠军|产|造(?![纸船林血]))"
)
_LEVELS = {"全区": ("区", "科学城"), "全县": ("县",), "全市": ("市",), "全省": ("省", "自治区")}


def resolve_scope(scope: str, *around: str) -> str:
    """The place that 全市, 全区, 全县, 全省, 全国 mean: the first place of that level among `around` and what holds it.

    >>> resolve_scope("全市", "涪陵区", "重庆市")
    '重庆市'
    """
    if scope == "全国":
        return "中国"
    endings = _LEVELS.get(scope, ())
    for name in around:
        here: str | None = name
        for _ in range(4):
            if not here:
                break
            if here.endswith(endings):
                return here
            here = parent(here)
    return around[-1] if scope in ("全市", "全省") else next((n for n in around[1:] if n), "")


def subject_place(
    text: str,
    at: int,
    places: list[PlaceAt],
    sentence: tuple[int, int],
    noun_start: int,
    skips: dict[int, int],
    starts: list[int],
) -> PlaceAt | None:
    """The place a number at `at` is about: one that opens its clause or sentence, or stands right before the indicator.

    `starts` are where clauses begin. Yardsticks (高于全国平均) and parts of names (全国重点实验室) are left out.
    """
    best: PlaceAt | None = None
    for place in places:
        if not sentence[0] <= place.start < at:
            continue
        if _NOT_HERE.match(text, place.end) or _YARDSTICK.search(text[max(0, place.start - 6) : place.start]):
            continue
        opens = _opens_clause(text, place, starts, skips)
        beside = 0 <= noun_start - place.end <= 1 and text[place.end : noun_start] in ("", "的", " ")
        if opens or beside:
            best = place
    return best


OPENERS = pattern("zh", "openers")


def _opens_clause(text: str, place: PlaceAt, starts: list[int], skips: dict[int, int]) -> bool:
    i = bisect_right(starts, place.start)
    at = starts[i - 1] if i else place.start
    while at < place.start:
        jump = skips.get(at)
        if jump is not None and jump <= place.start:
            at = jump
            continue
        match = OPENERS.match(text, at, place.start)
        if match is not None and match.end() > at:
            at = match.end()
        elif text[at] in " \u3000“‘*——·●○①②③④⑤⑥⑦⑧⑨(（-的":
            at += 1
        else:
            return False
    return True


# 临塔村, 五井镇: a place that no list has, in a report that goes through many.
_VILLAGE = re.compile(
    "([\u4e00-\u9fff]{2,6})(?:村|镇|乡|社区)(?=[^\u4e00-\u9fff]|[的里开建有把将在为通以实发推还也新启利立探引组])"
)
_NO_VILLAGE = re.compile(
    "(?:[农乡山新全该本各美名城小老渔古两个一每家下返回大旧我]|示范|试点|特色|中心|贫困|重点|行政|自然)$"
)


def names_village(text: str, block: int, sentence: int, at: int) -> bool:
    """Whether a sentence names a village before `at` that its block does not name before it: it may lie anywhere.

    `block` and `sentence` are where these begin.
    """
    names = (m[1] for m in _VILLAGE.finditer(text, sentence, at) if not _NO_VILLAGE.search(m[1]))
    return any(name[-2:] not in text[block:sentence] for name in names)
