"""Many files are read in worker processes, to the same result; one that hangs or takes its reader down costs itself."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

import index.build.pool
from index.build.pool import read_files
from index.build.read import Reading, read_file
from index.build.worker import COUNTS_WORK, pack, unpack
from index.errors import IndexFolderError
from index.settings import Settings
from index.store.files import Stamp
from index.store.parts import SkippedRecord
from index.types import Skipped
from tests.index.fakes import SETTINGS, write_articles

ODD = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
import index.article
real = index.article.read_articles
def odd(root, source, settings):
    if source == "001.txt":
        time.sleep(600)
    if source == "003.txt":
        os._exit(9)
    print("a reader that talks")
    return real(root, source, settings)
index.article.read_articles = odd
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


def test_f3_the_building_process_reads_no_file_itself(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.build.pool, "read_file", lambda *arguments: pytest.fail("a file was read here"))
    assert len(list(read_files(articles, jobs(articles), SETTINGS))) == 7


def test_f3_one_worker_waits_for_the_next_build(articles: Path) -> None:
    list(read_files(articles, jobs(articles), SETTINGS))
    kept = index.build.pool._IDLE._worker
    assert kept is not None
    list(read_files(articles, jobs(articles), SETTINGS))
    assert index.build.pool._IDLE._worker is kept
    index.build.pool._IDLE.close()
    assert not kept.alive


def test_a_large_file_is_read_by_a_worker(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (articles / "large.txt").write_text("重庆市。\n" * 20_000, encoding="utf-8")
    asked: list[int] = []
    monkeypatch.setattr(index.build.pool, "_read_in_workers", lambda root, work, settings, n: asked.append(n) or [])
    list(read_files(articles, jobs(articles), SETTINGS))
    assert asked
    assert asked[0] >= 1


def test_a_file_that_hangs_or_kills_costs_itself(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """I5: the deadline is a setting, and the reason is said."""
    monkeypatch.setattr(index.build.pool, "_RUN", _run(ODD))
    settings = Settings(file_deadline_s=3.0)
    first = jobs(articles)
    results = by_source(list(read_files(articles, first[2:] + first[:2], settings, workers=2)))
    reasons = {s: r.skipped.reason for s, r in results.items() if isinstance(r, SkippedRecord) and s != "bad.txt"}
    assert reasons == {"001.txt": "reading it took longer than 3 s.", "003.txt": "reading it ended the reader."}
    assert sum(isinstance(result, Reading) for result in results.values()) == 4
    assert isinstance(results["001.txt"], SkippedRecord)
    assert len(results["001.txt"].sha256) == 64, "the hash is kept, so that it is not tried at every build"


def test_giving_up_ends_the_workers(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.build.pool, "_RUN", _run(ODD))
    results = read_files(articles, jobs(articles), SETTINGS, workers=2)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert not [thread for thread in threading.enumerate() if isinstance(thread, index.build.pool._Driver)]


SLOW_START = ODD.replace("from index.build.worker import main", "time.sleep(6)\nfrom index.build.worker import main")
BUSY = ODD.replace("time.sleep(600)", "exec('while True: pass')")
HUNGRY = ODD.replace("time.sleep(600)", "return bytes(3_000_000_000)")
NEVER = "raise SystemExit(3)"


def _run(code: str) -> str:
    """The start of a worker, with its paths as it is given them."""
    return code.replace("sys.path.insert(0, sys.argv[1])", "import json; sys.path[:] = json.loads(sys.argv[1])")


def _read(articles: Path, names: str, settings: Settings) -> dict[str, Reading | SkippedRecord]:
    chosen = [job for job in jobs(articles) if job[0] in names.split()]
    return by_source(list(read_files(articles, chosen, settings, workers=1)))


def test_f3_the_clock_starts_when_the_worker_is_ready(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow start costs no file its time."""
    monkeypatch.setattr(index.build.pool, "_RUN", _run(SLOW_START))
    found = _read(articles, "000.txt", Settings(file_deadline_s=3.0))
    assert isinstance(found["000.txt"], Reading)


@pytest.mark.skipif(not COUNTS_WORK, reason="the system does not count a process's work")
def test_f3_a_file_that_works_for_ever_costs_its_deadline(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.build.pool, "_RUN", _run(BUSY))
    found = _read(articles, "001.txt 002.txt", Settings(file_deadline_s=2.0))
    assert isinstance(found["002.txt"], Reading), "the next file is read"
    assert isinstance(found["001.txt"], SkippedRecord)
    assert found["001.txt"].skipped.reason == "reading it took longer than 2 s."


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how large a process is")
def test_f3_a_file_that_needs_too_much_memory_is_skipped(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.build.pool, "_RUN", _run(HUNGRY))
    found = _read(articles, "001.txt 002.txt", Settings(reader_memory_mb=300))
    assert isinstance(found["002.txt"], Reading)
    assert isinstance(found["001.txt"], SkippedRecord)
    assert found["001.txt"].skipped.reason == "reading it needs more than 300 MB of memory (reader_memory_mb)."


def test_f3_a_worker_that_does_not_start_is_said(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.build.pool, "_RUN", NEVER)
    with pytest.raises(IndexFolderError, match="did not start"):
        _read(articles, "000.txt", SETTINGS)


@pytest.mark.parametrize(
    ("limit", "reason"),
    [({"max_text_chars": 50}, "longer than the limit of 50 characters"), ({"max_figures": 1}, "at most 1 are kept")],
)
def test_f3_what_unfolds_too_far_is_skipped(tmp_path: Path, limit: dict[str, int], reason: str) -> None:
    write_articles(tmp_path, 1)
    ((source, stamp),) = jobs(tmp_path)
    found = read_file(tmp_path, source, stamp, Settings(**limit))  # type: ignore[arg-type]
    assert isinstance(found, SkippedRecord)
    assert reason in found.skipped.reason
