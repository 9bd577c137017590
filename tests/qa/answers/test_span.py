"""What a reader marks becomes a typed value, proved by its sentence in the article."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from qa.answers.span import parts_of_span, whole_items
from qa.reader import Claim, Span
from qa.respond.answerer import Proposal
from qa.respond.assistant import Assistant
from qa.types import Bodies, Candidate, FigureValue, Items, People, Said, When, Where, YesNo
from tests.qa.fakes import WordReader

TEXT = """临江造纸厂去年排污达标

发布时间：2024年3月6日

本报讯 临江造纸厂于2019年5月迁到白沙镇，厂长是汪季平。2023年，该厂产纸4.2万吨，用水同比减少12%。
迁厂的原因是老厂区离水源地太近。该厂的产品有新闻纸、书写纸和牛皮纸。承建新厂的是南浦建工集团。
"""


@pytest.fixture(scope="module")
def mill(over: Callable[[dict[str, str]], Assistant]) -> Assistant:
    """An assistant over one article."""
    return over({"mill.txt": TEXT})


def _spans(mill: Assistant, question: str, *words: str, verdict: Claim | None = None) -> list[Candidate]:
    mill.reader = WordReader(*words, verdict=verdict)
    proposal = mill.propose(question)
    assert isinstance(proposal, Proposal)
    return [one for one in proposal.candidates if one.way in ("span", "claim")]


def test_a_number_becomes_the_figure_with_its_exact_value(mill: Assistant) -> None:
    (best, *_) = _spans(mill, "2023年临江造纸厂造了多少纸", "4.2万吨")
    assert isinstance(best.value, FigureValue)
    assert best.value.quantity.value == Decimal(42_000)
    assert best.features["read"] == 1.0
    assert best.features["span"] == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("question", "word", "kind"),
    [
        ("临江造纸厂的厂长是谁", "汪季平", People),
        ("临江造纸厂哪一年迁厂的", "2019年5月", When),
        ("临江造纸厂迁到哪里了", "白沙镇", Where),
        ("新厂是哪家公司承建的", "南浦建工集团", Bodies),
        ("为什么临江造纸厂要迁厂", "老厂区离水源地太近", Said),
    ],
)
def test_the_kind_of_question_types_the_words(mill: Assistant, question: str, word: str, kind: type) -> None:
    (best, *_) = _spans(mill, question, word)
    assert isinstance(best.value, kind)
    cite = best.cites[0]
    assert word in mill.retriever.index.article(cite.source).text[cite.start : cite.end]


def test_several_marks_make_a_list(mill: Assistant) -> None:
    found = _spans(mill, "临江造纸厂有哪些产品", "新闻纸", "书写纸", "牛皮纸")
    assert Items(("新闻纸", "书写纸", "牛皮纸")) in [one.value for one in found]


@pytest.mark.parametrize(("verdict", "holds"), [(Claim(0.7, 0.2, 0.1), True), (Claim(0.1, 0.6, 0.3), False)])
def test_yes_or_no_takes_the_likelier_side(mill: Assistant, verdict: Claim, holds: bool) -> None:
    (best, *_) = _spans(mill, "临江造纸厂2023年用水减少了吗", "12%", verdict=verdict)
    assert isinstance(best.value, YesNo)
    assert best.value.holds is holds
    assert best.features["read"] == pytest.approx(verdict.yes + verdict.no)


def test_the_reader_is_told_title_and_date(mill: Assistant) -> None:
    _spans(mill, "How much paper did the Linjiang mill make in 2023?", "4.2万吨")
    assert isinstance(mill.reader, WordReader)
    _, passages, contexts = mill.reader.asked[-1]
    assert len(passages) == len(contexts)
    assert all(context.startswith("临江造纸厂去年排污达标") and context.endswith(" 2024-03-06") for context in contexts)


def test_no_mark_is_no_candidate(mill: Assistant) -> None:
    assert _spans(mill, "临江造纸厂的厂长是谁", "不在文中") == []


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("电量输往河北南网和冀北电网。", ["南网", "北电网"], ["南网", "冀北电网"]),
        ("县消防、民兵、蓝天救援队赶来", ["县", "民兵", "天救援队"], ["县消防", "民兵", "蓝天救援队"]),
        ("由伊滕县政府和田径协会主办", ["伊", "县政府", "田径协会"], ["伊滕县政府", "田径协会"]),
        ("甲公司扩产。另有乙公司", ["甲公司", "公司"], ["甲公司", "公司"]),
    ],
)
def test_marked_pieces_become_whole_items(text: str, marked: list[str], whole: list[str]) -> None:
    at, items = 0, []
    for piece in marked:
        at = text.index(piece, at)
        items.append(Span(at, at + len(piece), 0.9))
        at += len(piece)
    assert [text[one.start : one.end] for one in whole_items(items, text)] == whole


@pytest.mark.parametrize(
    ("words", "parts"),
    [("河北南网和冀北电网", ["河北南网", "冀北电网"]), ("甲、乙、丙以及丁", ["甲", "乙", "丙", "丁"]), ("115万辆", [])],
)
def test_a_span_that_is_a_row_has_parts(words: str, parts: list[str]) -> None:
    text = f"共有{words}。"
    found = parts_of_span(Span(2, 2 + len(words), 0.7), text)
    assert [text[one.start : one.end] for one in found] == parts


def test_a_span_over_two_paragraphs_is_no_answer(assistant: Assistant, fake_reader: type) -> None:
    question = "重庆工业总产值"
    article = next(iter(assistant.retriever.search(question, 1))).passage
    text = assistant.retriever.index.article(article.source).text
    at = text.find("\n", article.start + 5)
    words = text[at - 4 : at + 5]
    reading = Assistant(assistant.retriever, today=assistant._today, reader=fake_reader({question: words}))
    proposal = reading.propose(question)
    assert proposal is not None
    spans = [one for one in proposal.candidates if one.way == "span"]
    assert all("\n" not in quote.text for one in spans for quote in proposal.finish(one).citations)
