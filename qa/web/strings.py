"""The page's words in Chinese and English, from `strings.toml` beside this module.

Comes in: a key and a language. Goes out: the words, with `{name}` fields filled in.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from index.text import read_toml
from index.types import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, str]]:
    """Every key with its Chinese and English words."""
    raw = read_toml(Path(__file__).with_name("strings.toml"))
    return {key: dict(value) for key, value in raw.items()}


def words(key: str, language: Language, **fields: object) -> str:
    """The words for `key`. Raises KeyError for an unknown key.

    >>> words("send", "en")
    'Ask'
    """
    text = table()[key][language]
    return text.format(**fields) if fields else text


def both(key: str, **fields: object) -> str:
    """Chinese and English in one line, for messages shown before a language is known."""
    return " / ".join(words(key, language, **fields) for language in LANGUAGES)


def language_from_header(accept: str) -> Language:
    """The page's first language from an Accept-Language header: the first of zh and en named, else Chinese.

    >>> language_from_header("en-GB,en;q=0.9,zh;q=0.5")
    'en'
    """
    for part in accept[:500].lower().split(","):
        tag = part.strip()[:2]
        if tag == "zh":
            return "zh"
        if tag == "en":
            return "en"
    return "zh"
