"""What the documents of every framework carry beside their text."""

from __future__ import annotations

from typing import Any

from qa.types import Hit


def metadata(hit: Hit) -> dict[str, Any]:
    """Source file, title, date (ISO 8601 or None) and how exact it is, offsets in the article, rank and score."""
    passage = hit.passage
    return {
        "source": passage.source, "title": passage.title, "date": passage.published.iso(),
        "date_precision": passage.published.precision, "start": passage.start, "end": passage.end,
        "rank": hit.rank, "score": float(hit.score),
    }  # fmt: skip
