"""The data of operations: what is to be worked out, over which figures, and what came of it.

A `Plan` is read from a question; `Operand`s are its parts, each a question for one figure; an `Operated` is the result
as data, every operand with the slice that proves it. Words are made of it in `qa.say`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from index.types import Figure, Period, Quantity
from qa.types import Hit, Question

Operation = Literal[
    "lookup", "difference", "sum", "ratio", "growth", "average", "compare", "select", "rank", "count", "each",
    "series", "goal_met", "summary", "folder",
]  # fmt: skip
# What figures are gathered over: places, bodies (companies, schools), times, or things of any sort.
Over = Literal["", "place", "body", "month", "quarter", "year", "item"]


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure that an operation needs. `label` names it as the asker does, `name` is the subject that must own the
    figure where no place, time or nature tells it apart ("" when one does)."""

    label: str
    question: Question
    name: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be worked out.

    `asked` is the question about the indicator alone, without the words of the operation. `operands` are the single
    questions in it. `direction` is +1 for more, most, from high to low, and -1 for the opposite; `yesno` when the
    question wants yes or no, `negated` when it claims the opposite. `limit` is a threshold (`above` it when direction
    is +1), `nth` the place asked for in an order, `excluded` what is to be left out.
    """

    operation: Operation
    asked: Question
    operands: tuple[Operand, ...] = ()
    over: Over = ""
    word: str = ""
    direction: int = 1
    yesno: bool = False
    negated: bool = False
    or_equal: bool = False
    limit: Quantity | None = None
    nth: int = 1
    names_only: bool = False
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact number in base units. `bound` as in `Quantity`; `text` as the article writes it, where one does."""

    value: Fraction
    unit: str
    unit_class: str
    bound: str = ""
    text: str = ""
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A figure that was chosen for an operand: who or when it is (`label`, canonical where known), its fits by name,
    and where it stands."""

    label: str
    figure: Figure
    quantity: Quantity
    source: str
    hit: Hit
    written: str = "zh"
    fits: Mapping[str, float] = field(default_factory=dict)
    period: Period | None = None

    @property
    def score(self) -> float:
        """The product of the fits: how likely the figure is the one asked."""
        product = 1.0
        for fit in self.fits.values():
            product *= fit
        return product


@dataclass(frozen=True, slots=True)
class Result:
    """What was computed. `exact` is False when the decimal was rounded; `unit` is the article's, or "倍", "个百分点".
    `scale` is the word the number is told with ("亿", "万", "")."""

    value: Decimal
    unit: str
    scale: str = ""
    exact: bool = True
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Operated:
    """The outcome of a plan.

    `chosen` are the operands used, the leading one first where the question asks for one. `result` the number computed,
    None where figures are only held against each other. `verdict` the yes or no. `missing` are the labels of operands
    for which nothing was found (then nothing is computed). `features` is evidence for a decision, each in [0, 1].
    """

    plan: Plan
    chosen: tuple[Chosen, ...]
    result: Result | None = None
    verdict: bool | None = None
    missing: tuple[str, ...] = ()
    winners: tuple[int, ...] = ()

    @property
    def features(self) -> Mapping[str, float]:
        """Named evidence: the least of each fit over the operands, and whether none is missing."""
        names = sorted({name for one in self.chosen for name in one.fits})
        least = {name: min(one.fits.get(name, 1.0) for one in self.chosen) for name in names}
        return {**least, "complete": 0.0 if self.missing else 1.0}

    @property
    def confidence(self) -> float:
        """How likely every operand is the one asked."""
        return min((one.score for one in self.chosen), default=0.0)
