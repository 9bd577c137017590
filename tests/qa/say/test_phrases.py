"""Values, times, places, offices, people in words: exact, in either language, Chinese where English is unknown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import parse_numeral
from index.types import Figure, Period, Quantity
from qa.say import (
    chinese_number,
    date_text,
    english_number,
    indicator_text,
    list_item_text,
    period_text,
    person_text,
    place_text,
    plain_number,
    reading_line,
    say,
    value_text,
)

# Names of the five articles, in English.
pytestmark = pytest.mark.usefixtures("names_of_the_seeds")


def quantity(text: str, value: str, unit: str, **more: object) -> Quantity:
    return Quantity(0, len(text), text, Decimal(value), unit, "count", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_quantity", "told"),
    [
        (quantity("115万辆", "1150000", "辆"), "1.15 million vehicles (115万辆)"),
        (quantity("4000亿元", "400000000000", "元"), "RMB 400 billion (4000亿元)"),
        (quantity("33.58亿元", "3358000000", "元"), "RMB 3.358 billion (33.58亿元)"),
        (quantity("57亿元", "5700000000", "元"), "RMB 5.7 billion (57亿元)"),
        (quantity("10.7%", "10.7", "%"), "10.7%"),
        (quantity("2个百分点", "2", "个百分点"), "2 percentage points"),
        (quantity("1个百分点", "1", "个百分点"), "1 percentage point"),
        (quantity("超过2.6万亿元", "2600000000000", "元", bound="over"), "over RMB 2.6 trillion (超过2.6万亿元)"),
        (quantity("5000亿元", "500000000000", "元", bound="over"), "over RMB 500 billion (5000亿元)"),
        (quantity("近3.3万台", "33000", "台", bound="about"), "nearly 33,000 units (近3.3万台)"),
        (quantity("200余家", "200", "家", bound="about"), "more than 200 (200余家)"),
        (quantity("6%左右", "6", "%", bound="about"), "about 6%"),
        (quantity("20%以上", "20", "%", bound="over"), "at least 20%"),
        (quantity("不到1万人", "10000", "人", bound="under"), "under 10,000 people (不到1万人)"),
        (quantity("1140家", "1140", "家"), "1,140 (1140家)"),
        (quantity("第七位", "7", "位", ordinal=True), "7th (第七位)"),
        (quantity("第11位", "11", "位", ordinal=True), "11th (第11位)"),
        (quantity("第2", "2", "", ordinal=True), "2nd (第2)"),
        (quantity("30%至40%", "30", "%", high=Decimal(40)), "30% to 40%"),
        (
            quantity("100万至120万辆", "1000000", "辆", high=Decimal(1200000)),
            "1 million to 1.2 million vehicles (100万至120万辆)",
        ),
        (quantity("1辆", "1", "辆"), "1 vehicle (1辆)"),
        (quantity("12345678人", "12345678", "人"), "12,345,678 people (12345678人)"),
        (quantity("1.2 million vehicles", "1200000", "辆"), "1.2 million vehicles"),
        (quantity("300美元", "300", "美元"), "US$300 (300美元)"),
    ],
    ids=lambda q: q.text if isinstance(q, Quantity) else "",
)
def test_values_in_english(given_quantity: Quantity, told: str) -> None:
    assert value_text(given_quantity, "en") == told


@pytest.mark.parametrize(
    ("given_quantity", "told"),
    [
        (quantity("115万辆", "1150000", "辆"), "115万辆"),
        (quantity("1.2 million vehicles", "1200000", "辆"), "120万辆（1.2 million vehicles）"),
        (quantity("RMB 2.6 trillion", "2600000000000", "元"), "2.6万亿元（RMB 2.6 trillion）"),
        (quantity("over 400 billion yuan", "400000000000", "元", bound="over"), "超4000亿元（over 400 billion yuan）"),
        (quantity("5000亿元", "500000000000", "元", bound="over"), "超5000亿元"),
        (quantity("200余家", "200", "家", bound="about"), "200余家"),
        (quantity("seventh", "7", "位", ordinal=True), "第7位（seventh）"),
        (quantity("10.7%", "10.7", "%"), "10.7%"),
    ],
    ids=lambda q: q.text if isinstance(q, Quantity) else "",
)
def test_values_in_chinese(given_quantity: Quantity, told: str) -> None:
    assert value_text(given_quantity, "zh") == told


decimals = st.decimals(min_value=0, max_value=10**16, places=4, allow_nan=False, allow_infinity=False)


@given(decimals)
def test_chinese_numbers_are_exact(value: Decimal) -> None:
    assert parse_numeral(chinese_number(value)) == value


@given(decimals)
def test_english_numbers_are_exact(value: Decimal) -> None:
    words = english_number(value).replace(",", "").split()
    scales = {"million": 6, "billion": 9, "trillion": 12}
    assert Decimal(words[0]).scaleb(scales[words[1]] if len(words) > 1 else 0) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_plain_numbers_are_exact(value: Decimal) -> None:
    assert Decimal(plain_number(value)) == value
    assert "E" not in plain_number(value)


def period(start: str | None, end: str | None, text: str = "", by_end: bool = False) -> Period:
    return Period(
        date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None, text, "rule", by_end
    )


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (period("2024-01-01", "2024-12-31", "去年"), "2024年", "2024"),
        (period("2023-01-01", "2027-12-31", "2023—2027年"), "2023—2027年", "2023–2027"),
        (
            period("2021-01-01", "2025-12-31", "“十四五”时期"),
            "“十四五”时期（2021—2025年）",
            "the 14th Five-Year Plan period (2021–2025)",
        ),
        (
            period("2016-01-01", "2020-12-31", "the 13th Five-Year Plan"),
            "“十三五”时期（2016—2020年）",
            "the 13th Five-Year Plan period (2016–2020)",
        ),
        (period("2021-01-01", "2025-12-31", "2021—2025"), "2021—2025年", "2021–2025"),
        (period("2024-01-01", "2024-03-31"), "2024年第一季度", "Q1 2024"),
        (period("2024-01-01", "2024-06-30"), "2024年上半年", "the first half of 2024"),
        (period("2024-07-01", "2024-12-31"), "2024年下半年", "the second half of 2024"),
        (period("2023-01-01", "2023-09-30"), "2023年前三季度", "the first three quarters of 2023"),
        (period("2024-01-01", "2024-05-31"), "2024年1—5月", "January–May 2024"),
        (period("2024-02-01", "2024-02-29"), "2024年2月", "February 2024"),
        (period("2025-01-20", "2025-01-20"), "2025年1月20日", "20 January 2025"),
        (period("2024-12-01", "2025-02-28"), "2024年12月至2025年2月", "December 2024 to February 2025"),
        (period("2024-03-05", "2024-03-11"), "2024年3月5日至2024年3月11日", "5 March 2024 to 11 March 2024"),
        (period(None, "2027-12-31", "到2027年", True), "到2027年", "by 2027"),
        (period(None, "2023-12-31", "截至去年底", True), "截至2023年底", "as of the end of 2023"),
        (period(None, "2024-06-30", "截至6月底", True), "截至2024年6月底", "as of the end of June 2024"),
        (period(None, "2025-01-20", "截至1月20日", True), "截至2025年1月20日", "as of 20 January 2025"),
        (period("2021-01-01", None, "2021年以来"), "2021年以来", "since 2021"),
        (period(None, None, "近年来"), "近年来", "近年来"),
        (None, "", ""),
    ],
)
def test_periods(span: Period | None, zh: str, en: str) -> None:
    assert period_text(span, "zh") == zh
    assert period_text(span, "en") == en


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(0, 4000), st.booleans(), st.booleans())
def test_any_period_can_be_told(start: date, days: int, by_end: bool, open_start: bool) -> None:
    end = date.fromordinal(start.toordinal() + days)
    span = Period(None if open_start or by_end else start, end, "x", "rule", by_end)
    for language in ("zh", "en"):
        assert str(end.year) in period_text(span, language)


def test_dates_are_as_exact_as_they_are_known() -> None:
    assert date_text("2025-01-20", "day", "en") == "20 January 2025"
    assert date_text("2025-01-20", "day", "zh") == "2025年1月20日"
    assert date_text("2025-01", "month", "en") == "January 2025"
    assert date_text("2022-01-01", "year", "zh") == "2022年"
    assert date_text(None, "unknown", "en") == "date unknown"


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("整车产量", "vehicle output"),
        ("规上工业总产值", "gross output value of industrial enterprises above designated size"),
        ("战略性新兴产业增加值占工业比重", "value added of strategic emerging industries as a share of industry"),
        ("智能工厂和数字化车间", "smart factories and digital workshops"),
        ("两江新区整车产量", "Liangjiang New Area vehicle output"),
        ("直管区", "directly administered area"),
        ("汽车、电子", "cars, electronics"),
        ("GDP", "GDP"),
        ("巴渝美食工业化", "巴渝美食工业化"),
        ("贝贝南瓜", "贝贝南瓜"),
    ],
)
def test_indicators_are_translated_whole_or_not_at_all(zh: str, en: str) -> None:
    assert indicator_text(zh, "en") == en
    assert indicator_text(zh, "zh") == zh


def test_list_items_keep_the_chinese_beside() -> None:
    assert list_item_text("数字化车间", "en") == "digital workshops (数字化车间)"
    assert list_item_text("乡坛子", "en") == "乡坛子"
    assert list_item_text("数字化车间", "zh") == "数字化车间"


@pytest.mark.parametrize(
    ("name", "role", "en"),
    [
        (
            "许宏球",
            "两江新区管委会主任",
            "Xu Hongqiu (许宏球), director of the Liangjiang New Area Administrative Committee",
        ),
        ("黎勇", "涪陵区委书记", "Li Yong (黎勇), Party secretary of Fuling District"),
        (
            "黎勇",
            "市人大代表、涪陵区委书记",
            "Li Yong (黎勇), deputy to the people's congress and Party secretary of Fuling District",
        ),
        ("唐良智", "市长", "Tang Liangzhi (唐良智), mayor"),
        ("某某", "重庆市市长", "某某, mayor of Chongqing"),
        ("李明", "神秘办首席", "Li Ming (李明), 神秘办首席"),
        ("马斯克", "", "Musk (马斯克)"),
        ("古丽", "", "Gu Li (古丽)"),
        ("拜山", "", "拜山"),
        ("杨飞", "小康动力数字化部负责人", "Yang Fei (杨飞), head of the digitalization department of Xiaokang Power"),
    ],
)
def test_people(name: str, role: str, en: str) -> None:
    assert person_text(name, role, "en") == en
    assert person_text(name, role, "zh") == (f"{name}（{role}）" if role else name)


def test_places_and_bodies() -> None:
    assert place_text("涪陵区", "en") == "Fuling District"
    assert place_text("直管区", "en") == "directly administered area"
    assert place_text("不知名的厂", "en") == "不知名的厂"
    assert place_text("Fuling", "zh") == "涪陵区"


def test_the_reading_line_tells_who_what_when_how_much() -> None:
    figure = Figure(
        quantity("115万辆", "1150000", "辆"),
        "整车产量",
        0,
        4,
        period("2024-01-01", "2024-12-31", "2024年"),
        "clause",
        "result",
        "level",
        "两江新区",
        "sentence",
        "直管区",
        0,
        20,
    )
    assert reading_line(figure) == (
        "Liangjiang New Area (directly administered area) · vehicle output · 2024 · 1.15 million vehicles · result"
    )
    assert reading_line(figure, language="zh") == "两江新区直管区 · 整车产量 · 2024年 · 115万辆 · 实际"


def test_both_languages_have_every_key_and_the_same_fields() -> None:
    import re

    from qa.say import strings

    tables = [strings._table(file) for file in ("strings.toml", "operate_strings.toml")]
    for key, words in ((key, words) for table in tables for key, words in table.items()):
        assert set(words) == {"zh", "en"}, key
        for text in words.values():
            assert re.fullmatch(r"[^{}]*(?:\{[a-z_]+\}[^{}]*)*", text), key
    with pytest.raises(KeyError):
        say("no_such_key", "zh")
