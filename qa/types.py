"""The data of the read side. Frozen and slotted; no dict crosses a module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.types import Figure, Language, Nature, Passage, Period

Status = Literal["answered", "conflict", "partial", "not_found"]
Mode = Literal["hybrid", "dense", "keyword", "soft"]
Kind = Literal[
    "quantity",
    "share",
    "growth",
    "rank",
    "date",
    "person",
    "office",
    "organisation",
    "place",
    "list",
    "definition",
    "reason",
    "yesno",
    "who_said",
    "series",
    "open",
]
NOT_FOUND: Status = "not_found"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of the question that the answer must be about.

    `text` as asked; `zh` the Chinese forms that count as the same (the text itself, glossary renderings, aliases);
    `role`: "indicator" (产量, GDP), "topic" (any other content word), "quoted" (in quotation marks), "name".
    `weight` in (0, 1]: how much of the question this term carries.
    """

    text: str
    zh: tuple[str, ...]
    role: Literal["indicator", "topic", "quoted", "name"]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `normal` is `text` folded (Simplified, half-width); `search` what the retriever is given
    (for English: the question plus the Chinese renderings the glossary knows).

    `places` and `bodies` are canonical Chinese. `period` is None when the question names no time.
    `nature` None: not said. `unit` canonical ("辆", "%"), "" when not said. `carried` lists what was taken over from
    earlier turns, in words ("地点：两江新区"). `since_open`: asks for the latest when no period is given.
    """

    text: str
    language: Language
    normal: str
    search: str
    kind: Kind
    terms: tuple[Term, ...] = ()
    places: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    period: Period | None = None
    periods: tuple[Period, ...] = ()
    nature: Nature | None = None
    unit: str = ""
    measure: str = ""
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage is here: its rank (1 = best) by each signal, None when the signal did not return it."""

    dense: int | None = None
    keyword: int | None = None
    soft: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its fused score (higher is better, in [0, 1]) and why it is here."""

    rank: int
    score: float
    passage: Passage
    why: Why


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of an article: `article.text[start:end] == text`, always. `reading` is the line for readers who do not
    read Chinese (who · what · when · how much · goal or result), "" when not made. `changed`: "" or what happened to
    the source since it was indexed ("changed", "missing")."""

    n: int
    text: str
    source: str
    title: str
    date: str | None
    date_precision: str
    start: int
    end: int
    passage_start: int = 0
    passage_end: int = 0
    reading: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """A figure of the answer: where it stands (`citation` = n of its quote) and what it says, ready to print.

    `value` is the words of the article ("115万辆"), `number` the exact decimal as a plain string ("1150000"),
    `display` the value in the question's language with the original beside it when it was converted."""

    value: str
    number: str
    high: str | None
    unit: str
    bound: str
    indicator: str
    place: str
    body: str
    period: str
    period_start: str | None
    period_end: str | None
    nature: Nature
    measure: str
    display: str
    citation: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer in the question's language. Marks like [1] in `text` refer to `citations`; `bold` is the value in it.

    `closest` are the nearest passages of a refusal (never proof). `confidence` in [0, 1] is what the refusal
    threshold is set on."""

    question: Question
    status: Status
    text: str
    citations: tuple[Quote, ...] = ()
    closest: tuple[Quote, ...] = ()
    figures: tuple[AnswerFigure, ...] = ()
    follow_ups: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    bold: str = ""
    confidence: float = 0.0
    ms: float = 0.0


__all__ = [
    "NOT_FOUND",
    "Answer",
    "AnswerFigure",
    "Figure",
    "Hit",
    "Kind",
    "Mode",
    "Question",
    "Quote",
    "Status",
    "Term",
    "Why",
]
