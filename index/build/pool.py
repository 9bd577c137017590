"""Read files in worker processes, with a deadline and a memory limit for each file.

No file is ever read in the process that builds: one that hangs, or needs all the memory, would take a server or a
terminal with it. The clock of a file starts when its worker is ready. One worker is kept for the next build of this
process, so that only the first one waits for the start.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import IO

from index.build.read import Reading, file_hash, read_file
from index.build.worker import COUNTS_WORK, LENGTH_BYTES, READY, SLOWER, request, unpack
from index.errors import IndexFolderError
from index.settings import Settings
from index.store import SkippedRecord, Stamp
from index.types import Skipped

Result = Reading | SkippedRecord
Job = tuple[str, Stamp]

# Starting one more worker costs about as much as reading this many bytes, a second or less.
_FEW_BYTES = 500_000
# By the clock, for a machine so busy that little of it is left for us.
_START_S = 300.0
# So many looks, a second apart, that find a worker asleep after its deadline: it will not end.
_NAPS = 3
_RUN = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from index.build.worker import main; main()"


def read_files(root: Path, jobs: list[Job], settings: Settings, workers: int | None = None) -> Iterator[Result]:
    """The result of each job, in no particular order. `workers` overrides how many processes read (0: none)."""
    if workers is None:
        few = sum(stamp.size for _, stamp in jobs) <= _FEW_BYTES
        workers = 1 if few else min(_cores(), len(jobs))
    if not workers or not sys.executable:
        for source, stamp in jobs:
            yield read_file(root, source, stamp, settings)
        return
    if jobs:
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
        for driver in drivers:
            driver.join()
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
            worker, self._worker = self._worker, None
            if worker is not None:
                _IDLE.put(worker)
        except BaseException as error:  # handed to the build, which raises it
            self._done.put(error)
        finally:
            self._close()

    def stop(self) -> None:
        """End the thread and its process, also in the middle of a file. A thread that has ended is left alone."""
        if self.is_alive():
            self._stopped = True
            self._close()
            self.join()

    def _read(self, source: str, stamp: Stamp) -> Result:
        if self._worker is None:
            self._worker = _IDLE.take() or _Worker()
            self._worker.wait_until_ready()
        line = request(self._root, source, stamp, self._settings)
        frame = self._worker.ask(line, self._settings.file_deadline_s)
        if frame:
            return unpack(frame)
        late = frame is None or self._worker.ended_late()
        self._close()
        deadline = f"{self._settings.file_deadline_s:g} s"
        reason = f"reading it took longer than {deadline}." if late else "reading it ended the reader."
        return SkippedRecord(Skipped(source, reason), file_hash(self._root / source), stamp)

    def _close(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()


class _Worker:
    """One worker process and the thread that listens to it (a pipe cannot be read with a deadline everywhere)."""

    def __init__(self) -> None:
        home = str(Path(__file__).resolve().parents[2])
        # What this process can import, the worker can; the working folder, which may hold anything, is no part of it.
        paths = [home, *(path for path in sys.path if path and path != home)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUN, json.dumps(paths)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        self.run, self.owner = _RUN, os.getpid()
        self._frames: SimpleQueue[bytes] = SimpleQueue()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in: IO[bytes] = self._process.stdin
        self._listener = Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        self._listener.start()
        self._ready = False

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Return when files can be read. Raises IndexFolderError when the process does not come up."""
        if self._ready:
            return
        try:
            self._ready = self._frames.get(timeout=_START_S) == READY
        except Empty:
            self._ready = False
        if not self._ready:
            raise IndexFolderError(
                "the process that reads articles did not start; see the messages above, free some memory and try again."
            )

    def ask(self, line: bytes, deadline_s: float) -> bytes | None:
        """The frame that answers `line`; None after the deadline, b"" when the process died."""
        try:
            self._in.write(line)
            self._in.flush()
        except OSError:
            return b""
        with suppress(Empty):
            return self._frames.get(timeout=deadline_s)
        # The worker ends itself once it has worked so long. What is left to see here is one that waits for nothing.
        end, asleep = time.monotonic() + (SLOWER - 1) * deadline_s, 0
        while time.monotonic() < end and asleep < _NAPS:
            with suppress(Empty):
                return self._frames.get(timeout=1.0)
            asleep = asleep + 1 if self._sleeps() else 0
        return None

    def ended_late(self) -> bool:
        """Whether the process ended because it had worked as long as it may."""
        with suppress(subprocess.TimeoutExpired):
            return COUNTS_WORK and self._process.wait(timeout=10) == -signal.SIGPROF
        return False

    def _sleeps(self) -> bool:
        """Whether the process waits for something; a busy machine that does not let it run is not that."""
        try:
            status = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return False
        return status.rpartition(")")[2].split()[:1] == ["S"]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still to be written to a dead process
                    pipe.close()

    def _listen(self, pipe: IO[bytes]) -> None:
        while True:
            length = pipe.read(LENGTH_BYTES)
            frame = pipe.read(int.from_bytes(length, "big")) if len(length) == LENGTH_BYTES else b""
            self._frames.put(frame)
            if not frame:
                return


class _Idle:
    """The worker that waits for the next build of this process, one at most. It ends by itself after a while."""

    def __init__(self) -> None:
        self._worker: _Worker | None = None
        self._lock = Lock()

    def put(self, worker: _Worker) -> None:
        """Keep a worker that has nothing to do; the one that was kept before makes way."""
        with self._lock:
            before, self._worker = self._worker, worker
        if before is not None:
            self._end(before)

    def take(self) -> _Worker | None:
        """The worker that was kept, if it lives and is this process's own: what a fork copied is its parent's."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is None or (worker.alive and worker.run == _RUN and worker.owner == os.getpid()):
            return worker
        self._end(worker)
        return None

    def close(self) -> None:
        """End the worker that was kept."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            self._end(worker)

    @staticmethod
    def _end(worker: _Worker) -> None:
        if worker.owner == os.getpid():
            worker.close()


_IDLE = _Idle()
atexit.register(_IDLE.close)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
