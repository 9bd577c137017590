"""The measures of a decision, each with numbers worked out by hand."""

from __future__ import annotations

import pytest

from eval.decide.report import (
    Four,
    Told,
    brier,
    calibration_error,
    choose_thresholds,
    four,
    outcome_at,
    risk_at,
)

SURE_RIGHT, SURE_WRONG = Told(0.95, True, True), Told(0.75, False, True)
LOW_RIGHT, ABSENT, TEMPTED = Told(0.35, True, True), Told(0.15, False, False), Told(0.65, False, False)
ALL = [SURE_RIGHT, SURE_WRONG, LOW_RIGHT, ABSENT, TEMPTED]


def test_four_outcomes_are_shares_of_what_is_there_and_what_is_not() -> None:
    assert four(["right", "right", "wrong", "refused", "due", "false"]) == Four(0.5, 0.25, 0.25, 0.5, 4, 2)
    assert four([]) == Four(0.0, 0.0, 0.0, 0.0, 0, 0)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (SURE_RIGHT, "right"), (SURE_WRONG, "wrong"), (LOW_RIGHT, "right"), (Told(0.35, False, True), "unsure"),
        (Told(0.1, True, True), "refused"), (ABSENT, "due"), (TEMPTED, "false"),
    ],
)  # fmt: skip
def test_two_thresholds_make_the_outcomes(told: Told, expected: str) -> None:
    assert outcome_at(told, 0.6, 0.3) == expected


def test_calibration_error_is_the_mean_distance_of_told_and_true() -> None:
    # Bins: .95 alone (|.95 - 1|), .75 alone (.75), .35 (|.35 - 1|), .15 (.15), .65 (.65).
    assert calibration_error(ALL) == pytest.approx((0.05 + 0.75 + 0.65 + 0.15 + 0.65) / 5)
    assert calibration_error(ALL, least=0.9) == pytest.approx(0.05)
    assert brier(ALL) == pytest.approx((0.05**2 + 0.75**2 + 0.65**2 + 0.15**2 + 0.65**2) / 5)


def test_risk_counts_the_surest_first() -> None:
    assert risk_at(ALL, 0.2) == 0.0
    assert risk_at(ALL, 0.4) == 0.5
    assert risk_at(ALL, 1.0) == pytest.approx(3 / 5)


def test_thresholds_hold_what_they_are_set_for() -> None:
    answered, partial = choose_thresholds(ALL, wrong=0.0, due=1.0)
    assert partial > 0.65
    assert answered > 0.75
    assert four(outcome_at(one, answered, partial) for one in ALL).wrong == 0.0
