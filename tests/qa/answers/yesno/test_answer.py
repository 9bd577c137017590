"""Claims held against figures, and against what the articles say of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.numbers import find_quantities
from qa.answers.yesno.answer import holds as holds_true

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant


@pytest.mark.parametrize(
    ("claim", "found", "holds"),
    [
        ("产量达115万辆", "产量达115万辆", True),
        ("产量达120万辆", "产量达115万辆", False),
        ("企业超过5000家", "企业5035家", True),
        ("企业超过6000家", "企业5035家", False),
        ("企业不到100家", "企业93家", True),
        ("约500亿元", "达510亿元", True),
        ("约500亿元", "达610亿元", False),
        ("增长6%", "增长5%-7%", True),
        ("output of 1.15 million vehicles", "产量达115万辆", True),
    ],
)
def test_a_claim_holds_or_not(claim: str, found: str, holds: bool) -> None:
    assert holds_true(find_quantities(claim)[0], find_quantities(found)[0]) is holds


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("2022年湖州GDP增速高于全国平均水平吗？", True),
        ("2022年湖州GDP增速低于全国平均水平吗？", False),
        ("湖州规上工业增加值增速低于全省平均水平吗", True),
        ("湖州规上工业增加值增速高于全省平均水平吗", False),
        ("Was Huzhou's GDP growth in 2022 above the national average?", True),
        ("Did Huzhou's GDP growth in 2022 lag the national average?", False),
        ("Did Huzhou's industrial value added grow faster than the provincial average?", False),
    ],
)
def test_the_opposite_comparison_is_denied(province: Assistant, question: str, yes: bool) -> None:
    _answers(province, question, yes)


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("绍兴现代纺织产业产值占规上工业产值的比重超过三分之一吗？", False),
        ("Did modern textiles make up more than a third of Shaoxing's industrial output?", False),
        ("Did modern textiles account for a fifth of Shaoxing's above-scale industrial output in 2023?", True),
        ("嘉兴教育支出占比超过四分之一吗？", False),
        ("Is more than a quarter of Jiaxing's fiscal spending on education?", False),
        ("Is less than a quarter of Jiaxing's fiscal expenditure spent on education?", True),
    ],
)
def test_a_fraction_is_held_against_the_percentage(province: Assistant, question: str, yes: bool) -> None:
    _answers(province, question, yes)


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("下届运动会在德清县举行吗", True),
        ("下届运动会在长兴县举行吗", False),
        ("下届运动会在义乌市举行吗", False),
        ("Will the next games be held in Deqing County?", True),
        ("Will the next games be held in Changxing County?", False),
    ],
)
def test_what_is_said_of_another_place_is_denied(province: Assistant, question: str, yes: bool) -> None:
    _answers(province, question, yes)
    assert "德清县" in province.ask(question).citations[0].text


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("Did Wang Qiang announce the launch of the South Taihu data centre?", False),
        ("Did Zhou Bin announce the launch of the South Taihu data centre?", True),
    ],
)
def test_what_another_person_did_is_denied(province: Assistant, question: str, yes: bool) -> None:
    _answers(province, question, yes)


@pytest.mark.parametrize("question", ["2023年绍兴新能源汽车产量达到28万辆吗？", "义乌市2023年进口增长了吗"])
def test_a_claim_the_articles_say_nothing_of_is_left_open(province: Assistant, question: str) -> None:
    assert province.ask(question).status == "not_found"


def _answers(assistant: Assistant, question: str, yes: bool) -> None:
    """The answer begins with yes or no, and quotes what decides it."""
    answer = assistant.ask(question)
    assert answer.status == "answered", answer.text
    assert (
        answer.bold
        == {("zh", True): "是", ("zh", False): "不是", ("en", True): "Yes", ("en", False): "No"}[
            answer.question.language, yes
        ]
    )
    assert answer.citations
