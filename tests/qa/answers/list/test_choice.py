"""Lists as answers over made-up articles: where they begin and end, and which one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant

LISTS = [
    # question, the items, in order
    ("低空经济行动方案有哪4项任务？", ["完善基础设施", "拓展应用场景", "培育龙头企业", "健全监管体系"]),
    ("哪些企业获得了试运营许可？", ["飞跃科技", "云翼航空", "蓝天物流"]),
    ("无人机配送航线覆盖哪些地方？", ["医院", "校园", "景区"]),
    ("市民能用无人机收到什么东西？", ["药品", "外卖", "快递"]),
    ("哪些部门用上了无人机？", ["消防", "交警", "气象"]),
    ("这套系统由哪几部分组成？", ["感知", "通信", "导航", "监控"]),
    ("瑞江市的三大新赛道是啥？", ["低空经济", "智能终端", "新型储能"]),
    ("“2+X”网络里的“X”是哪些业务？", ["观光", "测绘", "巡检"]),
    ("“三快服务”指哪三样？", ["快递", "快运", "快修"]),
    ("海湾市有哪三个造船基地？", ["北礁", "温岭", "临海"]),
    ("活动现场有哪些体验项目？", ["渔家宴", "船模展", "灯塔夜游"]),
    ("展销会上哪些企业签约？", ["东风船业", "海港重工", "百川动力"]),
    ("Which companies were granted trial operation permits?", ["飞跃科技", "云翼航空", "蓝天物流"]),
    ("What kinds of goods can residents receive by drone?", ["药品", "外卖", "快递"]),
    ("What does the drone system consist of?", ["感知", "通信", "导航", "监控"]),
    (
        "Deliveries are promoted with an 'A + B + C + D' formula. What are its parts?",
        ["起降点", "航线", "货柜", "驿站"],
    ),
]


@pytest.mark.parametrize(("question", "items"), LISTS, ids=lambda value: str(value)[:30])
def test_the_list_asked_for_and_nothing_around_it(bay: Assistant, question: str, items: list[str]) -> None:
    answer = bay.ask(question)
    assert answer.status == "answered", answer.text
    told = answer.bold.replace("; ", "；").split("；")
    assert len(told) == len(items), answer.text
    for item, one in zip(items, told, strict=True):
        assert one == item or one.endswith(f"({item})"), answer.text
    assert all(item in "".join(quote.text for quote in answer.citations) for item in items)


@pytest.mark.parametrize("question", ["代表团访问了哪两个国家？", "Which two countries did the delegation visit?"])
def test_two_things_joined_by_a_word(bay: Assistant, question: str) -> None:
    answer = bay.ask(question)
    assert answer.status == "answered"
    assert "挪威" in answer.text
    assert "丹麦" in answer.text


def test_items_that_the_question_begins_with_are_no_fault(bay: Assistant) -> None:
    assert bay.ask("除了观光，“X”还有哪些业务？").bold == "观光；测绘；巡检"


@pytest.mark.parametrize("question", ["瑞江有哪些大学获得许可？", "瑞江哪些医院获得试运营许可？"])
def test_bodies_of_another_kind_are_no_answer(bay: Assistant, question: str) -> None:
    assert "飞跃科技；" not in bay.ask(question).text


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("海湾市2022年和2023年造船产量各是多少？", ["180万载重吨", "210万载重吨"]),
        ("海湾市2024年和2025年计划新增船厂多少家？", ["6家", "8家"]),
        ("海湾市2023年新增船厂多少家，累计多少家？", ["4家", "36家"]),
        ("How many new shipyards does Haiwan plan to add in 2024 and in 2025?", ["6", "8"]),
    ],
)
def test_each_of_several_figures_on_its_own_line(bay: Assistant, question: str, lines: list[str]) -> None:
    answer = bay.ask(question)
    assert answer.status == "answered", answer.text
    told = answer.text.splitlines()
    assert len(told) == len(lines), answer.text
    assert all(one.startswith(line) for one, line in zip(told, lines, strict=True))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("“海月”在当地方言里是什么意思？", "意为平安归来"),
        ("什么是“雁行格局”？", "以龙头船厂带动配套企业"),
        ("船厂为啥非得搬迁不可？", "老旧船台狭窄"),
    ],
)
def test_what_a_name_means_and_why(bay: Assistant, question: str, words: str) -> None:
    answer = bay.ask(question)
    assert words in answer.text.splitlines()[0]


@pytest.mark.parametrize(
    "turns",
    [
        ("海湾市2023年新增船厂多少家？", "那造船产量呢？"),
        ("How many shipyards did Haiwan add in 2023?", "What about new shipyard companies in 2024?"),
    ],
)
def test_another_subject_in_a_follow_up_is_still_a_figure(bay: Assistant, turns: tuple[str, str]) -> None:
    first, second = turns
    assert bay.ask(second, [first]).question.kind == "quantity"
