"""Floors: the least a run may score.

Comes in: a TOML file and a summary. Goes out: one line of words for each floor that is not held.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.questions.judging import REASONS
from eval.questions.summary import METRICS, Summary
from index.errors import SettingsError
from index.text import UNREADABLE, read_toml

MOST = "most"


def load_floors(path: Path) -> Mapping[str, Mapping[str, float]]:
    """Group → metric → floor. Raises SettingsError for a file that cannot be read or a name that is not known."""
    try:
        raw: dict[str, dict[str, float]] = read_toml(path)
    except UNREADABLE as error:
        raise SettingsError(f"cannot read floors from {path}: {error}; mend the file or remove it.") from error
    for group, floors in raw.items():
        known = REASONS if group == MOST else tuple(METRICS)
        for name, value in floors.items() if isinstance(floors, dict) else [(group, None)]:
            if name not in known or isinstance(value, bool) or not isinstance(value, (int, float)):
                raise SettingsError(f"{path}: [{group}] {name} = {value!r}; known names: {', '.join(known)}.")
    return raw


def below(floors: Mapping[str, Mapping[str, Any]], summary: Summary) -> list[str]:
    """The floors that are not held. A group or metric without questions holds nothing and breaks nothing."""
    lines = []
    for group, wanted in floors.items():
        for name, floor in wanted.items():
            if group == MOST:
                count = summary.reasons.get(name, 0)
                if count > floor:
                    lines.append(f"{name}: {count} questions, at most {floor:g} allowed.")
                continue
            row = summary.row(group)
            found = row.scores.get(name) if row else None
            if found is not None and found.value < floor - 1e-9:
                lines.append(f"{METRICS[name][0]} ({name}), {group}: {found.value:.3f} is below {floor:g}.")
    return lines
