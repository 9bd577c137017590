"""Cue words of Chinese text, read once from `cues.toml`.

Comes in: the name of a list. Goes out: its words, longest first, so that a scan finds 党委书记 before 书记.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from index.text.tables import read_toml


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    return read_toml(Path(__file__).with_name("cues.toml"))


@lru_cache(maxsize=64)
def cues(name: str) -> tuple[str, ...]:
    """The words of list `name`, longest first. Raises KeyError for an unknown list."""
    return tuple(sorted(_lists()[name], key=len, reverse=True))


@lru_cache(maxsize=64)
def in_order(name: str) -> tuple[str, ...]:
    """The words of list `name` as the file has them. Raises KeyError for an unknown list."""
    return tuple(_lists()[name])


@lru_cache(maxsize=64)
def any_of(name: str) -> re.Pattern[str]:
    """A pattern that matches any word of the list; plain alternation, so it runs in linear time."""
    return re.compile("|".join(map(re.escape, cues(name))))
