"""The question set: format, runner, judge, metrics, report.

What other rooms use of it is loaded when it is first named, so that a command loads no more than it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.questions.comparing import Comparison, compare
    from eval.questions.drafting import draft
    from eval.questions.floors import below, load_floors
    from eval.questions.format import Gold, load_questions, misplaced
    from eval.questions.judging import judge
    from eval.questions.report import page
    from eval.questions.runner import Outcome, read_outcomes, run, write_outcomes
    from eval.questions.summary import METRICS, TIMES, Row, Summary, as_json, summarise

__all__ = [
    "METRICS", "TIMES", "Comparison", "Gold", "Outcome", "Row", "Summary", "as_json", "below", "compare",
    "draft", "judge", "load_floors", "load_questions", "misplaced", "page", "read_outcomes", "run", "summarise",
    "write_outcomes",
]  # fmt: skip
_HOMES = {
    "Comparison": "comparing", "Gold": "format", "METRICS": "summary", "Outcome": "runner", "Row": "summary",
    "Summary": "summary", "TIMES": "summary", "as_json": "summary", "below": "floors", "compare": "comparing",
    "draft": "drafting", "judge": "judging", "load_floors": "floors", "load_questions": "format", "misplaced":
    "format", "page": "report", "read_outcomes": "runner", "run": "runner", "summarise": "summary",
    "write_outcomes": "runner",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
