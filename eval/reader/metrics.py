"""Measures of reading, as pure functions. Nothing to measure gives 0, never NaN."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

_MARKS = frozenset(" \t\n\u3000，。、；：？！“”‘’（）《》〈〉「」『』,;:?!\"'()—…·")


def normalise(text: str) -> str:
    """Small letters, without spaces and marks.

    >>> normalise("《人民 日报》GDP 5.2%")
    '人民日报gdp5.2%'
    """
    return "".join(c for c in text.lower() if c not in _MARKS)


def exact_match(answer: str, gold: str) -> float:
    """1 when both are the same but for spaces, marks and capitals, else 0."""
    return float(normalise(answer) == normalise(gold))


def character_f1(answer: str, gold: str) -> float:
    """The harmonic mean of the shares of characters in common, in [0, 1].

    >>> round(character_f1("2.3万人", "2.3万"), 3)
    0.889
    """
    one, two = normalise(answer), normalise(gold)
    common = sum((Counter(one) & Counter(two)).values())
    return 2 * common / (len(one) + len(two)) if common else 0.0


def mean(values: Sequence[float]) -> float:
    """The mean, 0 of nothing."""
    return float(np.mean(values)) if len(values) else 0.0


def area_under_curve(right: Sequence[float], wrong: Sequence[float]) -> float:
    """How often a right one scores higher than a wrong one, ties half: 0.5 by chance, 1 at best.

    >>> area_under_curve([0.9, 0.4], [0.4, 0.1])
    0.875
    """
    if not len(right) or not len(wrong):
        return 0.0
    one, two = np.asarray(right)[:, None], np.asarray(wrong)[None, :]
    return float(((one > two) + 0.5 * (one == two)).mean())


def calibration_error(chances: Sequence[float], outcomes: Sequence[bool], bins: int = 10) -> float:
    """The mean distance between a probability and how often it came true, over `bins` bins of equal width, weighted
    by how many fall into each.

    >>> calibration_error([0.95, 0.95], [True, False])
    0.45
    """
    p, y = np.asarray(chances, dtype=float), np.asarray(outcomes, dtype=float)
    if not len(p):
        return 0.0
    place = np.minimum((p * bins).astype(int), bins - 1)
    parts = [
        abs(p[chosen].mean() - y[chosen].mean()) * chosen.mean()
        for chosen in (place == number for number in range(bins))
        if chosen.any()
    ]
    return round(float(sum(parts)), 6)
