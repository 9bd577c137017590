"""How well a piece of text covers what the question is about.

Comes in: a `Question` and sentences of the retrieved passages. Goes out: for each sentence, how strongly each term of
the question is met (0 … 1), by the words themselves, by parts of them, or across languages by the token table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.article import mentions_in
from index.text import fold
from index.types import Article, Block, Passage, SentenceMentions
from qa.lexicon import others
from qa.types import Hit, Question, Term

# Marks and syllables that writers add or leave out: 国家级“小巨人”企业, 国家小巨人企业.
_BARE = dict.fromkeys(map(ord, "“”\"'‘’《》「」 级的"))
# Words that only say that something is counted: 绿色工厂数量 is met by 绿色工厂.
_COUNT_TAIL = re.compile("(?:总数量|数量|总数|个数|总量|规模|情况|水平|数)$")
# Which enterprises an indicator counts: 规上工业产值 is nearly 工业产值, and the answer says which it is.
_COUNTED = re.compile("^(?:规模以上|规上|限额以上|限上)")
_NUMBER = re.compile("[0-9.,]+[十百千万亿]*")
# A term met only by its parts, or only across languages, proves less than the term itself.
PART, SOFT, ALIAS, UNCOUNTED, NEAR = 0.85, 0.85, 0.92, 0.9, 0.88
SOFT_FLOOR = 0.45
_LEAST = 0.7
# A question and the sentence that answers it rarely match better than this.
FULL_MATCH = 0.6
# How much of the question a sentence must cover to be the answer.
SENTENCE = 0.5
# The sentence itself counts whole; what governs it counts less; the rest of its passage least.
CONTEXT, NEIGHBOUR = 0.75, 0.55


@lru_cache(maxsize=4096)
def bare_of(folded: str) -> str:
    """The text without the marks and syllables that writers add or leave out."""
    return folded.translate(_BARE)


# Of a sentence that no article was read for.
_NOTHING = SentenceMentions(0, 0)


class SoftMatcher(Protocol):
    """The part of the token table used here."""

    def match_score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a retrieved passage. `start`/`end` are offsets in the article, `folded` is folded text,
    `mentions` the times, places and bodies that it names."""

    source: str
    start: int
    end: int
    text: str
    folded: str
    hit: Hit
    block: Block
    mentions: SentenceMentions = _NOTHING

    @property
    def passage(self) -> Passage:
        return self.hit.passage


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with its coverage in [0, 1], the strength of each term, what it covers by itself (`own`), and how well
    the whole question matches it word by word across languages (`meaning`)."""

    sentence: Sentence
    coverage: float
    strengths: tuple[float, ...]
    own: float
    meaning: float = 0.0


def sentences_of(hits: Sequence[Hit], articles: dict[str, Article]) -> list[Sentence]:
    """The sentences of the hits' passages, each once, in hit order."""
    found: list[Sentence] = []
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        passage = hit.passage
        article = articles[passage.source]
        for start, end in passage.sentences:
            if (passage.source, start) in seen:
                continue
            seen.add((passage.source, start))
            text = article.text[start:end]
            block = next((b for b in article.blocks if b.start <= start < b.end), None)
            block = block or Block("paragraph", start, end, passage.heading, passage.speaker, passage.speaker_role)
            mentions = mentions_in(article, start, end)
            found.append(Sentence(passage.source, start, end, text, fold(text), hit, block, mentions))
    return found


def pieces(form: str) -> tuple[str, ...]:
    """The overlapping two-character pieces of a Chinese form, or the words of a Latin one.

    >>> pieces("整车产量")
    ('整车', '车产', '产量')
    """
    if form.isascii():
        return tuple(form.split())
    if _NUMBER.fullmatch(form):
        return (form,)  # a number is met by itself alone
    if len(form) < 3:
        return (form,)
    return tuple(form[i : i + 2] for i in range(len(form) - 1))


@dataclass(frozen=True, slots=True)
class Form:
    """One writing of a term, folded, and what else counts as it: without a word of counting or marks, of more
    enterprises, in parts. `near`: another word for the same thing, which counts as a whole or not at all."""

    text: str
    plain: str
    bare: str
    wider: str
    parts: tuple[str, ...]
    near: bool = False


@lru_cache(maxsize=512)
def forms_of(term: Term) -> tuple[Form, ...]:
    """The writings of a term, worked out once."""
    folded = [fold(form) for form in term.zh or (term.text,)]
    near = others(folded[0]) if term.role == "topic" else ()
    return tuple(
        Form(
            text,
            plain,
            plain.translate(_BARE) if len(plain) > 3 else "",
            wider if (wider := _COUNTED.sub("", text)) != text else "",
            pieces(text),
            text in near,
        )
        for text in dict.fromkeys(folded)
        if text and (plain := _COUNT_TAIL.sub("", text)) is not None
    )


def strength(term: Term, folded: str, bare: str | None = None) -> float:
    """How strongly `folded` text holds the term: 1 for the term or an alias, less for its parts, 0 for nothing.

    `bare` is the text without the marks that writers add or leave out, when it is known already.

    Parts are measured by the share of the form's two-character pieces that stand in the text.
    """
    forms = forms_of(term)
    best = 0.0
    for form in forms:
        if form.text in folded:
            # 小巨人 is an alias of 国家级专精特新小巨人, but says less.
            shorter = form is not forms[0] and form.text in forms[0].text
            if not shorter and not form.near:
                return 1.0
            best = max(best, NEAR if form.near else ALIAS)
    bare = bare_of(folded) if bare is None else bare
    for form in forms:
        if form.near:
            continue
        same = form.plain in folded or (form.bare and form.bare in bare)
        if len(form.plain) >= 2 and same and (form is forms[0] or form.plain not in forms[0].text):
            return 0.98 if form is forms[0] else 0.95
        if form.wider and form.wider in folded:
            best = max(best, UNCOUNTED)
        if len(form.parts) > 1:
            share = sum(part in folded for part in form.parts) / len(form.parts)
            if term.role == "indicator" and form.parts[-1] not in folded:
                share /= 2  # Chinese nouns end in their head: 工业总产值 is no 工业增加值
            best = max(best, PART * share if share >= 0.5 else 0.0)
    return best


class Evidence:
    """Scores sentences against one question. Term strengths are worked out once per text."""

    def __init__(self, question: Question, table: SoftMatcher | None) -> None:
        self.question = question
        self.terms = question.terms
        self._table = table
        # Of a question about a place or a time one common word says little.
        least = _LEAST if question.places or question.periods else 0.0
        self._total = max(sum(term.weight for term in self.terms), least) or 1.0
        self._known: dict[str, tuple[float, ...]] = {}
        self._marked = any(form.bare for term in self.terms for form in forms_of(term))

    def again(self, question: Question) -> Evidence:
        """The same for a question in other terms."""
        return Evidence(question, self._table)

    def strengths(self, folded: str) -> tuple[float, ...]:
        """The strength of each term in `folded`, by words alone."""
        if folded not in self._known:
            bare = bare_of(folded) if self._marked else ""
            self._known[folded] = tuple(strength(term, folded, bare) for term in self.terms)
        return self._known[folded]

    def weigh(self, strengths: Sequence[float]) -> float:
        """Weighted mean of term strengths; 1 when the question has no terms."""
        if not self.terms:
            return 1.0
        return sum(term.weight * s for term, s in zip(self.terms, strengths, strict=True)) / self._total

    def score(self, sentences: Sequence[Sentence]) -> list[Scored]:
        """Every sentence with its coverage, in the order given."""
        own = [list(self.strengths(sentence.folded)) for sentence in sentences]
        self._add_soft(sentences, own)
        by_passage: dict[int, list[float]] = {}
        for sentence, values in zip(sentences, own, strict=True):
            best = by_passage.setdefault(sentence.passage.id, [0.0] * len(self.terms))
            for i, value in enumerate(values):
                best[i] = max(best[i], value)
        meaning = self._meaning(sentences)
        scored: list[Scored] = []
        for sentence, values, meant in zip(sentences, own, meaning, strict=True):
            around = self.strengths(fold(_context(sentence)))
            near = by_passage[sentence.passage.id]
            mixed = tuple(
                max(value, CONTEXT * context, NEIGHBOUR * neighbour)
                for value, context, neighbour in zip(values, around, near, strict=True)
            )
            scored.append(Scored(sentence, self.weigh(mixed), mixed, self.weigh(values), meant))
        return scored

    def soft(self, texts: Sequence[str]) -> list[list[float]]:
        """For each text, the cross-language strength of each loose term; 0 for the others."""
        found = [[0.0] * len(self.terms) for _ in texts]
        if self._table is None or not texts:
            return found
        folded = [fold(text) for text in texts]
        for i, term in enumerate(self.terms):
            if _loose(term):
                for row, score in zip(found, self._table.match_score(term.text, folded), strict=True):
                    row[i] = SOFT * float(score) if score >= SOFT_FLOOR else 0.0
        return found

    def _meaning(self, sentences: Sequence[Sentence]) -> list[float]:
        """The token match of the whole question with each sentence, 1 for a match as good as such matches get."""
        if self._table is None or not sentences:
            return [0.0] * len(sentences)
        scores = self._table.match_score(self.question.normal, [sentence.folded for sentence in sentences])
        return [min(1.0, float(score) / FULL_MATCH) for score in scores]

    def _add_soft(self, sentences: Sequence[Sentence], own: list[list[float]]) -> None:
        """Raise the strengths of terms that no sentence holds in words, by the cross-language token match."""
        if self._table is None or not sentences:
            return
        texts = [sentence.folded for sentence in sentences]
        for i, term in enumerate(self.terms):
            exact = not any(map(str.isalpha, term.text))  # a number is met by itself alone
            if exact or (not _loose(term) and any(values[i] >= 1.0 for values in own)):
                continue
            for values, score in zip(own, self._table.match_score(term.text, texts), strict=True):
                if score >= SOFT_FLOOR:
                    values[i] = max(values[i], SOFT * float(score))


def _loose(term: Term) -> bool:
    """A common English word: it can be said in more ways than any list holds."""
    return not term.zh or (term.role == "topic" and term.text.isascii())


def _context(sentence: Sentence) -> str:
    passage = sentence.passage
    return " ".join((passage.title, passage.heading, passage.speaker_role, passage.speaker, passage.place))
