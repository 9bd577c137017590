"""What was found: passages with their scores, and slices of articles that prove something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.types import Figure, Passage

Mode = Literal["hybrid", "dense", "keyword", "soft"]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage is here: its rank (1 = best) by each signal, None when the signal did not return it."""

    dense: int | None = None
    keyword: int | None = None
    soft: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its fused score (higher is better, in [0, 1]) and why it is here."""

    rank: int
    score: float
    passage: Passage
    why: Why


@dataclass(frozen=True, slots=True)
class Cite:
    """A slice of an article that proves something, with the hit it came from and its figure, if that is the proof."""

    source: str
    start: int
    end: int
    hit: Hit | None = None
    figure: Figure | None = None
