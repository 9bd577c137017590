"""Names in pinyin find their Chinese: the character pairs of the index that sound like a word of the question.

In: an English question and the keyword store. Out: for each word that is no English and reads as pinyin one keyword
column, in which a passage counts with the best of the word's possible forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce

import numpy as np

from index.entities import characters, syllables_of
from index.search import Column, KeywordStore
from qa.question import is_english

# A word that sounds like pairs in more passages than this share is common and no name.
_COMMON, _FEW = 0.05, 5
_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,20}(?:['’-][A-Za-z]{2,12}){0,2}(?![A-Za-z])")
_MOST_WORDS = 8


def pinyin_words(text: str) -> list[str]:
    """The words of an English text that may be Chinese names in pinyin, each once.

    >>> pinyin_words("On-time rate of Yunxiang Airlines in Laichuan")
    ['Yunxiang', 'Laichuan']
    """
    words = dict.fromkeys(match.group() for match in _WORD.finditer(text))
    return [word for word in words if syllables_of(word) and not is_english(word.lower())][:_MOST_WORDS]


def name_columns(text: str, store: KeywordStore) -> Iterator[Column]:
    """A column for each pinyin word that some passage's characters sound like."""
    for word in pinyin_words(text):
        columns = [column for way in syllables_of(word) for column in _columns(way, store) if len(column[0])]
        if columns:
            passages = np.concatenate([column[0] for column in columns])
            weights = np.concatenate([column[1] for column in columns])
            order = np.lexsort((-weights.astype(np.float32), passages))
            passages, weights = passages[order], weights[order]
            first = np.concatenate(([True], passages[1:] != passages[:-1]))
            yield passages[first], weights[first]


def _columns(way: tuple[str, ...], store: KeywordStore) -> Iterator[Column]:
    """The columns of the character runs that sound so: of more than two characters, where each pair stands."""
    most = max(_FEW, _COMMON * store.size)
    known = characters()
    runs = [(sign, ()) for sign in known[way[0]]]
    for syllable in way[1:]:
        longer = []
        for run, columns in runs:
            for sign in known[syllable]:
                column = store.column(f"_{run[-1]}{sign}")
                if 0 < len(column[0]) <= most:
                    longer.append((run + sign, (*columns, column)))
        runs = longer  # type: ignore[assignment]
    for _, columns in runs:
        yield reduce(_both, columns)


def _both(one: Column, other: Column) -> Column:
    """The passages that stand in both columns, with the lesser weight."""
    passages, at, there = np.intersect1d(one[0], other[0], assume_unique=True, return_indices=True)
    return passages, np.minimum(one[1][at], other[1][there])
