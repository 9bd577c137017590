"""Times as answers: the one that stands with what is asked, as exact as it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.respond.assistant import Assistant

TIMES = [
    # question, how the answer begins
    ("海湾大桥主桥什么时候合龙的？", "2024年3月11日"),
    ("海湾大桥计划哪个月建成通车？", "2025年6月"),
    ("海湾大桥哪一年开工的？", "2021年9月"),
    ("首艘氢动力渡轮哪个月下水？", "2023年8月"),
    ("氢动力渡轮什么时候投入运营？", "2024年1月"),
    ("海湾市力争哪一年造船产量突破300万载重吨？", "2027年"),
    ("海湾市造船工作会是什么时候召开的？", "2023年2月"),
    ("造船业振兴行动方案管哪几年？", "2023—2026年"),
    ("By which year does Haiwan hope to build a world-class ship base?", "2030"),
    ("In which month was the hydrogen ferry launched?", "August 2023"),
]


@pytest.mark.parametrize(("question", "time"), TIMES, ids=lambda value: str(value)[:30])
def test_the_time_of_what_is_asked(bay: Assistant, question: str, time: str) -> None:
    answer = bay.ask(question)
    assert answer.status == "answered", answer.text
    assert time in answer.text.splitlines()[0]
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("纪录片《船说》几点在海湾卫视播出？", "晚8:30（2024年3月15日）"),
        ("纪录片《船说》几点重播？", "上午10点（2024年3月16日）"),
        ("What time does the documentary “船说” air on the 海湾卫视 channel?", "20:30 (晚8:30), 15 March 2024"),
    ],
)
def test_the_hour_with_its_day(bay: Assistant, question: str, told: str) -> None:
    answer = bay.ask(question)
    assert answer.text.startswith(told)
    assert all(quote.text for quote in answer.citations)


def test_a_day_is_told_by_the_date_of_its_article(bay: Assistant) -> None:
    answer = bay.ask("海湾大桥主桥什么时候合龙的？")
    assert "昨日" in answer.text
    assert any("2024-03-12" in note for note in answer.notes)


def test_a_day_and_its_hour_asked_together(over: Callable[..., Assistant]) -> None:
    assistant = over({"t.txt": "台风登陆\n2024-06-07\n台风“云雀”于6日22时20分左右在徐闻县沿海登陆。\n"})
    assert "6日22时20分" in assistant.ask("台风“云雀”是2024年6月几号几点登陆的？").bold


def test_all_the_time_since_something_is_no_year(over: Callable[..., Assistant]) -> None:
    assistant = over({
        "g.txt": "守边人\n2024-06-07\n新中国成立后，巴依卡的父亲为巡边的战士带路。"
        "1972年，巴依卡接过父亲的班，当上巡边向导。\n"
    })  # fmt: skip
    assert "1972" in assistant.ask("巴依卡哪一年接过父亲的班当巡边向导？").text
