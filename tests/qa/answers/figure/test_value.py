"""Which figure answers: growth or share, the exact value, all of them or the new ones, each year its own nature."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa.question.analyse import analyse
from qa.question.parts import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.respond.assistant import Assistant

TODAY = date(2024, 6, 15)


def first_line(assistant: Assistant, question: str, *history: str) -> str:
    answer = assistant.ask(question, list(history))
    assert answer.status == "answered", answer.text
    return answer.text.splitlines()[0]


@pytest.mark.parametrize(
    "question",
    [
        "2023年宁波新能源汽车产量涨了百分之几？",
        "宁波2023年新能源汽车产量涨了几个点",
        "By what percentage did Ningbo's NEV output grow in 2023?",
        "What percentage did Ningbo's NEV output rise by in 2023?",
    ],
)
def test_growth_asked_as_a_percentage_is_growth(province: Assistant, question: str) -> None:
    assert first_line(province, question).startswith("35%")


@pytest.mark.parametrize(
    "question",
    [
        "宁波2023年工业对经济增长的贡献率是多少",
        "宁波2023年工业对经济增长的贡献是多少",
        "How much did industry contribute to Ningbo's economic growth in 2023?",
        "What share did industry contribute to Ningbo's economic growth in 2023?",
    ],
)
def test_a_contribution_to_growth_is_no_growth(province: Assistant, question: str) -> None:
    assert first_line(province, question).startswith("38%")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("去年产量涨了百分之几", "growth"),
        ("投资增长百分之多少", "growth"),
        ("by what percentage did exports fall", "growth"),
        ("制造业占百分之几", "share"),
        ("what percentage of firms are small", "share"),
        ("how much did exports contribute to growth", "share"),
        ("how has output developed over the years", "series"),
        ("how did investment change between 2020 and 2023", "series"),
    ],
)
def test_what_kind_of_number_is_asked(question: str, kind: str) -> None:
    assert analyse(question, TODAY).kind == kind


@pytest.mark.parametrize(
    "question", ["2023年宁波规上工业总产值是多少？", "What was Ningbo's gross industrial output in 2023?"]
)
def test_a_bound_beside_the_exact_value_is_no_conflict(province: Assistant, question: str) -> None:
    line = first_line(province, question)
    assert "2.46" in line
    assert "2.4万亿" not in line


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("宁波2023年有多少家智能工厂？", "75"),
        ("宁波2023年新增智能工厂多少家？", "12"),
        ("How many smart factories did Ningbo have in 2023?", "75"),
        ("How many new smart factories did Ningbo certify in 2023?", "12"),
        ("嘉兴2023年有多少所学校？", "620"),
        ("嘉兴2023年新建学校多少所？", "15"),
        ("How many schools did Jiaxing have in 2023?", "620"),
    ],
)
def test_how_many_in_all_or_how_many_new(province: Assistant, question: str, value: str) -> None:
    assert first_line(province, question).startswith(value)


@pytest.mark.parametrize(
    ("question", "result", "goal"),
    [
        ("宁波2023年新能源汽车实际产量和2024年目标分别是多少？", "28万辆", "40万辆"),
        ("In 2023 what was Ningbo's actual NEV output, and in 2024 the target?", "280,000", "400,000"),
        ("湖州2022年GDP实际增速和2023年目标分别是多少？", "3.3%", "6%"),
    ],
)
def test_result_of_one_year_and_goal_of_the_next(province: Assistant, question: str, result: str, goal: str) -> None:
    answer = province.ask(question)
    assert answer.status == "answered"
    first, second = answer.text.splitlines()
    assert first.startswith(result)
    assert second.startswith(goal)
    assert [figure.nature for figure in answer.figures] == ["result", "goal"]
    assert len(answer.citations) == 2


@pytest.mark.parametrize(
    ("question", "natures"),
    [
        ("2023年实际产量和2024年目标产量是多少", ["result", "goal"]),
        ("2023年和2024年产量目标是多少", ["goal", "goal"]),
        ("2022年和2023年产量是多少", [None, None]),
    ],
)
def test_each_year_is_asked_with_the_words_behind_it(question: str, natures: list[str | None]) -> None:
    parts = parts_of(analyse(question, TODAY))
    assert [part.nature for part in parts] == natures
    assert all(len(part.periods) == 1 for part in parts)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("How much did output grow, averaged over 2020 and 2021?", 1),
        ("2020年和2021年产量平均增长多少", 1),
        ("How much did output grow in 2020 and 2021?", 2),
        ("2020年和2021年产量各增长多少", 2),
    ],
)
def test_an_average_over_years_asks_once(question: str, parts: int) -> None:
    assert len(parts_of(analyse(question, TODAY))) == parts


def test_the_average_of_two_years(province: Assistant) -> None:
    assert first_line(province, "How much did Huzhou's GDP grow, averaged over 2021 and 2022?").startswith("4.5%")


@pytest.mark.parametrize(
    "question",
    ["宁波去年（就是2023年）新能源汽车产量是多少？", "What was Ningbo's NEV output last year, that is, 2023?"],
)
def test_a_time_said_again_is_one_time(province: Assistant, question: str) -> None:
    assert len(analyse(question, TODAY).periods) == 1
    answer = province.ask(question)
    assert [figure.value for figure in answer.figures] == ["28万辆"]


def test_a_time_said_again_counts_as_the_second_says() -> None:
    read = analyse("去年（就是2022年）产量是多少", TODAY)
    assert [period.year() for period in read.periods] == [2022]
    assert len(analyse("去年和2022年产量是多少", TODAY).periods) == 2


@pytest.mark.parametrize(
    ("history", "turn", "value"),
    [
        ("宁波2023年规上工业增加值增速是多少", "那投资呢", "12.5%"),
        ("What was the growth of Ningbo's industrial investment in 2023?", "what about NEV output?", "35%"),
        ("宁波2024年规上工业增加值增速目标", "那2023年呢", "6.6%"),
    ],
)
def test_a_turn_that_names_only_a_subject_or_a_year_keeps_growth(
    province: Assistant, history: str, turn: str, value: str
) -> None:
    assert first_line(province, turn, history).startswith(value)


def test_a_plan_for_a_span_is_met_by_the_year_it_ends(province: Assistant) -> None:
    assert first_line(province, "嘉兴到2025年要新建中小学多少所？").startswith("48所")


def test_output_of_all_firms_is_nearly_that_of_the_large_ones_and_named_as_it_is(province: Assistant) -> None:
    line = first_line(province, "嘉兴2023年规上工业产值是多少？")
    assert line.startswith("1.3万亿元")
    assert "规上" not in line


def test_the_value_of_another_place_is_none(province: Assistant) -> None:
    answer = province.ask("绍兴2023年新能源汽车产量是多少？")
    assert answer.status == "not_found"
    assert "28" not in answer.text


def test_a_number_that_the_question_tells_is_not_the_answer(over: Callable[..., Assistant]) -> None:
    assistant = over({"p.txt": "江州工业\n2024-01-20\n去年江州119个工业项目获得33.58亿元国家资金支持。\n"})
    answer = assistant.ask("2023年江州有119个工业项目得到国家资金支持，一共多少钱？")
    assert "33.58亿元" in answer.text
    assert "119个" not in answer.bold


def test_the_first_half_is_told_by_the_middle_of_the_year(over: Callable[..., Assistant]) -> None:
    assistant = over({"h.txt": "乡村建设\n2023-07-29\n上半年，农村卫生厕所普及率达77%。去年全年为75%。\n"})
    assert "77%" in assistant.ask("到2023年年中，农村卫生厕所普及率达到多少？").text


def test_a_number_of_nothing_said_is_refused(over: Callable[..., Assistant]) -> None:
    assistant = over({"p.txt": "涪陵工业\n2024-01-20\n2023年，涪陵工业总产值达2700亿元，税收57亿元。\n"})
    assert assistant.ask("涪陵2023年有多少？").status == "not_found"
    assert "57亿元" in assistant.ask("涪陵2023年收了多少税？").text


def test_a_sum_is_asked_for(over: Callable[..., Assistant]) -> None:
    assistant = over({"p.txt": "江州工业\n2024-01-20\n2023年江州120个工业项目获得33.58亿元国家资金支持。\n"})
    assert assistant.ask("2023年江州的工业项目从国家争取到了钱，总共拿到多少？").bold == "33.58亿元"


def test_what_a_number_is_to_be_raised_to_is_the_number_in_all(over: Callable[..., Assistant]) -> None:
    assistant = over({
        "a.txt": "江州部署工业\n2024-01-20\n2024年，江州力争小巨人企业达到140家。\n",
        "b.txt": "江州培育企业\n2024-01-22\n2024年，江州力争培育小巨人企业40家。\n",
    })  # fmt: skip
    assert "140家" in assistant.ask("2024年江州准备把小巨人企业的数量提高到多少家？").text.splitlines()[0]
