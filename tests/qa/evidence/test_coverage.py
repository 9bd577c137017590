"""How strongly a text holds a term."""

from __future__ import annotations

import pytest

from qa.evidence.coverage import UNCOUNTED, pieces, strength
from qa.types import Term


@pytest.mark.parametrize(
    ("asked", "written", "same"),
    [
        ("规上工业产值", "全市规上工业产值达1.3万亿元", True),
        ("规上工业产值", "全市工业产值达1.3万亿元", False),
        ("规模以上工业增加值", "工业增加值增长6%", False),
        ("限额以上零售额", "零售额增长3%", False),
    ],
)
def test_the_output_of_all_firms_counts_nearly_as_that_of_the_large_ones(asked: str, written: str, same: bool) -> None:
    found = strength(Term(asked, (asked,), "indicator"), written)
    assert found > UNCOUNTED if same else found == pytest.approx(UNCOUNTED)


@pytest.mark.parametrize(("asked", "written"), [("规上工业产值", "茶叶产量增长"), ("工业产值", "规上企业有10家")])
def test_another_indicator_counts_less(asked: str, written: str) -> None:
    assert strength(Term(asked, (asked,), "indicator"), written) < UNCOUNTED


def test_a_common_english_word_is_met_by_any_of_its_forms() -> None:
    term = Term("curb", ("遏制", "抑制", "控制"), "topic", 0.45)
    assert strength(term, "有效控制了涨幅") > 0.9
    assert strength(term, "涨幅扩大") == 0


def test_a_number_is_met_by_itself_alone() -> None:
    """The digits of another number prove nothing of it."""
    assert pieces("11.1111万") == ("11.1111万",)
    term = Term("111111", ("111111", "11.1111万"), "topic")
    assert strength(term, "组织实施了首批11个项目") == 0.0
    assert strength(term, "共有11.1111万人") == 1.0
