from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.questions.format import Evidence, Gold
from eval.questions.runner import Outcome, agrees, gains_of, read_outcomes, run, speaks, write_outcomes
from eval.text import covers, fold, squash
from index.errors import QuestionError
from qa.types import Answer, Hit
from tests.eval.fakes import SENTENCE, make_answer, make_gold, make_hit, make_quote


class Fixed:
    """An assistant that gives one answer and keeps what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(self, text: str, history: Sequence[str] = ()) -> Answer:
        self.asked.append((text, tuple(history)))
        return self.answer


def once(gold: Gold, answer: Answer, hits: Sequence[Hit], folder: Path) -> Outcome:
    (folder / "a.txt").write_text("开头。\n2024年直管区 整车产量\n达115万辆。结尾。", encoding="utf-8")
    [outcome] = run([gold], Fixed(answer), lambda question, k: hits[:k], folder)
    return outcome


def test_a_right_answer(tmp_path: Path) -> None:
    outcome = once(make_gold(), make_answer(), [make_hit("别的话，与此无关。"), make_hit()], tmp_path)
    assert outcome.right
    assert outcome.gains == (0.0, 1.0)
    assert (outcome.facts, outcome.cited_facts, outcome.pair) == (1, 1, "zh-zh")
    [cited] = outcome.citations
    assert (cited.verbatim, cited.proves, cited.dated) == (True, True, True)


def test_quotes_and_dates_are_checked(tmp_path: Path) -> None:
    bad = make_quote("2024年直管区整车产量达116万辆。", date="2023-01-20")
    outcome = once(make_gold(), make_answer(citations=(bad,)), [make_hit()], tmp_path)
    assert (outcome.citations[0].verbatim, outcome.citations[0].dated) == (False, False)


def test_a_fact_counts_once() -> None:
    gold = make_gold(evidence=(Evidence("a.txt", SENTENCE), Evidence("a.txt", "同一件事的另一句话。"),
                               Evidence("b.txt", "第二件事在这里。", fact=1)))  # fmt: skip
    hits = [
        make_hit(),
        make_hit("同一件事的另一句话。"),
        make_hit("第二件事在这里。"),
        make_hit("第二件事在这里。", "b.txt"),
    ]
    assert gains_of(gold, hits) == (1.0, 0.0, 0.0, 1.0)


def test_a_failing_product_is_an_outcome(tmp_path: Path) -> None:
    def broken(question: Any, k: int) -> Sequence[Hit]:
        raise RuntimeError("boom")

    [outcome] = run([make_gold()], Fixed(make_answer()), broken, tmp_path)
    assert (outcome.reason, outcome.status) == ("error", "error")
    assert "boom" in outcome.detail


def test_history_is_given_and_a_follow_up_searched_with_it(tmp_path: Path) -> None:
    asker = Fixed(make_answer())
    searched: list[Any] = []

    def search(question: Any, k: int) -> Sequence[Hit]:
        searched.append(question)
        return []

    run([make_gold(), make_gold(history=("涪陵呢？",))], asker, search, tmp_path)
    assert asker.asked[1][1] == ("涪陵呢？",)
    assert searched == [make_gold().question, asker.answer.question]


def test_a_file_that_is_not_text_is_read_by_the_reader_given(tmp_path: Path) -> None:
    gold = make_gold(evidence=(Evidence("b.pdf", SENTENCE),))
    answer = make_answer(citations=(make_quote(source="b.pdf"),))
    for text, verbatim in ((SENTENCE, True), ("", False)):
        [outcome] = run([gold], Fixed(answer), lambda q, k: [], tmp_path, read=lambda source, text=text: text)
        assert outcome.citations[0].verbatim is verbatim


def test_outcomes_go_to_a_file_and_back(tmp_path: Path) -> None:
    outcome = once(make_gold(history=("前一问",)), make_answer(), [make_hit()], tmp_path)
    write_outcomes([outcome, replace(outcome, id="zh-2")], tmp_path / "o.jsonl")
    assert read_outcomes(tmp_path / "o.jsonl") == (outcome, replace(outcome, id="zh-2"))
    (tmp_path / "o.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")
    with pytest.raises(QuestionError, match="line 1: not a line of an earlier report"):
        read_outcomes(tmp_path / "o.jsonl")


@pytest.mark.parametrize(
    ("date", "gold", "right"),
    [("2022-01-20", "2022-01", True), ("2022-01", "2022-01", True), ("2022", "2022-01", True),
     ("2021-01", "2022-01", False), ("", "2022-01", False), ("2022-02", "2022-01-20", False)],
)  # fmt: skip
def test_dates_agree_as_far_as_both_are_exact(date: str, gold: str, right: bool) -> None:
    assert agrees(date, gold) is right


def test_the_language_of_an_answer_is_that_of_its_own_words() -> None:
    english = make_gold(language="en")
    assert speaks("1.15 million vehicles (115万辆) [1]", "en", english)
    assert speaks("The articles say: “两江新区作为全市汽车、电子等产业的主要聚集地。”", "en", english)
    assert speaks(
        "The articles say: “加快“专精特新”企业发展，涵盖汽车及零部件、生命健康等众多领域。” [1]", "en", english
    )
    assert not speaks("两江新区2024年整车产量115万辆", "en", english)
    assert speaks("115万辆", "zh", make_gold())
    assert not speaks("1.15 million vehicles", "zh", make_gold())


def test_evidence_is_covered_by_a_passage_or_a_long_part_of_it() -> None:
    assert covers("全市规上工业总产值 **2.6 万亿元**", "今年，全市规上工业总产值2.6万亿元。")
    assert covers("今年，全市规上工业总产值达到2.6万亿元，增长8%。", "全市规上工业总产值达到2.6万亿元")
    assert not covers("全市规上工业总产值达到2.6万亿元", "全市软件产业达到4000亿元")
    assert not covers("全市规上工业总产值达到2.6万亿元，增长8%，列全国第七，创六年新高。", "8%")
    assert not covers("", "任何")


def test_folding() -> None:
    assert squash(" 2 月\n19 **日** ") == "2月19日"
    assert squash("## 目标\n● 2020 年\n- 增长-3%") == "目标2020年增长-3%"
    assert fold("兩江新區 “Micro LED”") == "两江新区microled"
