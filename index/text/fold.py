"""Fold the ways one text can be written into one, without moving a character.

In: any text. Out: a text of the same length, so every offset in the one holds in the other.
Full-width becomes half-width (２０２４ → 2024), Traditional becomes Simplified (兩江新區 → 两江新区),
Latin capitals become small, odd spaces become " ". What is shown is never folded; what is compared is.

`fold_t2s.txt` holds the characters that differ, two lines of the same length (Traditional, Simplified). It is
opencc's `t2s` read one character at a time (`python -m index.training.charsmap` writes it again), kept as a file
because opencc takes longer to import than all of this. A conversion that depends on the neighbours
(乾隆 / 乾燥) is therefore not made: for search, one form for both is what is wanted.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_SPACES = frozenset("\u00a0\u1680\u180e\u202f\u205f\u2060\u3000\ufeff\t\v\f\x85\u2028\u2029") | {
    chr(code) for code in range(0x2000, 0x200C)
}
# The table is made by `index.training.charsmap`.
T2S_FILE = Path(__file__).with_name("fold_t2s.txt")


@cache
def traditional_to_simplified() -> dict[str, str]:
    """The character map: one Traditional character → one Simplified character (about 4,000 entries)."""
    traditional, simplified = T2S_FILE.read_text(encoding="utf-8").split("\n")[:2]
    return dict(zip(traditional, simplified, strict=True))


def fold_character(character: str) -> str:
    """Fold one character into exactly one character.

    >>> fold_character("Ａ"), fold_character("臺"), fold_character("İ")
    ('a', '台', 'İ')
    """
    if character in _SPACES:
        return " "
    compatible = unicodedata.normalize("NFKC", character)
    # ㎡ → "m2" or ﷺ → a sentence would move every offset behind it, so those stay as they are.
    single = compatible if len(compatible) == 1 else character
    simple = traditional_to_simplified().get(single, single)
    lower = simple.lower()
    return lower if len(lower) == 1 else simple


class _FoldTable(dict[int, str]):
    """A `str.translate` table that works a character out when it first meets it."""

    def __missing__(self, code: int) -> str:
        folded = fold_character(chr(code))
        self[code] = folded
        return folded


_TABLE = _FoldTable()


# Sentences and names are folded again and again: the last ones are kept.
_SHORT, _KEPT = 400, 8192


@lru_cache(maxsize=_KEPT)
def _fold_short(text: str) -> str:
    return text.translate(_TABLE)


def fold(text: str) -> str:
    """Fold `text` for comparison; the result has exactly `len(text)` characters. Folding twice changes nothing.

    >>> fold("兩江新區　２０２４年GDP")
    '两江新区 2024年gdp'
    """
    return _fold_short(text) if len(text) <= _SHORT else text.translate(_TABLE)
