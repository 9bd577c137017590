"""A clue: words of an article that speak for the year it was published in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clue:
    """A span of the text that speaks for years: `shares` by year, `rest` for all others; `about` is the year it is
    counted from (0: several)."""

    start: int
    end: int
    rule: str
    shares: Mapping[int, float]
    rest: float
    not_before: int = 0
    about: int = 0


def counted(
    start: int, end: int, rule: str, year: int, offsets: Mapping[int, float], rest: float, past: bool = False
) -> Clue:
    """A clue counted from one year: `offsets` are shares by years after it; `past`: publication is not before it."""
    shares = {year + n: share for n, share in offsets.items()}
    return Clue(start, end, rule, shares, rest, year if past else 0, year)
