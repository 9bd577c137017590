"""Figures of several years: which make a series, in which scale, and what the table says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.types import AnswerFigure
from qa.web.pages.timeline import series_of, table_html, year_of
from tests.qa.web.fakes import fake_engine

ANSWER = fake_engine().assistant.ask("总产值")


def figure(year: int, number: str, **more: object) -> AnswerFigure:
    first, last = f"{year}-01-01", f"{year}-12-31"
    made = AnswerFigure(number, number, None, "辆", "", "产量", "重庆市", "", str(year), first, last, "result", "level",
                        number, 1)  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_series_is_by_year_scaled_and_told_apart_by_kind() -> None:
    series = series_of(ANSWER, "zh")
    assert series is not None
    assert series.unit == "万亿元"
    assert [(p.year, p.value, p.kind) for p in series.points] == [
        (2020, 2.27, "结果"), (2021, 2.4, "目标"), (2021, 2.6, "结果"), (2023, 2.6, "结果"),
    ]  # fmt: skip
    low, high = series.limits()
    assert 0 <= low < 2.27
    assert high > 2.6
    english = series_of(ANSWER, "en")
    assert english is not None
    assert (english.unit, english.points[1].kind) == ("trillion RMB", "goal")


@pytest.mark.parametrize(
    "figures",
    [
        (),
        (figure(2024, "5"),),
        (figure(2024, "5"), figure(2024, "6")),
        (figure(2024, "5"), figure(2023, "6", unit="%")),
        (figure(2024, "5"), figure(2023, "6", measure="growth")),
        (figure(2024, "5"), figure(2023, "NaN")),
        (figure(2024, "5"), figure(2023, "x")),
        (figure(2024, "5"), figure(2023, "6", period_end=None)),
        (figure(2024, "5"), figure(2023, "6", period_start="2016-01-01")),
    ],
)
def test_one_year_or_mixed_measures_make_no_series(figures: tuple[AnswerFigure, ...]) -> None:
    assert series_of(replace(ANSWER, figures=figures), "zh") is None


def test_a_reading_at_the_end_of_a_year_counts_for_that_year() -> None:
    assert year_of(figure(2023, "1", period_start=None)) == 2023
    assert year_of(figure(2023, "1", period_start=None, period_end=None)) is None


def test_the_chart_shows_one_point_for_each_year_and_kind() -> None:
    figures = (figure(2023, "5"), figure(2024, "6"), figure(2024, "7", citation=2), figure(2024, "8", nature="goal"))
    series = series_of(replace(ANSWER, figures=figures), "zh")
    assert series is not None
    assert [(p.year, p.value) for p in series.chart_points()] == [(2023, 5), (2024, 6), (2024, 8)]
    assert len(series.points) == 4


@pytest.mark.parametrize(
    ("number", "unit", "value"), [("0", "辆", 0.0), ("-50000", "万辆", -5.0), ("9999", "辆", 9999.0)]
)
def test_the_scale_follows_the_largest_value(number: str, unit: str, value: float) -> None:
    series = series_of(replace(ANSWER, figures=(figure(2023, number), figure(2024, number))), "zh")
    assert series is not None
    assert (series.unit, series.points[0].value) == (unit, value)
    assert series.limits()[0] < series.limits()[1]


def test_each_row_opens_its_citation() -> None:
    series = series_of(ANSWER, "zh")
    assert series is not None
    table = table_html(series, 7, "zh", {1: "题目"})
    assert table.count("<tr>") == 5
    for n in range(1, 5):
        assert f'data-turn="7" data-n="{n}"' in table
