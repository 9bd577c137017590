"""Publication dates: what the file says, what its words imply, and unknown where they do not settle it."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article.read import read_article
from index.dates.infer import infer_date
from index.dates.parse import first_day
from index.settings import Settings
from index.types import DateEvidence

TODAY = date(2026, 6, 1)


def infer(text: str, source: str = "a.txt", title: str = "", **meta: str) -> DateEvidence:
    return infer_date(text, {key.replace("__", ":"): value for key, value in meta.items()}, source, title, TODAY)


@pytest.mark.parametrize(
    ("prefix", "iso", "rule"),
    [
        ("000", "2022-02-22", "front_matter"),
        ("001", "2025-01-20", "event_day"),
        ("002", "2021-02-19", "event_day"),
        ("003", "2022-01", "provincial_session"),
        ("004", "2024-02", "day_reported"),
    ],
)
def test_the_five_articles(seeds: Path, prefix: str, iso: str, rule: str) -> None:
    path = next(seeds.glob(f"{prefix}_*"))
    article = read_article(seeds, path.name, Settings())
    found = article.published
    assert found.iso() == iso
    assert found.rule.startswith(rule)
    tight = "".join(article.text.split())
    for part in found.quote.split(" … "):
        assert part
        assert found.rule == "front_matter" or "".join(part.split()) in tight
    if found.start >= 0:
        assert article.text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("标题\n发布时间：2025年1月20日 09:30 来源：重庆日报\n正文说的是2019年5月1日的事。", "2025-01-20"),
        ("标题\n2025-01-20 09:30 来源：新华社\n正文。", "2025-01-20"),
        ("标题\n来源：重庆日报　时间：2025/1/20\n正文。", "2025-01-20"),
        ("新华社北京2025年1月20日电 国家统计局发布数据。", "2025-01-20"),
        ("关于同意设立示范区的批复\n国函〔2022〕72号\n重庆市人民政府：\n同意。\n国务院\n2022年7月10日", "2022-07-10"),
        ("通知\n请遵照执行。\n二〇二二年七月十日", "2022-07-10"),
        ("Title\nPublished: January 20, 2025\nOutput rose.", "2025-01-20"),
        ("Title\nPosted on 20 Jan. 2025 by the desk\nOutput rose.", "2025-01-20"),
    ],
)
def test_days_stated_outright(text: str, iso: str) -> None:
    found = infer(text)
    assert found.iso() == iso
    assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    ("key", "value", "iso"),
    [
        ("front__date", "Tue, 22 Feb 2022 09:09:51 GMT", "2022-02-22"),
        ("front__date", "2022-02-22T09:09:51+08:00", "2022-02-22"),
        ("front__date", "2022/2/22", "2022-02-22"),
        ("front__date", "2022-02", "2022-02"),
        ("article__published_time", "2022-02-22 10:00", "2022-02-22"),
        ("jsonld__datepublished", "20220222", "2022-02-22"),
        ("page__0", "发布时间：2022年2月22日 来源：重庆日报", "2022-02-22"),
        ("htmldate", "2022-02-22", "2022-02-22"),
    ],
)
def test_metadata(key: str, value: str, iso: str) -> None:
    found = infer("正文没有说日期。", **{key: value})
    assert (found.iso(), found.start) == (iso, -1)
    assert value in found.quote


@pytest.mark.parametrize("value", ["2024-02-30", "民国一百年", "2031-01-01", "someday", "", "0000-00-00", "31/31/2024"])
def test_i11_impossible_and_future_days_are_no_date(value: str) -> None:
    found = infer("正文没有说日期。", front__date=value)
    assert found.value is None
    assert found.rule.startswith("unknown")


def test_what_the_file_says_outranks_its_words_and_its_name() -> None:
    text = "发布时间：2025年1月20日\n今天（3月5日），十四届全国人大二次会议开幕。"
    assert infer(text, "2023-01-01.txt", front__date="2022-02-22").iso() == "2022-02-22"
    assert infer(text, "2023-01-01.txt").iso() == "2025-01-20"
    assert infer("正文。", "news/2023-01-01_report.txt").iso() == "2023-01-01"
    assert infer("正文。", "20230101.txt").iso() == "2023-01-01"
    assert infer("正文。", "000_46f4007a1f3dc0ed20230101.txt").iso() in (None, "2023-01-01")
    assert infer("正文。", "report_12345678.txt").iso() is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("今天（3月5日），十四届全国人大三次会议在北京开幕。", "2025-03-05"),
        ("3月5日上午，会议举行。去年（2024年），产值增长8%。", "2025-03-05"),
        ("今天（9月26日），庆祝新中国成立75周年招待会举行。", "2024-09-26"),
        ("今天（4月15日），第135届广交会开幕。", "2024-04-15"),
        ("昨天（4月14日），第135届广交会准备就绪。", "2024-04-15"),
        ("今天（1月22日）是正月初一，各地喜迎新春。今年是全面贯彻党的二十大精神的开局之年。", "2023-01-22"),
        ("新华社重庆3月5日电 关于2023年国民经济和社会发展计划执行情况与2024年计划草案的报告提请审查。", "2024-03-05"),
        ("2月18日，农历新年首个工作日，工厂繁忙。2023年，产值增长6%，突破2.6万亿元。", "2024-02-18"),
        ("今年是“十四五”规划收官之年，各地抓紧落实。", "2025"),
    ],
)
def test_the_year_is_settled_by_what_the_words_know(text: str, iso: str) -> None:
    found = infer(text)
    assert found.iso() == iso
    for part in found.quote.split(" … "):
        assert part in text


@pytest.mark.parametrize(
    "text",
    [
        "今天（9月24日），全国秋粮收购工作有序推进。",
        "到2035年，我国将建成科技强国。",
        "公司成立于1998年，产品销往各地。",
        "美国2026年世界杯筹备工作进行中。",
        "计划到2027年培育企业300家。",
        "今年一季度，产值增长8%，比去年同期加快。",
        "没有任何日期。",
        "2018年4月，他到过这里；2020年5月，又来了一次。",
    ],
)
def test_a_year_that_is_not_settled_is_unknown(text: str) -> None:
    found = infer(text)
    assert (found.value, found.precision, found.start) == (None, "unknown", -1)
    assert found.rule.startswith("unknown")


def test_a_year_after_today_is_never_taken() -> None:
    text = "今天（3月5日），十四届全国人大五次会议在北京开幕。"
    assert infer_date(text, {}, "", "", date(2027, 6, 1)).iso() == "2027-03-05"
    assert infer(text).value is None


def test_a_day_that_does_not_exist_in_the_year_leaves_the_year() -> None:
    found = infer("今天（2月29日），活动举行。去年（2022年）增长8%。")
    assert found.iso() == "2023"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2022年07月11日", date(2022, 7, 11)),
        ("二〇二五年一月二十日", date(2025, 1, 20)),
        ("二○一九年十二月三十一日", date(2019, 12, 31)),
        ("Jan. 5th, 2024", date(2024, 1, 5)),
        ("5 September 2024", date(2024, 9, 5)),
        ("2024.1.5", date(2024, 1, 5)),
    ],
)
def test_written_days(text: str, value: date) -> None:
    found = first_day(text)
    assert found is not None
    assert found.value == value


@given(
    st.text(
        alphabet=st.sampled_from(list("今天（）月日年2024135去周十四五届全国人大次会议，。到截至底增长%\n")),
        max_size=200,
    )
)
def test_any_words_give_a_date_with_its_proof_or_unknown(text: str) -> None:
    found = infer(text)
    if found.value is None:
        assert found.precision == "unknown"
        return
    assert found.value <= date(2026, 12, 31)
    assert found.quote
    if found.start >= 0:
        assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    "unit", ["2024年", "1月2日", "75周年", "2024年，增长8%。", "今天（1月2日）", "十四届全国人大", "2023—2027年", "12"]
)
def test_hostile_texts_take_bounded_time(unit: str) -> None:
    begin = time.process_time()
    infer(unit * 50_000)
    assert time.process_time() - begin < 5
