"""Any operation of a build may fail, or the power go: the index in use stays whole, and the message is readable."""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from index.build.build import BuildReport, needs_build
from index.errors import IndexFolderError, IndexMissing
from index.store.index import open_index
from tests.index.fakes import SETTINGS, article_text, assert_whole, contents, on_disk

# Whole builds, with each operation failing once.
pytestmark = pytest.mark.slow

Build = Callable[..., BuildReport]


class Disk:
    """Counts the operations on files under `home` and fails the n-th (0: none) with `error`."""

    def __init__(self, home: Path, n: int, error: int) -> None:
        self.home, self.n, self.error = str(home), n, error
        self.count = 0

    def step(self, path: object) -> None:
        if isinstance(path, (str, os.PathLike)) and not os.fspath(path).startswith(self.home):  # type: ignore[arg-type]
            return
        self.count += 1
        if self.count == self.n:
            raise OSError(self.error, os.strerror(self.error), str(path))


class Writer(io.FileIO):
    """A file whose every write may fail, after half of it was written."""

    def __init__(self, disk: Disk, path: str, mode: str) -> None:
        super().__init__(path, mode)
        self._disk = disk

    def write(self, data: Any) -> int:
        try:
            self._disk.step(self.name)
        except OSError:
            super().write(memoryview(data).cast("B")[: len(data) // 2])
            raise
        return super().write(data)


@contextmanager
def failing(home: Path, n: int, error: int = errno.ENOSPC) -> Iterator[Disk]:
    """Every way our code and the stores reach the disk, wrapped."""
    disk = Disk(home, n, error)
    patch = pytest.MonkeyPatch()

    def wrap(module: Any, name: str) -> None:
        real = getattr(module, name)

        def operation(path: Any, *rest: Any, **more: Any) -> Any:
            disk.step(path)
            return real(path, *rest, **more)

        patch.setattr(module, name, operation)

    for name in ("replace", "mkdir", "rename", "unlink"):
        wrap(os, name)
    patch.setattr(os, "fsync", lambda handle, real=os.fsync: (disk.step(None), real(handle)))
    real_open = io.open

    def opening(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if not isinstance(file, (str, os.PathLike)) or not ({"w", "a", "+", "x"} & set(mode)):
            return real_open(file, mode, *rest, **more)
        if not os.fspath(file).startswith(str(home)):
            return real_open(file, mode, *rest, **more)
        disk.step(file)
        raw = Writer(disk, os.fspath(file), mode.replace("b", "").replace("t", ""))
        return io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)

    patch.setattr(io, "open", opening)
    patch.setattr(builtins, "open", opening)
    try:
        yield disk
    finally:
        patch.undo()


def failure(build: Build) -> IndexFolderError | None:
    """What the build said when it failed, None when it did not."""
    try:
        build()
    except IndexFolderError as error:
        return error
    return None


def test_every_operation_may_fail(build: Build, tmp_path: Path) -> None:
    """X6: for N = 1 … end and three errors in turn, the old index answers, and the next build succeeds."""
    build()
    index_dir = tmp_path / "index"
    errors = (errno.ENOSPC, errno.EIO, errno.EACCES)
    failed, n = 0, 0
    while True:
        n += 1
        before = contents(open_index(index_dir))
        (tmp_path / "articles/004.txt").write_text(article_text(4, version=n), encoding="utf-8")
        after = on_disk(tmp_path / "articles")
        with failing(index_dir, n, errors[n % 3]) as disk:
            error = failure(build)
        opened = assert_whole(index_dir) if n % 5 == 0 else open_index(index_dir)
        assert contents(opened) in (before, after)
        if error is not None:
            failed += 1
            assert str(index_dir) in str(error)
            assert "The index in use stays as it is." in str(error)
        else:
            assert contents(opened) == after
        if disk.count < n:
            break
        if n % 4 == 0:
            build()
    assert failed > 40
    names = [path.name for path in index_dir.iterdir() if path.name.startswith("g")]
    assert max(names) == open_index(index_dir).folder.name


def test_a_first_build_that_fails_leaves_no_index(build: Build, tmp_path: Path) -> None:
    for n in range(1, 60, 4):
        with failing(tmp_path / "index", n, errno.ENOSPC) as disk:
            error = failure(build)
        assert error is None or "the disk is full; free some space" in str(error)
        if disk.count < n:
            break
        if (tmp_path / "index").exists() and not (tmp_path / "index/CURRENT").exists():
            with pytest.raises(IndexMissing):
                open_index(tmp_path / "index")
        else:
            shutil.rmtree(tmp_path / "index", ignore_errors=True)
    assert build().articles == 6
    assert_whole(tmp_path / "index")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs rights to take away")
def test_a_folder_that_may_not_be_written(build: Build, tmp_path: Path) -> None:
    """X6: as another user than root the system refuses; as root the refusal is played."""
    build()
    index_dir = tmp_path / "index"
    (tmp_path / "articles/004.txt").write_text(article_text(4, version=9), encoding="utf-8")
    modes = {path: path.stat().st_mode for path in [index_dir, *index_dir.rglob("*")]}
    try:
        for path in modes:
            path.chmod(0o555 if path.is_dir() else 0o444)
        assert_whole(index_dir)
        assert needs_build(tmp_path / "articles", index_dir, SETTINGS)
        refusal = pytest.raises(IndexFolderError, match=r"may not be written; give a folder of your own with --index")
        if os.geteuid():
            with refusal:
                build()
        else:
            with failing(index_dir, 2, errno.EROFS), refusal:
                build()
        assert_whole(index_dir)
    finally:
        for path, mode in modes.items():
            if path.exists():
                path.chmod(mode)
    assert build().reused == 5


def test_a_full_disk(build: Build, tmp_path: Path) -> None:
    """A file size limit is the disk that fills up in the middle of a file, by the system itself."""
    resource = pytest.importorskip("resource")
    build()
    (tmp_path / "articles/004.txt").write_text(article_text(4, version=9), encoding="utf-8")
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        for limit in (0, 100, 3000):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
            with pytest.raises(IndexFolderError, match="The index in use stays as it is"):
                build()
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            assert len(assert_whole(tmp_path / "index").articles) == 6
            assert contents(open_index(tmp_path / "index")) != on_disk(tmp_path / "articles")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    build()
    assert contents(assert_whole(tmp_path / "index")) == on_disk(tmp_path / "articles")


class PowerCut:
    """A disk that keeps of a file only what was fsynced, recorded after each step as a power cut would leave it.

    `eager`: names reach the disk at once (as journals may have it); else only when their folder is fsynced.
    """

    def __init__(self, home: Path, eager: bool) -> None:
        self.home, self.eager = home, eager
        self.states: list[dict[Path, bytes | None]] = []
        self._data: dict[int, bytes] = {}
        self._names: dict[Path, dict[str, int | None]] = {}
        for path in [home, *home.rglob("*")]:
            self.sync(path)
        del self.states[:-1]

    def sync(self, path: Path) -> None:
        """An fsync of a file or folder."""
        if path.is_dir():
            self._names[path] = self._listed(path)
        else:
            self._data[path.stat().st_ino] = path.read_bytes()
        self.snap()

    def snap(self) -> None:
        """Keep what would be found now."""
        state: dict[Path, bytes | None] = {}
        folders = [self.home]
        while folders:
            folder = folders.pop()
            names = self._listed(folder) if self.eager else self._names.get(folder, {})
            for name, inode in names.items():
                state[folder / name] = None if inode is None else self._data.get(inode, b"")
                if inode is None:
                    folders.append(folder / name)
        if not self.states or self.states[-1] != state:
            self.states.append(state)

    def restore(self, state: dict[Path, bytes | None], target: Path) -> None:
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        for path, data in sorted(state.items()):
            copy = target / path.relative_to(self.home)
            if data is None:
                copy.mkdir(parents=True, exist_ok=True)
            else:
                copy.write_bytes(data)

    @staticmethod
    def _listed(folder: Path) -> dict[str, int | None]:
        return {path.name: None if path.is_dir() else path.stat().st_ino for path in folder.iterdir()}


@pytest.mark.parametrize("eager", [False, True])
def test_a_power_cut_at_any_moment(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, eager: bool) -> None:
    """Replay only what was fsynced, after every step of a build: old or new, whole."""
    build()
    old = contents(open_index(tmp_path / "index"))
    disk = PowerCut(tmp_path / "index", eager)
    fsync, replace = os.fsync, os.replace

    def syncing(handle: int) -> None:
        fsync(handle)
        disk.sync(Path(os.readlink(f"/proc/self/fd/{handle}")))

    def replacing(new: Path, target: Path) -> None:
        replace(new, target)
        disk.snap()

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(os, "replace", replacing)
    (tmp_path / "articles/004.txt").write_text(article_text(4, version=9), encoding="utf-8")
    build()
    new = on_disk(tmp_path / "articles")
    seen = []
    for state in disk.states:
        disk.restore(state, tmp_path / "after")
        found = contents(open_index(tmp_path / "after"))
        assert found in (old, new)
        seen.append(found == new)
    assert len(seen) >= (15 if eager else 3)
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (False, True)
    assert_whole(tmp_path / "after")


def test_the_power_cut_finds_a_missing_fsync(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: a pointer that is put in place before its parts are durable is caught."""
    build()
    disk = PowerCut(tmp_path / "index", eager=True)
    replace = os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    monkeypatch.setattr(os, "replace", lambda new, target: (replace(new, target), disk.snap()))
    (tmp_path / "articles/004.txt").write_text(article_text(4, version=9), encoding="utf-8")
    build()
    disk.restore(disk.states[-1], tmp_path / "after")
    with pytest.raises(IndexFolderError):
        open_index(tmp_path / "after")
