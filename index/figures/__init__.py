"""Each number of an article with its indicator, period, place and nature."""

from __future__ import annotations

from index.figures.find import find_figures

__all__ = ["find_figures"]
