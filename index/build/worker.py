"""A process that reads articles for a build: it can be killed when one file takes too long, or takes it down.

In, on standard input: a line for each file, with its folder and the settings. Out, on standard output: a frame that
says it is ready (the clock of the first file starts there), then a frame for each file, in order. A frame is its length
(8 bytes, big-endian) and lines of JSON: the record, the article, each passage, the embedded texts, the words, and the
same for each other article of the file; for a skipped file its record alone. It ends with its standard input, and by
itself when the build that asked is gone: some time after a file's deadline, and after a while without a request.
"""

from __future__ import annotations

import math
import os
import signal
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import BinaryIO

from index.build.read import Reading, file_hash, read_file, reading_of, too_much_memory
from index.settings import Settings
from index.store import SkippedRecord, Stamp, dumps, loads, skipped_codec, source_codec
from index.types import Skipped

LENGTH_BYTES = 8
READY = b"ready\n"
# A deadline is processor time where the system counts it, so that a busy machine skips no good file; by the clock a
# file may take so many times as long.
COUNTS_WORK = hasattr(signal, "setitimer")
SLOWER = 20.0 if COUNTS_WORK else 1.0
# A worker whose build was killed must not outlive it by more than this.
_IDLE_S, _GRACE_S = 120.0, 10.0
# Read before it is ready: the words and tables that every article needs are loaded by then.
_WARM_UP = (
    "重庆市经济运行情况\n\n2025年1月20日\n\n2024年，重庆市生产总值增长5.7%。The city grew by 5.7 per cent in 2024.\n"
)


def request(root: Path, source: str, stamp: Stamp, settings: Settings) -> bytes:
    """The line that asks for one file."""
    place = [stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.inode]
    return dumps([str(root), asdict(settings), source, *place])


def pack(result: Reading | SkippedRecord) -> bytes:
    """The frame of one result, without its length."""
    if isinstance(result, SkippedRecord):
        return dumps(skipped_codec().encode(result))
    lines: list[bytes] = []
    for reading in (result, *result.more):
        lines += [dumps(source_codec().encode(reading.record)), reading.article, *reading.passages]
        lines += [dumps(list(reading.embedded)), dumps([list(words) for words in reading.words])]
    return b"".join(lines)


def unpack(frame: bytes) -> Reading | SkippedRecord:
    """The result in a frame. Raises ValueError."""
    lines = frame.splitlines(keepends=True)
    if len(lines) == 1:
        return skipped_codec().decode(loads(lines[0]))
    readings: list[Reading] = []
    at = 0
    while at < len(lines):
        record = source_codec().decode(loads(lines[at]))
        end = at + 2 + record.summary.passages
        if end + 1 >= len(lines):
            raise ValueError("a frame ends in the middle of an article")
        readings.append(
            Reading(
                record=record,
                article=lines[at + 1],
                passages=tuple(lines[at + 2 : end]),
                embedded=tuple(loads(lines[end])),
                words=tuple(tuple(words) for words in loads(lines[end + 1])),
            )
        )
        at = end + 2
    return replace(readings[0], more=tuple(readings[1:]))


def serve(requests: BinaryIO, results: BinaryIO) -> None:
    """Answer requests until there are no more."""
    _send(results, READY)
    while True:
        _end_after(_IDLE_S)
        line = requests.readline()
        if not line:
            return
        root, values, source, *stamp = loads(line)
        settings = Settings(**values)
        _end_after(SLOWER * settings.file_deadline_s + _GRACE_S)
        limit_memory(settings.reader_memory_mb)
        _end_after_work(settings.file_deadline_s)
        frame = _answer(Path(root), source, Stamp(*stamp), settings)
        _end_after_work(0)
        _send(results, frame)


def _answer(root: Path, source: str, stamp: Stamp, settings: Settings) -> bytes:
    try:
        return pack(read_file(root, source, stamp, settings))
    except MemoryError:  # what was read does not fit a second time, as the frame
        reason = too_much_memory(settings)
    return pack(SkippedRecord(Skipped(source, reason), file_hash(root / source), stamp))


def limit_memory(limit_mb: int) -> bool:
    """Let this process grow by so many megabytes and no more; False where the system has no such limit."""
    try:
        import resource
    except ImportError:  # Windows
        return False
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        size = pages * os.sysconf("SC_PAGE_SIZE") + limit_mb * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (OSError, ValueError, IndexError):
        return False
    return True


def _send(results: BinaryIO, frame: bytes) -> None:
    results.write(len(frame).to_bytes(LENGTH_BYTES, "big") + frame)
    results.flush()


def _end_after(seconds: float) -> None:
    """End this process in so many seconds, whatever it is doing then; the next call starts the time anew."""
    if hasattr(signal, "alarm"):
        signal.alarm(math.ceil(seconds))


def _end_after_work(seconds: float) -> None:
    """End this process once it has worked so long (0: never), by SIGPROF."""
    if COUNTS_WORK:
        signal.setitimer(signal.ITIMER_PROF, seconds)


def warm_up() -> None:
    """Load what every article needs."""
    from index.article import build_article
    from index.files import load

    settings = Settings()
    article = build_article(load("a.txt", _WARM_UP.encode(), settings))
    reading_of(article, Stamp(0, 0, 0, 0), settings)


def main() -> None:
    # Whatever a reader prints must not get between the frames.
    results, sys.stdout = sys.stdout.buffer, sys.stderr
    # The one who presses Ctrl+C ends the build, and the build ends its readers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm_up()
    serve(sys.stdin.buffer, results)
