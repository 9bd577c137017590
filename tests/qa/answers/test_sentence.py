"""Answers that are places, days or sentences of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.respond.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("恒越印染在哪个区？", "柯桥区"),
        ("下届运动会在哪里举行", "德清县"),
        ("Where will the next games be held?", "Deqing County"),
    ],
)
def test_a_place_the_sentence_names(province: Assistant, question: str, place: str) -> None:
    answer = province.ask(question)
    assert answer.status == "answered", answer.text
    assert answer.text.startswith(place)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("哪里引进椅业设计师120名？", "安吉县"),
        ("哪个县全年引进椅业设计师？", "安吉县"),
        ("Where were 120 chair designers brought in?", "Anji County"),
        ("哪个县集聚企业500家", "德清县"),
        ("Which county will gather 500 companies?", "Deqing County"),
    ],
)
def test_a_place_the_sentence_stands_under(province: Assistant, question: str, place: str) -> None:
    answer = province.ask(question)
    assert answer.status == "answered", answer.text
    assert answer.text.startswith(place)
    assert answer.citations[0].source == "county_talks.txt"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("企业转型为什么势在必行？", ("人工成本上涨", "势在必行")),
        ("2023年恒越印染改造生产线的情况", ("3200万元", "改造生产线")),
    ],
)
def test_what_is_asked_about_and_what_is_said_of_it_stand_in_bold(
    province: Assistant, question: str, says: tuple[str, str]
) -> None:
    answer = province.ask(question)
    assert answer.status == "answered", answer.text
    assert all(words in answer.bold for words in says), answer.bold
    assert answer.bold in answer.text


def test_who_is_speaking_is_not_the_point(province: Assistant) -> None:
    answer = province.ask("恒越印染改造生产线的投入情况")
    assert answer.bold
    assert not answer.bold.endswith("说")


def test_the_reply_to_the_articles_own_why(over: Callable[..., Assistant]) -> None:
    assistant = over({
        "w.txt": "涪陵工业\n2025-01-20\n2024年，涪陵全区规上工业产值突破2700亿元。\n"
        "涪陵为何会取得这样的好成绩？黎勇介绍，把产业聚链成群作为关键一招。\n",
        "o.txt": "万州农业\n2025-01-20\n万州柑橘丰收，得益于雨水充足。\n",
    })  # fmt: skip
    for question in ("Why did Fuling do so well in 2024?", "涪陵2024年取得好成绩靠的是什么？"):
        answer = assistant.ask(question)
        assert "聚链成群" in answer.text


def test_why_something_was_done_is_not_what_it_brought(over: Callable[..., Assistant]) -> None:
    assistant = over({
        "f.txt": "江州机械厂改造\n2024-02-20\n江州机械厂负责人说，数字化带来的好品质让订单增多。\n"
        "以前江州机械厂使用老式设备，产品质量取决于人工，数字化程度低。\n"
    })  # fmt: skip
    assert "老式设备" in assistant.ask("江州机械厂为什么要做数字化？").text.splitlines()[0]
