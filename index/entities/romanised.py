"""Chinese names that a reader of English writes in pinyin: "Laichuan" may be 莱川, 来川 or 赖川.

In: a Latin word. Out: its syllables, and the Chinese characters each may stand for. Which of them is meant, only the
articles can say: `forms_in` finds those that stand in a text, other callers look them up in their index.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

MOST_SYLLABLES = 4
_SHORTEST, _LONGEST = 4, 20
_LATIN = re.compile("[a-z]+")
_SYLLABLE = re.compile("[a-z]{0,4}[aeiou][a-z]{0,5}")


@cache
def characters() -> dict[str, str]:
    """The common characters (those of GB 2312) by syllable, without tones; ü as u, as newspapers write it."""
    # Imported here: the table takes a tenth of a second that a Chinese question need not pay.
    from pypinyin.constants import PINYIN_DICT

    found: dict[str, list[str]] = {}
    for code, readings in PINYIN_DICT.items():
        character = chr(code)
        try:
            common = len(character.encode("gb2312")) == 2
        except UnicodeEncodeError:
            continue
        for reading in {_plain(one) for one in readings.split(",")} if common else ():
            if _SYLLABLE.fullmatch(reading):
                found.setdefault(reading, []).append(character)
    return {syllable: "".join(sorted(signs)) for syllable, signs in found.items()}


def _plain(syllable: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", syllable) if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def syllables_of(word: str) -> tuple[tuple[str, ...], ...]:
    """Every way to read a Latin word as two to four syllables of pinyin; none for what cannot be.

    >>> syllables_of("Laichuan"), syllables_of("Xi'an"), syllables_of("output")
    ((('lai', 'chuan'), ('lai', 'chu', 'an')), (('xi', 'an'),), ())
    """
    plain = _plain(word.lower())
    parts = [part for part in re.split("['’-]", plain) if part]
    if not _SHORTEST <= len("".join(parts)) <= _LONGEST or not all(map(_LATIN.fullmatch, parts)):
        return ()
    ways: list[tuple[str, ...]] = [()]
    for part in parts:
        ways = [(*before, *after) for before in ways for after in _cut(part)]
    return tuple(way for way in ways if 2 <= len(way) <= MOST_SYLLABLES)


def _cut(part: str) -> list[tuple[str, ...]]:
    """The ways to cut letters into syllables, at most MOST_SYLLABLES."""
    known = characters()
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(part) + 1):
        ways.append([
            (*before, part[at:end])
            for at in range(max(0, end - 6), end) if part[at:end] in known
            for before in ways[at] if len(before) < MOST_SYLLABLES
        ])  # fmt: skip
    return ways[-1]


@lru_cache(maxsize=256)
def _pattern(word: str) -> re.Pattern[str] | None:
    known = characters()
    ways = ["".join(f"[{known[syllable]}]" for syllable in way) for way in syllables_of(word)]
    return re.compile("|".join(ways)) if ways else None


def forms_in(word: str, text: str, most: int = 4) -> tuple[str, ...]:
    """The Chinese words of a text that sound like a pinyin word, the oftenest first.

    >>> forms_in("Laichuan", "莱川县的来信到了川东，莱川人")
    ('莱川',)
    """
    pattern = _pattern(word)
    if pattern is None:
        return ()
    counts: dict[str, int] = {}
    for match in pattern.finditer(text):
        counts[match.group()] = counts.get(match.group(), 0) + 1
    return tuple(sorted(counts, key=lambda form: (-counts[form], form))[:most])
