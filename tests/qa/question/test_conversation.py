"""Turns that lean on the turns before, and turns that do not."""

from __future__ import annotations

from datetime import date

import pytest

from qa.question.analyse import analyse
from qa.question.conversation import complete
from qa.say.reasons import carried_text
from qa.types import Carried, Question

# Questions about the five articles.
pytestmark = pytest.mark.usefixtures("names_of_the_seeds")

TODAY = date(2025, 6, 15)


def talk(*turns: str) -> Question:
    """The last turn, completed as an assistant does it: each turn from those before."""
    history: list[Question] = []
    for turn in turns:
        history.append(complete(analyse(turn, TODAY), history))
    return history[-1]


def told(question: Question) -> list[str]:
    """What the turn took over, as the asker is told."""
    return [carried_text(one, question.language) for one in question.carried]


def indicators(question: Question) -> list[str]:
    return [term.zh[0] for term in question.terms if term.role == "indicator"]


def test_another_place() -> None:
    last = talk("两江新区2024年规上工业总产值是多少", "涪陵呢")
    assert (last.places, last.period and last.period.year(), last.kind) == (("涪陵区",), 2024, "quantity")
    assert indicators(last) == ["规上工业总产值"]
    assert told(last) == ["指标：规上工业总产值", "时间：2024年"]
    assert "规上工业总产值" in last.search


def test_the_goal_of_another_year() -> None:
    last = talk("涪陵区2024年规上工业产值是多少", "那2027年的目标呢？")
    assert (last.places, last.nature, last.period and last.period.year()) == (("涪陵区",), "goal", 2027)
    assert indicators(last) == ["规上工业产值"]


def test_another_subject_in_english() -> None:
    last = talk("How many high-tech firms did Liangjiang have in 2024?", "And how many little giant firms?")
    assert (last.places, last.unit, last.period and last.period.year()) == (("两江新区",), "家", 2024)
    assert indicators(last) == ["小巨人企业"]
    assert told(last) == ["place: Liangjiang New Area", "time: 2024"]


def test_he_is_the_person_spoken_of() -> None:
    last = talk("涪陵区委书记黎勇是谁", "他提出的目标是多少")
    assert (last.persons, last.nature, last.places) == (("黎勇",), "goal", ("涪陵区",))
    assert Carried("person", ("黎勇",)) in last.carried
    english = talk("Who is Xu Hongqiu?", "What did he say about NEVs?")
    assert english.persons == ("Xu Hongqiu",)
    assert told(english) == ["person: Xu Hongqiu"]


def test_another_year() -> None:
    last = talk("What was Chongqing's industrial value added growth in 2023?", "what about 2021")
    assert (last.kind, last.measure, last.unit) == ("growth", "growth", "%")
    assert (last.places, last.period and last.period.year()) == (("重庆市",), 2021)
    assert not any(one.code == "period" for one in last.carried)


@pytest.mark.parametrize(("turn", "year"), [("上一年呢", 2023), ("and the year before?", 2023), ("第二年呢", 2025)])
def test_the_year_before_is_counted_from_the_turn_before(turn: str, year: int) -> None:
    last = talk("两江新区2024年整车产量是多少", turn)
    assert last.period is not None
    assert last.period.year() == year


def test_the_growth_of_the_same() -> None:
    last = talk("两江新区2024年整车产量是多少", "增速呢")
    assert (last.kind, last.unit, last.places) == ("growth", "%", ("两江新区",))
    assert indicators(last) == ["整车产量"]


def test_a_goal_does_not_keep_the_year_of_a_result() -> None:
    last = talk("两江新区2024年整车产量是多少", "那目标呢？")
    assert (last.nature, last.periods) == ("goal", ())


def test_result_after_goal_keeps_the_year() -> None:
    last = talk("Chongqing's 2024 auto output target?", "and the actual figure?")
    assert (last.nature, last.period and last.period.year()) == ("result", 2024)


def test_a_part_of_the_place_before() -> None:
    last = talk("两江新区2024年GDP是多少", "其中直管区呢")
    assert (last.places, last.bodies) == (("两江新区",), ("直管区",))


def test_a_list_for_another_place_across_languages() -> None:
    last = talk("永川有哪些支柱产业", "铜梁呢", "And Nanchuan?")
    assert (last.kind, last.places) == ("list", ("南川区",))
    assert told(last) == ["topic: pillar industries"]


def test_why_asks_about_what_was_told() -> None:
    last = talk("涪陵2024年GDP是多少", "为什么？")
    assert (last.kind, last.places) == ("reason", ("涪陵区",))
    assert indicators(last) == ["GDP".lower()] or "GDP" in last.terms[0].text


@pytest.mark.parametrize(
    "turn",
    [
        "涪陵区2024年规上工业产值是多少",
        "三大工程是什么",
        "什么是链主企业",
        "许宏球是谁",
        "How many little giant firms are there in Chongqing?",
        "What was Fuling's GDP in 2024?",
        "Who is the director of the Liangjiang New Area Administrative Committee?",
        "Is it true that Chongqing makes laptops?",
        "重庆有哪些新能源汽车品牌",
    ],
)
def test_a_question_that_stands_by_itself_carries_nothing(turn: str) -> None:
    alone = analyse(turn, TODAY)
    assert complete(alone, [analyse("两江新区2023年整车产量目标是多少", TODAY)]) == alone


def test_without_history_nothing_changes() -> None:
    alone = analyse("涪陵呢", TODAY)
    assert complete(alone, []) is alone


def test_what_is_carried_is_said_in_the_language_of_the_turn() -> None:
    assert all(": " in line for line in told(talk("两江新区2024年整车产量是多少", "and Fuling?")))
    assert all("：" in line for line in told(talk("What was Liangjiang's GDP in 2024?", "涪陵呢")))


@pytest.mark.parametrize(
    ("first", "turn", "subject"),
    [
        ("宁波2023年规上工业增加值增速是多少", "那投资呢", "投资"),
        ("两江新区2024年整车产量增长多少", "那出口呢", "出口"),
        ("How fast did Chongqing's industrial value added grow in 2023?", "what about exports?", "出口"),
    ],
)
def test_a_turn_that_names_only_a_subject_asks_the_same_of_it(first: str, turn: str, subject: str) -> None:
    last = talk(first, turn)
    assert (last.kind, last.unit) == ("growth", "%")
    assert any(subject in form for term in last.terms for form in term.zh)
    assert last.period is not None


@pytest.mark.parametrize("turn", ["那出口额是多少", "and how many companies?"])
def test_a_turn_that_asks_itself_asks_what_it_says(turn: str) -> None:
    assert talk("宁波2023年规上工业增加值增速是多少", turn).kind == "quantity"


@pytest.mark.parametrize(
    "turns", [("安吉县有哪些特色产业", "这是谁说的"), ("What are the industries of Anji County?", "Who said so?")]
)
def test_who_said_so_asks_of_the_turn_before(turns: tuple[str, str]) -> None:
    last = talk(*turns)
    assert (last.kind, last.places) == ("who_said", ("安吉县",))
    assert last.carried


def test_a_speaker_narrows_a_figure_down_but_carries_it_not() -> None:
    last = talk("涪陵区委书记黎勇是谁", "他提出的目标是多少")
    told = [term.weight for term in last.terms if "黎勇" in term.zh or term.text == "黎勇"]
    assert told
    assert all(weight < 0.5 for weight in told)


def test_one_deed_takes_the_place_of_the_other() -> None:
    last = talk("科学城开工的项目有多少个", "已经投产的呢")
    forms = [form for term in last.terms for form in term.zh]
    assert "投产" in forms
    assert "开工" not in forms


def test_what_is_compared_with_is_no_time_of_its_own() -> None:
    last = talk("2024年全市规上工业增加值是多少", "那比上年增长多少？")
    assert (last.kind, last.period and last.period.year(), indicators(last)) == ("growth", 2024, ["规上工业增加值"])
    turn = "And how much was that up on the same period a year earlier?"
    last = talk("How much revenue did cultural companies take in over the first three quarters of 2024?", turn)
    assert (last.kind, last.measure, indicators(last)) == ("growth", "growth", ["营业收入"])
    assert last.period
    assert (last.period.start, last.period.end) == (date(2024, 1, 1), date(2024, 9, 30))


def test_points_above_the_average_are_asked_of_the_figure_before() -> None:
    last = talk(
        "How fast did Chongqing's industrial profits grow in 2020?",
        "By how many points was that above the national average?",
    )
    assert (last.measure, last.unit, last.places) == ("difference", "个百分点", ("重庆市",))
    assert last.period
    assert last.period.year() == 2020
    assert "points" not in [term.text for term in last.terms]


def test_a_new_figure_of_the_same_subject() -> None:
    last = talk("截至2023年8月6日，受灾地区的保险公司接到了多少起报案？", "那预计的损失呢？")
    assert last.kind == "quantity"
    assert last.period
    assert last.period.year() == 2023
    assert "受灾地区" in [term.text for term in last.terms]
    # Another thing that is counted takes the place of the one before.
    last = talk("两江新区2024年有多少家小巨人企业？", "那瞪羚企业呢")
    assert "小巨人企业" not in [term.text for term in last.terms]


@pytest.mark.parametrize("turn", ["And now?", "那现在呢？"])
def test_now_takes_no_time_over(turn: str) -> None:
    first = "What was the output of Fuling in 2018?" if turn.isascii() else "涪陵2018年的产值是多少？"
    assert talk(first, turn).periods == ()


def test_a_why_of_its_own_place_and_time_takes_nothing_over() -> None:
    first = analyse("How large an industrial cluster does Tongliang want to build?", TODAY)
    assert complete(analyse("Why did Fuling do so well in 2024?", TODAY), [first]).carried == ()
    assert complete(analyse("Why?", TODAY), [first]).carried != ()
