"""Workings are worked out again; one that does not come out, or whose operand no quote holds, is a fault."""

from __future__ import annotations

import pytest

from eval.cases.arithmetic import faults, worked


def answer(working: str, *quotes: str) -> dict[str, object]:
    return {"question": "?", "working": working, "citations": [{"quote": quote} for quote in quotes]}


@pytest.mark.parametrize(
    ("working", "quotes"),
    [
        ("2480 − 1512 = 968亿元", ("完成2480亿元", "为1512亿元")),
        ("1310 ÷ 860 ≈ 1.52倍", ("1310万人次", "860万人次")),
        ("1.2 − 0.87 = 0.33万亿元", ("1.2万亿元", "8700亿元")),
        ("(310 + 185 + 405) ÷ 3 = 300家", ("1月310家，2月185家，3月405家",)),
        ("96% − 94.7% = 1.3个百分点", ("94.7%", "96%")),
    ],
)
def test_what_comes_out_is_no_fault(working: str, quotes: tuple[str, ...]) -> None:
    assert faults([answer(working, *quotes)]) == []


@pytest.mark.parametrize(
    ("working", "quotes"),
    [
        ("2480 − 1512 = 967亿元", ("完成2480亿元", "为1512亿元")),
        ("2480 − 1512 = 968亿元", ("完成2480亿元",)),
        ("1310 ÷ 860 ≈ 1.53倍", ("1310万人次", "860万人次")),
        ("about 900", ()),
    ],
)
def test_what_does_not_is_one(working: str, quotes: tuple[str, ...]) -> None:
    assert len(faults([answer(working, *quotes)])) == 1


def test_brackets_and_order() -> None:
    assert worked("2 + 3 × 4") == 14
    assert worked("(2 + 3) × 4") == 20
