"""The key points of an article, each of them a sentence of it, and its key figures.

In: an article and its passages. Out: `Points` in the order of the text. Nothing is rephrased: a point is a quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text import fold
from index.types import Article, Figure, Passage

_PLANS = re.compile("下一步|将|计划|力争|目标|到20[0-9]{2}年|预计|要求|规定|(?i:will|plan|target)")
_FACTS = re.compile("主要|首次|最|重要|原因|因此|其中|完成|建成|投产|(?i:first|largest|main)")
_DATE_LINE = re.compile("^(?:发布时间|發布時間|日期|时间|来源|作者|编辑|记者|published|date)\\s?[:：]", re.I)
_MOST, _SHORTEST, _LONGEST = 6, 10, 220
_FIGURES = 8


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence that says what the article is about: its place in the text, its passage and the figures in it."""

    start: int
    end: int
    passage: Passage
    figures: tuple[Figure, ...]


def points_of(
    article: Article, passages: Sequence[Passage], words: Sequence[str] = (), most: int = _MOST
) -> tuple[Point, ...]:
    """The sentences that carry the article, at most `most`, in order: the first, then those with figures and plans, so
    that each part of the text has its say. `words` (folded) are what the asker named."""
    found = [point for passage in passages for point in _sentences(article, passage)]
    if not found:
        return ()
    lead = found[0]
    scored = {id(point): _worth(article, point, words, point is lead) for point in found}
    kept = [lead]
    for block in article.blocks:
        inside = [p for p in found if block.start <= p.start < block.end and p not in kept]
        if inside and block.kind != "heading" and len(kept) < most:
            kept.append(max(inside, key=lambda p: scored[id(p)]))
    rest = sorted((p for p in found if p not in kept), key=lambda p: -scored[id(p)])
    kept += [p for p in rest if scored[id(p)] >= 1.0][: max(0, most - len(kept))]
    best = sorted(kept, key=lambda p: (p is not lead, -scored[id(p)]))[:most]
    return tuple(sorted(best, key=lambda p: p.start))


def _sentences(article: Article, passage: Passage) -> list[Point]:
    points = []
    for start, end in passage.sentences:
        text = article.text[start:end].strip()
        heading = any(b.kind == "heading" and b.start <= start < b.end for b in article.blocks)
        if heading or len(text) < _SHORTEST or len(text) > _LONGEST or _DATE_LINE.match(text) or text in article.title:
            continue
        figures = tuple(f for f in passage.figures if start <= f.quantity.start < end)
        points.append(Point(start, end, passage, figures))
    return points


def _worth(article: Article, point: Point, words: Sequence[str], lead: bool) -> float:
    text = article.text[point.start : point.end]
    worth = 2.0 if lead else 0.0
    worth += min(3, len(point.figures)) * 0.6
    worth += 0.6 if _PLANS.search(text) else 0.0
    worth += 0.3 if _FACTS.search(text) else 0.0
    return worth + 0.5 * sum(word in fold(text) for word in words)


def key_figures(points: Sequence[Point], goals_only: bool = False) -> tuple[tuple[Point, Figure], ...]:
    """The figures of the points, the first of each indicator, time and nature, at most eight."""
    seen: set[tuple[object, ...]] = set()
    found: list[tuple[Point, Figure]] = []
    for point in points:
        for figure in point.figures:
            key = (figure.indicator, figure.measure, figure.nature, figure.place, figure.body)
            if key in seen or (goals_only and figure.nature == "result"):
                continue
            seen.add(key)
            found.append((point, figure))
    return tuple(found[:_FIGURES])
