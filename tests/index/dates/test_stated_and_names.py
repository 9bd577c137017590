"""Days that files state, and days in their names: which counts, and which never does."""

from __future__ import annotations

from datetime import date

import pytest

from index.dates.infer import infer_date

TODAY = date(2026, 12, 1)
BODY = "\n去年，铜梁区粮食产量达36.5万吨，比上年增长1.2%。\n区农业农村委负责人介绍，当地持续推进高标准农田建设。"


def day(text: str = BODY, meta: dict[str, str] | None = None, source: str = "a.txt", title: str = "") -> str | None:
    return infer_date(text, meta or {}, source, title, TODAY).iso()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("publish_time", "2024-01-18 10:00"),
        ("发布", "2024年1月18日"),
        ("publishedat", "2024-01-18"),
        ("datetime", "2024-01-18"),
        ("date", "Wed, 17 Jan 2024 16:00:00 GMT"),
        ("date", "2024-01-17T16:00:00Z"),
        ("pubdate", "1705541400"),
        ("timestamp", "1705541400000"),
        ("date", "2024-01-18T01:00:00+08:00"),
    ],
)
def test_front_matter_by_what_its_keys_mean_in_beijing(key: str, value: str) -> None:
    assert day(meta={f"front:{key}": value}) == "2024-01-18"


def test_a_day_of_changing_or_fetching_is_not_one_of_publication() -> None:
    for key in ("updated", "modified", "crawl_time", "更新时间", "lastmod"):
        assert day(meta={f"front:{key}": "2024-01-18"}) is None


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2024-01-18", "發佈時間：2024年1月18日", "铜梁日报　　　2024/01/18　　第02版", "2024年1月18日 星期四",
        "（2024年1月18日）", "来源：区农业农村委 日期：2024-01-18", "2024-01-18 10:20 来源：铜梁日报",
        "中華民國113年1月18日", "Published: January 18, 2024", "原文链接：http://news.example.cn/n1/2024/0118/c1001-1.html",
    ],
)  # fmt: skip
def test_lines_that_state_the_day(line: str) -> None:
    assert day(f"铜梁区粮食生产再获丰收\n{line}{BODY}") == "2024-01-18"


@pytest.mark.parametrize(
    "line", ["今天是：2024年1月18日 10:20", "网站最近更新：2024-01-18 10:20", "区里召开防汛工作会议 2024-01-18 09:30"]
)
def test_the_day_of_a_visit_of_the_site_or_of_another_article_is_not_taken(line: str) -> None:
    assert day(f"铜梁区粮食生产再获丰收\n{line}{BODY}") is None


def test_publishing_outranks_signing_and_changing() -> None:
    text = f"成文日期：2024年01月10日\n发布日期：2024年01月18日\n更新时间：2025-02-01{BODY}\n2024年1月10日"
    assert day(text) == "2024-01-18"
    assert day(f"更新时间：2025-02-01{BODY}\n2024年1月10日") == "2024-01-10"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("2024-01-18/001.txt", "2024-01-18"),
        ("2024/01/18/粮食.txt", "2024-01-18"),
        ("2024.1.18 大足粮食.txt", "2024-01-18"),
        ("20240118102030.txt", "2024-01-18"),
        ("240118_江津.txt", "2024-01-18"),
        ("t20240118_12345.txt", "2024-01-18"),
        ("万州（2024年1月）.txt", "2024-01"),
        ("2024年铜梁工作报告.txt", "2024"),
        ("2024年国民经济统计公报.txt", None),
        ("999999_a.txt", None),
        ("粮食.jsonl#20240118", None),
    ],
)
def test_days_in_the_names_of_files_and_folders(source: str, wanted: str | None) -> None:
    assert day(source=source) == wanted
