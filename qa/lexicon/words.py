"""Common English words and the Chinese an article may say them in.

Comes in: English words. Goes out: Chinese forms. The file states general facts of the two languages; the terms of
policy and trade, which have one right form, are in the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from index.errors import WenYuError
from index.text import read_numbered, read_rows

_FILE = Path(__file__).with_name("words.tsv")
_IRREGULAR = Path(__file__).with_name("irregular_verbs.tsv")
_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")
_LONGEST = 4
_VOWELS = "aeiou"


@cache
def _load() -> dict[tuple[str, ...], str]:
    """Chinese forms, as they stand in the file, by the stems of the English words."""
    known: dict[tuple[str, ...], str] = {}
    spaced: dict[tuple[str, ...], str] = {}
    for number, line in read_numbered(_FILE):
        english, tab, chinese = line.partition("\t")
        if not tab:
            raise WenYuError(f"{_FILE.name}, line {number}: no tab. Restore the file from the repository.")
        for form in english.split("|"):
            if form.isalpha():  # most are one word, and the first question waits for all of them
                known.setdefault((form,), chinese)
                continue
            words = tuple(_WORD.findall(form))
            known.setdefault(words, chinese)
            if "-" in form:
                spaced.setdefault(tuple(part for word in words for part in word.split("-")), chinese)
    for words, forms in spaced.items():
        known.setdefault(words, forms)
    known.pop((), None)
    return known


@cache
def common_words() -> frozenset[str]:
    """The single English words of the table, in their plain form."""
    return frozenset(words[0] for words in _load() if len(words) == 1)


@cache
def _irregular() -> dict[str, str]:
    """Verbs by those of their past forms that do not end in -ed."""
    return {form: verb for form, verb, *_ in read_rows(_IRREGULAR)}


def stems(word: str) -> Iterator[str]:
    """What `word` may be a regular form of, likeliest first: itself, then without its ending.

    >>> list(stems("studies")), list(stems("planned"))
    (['studies', 'studie', 'studi', 'study'], ['planned', 'planne', 'plann', 'planne', 'plan'])
    >>> list(stems("broken"))
    ['broken', 'break']
    """
    yield word
    if word in _irregular():
        yield _irregular()[word]
    if word.endswith(("'s", "’s")) and len(word) > 2:
        word = word[:-2]
        yield word
    for ending in ("s", "es", "d", "ed", "ing", "er", "est", "ly", "'"):
        if not word.endswith(ending) or len(word) - len(ending) < 2:
            continue
        base = word[: -len(ending)]
        if ending == "d" and not base.endswith("e"):
            continue  # wind is no past of win
        yield base
        if ending in ("es", "ed", "er", "est", "ly") and base.endswith("i"):
            yield base[:-1] + "y"
        if ending in ("ed", "ing", "er", "est"):
            yield base + "e"
            if len(base) > 2 and base[-1] == base[-2] and base[-1] not in _VOWELS:
                yield base[:-1]


def to_zh(words: Sequence[str]) -> tuple[str, ...]:
    """The Chinese forms of one word or fixed expression given as small words; empty when it is not known."""
    known = _load()
    if not words:
        return ()
    if len(words) == 1:
        return _split(next((known[(base,)] for base in stems(words[0]) if (base,) in known), ""))
    # Of an expression one word bends: the first of a verb (carried out), the last of a noun (power stations).
    bent = ((base, *words[1:]) for base in stems(words[0]))
    plural = ((*words[:-1], base) for base in stems(words[-1]))
    return _split(next((known[key] for key in (*bent, *plural) if key in known), ""))


def _split(forms: str) -> tuple[str, ...]:
    return tuple(forms.split("|")) if forms else ()


def apart_words(words: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The words (start, end, small word) with those that have hyphens taken apart, unless they are known as they are.

    >>> list(apart_words([(0, 12, "cloud-shaped"), (13, 18, "x-ray"), (19, 23, "5g-a")]))
    [(0, 5, 'cloud'), (6, 12, 'shaped'), (13, 18, 'x-ray'), (19, 23, '5g-a')]
    """
    for start, end, word in words:
        parts = word.split("-")
        if len(parts) == 1 or to_zh([word]) or not all(len(part) > 1 and part.isalpha() for part in parts):
            yield start, end, word
            continue
        for part in parts:
            yield start, start + len(part), part
            start += len(part) + 1


def find_words(words: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, tuple[str, ...]]]:
    """The known words and expressions among `words` (start, end, small word), longest first: (start, end, Chinese)."""
    row = list(words)
    found: list[tuple[int, int, tuple[str, ...]]] = []
    at = 0
    while at < len(row):
        for size in range(min(_LONGEST, len(row) - at), 0, -1):
            run = row[at : at + size]
            if any(after[0] - before[1] > 1 for before, after in pairwise(run)):
                continue
            forms = to_zh([word for _, _, word in run])
            if forms:
                found.append((run[0][0], run[-1][1], forms))
                at += size - 1
                break
        at += 1
    return found
