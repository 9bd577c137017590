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
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree as arrays over its nodes. A leaf has `feature` -1 and adds `value`; else a row whose feature is at most
    `threshold` goes to `left`, any other to `right`."""

    feature: NDArray[np.int32]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats
    depth: int

    def add(self, rows: Floats) -> Floats:
        """What the tree adds to the score of each row."""
        node = np.zeros(len(rows), dtype=np.int32)
        at = np.arange(len(rows))
        for _ in range(self.depth):
            feature = self.feature[node]
            inner = feature >= 0
            below = rows[at, np.where(inner, feature, 0)] <= self.threshold[node]
            node = np.where(inner, np.where(below, self.left[node], self.right[node]), node)
        return self.value[node]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees whose sum, stretched by `slope` and moved by `shift`, is the log-odds of being right.

    `names` are the features in the order of the columns.
    """

    names: tuple[str, ...]
    base: float
    trees: tuple[Tree, ...]
    slope: float = 1.0
    shift: float = 0.0

    def rows(self, features: Sequence[Mapping[str, float]]) -> Floats:
        """The matrix of the features named; one that a candidate lacks counts as 0."""
        return np.array([[one.get(name, 0.0) for name in self.names] for one in features], dtype=np.float64)

    def odds(self, rows: Floats) -> Floats:
        """The calibrated log-odds of each row."""
        total = np.full(len(rows), self.base)
        for tree in self.trees:
            total += tree.add(rows)
        return self.slope * total + self.shift

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
    trees = tuple(_tree(one, len(names)) for one in raw["trees"])
    return Forest(names, float(raw["base"]), trees, float(raw["slope"]), float(raw["shift"]))


def _tree(nodes: Sequence[Sequence[float]], columns: int) -> Tree:
    """A tree of its rows [feature, threshold, left, right, value]; children stand behind their parent."""
    if not nodes:
        raise ValueError("a tree without nodes")
    levels = [0] * len(nodes)
    for number, (feature, _, left, right, _) in enumerate(nodes):
        if feature < 0:
            continue
        if not (feature < columns and number < left < len(nodes) and number < right < len(nodes)):
            raise ValueError(f"node {number} points outside its tree")
        levels[int(left)] = levels[int(right)] = levels[number] + 1
    columns_of = list(zip(*nodes, strict=True))
    return Tree(
        np.array(columns_of[0], dtype=np.int32), np.array(columns_of[1], dtype=np.float64),
        np.array(columns_of[2], dtype=np.int32), np.array(columns_of[3], dtype=np.int32),
        np.array(columns_of[4], dtype=np.float64), max(levels),
    )  # fmt: skip
