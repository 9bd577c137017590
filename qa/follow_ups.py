"""Questions the articles can answer: near the one asked, or to begin with.

Comes in: figures of the retrieved passages, or of the whole index. Goes out: up to three questions in the asker's
language, each built from a figure that is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from index.fold import fold
from index.types import Figure
from qa import phrases
from qa.evidence import Scored
from qa.figure_match import Candidate
from qa.strings import text as ui
from qa.types import Question

if TYPE_CHECKING:
    from index.store import Index

MOST = 3
_MEASURES = ("level", "growth", "cumulative")


def follow_ups(question: Question, scored: Sequence[Scored], answered: Sequence[Candidate]) -> tuple[str, ...]:
    """Up to three questions: the same indicator at another time, then other indicators of the same place."""
    told = [c.figure for c in answered]
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
    year = figure.period.year() if figure.period else None
    named = bool(figure.indicator and figure.place) and len(figure.indicator) <= 14
    return named and year is not None and figure.measure in _MEASURES


def ask_for(figure: Figure, language: str) -> str:
    """The question whose answer is `figure`; "" when it cannot be said in `language` without guessing."""
    if figure.period is None:
        return ""
    period = phrases.period_text(figure.period, language)
    goal = figure.nature in ("goal", "forecast")
    if language == "zh":
        place = "" if figure.place in figure.indicator else figure.place
        what = "增长多少" if figure.measure == "growth" else "是多少"
        return f"{place}{period}{figure.indicator}{'的目标' if goal else ''}{what}？"
    indicator, place = phrases.indicator_text(figure.indicator, "en"), phrases.place_text(figure.place, "en")
    if not (indicator.isascii() and place.isascii()):
        return ""
    if figure.measure == "growth":
        indicator = f"the growth of {indicator}"
    if goal:
        indicator = f"the target for {indicator}"
    return ui("follow_value_en", "en", indicator=indicator, place=place, period=period)


def sample_questions(index: Index, language: str, count: int) -> tuple[str, ...]:
    """Questions for an empty chat, from figures spread over the articles."""
    found: list[str] = []
    seen: set[str] = set()
    for figure, source in _spread(index):
        text = ask_for(figure, language) if _askable(figure) and figure.measure == "level" else ""
        if text and source not in seen and text not in found:
            seen.add(source)
            found.append(text)
        if len(found) == count:
            break
    return tuple(found)


def _spread(index: Index) -> Iterable[tuple[Figure, str]]:
    """Figures of the first articles, passage by passage."""
    for passage in list(index.passages[:400]):
        for figure in passage.figures:
            yield figure, passage.source
