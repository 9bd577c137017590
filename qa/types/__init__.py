"""The data of the read side, frozen and slotted; no dict crosses a module.

`question`: what is asked. `hits`: what was found for it. `values`: what an answer states. `answer`: how it is proved,
why there is none, and what goes out.
"""

from __future__ import annotations

from qa.types.answer import (
    NOT_FOUND,
    Answer,
    AnswerFigure,
    Candidate,
    Line,
    Missing,
    Note,
    Quote,
    Reason,
    Status,
)
from qa.types.hits import Cite, Hit, Mode, Why
from qa.types.question import Carried, Kind, Question, Role, Term, TermKind
from qa.types.values import (
    Bodies,
    Differ,
    FigureValue,
    Holder,
    Items,
    People,
    PlaceName,
    Said,
    Value,
    When,
    Where,
    YesNo,
)

__all__ = [
    "NOT_FOUND",
    "Answer",
    "AnswerFigure",
    "Bodies",
    "Candidate",
    "Carried",
    "Cite",
    "Differ",
    "FigureValue",
    "Hit",
    "Holder",
    "Items",
    "Kind",
    "Line",
    "Missing",
    "Mode",
    "Note",
    "People",
    "PlaceName",
    "Question",
    "Quote",
    "Reason",
    "Role",
    "Said",
    "Status",
    "Term",
    "TermKind",
    "Value",
    "When",
    "Where",
    "Why",
    "YesNo",
]
