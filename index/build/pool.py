"""Read many files: in this process when they are few and small, else in worker processes with a deadline for each."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO

from index.build.read import Reading, file_hash, read_file
from index.build.worker import LENGTH_BYTES, opening, request, unpack
from index.settings import Settings
from index.store import SkippedRecord, Stamp
from index.types import Skipped

Result = Reading | SkippedRecord
Job = tuple[str, Stamp]

# Starting a worker costs about as much as reading this many bytes here, a second or less.
_FEW_BYTES = 500_000
_SMALL_FILE = 100_000
_START_S = 60.0
_RUN = "import sys; sys.path.insert(0, sys.argv[1]); from index.build.worker import main; main()"


def read_files(root: Path, jobs: list[Job], settings: Settings, workers: int | None = None) -> Iterator[Result]:
    """The result of each job, in no particular order. `workers` overrides how many processes read (0: none)."""
    if workers is None:
        sizes = [stamp.size for _, stamp in jobs]
        few = sum(sizes) <= _FEW_BYTES and max(sizes, default=0) <= _SMALL_FILE
        workers = 0 if few else min(_cores(), len(jobs))
    if not workers or not sys.executable:
        for source, stamp in jobs:
            yield read_file(root, source, stamp, settings)
        return
    yield from _read_in_workers(root, jobs, settings, workers)


def _read_in_workers(root: Path, jobs: list[Job], settings: Settings, workers: int) -> Iterator[Result]:
    todo: SimpleQueue[Job] = SimpleQueue()
    done: SimpleQueue[Result | BaseException] = SimpleQueue()
    for job in jobs:
        todo.put(job)
    drivers = [_Driver(root, settings, todo, done) for _ in range(workers)]
    for driver in drivers:
        driver.start()
    try:
        for _ in jobs:
            result = done.get()
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        for driver in drivers:
            driver.stop()


class _Driver(Thread):
    """A thread that keeps one worker process busy, and replaces it when it had to be killed or died."""

    def __init__(
        self,
        root: Path,
        settings: Settings,
        todo: SimpleQueue[Job],
        done: SimpleQueue[Result | BaseException],
    ) -> None:
        super().__init__(daemon=True)
        self._root, self._settings, self._todo, self._done = root, settings, todo, done
        self._worker: _Worker | None = None
        self._stopped = False

    def run(self) -> None:
        try:
            while not self._stopped:
                source, stamp = self._todo.get_nowait()
                self._done.put(self._read(source, stamp))
        except Empty:
            return
        except BaseException as error:  # handed to the build, which raises it
            self._done.put(error)
        finally:
            self._close()

    def stop(self) -> None:
        """End the thread and its process, also in the middle of a file."""
        self._stopped = True
        self._close()
        self.join()

    def _read(self, source: str, stamp: Stamp) -> Result:
        if self._worker is None:
            self._worker = _Worker(self._root, self._settings)
        frame = self._worker.ask(request(source, stamp), self._settings.file_deadline_s)
        if frame is not None and frame:
            return unpack(frame)
        self._close()
        deadline = f"{self._settings.file_deadline_s:g} s"
        reason = f"reading it took longer than {deadline}." if frame is None else "reading it ended the reader."
        return SkippedRecord(Skipped(source, reason), file_hash(self._root / source), stamp)

    def _close(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()


class _Worker:
    """One worker process and the thread that listens to it (a pipe cannot be read with a deadline everywhere)."""

    def __init__(self, root: Path, settings: Settings) -> None:
        package_home = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUN, package_home],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        self._frames: SimpleQueue[bytes] = SimpleQueue()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in: IO[bytes] = self._process.stdin
        self._listener = Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        self._listener.start()
        self._first = opening(root, settings)

    def ask(self, line: bytes, deadline_s: float) -> bytes | None:
        """The frame that answers `line`; None after the deadline, b"" when the process died."""
        wait_s = deadline_s + (_START_S if self._first else 0.0)
        try:
            self._in.write(self._first + line)
            self._in.flush()
        except OSError:
            return b""
        self._first = b""
        try:
            return self._frames.get(timeout=wait_s)
        except Empty:
            return None

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be written to a dead process
                    continue

    def _listen(self, pipe: IO[bytes]) -> None:
        while True:
            length = pipe.read(LENGTH_BYTES)
            frame = pipe.read(int.from_bytes(length, "big")) if len(length) == LENGTH_BYTES else b""
            self._frames.put(frame)
            if not frame:
                return


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
