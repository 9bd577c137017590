"""Pages of PDFs: columns, tables, raised marks, running heads and vertical text by the places of characters."""

from __future__ import annotations

import pytest

from index.article import build_article
from index.files.load import load
from index.files.pdf.glyphs import Glyph
from index.files.pdf.layout import arrange
from index.files.pdf.rows import is_vertical, rows_of, vertical_rows
from index.settings import Settings
from index.types import Article
from tests.index.files.samples import at, pdf

pytest.importorskip("pypdfium2")


def read(*pages: str) -> Article:
    return build_article(load("a.pdf", pdf(*pages), Settings()))


def drawn(text: str, left: float, bottom: float, size: float = 10) -> list[Glyph]:
    return [Glyph(c, left + n * size, bottom, left + (n + 1) * size, bottom + size, size) for n, c in enumerate(text)]


def test_columns_are_read_one_after_the_other_whatever_the_order_of_drawing() -> None:
    left = ["铜梁区坚持藏粮于地藏粮于技全区", "粮食产量达三十六万五千吨，比上", "年增长，其中夏粮产量三万二千吨"]
    right = ["同年大足区蔬菜产量达九十五万三", "千吨，生猪出栏四十二万六千头，", "农业总产值达一百二十亿四千万元"]
    glyphs = drawn("铜梁区粮食生产再获丰收", 150, 800, 14)
    for n in range(3):
        glyphs += drawn(left[n], 50, 770 - 15 * n) + drawn(right[n], 310, 770 - 15 * n)
    lines = [item.text for item in arrange(rows_of(glyphs))]
    assert lines == ["铜梁区粮食生产再获丰收", *left, *right]


def test_figures_under_each_other_are_a_table() -> None:
    glyphs: list[Glyph] = []
    for n, row in enumerate((("指标", "2021年", "2022年"), ("粮食产量", "35.6", "36.1"), ("蔬菜产量", "90.2", "92.7"))):
        for column, words in enumerate(row):
            glyphs += drawn(words, 60 + 120 * column, 760 - 20 * n)
    (item,) = arrange(rows_of(glyphs))
    assert item.table is not None
    assert item.table.table.rows[1].cells == ("粮食产量", "35.6", "36.1")
    assert item.table.table.header_rows == 1


def test_vertical_text_is_read_from_the_right_downwards() -> None:
    glyphs = [
        Glyph(c, 500 - 20 * column, 780 - 14 * n, 512 - 20 * column, 792 - 14 * n, 12)
        for column, words in enumerate(("铜梁区粮食产量达到", "三十六万吨比上年增", "长百分之一点二左右"))
        for n, c in enumerate(words)
    ]
    assert is_vertical(glyphs)
    assert [row.text for row in vertical_rows(glyphs)] == [
        "铜梁区粮食产量达到",
        "三十六万吨比上年增",
        "长百分之一点二左右",
    ]


def test_a_raised_mark_never_joins_the_figure_beside_it() -> None:
    text = read(
        at(50, 700, "Output was") + at(112, 700, "2", 7, 5) + at(120, 700, "800.4 million tons in the year.")
    ).text
    assert "2800" not in text
    assert "800.4 million" in text


def test_running_heads_over_two_pages_and_page_numbers_go() -> None:
    head, foot = at(50, 810, "District Council of Agriculture", 9), at(290, 30, "{}", 9)
    lines = ["The output of grain in the district reached", "36.5 thousand tons in the year 2023."]
    pages = [head + at(50, 700, line) + foot.format(n + 1) for n, line in enumerate(lines)]
    text = read(*pages).text
    assert "Council" not in text
    assert text.split("\n") == lines


def test_the_title_of_a_program_is_none() -> None:
    assert read(at(50, 700, "The output of grain was 36.5 tons in the year.")).title.startswith("The output")
