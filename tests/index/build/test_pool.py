"""Many files are read in worker processes, to the same result; one that hangs or takes its reader down costs itself."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import index.build.pool
from index.build.pool import read_files
from index.build.read import Reading, read_file
from index.build.worker import pack, unpack
from index.settings import Settings
from index.store.files import Stamp
from index.store.parts import SkippedRecord
from index.types import Skipped
from tests.index.fakes import SETTINGS, write_articles

ODD = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
import index.article
real = index.article.read_article
def odd(root, source, settings):
    if source == "001.txt":
        time.sleep(600)
    if source == "003.txt":
        os._exit(9)
    print("a reader that talks")
    return real(root, source, settings)
index.article.read_article = odd
from index.build.worker import main
main()
"""


def jobs(folder: Path) -> list[tuple[str, Stamp]]:
    return [(path.name, Stamp.of(path)) for path in sorted(folder.iterdir())]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    write_articles(tmp_path, 6)
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 20)
    return tmp_path


def by_source(results: list[Reading | SkippedRecord]) -> dict[str, Reading | SkippedRecord]:
    return {(r.record.summary if isinstance(r, Reading) else r.skipped).source: r for r in results}


def test_a_result_survives_the_pipe(articles: Path) -> None:
    for source, stamp in jobs(articles):
        result = read_file(articles, source, stamp, SETTINGS)
        assert unpack(pack(result)) == result
    strange = SkippedRecord(Skipped("\udcff\n.txt", "名\u2028"), "00", Stamp(1, 2, 3, 4))
    assert unpack(pack(strange)) == strange


def test_workers_read_what_this_process_reads(articles: Path) -> None:
    here = by_source(list(read_files(articles, jobs(articles), SETTINGS, workers=0)))
    there = by_source(list(read_files(articles, jobs(articles), SETTINGS, workers=2)))
    assert there == here
    assert len(here) == 7
    assert isinstance(here["bad.txt"], SkippedRecord)


def test_few_small_files_start_no_process(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.build.pool, "_read_in_workers", lambda *arguments: pytest.fail("a worker was started"))
    assert len(list(read_files(articles, jobs(articles), SETTINGS))) == 7


def test_a_large_file_is_read_by_a_worker(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (articles / "large.txt").write_text("重庆市。\n" * 20_000, encoding="utf-8")
    asked: list[int] = []
    monkeypatch.setattr(index.build.pool, "_read_in_workers", lambda root, work, settings, n: asked.append(n) or [])
    list(read_files(articles, jobs(articles), SETTINGS))
    assert asked
    assert asked[0] >= 1


def test_a_file_that_hangs_or_kills_costs_itself(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """I5: the deadline is a setting, and the reason is said."""
    monkeypatch.setattr(index.build.pool, "_RUN", ODD)
    monkeypatch.setattr(index.build.pool, "_START_S", 30.0)
    settings = Settings(file_deadline_s=3.0)
    first = jobs(articles)
    results = by_source(list(read_files(articles, first[2:] + first[:2], settings, workers=2)))
    reasons = {s: r.skipped.reason for s, r in results.items() if isinstance(r, SkippedRecord) and s != "bad.txt"}
    assert reasons == {"001.txt": "reading it took longer than 3 s.", "003.txt": "reading it ended the reader."}
    assert sum(isinstance(result, Reading) for result in results.values()) == 4
    assert isinstance(results["001.txt"], SkippedRecord)
    assert len(results["001.txt"].sha256) == 64, "the hash is kept, so that it is not tried at every build"


def test_giving_up_ends_the_workers(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.build.pool, "_RUN", ODD)
    results = read_files(articles, jobs(articles), SETTINGS, workers=2)
    next(results)
    started = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 10
