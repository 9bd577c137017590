"""Each test states the formula as its expectation."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import metrics as m


def test_hits_recall_and_reciprocal_rank() -> None:
    gains = [0.0, 1.0, 0.0, 1.0]
    assert m.hit_at(gains, 1) == 0.0
    assert m.hit_at(gains, 2) == 1.0
    assert m.recall_at(gains, 3, 4) == 2 / 3
    assert m.recall_at(gains, 3, 2) == 1 / 3
    assert m.reciprocal_rank(gains) == 1 / 2


def test_ndcg_is_dcg_over_the_best_order() -> None:
    gains = [0.0, 1.0, 0.0, 1.0]
    dcg = 1 / math.log2(3) + 1 / math.log2(5)
    best = 1 / math.log2(2) + 1 / math.log2(3)
    assert m.dcg(gains, 10) == pytest.approx(dcg)
    assert m.ndcg_at(gains, 2, 10) == pytest.approx(dcg / best)
    assert m.ndcg_at([1.0, 1.0], 2, 10) == 1.0


def test_no_result_scores_nothing_and_is_never_nan() -> None:
    assert m.mean([]) == m.hit_at([], 10) == m.recall_at([], 0, 10) == m.reciprocal_rank([]) == 0.0
    assert m.ndcg_at([], 0, 10) == m.percentile([], 50) == m.precision(0, 0) == m.recall(0, 0) == m.f1(0, 0) == 0.0
    assert m.bootstrap([]) == m.Estimate(0.0, 0.0, 0.0, 0)
    assert m.risk_coverage([], []) == []
    assert m.area_under([]) == 0.0


def test_precision_recall_f1() -> None:
    assert m.precision(3, 1) == 3 / 4
    assert m.recall(3, 2) == 3 / 5
    assert m.f1(0.75, 0.6) == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40), st.floats(0, 100))
def test_percentile_is_numpys(values: list[float], q: float) -> None:
    assert m.percentile(values, q) == pytest.approx(float(np.percentile(values, q)), rel=1e-9, abs=1e-6)


def test_bootstrap_holds_the_mean_and_narrows_with_n() -> None:
    one = m.bootstrap([1.0, 0.0] * 20)
    many = m.bootstrap([1.0, 0.0] * 400)
    assert one.value == many.value == 0.5
    assert one.low < 0.5 < one.high
    # The normal interval of a proportion: ±1.96 √(p(1−p)/n).
    assert many.high - many.low == pytest.approx(2 * 1.96 * math.sqrt(0.25 / 800), rel=0.15)
    assert m.bootstrap([1.0] * 5) == m.Estimate(1.0, 1.0, 1.0, 5)
    assert one == m.bootstrap([1.0, 0.0] * 20)


def test_risk_over_coverage() -> None:
    points = m.risk_coverage([0.9, 0.8, 0.7, 0.6], [True, False, True, False])
    assert points == [(1 / 4, 0.0), (2 / 4, 1 / 2), (3 / 4, 1 / 3), (1.0, 2 / 4)]
    assert m.area_under(points) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)
    assert m.risk_coverage([0.5, 0.5], [True, False]) == [(1.0, 0.5)]


def test_sign_test_is_the_binomial() -> None:
    # n = 8, at most 1 on the lesser side: 2 (1 + 8) / 2^8.
    assert m.sign_test(7, 1) == 2 * (1 + 8) / 2**8
    assert m.sign_test(1, 7) == m.sign_test(7, 1)
    assert m.sign_test(0, 0) == m.sign_test(3, 3) == 1.0
    assert 0 < m.sign_test(1200, 1000) < 0.001


def test_sign_test_agrees_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    for wins, losses in ((5, 1), (12, 4), (30, 30), (0, 6)):
        wanted = stats.binomtest(wins, wins + losses, 0.5).pvalue
        assert m.sign_test(wins, losses) == pytest.approx(wanted)


def test_ndcg_and_area_agree_with_scikit_learn() -> None:
    sk = pytest.importorskip("sklearn.metrics")
    rng = random.Random(3)
    for _ in range(20):
        gains = [float(rng.random() < 0.3) for _ in range(10)]
        if not any(gains):
            continue
        order = [float(len(gains) - i) for i in range(len(gains))]
        wanted = sk.ndcg_score([gains], [order], k=10)
        assert m.ndcg_at(gains, int(sum(gains)), 10) == pytest.approx(wanted)
    said, real = [1, 1, 0, 1, 0, 0], [1, 0, 0, 1, 1, 0]
    tp = sum(s and r for s, r in zip(said, real, strict=True))
    p = m.precision(tp, sum(said) - tp)
    r = m.recall(tp, sum(real) - tp)
    assert (p, r, m.f1(p, r)) == pytest.approx(
        (sk.precision_score(real, said), sk.recall_score(real, said), sk.f1_score(real, said))
    )


def test_retrieval_agrees_with_ranx() -> None:
    ranx = pytest.importorskip("ranx")
    gains = [0.0, 1.0, 0.0, 1.0]
    qrels = ranx.Qrels({"q": {"d2": 1, "d4": 1, "d9": 1}})
    run = ranx.Run({"q": {f"d{i}": 1.0 / i for i in range(1, 5)}})
    wanted = ranx.evaluate(qrels, run, ["hit_rate@10", "recall@10", "mrr@10", "ndcg@10"])
    assert wanted["hit_rate@10"] == m.hit_at(gains, 10)
    assert wanted["recall@10"] == pytest.approx(m.recall_at(gains, 3, 10))
    assert wanted["mrr@10"] == m.reciprocal_rank(gains)
    assert wanted["ndcg@10"] == pytest.approx(m.ndcg_at(gains, 3, 10))


def test_token_f1_counts_characters_and_words() -> None:
    assert m.tokens("重庆GDP 增长6.6%") == ["重", "庆", "gdp", "增", "长", "6", "6"]
    # Common 2, answer 4 tokens, gold 2.
    assert m.token_f1("在重庆市", "重庆") == pytest.approx(2 * (2 / 4) * (2 / 2) / (2 / 4 + 2 / 2))
    assert m.token_f1("", "重庆") == 0.0
