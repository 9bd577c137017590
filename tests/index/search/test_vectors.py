"""The vector store against numbers worked out by hand, before and after saving."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.errors import QuestionError
from index.search.vectors import FlatVectors

unhurried = hypothesis_settings(deadline=None)  # a busy machine is no failure

# Three directions of a plane: east, north, and (3, 4) / 5 between them.
ROWS = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]], dtype=np.float32)
EAST = np.array([1.0, 0.0], dtype=np.float32)


@pytest.fixture(params=["built", "loaded"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FlatVectors:
    built = FlatVectors.build(ROWS)
    if request.param == "built":
        return built
    names = built.save(tmp_path)
    assert sorted(names) == sorted(path.name for path in tmp_path.iterdir())
    return FlatVectors.load(tmp_path)


def test_search_ranks_by_cosine(store: FlatVectors) -> None:
    ids, cosines = store.search(EAST, 3)
    assert ids.tolist() == [0, 2, 1]
    assert cosines.tolist() == pytest.approx([1.0, 0.6, 0.0])


def test_more_than_there_are_gives_all_and_none_gives_none(store: FlatVectors) -> None:
    assert len(store.search(EAST, 10**6)[0]) == 3
    assert len(store.search(EAST, 0)[0]) == 0


def test_only_allowed_passages_are_found(store: FlatVectors) -> None:
    ids, cosines = store.search(EAST, 3, np.array([False, True, True]))
    assert ids.tolist() == [2, 1]
    assert cosines.tolist() == pytest.approx([0.6, 0.0])
    assert len(store.search(EAST, 3, np.zeros(3, dtype=np.bool_))[0]) == 0


def test_scores_of_chosen_passages(store: FlatVectors) -> None:
    assert store.scores(EAST, np.array([1, 2])).tolist() == pytest.approx([0.0, 0.6])


def test_spread_is_that_of_all_cosines(store: FlatVectors) -> None:
    mean, deviation = store.spread(EAST)
    assert mean == pytest.approx(1.6 / 3)
    assert deviation == pytest.approx(np.std([1.0, 0.0, 0.6]), abs=1e-6)


def test_the_matrix_is_the_rows_and_cannot_be_changed(store: FlatVectors) -> None:
    assert store.matrix.tolist() == ROWS.tolist()
    assert (store.size, store.dimension) == (3, 2)
    with pytest.raises(ValueError, match="read-only"):
        store.matrix[0, 0] = 5.0


@pytest.mark.parametrize("query", [[1.0], [1.0, 0.0, 0.0], [float("nan"), 0.0], [float("inf"), 0.0]])
def test_a_query_that_does_not_fit_is_refused(store: FlatVectors, query: list[float]) -> None:
    with pytest.raises(QuestionError):
        store.search(np.array(query, dtype=np.float32), 1)


def test_an_empty_store_finds_nothing(tmp_path: Path) -> None:
    FlatVectors.build(np.empty((0, 4), dtype=np.float32)).save(tmp_path)
    store = FlatVectors.load(tmp_path)
    assert (store.size, store.dimension) == (0, 4)
    assert len(store.search(np.ones(4, dtype=np.float32), 5)[0]) == 0


def test_parts_of_different_stores_do_not_load(tmp_path: Path) -> None:
    FlatVectors.build(ROWS).save(tmp_path)
    np.save(tmp_path / "mean.npy", np.zeros(7, dtype=np.float32))
    with pytest.raises(ValueError, match="belong together"):
        FlatVectors.load(tmp_path)


@unhurried
@given(st.integers(1, 60), st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_search_agrees_with_numpy(count: int, width: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = chance.normal(size=(count, width)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    allowed = chance.random(count) < 0.5
    _, cosines = FlatVectors.build(rows).search(rows[0], 5, allowed)
    expected = np.sort((rows @ rows[0])[allowed])[::-1][:5]
    assert np.allclose(cosines, expected, atol=1e-5)
