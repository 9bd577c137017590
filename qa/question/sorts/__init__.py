"""What sort of answer a question wants, learned: a share for each of 13 sorts."""

from __future__ import annotations

from qa.question.sorts.model import BUCKETS, FILE, SORTS, buckets, sort_shares

__all__ = ["BUCKETS", "FILE", "SORTS", "buckets", "sort_shares"]
