"""The words of `strings.toml` (values, times, places, people in words), by key and language."""

from __future__ import annotations

from qa.say.strings import words


def say(key: str, language: str, **fields: object) -> str:
    """The words for `key`, Chinese for "zh" and English otherwise. Raises KeyError for an unknown key or field."""
    return words("strings.toml", key, language, **fields)
