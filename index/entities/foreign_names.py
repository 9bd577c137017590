"""Foreign names as Chinese news writes them: 佩泽希齐扬, 冯德莱恩, 唐纳德·特朗普.

In: Chinese text, or a Chinese name and a Latin word. Out: the runs of characters that are usual in such names, and how
well a Latin spelling sounds like one. Nothing is spelt: the Latin form of such a name cannot be known from the
Chinese. `transliteration.toml` holds the characters with the consonants they stand for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from index.text import read_toml

# A consonant of a Chinese character: what it may stand for, and whether it may also be silent.
_Sound = tuple[frozenset[str], bool]

DOTS = "·•・‧"
_LONGEST = 24
_WORD = re.compile("[a-z]+")
_DIGRAPHS = (("sch", "s"), ("tsch", "c"), ("sh", "s"), ("ch", "c"), ("ph", "f"), ("kh", "k"), ("gh", "g"), ("th", "t"),
             ("zh", "j"), ("ck", "k"), ("ts", "z"), ("tz", "z"), ("dj", "j"), ("x", "ks"))  # fmt: skip
_TONES = str.maketrans("āáǎàäâãåçćčēéěèëêěğīíǐìïîıłñńňōóǒòöôõøřśšşţťūúǔùüûýżźž",
                       "aaaaaaaaccceeeeeeegiiiiiiilnnnoooooooorssst" "tuuuuuuyzzz")  # fmt: skip
# What a consonant costs that the other writing does not have: an h, w, y or r is often silent, an n often added.
_MUTE = {"h": 0.3, "w": 0.4, "y": 0.3, "r": 0.6, "n": 0.5, "j": 0.7}
# How alike a Latin word and a Chinese name must sound to be one name.
ALIKE = 0.75


def _read() -> dict[str, tuple[_Sound, ...]]:
    raw = read_toml(Path(__file__).with_name("transliteration.toml"))
    found: dict[str, tuple[_Sound, ...]] = {}
    for key, characters in raw["sounds"].items():
        first, _, last = key.partition("+")
        letters = frozenset(first.replace("-", "").replace("/", ""))
        sounds: list[_Sound] = [(letters, "-" in first)] if letters else []
        sounds += [(frozenset("nm"), True)] if last else []
        for character in characters:
            known = found.get(character)
            if known is None or len(known) != len(sounds):
                found.setdefault(character, tuple(sounds))
            else:  # 奇 and 齐 stand for more than one consonant
                pairs = zip(known, sounds, strict=True)
                found[character] = tuple((a[0] | b[0], a[1] or b[1]) for a, b in pairs)
    return found


_SOUNDS = _read()
# Every character usual in a foreign name.
CHARACTERS = frozenset(_SOUNDS)


def run_after(text: str, at: int, end: int) -> int:
    """How many characters from `at` are usual in a foreign name, dots between them included; 0 when none.

    >>> run_after("总统佩泽希齐扬24日", 2, 11), run_after("总统办公室", 2, 5)
    (5, 0)
    """
    stop = at
    end = min(end, at + _LONGEST)
    while stop < end and (text[stop] in CHARACTERS or (stop > at and text[stop] in DOTS)):
        stop += 1
    while stop > at and text[stop - 1] in DOTS:
        stop -= 1
    return stop - at


def run_before(text: str, at: int, floor: int) -> int:
    """How many characters before `at` are usual in a foreign name, dots included."""
    start = at
    floor = max(floor, at - _LONGEST)
    while start > floor and (text[start - 1] in CHARACTERS or (start < at and text[start - 1] in DOTS)):
        start -= 1
    while start < at and text[start] in DOTS:
        start += 1
    return at - start


def is_foreign_name(name: str) -> bool:
    """Whether all of a name is written as foreign ones are; two characters at least.

    >>> is_foreign_name("佩泽希齐扬"), is_foreign_name("让-吕克"), is_foreign_name("徐芙蓉")
    (True, False, False)
    """
    return len(name) >= 2 and run_after(name, 0, len(name)) == len(name)


@lru_cache(maxsize=4096)
def likeness(latin: str, name: str) -> float:
    """How much a Latin spelling sounds like a Chinese name, by its consonants, in [0, 1]; any part of either may be
    meant. From ALIKE on it may be the same name.

    >>> likeness("Pezeshkian", "佩泽希齐扬") > ALIKE, likeness("Zamir", "扎米尔"), likeness("Regev", "扎米尔") < ALIKE
    (True, 1.0, True)
    """
    parts = [part for part in re.split(f"[{DOTS}]", name) if is_foreign_name(part)]
    words = _WORD.findall(latin.lower().translate(_TONES)[:60])
    return max((_alike(_consonants(word), part) for word in words for part in parts), default=0.0)


def _consonants(word: str) -> str:
    """The consonants of a Latin word, those of two letters as one, doubled ones once."""
    for written, sound in _DIGRAPHS:
        word = word.replace(written, sound)
    return re.sub("[aeiou]", "", re.sub("(.)\\1+", r"\1", word))


def _alike(letters: str, name: str) -> float:
    """1 for the same consonants in the same order, less for each that only one of the two has."""
    sounds = [sound for character in name for sound in _SOUNDS[character]]
    if len(letters) < 2 or len(sounds) < 2:
        return 0.0
    row = [0.0]
    for letter in letters:
        row.append(row[-1] + _MUTE.get(letter, 1.0))
    for meant, silent in sounds:
        skip = 0.25 if silent else 0.6 if meant <= {"r", "l", "h"} else 1.0
        new = [row[0] + skip]
        for i, letter in enumerate(letters):
            same = letter in meant or (letter == "c" and meant & {"k", "s"})
            other = row[i] if same else row[i] + 1.0
            new.append(min(other, row[i + 1] + skip, new[i] + _MUTE.get(letter, 1.0)))
        row = new
    return 1.0 - row[-1] / max(len(letters), sum(not silent for _, silent in sounds))
