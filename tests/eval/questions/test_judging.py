from __future__ import annotations

from typing import Any

import pytest

from eval.questions.format import Item
from eval.questions.judging import judge
from tests.eval.fakes import make_answer, make_figure, make_gold, make_quote


def reason(gold: dict[str, Any], answer: dict[str, Any], *, retrieved: bool = True) -> str:
    return judge(make_gold(**gold), make_answer(**answer), retrieved=retrieved).reason


def test_a_number_is_right_by_value_in_either_language() -> None:
    assert reason({}, {}) == "right"
    english = {"text": "1.15 million vehicles (115万辆) in 2024 [1]", "bold": "1.15 million vehicles", "language": "en"}
    assert reason({"language": "en"}, english) == "right"


def test_another_value_or_unit_is_wrong() -> None:
    assert reason({}, {"text": "260万辆", "bold": "260万辆", "figures": ()}) == "wrong span"
    assert reason({"answers": ("8%",)}, {"text": "8家", "bold": "8家", "figures": ()}) == "wrong span"


def test_the_year_the_nature_and_the_place_of_the_figure_count() -> None:
    earlier = make_figure(period_start="2023-01-01", period_end="2023-12-31")
    assert reason({}, {"figures": (earlier,)}) == "wrong year"
    assert reason({}, {"figures": (make_figure(nature="goal"),)}) == "goal or result"
    assert reason({}, {"figures": (make_figure(place="涪陵区", body=""),)}) == "wrong place"
    assert reason({}, {"figures": (make_figure(place="两江新区", body="直管区"),)}) == "right"


def test_a_figure_at_the_end_of_the_period_belongs_to_it() -> None:
    at_end = make_figure(period_start=None, period_end="2024-12-31")
    assert reason({}, {"figures": (at_end,)}) == "right"
    assert reason({"period": "2021/2025"}, {"figures": (at_end,)}) == "right"
    assert reason({"period": "2023-06"}, {"figures": (at_end,)}) == "wrong year"


def test_a_wrong_value_of_another_year_is_a_wrong_year() -> None:
    other = make_figure(value="99万辆", period_start="2021-01-01", period_end="2021-12-31")
    assert reason({}, {"text": "99万辆", "bold": "99万辆", "figures": (other,)}) == "wrong year"


def test_a_sentence_of_many_numbers_is_not_an_answer() -> None:
    text = "高新技术企业1140家，49家入选，主体190家。"
    assert reason({"answers": ("49家",)}, {"text": text, "bold": "", "figures": ()}) == "wrong span"
    assert reason({"answers": ("49家",)}, {"text": "2024年有49家企业入选。", "bold": "", "figures": ()}) == "right"


def test_two_values_in_bold_are_not_an_answer() -> None:
    assert reason({"answers": ("19%",)}, {"text": "29%；19%", "bold": "29%；19%", "figures": ()}) == "wrong span"
    assert reason({"answers": ("19%",)}, {"text": "19%（29%以外）", "bold": "19%", "figures": ()}) == "right"


def test_who_and_how_much_have_to_be_pointed_out() -> None:
    passage = "市发展改革委主任高健，市经济信息委主任王志杰，市人大代表、涪陵区委书记黎勇，" * 4
    gold = {"kind": "person", "answers": ("黎勇",)}
    assert reason(gold, {"text": passage, "bold": "", "figures": ()}) == "wrong span"
    assert reason(gold, {"text": passage, "bold": "黎勇", "figures": ()}) == "right"
    assert reason({**gold, "kind": "open"}, {"text": passage, "bold": "", "figures": ()}) == "right"


def test_the_wrong_part_of_the_right_sentence_is_wrong() -> None:
    quote = make_quote("稳定惠普、华硕等订单，积极争取OPPO、vivo订单。2024年直管区整车产量达115万辆。")
    gold = {"kind": "list", "answers": (), "items": (Item(("惠普",)), Item(("华硕",)))}
    pointed = {"text": "OPPO、vivo [1]", "bold": "OPPO", "figures": (), "citations": (quote,)}
    assert reason(gold, pointed) == "wrong span"
    assert reason(gold, {**pointed, "text": quote.text, "bold": ""}) == "right"


def test_kinds_of_miss() -> None:
    refusal = {"status": "not_found", "text": "没有答案", "bold": "", "citations": (), "figures": ()}
    assert reason({}, refusal) == "false refusal"
    assert reason({}, refusal, retrieved=False) == "not retrieved"
    wrong = {"text": "3家", "bold": "3家", "figures": ()}
    assert reason({}, wrong) == "wrong span"
    assert reason({}, wrong, retrieved=False) == "not retrieved"
    assert reason({}, {**wrong, "citations": (make_quote("另一句话，说的是别的事情。"),)}) == "wrong sentence"


def test_refusals() -> None:
    unanswerable = {"answers": (), "kind": "no_year", "evidence": (), "period": ""}
    assert reason(unanswerable, {"status": "not_found", "text": "没有", "bold": ""}) == "right"
    assert reason(unanswerable, {}) == "false answer"
    assert reason(unanswerable, {"status": "partial"}) == "false answer"


@pytest.mark.parametrize(
    ("text", "right"),
    [("2021年2月19日 [1]", True), ("It was held on 19 February 2021.", True), ("2月19日（2021年）", True),
     ("2021年2月20日", False), ("2021年", False)],
)  # fmt: skip
def test_dates_by_day(text: str, right: bool) -> None:
    gold = {"kind": "date", "answers": ("2021-02-19",)}
    assert (reason(gold, {"text": text, "bold": "", "figures": ()}) == "right") is right


def test_a_date_known_to_the_month() -> None:
    gold = {"kind": "date", "answers": ("2024-08",)}
    assert reason(gold, {"text": "August 2024", "bold": "August 2024", "figures": ()}) == "right"
    assert reason(gold, {"text": "August 2023", "bold": "August 2023", "figures": ()}) == "wrong year"


def test_text_by_accepted_forms() -> None:
    gold = {"kind": "person", "answers": ("黎勇", "Li Yong")}
    assert reason(gold, {"text": "Li Yong (黎勇) [1]", "bold": "Li Yong", "figures": ()}) == "right"
    assert reason(gold, {"text": "高健", "bold": "高健", "figures": ()}) == "wrong span"
    traditional = {"text": "張智奎", "bold": "張智奎", "figures": ()}
    assert reason({"kind": "person", "answers": ("张智奎",)}, traditional) == "right"


def test_a_vice_mayor_is_not_a_mayor() -> None:
    gold = {"kind": "office", "answers": ("市长", "mayor")}
    assert reason(gold, {"text": "副市长", "bold": "副市长", "figures": ()}) == "wrong span"
    assert reason(gold, {"text": "vice mayor", "bold": "vice mayor", "figures": ()}) == "wrong span"
    assert reason(gold, {"text": "重庆市市长", "bold": "", "figures": ()}) == "right"


def test_a_company_named_with_a_numeral_is_text() -> None:
    gold = {"kind": "list", "answers": (), "items": (Item(("七腾",)), Item(("西南铝",)))}
    assert reason(gold, {"text": "西南铝、七腾", "bold": "", "figures": ()}) == "right"
    assert reason(gold, {"text": "西南铝", "bold": "", "figures": ()}) == "wrong span"


def test_every_part_of_a_series_is_needed_in_its_year() -> None:
    items = (Item(("5.8%",), "2020"), Item(("10.7%",), "2021"))
    gold = {"kind": "series", "answers": (), "items": items, "period": ""}
    first = make_figure(value="5.8%", period_start="2020-01-01", period_end="2020-12-31")
    second = make_figure(value="10.7%", period_start="2021-01-01", period_end="2021-12-31")
    assert reason(gold, {"text": "2020年5.8%，2021年10.7%", "figures": (first, second)}) == "right"
    assert reason(gold, {"text": "2020年5.8%", "figures": (first,)}) == "wrong span"
    swapped = make_figure(value="10.7%", period_start="2019-01-01", period_end="2019-12-31")
    assert reason(gold, {"text": "5.8%，10.7%", "figures": (first, swapped)}) == "wrong year"


@pytest.mark.parametrize(
    ("text", "right"),
    [("是的，超过了", True), ("Yes. It did.", True), ("不是", False), ("No, fourth.", False), ("1700亿元", False)],
)
def test_yes_and_no(text: str, right: bool) -> None:
    gold = {"kind": "yesno", "answers": ("yes",)}
    assert (reason(gold, {"text": text, "bold": "", "figures": ()}) == "right") is right
