"""The index a long-running program answers from: always a whole one, and the newest without a restart."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock

from index.errors import WenYuError
from index.store.index import Index, open_index
from index.store.manifest import CURRENT


class LiveIndex:
    """Hands out the index in use and follows CURRENT. Safe to share between threads.

    Take `current()` once for each question and keep to it: an `Index` never changes, so an answer comes from one
    generation whatever is published meanwhile. Raises what `open_index` raises when there is no index at first; a
    later one that cannot be opened leaves the present one in use and its reason in `problem`.
    """

    def __init__(self, index_dir: Path) -> None:
        self.index_dir = Path(index_dir)
        self.problem = ""
        self._loading = Lock()
        self._seen = self._mark()
        self._index = open_index(self.index_dir)

    def current(self) -> Index:
        """The newest index that could be opened. One thread opens a new one, the others go on with the present one."""
        if self._mark() != self._seen and self._loading.acquire(blocking=False):
            try:
                self._reload()
            finally:
                self._loading.release()
        return self._index

    def _reload(self) -> None:
        seen = self._mark()
        try:
            self._index = open_index(self.index_dir)
            self.problem = ""
        except WenYuError as error:
            self.problem = str(error)
        self._seen = seen

    def _mark(self) -> tuple[int, ...]:
        """What the file system says of CURRENT; it is replaced as a whole, so each publication has another inode or
        time."""
        try:
            info = os.stat(self.index_dir / CURRENT)
        except OSError:
            return ()
        return (info.st_ino, info.st_mtime_ns, info.st_ctime_ns, info.st_size)
