from __future__ import annotations

from eval.decide.articles import asked_of, unread_articles
from eval.decide.sorts import Sorted, learn, right_shares
from index.training.reader.data.articles import part_of


def test_only_articles_that_nothing_was_learned_from_are_asked_about() -> None:
    rows = unread_articles()
    asked = asked_of(rows)
    assert rows
    assert all(part_of(one.article) != "train" for one in asked)
    # Written without a verdict, a question of yes or no takes that of its answer.
    assert {one.verdict for one in asked if one.kind == "yesno"} <= {"yes", "no", ""}
    assert sum(one.verdict == "" for one in asked if one.kind == "yesno") <= 2


def test_sorts_are_learned_from_a_few_questions() -> None:
    asked = [Sorted(f"{word}多少吨", "zh", "number") for word in "甲乙丙丁"]
    asked += [Sorted(f"{word}是谁", "zh", "person") for word in "甲乙丙丁"]
    weights, step, bias = learn(asked)
    assert weights.dtype.name == "int8"
    assert step > 0
    assert (bias > -9).sum() == 2


def test_shares_right_are_counted_by_sort() -> None:
    told = right_shares([Sorted("今年一共招了多少人", "zh", "number"), Sorted("谁是院长", "zh", "number")])
    assert told["number"] == (2, 0.5)
    assert told["all"] == (2, 0.5)
