"""Texts cut for the reader: simplified characters, sentences, windows of whole sentences, pairs of characters."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from index.text import traditional_to_simplified
from index.training.reader.data.articles import Span

_TABLE = str.maketrans(traditional_to_simplified())
_END = re.compile(r"[。！？；!?;][”」』\"）)]*|\n")
LONGEST = 430  # characters of a window


def simplify(text: str) -> str:
    """Traditional characters as simplified ones, one for one, so that places stay."""
    return text.translate(_TABLE)


def sentences(text: str) -> list[Span]:
    """The sentences (and lines) of a text, without gaps."""
    found, at = [], 0
    for match in _END.finditer(text):
        found.append((at, match.end()))
        at = match.end()
    if at < len(text):
        found.append((at, len(text)))
    return found


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring characters, the keywords by which like passages are found."""
    letters = "".join(c for c in text if c.isalnum()).lower()
    return [letters[i : i + 2] for i in range(len(letters) - 1)] or ["?"]


def split_windows(text: str, length: int) -> list[Span]:
    """The text in windows of whole sentences, each of about `length` characters."""
    windows: list[Span] = []
    for start, end in sentences(text):
        if windows and end - windows[-1][0] <= length:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def window_around(text: str, spans: Sequence[Span], length: int, chance: random.Random) -> Span:
    """A window of whole sentences holding the spans, grown at random to about `length` characters.

    Where a single sentence is longer than a window may be, it is cut at random around the spans.
    """
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    cut = sentences(text)
    left = next(i for i, (_, end) in enumerate(cut) if first < end)
    right = next(i for i, (_, end) in enumerate(cut) if last <= end)
    while True:
        choices = []
        if left > 0 and cut[right][1] - cut[left - 1][0] <= length:
            choices.append(-1)
        if right < len(cut) - 1 and cut[right + 1][1] - cut[left][0] <= length:
            choices.append(1)
        if not choices:
            break
        if chance.choice(choices) < 0:
            left -= 1
        else:
            right += 1
    start, end = cut[left][0], cut[right][1]
    if end - start > LONGEST:
        start = max(start, first - chance.randint(20, 120))
        end = min(end, max(last + chance.randint(20, 120), last))
    return start, end
