"""From a candidate to the answer: proved lines, reasons why there is none, and what goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from index.types import Nature, Period
from qa.types.hits import Cite
from qa.types.question import Question
from qa.types.values import FigureValue, Value, YesNo

Status = Literal["answered", "conflict", "partial", "not_found"]
NOT_FOUND: Status = "not_found"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer is missing, or a part of one.

    `code`: no article to look in ("articles"), a word ("terms"), the "place", the "period", a "goal" or a "result"
    where only the other is told, the "figure" itself, or that the nearest sentences leave it "unsure". `asked` and
    `found` are what was asked for and what there is: words, canonical places or periods.
    """

    code: Literal["articles", "terms", "place", "period", "goal", "result", "figure", "unsure"]
    asked: tuple[str | Period, ...] = ()
    found: tuple[str | Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader should know beside an answer.

    `code`: the "latest" value is given, it is a "goal", it is of the "nearest" sentence; the articles' scope (`period`)
    is not the one asked (`asked`); `words` of time are "relative" to a date or stay "undated"; the time is that of a
    "heading"; the file `words` has "changed" or is "gone" since it was indexed; the answer is "unsure".
    """

    code: Literal[
        "latest", "goal", "nearest", "period_scope", "relative", "undated", "heading", "changed", "gone", "unsure"
    ]  # fmt: skip
    words: str = ""
    date: str = ""
    period: Period | None = None
    asked: Period | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer: what it states and the slices that prove it. `row`: one of several told alike."""

    value: Value
    cites: tuple[Cite, ...] = ()
    row: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that one way of answering (`way`) proposes, with everything a decision between them may look at.

    `value` is the answer, `lines` how it is told and proved. `features` are named evidence, each in [0, 1]; see
    `qa.answers`. `gaps` say what part of the question it leaves open; `confidence` in [0, 1] is the way's own.
    """

    way: str
    value: Value
    lines: tuple[Line, ...]
    confidence: float
    status: Status = "answered"
    notes: tuple[Note, ...] = ()
    gaps: tuple[Reason, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)

    @property
    def cites(self) -> tuple[Cite, ...]:
        """Every slice that proves the answer, each once, in the order of the lines."""
        return tuple(dict.fromkeys(cite for line in self.lines for cite in line.cites))

    @property
    def figures(self) -> tuple[FigureValue, ...]:
        """The figures the lines state, the main one first."""
        stated = (line.value.proof if isinstance(line.value, YesNo) else line.value for line in self.lines)
        return tuple(value for value in stated if isinstance(value, FigureValue))


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no answer, and how near the best candidate came."""

    reasons: tuple[Reason, ...]
    confidence: float = 0.0


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

    `value` is what it states, as data, None for a refusal; `missing` says why there is none. `closest` are the nearest
    passages of a refusal (never proof). `confidence` in [0, 1] is what the refusal threshold is set on. `operation`
    says what was worked out ("lookup": nothing, it is told as it stands), `working` how."""

    question: Question
    status: Status
    text: str
    citations: tuple[Quote, ...] = ()
    closest: tuple[Quote, ...] = ()
    figures: tuple[AnswerFigure, ...] = ()
    follow_ups: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    missing: tuple[Reason, ...] = ()
    bold: str = ""
    confidence: float = 0.0
    ms: float = 0.0
    value: Value | None = None
    operation: str = "lookup"
    working: str | None = None
