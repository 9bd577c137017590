"""Who is asked for, over made-up articles with foreign names, appointments and people told of without their office."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.question.analyse import analyse

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant

MADE_UP = Path(__file__).resolve().parents[2] / "made_up_people"
TODAY = date(2025, 7, 1)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    from index.build import build_index
    from index.settings import Settings
    from qa.respond.assistant import Assistant
    from qa.retrieve.retriever import Retriever

    folder = tmp_path_factory.mktemp("people")
    build_index(MADE_UP, folder, settings=Settings())
    return Assistant(Retriever.open(folder, build=False), settings=Settings(reader="none"), today=TODAY)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is the name of Norway's transport minister?", "person"), ("Which head nurse went to Africa?", "person"),
        ("Which villager opened a shop?", "person"), ("Which engineer designed the bridge?", "person"),
        ("Which official said that prices fell?", "person"), ("What is the mayor's name?", "person"),
        ("哪位村支书带领村民打井？", "person"), ("哪名官员说的？", "person"), ("哪个村民开了店？", "person"),
        ("以色列总理叫什么？", "person"), ("许宏才担任啥职务", "office"), ("王小明任什么职？", "office"),
        ("王小明是做什么工作的？", "office"), ("扎米尔是谁？", "office"),
        ("What was the resident population of Chongqing in 2023?", "quantity"),
        ("Which farmer cooperatives grow tea?", "open"),
        ("What labour productivity per worker is the industry to reach?", "quantity"),
        ("哪些官员参加了会议？", "list"), ("Which officials attended?", "list"),
    ],
)  # fmt: skip
def test_the_kind_of_question(question: str, kind: str) -> None:
    assert analyse(question, TODAY).kind == kind


@pytest.mark.parametrize("question", ["扎米尔在以色列军队里担任什么职务？", "扎米尔是谁？", "总参谋长扎米尔的职务"])
def test_a_foreign_name_in_the_question_is_whole(question: str) -> None:
    assert analyse(question, TODAY).persons == ("扎米尔",)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("埃及总统是谁？", "马尔万（埃及总统）"),
        ("Who is the president of Egypt?", "马尔万, president of Egypt"),
        ("Who is Marwan?", "马尔万, president of Egypt"),
        ("What is the name of Norway's transport minister?", "霍尔贝克, transport minister of Norway"),
        ("土耳其外交部长是谁？", "塔里克尔（土外长）"),
        ("What post does Tariker hold in Turkey?", "塔里克尔, 土外长"),
        ("俄罗斯军队总司令叫什么？", "德罗诺夫（俄军总司令）"),
        ("Who denied attacking merchant ships?", "德罗诺夫"),
        ("谁提出设立联合救援中心？", "阿尔梅洛"),
        ("Who proposed a joint rescue centre?", "阿尔梅洛"),
        ("哪位村支书修通了盘山路？", "郁山林"),
        ("谁办起了急救培训班？", "和秀兰（福贡县人民医院护士长）"),
        ("Which head nurse taught villagers CPR?", "He Xiulan (和秀兰)"),
        ("谁看守滇藏公路最险的一段？", "鲁阿邓"),
        ("和秀兰是做什么的？", "福贡县人民医院护士长"),
        ("What does Yu Shanlin do?", "Yu Shanlin (郁山林)"),
        ("谁被任命为市生态环境局局长？", "周海涛（市生态环境局局长）"),
        ("市住房和城乡建设局局长是谁？", "田雨"),
        ("Who is the city's party boss?", "Meng Guangping (孟广平)"),
        ("Who is the mayor?", "Shen Licheng (沈立诚), mayor"),
    ],
)
def test_the_person_asked_for(news: Assistant, question: str, told: str) -> None:
    answer = news.ask(question)
    assert answer.status == "answered", answer.text
    assert told in answer.text
    assert answer.citations
    assert all(quote.text in (MADE_UP / quote.source).read_text(encoding="utf-8") for quote in answer.citations)


def test_whom_a_pronoun_stands_for_is_in_the_quote(news: Assistant) -> None:
    answer = news.ask("谁自筹资金修通了盘山路？")
    assert "郁山林" in answer.text
    assert "郁山林" in answer.citations[0].text
    assert "盘山路" in answer.citations[0].text


@pytest.mark.parametrize(
    "question",
    [
        "市长的妻子是谁？", "Who is the mayor's wife?", "法国总统是谁？", "Who is the president of France?",
        "市公安局局长是谁？",
        "万州区区长是谁？", "Who is the mayor of Wanzhou?", "哪位局长被判刑？", "扎米尔是谁？", "Who is Zamir?",
        "What post does Lindqvist hold?", "Who is the finance minister of Norway?",
    ],
)  # fmt: skip
def test_nobody_is_made_up(news: Assistant, question: str) -> None:
    assert news.ask(question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Lin Dong's role at Yunchi Power?", "office"), ("What does Lin Dong do?", "office"),
        ("By June 2023, had contact been restored?", "yesno"), ("In 2024, was the port closed?", "yesno"),
        ("The plan was rejected, wasn't it?", "yesno"), ("In 2024, what was the output?", "quantity"),
        ("那个管民宿的小伙子叫啥？", "person"), ("Which village did he visit?", "place"),
        ("哪座古城办了灯会？", "place"), ("China's role in the deal?", "open"),
    ],
)  # fmt: skip
def test_the_kind_of_a_plain_question(question: str, kind: str) -> None:
    assert analyse(question, TODAY).kind == kind


@pytest.fixture(scope="module")
def congress(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    from index.build import build_index
    from index.settings import Settings
    from qa.respond.assistant import Assistant
    from qa.retrieve.retriever import Retriever

    folder = tmp_path_factory.mktemp("congress")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(
        "大会在省城开幕\n2024年3月5日\n"
        "习远山总书记强调，要办好学校。在阜平，总书记向全党发出了脱贫攻坚的动员令。\n"
        "香港特别行政区行政长官林国栋、澳门特别行政区行政长官贺一鸣列席会议并在主席台就座。\n"
        "带头人、湖北省博物馆馆长方小勤和湖南省人民医院护士长徐小蓉参加了座谈。\n"
        "早在2005年，时任青海省委书记的习远山就提出了这一理念。\n"
        "新疆伊宁发起“暖心屋”公益活动，为环卫工人、快递小哥等群体提供了歇脚暖身的地方。\n"
        "走进云南腾冲木鼓佤族村，村民们跳起舞蹈。\n",
        encoding="utf-8",
    )
    build_index(folder / "in", folder / "ix", settings=Settings())
    return Assistant(Retriever.open(folder / "ix", build=False), settings=Settings(reader="none"), today=TODAY)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("澳门特别行政区行政长官叫什么？", "贺一鸣（澳门特别行政区行政长官）"),
        ("Who is the chief executive of Macao?", "贺一鸣"),
        ("习远山2005年是什么职务？", "青海省委书记"),
        ("Where did Xi issue the call to battle against poverty?", "Fuping County"),
        ("Which city offered street cleaners and couriers a place to rest and warm up?", "Yining"),
        ("木鼓佤族村在哪个省？", "云南"),
        ("湖北省博物馆馆长是谁？", "方小勤"),
    ],
)
def test_who_and_where_in_a_congress_report(congress: Assistant, question: str, told: str) -> None:
    answer = congress.ask(question)
    assert answer.status == "answered", answer.text
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "湖南省博物馆馆长是谁？", "林国栋的秘书是谁？", "Who is the Party secretary of Yunnan?",
        "新疆维吾尔自治区主席是谁？",
        "Who is the mayor of Yining?", "韩晓东担任什么职务？", "What is Han Xiaodong's role?",
    ],
)  # fmt: skip
def test_another_office_place_or_person_is_refused(congress: Assistant, question: str) -> None:
    answer = congress.ask(question)
    assert answer.status == "not_found", answer.text
