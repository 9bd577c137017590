"""Each test states the formula as what is expected."""

from __future__ import annotations

import pytest

from eval.reader.metrics import area_under_curve, calibration_error, character_f1, exact_match, mean


def test_exact_match_does_not_see_marks() -> None:
    assert exact_match("《红楼梦》", "红楼梦") == 1
    assert exact_match("2.3万", "2.3万人") == 0


def test_f1_of_characters() -> None:
    precision, recall = 3 / 4, 3 / 3
    assert character_f1("三百万吨", "三百万") == pytest.approx(2 * precision * recall / (precision + recall))
    assert character_f1("甲", "乙") == 0


def test_area_under_curve_counts_pairs() -> None:
    assert area_under_curve([0.9, 0.3], [0.3, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert area_under_curve([], [0.1]) == 0


def test_calibration_error_is_weighted_by_bins() -> None:
    chances, outcomes = [0.95, 0.95, 0.05, 0.05], [True, False, False, False]
    assert calibration_error(chances, outcomes) == pytest.approx(0.5 * (0.95 - 0.5) + 0.5 * 0.05)


def test_the_mean_of_nothing_is_nothing() -> None:
    assert mean([]) == 0
