"""Readers and builders at once, and surroundings that are not kind."""

from __future__ import annotations

import marshal
import os
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build.build import BuildReport
from index.store.index import Index, open_index
from index.store.live import LiveIndex
from tests.index.fakes import LetterEncoder, article_text, assert_whole, contents, marker, on_disk

# Builds and readers beside each other.
pytestmark = pytest.mark.slow

Build = Callable[..., BuildReport]
ROOT = Path(__file__).resolve().parents[3]
BUILD = """
import sys
from pathlib import Path
from tests.index.fakes import SETTINGS, use_letters
use_letters()
from index.build.build import build_index
from index.errors import IndexLocked
try:
    print("built", build_index(Path(sys.argv[1]), Path(sys.argv[2]), settings=SETTINGS).articles)
except IndexLocked as error:
    print("locked", error)
"""


def ask(opened: Index, dice: random.Random, query: list[float]) -> None:
    """One question: everything in the answer must come from this very generation."""
    source = dice.choice([summary.source for summary in opened.articles])
    text = opened.article(source).text
    word = next(part for part in text.replace("。", " ").split() if "标记mark" in part).partition("标记")[2]
    passages, _ = opened.keywords.column(word)
    assert [opened.passages[int(i)].source for i in passages] == [source]
    ids, scores = opened.vectors.search(query, 5)  # type: ignore[arg-type]
    assert len(ids) == 5
    assert list(scores) == sorted(scores, reverse=True)
    for i in ids:
        passage = opened.passages[int(i)]
        assert opened.article(passage.source).text[passage.start : passage.end] == passage.text


def test_swap_under_load(build: Build, tmp_path: Path) -> None:
    """X5: eight searchers during twenty rebuilds, four of them opening the folder anew each time."""
    build()
    index_dir, articles = tmp_path / "index", tmp_path / "articles"
    live = LiveIndex(index_dir)
    query = LetterEncoder().encode_queries(["2024年整车产量"])[0]
    stop = threading.Event()
    faults: list[BaseException] = []
    asked = [0] * 8
    generations: set[int] = set()

    def search(number: int) -> None:
        dice = random.Random(number)
        try:
            while not stop.is_set():
                opened = live.current() if number % 2 else open_index(index_dir)
                generations.add(opened.generation)
                ask(opened, dice, query)
                asked[number] += 1
                stop.wait(0.002)
        except BaseException as error:
            faults.append(error)

    searchers = [threading.Thread(target=search, args=(number,)) for number in range(8)]
    for searcher in searchers:
        searcher.start()
    for turn in range(20):
        (articles / f"{turn % 6:03d}.txt").write_text(article_text(turn % 6, version=turn + 1), encoding="utf-8")
        (articles / f"{100 + turn % 3}.txt").write_text(article_text(100 + turn), encoding="utf-8")
        assert not build().unchanged
    stop.set()
    for searcher in searchers:
        searcher.join(60)
    assert faults == []
    assert min(asked) > 0
    assert len(generations) > 5
    assert contents(assert_whole(index_dir)) == on_disk(articles)
    assert live.current().generation == open_index(index_dir).generation


def test_few_generations_stay(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two at least, eight at most while readers may be late, and two when their time has passed."""

    def folders() -> list[str]:
        return sorted(path.name for path in (tmp_path / "index").iterdir() if path.name.startswith("g"))

    build()
    for turn in range(12):
        (tmp_path / "articles/001.txt").write_text(article_text(1, version=turn + 1), encoding="utf-8")
        build()
        assert 2 <= len(folders()) <= 9
    monkeypatch.setattr("index.build.publish._GRACE_S", 0.0)
    (tmp_path / "articles/001.txt").write_text(article_text(1, version=99), encoding="utf-8")
    build()
    assert folders() == ["g00000013", "g00000014"]


def test_two_builders_at_once(build: Build, tmp_path: Path) -> None:
    """X6: one builds, the others are told so; what comes out is whole."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", BUILD, str(tmp_path / "articles"), str(tmp_path / "index")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[0].split()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert "built" in said
    assert set(said) <= {"built", "locked"}
    assert contents(assert_whole(tmp_path / "index")) == on_disk(tmp_path / "articles")


def test_hostile_env(build: Build, tmp_path: Path) -> None:
    """X3: a planted jieba cache, no HOME, an ASCII locale, a private umask, a folder that may not be written."""
    temp, cwd = tmp_path / "temp", tmp_path / "cwd"
    temp.mkdir()
    cwd.mkdir()
    (temp / "jieba.cache").write_bytes(marshal.dumps(({"重庆大学研究团队": 99999}, 0)))
    cwd.chmod(0o555)
    code = f"import os, sys; sys.path.insert(0, {str(ROOT)!r}); os.umask(0o077)\n{BUILD}"
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "articles"), str(tmp_path / "index")],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C", "TMPDIR": str(temp), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (result.returncode, result.stdout) == (0, "built 6\n"), result.stderr
    assert sorted(path.name for path in temp.iterdir()) == ["jieba.cache"]
    opened = assert_whole(tmp_path / "index")
    assert opened.keywords.frequency(marker(1)) == 1
    build(where="here")
    assert opened.keywords.spelling()[0] == open_index(tmp_path / "here").keywords.spelling()[0]


def test_no_network(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("nothing calls home")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    build()
    assert_whole(tmp_path / "index")
