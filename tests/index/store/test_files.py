"""Durable files: what is written is summed and fsynced, and nothing but a regular file is ever opened."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from index.store.files import Stamp, open_regular, replace_file, seal_file, sum_file, sync_folder, write_file
from index.store.rows import Records, Rows, read_array, rows_of, spans_of, write_array


def test_a_file_is_summed_while_it_is_written(tmp_path: Path) -> None:
    parts = [b"abc", memoryview("重庆".encode())]
    written = write_file(tmp_path / "x", parts, "folder/x")
    assert (tmp_path / "x").read_bytes() == "abc重庆".encode()
    assert (written.name, written.size) == ("folder/x", 9)
    assert written.sha256 == hashlib.sha256("abc重庆".encode()).hexdigest()
    assert sum_file(tmp_path / "x", "folder/x") == seal_file(tmp_path / "x", "folder/x") == written


def test_every_byte_is_fsynced_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.readlink(f"/proc/self/fd/{handle}")))
    write_file(tmp_path / "x", [b"1"], "x")
    seal_file(tmp_path / "x", "x")
    sync_folder(tmp_path)
    assert synced == [str(tmp_path / "x")] * 2 + [str(tmp_path)]


def test_replacing_is_one_step(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("new")
    (tmp_path / "old").write_text("old")
    replace_file(tmp_path / "new", tmp_path / "old")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("old", "new")]


@pytest.mark.timeout(20)
def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "gone", "."):
        with pytest.raises(OSError, match=r"."):
            open_regular(tmp_path / name)
        with pytest.raises(OSError, match=r"."):
            Stamp.of(tmp_path / name)
    with open_regular(tmp_path / "file") as file:
        assert file.readall() == b"x"


def test_a_stamp_is_trusted_only_when_the_file_was_at_rest() -> None:
    second = 1_000_000_000
    stamp = Stamp(size=1, mtime_ns=100 * second, ctime_ns=90 * second, inode=1)
    assert not stamp.at_rest(101 * second)
    assert stamp.at_rest(103 * second)
    assert not Stamp(1, 90 * second, 102 * second, 1).at_rest(103 * second)
    assert not Stamp(1, 500 * second, 0, 1).at_rest(103 * second), "a time in the future proves nothing"


def test_a_failpoint_ends_the_process_at_its_step(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.store.files import write_file\n"
        "for i in range(3): write_file(Path(sys.argv[1]) / str(i), [b'x'], 'x')\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    for failpoint, expected in (("fsync:2", ["0", "1"]), ("open:3", ["0", "1"]), ("*:1", []), ("other:1", list("012"))):
        for path in tmp_path.iterdir():
            path.unlink()
        ended = subprocess.run(command, env={**os.environ, "WENYU_FAILPOINT": failpoint}, check=False)
        assert ended.returncode == (0 if failpoint.startswith("other") else 137)
        assert sorted(path.name for path in tmp_path.iterdir()) == expected


def test_rows_are_lines_and_their_places() -> None:
    rows = rows_of([b"[1]\n", b"[2,3]\n", b""])
    assert [bytes(rows.line(i)) for i in range(len(rows))] == [b"[1]\n", b"[2,3]\n", b""]
    assert bytes(rows.lines(0, 2)) == b"[1]\n[2,3]\n"
    assert len(rows_of([])) == 0


@pytest.mark.parametrize("spans", [[], [0, 5], [1, 3], [0, 2, 1, 3], [0, -1, 3], [[0, 3]]])
def test_places_that_do_not_cover_the_file_are_refused(spans: list[int]) -> None:
    with pytest.raises(ValueError, match="do not cover"):
        Rows(b"abc", np.array(spans, dtype=np.int64))


@pytest.mark.parametrize("array", [spans_of([2, 0, 3]), np.zeros((0, 16), np.uint8), np.ones((2, 3), np.float32)])
def test_an_array_comes_back(tmp_path: Path, array: np.ndarray) -> None:
    written = write_array(tmp_path, "a.npy", array)
    data = (tmp_path / "a.npy").read_bytes()
    assert written.size == len(data)
    back = read_array(data, str(array.dtype), array.ndim)
    assert (back == array).all()
    assert back.shape == array.shape
    assert (np.load(tmp_path / "a.npy", allow_pickle=False) == array).all()
    with pytest.raises(ValueError, match="belongs"):
        read_array(data, "float64", array.ndim)


def test_an_array_of_objects_is_never_loaded(tmp_path: Path) -> None:
    """X2: an object array is a pickle."""
    np.save(tmp_path / "bad.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle"):
        read_array((tmp_path / "bad.npy").read_bytes(), "int64")


def test_records_are_read_when_asked_for_and_kept_for_a_while() -> None:
    read: list[int] = []

    def item(i: int) -> str:
        read.append(i)
        return f"item {i}"

    records = Records(10, item, keep=2)
    assert (len(records), read) == (10, [])
    assert (records[3], records[3], records[-1], records[np.int64(3)]) == ("item 3", "item 3", "item 9", "item 3")
    assert read == [3, 9]
    assert records[1:3] == ("item 1", "item 2")
    assert records[3] == "item 3"
    assert read == [3, 9, 1, 2, 3]
    for wrong in (10, -11):
        with pytest.raises(IndexError, match="there are 10"):
            records[wrong]
    with pytest.raises(TypeError):
        records["1"]  # type: ignore[call-overload]


def test_arrays_are_loaded_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11's parser, which numpy reads the head of an array with, fails when two threads are in it."""
    write_array(tmp_path, "a.npy", spans_of(list(range(50))))
    data = (tmp_path / "a.npy").read_bytes()
    inside: list[int] = []
    together: list[int] = []
    real = np.lib.format.read_array

    def reading(*arguments: object, **more: object) -> object:
        inside.append(1)
        together.append(len(inside))
        time.sleep(0.001)
        inside.pop()
        return real(*arguments, **more)

    monkeypatch.setattr(np.lib.format, "read_array", reading)
    threads = [threading.Thread(target=lambda: [read_array(data, "int64") for _ in range(10)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [1] * 40
