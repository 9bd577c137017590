"""Fits of time, place and kind, each on its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from index.types import Block, DateEvidence, Figure, Passage, Period, Quantity
from qa.evidence.coverage import Scored, Sentence, strength
from qa.evidence.figure_fits import FITS, period_fit, place_fit
from qa.evidence.figures import worded
from qa.types import Hit, Question, Term, Why


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), str(year), "year")


def _asked(*periods: Period, places: tuple[str, ...] = (), bodies: tuple[str, ...] = ()) -> Question:
    return Question("q", "zh", "q", "q", "quantity", periods=periods, places=places, bodies=bodies)


DEADLINE = Period(None, date(2027, 12, 31), "到2027年", "by_year", by_end=True)
PLAN = Period(date(2021, 1, 1), date(2025, 12, 31), "“十四五”", "plan")
QUARTER = Period(date(2024, 1, 1), date(2024, 3, 31), "一季度", "quarter")
UNKNOWN = Period(None, None, "去年", "last_year", anchored=True)


@pytest.mark.parametrize(
    ("asked", "found", "fits"),
    [
        (_year(2024), _year(2024), True),
        (_year(2024), _year(2023), False),
        (_year(2027), DEADLINE, True),
        (_year(2026), DEADLINE, False),
        (DEADLINE, DEADLINE, True),
        (_year(2024), QUARTER, True),
        (QUARTER, _year(2024), True),
        (_year(2023), PLAN, False),
        (_year(2025), PLAN, True),  # what a plan sets for its span is due at its end
        (_year(2024), None, False),
        (
            Period(None, date(2024, 9, 30), "by", "by", by_end=True),
            Period(None, date(2024, 9, 9), "", "as_of", by_end=True),
            True,
        ),
        (
            Period(None, date(2024, 9, 30), "by", "by", by_end=True),
            Period(None, date(2024, 3, 9), "", "as_of", by_end=True),
            False,
        ),
        (_year(2025), Period(date(2025, 1, 17), date(2026, 1, 17), "过去一年", "past"), True),
        (_year(2024), UNKNOWN, False),
    ],
)
def test_a_figure_of_another_time_does_not_fit(asked: Period, found: Period | None, fits: bool) -> None:
    assert (period_fit(_asked(asked), found) >= FITS) is fits


def test_any_time_fits_when_none_is_asked() -> None:
    assert period_fit(_asked(), UNKNOWN) == 1.0


def _figure(sentence: str, number: str, place: str, body: str = "") -> tuple[Figure, Scored]:
    at = sentence.index(number)
    quantity = Quantity(at, at + len(number), number, Decimal(1), "家", "count")
    figure = Figure(
        quantity, "企业", -1, -1, None, "none", "result", "level", place, "sentence", body, 0, len(sentence)
    )
    unknown = DateEvidence(None, "unknown", "none")
    passage = Passage(
        0, "a", "", unknown, 0, len(sentence), sentence, "", "", "", "", place, "zh", ((0, len(sentence)),)
    )
    block = Block("paragraph", 0, len(sentence))
    return figure, Scored(
        Sentence("a", 0, len(sentence), sentence, sentence, Hit(1, 1.0, passage, Why()), block), 1, (), 1
    )


@pytest.mark.parametrize(
    ("place", "asked", "fits"),
    [("涪陵区", "涪陵区", True), ("涪陵区", "万州区", False), ("重庆市", "涪陵区", False), ("涪陵区", "重庆市", False)],
)
def test_a_figure_of_another_place_or_scope_does_not_fit(place: str, asked: str, fits: bool) -> None:
    figure, item = _figure("全区有企业12家。", "12家", place)
    assert (place_fit(_asked(places=(asked,)), figure, item) >= FITS) is fits


def test_a_body_asked_for_must_be_named() -> None:
    figure, item = _figure("全域有企业12家。", "12家", "两江新区")
    assert place_fit(_asked(places=("两江新区",), bodies=("直管区",)), figure, item) == 0.5
    figure, item = _figure("直管区有企业12家。", "12家", "两江新区", "直管区")
    assert place_fit(_asked(places=("两江新区",), bodies=("直管区",)), figure, item) == 1.0


@pytest.mark.parametrize(
    ("sentence", "number", "printed"),
    [
        ("总产值超过2.6万亿元。", "2.6万亿元", "超过2.6万亿元"),
        ("增长6%左右，", "6%", "6%左右"),
        ("突破6万辆。", "6万辆", "突破6万辆"),
        ("达115万辆。", "115万辆", "115万辆"),
    ],
)
def test_a_value_is_printed_with_the_words_that_bound_it(sentence: str, number: str, printed: str) -> None:
    figure, item = _figure(sentence, number, "")
    assert worded(figure, item.sentence.text, 0).text == printed


@pytest.mark.parametrize(
    ("term", "text", "least", "most"),
    [
        (Term("整车产量", ("整车产量", "汽车产量"), "indicator"), "汽车产量达到260万辆", 1.0, 1.0),
        (Term("绿色工厂数量", ("绿色工厂数量",), "indicator"), "建成绿色工厂115家", 0.9, 0.99),
        (Term("国家级小巨人企业", ("国家级小巨人企业", "小巨人"), "indicator"), "小巨人企业40家", 0.5, 0.95),
        (Term("工业增加值", ("工业增加值",), "indicator"), "工业总产值达2.6万亿元", 0.0, 0.3),
        (Term("茶叶", ("茶叶",), "topic"), "汽车产量达到260万辆", 0.0, 0.0),
    ],
)
def test_a_term_is_met_by_itself_its_aliases_or_less_by_its_parts(
    term: Term, text: str, least: float, most: float
) -> None:
    assert least <= strength(term, text) <= most
