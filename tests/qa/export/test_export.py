"""Answers taken along: every format holds the question, the answer, the quotes and where they stand."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from index.errors import SettingsError
from index.files.load import load
from index.settings import Settings
from qa.export import ENDINGS, bibtex, export, figures_csv, gbt7714
from qa.types import AnswerFigure
from tests.eval.fakes import make_answer, make_quote

DAY = date(2026, 6, 1)
QUOTE = replace(make_quote("2024年产量达115万辆。", "a.txt"), title="两江新区年度报告", date="2025-01-20")
OTHER = replace(make_quote("同比增长5.8%。", "b & c.txt"), n=2, title="统计<公报>", date=None)
FIGURE = AnswerFigure(
    "115万辆", "1150000", None, "辆", "", "整车产量", "两江新区", "", "2024年", "2024-01-01", "2024-12-31", "result",
    "level", "115万辆", 1,
)  # fmt: skip
ANSWER = replace(
    make_answer(citations=(QUOTE, OTHER)), text="产量为115万辆 [1]，增长5.8% [2]。", bold="115万辆", figures=(FIGURE,)
)


@pytest.mark.parametrize("ending", [".md", ".html", ".docx"])
def test_a_conversation_holds_its_questions_answers_and_quotes(ending: str) -> None:
    body = export([ANSWER, ANSWER], f"told{ending}", DAY)
    text = body.decode() if ending != ".docx" else load("told.docx", body, Settings()).text
    for words in (ANSWER.question.text, "115万辆", "2024年产量达115万辆", "同比增长5.8%", "a.txt", "2025-01-20"):
        assert words in text.replace("\\", ""), words


def test_marks_of_a_word_file_are_footnotes_of_their_own() -> None:
    with zipfile.ZipFile(io.BytesIO(export([ANSWER, ANSWER], "told.docx", DAY))) as archive:
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
        body = etree.fromstring(archive.read("word/document.xml"))
    space = {"w": notes.nsmap["w"]}
    said = [t for t in ("".join(one.itertext()) for one in notes.findall("w:footnote", space)) if t]
    assert len(said) == 4
    assert "2024年产量达115万辆" in said[0]
    assert "统计<公报>" in said[1]
    ids = [one.get(f"{{{space['w']}}}id") for one in body.iter(f"{{{space['w']}}}footnoteReference")]
    assert ids == ["1", "2", "3", "4"]
    assert "115万辆，" in "".join(body.itertext())  # the mark between them is a footnote now


def test_python_docx_opens_the_word_file() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(export([ANSWER], "told.docx", DAY)))
    assert ANSWER.question.text in document.paragraphs[0].text


def test_a_mark_without_a_quote_stays_in_the_text() -> None:
    body = export([replace(ANSWER, text="见 [7]。")], "told.docx", DAY)
    assert "[7]" in load("told.docx", body, Settings()).text


def test_references_after_gbt_7714_and_for_bibtex() -> None:
    assert gbt7714(QUOTE, 1, DAY) == "[1] 两江新区年度报告[EB/OL]. (2025-01-20)[2026-06-01]. a.txt."
    assert gbt7714(OTHER, 2) == "[2] 统计<公报>[EB/OL]. b & c.txt."
    told = bibtex(OTHER, DAY)
    assert told.startswith("@online{b-c,\n")
    assert "note = {b \\& c.txt}" in told
    assert "date =" not in told.replace("urldate", "")
    both = export([ANSWER, ANSWER], "x.bib", DAY).decode()
    assert both.count("@online{") == 2
    assert export([ANSWER], "x.txt", DAY).decode().splitlines()[0].startswith("[1] 两江新区年度报告")


def test_figures_become_rows_with_their_proof() -> None:
    rows = list(csv.DictReader(io.StringIO(figures_csv([ANSWER]).lstrip("\ufeff"))))
    assert rows[0]["number"] == "1150000"
    assert rows[0]["quote"] == "2024年产量达115万辆。"
    assert rows[0]["source"] == "a.txt"


@pytest.mark.parametrize(("cell", "safe"), [("=1+1", "'=1+1"), ("-5.2", "-5.2"), ("-x", "'-x"), ("@a", "'@a")])
def test_no_cell_is_a_formula(cell: str, safe: str) -> None:
    told = replace(ANSWER, figures=(replace(FIGURE, indicator=cell),))
    rows = list(csv.DictReader(io.StringIO(figures_csv([told]).lstrip("\ufeff"))))
    assert rows[0]["indicator"] == safe


def test_an_unknown_ending_says_which_there_are() -> None:
    with pytest.raises(SettingsError, match=r"\.docx"):
        export([ANSWER], "told.pptx", DAY)


@given(st.text(max_size=200), st.sampled_from(sorted(ENDINGS)))
def test_any_words_can_be_taken_along(words: str, ending: str) -> None:
    quote = replace(QUOTE, text=words, title=words, source=words or "x")
    told = replace(ANSWER, text=f"{words} [1]", citations=(quote,))
    body = export([told], f"x{ending}", DAY)
    assert body
    if ending == ".docx":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            etree.fromstring(archive.read("word/document.xml"))
            etree.fromstring(archive.read("word/footnotes.xml"))
