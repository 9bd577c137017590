"""Marks, quotes and their numbers."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, DateEvidence
from qa.respond.assemble import number, trim
from qa.types import Cite

TEXT = "第一句。第二句。 第三句。"
ARTICLE = Article(
    "a.txt", "题", TEXT, (), DateEvidence(date(2024, 5, 1), "month", "text"), "zh", "", "", "utf-8", len(TEXT)
)


def test_marks_follow_their_claims_and_number_by_first_mention() -> None:
    second, first = Cite("a.txt", 4, 8), Cite("a.txt", 0, 4)
    lines = (("甲", (second,)), ("乙", (first, second)), ("丙", ()))
    text, quotes, numbers = number(lines, {"a.txt": ARTICLE}, lambda cite: "")
    assert text == "甲 [1]\n乙 [2][1]\n丙"
    assert [quote.text for quote in quotes] == ["第二句。", "第一句。"]
    assert numbers == {("a.txt", 4, 8): 1, ("a.txt", 0, 4): 2}
    assert (quotes[0].date, quotes[0].date_precision) == ("2024-05", "month")


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_a_quote_is_a_slice_without_outer_white_space(a: int, b: int) -> None:
    start, end = trim(TEXT, min(a, b), max(a, b))
    assert TEXT[start:end] == TEXT[min(a, b) : max(a, b)].strip()
