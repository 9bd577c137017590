"""Questions asked of articles that cannot answer them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.questions.crossed import Crossed, main

ARTICLE = "春茶上市\n2023-04-01\n江城今年采茶1200亩，茶价每斤80元。\n"


def _set(folder: Path, *questions: str) -> Path:
    path = folder / "questions.jsonl"
    lines = (json.dumps({"id": f"q{i}", "question": q, "answers": []}) for i, q in enumerate(questions))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_refusals_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "tea.txt").write_text(ARTICLE, encoding="utf-8")
    asked = _set(tmp_path, "火星上有多少座桥梁？", "江城2023年采茶多少亩？", "Who wrote the opera?")
    assert main(["--articles", str(articles), "--questions", str(asked), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"asked": 3, "refused": 2, "share": 0.6667}
    assert main(["--articles", str(articles), "--questions", str(asked)]) == 0
    assert "1200亩" in capsys.readouterr().out


def test_a_missing_folder_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--articles", str(tmp_path / "none"), "--questions", str(_set(tmp_path, "x"))]) == 2
    assert "none" in capsys.readouterr().err


def test_nothing_asked_is_nothing_answered() -> None:
    assert Crossed(0, 0, ()).share == 1.0
