"""Known trees give known probabilities; a damaged file is told, not guessed at."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from qa.decide.forest import FORMAT, forest_from, load_forest

# One tree: a <= 0.5 → -1; else b <= 0.25 → 0.5, else 2.
TREE = [[0, 0.5, 1, 2, 0.0], [-1, 0, 0, 0, -1.0], [1, 0.25, 3, 4, 0.0], [-1, 0, 0, 0, 0.5], [-1, 0, 0, 0, 2.0]]
RAW = {"format": FORMAT, "features": ["a", "b"], "base": 0.25, "slope": 2.0, "shift": -0.5, "trees": [TREE, TREE]}


def test_the_odds_are_the_sum_of_the_leaves_stretched_and_moved() -> None:
    forest = forest_from(RAW)
    rows = forest.rows([{"a": 0.5, "b": 1.0}, {"a": 0.6, "b": 0.25}, {"a": 1.0, "b": 0.3}, {"b": 1.0}])
    assert forest.odds(rows).tolist() == [
        2 * (0.25 - 2) - 0.5, 2 * (0.25 + 1) - 0.5, 2 * (0.25 + 4) - 0.5, 2 * (0.25 - 2) - 0.5
    ]  # fmt: skip
    assert forest.probabilities(rows)[1] == pytest.approx(1 / (1 + math.exp(-2.0)))


def test_no_rows_give_no_probabilities() -> None:
    assert forest_from(RAW).probabilities(np.zeros((0, 2))).tolist() == []


@pytest.mark.parametrize(
    "change",
    [
        {"format": FORMAT + 1}, {"trees": [[]]}, {"trees": [[[0, 0.5, 1, 9, 0.0], [-1, 0, 0, 0, 1.0]]]},
        {"trees": [[[7, 0.5, 1, 2, 0.0], [-1, 0, 0, 0, 1.0], [-1, 0, 0, 0, 1.0]]]},
        {"trees": [[[0, 0.5, 0, 0, 0.0]]]},
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    file = tmp_path / "forest.json"
    file.write_text(json.dumps(RAW | change))
    with pytest.raises(ModelError, match="install WenYu again"):
        load_forest(file)


def test_a_missing_or_cut_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        load_forest(tmp_path / "none.json")
    (tmp_path / "forest.json").write_text(json.dumps(RAW)[:40])
    with pytest.raises(ModelError):
        load_forest(tmp_path / "forest.json")
