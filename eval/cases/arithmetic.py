"""Recomputes every computed number of answers from the figures they cite, by arithmetic of its own.

In: answers as `wenyu ask --json` prints them. Out: which of their workings do not come out. Nothing of `qa.operate` is
used: numbers are taken from the quotes, held against those of the working, and the working is worked out again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

_WORKING = re.compile(r"^(?P<left>.+?) (?P<sign>[=≈]) (?P<right>-?[0-9][0-9.]*)(?P<tail>.*)$")
_TOKENS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[()+−×÷]")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_QUOTED = re.compile(r"[0-9][0-9,，]*(?:\.[0-9]+)?")
# A rounded result may differ from the exact one by half of its last place, and no more.
_HALF = Fraction(1, 2)


def faults(answers: Iterable[Mapping[str, Any]]) -> list[str]:
    """What does not come out: the question and the working, one line each."""
    return [f"{one['question']}: {one['working']}" for one in answers if one.get("working") and not holds(one)]


def holds(answer: Mapping[str, Any]) -> bool:
    """Whether the working of one answer comes out, its operands stand in the quotes, and its result in the answer."""
    match = _WORKING.match(str(answer["working"]))
    if match is None:
        return False
    left = match["left"].replace("%", "")
    exact = worked(left)
    told = Fraction(match["right"])
    places = len(match["right"].partition(".")[2])
    allowed = Fraction(0) if match["sign"] == "=" else _HALF / 10**places
    told_in = [number for quote in answer["citations"] for number in _QUOTED.findall(quote["quote"])]
    quoted = {Fraction(number.replace(",", "").replace("，", "")) for number in told_in}
    operands = [Fraction(n) for n in _NUMBER.findall(left)]
    return abs(exact - told) <= allowed and all(_stands(one, quoted) for one in operands)


def _stands(operand: Fraction, quoted: set[Fraction]) -> bool:
    """Whether a number stands in the quotes, as it is or by a scale of 万, 亿 or a unit, or is a count or 100."""
    whole: tuple[int, ...] = (1, 15, 100, 1000, 10**4, 10**8)
    scales = [*map(Fraction, whole), *(Fraction(1, scale) for scale in whole)]
    return operand in (100, *range(2, 21)) or any(operand * scale in quoted for scale in scales)


def worked(text: str) -> Fraction:
    """The value of sums, products and quotients with brackets.

    >>> worked("(3.2 + 5.1) ÷ 2")
    Fraction(83, 20)
    """
    tokens = _TOKENS.findall(text)
    value, rest = _sum(tokens, 0)
    if rest != len(tokens):
        raise ValueError(f"cannot work out {text!r}")
    return value


def _sum(tokens: list[str], at: int) -> tuple[Fraction, int]:
    value, at = _product(tokens, at)
    while at < len(tokens) and tokens[at] in "+−":
        other, after = _product(tokens, at + 1)
        value = value + other if tokens[at] == "+" else value - other
        at = after
    return value, at


def _product(tokens: list[str], at: int) -> tuple[Fraction, int]:
    value, at = _atom(tokens, at)
    while at < len(tokens) and tokens[at] in "×÷":
        other, after = _atom(tokens, at + 1)
        value = value * other if tokens[at] == "×" else value / other
        at = after
    return value, at


def _atom(tokens: list[str], at: int) -> tuple[Fraction, int]:
    if tokens[at] == "(":
        value, at = _sum(tokens, at + 1)
        return value, at + 1
    return Fraction(tokens[at]), at + 1
