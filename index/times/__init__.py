"""A time expression becomes a Period."""

from __future__ import annotations

from index.times.calendar import LUNAR
from index.times.find import NOT_PERIODS, find_times

__all__ = ["LUNAR", "NOT_PERIODS", "find_times"]
