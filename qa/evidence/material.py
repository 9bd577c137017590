"""What a text answer is made from: the question, the articles, the scored sentences.

Comes in: these. Goes out: the sentences best first, and how well any slice of an article meets the question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from index.text import fold
from index.types import Article
from qa.evidence.coverage import Evidence, Scored, Sentence
from qa.evidence.figures import Fitted, fitted_figures, unless_told
from qa.evidence.gates import missing_places, missing_terms, missing_times
from qa.evidence.rank import rank
from qa.types import Cite, Missing, Question

# How long a quote may grow when a single sentence would leave the reader without the point.
WINDOW = 240
# Across languages: how much the words must cover, and words and meaning together, where words alone cover too little.
_WORDS_ACROSS, _BOTH_ACROSS = 0.38, 0.55
# Across languages: a sentence this far before all others, whose words and meaning reach this much, says it too.
_LEAD, _WORDS_LEADING, _MEANS_LEADING = 0.12, 0.33, 0.42
_SCORE, _AHEAD = 0.45, 0.05
# The same where no other sentence names anything that could be the answer, and by how much it must then lead.
_WORDS_ALONE, _MEANS_ALONE, _BOTH_ALONE, LEAD_ALONE = 0.27, 0.33, 0.64, 0.08
# A sentence that covers this much of the question can be read alone.
PLAIN = 0.85


@dataclass(frozen=True)
class Material:
    """What a text answer is made from."""

    question: Question
    articles: Mapping[str, Article]
    scored: Sequence[Scored]
    evidence: Evidence

    @property
    def language(self) -> str:
        return self.question.language

    def asking(self, question: Question) -> Material:
        """The same articles for a question in other terms: every sentence is scored anew."""
        evidence = self.evidence.again(question)
        scored = evidence.score([item.sentence for item in self.scored])
        return replace(self, question=question, scored=scored, evidence=evidence)

    @cached_property
    def figures(self) -> list[Fitted]:
        """The figures of the sentences, best first, without the numbers that the question tells itself."""
        return unless_told(self.question, fitted_figures(self.question, self.scored, self.evidence))

    @cached_property
    def lacking_terms(self) -> Missing | None:
        """Words the question turns on that no passage holds."""
        return missing_terms(self.question, self.evidence, self.scored)

    @cached_property
    def lacking_places(self) -> Missing | None:
        """A place asked about that no passage speaks of."""
        return missing_places(self.question, self.scored)

    @cached_property
    def lacking_times(self) -> Missing | None:
        """A time asked about that the articles do not touch."""
        return missing_times(self.question, self.articles, self.scored)

    @cached_property
    def _standing(self) -> dict[tuple[str, int], tuple[float, float]]:
        best, second = ([score for score, _ in self.ranked()[:2]] + [0.0, 0.0])[:2]
        return {
            (item.sentence.source, item.sentence.start): (score, score - (best if at else second))
            for at, (score, item) in enumerate(self.ranked())
        }

    def standing(self, item: Scored) -> tuple[float, float]:
        """A sentence's score for this question and its lead over all others; (0, 0) for one that is far behind."""
        return self._standing.get((item.sentence.source, item.sentence.start), (0.0, 0.0))

    def ranked(self) -> list[tuple[float, Scored]]:
        """The sentences, best first for this question."""
        return self._order

    @cached_property
    def _order(self) -> list[tuple[float, Scored]]:
        return rank(self.question, self.scored, self.articles)


def cite_sentence(sentence: Sentence) -> Cite:
    return Cite(sentence.source, sentence.start, sentence.end, sentence.hit)


def widened(material: Material, item: Scored) -> Cite:
    """The sentence and its neighbours inside the passage and the paragraph, as long as they stay within WINDOW
    characters: between two paragraphs a picture or a heading may have stood, which a quote would leave out."""
    sentence, block = item.sentence, item.sentence.block
    spans = [span for span in sentence.passage.sentences if block.start <= span[0] and span[1] <= block.end]
    if sentence.start not in {span[0] for span in spans}:
        return cite_sentence(sentence)
    at = next(i for i, span in enumerate(spans) if span[0] == sentence.start)
    first = last = at
    while True:
        after = last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= WINDOW
        before = first > 0 and spans[last][1] - spans[first - 1][0] <= WINDOW
        if after:
            last += 1
        elif before:
            first -= 1
        else:
            break
    return Cite(sentence.source, spans[first][0], spans[last][1], sentence.hit)


def proof(material: Material, item: Scored) -> Cite:
    """The sentence alone when it says most of what was asked; with its neighbours when the reader needs them too."""
    return cite_sentence(item.sentence) if item.coverage >= PLAIN else widened(material, item)


def says(material: Material, item: Scored, floor: float) -> bool:
    """Whether the sentence covers enough of the question; across languages the meaning of the whole helps the words,
    and so does its lead over every other sentence."""
    if item.coverage >= floor:
        return True
    across = material.language != item.sentence.passage.language
    if across and item.coverage >= _WORDS_ACROSS and (item.coverage + item.meaning) / 2 >= _BOTH_ACROSS:
        return True
    score, lead = _ahead(material, item)
    if score >= _SCORE and lead >= _AHEAD:
        return True
    return item.coverage >= _WORDS_LEADING and item.meaning >= _MEANS_LEADING and lead >= _LEAD


def _ahead(material: Material, item: Scored) -> tuple[float, float]:
    """The sentence's score and its lead over the next, when it is the best; (0, 0) when it is not."""
    (first, best), *others = material.ranked()[:2]
    if best is not item:
        return 0.0, 0.0
    return first, first - max((score for score, _ in others), default=0.0)


def leads_alone(item: Scored) -> bool:
    """Across languages: whether a sentence that alone names what is asked for means enough of the question, in words
    and as a whole, to be the answer though its words hold too little of it."""
    return (
        item.coverage >= _WORDS_ALONE and item.meaning >= _MEANS_ALONE and item.coverage + item.meaning >= _BOTH_ALONE
    )


def local_coverage(material: Material, texts: Sequence[str]) -> list[float]:
    """How much of the question each short text holds by itself, by words or across languages, in [0, 1]."""
    soft = material.evidence.soft(texts)
    hard = (material.evidence.strengths(fold(text)) for text in texts)
    return [
        material.evidence.weigh([max(a, b) for a, b in zip(words, meant, strict=True)])
        for words, meant in zip(hard, soft, strict=True)
    ]
