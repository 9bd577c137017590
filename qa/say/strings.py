"""The words answers are made of, in Chinese and English, from `strings.toml`: one table a key, zh and en.

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


def say(key: str, language: str, **fields: object) -> str:
    """The words for `key`, Chinese for "zh" and English otherwise. Raises KeyError for an unknown key or field.

    >>> say("sources", "en")
    'Sources'
    """
    return _filled("strings.toml", key, language, fields)


def say_worked(key: str, language: str, **fields: object) -> str:
    """The same from `operate_strings.toml`: words of answers that were worked out, summarised or listed.

    >>> say_worked("sum", "en", value="12")
    '12 in total'
    """
    return _filled("operate_strings.toml", key, language, fields)


def _filled(file: str, key: str, language: str, fields: dict[str, object]) -> str:
    found = _table(file)[key]["zh" if language == "zh" else "en"]
    return found.format(**fields) if fields else found
