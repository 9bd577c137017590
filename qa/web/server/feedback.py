"""Likes and dislikes, one line of JSON each, in a file beside the index. Nothing leaves the machine."""

from __future__ import annotations

import json
import os
from datetime import datetime, timezone
from pathlib import Path
from threading import Lock

from qa.types import Answer

FILE_NAME = "feedback.jsonl"
# A stranger who votes all day must not fill the disk.
MAX_BYTES = 10_000_000
_lock = Lock()


def append_vote(path: Path, question: str, answer: Answer, vote: str) -> bool:
    """Add one vote ("up", "down" or "" for taken back). False when the file is full. Raises OSError."""
    line = json.dumps(
        {
            "time": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "vote": vote,
            "question": question,
            "status": answer.status,
            "answer": answer.text,
            "citations": [{"source": q.source, "start": q.start, "end": q.end} for q in answer.citations],
        },
        ensure_ascii=False,
    )
    data = (line + "\n").encode("utf-8", "replace")
    with _lock:
        if path.exists() and path.stat().st_size + len(data) > MAX_BYTES:
            return False
        # One write of one line in append mode: lines of two servers on one index do not mix.
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, data)
        finally:
            os.close(handle)
    return True
