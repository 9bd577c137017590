"""Metrics as pure functions. Nothing to score scores 0, never NaN; each formula is the expectation of its test.

`gains` are relevances in rank order (first = rank 1): 1 for a hit that shows a fact no earlier hit showed, else 0.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache


def mean(values: Sequence[float]) -> float:
    """Sum / n; 0.0 for none."""
    return sum(values) / len(values) if values else 0.0


def hit_at(gains: Sequence[float], k: int) -> float:
    """1.0 when any of the first k hits is relevant."""
    return 1.0 if any(gain > 0 for gain in gains[:k]) else 0.0


def recall_at(gains: Sequence[float], total: int, k: int) -> float:
    """Relevant among the first k / all relevant."""
    return sum(1 for gain in gains[:k] if gain > 0) / total if total > 0 else 0.0


def reciprocal_rank(gains: Sequence[float]) -> float:
    """1 / rank of the first relevant hit; 0.0 without one."""
    return next((1.0 / rank for rank, gain in enumerate(gains, 1) if gain > 0), 0.0)


def dcg(gains: Sequence[float], k: int) -> float:
    """Σ gain / log2(rank + 1) over the first k."""
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:k], 1))


def ndcg_at(gains: Sequence[float], total: int, k: int) -> float:
    """dcg / dcg of the best order, in which the `total` relevant ones (gain 1) come first."""
    best = dcg([1.0] * total, k)
    return dcg(gains, k) / best if best > 0 else 0.0


def precision(true_positive: int, false_positive: int) -> float:
    """tp / (tp + fp)."""
    said = true_positive + false_positive
    return true_positive / said if said else 0.0


def recall(true_positive: int, false_negative: int) -> float:
    """tp / (tp + fn)."""
    real = true_positive + false_negative
    return true_positive / real if real else 0.0


def f1(p: float, r: float) -> float:
    """2pr / (p + r)."""
    return 2 * p * r / (p + r) if p + r > 0 else 0.0


def percentile(values: Sequence[float], q: float) -> float:
    """The q-th percentile (0–100), linear between the two nearest values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    at = (len(ordered) - 1) * q / 100
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval and the number of questions it rests on."""

    value: float
    low: float
    high: float
    n: int


@lru_cache(maxsize=64)
def _draws(n: int, rounds: int, seed: int) -> tuple[tuple[int, ...], ...]:
    rng = random.Random(seed)
    return tuple(tuple(rng.choices(range(n), k=n)) for _ in range(rounds))


def bootstrap(values: Sequence[float], *, rounds: int = 1000, seed: int = 7) -> Estimate:
    """Percentile bootstrap of the mean: `rounds` samples with replacement, their 2.5th and 97.5th percentile."""
    if not values:
        return Estimate(0.0, 0.0, 0.0, 0)
    n = len(values)
    means = [sum(values[i] for i in draw) / n for draw in _draws(n, rounds, seed)]
    return Estimate(mean(values), percentile(means, 2.5), percentile(means, 97.5), n)


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """(coverage, risk) as the threshold falls from the most confident answer to the least.

    Coverage: share answered; risk: share wrong among those answered. Equal confidences enter together.
    """
    order = sorted(range(len(confidences)), key=lambda i: -confidences[i])
    points: list[tuple[float, float]] = []
    wrong = 0
    for seen, i in enumerate(order, 1):
        wrong += not right[i]
        last = seen == len(order)
        if last or confidences[order[seen]] != confidences[i]:
            points.append((seen / len(order), wrong / seen))
    return points


def area_under(points: Sequence[tuple[float, float]]) -> float:
    """The area under a risk–coverage curve: each risk weighted by the coverage it adds."""
    area, before = 0.0, 0.0
    for coverage, risk in points:
        area += risk * (coverage - before)
        before = coverage
    return area


def sign_test(wins: int, losses: int) -> float:
    """Two-sided exact sign test (McNemar's exact test on the pairs that differ): p that chance alone differs so."""
    n = wins + losses
    if n == 0:
        return 1.0
    tail = sum(math.comb(n, i) for i in range(min(wins, losses) + 1))
    # Exact whole numbers until the last step: 2**n leaves the floats behind at 1,024 pairs.
    return float(min(Fraction(1), Fraction(2 * tail, 1 << n)))


def token_f1(answer: str, gold: str) -> float:
    """SQuAD's F1 over tokens: each Chinese character and each run of other letters is a token."""
    a, g = tokens(answer), tokens(gold)
    left = list(g)
    common = 0
    for token in a:
        if token in left:
            left.remove(token)
            common += 1
    return f1(common / len(a) if a else 0.0, common / len(g) if g else 0.0)


def tokens(text: str) -> list[str]:
    """Chinese characters one by one, other runs of letters and digits whole, lower case; punctuation dropped."""
    found: list[str] = []
    run = ""
    for c in text.casefold():
        if c.isalnum() and not "\u3400" <= c <= "\u9fff":
            run += c
            continue
        if run:
            found.append(run)
            run = ""
        if c.isalnum():
            found.append(c)
    return [*found, run] if run else found
