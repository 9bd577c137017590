"""A reader small enough to work out by hand."""

from __future__ import annotations

from collections.abc import Sequence

from qa.reader import Claim, Reading, Span


class WordReader:
    """Finds the words it is told to look for: a passage that holds one answers for sure, any other not at all.

    `verdict` is what it says of every claim; `asked` keeps what it was asked.
    """

    name = "words"

    def __init__(self, *words: str, verdict: Claim | None = None) -> None:
        self._words, self._verdict = words, verdict or Claim(0.0, 0.0, 1.0)
        self.asked: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []

    def read(self, question: str, passages: Sequence[str], contexts: Sequence[str] = ()) -> list[Reading]:
        self.asked.append((question, tuple(passages), tuple(contexts)))
        return [self._reading(passage) for passage in passages]

    def _reading(self, passage: str) -> Reading:
        at = [(passage.find(word), len(word)) for word in self._words if word in passage]
        spans = tuple(Span(start, start + size, 0.9 - 0.1 * n) for n, (start, size) in enumerate(at))
        return Reading(1.0 if spans else 0.0, spans, tuple(Span(s.start, s.end, 0.9) for s in spans))

    def claim(self, statement: str, passages: Sequence[str], contexts: Sequence[str] = ()) -> list[Claim]:
        return [self._verdict for _ in passages]
