"""Draft questions from the figures of an index, for a person to check.

Comes in: an index. Goes out: lines of the question format, marked `drafted`, spread over the articles, both languages
in turn, every fourth asking for a year that no figure of that indicator carries.
A draft is made from what the product read, so it can only show what the product does with it: check each against
the article, correct it, and remove the mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from index.types import Article, Figure, Passage, Period
from qa.respond import ask_for

_MEASURES = ("level", "growth", "cumulative")
# 销量 alone says too little, and a whole clause is not a question's subject.
_INDICATOR = range(3, 15)
UNANSWERABLE_EVERY = 4


class Articles(Protocol):
    """What of an index is read here."""

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages."""
        ...

    def article(self, source: str) -> Article:
        """One article."""
        ...


@dataclass(frozen=True, slots=True)
class _Source:
    figure: Figure
    passage: Passage


def draft(index: Articles, count: int) -> list[dict[str, Any]]:
    """Up to `count` lines. Fewer when the articles hold fewer figures with an indicator, a place and a year."""
    figures = list(_spread(index.passages))
    years = _years(figures)
    asked: dict[str, set[str]] = {}
    for one in figures:
        for language in ("zh", "en"):
            asked.setdefault(ask_for(one.figure, language), set()).add(one.figure.quantity.text)
    lines: list[dict[str, Any]] = []
    seen: set[str] = set()
    for one in figures:
        if len(lines) == count:
            break
        absent = len(lines) % UNANSWERABLE_EVERY == UNANSWERABLE_EVERY - 1
        figure = _elsewhen(one.figure, years[_key(one.figure)]) if absent else one.figure
        language, question = _ask(figure, len(lines))
        # Two values for one question: the question is not clear enough to have an answer.
        if not question or question in seen or (not absent and len(asked[question]) > 1):
            continue
        seen.add(question)
        lines.append(_line(len(lines) + 1, language, question, None if absent else one, index))
    return lines


def _ask(figure: Figure, number: int) -> tuple[str, str]:
    """The question in the language whose turn it is, else in Chinese (names may have no English)."""
    turn = ("zh", "en")[number % 2]
    question = ask_for(figure, turn)
    return (turn, question) if question else ("zh", ask_for(figure, "zh"))


def _line(number: int, language: str, question: str, source: _Source | None, index: Articles) -> dict[str, Any]:
    line: dict[str, Any] = {
        "id": f"draft-{number:03d}", "language": language, "kind": "quantity" if source else "no_year",
        "split": "test", "question": question, "answers": [],
    }  # fmt: skip
    if source is not None:
        figure, passage = source.figure, source.passage
        text = index.article(passage.source).text[figure.sentence_start : figure.sentence_end]
        line["answers"] = [figure.quantity.text.strip()]
        if figure.period and (year := figure.period.year()):
            line["period"] = str(year)
        line["place"] = figure.place
        line["evidence"] = [
            {"source": passage.source, "text": text.strip(), "published": passage.published.iso() or ""}
        ]
    line["why"] = "Drafted from a figure; check it against the article, then remove `drafted`."
    line["drafted"] = True
    return line


def _spread(passages: Sequence[Passage]) -> Iterator[_Source]:
    """Askable figures, one article after another, round and round."""
    shelves: dict[str, list[_Source]] = {}
    for passage in passages:
        for figure in passage.figures:
            if _askable(figure):
                shelves.setdefault(passage.source, []).append(_Source(figure, passage))
    while shelves:
        for source in list(shelves):
            yield shelves[source].pop(0)
            if not shelves[source]:
                del shelves[source]


def _askable(figure: Figure) -> bool:
    """A figure of a named indicator, place and year. Readings on a day ("by 20 January") make clumsy questions."""
    named = bool(figure.place) and len(figure.indicator) in _INDICATOR
    period = figure.period
    return (
        named
        and period is not None
        and not period.by_end
        and period.year() is not None
        and (figure.measure in _MEASURES)
    )


def _key(figure: Figure) -> tuple[str, str]:
    return figure.indicator, figure.place


def _years(sources: Sequence[_Source]) -> dict[tuple[str, str], set[int]]:
    years: dict[tuple[str, str], set[int]] = {}
    for one in sources:
        period = one.figure.period
        year = period.year() if period else None
        if year is not None:
            years.setdefault(_key(one.figure), set()).add(year)
    return years


def _elsewhen(figure: Figure, known: set[int]) -> Figure:
    """The figure as if it were of the nearest earlier year that is not known for its indicator and place."""
    year = min(known) - 1
    period = Period(date(year, 1, 1), date(year, 12, 31), f"{year}年", "year")
    return replace(figure, period=period, nature="result")
