"""Speed and memory.

What other rooms use of it is loaded when it is first named, so that a command loads no more than it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.bench.run import bench
    from eval.bench.synth import PASSAGES_EACH, write_articles

__all__ = ["PASSAGES_EACH", "bench", "write_articles"]
_HOMES = {"PASSAGES_EACH": "synth", "bench": "run", "write_articles": "synth"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
