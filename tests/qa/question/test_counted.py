"""The noun a question counts, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.analyse import analyse
from qa.question.counted import counted_span

TODAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("how many green sorting centres for recyclables did the town open", "green sorting centres"),
        ("how many shops and traders are there in the market", "shops and traders"),
        ("what was the number of public libraries in 2023", "public libraries"),
        ("smart farms number 2023", "smart farms"),
        ("how many yuan did the bridge cost", None),
        ("how many kilometres of road were built", None),
        ("who built the bridge", None),
    ],
)
def test_the_english_noun_behind_how_many(text: str, noun: str | None) -> None:
    span = counted_span(text, "en")
    assert (text[slice(*span)] if span else None) == noun


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("学校里设了多少个心理辅导场所?", "心理辅导场所"),
        ("全省有多少条河超过警戒水位?", "河"),
        ("近几个月产量是多少", "产量"),
        ("谁修的桥", None),
    ],
)
def test_the_chinese_noun_behind_the_measure_word(text: str, noun: str | None) -> None:
    span = counted_span(text, "zh")
    assert (text[slice(*span)] if span else None) == noun


@pytest.mark.parametrize(
    ("question", "indicator"),
    [
        ("How many ports did cargo of the new railway reach by 2023?", "ports"),
        ("How many sorting centres for waste paper did Ningbo record?", "centres"),
        ("2023年学校里设了多少个心理辅导场所？", "心理辅导场所"),
    ],
)
def test_what_is_counted_becomes_the_indicator(question: str, indicator: str) -> None:
    terms = analyse(question, TODAY).terms
    assert [term.text for term in terms if term.role == "indicator"] == [indicator]


@given(st.text(max_size=60), st.sampled_from(["en", "zh"]))
def test_the_span_lies_in_the_text(text: str, language: str) -> None:
    span = counted_span(text, language)
    assert span is None or 0 <= span[0] < span[1] <= len(text)
