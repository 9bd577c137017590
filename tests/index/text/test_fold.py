"""Folding makes writings alike and never moves a character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.fold import fold, fold_character, traditional_to_simplified


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("兩江新區", "两江新区"),
        ("２０２４年ＧＤＰ", "2024年gdp"),
        ("New\u00a0Area\u3000A\tB", "new area a b"),
        ("a\nb", "a\nb"),
        ("115万辆，6.2％", "115万辆,6.2%"),
        ("①㎡", "1㎡"),
        ("乾隆 臺灣 著名", "干隆 台湾 著名"),
        ("", ""),
    ],
)
def test_known_foldings(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert all(fold(a) == b for a, b in zip(text, folded, strict=True))


def test_folding_twice_changes_nothing_for_any_character() -> None:
    for code in range(0x30000):
        if not 0xD800 <= code < 0xE000:
            once = fold_character(chr(code))
            assert len(once) == 1
            assert fold_character(once) == once, hex(code)


def test_the_character_map_is_what_opencc_says() -> None:
    from index.training.charsmap import traditional_pairs

    assert traditional_to_simplified() == traditional_pairs()


def test_capitals_that_grow_when_lowered_stay() -> None:
    assert fold("İ") == "İ"
