"""Which words of a question a passage holds: the same, in another form, or in the other language.

Comes in: an answer's question, a passage, what the retriever says of their words. Goes out: `Match`es for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from index.text import fold
from qa.types import Question

STRONG, FAIR = 0.75, 0.45
MAX_MATCHES = 12
# A word that carries less of the question than this ("of", "是") tells a reader nothing.
_LIGHT = 0.03


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the question, the word of the passage that says it, and how well, in [0, 1]."""

    asked: str
    found: str
    score: float


@dataclass(frozen=True, slots=True)
class Pair:
    """What the retriever's model says of one word: as `Match`, with the word's share of the question."""

    asked: str
    found: str
    score: float
    weight: float


class View(Protocol):
    """What rendering may look up: article texts, and the words that match."""

    def text_of(self, source: str) -> str | None: ...
    def pairs(self, question: str, text: str) -> tuple[Pair, ...]: ...


def strength(score: float) -> str:
    """A score in [0, 1] as the name of a word: strong, fair or weak.

    >>> strength(0.8), strength(0.5), strength(0.1)
    ('strong', 'fair', 'weak')
    """
    return "strong" if score >= STRONG else "fair" if score >= FAIR else "weak"


def matches(question: Question, text: str, pairs: tuple[Pair, ...]) -> tuple[Match, ...]:
    """The question's terms, places and persons that stand in `text`, then what the model matched beside them."""
    folded = fold(text)
    found: list[Match] = []
    for term in question.terms:
        form = next((f for f in (term.text, *term.zh) if f and fold(f) in folded), "")
        if form:
            found.append(Match(term.text, form, 1.0))
    for word in (*question.places, *question.bodies, *question.persons):
        bare = word[:-1] if len(word) > 2 and word[-1] in "省市区县州" else word
        found += [Match(form, form, 1.0) for form in (word, bare) if form and fold(form) in folded][:1]
    known = " ".join(f"{match.asked} {match.found}" for match in found)
    for pair in sorted(pairs, key=lambda pair: -pair.weight):
        if pair.weight >= _LIGHT and fold(pair.asked) not in fold(known) and any(c.isalnum() for c in pair.found):
            found.append(Match(pair.asked, pair.found, pair.score))
    unique = {(fold(match.asked), fold(match.found)): match for match in reversed(found)}
    return tuple(reversed(unique.values()))[:MAX_MATCHES]
