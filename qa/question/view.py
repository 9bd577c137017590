"""A question as it is analysed: spaces between Chinese characters taken out, and a mask of what has been recognised.

In: the question as typed. Out: a `View` whose `raw` keeps the writing and whose `text` is the same, folded; both have
the same length. Recognisers take spans from it, so that no character is read twice.
"""

from __future__ import annotations

import re

from index.text import HAN_CHARACTER, fold

_JOINS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u30070-9%，。、：；“”（）]")
_SPACE = re.compile(r"\s+")
# Longer questions are read up to here; nobody asks with more, and every reader stays fast.
_LONGEST = 2000


def compact(text: str) -> str:
    """One space for any run of white space, none between two Chinese characters or a number and one.

    >>> compact("两江 新区 2024 年  GDP")
    '两江新区2024年 GDP'
    """
    parts = _SPACE.split(text[:_LONGEST].strip())
    out = parts[0]
    for part in parts[1:]:
        before, after = out[-1:], part[:1]
        both = _JOINS.match(before) and _JOINS.match(after)
        joined = both and (HAN_CHARACTER.match(before) or HAN_CHARACTER.match(after))
        out += part if joined else f" {part}"
    return out


class View:
    """A question's text with a mask. `text` and `raw` have the same length; a taken character reads as "\\x00"."""

    def __init__(self, question: str) -> None:
        self.raw = compact(question)
        self.text = fold(self.raw)
        self._taken = bytearray(len(self.text))

    def take(self, start: int, end: int) -> None:
        """Mark a span as recognised."""
        self._taken[start:end] = b"\x01" * (end - start)

    def free(self, start: int, end: int) -> bool:
        """Whether nothing of the span has been taken."""
        return not any(self._taken[start:end])

    def rest(self) -> str:
        """The folded text with a NUL for every taken character."""
        return "".join("\x00" if taken else c for c, taken in zip(self.text, self._taken, strict=True))

    def rest_raw(self) -> str:
        """The text as typed with a NUL for every taken character."""
        return "".join("\x00" if taken else c for c, taken in zip(self.raw, self._taken, strict=True))
