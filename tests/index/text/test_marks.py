"""Chinese characters and clause marks."""

from __future__ import annotations

import pytest

from index.text.marks import CLAUSE_MARK, has_han, is_han


@pytest.mark.parametrize("character", ["渝", "㐀", "臺", "\uf900"])
def test_chinese_characters(character: str) -> None:
    assert is_han(character)
    assert has_han(f"GDP {character}")


@pytest.mark.parametrize("text", ["", "，", "〇", "A1", "カ", "한"])
def test_what_is_none(text: str) -> None:
    assert not is_han(text)
    assert not has_han(text)


def test_several_characters_are_not_one() -> None:
    assert not is_han("重庆")


def test_clauses_end_in_either_language() -> None:
    assert CLAUSE_MARK.split("产值增长，利润持平；yes, no") == ["产值增长", "利润持平", "yes", " no"]
    assert CLAUSE_MARK.split("鸡、鸭") == ["鸡、鸭"]
