"""The command line as other programs call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def _run(*arguments: str, cwd: Path = ROOT, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "qa.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=env, input=stdin, check=False)


@pytest.fixture(scope="module")
def built(seed_index: Path) -> list[str]:
    return ["--index", str(seed_index)]


@pytest.mark.parametrize(
    "question", ["两江新区2024年整车产量是多少", "What was the vehicle output of Liangjiang New Area in 2024?"]
)
def test_ask_json_gives_the_figure_and_its_proof(built: list[str], question: str) -> None:
    done = _run("ask", question, "--json", *built)
    assert done.returncode == 0, done.stderr
    body = json.loads(done.stdout)
    assert body["status"] == "answered"
    assert "115万辆" in body["answer"]
    first = body["citations"][0]
    assert first["quote"] == "2024年直管区整车产量达115万辆。"
    assert (first["source"], first["date"]) == ("001_6093c4a7a48f33f9.txt", "2025-01-20")
    assert isinstance(body["ms"], float)


def test_search_json_is_a_list_of_hits(built: list[str]) -> None:
    done = _run("search", "两江新区整车产量", "-k", "3", "--json", *built)
    hits = json.loads(done.stdout)
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert hits[0]["source"] == "001_6093c4a7a48f33f9.txt"


def test_lines_in_lines_out_in_order(built: list[str], tmp_path: Path) -> None:
    lines = [
        {"id": 1, "question": "2024年涪陵区规上工业增加值增长多少？"},
        {"id": "b", "question": "那2027年的工业产值目标呢？", "history": ["2024年涪陵区规上工业产值是多少？"]},
        {"id": None, "question": ""},
    ]
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    done = _run("ask", "--input", str(file), "--json", *built)
    assert done.returncode == 0, done.stderr
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [body["id"] for body in out] == [1, "b", None]
    assert "8.8%" in out[0]["answer"]
    assert "4000亿元" in out[1]["answer"]
    assert out[2]["status"] == "not_found"
    found = _run("search", "--input", str(file), "--json", *built)
    assert [json.loads(line)["id"] for line in found.stdout.splitlines()] == [1, "b", None]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ask"], 2, "QUESTION"),
        (["nonsense"], 2, "nonsense"),
        (["search", "产量", "--from", "yesterday"], 2, "not a date"),
        (["search", "产量", "-k", "0"], 2, "k"),
        (["search", "产量", "--from", "2025-01-01", "--to", "2024-01-01"], 2, "swap"),
        (["show", "nothing-like-it.txt"], 2, "no article"),
        (["ask", "--input", "no-such-file.jsonl"], 2, "cannot read"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(
    built: list[str], arguments: list[str], code: int, says: str
) -> None:
    done = _run(*arguments, *([] if arguments == ["nonsense"] else built))
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_no_index_and_no_articles_says_what_to_do(tmp_path: Path) -> None:
    done = _run("ask", "产量？", cwd=tmp_path)
    assert done.returncode == 1
    assert "wenyu index" in done.stderr


def test_without_an_index_one_is_built_and_said_so(tmp_path: Path, seeds: Path) -> None:
    (tmp_path / "seeds").mkdir()
    source = seeds / "001_6093c4a7a48f33f9.txt"
    (tmp_path / "seeds" / source.name).write_bytes(source.read_bytes())
    done = _run("ask", "两江新区2024年整车产量是多少", cwd=tmp_path)
    assert done.returncode == 0
    assert "building it from seeds" in done.stderr
    assert "115万辆" in done.stdout


def test_a_mixed_folder_is_indexed_and_the_rest_explained(tmp_path: Path) -> None:
    folder = tmp_path / "文章 夹"
    folder.mkdir()
    zh = "发布时间：2023年5月6日\n\n昆明市2022年鲜花产量达到120亿枝，同比增长8.5%。"
    (folder / "昆明.txt").write_bytes(zh.encode("gb18030"))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    page = "<html><head><title>嘉兴</title><meta name='pubdate' content='2024-03-02'></head><body><article>"
    page += "<p>2023年，嘉兴市新增市场主体9.1万户，总量达到81万户。</p></article></body></html>"
    (folder / "page.html").write_text(page, encoding="utf-8")
    (folder / "繁體.txt").write_text("2024年1月8日\n\n臺中市2023年出口額達到330億美元。", encoding="utf-8")
    done = _run("index", str(folder), "--index", str(tmp_path / "ix"))
    assert done.returncode == 0, done.stderr
    assert "3 articles" in done.stdout
    assert "skipped empty.txt" in done.stderr
    assert "skipped binary.txt" in done.stderr
    for question, value in [("昆明市2022年鲜花产量是多少？", "120亿枝"), ("嘉兴市新增市场主体多少户？", "9.1万户"),
                            ("台中市2023年出口额是多少？", "330億美元")]:  # fmt: skip
        answer = json.loads(_run("ask", question, "--json", "--index", str(tmp_path / "ix")).stdout)
        assert value in answer["answer"], (question, answer["answer"])


def test_show_prints_a_slice_and_the_proof_of_the_date(built: list[str]) -> None:
    done = _run("show", "001_6093c4a7a48f33f9.txt", "--from", "0", "--to", "20", "--json", *built)
    body = json.loads(done.stdout)
    assert len(body["text"]) == 20
    assert body["date"] == "2025-01-20"
    assert "1月20日" in body["date_evidence"]


def test_an_answer_is_written_to_a_file_as_its_ending_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from index.errors import SettingsError
    from qa.cli import support
    from tests.eval.fakes import make_answer, make_quote

    answer = make_answer(citations=(make_quote("2024年产量达115万辆。", "a.txt"),))
    support.write_export([answer], tmp_path / "told.md")
    assert "115万辆" in (tmp_path / "told.md").read_text(encoding="utf-8")
    assert "told.md" in capsys.readouterr().err
    with pytest.raises(SettingsError, match="choose another place"):
        support.write_export([answer], tmp_path / "none" / "told.md")
    with pytest.raises(SettingsError, match=r"\.docx"):
        support.write_export([answer], tmp_path / "told.xyz")
