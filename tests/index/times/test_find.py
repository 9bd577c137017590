from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.times.find import find_times
from index.types import Period, TimeMention

ANCHOR = date(2025, 1, 20)


def _only(text: str, anchor: date | None = ANCHOR) -> TimeMention:
    (mention,) = find_times(text, anchor)
    return mention


def _days(text: str, anchor: date | None = ANCHOR) -> tuple[str | None, str | None]:
    period = _only(text, anchor).period
    assert isinstance(period, Period), text
    return (period.start and period.start.isoformat(), period.end and period.end.isoformat())


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("今年", "2025-01-01", "2025-12-31"),
        ("去年", "2024-01-01", "2024-12-31"),
        ("前年", "2023-01-01", "2023-12-31"),
        ("上年", "2024-01-01", "2024-12-31"),
        ("明年", "2026-01-01", "2026-12-31"),
        ("去年底", "2024-12-01", "2024-12-31"),
        ("2021年底", "2021-12-01", "2021-12-31"),
        ("今年1月", "2025-01-01", "2025-01-31"),
        ("去年8月", "2024-08-01", "2024-08-31"),
        ("8月", "2024-08-01", "2024-08-31"),
        ("12月", "2024-12-01", "2024-12-31"),
        ("1-9月", "2024-01-01", "2024-09-30"),
        ("2024年1—9月", "2024-01-01", "2024-09-30"),
        ("2024年1月至9月", "2024-01-01", "2024-09-30"),
        ("前三季度", "2024-01-01", "2024-09-30"),
        ("上半年", "2025-01-01", "2025-06-30"),
        ("第一季度", "2025-01-01", "2025-03-31"),
        ("2024年四季度", "2024-10-01", "2024-12-31"),
        ("上季度", "2024-10-01", "2024-12-31"),
        ("上月", "2024-12-01", "2024-12-31"),
        ("昨日", "2025-01-19", "2025-01-19"),
        ("20日", "2025-01-20", "2025-01-20"),
        ("20日晚9:30", "2025-01-20", "2025-01-20"),
        ("1月20日下午", "2025-01-20", "2025-01-20"),
        ("2 月 19 日", "2025-02-19", "2025-02-19"),
        ("2023年6月至2024年5月", "2023-06-01", "2024-05-31"),
        ("“十四五”时期", "2021-01-01", "2025-12-31"),
        ("十三五末", "2020-01-01", "2020-12-31"),
        ("“十五五”规划", "2026-01-01", "2030-12-31"),
        ("“十三五”以来", "2016-01-01", "2020-12-31"),
        ("2023—2027年", "2023-01-01", "2027-12-31"),
        ("五年内", "2025-01-20", "2030-01-20"),
        ("未来五年", "2025-01-20", "2030-01-20"),
        ("三年来", "2022-01-20", "2025-01-20"),
        ("两年前", "2023-01-01", "2023-12-31"),
        ("2020年以来", "2020-01-01", "2025-01-20"),
        ("党的十八大以来", "2012-11-08", "2025-01-20"),
        ("新年伊始", "2025-01-01", "2025-12-31"),
        ("二〇二四年", "2024-01-01", "2024-12-31"),
        ("２０２４年", "2024-01-01", "2024-12-31"),
        ("２０２１年２月１９日", "2021-02-19", "2021-02-19"),
        ("19年底", "2019-12-01", "2019-12-31"),
        ("20世纪八九十年代", "1980-01-01", "1999-12-31"),
        ("2023年夏季", "2023-06-01", "2023-08-31"),
        ("去年秋天", "2024-09-01", "2024-11-30"),
        ("2024年最后一个月", "2024-12-01", "2024-12-31"),
        ("2024年国庆前后", "2024-10-01", "2024-10-01"),
        ("“十四五”头两年", "2021-01-01", "2022-12-31"),
        ("January-November 2024", "2024-01-01", "2024-11-30"),
        ("the summer of 2024", "2024-06-01", "2024-08-31"),
        ("by autumn 2025", None, "2025-11-30"),
        ("2024年春节", "2024-02-10", "2024-02-10"),
        ("上週三", "2025-01-15", "2025-01-15"),
        ("2024-01-20", "2024-01-20", "2024-01-20"),
        ("last year", "2024-01-01", "2024-12-31"),
        ("next year", "2026-01-01", "2026-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("Q1 2024", "2024-01-01", "2024-03-31"),
        ("first quarter of 2024", "2024-01-01", "2024-03-31"),
        ("last quarter", "2024-10-01", "2024-12-31"),
        ("the first three quarters of 2024", "2024-01-01", "2024-09-30"),
        ("January to September 2024", "2024-01-01", "2024-09-30"),
        ("Jan 20 2025", "2025-01-20", "2025-01-20"),
        ("20 January 2025", "2025-01-20", "2025-01-20"),
        ("January 20, 2025", "2025-01-20", "2025-01-20"),
        ("between 2023 and 2027", "2023-01-01", "2027-12-31"),
        ("from March 2023 to the end of 2024", "2023-03-01", "2024-12-31"),
        ("the past five years", "2020-01-20", "2025-01-20"),
        ("since 2020", "2020-01-01", "2025-01-20"),
        ("14th Five-Year Plan period", "2021-01-01", "2025-12-31"),
        ("FY2024", "2024-01-01", "2024-12-31"),
        ("the 1980s", "1980-01-01", "1989-12-31"),
        ("last month", "2024-12-01", "2024-12-31"),
        ("yesterday", "2025-01-19", "2025-01-19"),
    ],
)
def test_expressions_become_days(words: str, start: str, end: str) -> None:
    assert _days(words) == (start, end)


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("到2027年", "2027-12-31"),
        ("截至去年底", "2024-12-31"),
        ("截至目前", "2025-01-20"),
        ("到“十四五”末", "2025-12-31"),
        ("2030年前", "2030-12-31"),
        ("by 2027", "2027-12-31"),
        ("by the end of 2027", "2027-12-31"),
        ("as of end-2023", "2023-12-31"),
    ],
)
def test_deadlines_and_reading_dates_hold_at_their_end(words: str, end: str) -> None:
    period = _only(words).period
    assert period is not None
    assert period.by_end
    assert period.start is None
    assert period.end == date.fromisoformat(end)


@pytest.mark.parametrize(("words", "year"), [("上半年", 2023), ("一季度", 2023), ("下半年", 2023), ("四季度", 2023)])
def test_halves_and_quarters_at_the_end_of_a_year_are_gone_by(words: str, year: int) -> None:
    period = _only(f"{words}，产值增长", date(2023, 12, 30)).period
    assert period is not None
    assert period.year() == year


def test_in_winter_the_second_half_is_of_the_year_before() -> None:
    assert _days("下半年", date(2024, 2, 5)) == ("2023-07-01", "2023-12-31")
    assert _days("上半年", date(2024, 2, 5)) == ("2024-01-01", "2024-06-30")


def test_the_value_of_a_year_is_no_span_that_begins_with_it() -> None:
    value, since = find_times("产值从2012年的8亿元增长，从2012年起扩建", ANCHOR)
    assert value.period is not None
    assert value.period.end == date(2012, 12, 31)
    assert since.period is not None
    assert since.period.end != date(2012, 12, 31)


@pytest.mark.parametrize("words", ["近年来", "近日", "recent years"])
def test_open_expressions_have_no_ends(words: str) -> None:
    assert _days(words) == (None, None)


@pytest.mark.parametrize("words", ["同比", "上年同期", "year-on-year", "from a year earlier"])
def test_comparisons_are_no_periods(words: str) -> None:
    mention = _only(words)
    assert mention.rule == "comparison"
    assert mention.period is None


@pytest.mark.parametrize(
    "text",
    [
        "“33618”现代制造业", "“2349”", "问界M9", "5年", "24小时", "1+6", "达到2023家", "130纳米", "30年以上年龄",
        "失去年轻人", "21世纪经济报道", "未来产业", "未来工厂", "reached 2,024 vehicles", "it may rise",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_time_is_left_alone(text: str) -> None:
    assert find_times(text, ANCHOR) == ()


def test_a_bare_year_beside_chinese_is_marked_as_possibly_a_name() -> None:
    assert _only("2023重庆制造业“成绩单”").rule == "bare_year"


def test_without_an_anchor_relative_words_stay_unresolved_and_absolute_ones_do_not() -> None:
    assert _only("去年", None).period is None
    assert _days("2024年", None) == ("2024-01-01", "2024-12-31")


def test_an_anchor_exact_to_the_year_answers_years_and_no_days() -> None:
    year, day = find_times("去年，昨日", date(2022, 1, 1), "year")
    assert year.period is not None
    assert year.period.year() == 2021
    assert day.period is None


def test_a_bare_month_leans_on_the_year_its_sentence_names() -> None:
    first, second = find_times("2023年3月开工，10月投产", ANCHOR)
    assert first.period is not None
    assert second.period is not None
    assert second.period.start == date(2023, 10, 1)
    assert not second.period.anchored


def test_anchored_says_whether_the_date_was_needed() -> None:
    for text, anchored in (("去年", True), ("2024年", False), ("“十四五”时期", False), ("last year", True)):
        period = _only(text).period
        assert period is not None
        assert period.anchored is anchored


def test_impossible_days_are_not_dates() -> None:
    assert all(m.period is None or m.rule == "year" for m in find_times("2月30日", ANCHOR))


@given(st.text(alphabet="今去前明年月日季度上下半1234567890十一二三五“”—至到底初末前后内来 abcQ,.-/", max_size=60))
@settings(max_examples=200, deadline=None)
def test_mentions_are_slices_in_order(text: str) -> None:
    end = 0
    for mention in find_times(text, ANCHOR):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end
        if mention.period and mention.period.start and mention.period.end:
            assert mention.period.start <= mention.period.end


@pytest.mark.parametrize("unit", ["2024年", "十", "1月", "前", "1-", "“十四五”", "january ", "12/", "至", "20世纪"])
def test_time_grows_with_the_text(unit: str) -> None:
    def seconds(repeats: int) -> float:
        text = unit * repeats
        best = 9.0
        for _ in range(3):
            begin = process_time()
            find_times(text, ANCHOR)
            best = min(best, process_time() - begin)
        return best

    small, large = seconds(2000), seconds(4000)
    assert large < 3.5 * small + 0.05


def test_eight_digits_are_a_day_but_not_before_what_is_counted() -> None:
    assert [m.text for m in find_times("20250101发布")] == ["20250101"]
    assert find_times("谁提到20250101辆汽车") == ()
