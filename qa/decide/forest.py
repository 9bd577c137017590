"""A small forest of boosted trees, read from data and run with numpy: features in, probabilities out.

In: a matrix of features (n candidates, m features), float. Out: for each row the probability that the candidate is
right. The trees are found by `make tune` (`eval.decide`) and kept as `forest.json` beside this module.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees whose sum, stretched by `slope` and moved by `shift`, is the log-odds of being right.

    `names` are the features in the order of the columns. The nodes of all trees lie one after another: a row whose
    feature is at most `threshold` goes to `left`, any other to `right`; a leaf goes to itself, and adds `value`.
    `roots` are the first nodes of the trees, `depth` the longest way.
    """

    names: tuple[str, ...]
    base: float
    roots: Ids
    feature: Ids
    threshold: Floats
    left: Ids
    right: Ids
    value: Floats
    depth: int
    slope: float = 1.0
    shift: float = 0.0

    def rows(self, features: Sequence[Mapping[str, float]]) -> Floats:
        """The matrix of the features named; one that a candidate lacks counts as 0."""
        return np.array([[one.get(name, 0.0) for name in self.names] for one in features], dtype=np.float64)

    def odds(self, rows: Floats) -> Floats:
        """The calibrated log-odds of each row."""
        # All trees at once, a level at a time: the node of every row in every tree.
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        at = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            below = rows[at, self.feature[node]] <= self.threshold[node]
            node = np.where(below, self.left[node], self.right[node])
        return np.asarray(self.slope * (self.base + self.value[node].sum(axis=1)) + self.shift, dtype=np.float64)

    def probabilities(self, rows: Floats) -> Floats:
        """The probability of each row, in (0, 1)."""
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(self.odds(rows), -30.0, 30.0))), dtype=np.float64)


def load_forest(path: Path) -> Forest:
    """The forest of a file. Raises ModelError where the file is missing, damaged or of another format."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return forest_from(raw)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ModelError(f"cannot read the decision's weights from {path}: {error}; install WenYu again.") from error


def forest_from(raw: Mapping[str, Any]) -> Forest:
    """The forest of its JSON object. Raises ValueError where it does not hold together."""
    if raw["format"] != FORMAT:
        raise ValueError(f"format {raw['format']}, expected {FORMAT}")
    names = tuple(str(name) for name in raw["features"])
    nodes: list[tuple[int, float, int, int, float]] = []
    roots, depth = [], 0
    for tree in raw["trees"]:
        roots.append(len(nodes))
        depth = max(depth, _depth(tree, len(names)))
        for number, (feature, threshold, left, right, value) in enumerate(tree):
            here, leaf = len(nodes), feature < 0
            after = (here, here) if leaf else (here - number + int(left), here - number + int(right))
            nodes.append((max(0, int(feature)), float(threshold), *after, float(value) if leaf else 0.0))
    columns = list(zip(*nodes, strict=True)) if nodes else [()] * 5
    feature_of, left_of, right_of = (np.array(columns[i], dtype=np.int64) for i in (0, 2, 3))
    threshold_of, value_of = (np.array(columns[i], dtype=np.float64) for i in (1, 4))
    return Forest(
        names, float(raw["base"]), np.array(roots, dtype=np.int64), feature_of, threshold_of, left_of, right_of,
        value_of, depth, float(raw["slope"]), float(raw["shift"]),
    )  # fmt: skip


def _depth(nodes: Sequence[Sequence[float]], columns: int) -> int:
    """The depth of a tree of rows [feature, threshold, left, right, value]; children stand behind their parent."""
    if not nodes:
        raise ValueError("a tree without nodes")
    levels = [0] * len(nodes)
    for number, (feature, _, left, right, _) in enumerate(nodes):
        if feature < 0:
            continue
        if not (feature < columns and number < left < len(nodes) and number < right < len(nodes)):
            raise ValueError(f"node {number} points outside its tree")
        levels[int(left)] = levels[int(right)] = levels[number] + 1
    return max(levels)
