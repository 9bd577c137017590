"""Lines to whole paragraphs: what is joined, what is not, and that only white space moves."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article.clean import clean, close_up

COLUMN = """ 今年政府工作报告指出，加快构建现代产业体系，增强产业链韧性和

竞争力。推动高质量发展，要把重点放在推动产业转型升级上，加快产业

基础高级化和产业链现代化，促进经济循环和产业链畅通。

做好六篇产业文章

一是做好集群文章。坚持“主导+
特色”，着力构建产业集群：把握
趋势，培育新能源特色产业。加快
形成两千亿级工业产业集群。
二是做好融合文章。聚焦“高”和

“新”，推进国家级开发区建设，推
动产城融合。
"""


def texts(text: str, marks: tuple[tuple[int, str], ...] = ()) -> list[str]:
    return [piece.text for piece in clean(text, marks).pieces]


def test_columns_become_whole_sentences_across_blank_lines() -> None:
    assert texts(COLUMN) == [
        "今年政府工作报告指出，加快构建现代产业体系，增强产业链韧性和竞争力。推动高质量发展，要把重点放在推动产业转型升级上，"
        "加快产业基础高级化和产业链现代化，促进经济循环和产业链畅通。",
        "做好六篇产业文章",
        "一是做好集群文章。坚持“主导+特色”，着力构建产业集群：把握趋势，培育新能源特色产业。加快形成两千亿级工业产业集群。",
        "二是做好融合文章。聚焦“高”和“新”，推进国家级开发区建设，推动产城融合。",
    ]
    assert clean(COLUMN).torn


def test_english_wrapped_text_is_joined_with_spaces() -> None:
    text = (
        "Chongqing's vehicle output rose by more than a fifth last year, the city's\n"
        "bureau of statistics said on Monday, with new-energy models making up a\n"
        "large share, and exports, which had been slow for years, growing quickly\n"
        "as well.\n\nOfficials expect more of the same."
    )
    pieces = texts(text)
    assert len(pieces) == 2
    assert "the city's bureau of statistics" in pieces[0]
    assert pieces[0].endswith("growing quickly as well.")


def test_a_paragraph_cut_by_a_blank_line_is_mended_in_unwrapped_text() -> None:
    text = (
        "有关市级部门、中央在渝单位负责人在主会场参会；各区县政府和两江新区、重庆高新区管委会主要负责人、分管工业\n\n"
        "负责人，产业园区负责人，以及部分重点企业负责人在分会场参会。"
    )
    assert len(texts(text)) == 1
    assert texts("产业结构不断优化，\n\n高质量发展态势向好。") == ["产业结构不断优化，高质量发展态势向好。"]


@pytest.mark.parametrize(
    "text",
    [
        "2 强化市场主体培育\n\n聚焦创新型中小企业、“专精特新”企业等市场主体，"
        "着力构建优质企业梯度培育体系\n\n全国的鞋类产品里，有超六成的原料来自渝企。",
        "高健\n\n王志杰\n\n许宏球\n\n他们出席了会议。",
        "1月20日，小康动力智能工厂，机械手臂正在作业，工人忙碌。记者 罗斌 摄\n\n去年，全市规上工业增加值增长6.6%。",
        "第一段到此为止。\n第二段从这里开始。",
        "产量增长\n产值增长\n利润增长\n投资增长\n出口增长",
    ],
)
def test_what_stands_alone_stays_alone(text: str) -> None:
    assert texts(text) == [line for line in text.split("\n") if line]


def test_bullets_in_the_middle_of_a_line_begin_items() -> None:
    pieces = clean("● 总产值突破2万亿元。● 今年预计达到2.4万亿元。").pieces
    assert [(p.text, p.bullet) for p in pieces] == [("总产值突破2万亿元。", True), ("今年预计达到2.4万亿元。", True)]


def test_letters_spaced_out_close_up() -> None:
    assert texts("通 知") == ["通知"]
    assert texts("记者 王尊 陈军") == ["记者 王尊 陈军"]


@pytest.mark.parametrize(
    ("text", "tight"),
    [
        ("2 月 19 日，达到 2.27 万亿元", "2月19日，达到2.27万亿元"),
        ("推进 Micro LED 等", "推进Micro LED等"),
        ("He said, “Go” — then left", "He said, “Go” — then left"),
        ("第一 第二", "第一 第二"),
        ("增长 6%， 利润", "增长6%， 利润"),
    ],
)
def test_the_rule_for_spaces_is_one_for_all(text: str, tight: str) -> None:
    assert close_up(text) == tight


@pytest.mark.parametrize("rule", ["---", "***", "  =====", "————", "___\n\n***"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("我们要坚持稳中求进，推动产业发展，提升创新能力，扩大对外开放，带动城乡区域，", "并且让人人都有活干。"),
        ("（据本报记者在产业园区采访所见所闻", "整理写成）"),
        ("Output of the new plant, which opened in May, grew by,", "and exports fell."),
    ],
)
def test_a_rule_ends_the_paragraph_also_in_mid_sentence(rule: str, before: str, after: str) -> None:
    assert texts(f"{before}\n\n{after}\n") == [before + ("" if after[0] > "z" else " ") + after]
    assert texts(f"{before}\n{rule}\n{after}\n") == [before, after]
    assert texts(f"{before}\n\n{rule}\n\n{after}\n") == [before, after]


def test_a_rule_ends_the_paragraph_in_a_column_too() -> None:
    cut = COLUMN.replace("培育新能源", "培育\n-----\n新能源")
    joined, made = texts(COLUMN), texts(cut)
    assert clean(cut).torn
    assert [m for m in made if m not in joined] == [
        "一是做好集群文章。坚持“主导+特色”，着力构建产业集群：把握趋势，培育",
        "新能源特色产业。加快形成两千亿级工业产业集群。",
    ]


@given(
    st.lists(
        st.text(alphabet=st.sampled_from(list("重庆增长，。“（8a -")), min_size=1, max_size=12), min_size=2, max_size=12
    ),
    st.sampled_from(["---", "=====", "***"]),
)
def test_no_piece_holds_words_from_both_sides_of_a_rule(lines: list[str], rule: str) -> None:
    for piece in clean(f"\n{rule}\n".join(lines)).pieces:
        words = re.sub(r"\s", "", piece.text)
        assert any(words in re.sub(r"\s", "", line) for line in lines)


@given(st.text(alphabet=st.sampled_from(list("重庆增长产业，。：“”《》（）●① 　\n\n\n8.a%-—T")), max_size=400))
def test_only_white_space_bullets_and_rules_are_dropped(text: str) -> None:
    tight = re.sub(r"\s", "", text)
    at = 0
    for piece in clean(text).pieces:
        words = re.sub(r"\s", "", piece.text)
        found = tight.find(words, at)
        assert found >= 0
        assert set(tight[at:found]) <= {"●", "-", "—"}
        at = found + len(words)
    assert set(tight[at:]) <= {"●", "-", "—"}


@pytest.mark.parametrize(
    "unit",
    ["中", "中\n", "中国制造业高质量发展的路上我们，走啊走\n", "，\n\n", "“\n", "● ", "中 ", "a\n", "《" * 30 + "\n"],
)
def test_i9_cleaning_is_linear(unit: str) -> None:
    def cost(n: int) -> float:
        text = unit * (n // len(unit))
        begin = time.process_time()
        clean(text)
        return time.process_time() - begin

    small = min(cost(12_000) for _ in range(3))
    large = min(cost(24_000) for _ in range(3))
    assert large <= 4 * small + 0.05
