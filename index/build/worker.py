"""A process that reads articles for a build: it can be killed when one file takes too long, or takes it down.

In, on standard input: a line with the folder and the settings, then a line for each file. Out, on standard output: a
frame for each file, in order. A frame is its length (8 bytes, big-endian) and lines of JSON: the record, the article,
each passage, the embedded texts, the words; for a skipped file its record alone. It ends with its standard input.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from index.build.read import Reading, read_file
from index.settings import Settings
from index.store import SkippedRecord, Stamp, dumps, loads, skipped_codec, source_codec

LENGTH_BYTES = 8


def opening(root: Path, settings: Settings) -> bytes:
    """The first line a worker is given."""
    return dumps([str(root), asdict(settings)])


def request(source: str, stamp: Stamp) -> bytes:
    """The line that asks for one file."""
    return dumps([source, stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.inode])


def pack(result: Reading | SkippedRecord) -> bytes:
    """The frame of one result, without its length."""
    if isinstance(result, SkippedRecord):
        return dumps(skipped_codec().encode(result))
    lines = [dumps(source_codec().encode(result.record)), result.article, *result.passages]
    lines += [dumps(list(result.embedded)), dumps([list(words) for words in result.words])]
    return b"".join(lines)


def unpack(frame: bytes) -> Reading | SkippedRecord:
    """The result in a frame. Raises ValueError."""
    lines = frame.splitlines(keepends=True)
    if len(lines) == 1:
        return skipped_codec().decode(loads(lines[0]))
    return Reading(
        record=source_codec().decode(loads(lines[0])),
        article=lines[1],
        passages=tuple(lines[2:-2]),
        embedded=tuple(loads(lines[-2])),
        words=tuple(tuple(words) for words in loads(lines[-1])),
    )


def serve(requests: BinaryIO, results: BinaryIO) -> None:
    """Answer requests until there are no more."""
    root, values = loads(requests.readline())
    settings = Settings(**values)
    for line in requests:
        source, *stamp = loads(line)
        frame = pack(read_file(Path(root), source, Stamp(*stamp), settings))
        results.write(len(frame).to_bytes(LENGTH_BYTES, "big") + frame)
        results.flush()


def main() -> None:
    # Whatever a reader prints must not get between the frames.
    results, sys.stdout = sys.stdout.buffer, sys.stderr
    serve(sys.stdin.buffer, results)
