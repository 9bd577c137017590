"""Values in words: 115万辆 is "1.15 million vehicles (115万辆)", exactly, never rounded.

In: a `Quantity`, whose `value` is already scaled (115万辆 → 1150000). Out: text. A value that is already written in
the language asked for stands as it is written; one that is converted carries the original beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from index.text import has_han, read_records
from index.types import Quantity
from qa.say.strings import say

_ENGLISH_SCALES = ((Decimal(10) ** 12, " trillion"), (Decimal(10) ** 9, " billion"), (Decimal(10) ** 6, " million"))
_CHINESE_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
# A scaled number with more decimals than this reads worse than all its digits.
_DECIMALS = 4
# Words that already say how the value is bounded, in the value's own text; which phrase they are told by.
_BOUND_WORDS = (
    (("近", "接近", "nearly", "almost", "close to"), "bound_nearly"),
    (("不少于", "不低于", "至少", "以上", "at least", "or more", "no less than"), "bound_at_least"),
    (("不超过", "至多", "以内", "以下", "at most", "up to", "no more than"), "bound_at_most"),
    (("余", "多", "more than"), "bound_more"),
    (("超", "突破", "over", "exceed", "above"), "bound_over"),
    (("不到", "不足", "under", "less than", "below"), "bound_under"),
    (("约", "左右", "大概", "上下", "about", "around", "some", "approximately", "roughly"), "bound_about"),
)
_BY_BOUND = {
    "over": ("bound_at_least", "bound_more", "bound_over"),
    "under": ("bound_nearly", "bound_at_most", "bound_under"),
    "about": ("bound_nearly", "bound_more", "bound_about"),
}
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class _Unit:
    one: str
    many: str
    style: str


@cache
def _units() -> dict[str, _Unit]:
    rows = read_records(Path(__file__).with_name("units_en.tsv"))
    return {row["canonical"]: _Unit(row["one"], row["many"] or row["one"], row["style"] or "after") for row in rows}


def value_text(quantity: Quantity, language: str, measure: str = "level", *, beside: bool = True) -> str:
    """The value in `language`; `beside` puts the article's own words in brackets when it was converted.

    `measure` "rank" (or an ordinal quantity) gives "7th".

    >>> value_text(Quantity(0, 5, "115万辆", Decimal(1150000), "辆", "count"), "en")
    '1.15 million vehicles (115万辆)'
    >>> value_text(Quantity(0, 20, "1.2 million vehicles", Decimal(1200000), "辆", "count"), "zh")
    '120万辆（1.2 million vehicles）'
    """
    if language == "zh":
        if _is_chinese(quantity):
            return _bounded(quantity, quantity.text, "zh")
        told = _bounded(quantity, _chinese(quantity), "zh")
        return say("beside", "zh", told=told, original=quantity.text) if beside else told
    if not _is_chinese(quantity) and quantity.text.isascii():
        return _bounded(quantity, quantity.text, "en")
    told = _bounded(quantity, _english(quantity, measure), "en")
    if not beside or quantity.unit in ("%", "个百分点") or told == quantity.text:
        return told
    return say("beside", "en", told=told, original=quantity.text.strip())


def _is_chinese(quantity: Quantity) -> bool:
    text = quantity.text
    if has_han(text):
        return True
    return not any(c.isalpha() for c in text)


def _bounded(quantity: Quantity, told: str, language: str) -> str:
    """`told` with its bound in words, unless the words of the article that are shown already say it."""
    if not quantity.bound:
        return told
    allowed = _BY_BOUND[quantity.bound]
    text = quantity.text.lower()
    key = next((key for words, key in _BOUND_WORDS if key in allowed and any(w in text for w in words)), "")
    if key and told == quantity.text:
        return told
    # "1140余" would put 余 behind the unit; what is converted into Chinese says 超 or 约 in front.
    if language == "zh" and key in ("bound_more", ""):
        key = allowed[-1]
    return say(key or allowed[-1], language, value=told)


def _english(quantity: Quantity, measure: str) -> str:
    if (quantity.ordinal or measure == "rank") and quantity.value == quantity.value.to_integral_value():
        return _ordinal(int(quantity.value))
    if quantity.high is None:
        return _with_unit(english_number(quantity.value), quantity.unit, quantity.value)
    low, high = english_number(quantity.value), english_number(quantity.high)
    return _with_unit(say("range", "en", low=low, high=high), quantity.unit, quantity.high)


def _with_unit(number: str, canonical: str, value: Decimal) -> str:
    unit = _units().get(canonical)
    if unit is None or unit.style == "bare":
        return number
    if unit.style == "suffix":
        return number.replace(" to ", f"{unit.one} to ") + unit.one
    if unit.style == "glued":
        return unit.one + number.replace(" to ", f" to {unit.one}")
    if unit.style == "before":
        return f"{unit.one} {number}"
    return f"{number} {unit.one if value == 1 else unit.many}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else _ORDINALS.get(number % 10, "th")
    return f"{number:,}{ending}"


def english_number(value: Decimal) -> str:
    """An exact decimal as English writes it: 1150000 → "1.15 million", 1140 → "1,140", 3.50 → "3.5".

    >>> english_number(Decimal("2600000000000")), english_number(Decimal("12345678"))
    ('2.6 trillion', '12,345,678')
    """
    scaled = _scaled(value, _ENGLISH_SCALES)
    return scaled or _grouped(value)


def chinese_number(value: Decimal) -> str:
    """An exact decimal as Chinese writes it: 1200000 → "120万", 2600000000000 → "2.6万亿", 9999 → "9999".

    >>> chinese_number(Decimal("57000000")), chinese_number(Decimal("3358000000"))
    ('5700万', '33.58亿')
    """
    return _scaled(value, _CHINESE_SCALES) or plain_number(value)


def _scaled(value: Decimal, scales: tuple[tuple[Decimal, str], ...]) -> str:
    size = abs(value)
    for scale, word in scales:
        if size >= scale:
            digits = plain_number(_exact_quotient(value, scale))
            decimals = len(digits.partition(".")[2])
            return digits + word if decimals <= _DECIMALS else ""
    return ""


def _exact_quotient(value: Decimal, scale: Decimal) -> Decimal:
    """Division by a power of ten as a shift of the exponent: exact at any length, whatever the context's precision."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return value
    return Decimal((sign, digits, exponent - scale.adjusted()))


def plain_number(value: Decimal) -> str:
    """All digits of an exact decimal, no exponent, no idle zeros: 1150000, 3.5.

    >>> plain_number(Decimal("1.150E+6")), plain_number(Decimal("3.50")), plain_number(Decimal("-0.0"))
    ('1150000', '3.5', '0')
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _grouped(value: Decimal) -> str:
    whole, point, rest = plain_number(value).partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    groups = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)]
    return sign + ",".join(reversed(groups)) + point + rest


def _chinese(quantity: Quantity) -> str:
    if quantity.ordinal:
        return f"第{plain_number(quantity.value)}{quantity.unit if quantity.unit in ('位', '名', '个') else '位'}"
    low = chinese_number(quantity.value)
    if quantity.high is not None:
        low = say("range", "zh", low=low, high=chinese_number(quantity.high))
    return low + quantity.unit
