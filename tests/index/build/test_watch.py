"""The watcher builds after a change has come to rest, tells of it, and outlives errors."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest

from index.build.build import BuildReport
from index.build.watch import watch
from index.errors import WenYuError
from index.store.index import open_index
from index.store.lock import building
from tests.index.fakes import SETTINGS, LetterEncoder, article_text, write_articles

Told = SimpleQueue[BuildReport | WenYuError]


@contextmanager
def watching(home: Path) -> Iterator[Told]:
    told: Told = SimpleQueue()
    stop = threading.Event()
    thread = threading.Thread(
        target=watch,
        args=(home / "articles", home / "index", SETTINGS),
        kwargs={"interval": 0.05, "stop": stop, "on_build": told.put},
    )
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def next_report(told: Told) -> BuildReport:
    result = told.get(timeout=60)
    assert isinstance(result, BuildReport), result
    return result


@pytest.fixture
def home(tmp_path: Path, letters: LetterEncoder) -> Path:
    write_articles(tmp_path / "articles", 3)
    return tmp_path


def test_it_follows_the_folder(home: Path) -> None:
    with watching(home) as told:
        assert next_report(told).articles == 3
        (home / "articles/009.txt").write_text(article_text(9), encoding="utf-8")
        report = next_report(told)
        assert (report.articles, report.reused) == (4, 3)
        (home / "articles/000.txt").unlink()
        report = next_report(told)
        assert (report.articles, report.removed) == (3, 1)
    assert len(open_index(home / "index").articles) == 3
    assert told.empty()


def test_a_locked_index_is_tried_again(home: Path) -> None:
    (home / "index").mkdir()
    with building(home / "index"), watching(home) as told:
        error = told.get(timeout=60)
        assert isinstance(error, WenYuError)
        assert "another process" in str(error)
        stop_holding = threading.Event()
        assert not stop_holding.wait(0.3)
        assert told.empty(), "the same error is told once"
    with watching(home) as told:
        assert next_report(told).articles == 3


def test_a_folder_that_comes_back_is_followed_again(home: Path) -> None:
    with watching(home) as told:
        next_report(told)
        (home / "articles").rename(home / "away")
        error = told.get(timeout=60)
        assert isinstance(error, WenYuError)
        assert "there is no folder" in str(error)
        write_articles(home / "away", 5)
        (home / "away").rename(home / "articles")
        assert next_report(told).articles == 5
