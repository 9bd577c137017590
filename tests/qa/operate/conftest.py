"""Made-up articles with several places, years and companies, and assistants over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant


def article(title: str, day: str, *paragraphs: str) -> str:
    """A text file with its title and date line."""
    return "\n\n".join((title, f"发布时间：{day}", *paragraphs)) + "\n"


TOWNS = {
    "qijiang.txt": article(
        "綦江区2023年工业运行情况", "2024-01-20",
        "2023年，綦江区规上工业总产值为640亿元，同比增长6.5%，新增规上工业企业31家。",
        "2024年，綦江区力争规上工业总产值达到700亿元。",
    ),
    "jiangjin.txt": article(
        "江津区晒出工业账本", "2024-01-25",
        "2023年，江津区规上工业总产值达到1810.4亿元，同比增长8.1%，新增规上工业企业74家。",
        "2022年，江津区规上工业总产值为1675亿元。",
    ),
    "hechuan.txt": article(
        "合川区工业稳步增长", "2024-02-02",
        "2023年，合川区规上工业总产值完成1120亿元，同比增长4.9%，新增规上工业企业52家。",
        "按照计划，2023年合川区规上工业总产值目标为1150亿元。",
    ),
    "table.md": article(
        "# 云渡市各县2023年水果产量", "2024-03-01",
        "| 县 | 柑橘（万吨） | 葡萄（万吨） |\n| --- | --- | --- |\n| 石坪县 | 18.6 | 2.4 |\n| 白岭县 | 9.2 | 7.7 |\n"
        "| 南桥县 | 21.3 | 1.5 |",
    ),
    "quarter.txt": article(
        "临溪镇一季度游客情况", "2024-04-06",
        "据临溪镇统计，今年1月接待游客3.2万人次，2月接待游客5.1万人次，3月接待游客2.6万人次。",
    ),
}  # fmt: skip
FIRMS = {
    "yuanlan.txt": article(
        "远澜精工公布上半年业绩", "2024-08-18",
        "远澜精工上半年营业收入为14.2亿元，同比增长9%。公司在职员工2600人。",
    ),
    "chengjiang.txt": article(
        "澄江药业公布上半年业绩", "2024-08-21",
        "澄江药业上半年营业收入为22.5亿元，同比下降2.1%。公司在职员工3100人，研发人员占比为21%。",
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def towns(over: Callable[[Path | Mapping[str, str]], Assistant]) -> Assistant:
    """Three districts, a table of three counties, three months of one town."""
    return over(TOWNS)


@pytest.fixture(scope="session")
def firms(over: Callable[[Path | Mapping[str, str]], Assistant]) -> Assistant:
    """Two companies."""
    return over(FIRMS)
