"""English words of a question that are one slip away from a place, a term or a word that asks: "yongchaun",
"vehicels", "how mny compnies".

In: the question. Out: the same text with those words mended. A word is mended only when it is unknown and one letter
(missing, added, changed or swapped) away from exactly one known word with the same beginning; words that the glossary,
the gazetteer or the table of common words know in any form are left alone. Place names, terms and words that ask are
mended to; to ordinary words only what is written small and is no pinyin, because anything else may be a name, and to
the common words of the table only longer ones that nothing else is near to ("altitud").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from string import ascii_lowercase

from index.entities import chinese_names as names
from index.text import fold, read_lines
from qa.lexicon import Glossary, asking_cues, common_words, stem, stems, to_zh

_WORD = re.compile(r"(?<![A-Za-z0-9'’.-])[A-Za-z]{3,24}(?![A-Za-z0-9'’-])")
_HW = re.compile(r"\bhw(?= (?:many|much)\b)")
_ENGLISH = Path(__file__).with_name("english_words.txt")
_LATIN = re.compile(r"[a-z]{2,}")
# How long a slip is at least; one letter less, and a letter is missing.
_SHORTEST, _SHORTEST_ASKING, _SHORTEST_COMMON = 5, 3, 6
# Longer texts are pasted, not typed; their words are left as they are.
_LONGEST = 500


def mend(text: str) -> str:
    """The question with unmistakable slips mended; everything else as it was.

    >>> mend("fuling gazele companies"), mend("yongchaun output")
    ('fuling gazelle companies', 'yongchuan output')
    """
    if len(text) > _LONGEST:
        return text
    text = _HW.sub("how", text)
    return _WORD.sub(lambda match: _mended(match.group(), match.start() == 0), text)


def _mended(word: str, first: bool) -> str:
    low = fold(word)
    known, slips = _vocabulary(Glossary.in_use())
    if stem(low) != low and stem(low) in asking_cues().words["mendable_names"]:
        return stem(low)  # liangjiangs: a place with the s of what it has
    if low in known or stem(low) in known:
        return word
    found = {right for slip in _shortened(low) for right in slips.get(slip, ())}
    near = {right for right in found if right[0] == low[0] and _one_apart(low, right)}
    words = asking_cues().words
    near = {right for right in near if len(low) >= (_SHORTEST_ASKING if right in words["asking_words"] else _SHORTEST)}
    small = word.islower() or (first and word[1:].islower())
    if not small or names.is_pinyin(low):
        near -= words["mendable_nouns"] | words["asking_words"]
    if names.is_pinyin(low):
        near -= words["mendable_names"]
    if to_zh([low]):
        return word
    if not near and small and len(low) >= _SHORTEST_COMMON and not names.is_pinyin(low) and low not in _english():
        near = {right for right in _edited(low) if _is_common(right)}
        near = {right for right in near if right[-1] == low[-1]} or near
    return near.pop() if len(near) == 1 else word


@cache
def _english() -> frozenset[str]:
    """Longer English words that are no slips of others."""
    return frozenset(read_lines(_ENGLISH))


def is_english(word: str) -> bool:
    """Whether a word typed small is an English one, plain or bent.

    >>> is_english("chilled"), is_english("zamir")
    (True, False)
    """
    return word.islower() and (word in _english() or any(base in common_words() for base in stems(word)))


def _is_common(word: str) -> bool:
    """Whether the table of common words has the word, or what it, a real word itself, is a plural or a past form of."""
    if word in common_words():
        return True
    bends = word in _english() and word.endswith(("s", "ed", "ing"))
    return bends and any(base in common_words() for base in stems(word))


def _edited(word: str) -> set[str]:
    """Everything one slip behind the first letter away from the word."""
    cuts = [(word[:i], word[i:]) for i in range(1, len(word) + 1)]
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    changed = {a + c + b[1:] for a, b in cuts if b for c in ascii_lowercase}
    return swapped | changed | {a + b[1:] for a, b in cuts if b} | {a + c + b for a, b in cuts for c in ascii_lowercase}


@lru_cache(maxsize=4)
def _vocabulary(glossary: Glossary) -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """All words known in English, and the mendable ones by each form they have with one letter left out."""
    lists = asking_cues().words
    right = lists["mendable"] | lists["mendable_nouns"] | lists["asking_words"]
    known = set(asking_cues().words["stop_en"] | right)
    for entry in glossary.entries:
        words = {word for form in entry.en for word in _LATIN.findall(form.lower())}
        known |= words | {stem(word) for word in words}
    places = asking_cues().words["mendable_names"]
    known |= places
    slips: dict[str, list[str]] = {}
    for word in right | places:
        if word in lists["asking_words"] or len(word) > _SHORTEST:
            for slip in _shortened(word):
                slips.setdefault(slip, []).append(word)
    return frozenset(known), {slip: tuple(words) for slip, words in slips.items()}


def _shortened(word: str) -> set[str]:
    """The word, and the word with any one letter left out."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed, or swapped with its neighbour makes the one word the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or swapped
