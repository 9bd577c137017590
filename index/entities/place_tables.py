"""The gazetteer as tables: rows of places, their names in both languages, and what keeps a string from being one.

In: `places.tsv`, `places_adjectives.tsv` and `places_guards.toml`, each read once. Out: `load` and `load_english`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.text import fold, parts, read_records, read_toml

# A bare pinyin word of fewer letters is too often another word or a part of a person's name.
_SHORTEST_BARE = 5
_FOLDER = Path(__file__).parent
WORD = re.compile(r"[a-z\u00c0-\u024f.]+(?:['’][a-z]+)*")


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer. `parents` are canonical names, the administrative one first."""

    name: str
    kind: str
    parents: tuple[str, ...]
    english: str


@dataclass(frozen=True, slots=True)
class Guards:
    not_before: tuple[str, ...]
    but_before: tuple[str, ...]
    street: tuple[str, ...]
    not_street: tuple[str, ...]
    english_not_before: frozenset[str]
    english_not_before_pairs: frozenset[str]
    capital_only: frozenset[str]
    upper_only: frozenset[str]
    english_not_bare: frozenset[str]
    not_after: dict[str, str]
    not_before_characters: dict[str, str]
    not_before_words: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    places: dict[str, Place]
    chinese: dict[str, str]
    loose: dict[str, str]
    lengths: dict[str, tuple[int, ...]]
    stems: dict[str, tuple[str, ...]]
    guards: Guards


def words_of(text: str) -> tuple[str, ...]:
    return tuple(plain(m.group()) for m in WORD.finditer(text))


def plain(word: str) -> str:
    """One English word as it is compared: no possessive, one apostrophe sign, no accent that people leave out.

    The apostrophe of Ji'an stays: without it the word is another (Gao Jian is a person)."""
    word = word.replace("’", "'")
    word = word.removesuffix("'s") if word.endswith("'s") and len(word) > 3 else word
    word = word.replace("é", "e").replace("ã", "a").replace("ü", "u").replace("ç", "c")
    return word if "." in word[:-1] else word.rstrip(".")


@dataclass(frozen=True, slots=True)
class EnglishNames:
    names: dict[tuple[str, ...], str]
    first_words: frozenset[str]
    adjectives: frozenset[tuple[str, ...]]
    bare: frozenset[tuple[str, ...]]


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return read_records(_FOLDER / "places.tsv")


@cache
def load() -> Gazetteer:
    places: dict[str, Place] = {}
    chinese: dict[str, str] = {}
    loose: dict[str, str] = {}
    for row in _rows():
        name = row["name"]
        places[name] = Place(name, row["kind"], parts(row["parents"]), row["english"])
        if row["kind"] == "root":
            # The world is what everything lies in; as a mention (世界级, 全球) it says nothing of where.
            continue
        for alias in (name, *parts(row["zh_aliases"])):
            chinese.setdefault(fold(alias), name)
        for alias in parts(row["loose_aliases"]):
            loose.setdefault(fold(alias), name)
    heads: dict[str, set[int]] = {}
    for alias in (*chinese, *loose):
        heads.setdefault(alias[:2], set()).add(len(alias))
    lengths = {head: tuple(sorted(sizes, reverse=True)) for head, sizes in heads.items()}
    stems: dict[str, list[str]] = {}
    for name, one in places.items():
        stem = fold(name[:-1])
        if one.kind in ("district", "county", "city") and len(stem) > 1 and chinese.get(stem) != name:
            stems.setdefault(stem, []).append(name)
    return Gazetteer(places, chinese, loose, lengths, {k: tuple(v) for k, v in stems.items()}, _guards())


@cache
def load_english() -> EnglishNames:
    """Read with the first Latin word: a Chinese question need not wait for it."""
    names: dict[tuple[str, ...], str] = {}
    for row in _rows():
        if row["kind"] == "root":
            continue
        for alias in (row["english"], *parts(row["en_aliases"])):
            names.setdefault(words_of(fold(alias)), row["name"])
            if "'" in alias and (" " in alias or len(alias) > 5):
                names.setdefault(words_of(fold(alias.replace("'", ""))), row["name"])
    adjectives: set[tuple[str, ...]] = set()
    for row in read_records(_FOLDER / "places_adjectives.tsv"):
        for form in parts(row["adjectives"]):
            key = words_of(fold(form))
            if names.setdefault(key, row["name"]) == row["name"]:
                adjectives.add(key)
    bare = _bare_english(names)
    names |= bare
    adjectives |= bare.keys()
    return EnglishNames(names, frozenset(words[0] for words in names if words), frozenset(adjectives), frozenset(bare))


def _bare_english(names: dict[tuple[str, ...], str]) -> dict[tuple[str, ...], str]:
    """County seats and counties without the word for what they are ("Shulan" for Shulan City), where only one place is
    called so and the word is no short one."""
    found: dict[tuple[str, ...], set[str]] = {}
    for row in _rows():
        words = words_of(fold(row["english"]))
        if row["kind"] in ("city", "county") and len(words) == 2 and words[1] in ("city", "county"):
            found.setdefault(words[:1], set()).add(row["name"])
    guards = _guards().capital_only | _guards().english_not_bare
    return {
        key: next(iter(places))
        for key, places in found.items()
        if len(places) == 1 and key not in names and len(key[0]) >= _SHORTEST_BARE and key[0] not in guards
    }


def _guards() -> Guards:
    raw = read_toml(_FOLDER / "places_guards.toml")
    return Guards(
        not_before=tuple(raw["not_before"]),
        but_before=tuple(raw["but_before"]),
        street=tuple(raw["street"]),
        not_street=tuple(raw["not_street"]),
        english_not_before=frozenset(raw["english_not_before"]),
        english_not_before_pairs=frozenset(raw["english_not_before_pairs"]),
        capital_only=frozenset(raw["capital_only"]),
        upper_only=frozenset(raw["upper_only"]),
        english_not_bare=frozenset(raw["english_not_bare"]),
        not_after=raw["not_after"],
        not_before_characters=raw["not_before_characters"],
        not_before_words={name: tuple(words) for name, words in raw["not_before_words"].items()},
    )
