"""The figure of the sentence that leads all others, when it is said in other words than the question's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant

FISHING = """大风来临 渔港准备充分
2023-08-05
受台风影响，舟山沿海出现8级大风，目前全市有超过2.5万艘渔船在港避风，撤离海上作业人员9000多人。
渔民说，今年的鱼价比往年好。
北京公路部门备勤3500多人、机械设备1000多台套。
"""
SCHOOL = """未成年人保护工作取得进展
2024-01-10
2023年，我国有430所专门学校，其中设有专门矫治教育场所316个。
国家一级保护野生动物已达16种，国家二级保护野生动物达26种。
云河牌电动车去年8月上市，售出1200辆；山城牌轴承产能超过200万套。
"""


@pytest.fixture(scope="module")
def coast(over: Callable[[Mapping[str, str]], Assistant]) -> Assistant:
    return over({"fishing.txt": FISHING, "school.txt": SCHOOL})


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many fishing boats off Zhoushan went into port because of the typhoon in August 2023?", "2.5万艘"),
        ("台风来的时候舟山有几条船躲进了港里？", "2.5万艘"),
        ("How many people did Beijing's road department keep ready?", "3500多人"),
    ],
)
def test_the_figure_is_found_though_its_words_differ(coast: Assistant, question: str, value: str) -> None:
    answer = coast.ask(question)
    assert answer.status == "answered"
    assert value in answer.bold


def test_the_answer_says_that_the_words_differ(coast: Assistant) -> None:
    answer = coast.ask("台风来的时候舟山有几条船躲进了港里？")
    assert any("核对引文" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "How many fishing boats went into port off Zhoushan in August 2019?",
        "How many fishing boats went into port off Qingdao in August 2023?",
        "云河牌电动车卖多少钱一辆？",
        "How many hospitals does Zhoushan have?",
    ],
)
def test_another_year_place_or_sort_is_still_refused(coast: Assistant, question: str) -> None:
    assert coast.ask(question).status == "not_found"


def test_the_counted_noun_decides_between_figures(coast: Assistant) -> None:
    assert "316个" in coast.ask("2023年全国专门学校里设了多少个专门矫治教育场所？").text


def test_one_class_is_not_the_other(coast: Assistant) -> None:
    assert "26种" in coast.ask("国家二级保护野生动物有几种？").bold
    assert "16种" in coast.ask("国家一级保护野生动物有几种？").bold
