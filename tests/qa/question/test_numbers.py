"""Numbers that say which sentence a question means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.numbers import find_quantities
from qa.question.analyse import analyse
from qa.question.numbers import number_terms

TODAY = date(2024, 6, 15)

unhurried = settings(deadline=None)  # a busy machine is no failure


def forms(question: str) -> list[str]:
    """Every Chinese form of the numbers of a question."""
    return [form for term in number_terms(question, analyse(question, TODAY).periods) for form in term.zh]


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Who promised 2.6 million cars?", "260万"),
        ("Who announced 350 billion yuan of investment?", "3500亿"),
        ("Which county gathered 4,200 athletes?", "4200"),
        ("Who spoke of 1.5 trillion yuan?", "1.5万亿"),
        ("谁提出要生产260万辆汽车？", "260万"),
        ("哪家公司投入3200万元？", "3200万"),
        ("哪里有4200名运动员？", "4200"),
    ],
)
def test_the_forms_an_article_may_write(question: str, form: str) -> None:
    assert form in forms(question)


@pytest.mark.parametrize("question", ["Who spoke of growth of 35 percent?", "谁说增长35%？", "谁说增长了百分之三十五"])
def test_a_percentage_keeps_its_sign(question: str) -> None:
    assert forms(question) == ["35%"]


@pytest.mark.parametrize(
    "question",
    [
        "Who spoke in 2023?",
        "谁在2023年介绍了情况？",
        "2023年1月20日谁出席了会议",
        "Which three counties are named?",
        "哪三个产业是支柱产业？",
        "四大集群是哪四个？",
        "Who came second?",
        "谁排名第25？",
    ],
)
def test_years_ranks_and_small_counts_tell_nothing(question: str) -> None:
    assert forms(question) == []


@pytest.mark.parametrize("question", ["谁承诺生产40万辆汽车", "Who promised 400,000 cars?"])
def test_a_question_for_a_name_turns_on_its_numbers(question: str) -> None:
    read = analyse(question, TODAY)
    assert any("40万" in term.zh for term in read.terms)


@pytest.mark.parametrize("question", ["2023年产量达到40万辆了吗", "Did output reach 400,000 vehicles in 2023?"])
def test_a_claim_is_held_against_its_number_instead(question: str) -> None:
    assert not any("40万" in term.zh for term in analyse(question, TODAY).terms)


@unhurried
@given(st.integers(min_value=20, max_value=10**13))
def test_every_form_means_the_same_number(number: int) -> None:
    terms = number_terms(f"谁提到{number}辆汽车", ())
    assert terms
    for form in terms[0].zh:
        assert [q.value for q in find_quantities(f"{form}辆")] == [Decimal(number)]
