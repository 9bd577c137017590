"""The words of `strings.toml`, by key and language, with their fields filled in."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@cache
def _table() -> dict[str, dict[str, str]]:
    raw = tomllib.loads(Path(__file__).with_name("strings.toml").read_text(encoding="utf-8"))
    return {key: dict(value) for key, value in raw.items()}


def say(key: str, language: str, **fields: object) -> str:
    """The words for `key`, Chinese for "zh" and English otherwise. Raises KeyError for an unknown key or field."""
    return _table()[key]["zh" if language == "zh" else "en"].format(**fields)
