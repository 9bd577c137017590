from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.numerals import fold_written, parse_numeral

_HAN = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,140", "1140"),
        ("２，３４５", "2345"),
        ("1.5万亿", "1500000000000"),
        ("2.6萬億", "2600000000000"),
        ("115万", "1150000"),
        ("5万4千6百", "54600"),
        ("一千二百", "1200"),
        ("一千零十", "1010"),
        ("一万五", "15000"),
        ("一万零五", "10005"),
        ("两百五", "250"),
        ("二〇二四", "2024"),
        ("十五", "15"),
        ("廿五", "25"),
        ("壹佰贰拾叁", "123"),
        ("三点六万亿", "3600000000000"),
        ("五分之一", "0.2"),
        ("负三", "-3"),
        ("-10.1万", "-101000"),
        ("一千多万", "10000000"),
        ("one hundred and five", "105"),
        ("2.3 million", "2300000"),
        ("two point five billion", "2500000000"),
        ("half a million", "500000"),
        ("one and a half", "1.5"),
        ("minus sixty", "-60"),
        ("a dozen", "12"),
    ],
)
def test_reads_numbers_as_people_write_them(words: str, value: str) -> None:
    assert parse_numeral(words) == Decimal(value)


@pytest.mark.parametrize("words", ["", "万", "重庆", "growth", "一二百三", "and", "点五", "千" * 200])
def test_what_is_no_number_is_none(words: str) -> None:
    assert parse_numeral(words) is None


def _spell(number: int) -> str:
    """Chinese words for 1…9999, the long way round, to read back."""
    words, seen_gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if seen_gap and words else "") + _HAN[digit] + name
        seen_gap = digit == 0
    return words


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_chinese_numerals_read_back(high: int, low: int) -> None:
    words = _spell(high) + "万" + (("零" if low < 1000 else "") + _spell(low) if low else "")
    assert parse_numeral(words) == high * 10_000 + low


@given(st.decimals(0, 10**9, places=3, allow_nan=False))
def test_digits_read_back_exactly(value: Decimal) -> None:
    assert parse_numeral(f"{value:,}") == value


@given(st.text(max_size=80))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold_written(text)) == len(text)
