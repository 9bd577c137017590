"""What the two grammars hand back, and what a reading may lean on."""

from __future__ import annotations

from dataclasses import dataclass

from index.times.calendar import Anchor
from index.types import Period


@dataclass(frozen=True, slots=True)
class TimeReading:
    """What an expression means: its period (None: not without a date), the rule, and whether a date was needed."""

    period: Period | None
    rule: str
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What a reading may lean on: the anchor, and the period named before it in the same sentence."""

    anchor: Anchor
    before: Period | None = None

    def near_year(self) -> int | None:
        """The year a bare month belongs to when the sentence named one."""
        if self.before is None:
            return None
        day = self.before.end if self.before.by_end else self.before.start
        return day.year if day else None
