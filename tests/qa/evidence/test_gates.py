"""When no is said before answering: nothing is said of what is named, or nothing of what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.respond.assistant import Assistant

KNOWN_NAME_UNKNOWN_DEED = [
    # question, what the articles do not mention
    ("方伟毕业于哪所大学？", "毕业"),
    ("叶青的老家在哪里？", "老家"),
    ("陈立群的妻子是谁？", "妻子"),
    ("陈立群哪年出生？", "出生"),
    ("Which university did Fang Wei graduate from?", "graduate"),
    ("Where was Ye Qing born?", "born"),
    ("Who is Ye Qing married to?", "married"),
    ("Who is the mayor of Huzhou's wife?", "wife"),
]
ABSENT = [
    "恒越印染的董事长是谁",
    "马骏在哪年获得奥运冠军",
    "上海市2023年新能源汽车产量是多少",
    "长兴县有多少名椅业设计师",
    "Who founded Hengyue Printing?",
]


@pytest.mark.parametrize(("question", "absent"), KNOWN_NAME_UNKNOWN_DEED)
def test_a_known_name_is_no_answer_to_what_nobody_says_of_it(province: Assistant, question: str, absent: str) -> None:
    answer = province.ask(question)
    assert answer.status == "not_found", answer.text
    assert absent in answer.text
    assert not answer.citations


@pytest.mark.parametrize("question", ABSENT)
def test_what_the_articles_do_not_have_is_refused(province: Assistant, question: str) -> None:
    answer = province.ask(question)
    assert answer.status == "not_found", answer.text
    assert not answer.citations


@pytest.mark.parametrize("question", ["永川的工业增加值是多少", "What is Yongchuan's industrial value added?"])
def test_the_citys_number_is_not_its_districts(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status == "not_found"


def test_a_capital_stands_for_its_government(over: Callable[..., Assistant]) -> None:
    assistant = over({
        "t.txt": "双方会谈发表联合声明\n2024-03-12\n"
        "根据声明，美方将立即恢复与乌方的情报共享。乌方表示愿意接受为期30天的停火建议。\n"
    })  # fmt: skip
    answer = assistant.ask("会谈之后，华盛顿答应恢复什么？")
    assert answer.status in ("answered", "partial")
    assert "情报共享" in answer.text
    assert assistant.ask("会谈之后，柏林答应恢复什么？").status == "not_found"
