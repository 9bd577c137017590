"""Questions the articles can answer: near the one asked, or to begin with.

Comes in: figures of the retrieved passages, or of the whole index. Goes out: up to three questions in the asker's
language, each built from a figure that is there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.text import fold
from index.types import Figure
from qa.evidence import Scored
from qa.lexicon import Glossary
from qa.say import indicator_text, period_text, place_text, say
from qa.types import Question

if TYPE_CHECKING:
    from index.store import Index

MOST = 3
_RATE = re.compile("(?:增速|增长率|增幅)$")
_MEASURES = ("level", "growth", "cumulative")
# Counters of things one has so many of; 辆 and 吨 count output, which is asked for as a value.
_HEADS = frozenset("个家项座户名位人所")


def follow_ups(question: Question, scored: Sequence[Scored], told: Sequence[Figure]) -> tuple[str, ...]:
    """Up to three questions: the same indicator at another time, then other indicators of the same place."""
    figures = [f for item in scored for f in item.sentence.passage.figures if _askable(f) and f not in told]
    main = told[0] if told else None
    place = main.place if main else (question.places[0] if question.places else "")

    def nearness(figure: Figure) -> tuple[bool, bool]:
        same = main is not None and fold(figure.indicator) == fold(main.indicator)
        return (not same, figure.place != place)

    asked = question.normal
    found: list[str] = []
    for figure in sorted(figures, key=nearness):
        text = ask_for(figure, question.language)
        if text and fold(text) != asked and text not in found:
            found.append(text)
        if len(found) == MOST:
            break
    return tuple(found)


def _askable(figure: Figure) -> bool:
    """Whether a question for the figure can be put in plain words: a named indicator, a place and a year of its own."""
    period = figure.period
    if period is None or not period.text or period.year() is None or figure.quantity.ordinal:
        return False
    return bool(figure.place) and 3 <= len(figure.indicator) <= 14 and figure.measure in _MEASURES


def ask_for(figure: Figure, language: str) -> str:
    """The question whose answer is `figure`; "" when it cannot be said in `language` without guessing."""
    if figure.period is None:
        return ""
    period = period_text(figure.period, language)
    goal = figure.nature in ("goal", "forecast")
    name = _RATE.sub("", figure.indicator) if figure.measure == "growth" else figure.indicator
    counted = figure.measure != "growth" and figure.quantity.unit_class == "count" and figure.quantity.unit in _HEADS
    if language == "zh":
        place = "" if figure.place in name else figure.place
        if counted and not goal:
            return f"{place}{period}有多少{figure.quantity.unit}{name}？"
        what = "增长多少" if figure.measure == "growth" else "是多少"
        return f"{place}{period}{name}{'的目标' if goal else ''}{what}？"
    bare = name.removeprefix(figure.body) if figure.body else name
    indicator, place = indicator_text(bare, "en"), place_text(figure.place, "en")
    if not (indicator.isascii() and place.isascii()):
        return ""
    when = period if period.startswith(("by ", "as of ", "since ", "from ")) else f"in {period}"
    if figure.measure == "growth":
        key = "follow_growth_goal" if goal else "follow_growth"
    elif counted:
        key = "follow_count_goal" if goal else "follow_count"
    else:
        key = "follow_value_goal" if goal else "follow_value"
    return say(key, "en", indicator=indicator, place=place, when=when)


def sample_questions(index: Index, language: str, count: int) -> tuple[str, ...]:
    """Questions for an empty chat: the plainest figure of each article, newest articles first."""
    by_source: dict[str, list[Figure]] = {}
    for passage in list(index.passages[:400]):
        by_source.setdefault(passage.source, []).extend(f for f in passage.figures if _askable(f))
    newest = sorted(index.articles, key=lambda a: a.published.iso() or "", reverse=True)
    found: list[str] = []
    for article in newest:
        for figure in sorted(by_source.get(article.source, ()), key=_plainness):
            text = ask_for(figure, language)
            if text and text not in found:
                found.append(text)
                break
        if len(found) == count:
            break
    return tuple(found)


def _plainness(figure: Figure) -> tuple[bool, bool, bool, int]:
    """Results of an indicator everybody knows come first, then short names."""
    entry = Glossary.in_use().entry(figure.indicator.removeprefix(figure.body))
    known = entry is not None and entry.kind == "indicator"
    return not known, figure.nature != "result", figure.measure != "level", len(figure.indicator)
