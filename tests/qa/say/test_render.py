"""Answers and hits in the documented JSON, as text and as Markdown."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from index.types import DateEvidence, Passage
from qa.say.render import answer_json, answer_markdown, answer_text, escape_markdown, hit_json, hits_text
from qa.types import Answer, Hit, Question, Quote, Why

DAY = DateEvidence(date(2025, 1, 20), "day", "dateline")
PASSAGE = Passage(3, "a/甲.txt", "题 <b>", DAY, 5, 9, "正文四字", "题", "", "", "", "", "zh", ((5, 9),))
QUOTE = Quote(1, "产量达115万辆。", "a/甲.txt", "题 <b>", "2025-01-20", "day", 5, 15, reading="output")
ASKED = Question("产量？", "zh", "产量?", "产量?", "quantity")
ANSWER = Answer(
    ASKED, "answered", "115万辆。 [1]", (QUOTE,), notes=("注意",), follow_ups=("还有呢？",), bold="115万辆", ms=4.123
)


def test_a_hit_has_exactly_the_keys_of_the_contract() -> None:
    body = hit_json(Hit(1, 0.83456, PASSAGE, Why(dense=1, keyword=None)))
    assert body == {
        "rank": 1, "score": 0.8346, "text": "正文四字", "source": "a/甲.txt", "title": "题 <b>", "date": "2025-01-20",
        "date_precision": "day", "start": 5, "end": 9, "why": {"dense": 1},
    }  # fmt: skip


def test_an_answer_has_exactly_the_keys_of_the_contract() -> None:
    body = answer_json(ANSWER, "q7")
    assert list(body) == [
        "id", "question", "language", "status", "answer", "citations", "closest", "figures", "follow_ups", "notes",
        "kind", "operation", "confidence", "working", "ms",
    ]  # fmt: skip
    assert body["id"] == "q7"
    assert body["ms"] == 4.1
    assert body["citations"] == [
        {"n": 1, "quote": "产量达115万辆。", "source": "a/甲.txt", "title": "题 <b>", "date": "2025-01-20",
         "date_precision": "day", "start": 5, "end": 15}
    ]  # fmt: skip


def test_text_shows_answer_quote_date_and_place() -> None:
    text = answer_text(ANSWER)
    assert text.startswith("115万辆。 [1]")
    assert "[1] 产量达115万辆。" in text
    assert "2025-01-20 · a/甲.txt:5-15" in text
    assert "? 还有呢？" in text


def test_hits_as_text_in_both_languages() -> None:
    assert hits_text([], "zh") == "没有找到段落。"
    assert hits_text([], "en") == "No passages found."
    assert "正文四字" in hits_text([Hit(1, 0.5, PASSAGE, Why())], "zh")


def test_markdown_sets_the_value_in_bold_and_escapes_the_rest() -> None:
    text = answer_markdown(ANSWER)
    assert text.startswith("**115万辆**")
    assert "<b>" not in text.replace("\\<", "")


@given(st.text())
def test_escaped_markdown_is_the_text_with_backslashes(text: str) -> None:
    escaped = escape_markdown(text)
    assert escaped.count("\\") >= text.count("\\") * 2
    plain, i = [], 0
    while i < len(escaped):
        if escaped[i] == "\\":
            i += 1
        plain.append(escaped[i])
        i += 1
    assert "".join(plain) == text
