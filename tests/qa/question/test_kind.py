"""What sort of answer is asked for, goal or result, and in which unit."""

from __future__ import annotations

from datetime import date

import pytest

from qa.question.analyse import analyse

TODAY = date(2025, 6, 15)


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("Never mind the plan: what output did it really deliver in 2021?", "result"),
        ("How large was the output actually achieved in 2024, not the one it is aiming at?", "result"),
        ("How many cars did they end up making in 2021?", "result"),
        ("What is the target, not the actual output, for 2025?", "goal"),
    ],
)
def test_a_goal_that_is_set_aside_is_not_asked(text: str, nature: str) -> None:
    assert analyse(text, TODAY).nature == nature


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How did the premier say the situation should be handled?", "open"),
        ("Which bodies took the floor to share their experience?", "list"),
        ("What is its market share?", "share"),
        ("At what hour did shipping resume?", "date"),
        ("He presented the report; in what official capacity?", "office"),
        ("What made it necessary to rebuild the bridge?", "reason"),
        ("The no. of green factories pls", "quantity"),
        ("进入保障名单的企业数是？", "quantity"),
        ("说这句话的官员叫什么？", "person"),
        ("杨飞在厂里管哪一摊？", "office"),
        ("2024年總產值成長多少？", "growth"),
        ("Who was the head of state attending with Li Qiang?", "person"),
    ],
)
def test_kinds_asked_in_other_words(text: str, kind: str) -> None:
    assert analyse(text, TODAY).kind == kind


def test_money_already_got_is_no_goal() -> None:
    assert analyse("有一百多个项目争取到了钱，总共多少？", TODAY).nature is None
    assert analyse("要争取多少资金？", TODAY).nature == "goal"


def test_firms_above_a_sum_are_counted() -> None:
    assert analyse("How many projects above 100 million yuan did it push?", TODAY).unit == "个项目"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many cars did AITO sell when it topped the ranking?", "quantity"),
        ("How does the county intend to bring down the cost of delivery?", "open"),
        ("What rank does the city hold?", "rank"),
    ],
)
def test_how_many_is_no_rank_and_how_to_no_number(text: str, kind: str) -> None:
    assert analyse(text, TODAY).kind == kind


def test_a_planning_commission_is_no_goal() -> None:
    assert analyse("How many projects did the planning commission launch?", TODAY).nature is None
