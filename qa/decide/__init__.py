"""One learned, calibrated decision: which candidate answers, how likely it is right, and whether to refuse.

In: the candidates of all ways of answering with their evidence. Out: a `Decision`.
"""

from __future__ import annotations

from qa.decide.choose import Decision, decide
from qa.decide.features import FEATURES, weighed
from qa.decide.forest import Forest, forest_from, load_forest

__all__ = ["FEATURES", "Decision", "Forest", "decide", "forest_from", "load_forest", "weighed"]
