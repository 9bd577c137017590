"""One learned, calibrated decision: which candidate answers, how likely it is right, and whether to refuse.

In: the candidates of all ways of answering with their evidence. Out: a `Decision`.
"""

from __future__ import annotations

from qa.decide.choose import BEST, Decision, at_home, decide
from qa.decide.features import FEATURES, Marked, weighed
from qa.decide.forest import FORMAT, Floats, Forest, forest_from, load_forest
from qa.decide.rules import by_rules

__all__ = [
    "BEST",
    "FEATURES",
    "FORMAT",
    "Decision",
    "Floats",
    "Forest",
    "Marked",
    "at_home",
    "by_rules",
    "decide",
    "forest_from",
    "load_forest",
    "weighed",
]
