"""The cue words of questions, read once from `asking.toml` and compiled.

In: nothing. Out: one immutable `AskingCues`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.text import read_toml
from qa.types import Kind


@dataclass(frozen=True, slots=True)
class AskingCues:
    """Patterns and word lists. `kinds` and `measures` are tried in order; `units` maps a canonical unit to its cue."""

    polite: re.Pattern[str]
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]
    measures: tuple[tuple[str, re.Pattern[str]], ...]
    units: tuple[tuple[str, re.Pattern[str]], ...]
    patterns: dict[str, re.Pattern[str]]
    words: dict[str, frozenset[str]]
    made: re.Pattern[str]
    sold: re.Pattern[str]
    person_after: re.Pattern[str]

    def has(self, name: str, text: str) -> bool:
        """Whether the pattern `name` of the file occurs in folded `text`."""
        return self.patterns[name].search(text) is not None


@cache
def asking_cues() -> AskingCues:
    """The cues of the bundled file."""
    raw = read_toml(Path(__file__).with_name("asking.toml"))
    lists: dict[str, list[str]] = raw["word_lists"]
    return AskingCues(
        polite=re.compile("|".join(raw["polite"])),
        kinds=tuple((kind["name"], re.compile("|".join(kind["any"]))) for kind in raw["kind"]),
        measures=tuple((measure["name"], re.compile(measure["any"])) for measure in raw["measure"]),
        units=tuple((unit, re.compile(pattern)) for unit, pattern in raw["unit"].items()),
        patterns={name: re.compile(pattern) for name, pattern in raw["patterns"].items()},
        words={name: frozenset(values) for name, values in lists.items()},
        made=re.compile("|".join(lists["made"])),
        sold=re.compile("|".join(lists["sold"])),
        person_after=re.compile("|".join(map(re.escape, sorted(lists["person_after"], key=len, reverse=True)))),
    )
