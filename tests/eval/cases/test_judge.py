"""Verdicts over answers, by the words of whoever wrote the case."""

from __future__ import annotations

import pytest

from eval.cases.folder import Case
from eval.cases.judge import judge
from qa.types import Answer, Question, Status


def answer(text: str, status: Status = "answered") -> Answer:
    return Answer(Question("?", "zh", "?", "?", "open"), status, text)


@pytest.mark.parametrize(
    ("expected", "text", "status", "verdict"),
    [
        ("968亿元（2480−1512），或两个值并列；不能只给2480亿元", "相差968亿元。", "answered", "right"),
        ("968亿元（2480亿元−1512亿元），或两个值并列；不能只给2480亿元", "2480亿元。", "answered", "wrong"),
        ("968亿元", "没有答案。", "not_found", "refused"),
        ("没有答案（300万吨是别家的）", "这些文章里没有答案。", "not_found", "right"),
        ("没有答案（300万吨是别家的）", "300万吨。", "answered", "wrong"),
        ("是。2480亿元对1380.5亿元", "不是。2480亿元对1380.5亿元", "answered", "wrong"),
        ("两篇文章不一致：1.2万名与1.5万名（status conflict）", "1.2万名与1.5万名", "answered", "wrong"),
        ("石龙镇、白桥镇、云溪乡（三个都要有）", "石龙镇；白桥镇；云溪乡", "answered", "right"),
    ],
)
def test_free_words_are_read_as_far_as_they_go(expected: str, text: str, status: Status, verdict: str) -> None:
    assert judge(Case("x", "x", "?", expected), answer(text, status)) == verdict


def test_a_calculation_wants_the_number_that_its_operands_are_not() -> None:
    case = Case("a/1", "calc", "?", "差1.7亿元", spans=("9.3亿元", "7.6亿元"))
    assert judge(case, answer("相差1.7亿元。")) == "right"
    assert judge(case, answer("9.3亿元。")) == "wrong"


def test_what_no_article_holds_wants_a_refusal() -> None:
    case = Case("a/2", "none", "?", "")
    assert judge(case, answer("没有。", "not_found")) == "right"
    assert judge(case, answer("12家。")) == "wrong"
