"""Words of the program in Chinese and English, from the TOML files beside this module: one table a key, zh and en.

Comes in: a key and a language. Goes out: the words, with `{name}` fields filled in.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from index.text import read_toml


@cache
def _table(file: str) -> dict[str, dict[str, str]]:
    raw = read_toml(Path(__file__).with_name(file))
    return {key: dict(value) for key, value in raw.items()}


def words(file: str, key: str, language: str, **fields: object) -> str:
    """The words for `key` of `file`, Chinese for "zh" and English otherwise. Raises KeyError for an unknown key."""
    found = _table(file)[key]["zh" if language == "zh" else "en"]
    return found.format(**fields) if fields else found


def text(key: str, language: str, **fields: object) -> str:
    """Words that answers are made of.

    >>> text("sources", "en")
    'Sources'
    """
    return words("answer_strings.toml", key, language, **fields)
