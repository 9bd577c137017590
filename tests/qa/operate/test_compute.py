"""Arithmetic is exact, converts units exactly and carries bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numbers import find_quantities
from index.types import Quantity
from qa.operate.compute import amount, average, comparable, difference, growth, ratio, total


def read(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found


@pytest.mark.parametrize(
    ("one", "other", "working"),
    [
        ("2480亿元", "1512亿元", "2480 − 1512 = 968亿元"),
        ("1.2万亿元", "8700亿元", "1.2 − 0.87 = 0.33万亿元"),
        ("20万元", "8万元", "20 − 8 = 12万元"),
        ("96%", "94.7%", "96% − 94.7% = 1.3个百分点"),
        ("3公顷", "15亩", "3 − 1 = 2公顷"),
    ],
)
def test_differences(one: str, other: str, working: str) -> None:
    assert difference(read(one), read(other)).working == working


def test_totals_ratios_averages_and_growth() -> None:
    parts = [read("310家"), read("185家"), read("405家")]
    assert total(parts).working == "310 + 185 + 405 = 900家"
    assert average(parts).result.value == 300
    times = ratio(read("1310万人次"), read("860万人次"))
    assert times is not None
    assert times.working == "1310 ÷ 860 ≈ 1.52倍"
    grown = growth(read("110亿元"), read("100亿元"))
    assert grown is not None
    assert grown.result.value == 10
    assert grown.result.unit == "%"


def test_nothing_is_divided_by_nothing() -> None:
    zero = Quantity(0, 1, "0家", Decimal(0), "家", "count")
    assert ratio(read("3家"), zero) is None


def test_bounds_are_carried() -> None:
    assert difference(read("超过30家"), read("10家")).result.bound == "over"
    assert difference(read("30家"), read("超过10家")).result.bound == "under"
    assert difference(read("超过30家"), read("超过10家")).result.bound == "about"


def test_units_that_do_not_convert_are_not_held_against_each_other() -> None:
    assert not comparable(read("3亿元"), read("3万吨"))
    assert not comparable(read("9%"), read("9亿元"))
    assert comparable(read("15亩"), read("1公顷"))
    assert amount(read("15亩")) == amount(read("1公顷"))


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.sampled_from(["", "万", "亿"]))
def test_a_difference_and_the_smaller_make_the_larger(a: int, b: int, scale: str) -> None:
    one, other = read(f"{max(a, b) + 1}{scale}元"), read(f"{min(a, b)}{scale}元")
    worked = difference(one, other)
    back = worked.result.value * {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[worked.result.scale]
    assert worked.result.exact
    assert back + other.value == one.value
