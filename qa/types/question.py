"""What is asked: terms, times, places, and the kind of answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.types import Language, Nature, Period

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
# What a term is. Of the trade: indicator … event, by the glossary; place; quoted, in quotation marks; code (M9, AIC);
# number; owned, what somebody has (the mayor's wife). Words: content, of the asker's own; part, what the indicator is a
# part of; word, of the glossary but common. Little by themselves: common, an English word of everyday; unit; light
# (情况); spelt, a name in Latin letters; aside, what only narrows down.
TermKind = Literal[
    "indicator", "body", "person", "office", "policy", "sector", "product", "event", "place", "quoted", "code",
    "number", "owned", "content", "part", "word", "common", "unit", "light", "spelt", "aside",
]  # fmt: skip
# What a term does in the question.
Role = Literal["indicator", "topic", "quoted", "name"]
_LIGHT = frozenset(("unit", "light", "spelt", "aside"))
_COMMON = _LIGHT | {"common"}
_WORDS = _COMMON | {"content", "part", "word"}


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of the question that the answer must be about.

    `text` as asked; `zh` the Chinese forms that count as the same (the text itself, glossary renderings, aliases);
    `role` what it does in the question: "indicator" (产量, GDP), "topic" (any other content word), "quoted" (in
    quotation marks), "name"; `kind` what it is. `weight` in (0, 1] only weighs: how much of the question it carries.
    """

    text: str
    zh: tuple[str, ...]
    role: Role
    weight: float = 1.0
    kind: TermKind = "content"

    @property
    def tells(self) -> bool:
        """Whether the term says something by itself: no unit, no light word, nothing that only narrows down."""
        return self.kind not in _LIGHT

    @property
    def strong(self) -> bool:
        """Whether it says enough to be what is asked about: more than a common English word."""
        return self.kind not in _COMMON

    @property
    def established(self) -> bool:
        """Whether it has one right form: a term of the trade, a name, a code, a number, words in quotation marks."""
        return self.kind not in _WORDS


@dataclass(frozen=True, slots=True)
class Carried:
    """What was taken over from an earlier turn: "place", "body", "indicator", "topic", "period", "person" or "nature",
    and its values: canonical Chinese places and people, terms, periods, a nature."""

    code: Literal["place", "body", "indicator", "topic", "period", "person", "nature"]
    value: tuple[str | Term | Period, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `normal` is `text` folded (Simplified, half-width); `search` what the retriever is given
    (for English: the question plus the Chinese renderings the glossary knows).

    `places` and `bodies` are canonical Chinese. `period` is None when the question names no time.
    `nature` None: not said. `unit` canonical ("辆", "%"), "" when not said. `carried` lists what was taken over from
    earlier turns.
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
    carried: tuple[Carried, ...] = ()
