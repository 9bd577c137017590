"""Front matter: YAML between two lines of --- at the head of a file, or TOML between two of +++.

In: a text. Out: its keys with their words, and the rest.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import yaml

from index.text import parse_toml

_OPEN = re.compile(r"\s*---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML = re.compile(r"\s*\+\+\+[ \t]*\n")
_TOML_CLOSE = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_TOML_SIMPLE = re.compile(r"^([A-Za-z_][\w-]{0,40})[ \t]*=[ \t]*(.{0,500})$", re.MULTILINE)
_MAX_CHARS = 16_384
_MAX_NESTED = 200
_SIMPLE = re.compile(r"^([A-Za-z_][\w-]{0,40})[ \t]*:[ \t]*(.{0,500})$", re.MULTILINE)


class _Words(yaml.SafeLoader):
    """The safe loader without guessing of types: every value stays the words that stand in the file."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the shape PyYAML asks for

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            # An alias can name another that names another: a few lines that unfold to gigabytes.
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The front matter's keys (lower case) with their words, and the text after it.

    Values that are lists are joined with a comma; nested values stand under their own key unless it is taken. A text
    without front matter, or with one that is no mapping, comes back whole with no keys. Broken YAML is read line by
    line as `key: value`.
    """
    toml = _TOML.match(text)
    if toml:
        return _toml(text, toml.end())
    opened = _OPEN.match(text)
    if not opened:
        return {}, text
    closed = _CLOSE.search(text, opened.end(), opened.end() + _MAX_CHARS)
    if not closed:
        return {}, text
    block = text[opened.end() : closed.start()]
    try:
        if block.count("[") + block.count("{") > _MAX_NESTED:
            raise yaml.YAMLError("nested too often")  # PyYAML's time grows with the square of the depth
        found = yaml.load(block, Loader=_Words)  # a SafeLoader, see above
    except (yaml.YAMLError, RecursionError, ValueError):
        found = {m.group(1): m.group(2).strip(" '\"") for m in _SIMPLE.finditer(block)}
    if not isinstance(found, dict) or not found:
        return {}, text
    return _flat(found), text[closed.end() :]


def _toml(text: str, begin: int) -> tuple[dict[str, str], str]:
    """TOML front matter; where it is broken, its lines of `key = value`."""
    closed = _TOML_CLOSE.search(text, begin, begin + _MAX_CHARS)
    if not closed:
        return {}, text
    block = text[begin : closed.start()]
    try:
        found = parse_toml(block)
    except (ValueError, RecursionError):
        found = {m.group(1): m.group(2).strip(" '\"") for m in _TOML_SIMPLE.finditer(block)}
    return (_flat(found), text[closed.end() :]) if found else ({}, text)


def _flat(found: dict[Any, Any]) -> dict[str, str]:
    """Keys in lower case with plain words; what is nested once comes after, under its own key."""
    out: dict[str, str] = {}
    nested = [pair for value in found.values() if isinstance(value, dict) for pair in value.items()]
    for key, value in (*found.items(), *nested):
        words = _plain(value)
        if words:
            out.setdefault(str(key).strip().lower(), words)
    return out


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return ", ".join(part.strip() for part in value if isinstance(part, str))
    return value.isoformat() if isinstance(value, (date, datetime)) else ""
