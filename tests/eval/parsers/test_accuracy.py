import json
from pathlib import Path

import pytest

from eval.parsers.accuracy import main, measure

# One line of each source, as it stands there: Recognizers-Text, cn2an (MIT); JioNLP, WeTextProcessing (Apache-2.0);
# duckling (BSD).
_LINES = {
    "recognizers_zh_numberwithunit": {
        "file": "CurrencyModel", "text": "本期开奖结束后，奖池金额攀升至36.57亿元。", "ref": None,
        "results": [{"Text": "36.57亿元", "TypeName": "currency",
                     "Resolution": {"isoCurrency": "CNY", "value": "3657000000", "unit": "Chinese yuan"}}],
    },
    "recognizers_en_datetime": {
        "file": "DateTimeModelComplexCalendar", "text": "Show sales between 2007 and 2009",
        "ref": "2018-06-26T00:00:00",
        "results": [{"Text": "between 2007 and 2009", "TypeName": "datetimeV2.daterange", "Resolution": {"values": [
            {"type": "daterange", "start": "2007-01-01", "end": "2009-01-01"}]}}],
    },
    "jionlp_zh_time": {
        "text": "去年3月", "ref_ts": 1623604000,
        "expect": {"type": "time_span", "time": ["2020-03-01 00:00:00", "2020-03-31 23:59:59"]},
    },
    "duckling_en": {"dim": "Numeral", "lang": "EN", "text": "45", "expect": "(NumeralValue 45)"},
    "cn2an": {"group": "normal_data_dict", "in": "一七二零点一", "out": 1720.1},
    "wetext_tn_itn": {"task": "itn", "lang": "chinese", "file": "number.txt", "in": "一百", "out": "101"},
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, row in _LINES.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return tmp_path


def test_right_and_wrong_are_counted_per_source(folder: Path) -> None:
    rows, misses = measure(folder)
    assert {row.source: (row.right, row.total) for row in rows} == {
        "recognizers_zh_numberwithunit": (1, 1),
        "recognizers_en_datetime": (1, 1),
        "jionlp_zh_time": (1, 1),
        "duckling_en": (1, 1),
        "cn2an": (1, 1),
        "wetext_tn_itn": (0, 1),
    }
    assert [(case.text, verdict.kind) for case, verdict in misses["wetext_tn_itn"]] == [("一百", "wrong")]


def test_the_table_names_the_misses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder), "--misses", "3"]) == 0
    printed = capsys.readouterr().out
    assert "chinese number" in printed
    assert "wrong" in printed


def test_an_empty_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "no .jsonl cases" in capsys.readouterr().out
