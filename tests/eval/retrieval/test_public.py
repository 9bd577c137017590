from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from eval.retrieval.public import NewsItem, Reading, load_news, load_squad, main, sample, write_news
from index.errors import QuestionError

# Whole runs over indexes.
pytestmark = pytest.mark.slow


def squad(folder: Path) -> Path:
    body = {
        "version": "1", "data": [{"title": "t", "paragraphs": [
            {"context": "重庆在西南。", "qas": [
                {"id": "1", "question": "重庆在哪？",
                 "answers": [{"text": "西南", "answer_start": 3}, {"text": "西南"}]},
                {"id": "2", "question": "成都在哪？", "answers": [], "is_impossible": True}]},
            {"context": "重庆在西南。", "qas": []},
            {"context": "北京在北方。", "qas": [{"question": "北京？", "answers": [{"text": "北方"}]}]}]}],
    }  # fmt: skip
    path = folder / "squad.json"
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return path


def test_squad_form(tmp_path: Path) -> None:
    contexts, readings = load_squad(squad(tmp_path))
    assert contexts == ("重庆在西南。", "北京在北方。")
    assert readings[0] == Reading("重庆在哪？", 0, ("西南",))
    assert readings[1].answers == ()
    assert readings[2].context == 1


@pytest.mark.parametrize("text", ["", "[]", '{"data": 3}', '{"data": [{"paragraphs": [{"context": "c"}]}]}'])
def test_a_file_of_another_form_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError, match=r"x\.json is not a SQuAD-form file"):
        load_squad(path)


def test_news_of_a_file_and_of_a_folder(tmp_path: Path) -> None:
    line = json.dumps({"date": "2024-03-05", "title": "标题", "text": "正文。"}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(line + "\n\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(line + "\n", encoding="utf-8")
    item = NewsItem(date(2024, 3, 5), "标题", "正文。")
    assert load_news(tmp_path / "a.jsonl") == (item,)
    assert load_news(tmp_path) == (item, item)


@pytest.mark.parametrize(
    ("text", "says"), [('{"date": "x"}', "line 1"), ("", "holds no news"), ('{"title": "t"}', "line 1")]
)
def test_broken_news_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "a.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError, match=says):
        load_news(tmp_path / "a.jsonl")


def test_news_is_written_with_its_date_and_without_its_title(tmp_path: Path) -> None:
    write_news([NewsItem(date(2024, 3, 5), "标题", "正文。")], tmp_path / "n")
    text = (tmp_path / "n" / "00000.txt").read_text(encoding="utf-8")
    assert "2024年3月5日" in text
    assert "标题" not in text
    write_news([NewsItem(date(2024, 3, 5), "标题", "正文。")], tmp_path / "n", titled=True)
    assert (tmp_path / "n" / "00000.txt").read_text(encoding="utf-8").startswith("标题")


def test_a_sample_is_the_same_each_time_and_in_order() -> None:
    assert sample(range(5), 9) == [0, 1, 2, 3, 4]
    chosen = sample(range(1000), 20)
    assert chosen == sorted(chosen) == sample(range(1000), 20)


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["squad", str(tmp_path / "none.json")]) == 1
    assert "not a SQuAD-form file" in capsys.readouterr().err
