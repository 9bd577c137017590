"""Places named in a text, Chinese or English, as canonical Chinese names; which place lies in which.

In: any text. Out: `PlaceMention`s in order, not overlapping, longest name first. The names, their parents, English
forms and aliases are `places.tsv`; when a string that reads like a name is none (重庆日报, 北京时间, 扩大连接) is
`places_guards.toml`. Words that mean the place an article is about (全市, 我区, citywide) are `find_scopes`.
Time is linear in the text.
"""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index.fold import fold

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_FOLDER = Path(__file__).parent
_WORD = re.compile(r"[a-z\u00c0-\u024f.]+(?:['’][a-z]+)*")
_LONGEST_ENGLISH = 9
# Scope words: the level of the place that an article is about. 我国 is a place (China), not a scope.
_SCOPES = {
    "全市": "全市", "我市": "全市", "本市": "全市", "市域": "全市", "全市域": "全市",
    "全区": "全区", "我区": "全区", "本区": "全区", "全县": "全县", "我县": "全县", "本县": "全县",
    "全省": "全省", "我省": "全省", "本省": "全省", "全国": "全国",
}  # fmt: skip
_SCOPE = re.compile(
    "|".join(sorted(_SCOPES, key=len, reverse=True))
    + r"|\b(?:city-?\s?wide|(?:the\s)?(?:whole|entire)\scity|(?:the\s)?city(?:'s| as a whole)"
    + r"|district-?\s?wide|(?:the\s)?(?:whole|entire)\sdistrict|county-?\s?wide|(?:the\s)?(?:whole|entire)\scounty"
    + r"|province-?\s?wide|nation-?\s?wide|country-?\s?wide|(?:the\s)?(?:whole|entire)\scountry|national average)\b"
)
_ENGLISH_SCOPES = (
    ("district", "全区"), ("county", "全县"), ("province", "全省"), ("nation", "全国"), ("country", "全国"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text: `text == source[start:end]`; `name` is the canonical Chinese name."""

    start: int
    end: int
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer. `parents` are canonical names, the administrative one first."""

    name: str
    kind: str
    parents: tuple[str, ...]
    english: str


@dataclass(frozen=True, slots=True)
class _Guards:
    not_before: tuple[str, ...]
    but_before: tuple[str, ...]
    street: tuple[str, ...]
    not_street: tuple[str, ...]
    english_not_before: frozenset[str]
    capital_only: frozenset[str]
    upper_only: frozenset[str]
    not_after: dict[str, str]
    not_before_characters: dict[str, str]
    not_before_words: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    places: dict[str, Place]
    chinese: dict[str, str]
    loose: dict[str, str]
    lengths: dict[str, tuple[int, ...]]
    guards: _Guards


def _words(text: str) -> tuple[str, ...]:
    return tuple(_plain(m.group()) for m in _WORD.finditer(text))


def _plain(word: str) -> str:
    """One English word as it is compared: no possessive, one apostrophe sign, no accent that people leave out.

    The apostrophe of Ji'an stays: without it the word is another (Gao Jian is a person)."""
    word = word.replace("’", "'")
    word = word.removesuffix("'s") if word.endswith("'s") and len(word) > 3 else word
    word = word.replace("é", "e").replace("ã", "a").replace("ü", "u").replace("ç", "c")
    return word if "." in word[:-1] else word.rstrip(".")


@dataclass(frozen=True, slots=True)
class _EnglishNames:
    names: dict[tuple[str, ...], str]
    first_words: frozenset[str]


@cache
def _rows() -> list[dict[str, str]]:
    with (_FOLDER / "places.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def _load() -> _Gazetteer:
    places: dict[str, Place] = {}
    chinese: dict[str, str] = {}
    loose: dict[str, str] = {}
    for row in _rows():
        name = row["name"]
        places[name] = Place(name, row["kind"], _split(row["parents"]), row["english"])
        if row["kind"] == "root":
            # The world is what everything lies in; as a mention (世界级, 全球) it says nothing of where.
            continue
        for alias in (name, *_split(row["zh_aliases"])):
            chinese.setdefault(fold(alias), name)
        for alias in _split(row["loose_aliases"]):
            loose.setdefault(fold(alias), name)
    heads: dict[str, set[int]] = {}
    for alias in (*chinese, *loose):
        heads.setdefault(alias[:2], set()).add(len(alias))
    lengths = {head: tuple(sorted(sizes, reverse=True)) for head, sizes in heads.items()}
    return _Gazetteer(places, chinese, loose, lengths, _guards())


@cache
def _load_english() -> _EnglishNames:
    """Read with the first Latin word: a Chinese question need not wait for it."""
    names: dict[tuple[str, ...], str] = {}
    for row in _rows():
        if row["kind"] == "root":
            continue
        for alias in (row["english"], *_split(row["en_aliases"])):
            names.setdefault(_words(fold(alias)), row["name"])
            if "'" in alias and (" " in alias or len(alias) > 5):
                names.setdefault(_words(fold(alias.replace("'", ""))), row["name"])
    return _EnglishNames(names, frozenset(words[0] for words in names if words))


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part for part in (cell or "").split("|") if part)


def _guards() -> _Guards:
    raw: dict[str, Any] = tomllib.loads((_FOLDER / "places_guards.toml").read_text(encoding="utf-8"))
    return _Guards(
        not_before=tuple(raw["not_before"]),
        but_before=tuple(raw["but_before"]),
        street=tuple(raw["street"]),
        not_street=tuple(raw["not_street"]),
        english_not_before=frozenset(raw["english_not_before"]),
        capital_only=frozenset(raw["capital_only"]),
        upper_only=frozenset(raw["upper_only"]),
        not_after=raw["not_after"],
        not_before_characters=raw["not_before_characters"],
        not_before_words={name: tuple(words) for name, words in raw["not_before_words"].items()},
    )


def find_places(text: str, loose: bool = False) -> tuple[PlaceMention, ...]:
    """All places named in `text`, in order, longest name first, never overlapping.

    `loose` also takes short forms that are ordinary words (江北, 长寿, 石柱, 科学城) where they stand alone, as they
    do in questions ("江北2024年GDP").

    >>> [m.name for m in find_places("涪陵和两江新区，重庆日报")]
    ['涪陵区', '两江新区']
    >>> [m.name for m in find_places("Liangjiang's output")]
    ['两江新区']
    """
    gazetteer = _load()
    folded = fold(text)
    found = _chinese(text, folded, gazetteer, loose)
    if any("a" <= c <= "z" for c in set(folded)):
        found = sorted([*found, *_english(text, folded, gazetteer)], key=lambda m: m.start)
    return tuple(found)


def _chinese(text: str, folded: str, gazetteer: _Gazetteer, loose: bool) -> list[PlaceMention]:
    found: list[PlaceMention] = []
    lengths, names = gazetteer.lengths, gazetteer.chinese
    position, last = 0, len(folded) - 1
    while position < last:
        sizes = lengths.get(folded[position : position + 2])
        step = 1
        for size in sizes or ():
            alias = folded[position : position + size]
            name = names.get(alias)
            end = position + size
            if name is None and loose and alias in gazetteer.loose and _stands_alone(folded, position, end):
                name = gazetteer.loose[alias]
            if name is None or end > last + 1:
                continue
            if _allowed(folded, position, end, alias, gazetteer.guards):
                end -= _lent(folded, end, alias, name, gazetteer)
                found.append(PlaceMention(position, end, text[position:end], name))
            # A guarded name is passed over whole: 重庆日报 holds no other place, 扩大连接 might hold 连接….
            step = end - position if found and found[-1].end == end else 1
            break
        position += step
    return found


def _lent(folded: str, end: int, alias: str, name: str, gazetteer: _Gazetteer) -> int:
    """1 when the last character belongs to the office behind: 涪陵|区委书记, 重庆|市长 (not 重庆市|长寿区)."""
    if alias[-1] not in "区县市省州" or gazetteer.chinese.get(alias[:-1]) != name:
        return 0
    behind = folded[end : end + 2]
    if behind[:1] == "长":
        return 0 if behind in gazetteer.lengths or behind in ("长期", "长足", "长效", "长远", "长龙") else 1
    return 1 if behind[:1] in ("委", "场", "民") else 0


def _stands_alone(folded: str, start: int, end: int) -> bool:
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    opens = not before.isalnum() or before in "和与及在那对比的"
    if end - start > 2:
        # Three characters (科学城) are no ordinary word; only another name in front could own them (光明科学城).
        return opens
    return opens and (not after.isalnum() or after in "0123456789今去全的呢和与及g")


def _allowed(folded: str, start: int, end: int, alias: str, guards: _Guards) -> bool:
    if start and folded[start - 1] in guards.not_after.get(alias, ""):
        return False
    if end < len(folded) and folded[end] in guards.not_before_characters.get(alias, ""):
        return False
    behind = folded[end : end + 5]
    if behind.startswith(guards.not_before_words.get(alias, ())):
        return behind.startswith(guards.but_before)
    if behind.startswith(guards.not_before) and not behind.startswith(guards.but_before):
        return False
    return not behind.startswith(guards.street) or behind.startswith(guards.not_street)


def _english(text: str, folded: str, gazetteer: _Gazetteer) -> list[PlaceMention]:
    words = [(m.start(), m.end(), _plain(m.group())) for m in _WORD.finditer(folded)]
    found: list[PlaceMention] = []
    index = 0
    while index < len(words):
        size = _english_size(text, words, index, gazetteer)
        if size:
            start, end = words[index][0], words[index + size - 1][1]
            end -= 2 if folded[end - 2 : end] in ("'s", "’s") else 0
            end -= 1 if folded[end - 1] == "." and not gazetteer.guards.upper_only & {words[index][2] + "."} else 0
            name = _load_english().names[tuple(w[2] for w in words[index : index + size])]
            found.append(PlaceMention(start, end, text[start:end], name))
        index += size or 1
    return found


def _english_size(text: str, words: list[tuple[int, int, str]], index: int, gazetteer: _Gazetteer) -> int:
    """How many words from `index` on are the longest English place name there; 0 when none."""
    guards, english = gazetteer.guards, _load_english()
    if words[index][2] not in english.first_words:
        return 0
    for size in range(min(_LONGEST_ENGLISH, len(words) - index), 0, -1):
        key = tuple(w[2] for w in words[index : index + size])
        if key not in english.names:
            continue
        start, end = words[index][0], words[index + size - 1][1]
        # Words of one name stand next to each other: at most a bracket, hyphen or space between.
        if any(words[n + 1][0] - words[n][1] > 3 for n in range(index, index + size - 1)):
            continue
        joined = " ".join(key)
        if joined in guards.capital_only and not text[start].isupper():
            return 0
        if joined in guards.upper_only and not text[start:end].removesuffix("'s").isupper():
            return 0
        after = words[index + size] if index + size < len(words) else None
        if after and after[0] - end <= 1 and after[2] in guards.english_not_before:
            return 0
        return size
    return 0


def find_scopes(text: str) -> tuple[PlaceMention, ...]:
    """Words for the place an article (or asker) speaks of: 全市, 我区, citywide. `name` is 全市 全区 全县 全省 全国."""
    found = []
    for match in _SCOPE.finditer(fold(text)):
        word = match.group()
        name = _SCOPES.get(word) or next((zh for key, zh in _ENGLISH_SCOPES if key in word or key[:6] in word), "全市")
        found.append(PlaceMention(match.start(), match.end(), text[match.start() : match.end()], name))
    return tuple(found)


def canonical(name: str) -> str | None:
    """The canonical Chinese name of a place given in any form, or None: "涪陵" → "涪陵区", "Fuling" → "涪陵区"."""
    gazetteer = _load()
    key = fold(name.strip())
    known = gazetteer.chinese.get(key) or gazetteer.loose.get(key)
    if known is None and name in gazetteer.places:
        return name
    return known or _load_english().names.get(_words(key))


def place(name: str) -> Place | None:
    """The row of the gazetteer for a name in any form, or None."""
    known = canonical(name)
    return _load().places[known] if known else None


def parent(name: str) -> str | None:
    """The place that `name` administratively lies in, or None: "涪陵区" → "重庆市"."""
    known = place(name)
    return known.parents[0] if known and known.parents else None


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` lies in `outer` (any depth; a place does not contain itself)."""
    target, start = canonical(outer), canonical(inner)
    if target is None or start is None or target == start:
        return False
    places, seen, todo = _load().places, {start}, [start]
    while todo:
        for above in places[todo.pop()].parents:
            if above == target:
                return True
            if above not in seen and above in places:
                seen.add(above)
                todo.append(above)
    return False


def english(name: str) -> str | None:
    """The English name of a place given in any form, or None."""
    known = place(name)
    return known.english if known else None
