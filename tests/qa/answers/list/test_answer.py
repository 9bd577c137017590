"""Which list of a sentence answers: the one whose verb or noun the question names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant

LISTS = [
    # question, the items, in order
    ("宁波全力引进哪些企业？", ["镇海炼化", "台塑", "万华"]),
    ("宁波积极争取哪些企业的订单？", ["巴斯夫", "科思创", "赢创"]),
    ("宁波四大产业集群是哪四个？", ["绿色石化", "汽车制造", "高端装备", "新型材料"]),
    ("宁波推广的培育方式由哪些部分组成？", ["龙头企业", "配套企业", "产业基金"]),
    ("宁波打通的路径有哪些环节", ["研发", "中试", "量产"]),
    ("绍兴两大主导产业是什么", ["纺织", "化工"]),
    ("绍兴未来产业有哪些", ["光伏", "氢能", "储能"]),
    ("安吉县三大特色产业是什么？", ["白茶", "竹产业", "椅业"]),
    ("南湖区三方机制包括哪些方面", ["学校", "家庭", "社区"]),
    ("What are Ningbo's four industrial clusters?", ["绿色石化", "汽车制造", "高端装备", "新型材料"]),
    ("What are Shaoxing's future industries?", ["光伏", "氢能", "储能"]),
    ("What are the three characteristic industries of Anji County?", ["白茶", "竹产业", "椅业"]),
]


@pytest.mark.parametrize(("question", "items"), LISTS, ids=lambda value: str(value)[:30])
def test_the_list_the_question_names(province: Assistant, question: str, items: list[str]) -> None:
    answer = province.ask(question)
    assert answer.status == "answered", answer.text
    told = answer.bold.replace("; ", "；").split("；")
    assert len(told) == len(items), answer.text
    assert all(item in one for item, one in zip(items, told, strict=True)), answer.text
    assert all(item in "".join(quote.text for quote in answer.citations) for item in items)


def test_items_behind_a_comma_that_goes_on_are_kept(province: Assistant) -> None:
    answer = province.ask("宁波布局了哪些实验室和研究院？")
    for item in ("甬江实验室", "东方理工研究院", "石化创新中心", "稀土研究所"):
        assert item in answer.bold


@pytest.mark.parametrize(
    "question", ["拉萨市四大产业集群是哪四个？", "What are the four industrial clusters of Lhasa?"]
)
def test_the_list_of_another_place_is_none(province: Assistant, question: str) -> None:
    answer = province.ask(question)
    assert answer.status == "not_found", answer.text
