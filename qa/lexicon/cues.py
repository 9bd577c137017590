"""Cue words of Chinese text, read once from `cues.toml`.

Comes in: the name of a list. Goes out: its words, longest first, so that a scan finds 党委书记 before 书记.
"""

from __future__ import annotations

import re
from pathlib import Path

from index.lexicon import WordLists

_LISTS = WordLists(Path(__file__).with_name("cues.toml"))


def cues(name: str) -> tuple[str, ...]:
    """The words of list `name`, longest first. Raises KeyError for an unknown list."""
    return _LISTS.longest_first(name)


def in_order(name: str) -> tuple[str, ...]:
    """The words of list `name` as the file has them. Raises KeyError for an unknown list."""
    return _LISTS.in_order(name)


def any_of(name: str) -> re.Pattern[str]:
    """A pattern that matches any word of the list; plain alternation, so it runs in linear time."""
    return _LISTS.any_of(name)
