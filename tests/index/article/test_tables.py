"""Tables of articles: each cell is a slice of its row's line, and its heads and unit are known."""

from __future__ import annotations

import pytest

from index.article.read import build_article
from index.files.load import load
from index.settings import Settings
from index.types import Article, Table

SETTINGS = Settings()
MARKDOWN = """# 铜梁区主要农产品产量

表1 主要农产品产量

单位：万吨

| 指标 | 2021年 | 2022年 |
| --- | --- | --- |
| 粮食产量 | 35.6 | 36.1 |
| 蔬菜 产量 | 90.2 | **92.7** |

以上数据来自年报。
"""
PAGE = """<html><body><h1>铜梁区主要农产品产量</h1><p>全区近两年主要农产品产量如下表，数据来自年报，供参考。</p>
<table><caption>表1 主要农产品产量（单位：万吨）</caption><tr><th rowspan="2">指标</th><th colspan="2">年份</th></tr>
<tr><th>2021年</th><th>2022年</th></tr><tr><td>粮食产量</td><td>35.6</td><td>36.1</td></tr>
<tr><td>蔬菜 产量</td><td>90.2</td><td>92.7</td></tr></table></body></html>"""


def article(name: str, text: str) -> Article:
    return build_article(load(name, text.encode(), SETTINGS))


def value(table: Table, row_head: str, column_head: str) -> str:
    for r in range(table.header_rows, len(table.rows)):
        for c in range(table.header_columns, len(table.rows[r].cells)):
            across, down = table.heads(r, c)
            if row_head in across and column_head in down:
                return table.rows[r].cells[c]
    raise AssertionError(f"no cell under {row_head} and {column_head}")


@pytest.mark.parametrize(("name", "text"), [("a.md", MARKDOWN), ("a.html", PAGE)])
def test_a_cell_is_a_slice_with_its_heads_and_unit(name: str, text: str) -> None:
    found = article(name, text)
    (table,) = found.tables
    assert value(table, "粮食产量", "2022年") == "36.1"
    assert value(table, "蔬菜 产量", "2021年") == "90.2"
    assert table.unit == "万吨"
    assert table.caption.replace(" ", "").startswith("表1主要农产品产量")
    for row in table.rows:
        assert [b.kind for b in found.blocks if (b.start, b.end) == (row.start, row.end)] == ["row"]
        for cell, (start, end) in zip(row.cells, row.spans, strict=True):
            assert cell == (found.text[start:end] if start >= 0 else "")
            assert start < 0 or row.start <= start <= end <= row.end


def test_a_sentence_over_a_table_is_not_its_title() -> None:
    found = article("a.md", "# 情况\n\n全区情况如下。\n\n| a | b |\n| - | - |\n| 产量 | 3 |\n")
    assert (found.tables[0].caption, found.tables[0].unit) == ("", "")
