"""People asked for by what they do, and what people do who are asked for by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.types import Article, Block, DateEvidence
from qa.answers.person.people_asked import with_names
from qa.question.analyse import analyse
from qa.types import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.respond.assistant import Assistant

INTERVIEWS = [
    ("谁代表安吉县接受采访？", "沈铭", "安吉县"),
    ("谁代表德清县接受采访？", "费新华", "德清县"),
    ("Who was interviewed for Yiwu?", "Lou Guoqiang (楼国强)", "义乌市"),
    ("Who spoke on behalf of Anji County?", "Shen Ming (沈铭)", "安吉县"),
]


def _named(question: str, told: str) -> Question:
    """The question with the people that one article of the sentence `told` names."""
    unknown = DateEvidence(None, "unknown", "none")
    article = Article("a.txt", "", told, (Block("paragraph", 0, len(told)),), unknown, "zh", "", "", "utf-8", len(told))
    return with_names(analyse(question, date(2024, 6, 15)), {"a.txt": article})


@pytest.mark.parametrize("question", ["赵小川是做什么的？", "赵小川是干什么的", "What does Zhao Xiaochuan do?"])
def test_a_name_the_articles_know_is_a_name_in_the_question(question: str) -> None:
    read = _named(question, "县医院院长赵小川表示，新楼已经启用。")
    assert "赵小川" in read.persons
    assert [term.zh for term in read.terms if term.role == "name"] == [("赵小川",)]


@pytest.mark.parametrize("question", ["赵小川是做什么的？", "赵小川是干什么的"])
def test_what_somebody_does_asks_for_the_office(question: str) -> None:
    assert _named(question, "县医院院长赵小川表示，新楼已经启用。").kind == "office"


def test_a_word_that_names_nobody_stays_a_word() -> None:
    read = _named("新楼是做什么的？", "县医院院长赵小川表示，新楼已经启用。")
    assert read.persons == ()
    assert not [term for term in read.terms if term.role == "name"]


@pytest.mark.parametrize("question", ["怎样提高健康水平？", "高健身房数量增长多少", "如何提高健全机制的效率？"])
def test_a_short_name_inside_other_words_is_nobody(question: str) -> None:
    assert _named(question, "市发展改革委主任高健说，项目已经开工。").persons == ()


@pytest.mark.parametrize("question", ["高健的职务是什么？", "高健在会上说了什么", "项目是高健介绍的吗"])
def test_a_short_name_that_stands_alone_is_a_name(question: str) -> None:
    assert _named(question, "市发展改革委主任高健说，项目已经开工。").persons == ("高健",)


def test_who_is_named_in_passing_is_a_name() -> None:
    read = _named("赵小川提到的新楼启用了吗", "县医院院长赵小川表示，新楼已经启用。")
    assert "赵小川" in read.persons


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("陈立群是做什么的？", "恒越印染数字化部负责人"),
        ("朱明担任什么职务？", "绍兴市发展改革委主任"),
        ("What does Chen Liqun do?", "恒越印染数字化部负责人"),
        ("What position does Zhu Ming hold?", "director of the Shaoxing Development and Reform Commission"),
    ],
)
def test_the_office_of_somebody(province: Assistant, question: str, office: str) -> None:
    answer = province.ask(question)
    assert answer.status == "answered", answer.text
    assert office in answer.text
    assert answer.citations[0].source == "shaoxing_textiles.txt"


@pytest.mark.parametrize(("question", "name", "place"), INTERVIEWS)
def test_who_was_interviewed_for_a_place(province: Assistant, question: str, name: str, place: str) -> None:
    answer = province.ask(question)
    assert answer.status == "answered", answer.text
    assert name in answer.text
    assert place in answer.citations[0].text


@pytest.mark.parametrize("question", ["谁代表长兴县接受采访？", "Who was interviewed for Cixi?"])
def test_nobody_was_interviewed_for_another_place(province: Assistant, question: str) -> None:
    assert province.ask(question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("谁提出要培育20家印染龙头企业？", "朱明"),
        ("Who said Shaoxing would cultivate 20 leading printing firms?", "Zhu Ming (朱明)"),
        ("湖州谁宣布启用南太湖数据中心？", "周斌"),
        ("Who announced the launch of the data centre in Huzhou?", "Zhou Bin (周斌)"),
    ],
)
def test_who_did_it(province: Assistant, question: str, name: str) -> None:
    answer = province.ask(question)
    assert answer.status == "answered", answer.text
    assert name in answer.text


def test_of_several_leaders_the_one_of_the_country_asked(over: Callable[..., Assistant]) -> None:
    assistant = over({
        "s.txt": "李强出席第九次中日韩领导人会议\n2024-05-27\n"
        "当地时间5月27日上午，国务院总理李强在首尔与韩国总统尹锡悦、日本首相岸田文雄共同出席第九次中日韩领导人会议。\n"
    })  # fmt: skip
    assert assistant.ask("领导人会议上，日本来的是哪位首相？").bold == "岸田文雄"
    assert "尹锡悦" in assistant.ask("Who was the president of South Korea at the summit with Li Qiang?").text
    told = assistant.ask("Who was the Japanese prime minister at the summit?").text
    assert "岸田文雄" in told
    assert "Antian" not in told


def test_a_sentence_that_is_quoted_from_memory(over: Callable[..., Assistant]) -> None:
    assistant = over({
        "q.txt": "江州制造\n2024-01-20\n“江州每下线2辆新能源汽车就有1辆是园区造。”许宏球说。\n",
        "r.txt": "江州农业\n2024-01-20\n“水稻种下去，还要靠天吃饭。”李明说。\n",
    })  # fmt: skip
    assert assistant.ask("是谁说的“江州每下线两辆新能源汽车，一辆出自园区”？").bold == "许宏球"


def test_whom_somebody_told_it_is_no_author(over: Callable[..., Assistant]) -> None:
    assistant = over({
        "i.txt": "做好产业文章\n2022-01-20\n记者：张三\n铜梁区委书记谭庆：\n重庆日报：铜梁工业有什么打算？\n"
        "谭庆：下一步，铜梁要做好六篇“文章”。\n"
    })  # fmt: skip
    assert "张三" not in assistant.ask("是谁向重庆日报讲述铜梁要写好六篇“文章”的？").text
