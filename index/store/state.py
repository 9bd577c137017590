"""Whether a source file is still what was indexed: asked each time a quote of it is shown."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Lock

from index.store.files import Stamp, sum_file
from index.store.parts import SourceRecord


class SourceStates:
    """States of the files under `articles_dir`, as last seen. `looked_ns`: when the index looked at them."""

    def __init__(self, articles_dir: Path, looked_ns: int) -> None:
        self._articles_dir = articles_dir
        self._looked_ns = looked_ns
        self._seen: dict[str, tuple[Stamp, str]] = {}
        self._lock = Lock()

    def state(self, source: str, record: SourceRecord) -> str:
        """What became of the file: nothing ("") while its bytes are those of `record`, else "changed" or "missing"."""
        path = self._articles_dir / (record.file or source)
        looked_ns = time.time_ns()
        try:
            stamp = Stamp.of(path)
        except (OSError, ValueError):
            return "missing"
        if stamp == record.stamp and stamp.at_rest(self._looked_ns):
            return ""
        with self._lock:
            seen = self._seen.get(source)
        if seen is not None and seen[0] == stamp:
            return seen[1]
        state = self._compare(path, record, stamp)
        if stamp.at_rest(looked_ns):
            with self._lock:
                self._seen[source] = (stamp, state)
        return state

    @staticmethod
    def _compare(path: Path, record: SourceRecord, stamp: Stamp) -> str:
        if stamp.size != record.stamp.size:
            return "changed"
        try:
            return "" if sum_file(path, "").sha256 == record.sha256 else "changed"
        except FileNotFoundError:
            return "missing"
        except OSError:
            return "changed"
