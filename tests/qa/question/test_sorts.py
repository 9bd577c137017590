from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question import SORTS, sort_shares


@pytest.mark.parametrize(
    ("text", "language", "sort"),
    [
        ("这座桥到底通车没有", "zh", "yesno"),
        ("学校真托他们招人了吗", "zh", "yesno"),
        ("谁是这家医院的院长", "zh", "person"),
        ("啥时候开工的", "zh", "date"),
        ("今年一共招了多少人", "zh", "number"),
        ("为什么要关掉这条线", "zh", "reason"),
        ("Did the harvest shrink last year?", "en", "yesno"),
        ("How many cars left the plant?", "en", "number"),
        ("When does the rule take effect?", "en", "date"),
        ("Why was the line closed?", "en", "reason"),
    ],
)
def test_plain_questions_of_each_sort(text: str, language: str, sort: str) -> None:
    shares = sort_shares(text, language)  # type: ignore[arg-type]
    assert max(shares, key=lambda one: shares[one]) == sort


@given(st.text(max_size=400), st.sampled_from(["zh", "en"]))
def test_the_shares_of_any_text_add_up_to_one(text: str, language: str) -> None:
    shares = sort_shares(text, language)  # type: ignore[arg-type]
    assert tuple(shares) == SORTS
    assert abs(sum(shares.values()) - 1) < 1e-5
    assert min(shares.values()) >= 0
