"""Which things may answer a list question, by the sort it asks for."""

from __future__ import annotations

from datetime import date

import pytest

from qa.answers.list.sorts import of_other_sort, sort_asked, tells_of_other_sort
from qa.question.analyse import analyse
from qa.types import Question


def asked(text: str) -> Question:
    return analyse(text, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("question", "items", "other"),
    [
        ("设备出口到了哪些国家？", ["连续掘进", "智能维保"], True),
        ("设备出口到了哪些国家？", ["意大利", "泰国"], False),
        ("协定是跟哪三个国家签的？", ["陕西杨凌农业高新技术示范区", "泰国"], True),
        ("Which countries bought the machine?", ["连续掘进", "智能维保"], True),
        ("Which provinces were hit?", ["湖南", "江西"], False),
        ("有哪两位代表作了介绍？", ["计划报告", "计划草案"], True),
        ("有哪两位代表作了介绍？", ["区委书记王大山", "李小河"], False),
        ("Which deputies spoke?", ["计划报告", "计划草案"], True),
        ("主要有哪几类产品？", ["国家博物馆有限公司", "海湾大学"], True),
        ("主要有哪几类产品？", ["茶叶", "柑橘"], False),
        ("哪些大学参与了设计？", ["掘进机", "控制系统"], True),
        ("Which universities took part?", ["海湾大学", "北礁学院"], False),
    ],
)
def test_items_of_another_sort_answer_nothing(question: str, items: list[str], other: bool) -> None:
    assert of_other_sort(asked(question), items) is other


def test_a_sentence_without_anybody_tells_of_nobody() -> None:
    question = asked("林场的历任场长有哪些人？")
    assert tells_of_other_sort(question, "石头山上的林场种满了树。")
    assert not tells_of_other_sort(question, "林场的老场长王大山和李小河种满了树，主任说。")


def test_the_sort_in_both_languages() -> None:
    assert sort_asked(asked("哪些城市下了雪？")) == sort_asked(asked("Which cities had snow?")) == "place"
    assert sort_asked(asked("哪些公司参展？")) == sort_asked(asked("Which companies took part?")) == "body"
    assert sort_asked(asked("有哪些措施？")) is None
