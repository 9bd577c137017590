"""Cells of tables as figures: what is measured, of whom, when, in which unit; the quote is the row."""

from __future__ import annotations

from decimal import Decimal

from index.article import build_article
from index.figures import find_figures
from index.files import load
from index.settings import Settings
from index.types import Figure


def figures_of(text: str, name: str = "t.md") -> tuple[Figure, ...]:
    return find_figures(build_article(load(name, text.encode(), Settings())))


STREETS = """# 河湾区各街道2023年情况

| 街道 | 常住人口（万人） | 面积（平方公里） |
| --- | --- | --- |
| 松林街道 | 6.4 | 11.2 |
| 桃源街道 | 9.1 | 7.5 |
"""
BANK = """# 澄湖银行2022年三季度数据

| 项目 | 2022年9月末 | 2021年末 |
| --- | --- | --- |
| 贷款总额（亿元） | 1,902 | 1,688 |
| 不良贷款率 | 1.41% | 1.56% |
"""


def test_a_cell_has_row_head_column_head_and_unit() -> None:
    one = next(f for f in figures_of(STREETS) if f.body == "桃源街道" and f.indicator == "常住人口")
    assert (one.quantity.value, one.quantity.unit, one.quantity.text) == (Decimal(91000), "人", "9.1万人")
    assert one.period is not None
    assert one.period.year() == 2023
    assert len(figures_of(STREETS)) == 4


def test_the_quote_of_a_cell_is_its_row() -> None:
    article = build_article(load("t.md", STREETS.encode(), Settings()))
    for figure in find_figures(article):
        row = article.text[figure.sentence_start : figure.sentence_end]
        assert row.startswith(figure.body)
        assert article.text[figure.quantity.start : figure.quantity.end] in figure.quantity.text


def test_times_as_columns_and_indicators_as_rows() -> None:
    loans = [f for f in figures_of(BANK) if "贷款总额" in f.indicator]
    assert {(f.period.year() if f.period else 0, f.quantity.text) for f in loans} == {
        (2022, "1,902亿元"), (2021, "1,688亿元"),
    }  # fmt: skip
    rates = [f for f in figures_of(BANK) if "不良贷款率" in f.indicator]
    assert [f.quantity.unit for f in rates] == ["%", "%"]


def test_a_row_gives_no_figure_beside_its_cells() -> None:
    assert all(f.quantity.text != "6.4" for f in figures_of(STREETS))
