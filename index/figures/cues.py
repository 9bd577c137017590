"""The cue words of `cues.toml` as patterns that match the longest word first."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from index.text import read_lines, read_toml


@cache
def figure_cues() -> dict[str, Any]:
    """The whole file as it stands."""
    return read_toml(Path(__file__).with_name("cues.toml"))


@cache
def words(*path: str) -> frozenset[str]:
    """One list of words, for example `words("zh", "heads")`."""
    node: Any = figure_cues()
    for step in path:
        node = node[step]
    return frozenset(node)


def alternation(items: frozenset[str]) -> str:
    """The words as one alternation, longest first, always in the same order."""
    return "|".join(re.escape(w) for w in sorted(items, key=lambda w: (-len(w), w)))


@cache
def compounds() -> frozenset[str]:
    """Two-character words whose first character alone would be a particle: 对接, 使用, 比例."""
    return frozenset(read_lines(Path(__file__).with_name("compounds.txt")))


@cache
def pattern(*path: str) -> re.Pattern[str]:
    """One list of words as an alternation, longest first."""
    return re.compile(alternation(words(*path)))


@cache
def english(*path: str) -> re.Pattern[str]:
    """An English list (already a pattern) as whole words, in any case."""
    node: Any = figure_cues()
    for step in path:
        node = node[step]
    return re.compile(rf"(?i)(?<![A-Za-z])(?:{node})(?![A-Za-z])")
