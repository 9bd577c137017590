"""Examples: what is marked right is right, and what is marked wrong lacks the answer."""

from __future__ import annotations

import random

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from index.training.reader.data.articles import Article, Question
from index.training.reader.data.coded import Coder
from index.training.reader.data.examples import Example, Maker, pack, unpack
from index.training.reader.data.exchange import Exchanger, alter_number
from index.training.reader.data.text import split_windows, window_around


def _article(number: int, place: str, people: str) -> Article:
    text = f"{place}市去年出生{people}人，比上年多。今年计划新建学校9所。粮食丰收，市长说明年还要增加。天气很好。" * 2
    at = text.find(people)
    questions = (
        Question("zh", "number", f"{place}市2023年出生多少人", ((at, at + len(people) + 1),), f"{people}人"),
        Question("zh", "none", f"{place}市2019年出生多少人", (), "没有说"),
    )
    return Article(f"A{number}", "test", "2024-01-02", f"{place}公报", text, questions)


ARTICLES = tuple(_article(i, place, f"{3 + i}.7万") for i, place in enumerate(("岳阳", "常德", "永州", "郴州")))


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    characters = sorted({c for article in ARTICLES for c in article.text + article.context + "0123456789多少人"})
    words = {word: i for i, word in enumerate(["<s>", "<pad>", "</s>", "<unk>", *characters])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    pytest.importorskip("bm25s")
    exchanger = Exchanger(ARTICLES, {"岳阳", "常德", "永州", "郴州"})
    return Maker(ARTICLES, tokenizer, exchanger, Coder([("people", "人")])).make(3)


def test_right_examples_hold_their_answer(examples: list[Example]) -> None:
    right = [example for example in examples if example.answerable == 1]
    assert right
    for example in right:
        assert example.spans
        assert all(example.begin <= first <= last < example.end for first, last in example.spans)


def test_wrong_examples_mark_nothing(examples: list[Example]) -> None:
    wrong = [example for example in examples if example.answerable == 0]
    assert {example.kind for example in wrong} == {"wrong", "none"}
    assert all(not example.spans for example in wrong)


def test_the_same_seed_gives_the_same_examples_and_files_keep_them(examples: list[Example]) -> None:
    assert unpack({name: np.asarray(array) for name, array in pack(examples).items()}) == examples


def test_a_year_is_exchanged_for_one_that_is_not_there() -> None:
    article = ARTICLES[0]
    exchanger, question = Exchanger(ARTICLES, ()), article.questions[0]
    altered = [exchanger.alter(question, article, random.Random(seed)) for seed in range(20)]
    assert question.text not in altered
    assert any(text and "2023" not in text for text in altered)


def test_a_number_is_changed() -> None:
    for seed in range(20):
        altered = alter_number("增长12.5%", random.Random(seed))
        assert altered is not None
        assert altered != "增长12.5%"
        assert altered.startswith("增长")


def test_windows_hold_what_they_are_made_for() -> None:
    text = ARTICLES[0].text
    at = text.find("学校9所")
    for seed in range(10):
        start, end = window_around(text, [(at, at + 4)], 60, random.Random(seed))
        assert "学校9所" in text[start:end]
    windows = split_windows(text, 40)
    assert "".join(text[a:b] for a, b in windows) == text


def test_coded_questions_put_the_question_word_first() -> None:
    coder = Coder([("population", "人口"), ("Beijing", "北京")])
    assert coder.code("北京人口多少？", random.Random(1)) == "how many Beijing population?"
