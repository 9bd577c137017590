"""The keyword store against bm25s itself and against numbers worked out by hand."""

from __future__ import annotations

from math import log
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.search.keywords import K1, B, KeywordStore

unhurried = hypothesis_settings(deadline=None)  # a busy machine is no failure

DOCUMENTS = [["重庆", "汽车", "汽车"], ["重庆"], [], ["#2024", "汽车", "_新区"]]


@pytest.fixture(params=["built", "loaded"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> KeywordStore:
    built = KeywordStore.build(DOCUMENTS)
    if request.param == "built":
        return built
    names = built.save(tmp_path)
    assert sorted(names) == sorted(path.name for path in tmp_path.iterdir())
    return KeywordStore.load(tmp_path)


def test_a_weight_is_lucenes_formula(store: KeywordStore) -> None:
    # 汽车 stands in 2 of 4 passages; passage 0 holds it twice and is 3 tokens long, the mean is 7/4.
    idf = log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    expected = idf * 2 / (2 + K1 * (1 - B + B * 3 / (7 / 4)))
    assert store.scores({"汽车": 1.0})[0] == pytest.approx(expected, rel=1e-3)


def test_scores_add_up_by_weight(store: KeywordStore) -> None:
    one, other = store.scores({"汽车": 1.0}), store.scores({"重庆": 1.0})
    assert store.scores({"汽车": 2.0, "重庆": 0.5}).tolist() == pytest.approx((2 * one + 0.5 * other).tolist())
    assert one.tolist()[1:3] == [0.0, 0.0]


def test_unknown_tokens_and_none_score_nothing(store: KeywordStore) -> None:
    assert store.scores({"汽": 1.0, "汽车厂": 1.0, "": 1.0, "zzz": 1.0}).tolist() == [0.0] * 4
    assert store.scores({}).tolist() == [0.0] * 4


def test_columns_and_frequencies(store: KeywordStore) -> None:
    passages, weights = store.column("汽车")
    assert passages.tolist() == [0, 3]
    assert (weights > 0).all()
    assert (store.frequency("汽车"), store.frequency("_新区"), store.frequency("没有")) == (2, 1, 0)
    assert store.column("没有")[0].tolist() == []


@pytest.mark.parametrize("documents", [[], [[]], [[], []]])
def test_stores_without_tokens(documents: list[list[str]], tmp_path: Path) -> None:
    KeywordStore.build(documents).save(tmp_path)
    assert KeywordStore.load(tmp_path).scores({"汽车": 1.0}).tolist() == [0.0] * len(documents)


def test_columns_that_do_not_fit_do_not_load(tmp_path: Path) -> None:
    KeywordStore.build(DOCUMENTS).save(tmp_path)
    np.save(tmp_path / "passages.npy", np.zeros(2, dtype=np.int32))
    with pytest.raises(ValueError, match="belong together"):
        KeywordStore.load(tmp_path)


words = st.text(alphabet="ab重庆\ud800", min_size=1, max_size=2)


@unhurried
@given(st.lists(st.lists(words, max_size=8), min_size=1, max_size=12), st.lists(words, min_size=1, max_size=5))
def test_scores_are_those_of_bm25s(documents: list[list[str]], question: list[str]) -> None:
    if not any(documents):
        return
    model = bm25s.BM25(k1=K1, b=B, method="lucene")
    model.index(documents, show_progress=False, create_empty_token=False)
    known = [word for word in question if word in model.vocab_dict]
    expected = model.get_scores(known) if known else np.zeros(len(documents))
    counts = {word: float(question.count(word)) for word in question}
    assert np.allclose(KeywordStore.build(documents).scores(counts), expected, rtol=2e-3, atol=1e-4)


@pytest.mark.parametrize("words", [1, 4095, 4096, 9000])
def test_every_word_is_found_and_none_between_them(words: int) -> None:
    """Of many words only some are looked through; each must lie where it is looked for."""
    store = KeywordStore.build([[f"{i:05d}"] for i in range(words)])
    asked = range(0, words, max(1, words // 300))
    assert [store.column(f"{i:05d}")[0].tolist() for i in asked] == [[i] for i in asked]
    assert store.column(f"{words - 1:05d}")[0].tolist() == [words - 1]
    assert not any(store.frequency(word) for word in ("", "0", "00000a", f"{words:05d}", "中"))
