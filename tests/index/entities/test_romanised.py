from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.entities import characters, forms_in, syllables_of


@pytest.mark.parametrize(
    ("word", "way"),
    [("Laichuan", ("lai", "chuan")), ("Xi'an", ("xi", "an")), ("ZHIFU", ("zhi", "fu")), ("Lu-shan", ("lu", "shan"))],
)
def test_pinyin_is_cut_into_syllables(word: str, way: tuple[str, ...]) -> None:
    assert way in syllables_of(word)


@pytest.mark.parametrize("word", ["output", "GDP", "airlines", "strength", "a" * 60, "12", "li"])
def test_what_is_no_pinyin_of_two_syllables_has_none(word: str) -> None:
    assert syllables_of(word) == ()


def test_the_words_of_a_text_that_sound_so_are_found_oftenest_first() -> None:
    text = "芝罘区的支付平台。芝罘区老旧电梯更新补助办法由芝罘区发布。"
    assert forms_in("Zhifu", text) == ("芝罘", "支付")
    assert forms_in("Laichuan", text) == ()
    assert forms_in("output", text) == ()


@given(st.lists(st.sampled_from("芝罘莱川云翔岭舟海恒"), min_size=2, max_size=3))
def test_a_name_is_found_by_how_each_of_its_characters_sounds(signs: list[str]) -> None:
    sounds = ["".join(s for s in sorted(characters()) if sign in characters()[s]) for sign in signs]
    word = "'".join(next(s for s in sorted(characters()) if sign in characters()[s]) for sign in signs)
    assert all(sounds)
    assert "".join(signs) in forms_in(word, f"去年{''.join(signs)}发布", most=99) or len(word.replace("'", "")) < 4
