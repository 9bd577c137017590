"""Two figures held against each other: two years, or what was reached against what was aimed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.respond.assistant import Assistant

ARTICLES = {
    "a.txt": "江州市工业工作会\n2022-02-20\n2021年，江州市工业总产值达2.6万亿元，工业投资增长9%。\n"
    "2022年，力争工业总产值达到2.8万亿元，工业投资增长7%。\n",
    "b.txt": "江州市部署全年工业\n2021-02-19\n"
    "主要预期目标是：2021年，江州市工业总产值达到2.4万亿元，工业投资增长9%。\n",
    "c.txt": "江州市晒成绩单\n2023-02-10\n"
    "2022年，江州市工业总产值达2.7万亿元，工业投资增长5%，低于全国平均水平2个百分点。\n",
}


@pytest.fixture(scope="module")
def jiangzhou(over: Callable[..., Assistant]) -> Assistant:
    return over(ARTICLES)


@pytest.mark.parametrize(
    ("question", "says", "numbers"),
    [
        ("2021年江州市工业总产值超过年初目标了吗？", "是", ("2.6万亿元", "2.4万亿元")),
        ("2021年江州市工业总产值有没有完成年初的目标？", "是", ("2.6万亿元", "2.4万亿元")),
        ("2022年江州市工业总产值达到目标了吗？", "不是", ("2.7万亿元", "2.8万亿元")),
        ("2022年江州市工业投资增速低于目标吗？", "是", ("5%", "7%")),
        ("2021年江州市工业投资增速完成目标了吗？", "是", ("9%",)),
        ("江州市2022年工业总产值比2021年高吗？", "是", ("2.7万亿元", "2.6万亿元")),
        ("江州市2022年工业投资增速比2021年快吗？", "不是", ("5%", "9%")),
        ("2022年江州市工业投资增速比全国慢吗？", "是", ()),
        ("2022年江州市工业投资增速比全国快吗？", "不是", ()),
        ("Did Jiangzhou's industrial output exceed its target for 2021?", "Yes", ("2.6", "2.4")),
        ("Did Jiangzhou miss its industrial output target in 2022?", "Yes", ("2.7", "2.8")),
        ("Was industrial output higher in 2022 than in 2021?", "Yes", ("2.7", "2.6")),
        ("Did industrial investment grow more slowly in 2021 than in 2022?", "No", ("9%", "5%")),
    ],
    ids=lambda value: str(value)[:40],
)
def test_one_figure_against_the_other(jiangzhou: Assistant, question: str, says: str, numbers: tuple[str, ...]) -> None:
    answer = jiangzhou.ask(question)
    assert answer.status == "answered", answer.text
    assert answer.bold == says
    assert all(number in answer.text for number in numbers)
    assert answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "江州市2022年工业投资增速比2019年快吗？",
        "Was industrial output higher in 2022 than in 2018?",
        "2021年涪陵区工业总产值超过年初目标了吗？",
    ],
)
def test_a_side_that_no_article_tells_decides_nothing(jiangzhou: Assistant, question: str) -> None:
    """The one figure that is there may be shown, as a part, never as yes or no."""
    answer = jiangzhou.ask(question)
    assert answer.status in ("not_found", "partial")
    assert answer.bold not in ("是", "不是", "Yes", "No")
