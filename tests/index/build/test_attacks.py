"""What an attack on the index folder must not do: touch what is others', feed on itself, use up its numbers, hang."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build.build import build_index
from index.build.publish import next_generation
from index.build.watch import watch
from index.errors import IndexFolderError
from index.files.scan import scan
from index.settings import Settings
from index.store.index import open_index
from index.store.live import LiveIndex
from index.store.manifest import CURRENT, generation_name
from index.store.ours import MARKER, foreign, holds_index, remove_generation
from index.store.verify import verify
from tests.index.fakes import SETTINGS, LetterEncoder, write_articles

ROOT = Path(__file__).resolve().parents[3]


def _photos(folder: Path) -> None:
    (folder / "g20240101").mkdir()
    (folder / "g20240101/photo.jpg").write_bytes(b"\xff\xd8\xff")


def _diary_and_photos(folder: Path) -> None:
    _photos(folder)
    (folder / "g20240102").mkdir()
    (folder / "g20240102/a.txt").write_text("日记", encoding="utf-8")
    (folder / "diary.txt").write_text("日记", encoding="utf-8")


def _leveldb(folder: Path) -> None:
    (folder / "CURRENT").write_text("MANIFEST-000005\n", encoding="ascii")
    (folder / "LOCK").write_bytes(b"")
    (folder / "MANIFEST-000005").write_bytes(b"\x56\xf9")
    (folder / "000003.ldb").write_bytes(b"data")


def _web_app(folder: Path) -> None:
    """A date, and the manifest of a web page in it."""
    (folder / "g20240101").mkdir()
    (folder / "g20240101/manifest.json").write_text('{"name": "app", "icons": []}', encoding="utf-8")


def _files(folder: Path) -> None:
    (folder / "letter.txt").write_text("信", encoding="utf-8")


def _lock_of_others(folder: Path) -> None:
    (folder / "LOCK").write_text("pid 12\n", encoding="ascii")


def _empty_dates(folder: Path) -> None:
    (folder / "g20240101").mkdir()


FOREIGN: list[Callable[[Path], None]] = [
    _photos, _diary_and_photos, _leveldb, _web_app, _files, _lock_of_others, _empty_dates,
]  # fmt: skip


def everything(folder: Path) -> dict[str, str]:
    """Every path with its content's digest ("" for a folder)."""
    return {
        str(path.relative_to(folder)): "" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def articles(tmp_path: Path, letters: LetterEncoder) -> Path:
    write_articles(tmp_path / "articles", 3)
    return tmp_path / "articles"


@pytest.mark.parametrize("fill", FOREIGN)
def test_f2_a_folder_of_others_is_refused_and_untouched(
    articles: Path, tmp_path: Path, fill: Callable[[Path], None]
) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    fill(folder)
    before = everything(folder)
    with pytest.raises(IndexFolderError, match="holds other files and no index") as said:
        build_index(articles, folder, settings=SETTINGS)
    assert "--index" in str(said.value)
    assert everything(folder) == before


@pytest.mark.parametrize("fill", [_photos, _diary_and_photos, _web_app, _files])
def test_f2_what_others_put_into_an_index_stays(articles: Path, tmp_path: Path, fill: Callable[[Path], None]) -> None:
    folder = tmp_path / "index"
    build_index(articles, folder, settings=SETTINGS)
    fill(folder)
    theirs = everything(folder).keys() - {"LOCK"}
    kept = {name: digest for name, digest in everything(folder).items() if name in theirs and "g0000" not in name}
    for n in range(3):
        (articles / f"10{n}.txt").write_text(f"第{n}区产量达{n + 3}万辆。\n", encoding="utf-8")
        build_index(articles, folder, settings=SETTINGS)
    now = everything(folder)
    assert {name: now.get(name) for name in kept if name != CURRENT} == {n: d for n, d in kept.items() if n != CURRENT}
    assert verify(folder) == []


def test_f2_a_killed_first_build_is_known_again(articles: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / MARKER).write_bytes(b"")
    (folder / "LOCK").write_bytes(b"")
    (folder / "g00000001/vectors").mkdir(parents=True)
    (folder / "g00000001/articles.jsonl").write_bytes(b"half")
    build_index(articles, folder, settings=SETTINGS)
    assert open_index(folder).generation == 1


@pytest.mark.parametrize("name", [CURRENT, MARKER])
def test_f2_an_index_is_known_without_one_of_its_signs(articles: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "index"
    build_index(articles, folder, settings=SETTINGS)
    (folder / name).unlink()
    assert holds_index(folder)
    build_index(articles, folder, settings=SETTINGS)
    assert verify(folder) == []


def test_f2_every_file_of_an_index_can_be_named(articles: Path, tmp_path: Path, seed_index: Path) -> None:
    """Else a generation would never be cleared away."""
    build_index(articles, tmp_path / "index", settings=SETTINGS)
    for folder in (tmp_path / "index", seed_index):
        generation = open_index(folder, stores=False).folder
        assert foreign(generation) is None
    remove_generation(tmp_path / "index" / "g00000001")
    assert not (tmp_path / "index" / "g00000001").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_f2_nothing_is_removed_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/vectors.faiss").write_bytes(b"x")
    generation = tmp_path / "g00000001"
    generation.mkdir()
    (generation / "vectors").symlink_to(tmp_path / "real")
    remove_generation(generation)
    assert (tmp_path / "real/vectors.faiss").exists()
    (tmp_path / "g00000002").symlink_to(tmp_path / "real")
    remove_generation(tmp_path / "g00000002")
    assert (tmp_path / "real/vectors.faiss").exists()


def test_f4_an_index_inside_its_articles_finds_the_same_articles(articles: Path) -> None:
    inner = articles / "idx"
    reports = [build_index(articles, inner, settings=SETTINGS)]
    (inner / "trash").mkdir()
    (inner / "trash/2026-taken-out.txt").write_text("南屏县产量达到9万吨。\n", encoding="utf-8")
    reports += [build_index(articles, inner, settings=SETTINGS) for _ in range(3)]
    assert [(r.articles, r.passages) for r in reports] == [(3, reports[0].passages)] * 4
    assert [r.unchanged for r in reports[1:]] == [True] * 3
    assert {a.source for a in open_index(inner).articles} == {"000.txt", "001.txt", "002.txt"}


def test_f4_any_index_is_left_out_and_said_so(articles: Path, tmp_path: Path) -> None:
    build_index(articles, articles / "a/old-index", settings=SETTINGS)
    files, skipped = scan(articles, SETTINGS, holds_index)
    assert len(files) == 3
    assert [(s.source, "an index" in s.reason) for s in skipped] == [("a/old-index", True)]


def test_f4_following_a_folder_with_its_index_inside_builds_once(articles: Path) -> None:
    told: list[object] = []
    stop = threading.Event()
    looks = iter(range(12))

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            return next(looks, None) is None or stop.wait(0.02)

    watch(articles, articles / "idx", SETTINGS, interval=0.02, stop=Stop(), on_build=told.append)
    assert len(told) == 1, told
    assert open_index(articles / "idx").generation == 1


def test_f4_articles_in_the_index_folder_are_refused(articles: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build_index(articles, index, settings=SETTINGS)
    for folder in (index, index / "g00000001"):
        with pytest.raises(IndexFolderError, match="cannot lie in the index folder"):
            build_index(folder, index, settings=SETTINGS)


def test_f12_the_last_number_does_not_end_the_index(articles: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build_index(articles, index, settings=SETTINGS)
    (index / "g99999999").mkdir()
    (index / "g99999999/stays.bin").write_bytes(b"x")
    (articles / "009.txt").write_text("第九区产量达9万辆。\n", encoding="utf-8")
    report = build_index(articles, index, settings=SETTINGS)
    assert (report.articles, report.generation) == (4, 2)
    assert len(open_index(index).articles) == 4
    assert (index / "g99999999/stays.bin").exists()


def test_f12_used_up_numbers_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.build.publish.generation_in_use", lambda folder: 99_999_999)
    (tmp_path / generation_name(99_999_999)).mkdir()
    with pytest.raises(IndexFolderError, match="used up"):
        next_generation(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/etc/hostname", path)])
def test_f12_a_lock_that_is_no_file_is_said(articles: Path, tmp_path: Path, make: Callable[[Path], None]) -> None:
    index = tmp_path / "index"
    build_index(articles, index, settings=SETTINGS)
    (index / "LOCK").unlink()
    make(index / "LOCK")
    with pytest.raises(IndexFolderError, match="LOCK is no file"):
        build_index(articles, index, settings=SETTINGS)
    assert len(open_index(index).articles) == 3


def test_f3_limits_are_settings_that_read_files_anew() -> None:
    from index.build.plan import reading

    for name in ("max_unpacked_bytes", "max_text_chars", "max_figures", "reader_memory_mb"):
        assert reading(Settings()) != reading(Settings(**{name: 7})), name


BUILD = """
import sys
from pathlib import Path
from index.build import build_index
from index.settings import Settings
build_index(Path(sys.argv[1]), Path(sys.argv[2]), settings=Settings())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="kills and looks at a group of processes")
def test_a_killed_build_leaves_the_index_in_use_and_no_reader_process(tmp_path: Path, seed_index: Path) -> None:
    """kill -9 of a build while another process answers from the index: the reader that it started ends as well."""
    write_articles(tmp_path / "articles", 4)
    index = tmp_path / "index"
    shutil.copytree(seed_index, index)
    live = LiveIndex(index)
    before = [summary.source for summary in live.current().articles]
    code = [sys.executable, "-c", BUILD, str(tmp_path / "articles"), str(index)]
    process = subprocess.Popen(code, cwd=ROOT, start_new_session=True)
    try:
        while process.poll() is None and len(_group(process.pid)) < 2:
            time.sleep(0.02)
    finally:
        process.kill()
        process.wait()
    assert [summary.source for summary in live.current().articles] == before
    assert live.problem == ""
    assert verify(index) == []
    deadline = time.monotonic() + 240
    while _group(process.pid) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert _group(process.pid) == []


def _group(session: int) -> list[int]:
    """The processes of a session that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, owner = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:4]
            if int(owner) == session and state != "Z":
                found.append(int(path.parent.name))
    return found
