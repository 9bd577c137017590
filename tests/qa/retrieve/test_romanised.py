from __future__ import annotations

from index.search import KeywordStore
from index.text import tokenise
from qa.retrieve.romanised import name_columns, pinyin_words

TEXTS = ["芝罘区电梯补助30%", "云翔航空春运正点率79.3%", "海恒港航完成83.5万标箱", "云南翔安无关", "支付平台"]


def found(question: str) -> list[list[int]]:
    store = KeywordStore.build([tokenise(text) for text in TEXTS])
    return [passages.tolist() for passages, _ in name_columns(question, store)]


def test_names_in_pinyin_are_told_from_english_words() -> None:
    asked = "What was the on-time rate of Yunxiang Airlines in Laichuan, and what of the banana game?"
    assert pinyin_words(asked) == ["Yunxiang", "Laichuan"]


def test_a_name_in_pinyin_finds_the_passages_whose_characters_sound_so() -> None:
    assert found("on-time rate of Yunxiang Airlines") == [[1]]
    assert found("Haiheng port containers") == [[2]]
    # Which of two words of one sound is meant, the other words of the question tell.
    assert found("grant in Zhifu") == [[0, 4]]


def test_a_name_that_no_passage_sounds_like_adds_nothing() -> None:
    assert found("grant in Beihuan") == []
    assert found("how high is the output") == []
