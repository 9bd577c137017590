"""Exact arithmetic over quantities: units converted, bounds carried, the working as text.

In: `Quantity`s as the articles write them. Out: a `Result` and its working ("2480 − 1512 = 968亿元"). Values are
kept as fractions; only a result that no decimal can hold is rounded, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import cache
from pathlib import Path

from index.text import read_rows
from index.types import Quantity
from qa.operate.types import Result

_SCALES = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "": 1}
_SCALE_AT = re.compile("(?<=[0-9.,]) ?(万亿|亿|万)")
_POINT = "个百分点"
_PLACES = 4
# A quotient is told with so many decimals.
_QUOTIENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Worked:
    """A result with the text of its computation."""

    result: Result
    working: str


@cache
def _units() -> dict[str, tuple[str, Fraction]]:
    rows = read_rows(Path(__file__).with_name("units.tsv"))
    return {unit: (base, Fraction(factor)) for unit, base, factor in rows}


def in_base(unit: str) -> tuple[str, Fraction]:
    """The unit a unit is counted in, and how many of those it is.

    >>> in_base("公顷"), in_base("公顷")[1] / in_base("亩")[1]
    (('平方米', Fraction(10000, 1)), Fraction(15, 1))
    """
    return _units().get(unit, (unit, Fraction(1)))


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities can be held against each other: units that convert, or none where one is left out."""
    if one.ordinal != other.ordinal:
        return False
    if "%" in (one.unit, other.unit):
        return one.unit == other.unit
    return in_base(one.unit)[0] == in_base(other.unit)[0]


def amount(quantity: Quantity) -> Fraction:
    """The value in base units."""
    return Fraction(quantity.value) * in_base(quantity.unit)[1]


def difference(one: Quantity, other: Quantity) -> Worked:
    """`one` less `other`, in the unit of `one`."""
    scale, factor = _frame((one, other))
    a, b = (amount(q) / factor for q in (one, other))
    unit = _POINT if one.unit == "%" else one.unit
    bound = _lessened(one.bound, other.bound)
    return _worked(a - b, f"{_number(a, one)} − {_number(b, other)}", unit, scale, bound)


def total(parts: Sequence[Quantity]) -> Worked:
    """The sum, in the unit of the first."""
    scale, factor = _frame(parts)
    values = [amount(q) / factor for q in parts]
    text = " + ".join(_number(v, q) for v, q in zip(values, parts, strict=True))
    return _worked(sum(values, Fraction(0)), text, parts[0].unit, scale, _together([q.bound for q in parts]))


def average(parts: Sequence[Quantity]) -> Worked:
    """The mean, in the unit of the first."""
    scale, factor = _frame(parts)
    values = [amount(q) / factor for q in parts]
    text = " + ".join(_number(v, q) for v, q in zip(values, parts, strict=True))
    mean = sum(values, Fraction(0)) / len(parts)
    return _worked(mean, f"({text}) ÷ {len(parts)}", parts[0].unit, scale, _together([q.bound for q in parts]))


def ratio(one: Quantity, other: Quantity, *, percent: bool = False) -> Worked | None:
    """How many times `other` is in `one`, or how many per cent of it `one` is; None when `other` is nothing."""
    if other.value == 0:
        return None
    _, factor = _frame((one, other))
    a, b = (amount(q) / factor for q in (one, other))
    text = f"{_number(a, one)} ÷ {_number(b, other)}"
    bound = _divided(one.bound, other.bound)
    return _worked(100 * a / b, f"{text} × 100%", "%", "", bound) if percent else _worked(a / b, text, "倍", "", bound)


def growth(now: Quantity, before: Quantity) -> Worked | None:
    """By how many per cent `now` is above `before`; None when `before` is nothing."""
    if before.value == 0:
        return None
    _, factor = _frame((now, before))
    a, b = (amount(q) / factor for q in (now, before))
    text = f"({_number(a, now)} − {_number(b, before)}) ÷ {_number(b, before)} × 100%"
    return _worked(100 * (a - b) / b, text, "%", "", "about" if now.bound or before.bound else "")


def per_unit(whole: Quantity, count: Quantity) -> Worked | None:
    """How much of `whole` falls to one of `count`; None when there is none of these."""
    if count.value == 0:
        return None
    value = Fraction(whole.value) / Fraction(count.value)
    scale = next((word for word, size in _SCALES.items() if abs(value) >= size), "")
    text = f"{whole.text} ÷ {count.text}"
    bound = _divided(whole.bound, count.bound)
    return _worked(value / _SCALES[scale], text, f"{whole.unit}/{count.unit}", scale, bound)


def _frame(parts: Sequence[Quantity]) -> tuple[str, Fraction]:
    """The scale word all parts are told with, and how many base units one of it is."""
    unit = in_base(parts[0].unit)[1]
    largest = max(abs(amount(q)) / unit for q in parts)
    found = _SCALE_AT.search(parts[0].text)
    told = found[1] if found and parts[0].unit != "%" else ""
    for word in dict.fromkeys((told, *_SCALES)):
        size = _SCALES[word]
        if size <= largest and all(_short(amount(q) / unit / size) for q in parts):
            return word, unit * size
    return "", unit


def _short(value: Fraction) -> bool:
    text = _plain(_decimal(value)[0])
    return _decimal(value)[1] and len(text.partition(".")[2]) <= _PLACES


def _decimal(value: Fraction) -> tuple[Decimal, bool]:
    """The value as a decimal, and whether that is exact."""
    with localcontext() as context:
        context.prec = 60
        told = Decimal(value.numerator) / Decimal(value.denominator)
        if Fraction(told) == value:
            return told, True
    return told, False


def rounded(value: Fraction) -> tuple[Decimal, bool]:
    """The value with at most four decimals where that is exact, else with two; the second says whether it is exact."""
    told, exact = _decimal(value)
    if exact and len(_plain(told).partition(".")[2]) <= _PLACES:
        return told, True
    with localcontext() as context:
        context.prec = 60
        step = _QUOTIENT if abs(told) >= 1 else _QUOTIENT / 100
        return told.quantize(step, ROUND_HALF_EVEN), False


def _worked(value: Fraction, text: str, unit: str, scale: str, bound: str) -> Worked:
    told, exact = rounded(value)
    result = Result(told, unit, scale, exact, bound)
    sign = "=" if exact else "≈"
    return Worked(result, f"{text} {sign} {_plain(told)}{scale}{unit}")


def _number(value: Fraction, quantity: Quantity) -> str:
    told, exact = rounded(value)
    text = _plain(told) if exact else f"≈{_plain(told)}"
    return f"{text}%" if quantity.unit == "%" else text


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def plain(value: Decimal) -> str:
    """All digits, no idle zeros."""
    return _plain(value)


def _lessened(one: str, other: str) -> str:
    """The bound of a difference: more than a number, less an exact one, is more than the difference."""
    if not one and not other:
        return ""
    if one == "over" and other in ("", "under"):
        return "over"
    if (one in ("", "under") and other == "over") or (one == "under" and not other):
        return "under"
    return "over" if not one and other == "under" else "about"


def _together(bounds: Sequence[str]) -> str:
    said = {bound for bound in bounds if bound}
    return "" if not said else said.pop() if len(said) == 1 else "about"


def _divided(one: str, other: str) -> str:
    return _lessened(one, other)
