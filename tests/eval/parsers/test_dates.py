"""Judging inferred dates: the formula as the expectation."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from eval.parsers.dates import judge, main, measure, read_dated, table
from index.types import DateEvidence


@pytest.mark.parametrize(
    ("value", "precision", "verdict"),
    [
        (date(2024, 9, 24), "day", ("right", "right", "right")),
        (date(2024, 9, 23), "day", ("right", "right", "wrong")),
        (date(2023, 9, 24), "day", ("wrong", "wrong", "wrong")),
        (date(2024, 9, 1), "month", ("right", "right", "unknown")),
        (date(2024, 1, 1), "year", ("right", "unknown", "unknown")),
        (None, "unknown", ("unknown", "unknown", "unknown")),
    ],
)
def test_a_part_is_right_only_when_those_before_it_are(
    value: date | None, precision: str, verdict: tuple[str, ...]
) -> None:
    found = DateEvidence(value, precision, "test")  # type: ignore[arg-type]
    assert tuple(judge(found, date(2024, 9, 24)).values()) == verdict


def test_a_file_of_dated_items_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"date": "2025-03-05", "title": "大会开幕", "text": "今天（3月5日），十四届全国人大三次会议在北京开幕。"},
        {"date": "2025-03-06", "title": "大会", "text": "今天（3月5日），十四届全国人大三次会议在北京开幕。"},
        {"date": "2025-03-07", "title": "无年份", "text": "今天，会议举行。"},
    ]
    path = tmp_path / "items.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    tally = measure(read_dated(path))
    assert tally.total == 3
    assert [tally.counts[("year", v)] for v in ("right", "wrong", "unknown")] == [2, 0, 1]
    assert [tally.counts[("day", v)] for v in ("right", "wrong", "unknown")] == [1, 1, 1]
    assert "66.67 %" in table(tally)
    assert main([str(path)]) == 0
    assert "3 articles" in capsys.readouterr().out


def test_a_folder_is_measured_with_its_stated_dates_withheld(tmp_path: Path) -> None:
    text = "---\ndate: 2025-03-05\n---\n大会开幕\n\n今天（3月5日），十四届全国人大三次会议在北京开幕。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "undated.txt").write_text("没有日期的一篇。", encoding="utf-8")
    tally = measure(read_dated(tmp_path))
    assert (tally.total, tally.counts[("day", "right")]) == (1, 1)


def test_a_missing_file_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.jsonl")]) == 2
    assert "does not exist" in capsys.readouterr().err
