"""Who made an article: the names in its credits, or a refusal, never an official of the news."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa.question.analyse import analyse
from qa.question.credits import asks_credits

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant

CREDITS = [
    # question, name, craft, words of the proof
    ("《宁波制造业稳中有进》这篇报道是谁写的？", "林晓", "作者", "作者：林晓"),
    ("这篇关于宁波制造业的文章编辑是谁？", "何婷", "编辑", "编辑：何婷"),
    ("《宁波制造业稳中有进》一文的照片是谁拍的？", "钱江", "摄影", "摄影：钱江"),
    ("Who wrote the article about Ningbo's manufacturing?", "Lin Xiao (林晓)", "author", "作者：林晓"),
    ("Who edited the story on Ningbo's industry?", "He Ting (何婷)", "editor", "编辑：何婷"),
    ("Who took the photograph in the article on Ningbo?", "Qian Jiang (钱江)", "photographer", "摄影：钱江"),
]
NO_CREDITS = [
    "谁写了《湖州市第十届运动会闭幕》这篇报道？",
    "《湖州市第十届运动会闭幕》的编辑是谁？",
    "《绍兴柯桥纺织企业“智改数转”见闻》的编辑是谁？",
    "Who wrote the article on the Huzhou games?",
    "Who edited the article on the Huzhou games?",
]


@pytest.mark.parametrize(("question", "name", "craft", "proof"), CREDITS, ids=lambda text: text[:30])
def test_who_wrote_edited_or_photographed(
    province: Assistant, question: str, name: str, craft: str, proof: str
) -> None:
    answer = province.ask(question)
    assert answer.status == "answered", answer.text
    assert name in answer.text
    assert craft in answer.text
    assert proof in answer.citations[0].text
    assert answer.citations[0].source == "ningbo_industry.txt"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("《绍兴柯桥纺织企业“智改数转”见闻》的作者是谁？", ("赵敏", "孙浩")),
        ("Who wrote the article about textile companies in Keqiao?", ("Zhao Min", "Sun Hao")),
    ],
)
def test_the_quoted_title_picks_the_article_and_all_its_reporters_are_named(
    province: Assistant, question: str, names: tuple[str, str]
) -> None:
    answer = province.ask(question)
    assert all(name in answer.text for name in names)
    assert [quote.source for quote in answer.citations] == ["shaoxing_textiles.txt"]


@pytest.mark.parametrize("question", NO_CREDITS)
def test_an_article_without_such_credits_is_credited_to_nobody(province: Assistant, question: str) -> None:
    answer = province.ask(question)
    assert answer.status == "not_found", answer.text
    assert not answer.citations
    assert "马骏" not in answer.text
    assert "林晓" not in answer.text


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("这篇报道是谁写的", True),
        ("文章的作者是谁", True),
        ("哪位记者写了这篇稿子", True),
        ("who is the author of this report", True),
        ("which reporter covered the story", True),
        ("宁波市经济和信息化局局长是谁", False),
        ("谁写了这封信", False),
        ("这篇报道里工业投资增长多少", False),
        ("who announced the plan", False),
        ("how much is in the report", False),
    ],
)
def test_only_the_making_of_an_article_asks_for_credits(question: str, asks: bool) -> None:
    assert asks_credits(analyse(question, date(2024, 6, 15))) is asks
