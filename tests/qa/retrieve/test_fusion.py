"""Fusion: shares added by weight, languages on one scale, best first, articles kept from crowding out others."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from qa.retrieve.fusion import Fusion, Signals, Weights, fuse, load_fusion, spread_articles, top


def shares(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


def signals(keyword: float, soft: float, dense: float, article: float, foreign: bool = False) -> Signals:
    return Signals(shares(keyword), shares(soft), shares(dense), shares(article), np.array([foreign]))


FUSION = Fusion(
    same=Weights(keyword=1.0, soft=2.0, dense=0.5, article=0.5, scale=1.0),
    other=Weights(keyword=0.5, soft=1.0, dense=1.0, article=0.0, scale=1.2),
)

unhurried = hypothesis_settings(deadline=None)  # a busy machine is no failure


def test_the_score_is_the_weighted_mean_of_the_shares() -> None:
    score = fuse(signals(0.5, 0.25, 1.0, 0.0), FUSION)
    assert score[0] == pytest.approx((1.0 * 0.5 + 2.0 * 0.25 + 0.5 * 1.0) / 4.0)


def test_in_the_other_language_words_come_on_top_of_the_mean() -> None:
    score = fuse(signals(0.1, 0.5, 0.3, 0.9, foreign=True), FUSION)
    mean = (0.5 * 0.1 + 1.0 * 0.5 + 1.0 * 0.3) / 2.0
    assert score[0] == pytest.approx(mean * (1.2 - 0.2 * mean))


def test_a_read_sentence_counts_beside_the_shares_of_its_passage() -> None:
    weights = Weights(keyword=1.0, soft=1.0, dense=0.0, article=0.0, scale=1.0, sentence=2.0)
    fusion = Fusion(weights, weights)
    unread = signals(0.5, 0.5, 0.0, 0.0)
    assert fuse(unread, fusion)[0] == pytest.approx(0.5)
    assert fuse(replace(unread, sentence=shares(1.0)), fusion)[0] == pytest.approx(0.75)
    assert fuse(replace(unread, sentence=shares(0.0)), fusion)[0] == pytest.approx(0.25)
    foreign = replace(signals(0.0, 0.4, 0.0, 0.0, foreign=True), sentence=shares(0.7))
    assert fuse(foreign, fusion)[0] == pytest.approx((0.4 + 2.0 * 0.7) / 3.0)


def test_no_score_passes_1() -> None:
    assert fuse(signals(1.0, 1.0, 1.0, 1.0, foreign=True), FUSION)[0] == 1.0


unit = st.floats(0, 1, width=32)


@unhurried
@given(unit, unit, unit, unit, st.booleans(), st.sampled_from(["table", "model"]))
def test_scores_lie_between_0_and_1_and_rise_with_every_share(
    keyword: float, soft: float, dense: float, article: float, foreign: bool, kind: str
) -> None:
    fusion = load_fusion(kind)
    score = float(fuse(signals(keyword, soft, dense, article, foreign), fusion)[0])
    assert 0.0 <= score <= 1.0
    for raised in ((1, soft, dense, article), (keyword, 1, dense, article), (keyword, soft, 1, article)):
        assert fuse(signals(*raised, foreign), fusion)[0] >= score - 1e-6


def test_top_leaves_out_what_says_nothing_and_breaks_ties_by_place() -> None:
    assert top(shares(0.0, 0.2, 0.7, 0.2, 0.0), 10).tolist() == [2, 1, 3]
    assert top(shares(0.2, 0.2, 0.2), 2).tolist() == [0, 1]
    assert top(shares(), 3).tolist() == []


@unhurried
@given(st.lists(unit, max_size=40), st.integers(1, 50))
def test_top_agrees_with_sorting(values: list[float], k: int) -> None:
    expected = sorted((i for i, value in enumerate(values) if value > 0), key=lambda i: (-values[i], i))[:k]
    assert top(shares(*values), k).tolist() == expected


def test_an_articles_next_passages_count_less_and_others_stay() -> None:
    spread = spread_articles(np.array([3, 3, 5, 3]), shares(1.0, 1.0, 0.9, 0.8), 0.5)
    assert spread.tolist() == pytest.approx([1.0, 0.5, 0.9, 0.2])


@unhurried
@given(st.lists(st.tuples(st.integers(0, 3), unit), max_size=20))
def test_the_nth_passage_of_an_article_counts_that_much_less(rows: list[tuple[int, float]]) -> None:
    articles = [article for article, _ in rows]
    scores = shares(*(score for _, score in rows))
    spread = spread_articles(np.array(articles, dtype=np.int64), scores, 0.7)
    for i, article in enumerate(articles):
        assert spread[i] == scores[i] * np.float32(0.7 ** articles[:i].count(article))


@unhurried
@given(st.integers(1, 5), st.integers(0, 2000), st.integers(0, 2**32 - 1), st.integers(1, 50))
def test_top_of_many_agrees_with_sorting(k: int, size: int, seed: int, steps: int) -> None:
    """Long arrays are looked through in blocks; `steps` makes equal scores and zeros as frequent as wanted."""
    values = np.random.default_rng(seed).integers(0, steps, size).astype(np.float32) / steps
    expected = [i for i in np.argsort(-values, kind="stable")[:k].tolist() if values[i] > 0]
    assert top(values, k).tolist() == expected


def test_all_tables_of_weights_are_whole_and_none_is_negative() -> None:
    for kind in ("table", "model"):
        fusion = load_fusion(kind)
        for weights in (fusion.same, fusion.other):
            assert all(getattr(weights, field.name) >= 0 for field in fields(Weights))
            assert weights.scale > 0
            assert weights.soft + weights.dense > 0


def test_weights_are_read_from_the_file_given(tmp_path: Path) -> None:
    file = tmp_path / "weights.toml"
    table = "keyword = 3\nsoft = 1\ndense = 0\narticle = 0\nsentence = 2\nscale = 1\n"
    file.write_text(f"[table.same]\n{table}[table.other]\n{table}", encoding="utf-8")
    weights = Weights(3.0, 1.0, 0.0, 0.0, 1.0, 2.0)
    assert load_fusion("table", file) == Fusion(weights, weights)
