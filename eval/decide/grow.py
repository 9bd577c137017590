"""Growing the forest: rows of features with right or wrong, folds by article, calibration. Needs scikit-learn.

In: a matrix of features, labels, and for each row the question and the group (article) it belongs to. Out: the forest
as a JSON object for `qa.decide.forest`, and the probabilities that forests of the other folds give each row.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.decide import FORMAT, Floats, forest_from

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Rows:
    """`features` (n, m) with the `names` of its columns; `right` (n,) of 0 and 1; `group` (n,) the article's number,
    `question` (n,) the question's."""

    names: tuple[str, ...]
    features: Floats
    right: NDArray[np.int64]
    group: NDArray[np.int64]
    question: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a forest is grown."""

    trees: int = 250
    leaves: int = 12
    least: int = 40
    rate: float = 0.05
    shrink: float = 5.0


def grow(rows: Rows, recipe: Recipe = Recipe(), seed: int = 7) -> tuple[dict[str, Any], Floats]:
    """The forest of all rows, calibrated on the folds' answers, and the folds' probabilities of every row."""
    folds = fold_of(rows.group)
    raw = np.zeros(len(rows.right))
    for fold in range(FOLDS):
        inside, outside = folds != fold, folds == fold
        if outside.any():
            part = forest_from(_fit(rows.names, rows.features[inside], rows.right[inside], recipe, seed))
            raw[outside] = part.odds(rows.features[outside])
    slope, shift = calibrate(raw, rows.right, rows.question)
    forest = _fit(rows.names, rows.features, rows.right, recipe, seed)
    forest |= {"slope": slope, "shift": shift}
    return forest, 1.0 / (1.0 + np.exp(-(slope * raw + shift)))


def fold_of(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """The fold of each row: all rows of an article in one."""
    return np.asarray(groups * 2654435761 % 2**32 % FOLDS, dtype=np.int64)


def best_of(odds: Floats, question: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of the best row of each question, in order of the questions."""
    order = np.lexsort((-odds, question))
    first = np.r_[True, question[order][1:] != question[order][:-1]]
    return order[first]


def calibrate(odds: Floats, right: NDArray[np.int64], question: NDArray[np.int64]) -> tuple[float, float]:
    """The slope and shift that make the best row's probability of each question mean what it says (Platt)."""
    best = best_of(odds, question)
    x, y = odds[best], right[best].astype(np.float64)
    slope, shift = 1.0, 0.0
    for _ in range(50):  # Newton's way for a logistic line
        p = 1.0 / (1.0 + np.exp(-(slope * x + shift)))
        w = np.maximum(p * (1 - p), 1e-6)
        gradient = np.array([((p - y) * x).sum(), (p - y).sum()])
        hessian = np.array([[(w * x * x).sum(), (w * x).sum()], [(w * x).sum(), w.sum()]]) + 1e-6 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        slope, shift = slope - float(step[0]), shift - float(step[1])
        if np.abs(step).max() < 1e-9:
            break
    return (slope, shift) if math.isfinite(slope) and slope > 0 else (1.0, 0.0)


def _fit(names: Sequence[str], features: Floats, right: NDArray[np.int64], recipe: Recipe, seed: int) -> dict[str, Any]:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=recipe.trees, max_leaf_nodes=recipe.leaves, min_samples_leaf=recipe.least,
        learning_rate=recipe.rate, l2_regularization=recipe.shrink, early_stopping=False, random_state=seed,
    )  # fmt: skip
    model.fit(features, right)
    trees = [_nodes(predictors[0].nodes) for predictors in model._predictors]
    base = float(np.ravel(model._baseline_prediction)[0])
    return {"format": FORMAT, "features": list(names), "base": base, "slope": 1.0, "shift": 0.0, "trees": trees}


def _nodes(nodes: Any) -> list[list[float]]:
    return [
        [-1, 0.0, 0, 0, round(float(n["value"]), 6)]
        if n["is_leaf"]
        else [int(n["feature_idx"]), round(float(n["num_threshold"]), 6), int(n["left"]), int(n["right"]), 0.0]
        for n in nodes
    ]
