from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.questions.numbers import read_dates, read_numbers, same


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("115万辆", "1150000", "count"),
        ("1.15 million vehicles", "1150000", "count"),
        ("2.27 万亿元", "2270000000000", "money"),
        ("RMB 2.27 trillion", "2270000000000", "money"),
        ("260 billion yuan", "260000000000", "money"),
        ("0.2 trillion dollars", "200000000000", "foreign"),
        ("超六成", "60", "percent"),
        ("百分之十", "10", "percent"),
        ("6 per cent", "6", "percent"),
        ("5.7 percentage points", "5.7", "point"),
        ("13.2个百分点", "13.2", "point"),
        ("提升了10倍", "10", "multiple"),
        ("a tenfold rise", "10", "multiple"),
        ("位列第四", "4", "count"),
        ("ranked fourth", "4", "count"),
        ("7th", "7", "count"),
        ("1900余个", "1900", "count"),
        ("5000万人次", "50000000", "count"),
        ("1,140 companies", "1140", "count"),
        ("六篇", "6", "count"),
    ],
)
def test_reads_what_answers_are_written_in(text: str, value: str, unit: str) -> None:
    [number] = [one for one in read_numbers(text) if one.value == Decimal(value)]
    assert number.unit == unit


def test_a_converted_value_is_the_same_value() -> None:
    english, chinese = read_numbers("1.15 million vehicles (115万辆)")
    assert same(english, chinese)


@pytest.mark.parametrize(("one", "other"), [("8%", "8家"), ("8%", "8个百分点"), ("10倍", "10%"), ("5元", "5家")])
def test_units_keep_values_apart(one: str, other: str) -> None:
    assert not same(read_numbers(one)[0], read_numbers(other)[0])


def test_a_sum_without_its_currency_is_still_the_sum() -> None:
    assert same(read_numbers("5000亿元")[0], read_numbers("5000亿")[0])


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021年2月19日", "2021-02-19"), ("2021 年 2 月 19 日", "2021-02-19"), ("2021-02-19", "2021-02-19"),
        ("19 February 2021", "2021-02-19"), ("on February 19th, 2021", "2021-02-19"), ("Feb 19, 2021", "2021-02-19"),
        ("2024年8月", "2024-08"), ("August 2024", "2024-08"), ("by 2027", "2027"), ("2021年底", "2021"),
    ],
)  # fmt: skip
def test_reads_dates(text: str, date: str) -> None:
    assert read_dates(text)[0] == date


@given(st.text(max_size=300))
def test_never_fails(text: str) -> None:
    assert all(number.value >= 0 for number in read_numbers(text))
    read_dates(text)
