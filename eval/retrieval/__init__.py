"""Retrieval on its own: tasks, measures, weights found by a command.

What other rooms use of it is loaded when it is first named, so that a command loads no more than it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.retrieval.public import load_news, sample, write_news

__all__ = ["load_news", "sample", "write_news"]
_HOMES = {"load_news": "public", "sample": "public", "write_news": "public"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
