"""Lists of words by name, as they stand in a file, longest first, as a set or as a pattern.

Comes in: a TOML file whose keys are names of lists. Goes out: its words, each form made once. `LEXICON` holds the words
of `words.toml` and, of `offices.tsv`, `offices` (every form) and `credits` (the labels of who made an article).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from index.text import read_rows, read_toml


def either(words: Iterable[str]) -> str:
    """The words as one alternation, the longest first, so that 党委书记 is found before 书记.

    >>> either(["书记", "党委书记", "C++"])
    '党委书记|C\\\\+\\\\+|书记'
    """
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


class WordLists:
    """The lists of one file, read with the first question for one. Safe to share between threads."""

    def __init__(self, path: Path, more: Path | None = None) -> None:
        self._path, self._more = path, more
        self._longest: dict[str, tuple[str, ...]] = {}
        self._sets: dict[str, frozenset[str]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}

    @cached_property
    def _lists(self) -> Mapping[str, tuple[str, ...]]:
        lists = {name: tuple(words) for name, words in read_toml(self._path).items()}
        if self._more is not None:
            rows = read_rows(self._more)
            lists["offices"] = tuple(form for form, _ in rows)
            lists["credits"] = tuple(form for form, kind in rows if kind == "credit")
        return lists

    def in_order(self, name: str) -> tuple[str, ...]:
        """The words of list `name` as the file has them. Raises KeyError for an unknown list."""
        return self._lists[name]

    def longest_first(self, name: str) -> tuple[str, ...]:
        """The words of list `name`, the longest first."""
        found = self._longest.get(name)
        if found is None:
            found = self._longest.setdefault(name, tuple(sorted(self._lists[name], key=len, reverse=True)))
        return found

    def words(self, name: str) -> frozenset[str]:
        """The words of list `name` as a set."""
        found = self._sets.get(name)
        if found is None:
            found = self._sets.setdefault(name, frozenset(self._lists[name]))
        return found

    def any_of(self, name: str) -> re.Pattern[str]:
        """A pattern that matches any word of the list; plain alternation, so it runs in linear time."""
        found = self._patterns.get(name)
        if found is None:
            found = self._patterns.setdefault(name, re.compile(either(self._lists[name])))
        return found


LEXICON = WordLists(Path(__file__).with_name("words.toml"), Path(__file__).with_name("offices.tsv"))
