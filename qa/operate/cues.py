"""The words of `cues.toml`, compiled: what says that something is to be worked out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.text import read_toml


@dataclass(frozen=True, slots=True)
class Cues:
    """Patterns by name. `patterns` say the operation, `over` what is gathered over, `measures` the side of a figure."""

    patterns: dict[str, re.Pattern[str]]
    over: dict[str, re.Pattern[str]]
    measures: dict[str, re.Pattern[str]]
    left_out: re.Pattern[str]
    above: str
    below: str

    def has(self, name: str, text: str) -> bool:
        """Whether the (folded) text holds the pattern of that name."""
        return self.patterns[name].search(text) is not None


@cache
def cues() -> Cues:
    """The cues, read once."""
    table = read_toml(Path(__file__).with_name("cues.toml"))
    words = table["compare_words"]

    def longest(names: list[str]) -> str:
        return "|".join(sorted(names, key=len, reverse=True))

    def compiled(part: str) -> dict[str, re.Pattern[str]]:
        return {name: _any(lines) for name, lines in table[part].items()}

    return Cues(
        compiled("patterns"),
        compiled("over"),
        compiled("measures"),
        _any(table["left_out"]["words"]),
        longest(words["above"]),
        longest(words["below"]),
    )


def _any(lines: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in lines))
