"""Names of uploaded files as the page sees them: what lies in the server's temporary folder, without its path.

Comes in: what Gradio answers to an upload, and what a call sends back. Goes out: the same with `uploads/…` in place of
the folder, and the folder in place of `uploads/…`.
"""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

_PREFIX = "uploads/"


def names_a_file(value: object) -> bool:
    """Whether a JSON value holds something Gradio would take for a file or fetch as a link."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if "path" in item or "url" in item or "_type" in item:
                return True
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return False


class Uploads:
    """The uploads of one server, kept in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def shown(self, body: bytes) -> bytes:
        """The answer to an upload: each path as a name under `uploads/`."""
        paths = json.loads(body)
        return json.dumps([self._name(path) for path in paths] if isinstance(paths, list) else []).encode()

    def _name(self, path: object) -> str:
        for folder in (self.folder, self.folder.resolve()):
            try:
                return _PREFIX + Path(str(path)).relative_to(folder).as_posix()
            except ValueError:
                continue
        return ""

    def let_in(self, data: list[Any]) -> bool:
        """Put the folder back into the names of files in a call's data, in place; False when a file is none of the
        uploads."""
        stack: list[Any] = [data]
        while stack:
            item = stack.pop()
            if isinstance(item, list):
                stack.extend(item)
            elif isinstance(item, dict):
                if not self._place(item):
                    return False
                stack.extend(item.values())
        return True

    def _place(self, item: dict[str, Any]) -> bool:
        """One object of a call: a file gets its path back and loses its link; anything that looks like one is no."""
        if "path" not in item:
            return item.get("url") is None
        path = item["path"]
        parts = PurePosixPath(path).parts if isinstance(path, str) else ()
        if len(parts) != 3 or not path.startswith(_PREFIX) or ".." in parts or "\0" in path or "\\" in path:
            return False
        item["path"] = str(self.folder.joinpath(*parts[1:]))
        item["url"] = None
        return True
