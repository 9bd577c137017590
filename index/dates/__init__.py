"""When an article was published, and the words that prove it."""

from __future__ import annotations

from index.dates.infer import infer_date

__all__ = ["infer_date"]
