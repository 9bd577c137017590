"""What a reader gives: places in passages with probabilities, and how sure it is that a passage answers at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Span:
    """The characters [`start`, `end`) of a passage, and how likely they are the answer if there is one, in [0, 1]."""

    start: int
    end: int
    score: float

    def of(self, passage: str) -> str:
        """The words themselves."""
        return passage[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a passage says to a question.

    `answerable`: the calibrated probability, in [0, 1], that the passage holds the answer. `spans`: single answers,
    best first, none overlapping. `items`: the parts of an answer that is a list, in the order of the passage; of a
    question with one answer usually that one.
    """

    answerable: float
    spans: tuple[Span, ...]
    items: tuple[Span, ...]

    @property
    def best(self) -> Span | None:
        """The likeliest single answer."""
        return self.spans[0] if self.spans else None


@dataclass(frozen=True, slots=True)
class Claim:
    """How likely a passage says a statement is so, says it is not so, or says nothing of it; the three add up to 1."""

    yes: float
    no: float
    unsaid: float


class Reader(Protocol):
    """A model that reads a question or a statement together with passages."""

    @property
    def name(self) -> str:
        """The name it was loaded by."""

    def read(self, question: str, passages: Sequence[str], contexts: Sequence[str] = ()) -> list[Reading]:
        """One `Reading` a passage, in their order.

        `contexts`: what is known beside each passage, best its article's title and date ("Title 2024-03-28"); none, or
        as many as passages. Offsets are of the passage alone.
        """

    def claim(self, statement: str, passages: Sequence[str], contexts: Sequence[str] = ()) -> list[Claim]:
        """One `Claim` a passage, in their order, of a statement or of a question to be answered with yes or no."""
