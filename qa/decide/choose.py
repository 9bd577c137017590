"""Answer, answer in part, or refuse: one decision over all candidates, by one probability.

In: the candidates with their evidence. Out: a `Decision` with the best one and how likely it is right. One forest knows
that from all evidence; one from the rules' alone, which may spare the reading; one knows where the rules are at home.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qa.decide.forest import Forest, load_forest
from qa.types import Candidate

_FOLDER = Path(__file__).parent
# What the forest of the rules sees beside the evidence for their answer.
BEST = "best"


@dataclass(frozen=True, slots=True)
class Decision:
    """The candidate most likely right (None where there is none) and that probability, in [0, 1]."""

    chosen: Candidate | None
    probability: float


@lru_cache(maxsize=1)
def with_reading() -> Forest:
    """The forest that weighs all evidence."""
    return load_forest(_FOLDER / "forest.json")


@lru_cache(maxsize=1)
def without_reading() -> Forest:
    """The forest that knows the rules' evidence alone."""
    return load_forest(_FOLDER / "forest_rules.json")


def decide(candidates: Sequence[Candidate], *, read: bool) -> Decision:
    """The best of the candidates; `read`: whether their evidence includes what a reader made of the passages."""
    if not candidates:
        return Decision(None, 0.0)
    forest = with_reading() if read else without_reading()
    sure = forest.probabilities(forest.rows([one.features for one in candidates]))
    best = max(range(len(candidates)), key=lambda i: (float(sure[i]), -i))
    return Decision(candidates[best], float(sure[best]))


@lru_cache(maxsize=1)
def of_rules() -> Forest:
    """The forest that knows where the rules are right."""
    return load_forest(_FOLDER / "forest_home.json")


def at_home(rules: Candidate, decision: Decision, above: float) -> Decision:
    """The rules' answer in place of the decision where it is right with at least the probability `above`."""
    forest = of_rules()
    sure = float(forest.probabilities(forest.rows([{**rules.features, BEST: decision.probability}]))[0])
    return Decision(rules, max(sure, decision.probability)) if sure >= above else decision
