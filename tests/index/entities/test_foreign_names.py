"""Foreign names in Chinese characters, and Latin spellings that sound like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.entities.foreign_names import ALIKE, CHARACTERS, is_foreign_name, likeness, run_after, run_before
from index.text.segment import part_of_speech

PAIRS = [
    ("Zamir", "扎米尔"), ("Pezeshkian", "佩泽希齐扬"), ("Regev", "雷格夫"), ("Zelensky", "泽连斯基"),
    ("Vučić", "武契奇"), ("Albanese", "阿尔巴尼斯"), ("Guterres", "古特雷斯"), ("Tokayev", "托卡耶夫"),
    ("Sánchez", "桑切斯"), ("Meloni", "梅洛尼"), ("Donald Trump", "特朗普"), ("Macron", "埃马纽埃尔·马克龙"),
    ("El-Sisi", "塞西"),
]  # fmt: skip


@pytest.mark.parametrize(("latin", "name"), PAIRS)
def test_a_spelling_sounds_like_its_name(latin: str, name: str) -> None:
    assert likeness(latin, name) >= ALIKE
    assert likeness(latin, name) == max(likeness(latin, other) for _, other in PAIRS)


@pytest.mark.parametrize(
    ("latin", "name"), [("Regev", "扎米尔"), ("Trump", "马克龙"), ("Zamir", "徐芙蓉"), ("Lee", "李强")]
)
def test_another_spelling_does_not(latin: str, name: str) -> None:
    assert likeness(latin, name) < ALIKE


@pytest.mark.parametrize(
    ("text", "at", "size"),
    [("总统佩泽希齐扬24日", 2, 5), ("总统办公室", 2, 0), ("院士约翰·布朗说", 2, 5), ("主任·", 2, 0)],
)
def test_the_run_behind_an_office(text: str, at: int, size: int) -> None:
    assert run_after(text, at, len(text)) == size


def test_the_run_before_an_office() -> None:
    assert run_before("会见马克龙总统", 5, 0) == 3
    assert run_before("会见总统", 2, 0) == 0


@given(st.text(alphabet=st.sampled_from(sorted(CHARACTERS) + list("·的总统a1")), max_size=40), st.integers(0, 40))
def test_runs_stay_inside_and_hold_only_such_characters(text: str, at: int) -> None:
    at = min(at, len(text))
    run = text[at : at + run_after(text, at, len(text))]
    assert all(c in CHARACTERS or c == "·" for c in run)
    assert not run.startswith("·")
    assert not run.endswith("·")
    assert run_before(text, at, 0) <= at
    if len(run) > 1:
        assert is_foreign_name(run)


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_two_texts_can_be_compared(latin: str, name: str) -> None:
    assert 0.0 <= likeness(latin, name) <= 1.0 or likeness(latin, name) < 0


def test_the_part_of_speech_of_a_word() -> None:
    assert part_of_speech("强调") == "v"
    assert part_of_speech("") == ""
    assert part_of_speech("佩泽希齐扬") == ""
