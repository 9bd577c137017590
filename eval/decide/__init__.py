"""The decision: what it learns from, how it is grown, and how well it keeps its promise on other articles.

What other rooms use of it is loaded when it is first named, so that a command loads no more than it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.decide.label import Outcome
    from eval.decide.others import measure_others, missed, questions, rows
    from eval.decide.report import Four, four

__all__ = [
    "Four", "Outcome", "four", "measure_others", "missed", "questions", "rows",
]  # fmt: skip
_HOMES = {
    "Four": "report", "Outcome": "label", "four": "report", "measure_others": "others", "missed": "others",
    "questions": "others", "rows": "others",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
