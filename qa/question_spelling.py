"""English words of a question that are one slip away from a place or a term: "yongchaun", "gazele", "vehicels".

In: the question. Out: the same text with those words mended. A word is mended only when it is long, unknown, and one
letter (missing, added, changed or swapped) away from exactly one known word with the same beginning; words the
glossary or the gazetteer know in any form are left alone. Only place names and a short list of terms are mended to,
because an ordinary word may well be one letter away from another ("parents", "patents").
"""

from __future__ import annotations

import re
from functools import cache

from index import names
from index.fold import fold
from qa.glossary import Glossary, stem
from qa.question_cues import cues

_WORD = re.compile(r"[A-Za-z]{6,24}")
_LATIN = re.compile(r"[a-z]{2,}")
_SHORTEST = 6
# Longer texts are pasted, not typed; their words are left as they are.
_LONGEST = 500


def mend(text: str) -> str:
    """The question with unmistakable slips mended; everything else as it was.

    >>> mend("fuling gazele companies"), mend("yongchaun output")
    ('fuling gazelle companies', 'yongchuan output')
    """
    if len(text) > _LONGEST:
        return text
    return _WORD.sub(lambda match: _mended(match.group()), text)


def _mended(word: str) -> str:
    low = fold(word)
    known, slips = _vocabulary()
    if low in known or stem(low) in known:
        return word
    found = {right for slip in _shortened(low) for right in slips.get(slip, ())}
    near = {right for right in found if right[0] == low[0] and _one_apart(low, right)}
    if names.is_pinyin(low):
        near -= cues().words["mendable_names"]
    return near.pop() if len(near) == 1 else word


@cache
def _vocabulary() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """All words known in English, and the mendable ones by each form they have with one letter left out."""
    right = cues().words["mendable"]
    known = set(cues().words["stop_en"] | right)
    for entry in Glossary.load().entries:
        words = {word for form in entry.en for word in _LATIN.findall(form.lower())}
        known |= words | {stem(word) for word in words}
    places = cues().words["mendable_names"]
    known |= places
    slips: dict[str, list[str]] = {}
    for word in right | places:
        if len(word) >= _SHORTEST:
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
