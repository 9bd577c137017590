"""Interface words in Chinese and English, from `strings.toml` beside this module.

Comes in: a key and a language. Goes out: the words, with `{name}` fields filled in.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.resources import files

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    raw = tomllib.loads(files("qa").joinpath("answer_strings.toml").read_text(encoding="utf-8"))
    return {key: dict(value) for key, value in raw.items()}


def text(key: str, language: str, **fields: object) -> str:
    """The words for `key` in `language` ("zh" or "en"). Raises KeyError for an unknown key."""
    words = _tables()[key]["en" if language == "en" else "zh"]
    return words.format(**fields) if fields else words
