"""Answers as data become prose here and nowhere else, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from index.types import Figure, Period, Quantity
from qa.say.lines import bold_text, line_text
from qa.say.reasons import carried_text, note_text, reason_text
from qa.types import (
    Bodies,
    Carried,
    Cite,
    Differ,
    FigureValue,
    Holder,
    Items,
    Line,
    Note,
    People,
    PlaceName,
    Reason,
    Said,
    Term,
    Value,
    When,
    Where,
    YesNo,
)

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31), "去年", "year", anchored=True)
QUANTITY = Quantity(0, 5, "115万辆", Decimal(1150000), "辆", "count")
FIGURE = FigureValue(
    Figure(QUANTITY, "整车产量", 0, 4, YEAR, "clause", "result", "level", "两江新区", "text", "", 0, 9),
    QUANTITY,
    Cite("a.txt", 0, 9),
)
ZH = "115万辆（2024年两江新区整车产量）"
EN = "1.15 million vehicles (115万辆) — vehicle output, Liangjiang New Area, 2024"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (FIGURE, f"{ZH}。", f"{EN}."),
        (YesNo(False, FIGURE, corrects=True), f"不是。文章给出的是{ZH}。", f"No. The articles give {EN}."),
        (YesNo(True, Said("大桥通车。")), "是。大桥通车。", "Yes. “大桥通车。”"),
        (Said("大桥通车。"), "大桥通车。", "The articles say (in Chinese): “大桥通车。”"),
        (People((Holder("黎勇", "涪陵区委书记"),)), "黎勇（涪陵区委书记）。",
         "Li Yong (黎勇), Party secretary of Fuling District."),
        (People((Holder("扎米尔", "", foreign=True),)), "扎米尔。", "扎米尔."),
        (People((Holder("甲", ""), Holder("乙", "")), "several"), "甲、乙。", "甲; 乙."),
        (People((Holder("甲", "记者"), Holder("乙", "记者")), "credits"), "甲（记者）；乙（记者）。",
         "甲, reporter; 乙, reporter."),
        (Items(("钢铁", "化工")), "钢铁；化工。", "metallurgy (钢铁); chemicals (化工)."),
        (When("去年", YEAR), "2024年（去年）。", "2024 (去年)."),
        (When("开国大典当天", None), "开国大典当天。", "开国大典当天."),
        (When("晚9:30", YEAR, True, "21:30"), "晚9:30（2024年）。", "21:30 (晚9:30), 2024."),
        (Where((PlaceName("江苏南通", ("江苏省", "南通市")),)), "江苏南通。", "Nantong, Jiangsu (江苏南通)."),
        (Where((PlaceName("甘肃八步沙林场", ("甘肃省",), "八步沙林场"),)), "甘肃八步沙林场。", "八步沙林场, Gansu."),
        (Where((PlaceName("古文化街", verbatim=True),)), "古文化街。", "古文化街."),
        (Bodies(("甲公司", "甲公司")), "甲公司。", "甲公司."),
        (Differ("source"), "文章给出了多个数值，差别在于文章说法不同：",
         "The articles give several values, which differ in what the articles say:"),
    ],
)  # fmt: skip
def test_a_line_in_both_languages(value: Value, zh: str, en: str) -> None:
    assert (line_text(Line(value), "zh"), line_text(Line(value), "en")) == (zh, en)


def test_a_row_says_what_it_is_about_first() -> None:
    assert line_text(Line(FIGURE, row=True), "zh") == "· 2024年两江新区整车产量：115万辆"


@pytest.mark.parametrize(
    ("value", "bold"),
    [
        (FIGURE, "115万辆"),
        (YesNo(True, Said("大桥通车。")), "是"),
        (Said("他说，大桥通车。", "大桥通车"), "大桥通车"),
        (People((Holder("黎勇", "涪陵区委书记"),)), "黎勇"),
        (People((Holder("黎勇", "涪陵区委书记"),), "office"), "涪陵区委书记"),
        (When("去年", YEAR), "2024年"),
        (Items(("钢铁", "化工")), "钢铁；化工"),
    ],
)
def test_the_value_is_set_in_bold(value: Value, bold: str) -> None:
    assert bold_text(value, "zh") == bold
    assert bold in line_text(Line(value), "zh")


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        (Reason("place", ("涪陵区",)), "问的是涪陵区，", "Asked about Fuling District;"),
        (Reason("place", ("涪陵区",), ("两江新区", "两江新区")), "只给出两江新区的", "only for Liangjiang New Area."),
        (Reason("period", (YEAR,), (YEAR,)), "只给出2024年的", "only for 2024."),
        (Reason("terms", ("上海",)), "没有提到：上海。", "do not mention: 上海."),
        (Reason("figure"), "没有给出所问的数字", "the figure asked for"),
        (Reason("goal"), "问的是目标", "Asked for a goal"),
        (Reason("articles"), "没有符合条件的文章", "No article"),
    ],
)
def test_why_there_is_no_answer(reason: Reason, zh: str, en: str) -> None:
    assert zh in reason_text(reason, "zh")
    assert en in reason_text(reason, "en")


def test_notes_and_what_a_turn_took_over() -> None:
    relative = Note("relative", "去年", "2025-01-20", YEAR)
    assert note_text(relative, "zh") == "“去年”按文章日期（2025-01-20）指2024年。"
    assert "a.txt" in note_text(Note("gone", "a.txt"), "en")
    assert carried_text(Carried("place", ("涪陵区",)), "en") == "place: Fuling District"
    assert (
        carried_text(Carried("topic", (Term("pillar industries", ("支柱产业",), "topic"),)), "zh") == "话题：支柱产业"
    )
    assert carried_text(Carried("nature", ("goal",)), "en") == "kind of figure: goal"
