"""The soft keyword store: on a table small enough to compute by hand, and against the table's own match score."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.embed.table import strength
from index.search.soft import SoftStore

unhurried = hypothesis_settings(deadline=None)  # a busy machine is no failure

# Token 0 is the unknown one. car and 汽车 point almost the same way, output and 产量 less so, rain is far from all.
NAMES = ["?", "car", "汽车", "output", "产量", "rain"]
VECTORS = np.array([[1, 0, 0], [0, 1, 0], [0, 0.96, 0.28], [0.6, 0, 0.8], [0, 0, 1], [-1, 0, 0]], dtype=np.float32)
CAR, OUTPUT = strength(np.array([0.96, 0.8], dtype=np.float32)).tolist()


class SmallTable:
    """Words apart by spaces; weight 2 for car and 汽车, 1 for the others, 0 for the unknown token."""

    weights = np.array([0, 2, 2, 1, 1, 1], dtype=np.float32)

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [[NAMES.index(word) if word in NAMES else 0 for word in text.split()] for text in texts]

    def unit_vectors(self, ids: NDArray[np.int32] | Sequence[int]) -> NDArray[np.float32]:
        return VECTORS[np.asarray(ids, dtype=np.int64)]


TABLE = SmallTable()
TEXTS = ["汽车 产量", "产量 rain", "", "汽车 汽车 car", "unheard of"]


@pytest.fixture(params=["built", "loaded"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SoftStore:
    built = SoftStore.build(TEXTS, TABLE)
    if request.param == "built":
        return built
    names = built.save(tmp_path)
    assert sorted(names) == sorted(path.name for path in tmp_path.iterdir())
    return SoftStore.load(tmp_path)


def test_words_match_across_languages(store: SoftStore) -> None:
    both = (2 * CAR + 1 * OUTPUT) / 3
    # In the fourth passage the same word stands beside its translation: the nearer one counts.
    expected = [both, OUTPUT / 3, 0.0, 2 / 3 + _chance("output", "汽车") / 3, 0.0]
    assert store.scores("car output", TABLE).tolist() == pytest.approx(expected, abs=1e-6)


def _chance(one: str, other: str) -> float:
    cosine = VECTORS[NAMES.index(one)] @ VECTORS[NAMES.index(other)]
    return float(strength(np.array([cosine], dtype=np.float32))[0])


def test_a_repeated_word_counts_as_often(store: SoftStore) -> None:
    expected = (4 * CAR + OUTPUT) / 5
    assert store.scores("car car output", TABLE)[0] == pytest.approx(expected, abs=1e-6)


def test_words_that_hardly_count_are_not_looked_up(store: SoftStore) -> None:
    # rain is 1 of 41 here: less than a twentieth, so only car is looked up, and its share stays 40 of 41.
    scores = store.scores(" ".join(["car"] * 20 + ["rain"]), TABLE)
    assert scores[1] == 0.0
    assert scores[0] == pytest.approx(40 / 41 * CAR, abs=1e-6)


@pytest.mark.parametrize("question", ["", "unheard", "unheard of"])
def test_a_question_without_known_words_matches_nothing(store: SoftStore, question: str) -> None:
    assert store.scores(question, TABLE).tolist() == [0.0] * 5


def test_asking_again_gives_the_same(store: SoftStore) -> None:
    assert store.scores("car output", TABLE).tolist() == store.scores("car output", TABLE).tolist()


def test_an_empty_store(tmp_path: Path) -> None:
    SoftStore.build([], TABLE).save(tmp_path)
    assert SoftStore.load(tmp_path).scores("car", TABLE).tolist() == []


def test_columns_that_do_not_fit_do_not_load(tmp_path: Path) -> None:
    SoftStore.build(TEXTS, TABLE).save(tmp_path)
    np.save(tmp_path / "passages.npy", np.zeros(2, dtype=np.int32))
    with pytest.raises(ValueError, match="belong together"):
        SoftStore.load(tmp_path)


words = st.lists(st.sampled_from([*NAMES[1:], "unheard"]), max_size=6).map(" ".join)


@unhurried
@given(st.lists(words, min_size=1, max_size=6), words)
def test_scores_are_the_best_match_of_each_word(texts: list[str], question: str) -> None:
    (asked,) = TABLE.token_ids([question])
    total = float(TABLE.weights[asked].sum())
    expected = []
    for (given_ids,) in ([TABLE.token_ids([text])[0]] for text in texts):
        known = [token for token in given_ids if token]
        best = [
            float(strength((VECTORS[known] @ VECTORS[token]).max(keepdims=True))[0]) * float(TABLE.weights[token])
            for token in asked
            if token and known
        ]
        expected.append(sum(best) / total if total else 0.0)
    assert SoftStore.build(texts, TABLE).scores(question, TABLE).tolist() == pytest.approx(expected, abs=1e-5)


class WideTable:
    """As many tokens as are compared block by block; token i is written "i"."""

    def __init__(self, size: int) -> None:
        dice = np.random.default_rng(size)
        self.vectors = dice.standard_normal((size, 8)).astype(np.float32)
        self.vectors /= np.linalg.norm(self.vectors, axis=1, keepdims=True)
        self.weights = np.ones(size, dtype=np.float32)
        self.weights[0] = 0.0

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [[int(word) for word in text.split()] for text in texts]

    def unit_vectors(self, ids: NDArray[np.int32] | Sequence[int]) -> NDArray[np.float32]:
        return self.vectors[np.asarray(ids, dtype=np.int64)]


@pytest.mark.parametrize("size", [5, 64, 65, 200])
def test_every_token_is_compared_whatever_their_number(size: int) -> None:
    table = WideTable(size)
    store = SoftStore.build([str(token) for token in range(1, size)], table)
    asked = list(range(1, size, max(1, size // 15)))
    cosines = strength(table.vectors[1:] @ table.vectors[asked].T)
    # Of each token the nearest 64 count.
    floor = np.sort(cosines, axis=0)[-64:][0]
    expected = np.where(cosines >= floor, cosines, 0.0).mean(axis=1)
    assert store.scores(" ".join(map(str, asked)), table).tolist() == pytest.approx(expected.tolist(), abs=1e-5)
    assert store.knows(str(asked[0]), table)
    assert not store.knows("0", table)
