"""What is worked out over several articles: the operands, the result, and the working."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "operation", "holds", "working"),
    [
        ("江津2023年规上工业总产值比綦江多多少？", "difference", "1170.4亿元", "1810.4 − 640 = 1170.4亿元"),
        ("How much higher was Jiangjin's industrial output than Qijiang's in 2023?", "difference", "117.04 billion",
         "1810.4 − 640 = 1170.4亿元"),
        ("綦江、江津和合川2023年规上工业总产值合计多少？", "sum", "3570.4亿元", "640 + 1810.4 + 1120 = 3570.4亿元"),
        ("三个区2023年规上工业总产值一共多少？", "sum", "3570.4亿元", None),
        ("江津区规上工业总产值2023年是2022年的几倍？", "ratio", "1.08倍", "1810.4 ÷ 1675 ≈ 1.08倍"),
        ("临溪镇2024年一季度接待游客共多少人次？", "sum", "10.9万人次", "3.2 + 5.1 + 2.6 = 10.9万人次"),
    ],
)  # fmt: skip
def test_what_is_computed_is_shown_with_its_working(
    towns: Assistant, question: str, operation: str, holds: str, working: str | None
) -> None:
    answer = towns.ask(question)
    assert (answer.status, answer.operation) == ("answered", operation)
    assert holds in answer.text
    assert answer.working is not None
    assert working is None or answer.working == working
    quoted = " ".join(quote.text for quote in answer.citations)
    for number in re.findall(r"[0-9.]+", answer.working.split("=")[0].split("≈")[0]):
        assert number in quoted


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("江津区2023年规上工业总产值高于合川区吗？", "是。"),
        ("綦江区2023年规上工业总产值高于合川区吗？", "不是。"),
        ("Was Hechuan's industrial output in 2023 lower than Jiangjin's?", "Yes."),
        ("Was Qijiang's industrial output in 2023 higher than Hechuan's?", "No."),
        ("合川区2023年规上工业总产值达到目标了吗？", "不是。"),
    ],
)
def test_which_of_two_is_more(towns: Assistant, question: str, begins: str) -> None:
    answer = towns.ask(question)
    assert answer.text.startswith(begins)
    assert len(answer.citations) == 2


@pytest.mark.parametrize(
    ("question", "bold"),
    [
        ("哪个区2023年规上工业总产值增速最快？", "江津区"),
        ("哪个区2023年规上工业总产值增速最慢？", "合川区"),
        ("Which district had the lowest industrial output in 2023?", "Qijiang District"),
        ("哪些区2023年规上工业总产值超过1000亿元？", "江津区（1810.4亿元）、合川区（1120亿元）"),
        ("哪个县的柑橘产量最高？", "南桥县"),
        ("2024年哪个月临溪镇接待游客最多？", "2024年2月"),
    ],
)
def test_the_most_and_the_least_are_chosen_among_all(towns: Assistant, question: str, bold: str) -> None:
    answer = towns.ask(question)
    assert (answer.status, answer.operation, answer.bold) == ("answered", "select", bold)


def test_a_rank_is_in_order_and_each_has_its_quote(towns: Assistant) -> None:
    answer = towns.ask("按2023年规上工业总产值增速从低到高排列三个区")
    assert answer.operation == "rank"
    order = [answer.text.index(name) for name in ("合川区", "綦江区", "江津区")]
    assert order == sorted(order)
    assert len(answer.citations) == 3


def test_each_has_a_line(towns: Assistant) -> None:
    answer = towns.ask("各区2023年新增规上工业企业数量")
    assert all(value in answer.text for value in ("31家", "74家", "52家"))


def test_with_an_operand_missing_nothing_is_computed(towns: Assistant) -> None:
    answer = towns.ask("江津2023年规上工业总产值比南岸区多多少？")
    assert answer.status != "answered" or "1810.4亿元" not in answer.bold
    assert answer.working is None


def test_companies_are_held_against_each_other(firms: Assistant) -> None:
    assert firms.ask("远澜精工和澄江药业上半年营业收入哪家更高？").bold == "澄江药业"
    assert firms.ask("哪家公司上半年营业收入最高？").bold == "澄江药业"
    told = firms.ask("澄江药业上半年营业收入比远澜精工多多少？")
    assert "8.3亿元" in told.text


def test_a_difference_after_two_questions(towns: Assistant) -> None:
    answer = towns.ask("相差多少？", ["江津区2023年规上工业总产值是多少？", "綦江呢？"])
    assert "1170.4亿元" in answer.text


def test_a_plain_question_is_no_operation(towns: Assistant) -> None:
    answer = towns.ask("江津区2023年规上工业总产值是多少？")
    assert (answer.operation, answer.working) == ("lookup", None)


@pytest.mark.parametrize(
    "question",
    [
        "到2030年綦江区有几个工业园？",
        "How many industrial parks did Qijiang have in 2018?",
        "綦江区2023年规上工业总产值增速比全国平均高多少？",
        "Was Qijiang's above-scale industrial growth faster than the national average in 2023?",
    ],
)
def test_what_the_articles_do_not_hold_is_not_worked_out(towns: Assistant, question: str) -> None:
    answer = towns.ask(question)
    assert (answer.operation, answer.working) == ("lookup", None)
