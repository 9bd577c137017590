"""Hand-made questions, answers and hits, small enough to judge by eye."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eval.questions.format import Evidence, Gold
from eval.questions.runner import Outcome
from index.types import DateEvidence, Passage
from qa.types import Answer, AnswerFigure, Hit, Question, Quote, Why

SENTENCE = "2024年直管区整车产量达115万辆。"


def make_quote(text: str = SENTENCE, source: str = "a.txt", date: str | None = "2025-01-20") -> Quote:
    return Quote(1, text, source, "t", date, "day", 0, len(text))


def make_figure(**changes: Any) -> AnswerFigure:
    figure = AnswerFigure(
        value="115万辆", number="1150000", high=None, unit="辆", bound="", indicator="整车产量", place="两江新区",
        body="直管区", period="2024年", period_start="2024-01-01", period_end="2024-12-31", nature="result",
        measure="level", display="115万辆", citation=1,
    )  # fmt: skip
    return replace(figure, **changes)


def make_answer(text: str = "115万辆 [1]", **changes: Any) -> Answer:
    question = Question("q", changes.pop("language", "zh"), "q", "q", "quantity")
    fields: dict[str, Any] = {
        "status": "answered", "citations": (make_quote(),), "figures": (make_figure(),), "bold": "115万辆",
        "confidence": 0.9,
    }  # fmt: skip
    return Answer(question=question, text=text, **{**fields, **changes})


def make_hit(text: str = SENTENCE, source: str = "a.txt", rank: int = 1) -> Hit:
    dated = DateEvidence(None, "unknown", "none")
    passage = Passage(rank, source, "t", dated, 0, len(text), text, "", "", "", "", "", "zh", ((0, len(text)),))
    return Hit(rank, 1.0 / rank, passage, Why())


def make_outcome(**changes: Any) -> Outcome:
    outcome = Outcome(
        id="zh-1", question="问", language="zh", kind="quantity", split="dev", answerable=True, history=(),
        expected="115万辆", why="", status="answered", answer="115万辆", bold="115万辆", confidence=0.9, reason="right",
        detail="", spoken=True, gains=(1.0,), facts=1, cited_facts=1, citations=(), search_ms=1.0, answer_ms=2.0,
        pair="zh-zh",
    )  # fmt: skip
    return replace(outcome, **changes)


def make_gold(**changes: Any) -> Gold:
    gold = Gold(
        id="zh-1", question="两江新区2024年整车产量是多少？", language="zh", kind="quantity", split="dev",
        answers=("115万辆",), period="2024", nature="result", place="两江新区",
        evidence=(Evidence("a.txt", SENTENCE, "2025-01-20"),), why="the place is in another sentence",
    )  # fmt: skip
    return replace(gold, **changes)
