"""`wenyu eval` over the five articles, end to end, with the bundled model."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.cli import run_eval
from eval.questions.format import load_questions
from index.errors import QuestionError
from index.settings import Settings

# Whole runs of the evaluation.
pytestmark = pytest.mark.slow

BUNDLED = Path(__file__).parents[2] / "eval" / "questions.jsonl"
# One of several kinds each, all read off sentences whose year is 去年 or 今年.
CHOSEN = ("zh-002", "zh-030", "en-027", "zh-039", "zh-133", "zh-061", "zh-174", "en-176")


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A handful of the bundled questions as a file of one's own."""
    lines = BUNDLED.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "few.jsonl"
    chosen = [line for line in lines if json.loads(line)["id"] in CHOSEN]
    path.write_text("\n".join(chosen) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def evaluate(seed_index: Path, few: Path) -> Callable[..., int]:
    def run(**options: Any) -> int:
        given: dict[str, Any] = {
            "index_dir": seed_index, "questions": few, "report": None, "compare": None, "ablate": False,
            "draft": None, "as_json": False, "settings": Settings(reader="none"),
        }  # fmt: skip
        return run_eval(**{**given, **options})

    return run


def test_json_report_and_comparison(
    evaluate: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report"
    assert evaluate(report=report, as_json=True) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["all"]["n"] == len(CHOSEN)
    assert body["all"]["right"]["value"] >= 0.7
    assert body["all"]["verbatim"]["value"] == 1.0
    assert body["below_floors"] == []
    assert len((report / "questions.jsonl").read_text(encoding="utf-8").splitlines()) == len(CHOSEN)
    assert "<script" not in (report / "index.html").read_text(encoding="utf-8")
    assert evaluate(compare=report / "questions.jsonl", ablate=True) == 0
    out = capsys.readouterr().out
    assert f"0 won, 0 lost, {len(CHOSEN)} the same" in out
    assert "Each retrieval signal alone" in out


def test_an_index_of_another_version_is_told(
    evaluate: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(as_json=True)
    assert "another version" not in capsys.readouterr().err
    monkeypatch.setattr("index.build.plan.pipeline", lambda: "0" * 16)
    evaluate(as_json=True)
    captured = capsys.readouterr()
    assert "another version of the program" in captured.err
    assert json.loads(captured.out)["all"]["n"] == len(CHOSEN)


def test_a_floor_that_is_not_held_fails_and_is_named(
    evaluate: Callable[..., int], few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few.with_name("floors.toml").write_text("[all]\nright = 1.1\n", encoding="utf-8")
    assert evaluate() == 1
    assert "below the floor: Right, refusals included (right), all:" in capsys.readouterr().out


def test_a_broken_year_rule_fails_and_the_report_names_the_class(
    evaluate: Callable[..., int], few: Path, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.build.build import build_index
    from index.build.read import read_file
    from index.times import zh_grammar as timex_zh_grammar

    def here(root: Path, jobs: Any, settings: Settings) -> Any:
        return (read_file(root, source, stamp, settings) for source, stamp in jobs)

    # Read in this process: a worker would not know of the broken rule.
    monkeypatch.setattr("index.build.build.read_files", here)
    monkeypatch.setitem(timex_zh_grammar.RELATIVE_YEARS, "去年", -2)
    index, report = tmp_path / "index", tmp_path / "report"
    build_index(seeds, index, settings=replace(Settings(), index_dir=str(index)))
    few.with_name("floors.toml").write_text('[most]\n"wrong year" = 0\n', encoding="utf-8")
    assert evaluate(index_dir=index, report=report) == 1
    page = (report / "index.html").read_text(encoding="utf-8")
    assert "Below the floors" in page
    assert "wrong year: 1 questions, at most 0 allowed." in page
    assert "2023-08 instead of 2024-08" in page


def test_drafts_can_be_run(evaluate: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(draft=8) == 0
    printed = capsys.readouterr()
    assert "Check each" in printed.err
    path = tmp_path / "mine" / "drafted.jsonl"
    path.parent.mkdir()
    path.write_text(printed.out, encoding="utf-8")
    golds = load_questions(path)
    assert len(golds) == 8
    assert all(gold.drafted for gold in golds)
    assert evaluate(questions=path, as_json=True) == 0
    with pytest.raises(QuestionError, match="drafts nothing"):
        evaluate(draft=0)


def test_one_question_without_an_answer_and_a_broken_line(
    evaluate: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text('{"question": "涪陵区2019年GDP是多少？", "answers": []}\n', encoding="utf-8")
    assert evaluate(questions=path, as_json=True) == 0
    body = json.loads(capsys.readouterr().out)
    assert (body["all"]["n"], body["all"]["refusal_recall"]["value"]) == (1, 1.0)
    assert "hit@1" not in body["all"]
    path.write_text('{"question": "q"}\n', encoding="utf-8")
    with pytest.raises(QuestionError, match=r"one\.jsonl, line 1"):
        evaluate(questions=path)


def test_the_bundled_questions_need_the_bundled_articles(evaluate: Callable[..., int], tmp_path: Path) -> None:
    from index.build.build import build_index

    folder, index = tmp_path / "other", tmp_path / "index"
    folder.mkdir()
    (folder / "x.txt").write_text("今年一季度，全市汽车产量增长5%。这是另一篇文章。", encoding="utf-8")
    build_index(folder, index, settings=replace(Settings(), index_dir=str(index)))
    with pytest.raises(QuestionError, match="give your own with --questions"):
        evaluate(index_dir=index, questions=None)
