"""The times a question names: whose words they are, what gives way to a date, and how long they last."""

from __future__ import annotations

from datetime import date

import pytest

from qa.question.analyse import analyse

TODAY = date(2025, 6, 15)


def test_a_day_without_a_year_names_no_period() -> None:
    assert analyse("1月20日召开了什么会议", TODAY).periods == ()


def test_the_time_of_a_source_is_not_asked_for() -> None:
    assert analyse("By how many points did it beat the nation, going by the February 2022 report?", TODAY).periods == ()
    assert analyse("据2022年2月的报道，工业投资增长多少？", TODAY).periods == ()
    assert analyse("What was output in February 2022?", TODAY).periods != ()


def test_the_time_in_somebody_elses_words_is_theirs() -> None:
    """A speech of 2024 that says 今年 means 2024, whoever asks for it later."""
    assert analyse("谁表示今年要建成三座桥？", TODAY).periods == ()
    assert analyse("Who said that the port would open this year?", TODAY).periods == ()
    assert analyse("今年谁说要建成三座桥？", TODAY).period is not None
    assert analyse("谁表示2025年要建成三座桥？", TODAY).period is not None


@pytest.mark.parametrize(
    "text",
    [
        "近两年（截至2023年10月）村里搞了哪些改造？",
        "2023年产量比上一年增长多少？",
        "How did the output of 2023 compare with the previous year?",
    ],
)
def test_a_span_up_to_today_gives_way_to_a_date(text: str) -> None:
    (period,) = analyse(text, TODAY).periods
    assert period.end is not None
    assert period.end.year == 2023


def test_a_festival_lasts_as_long_as_its_news() -> None:
    period = analyse("2025年春节有多少人坐火车？", TODAY).period
    assert period is not None
    assert (period.start, period.end) == (date(2025, 1, 27), date(2025, 2, 13))


def test_plans_for_before_a_year_to_come_hold_those_for_it() -> None:
    after, before = analyse("2031年以前要建几座桥？", TODAY).period, analyse("2019年以前建了几座桥？", TODAY).period
    assert after is not None
    assert before is not None
    assert (after.end, before.end) == (date(2031, 12, 31), date(2018, 12, 31))


def test_what_a_year_began_with_as_a_goal_is_its_goal() -> None:
    goal = analyse("At the start of 2022, how many gazelle firms was the city hoping to have?", TODAY)
    assert goal.nature == "goal"
    assert goal.period is not None
    assert goal.period.end == date(2022, 12, 31)
    result = analyse("2022年初有多少家瞪羚企业？", TODAY).period
    assert result is not None
    assert result.end == date(2022, 1, 31)


def test_what_was_set_in_a_month_for_that_year_is_of_the_year() -> None:
    whole = analyse("Back in February 2021, what output was planned for that year?", TODAY).period
    part = analyse("2024年一季度的投资占全年目标多少？", TODAY).periods[0]
    assert whole is not None
    assert (whole.start, whole.end) == (date(2021, 1, 1), date(2021, 12, 31))
    assert (part.start, part.end) == (date(2024, 1, 1), date(2024, 3, 31))
