"""Reading questions: what holds for any text, and the parts of a reading one by one."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import QuestionError
from qa.question.analyse import analyse, language_of
from qa.question.spelling import mend
from qa.question.view import View, compact

TODAY = date(2025, 6, 15)


@pytest.mark.parametrize("text", ["", "   ", "？？？", "…。", "\n\t", "—"])
def test_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="type a question"):
        analyse(text, TODAY)


def test_too_long_is_refused_with_the_limit() -> None:
    with pytest.raises(QuestionError, match="10"):
        analyse("重庆" * 6, TODAY, max_chars=10)


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_text_gets_a_reading_or_a_refusal(text: str) -> None:
    try:
        question = analyse(text, TODAY)
    except QuestionError:
        assert not any(c.isalnum() for c in text)
        return
    assert question.text == text
    assert question.search.strip()
    assert all(0 < term.weight <= 1 for term in question.terms)
    assert analyse(text, TODAY) == question


@given(
    st.lists(
        st.sampled_from(
            [
                "重庆",
                "涪陵",
                "2024年",
                "去年",
                "整车产量",
                "目标",
                "增长多少",
                "谁是",
                "区委书记",
                "哪些",
                "吗",
                " ",
                "，",
                "许宏球",
                "vehicle output",
                "target",
            ]
        ),
        max_size=9,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_mixture_of_words_is_read(parts: list[str]) -> None:
    text = "".join(parts)
    if any(c.isalnum() for c in text):
        question = analyse(text, TODAY)
        assert ("重庆市" in question.places) <= ("重庆" in text)


@pytest.mark.parametrize(
    "piece", ["两江新区整车产量", "中", "what is ", "a", "“", "2024年", "是多少", "增长", " 的", "龘"]
)
def test_a_hundred_thousand_characters_are_read_in_time(piece: str) -> None:
    analyse("重庆GDP", TODAY)
    text = (piece * 100_000)[:100_000]
    began = time.perf_counter()
    try:
        analyse(text, TODAY)
    except QuestionError:
        assert not any(c.isalnum() for c in text)
    assert time.perf_counter() - began < 2.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("两江新区2024年整车产量是多少", "兩江新區2024年整車產量是多少"),
        ("两江新区2024年整车产量是多少", "两江新区２０２４年整车产量是多少？"),
        ("两江新区2024年整车产量是多少", "两江 新区 2024 年 整车 产量 是多少"),
        ("涪陵区委书记是谁", "涪陵區委書記是誰"),
    ],
)
def test_other_writings_mean_the_same(one: str, other: str) -> None:
    first, second = analyse(one, TODAY), analyse(other, TODAY)
    for name in ("kind", "places", "nature", "measure", "unit", "language"):
        assert getattr(first, name) == getattr(second, name), name
    assert [(p.start, p.end) for p in first.periods] == [(p.start, p.end) for p in second.periods]
    assert [set(t.zh) for t in first.terms] == [set(t.zh) for t in second.terms]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("两江新区GDP是多少", "zh"),
        ("What is 规上工业增加值?", "en"),
        ("gdp", "en"),
        ("2024", "zh"),
        ("GDP 2024 涪陵", "zh"),
        ("How many 数字化车间 did Chongqing plan to build?", "en"),
        ("重庆的R&D spending是多少", "zh"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_today_anchors_relative_years_and_a_date_wins() -> None:
    assert analyse("今年的目标", date(2024, 3, 1)).periods[0].year() == 2024
    assert analyse("last year's GDP", date(2024, 3, 1)).periods[0].year() == 2023
    assert analyse("2021年去年的数据", date(2024, 3, 1)).periods[0].year() == 2021


def test_of_nested_places_the_inner_is_meant() -> None:
    assert analyse("重庆两江新区2024年GDP", TODAY).places == ("两江新区",)
    assert analyse("Chongqing's Fuling District GDP", TODAY).places == ("涪陵区",)


def test_places_set_aside_are_not_asked_about() -> None:
    assert analyse("两江新区以外，北碚区2024年GDP是多少？", TODAY).places == ("北碚区",)
    assert analyse("GDP of Chongqing, excluding Fuling", TODAY).places == ("重庆市",)


def test_a_yardstick_is_no_place() -> None:
    assert analyse("重庆GDP增速在全国排第几", TODAY).places == ("重庆市",)
    assert analyse("重庆占全国的比重", TODAY).places == ("重庆市",)
    assert analyse("2023年全国新能源汽车产量", TODAY).places == ("中国",)


def test_only_the_indicator_asked_for_is_one() -> None:
    question = analyse("制造业增加值占GDP的比重是多少", TODAY)
    assert [t.text for t in question.terms if t.role == "indicator"] == ["制造业增加值"]
    listed = analyse("2020年工业投资和工业利润分别增长多少", TODAY)
    assert [t.text for t in listed.terms if t.role == "indicator"] == ["工业投资", "工业利润"]


def test_the_search_holds_the_chinese_of_an_english_question() -> None:
    search = analyse("How many smart factories did Liangjiang build by 2023?", TODAY).search
    assert {"智能工厂", "两江新区", "2023年"} <= set(search.split())
    assert search.startswith("How many smart factories")


def test_the_search_holds_the_other_names_of_a_chinese_term() -> None:
    assert "规模以上工业增加值" in analyse("规上工业增加值增速", TODAY).search


def test_slips_in_words_that_ask_are_mended_but_no_names() -> None:
    assert mend("how mny compnies, and waht is the growht taget") == "how many companies, and what is the growth target"
    assert mend("hwo many smart facotries") == "how many smart factories"
    # What is written large may be a name, and a syllable of pinyin too.
    assert mend("Mr Tagent met Wich in Manu, wen gao") == "Mr Tagent met Wich in Manu, wen gao"


def test_slips_are_mended_and_ordinary_words_left_alone() -> None:
    assert analyse("fuling gazele companies number??", TODAY).terms[0].zh[0] == "瞪羚企业"
    assert mend("Parents were warned about the committed vesselless Jiaxiang plan") == (
        "Parents were warned about the committed vesselless Jiaxiang plan"
    )
    assert mend("yongchaun unicron") == "yongchuan unicorn"


def test_slips_in_longer_common_words_are_mended() -> None:
    assert mend("low altitud pilot zones, revenu") == "low altitude pilot zones, revenue"
    assert mend("the Altitud Revenu") == "the Altitud Revenu"
    assert mend("nagqu huanjiang simola") == "nagqu huanjiang simola"


def test_irregular_verbs_are_read_in_expressions() -> None:
    (term,) = [t for t in analyse("How many projects had broken ground?", TODAY).terms if "开工" in t.zh]
    assert term.text == "broken ground"


@pytest.mark.parametrize(
    ("question", "nature"),
    [
        ("What did tourism really earn, not what it hopes for?", "result"),
        ("2023年旅游收入是多少，不是目标，要实际完成的", "result"),
        ("What is output per worker meant to reach?", "goal"),
        ("What does the town hope to earn?", "goal"),
    ],
)
def test_goal_or_result_by_what_is_not_meant(question: str, nature: str) -> None:
    assert analyse(question, TODAY).nature == nature


@pytest.mark.parametrize(
    ("question", "kind", "unit"),
    [
        ("战新产业占工业的几成", "share", "%"),
        ("金花开了几朵", "quantity", "朵"),
        ("到年底修了好多个基站", "quantity", "个"),
        ("经济增速超过百分之几", "growth", "%"),
        ("What slice of the world market do they hold?", "share", "%"),
        ("What weight in GDP does industry have?", "share", "%"),
        ("What is the size of the fund?", "quantity", ""),
        ("What was the disposable income of villagers?", "quantity", ""),
        ("green farms number 2021??", "quantity", ""),
    ],
)
def test_what_is_asked_in_other_words(question: str, kind: str, unit: str) -> None:
    read = analyse(question, TODAY)
    assert (read.kind, read.unit) == (kind, unit)


def test_a_day_of_an_event_is_no_day_of_today() -> None:
    assert analyse("开国大典当天聚集了多少军民", TODAY).periods == ()
    assert analyse("When did he visit? I need the year.", TODAY).periods == ()


def test_view_keeps_length_and_takes_spans() -> None:
    view = View("两 江 新 区 GDP  2024 年")
    assert view.raw == "两江新区 GDP 2024年"
    assert len(view.raw) == len(view.text)
    view.take(0, 4)
    assert view.rest() == "\x00\x00\x00\x00 gdp 2024年"
    assert not view.free(3, 5)
    assert compact("a  b\n中 文") == "a b 中文"


def test_reading_a_question_loads_no_heavy_library() -> None:
    code = (
        "import sys; from datetime import date; from qa.question.analyse import analyse; "
        "analyse('两江新区2024年整车产量', date(2025, 1, 1)); "
        "print(sorted({'torch', 'gradio', 'sentence_transformers', 'faiss'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("哪个区说要建大学城？", "place"),
        ("李明是市里的什么领导？", "office"),
        ("他们靠的是什么？", "reason"),
        ("How is the county trying to bring down costs?", "open"),
        ("Whose orders were kept? Give the brands.", "list"),
        ("How did output go from 2021 to 2023?", "series"),
    ],
)
def test_kinds_said_in_other_ways(question: str, kind: str) -> None:
    assert analyse(question, TODAY).kind == kind


def test_the_part_of_a_whole_is_the_indicator() -> None:
    terms = analyse("Of the general public budget revenue in 2024, how much came from taxes?", TODAY).terms
    assert [term.text for term in terms if term.role == "indicator"] == ["taxes"]
    assert analyse("how many people work at the plant?", TODAY).unit == "人"


def test_quotation_marks_inside_a_term_are_no_quotation() -> None:
    (term,) = analyse('How many "little giant" firms are there?', TODAY).terms
    assert term.role == "indicator"
    assert analyse('What does "golden flower" mean?', TODAY).terms[0].role == "quoted"


def test_a_place_with_the_s_of_what_it_has() -> None:
    assert analyse("hw many cars did liangjiangs plants make", TODAY).places == ("两江新区",)


@pytest.mark.parametrize(
    "text", ["How many unicorns are planned, not the potential ones?", "计划培育多少家独角兽，不算潜在的？"]
)
def test_what_is_left_out_is_no_term(text: str) -> None:
    assert not any(term.text in ("potential", "潜在") for term in analyse(text, TODAY).terms)


def test_a_translation_in_quotation_marks_is_read_as_words() -> None:
    terms = analyse('Which area calls itself the "Harbour of Green Energy Engineers"?', TODAY).terms
    assert not any(term.role == "quoted" for term in terms)
    assert any(term.role == "quoted" for term in analyse('What does "golden flower" mean?', TODAY).terms)


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("红山一带的气候：平均海拔有多高？", "平均海拔"),
        ("What share of rural households had sanitary toilets?", "toilets"),
        ("It linked its clinics to a network; how many clinics does it reach?", "clinics"),
        ("停火打算先停多久？", ""),
    ],
)
def test_what_is_measured(text: str, indicator: str) -> None:
    assert next((t.text for t in analyse(text, TODAY).terms if t.role == "indicator"), "") == indicator


def test_a_noun_of_one_character_stands_for_a_longer_one() -> None:
    (term,) = analyse("涪陵区2024年收了多少税？", TODAY).terms
    assert term.role == "indicator"
    assert "税收" in term.zh
