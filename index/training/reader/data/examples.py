"""Examples to train on: a question, what is known beside the passage, a window of an article, and what is right.

In: articles with questions. Out: `Example`s of token numbers, drawn anew for every seed: right windows of many lengths;
wrong ones out of the same article, out of like articles, with the answer cut out, or with the question altered; claims.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from tokenizers import Tokenizer

from index.training.reader.data.articles import Article, Question, Span
from index.training.reader.data.claims import make_claim
from index.training.reader.data.coded import Coder
from index.training.reader.data.exchange import Exchanger
from index.training.reader.data.text import LONGEST, bigrams, simplify, split_windows, window_around

BEGIN, END = 0, 2
QUESTION_TOKENS, CONTEXT_TOKENS, PASSAGE_TOKENS = 80, 40, 380
LENGTHS = (60, 100, 140, 180, 220, 260, 320, 400)
_LIKE, _WINDOW = 8, 200
_VERDICTS = {"yes": 0, "no": 1, "unsaid": 2}
_NAMES = frozenset(("person", "office", "body", "place"))
_PARTS = frozenset(("list", "compare", "calc"))
IGNORED = -1


@dataclass(frozen=True, slots=True)
class Example:
    """`ids`: `<s> question </s> context </s> passage </s>`; the passage's tokens are [`begin`, `end`).

    `spans` are the first and last tokens of each answer; `answerable` is 1, 0 or `IGNORED`; `claim` the place of the
    verdict in `CLAIMS` or `IGNORED`. `reads`: whether the spans are trained (else nothing is said of them).
    """

    ids: tuple[int, ...]
    begin: int
    end: int
    spans: tuple[Span, ...]
    answerable: int
    claim: int
    reads: bool
    kind: str


class Tokens:
    """Turns texts to token numbers, keeping the ones of questions and windows it has seen."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def ids(self, text: str, most: int) -> list[int]:
        """Token numbers, without special ones."""
        return list(self._tokenizer.encode(simplify(text), add_special_tokens=False).ids[:most])

    def example(
        self,
        question: str,
        context: str,
        passage: str,
        spans: Sequence[Span] = (),
        *,
        answerable: int = IGNORED,
        claim: int = IGNORED,
        reads: bool = True,
        kind: str = "",
    ) -> Example | None:
        """The example, or None where a span lies beyond the passage's last token."""
        encoded = self._tokenizer.encode(simplify(passage), add_special_tokens=False)
        offsets = encoded.offsets[:PASSAGE_TOKENS]
        front = [BEGIN, *self.ids(question, QUESTION_TOKENS), END, *self.ids(context, CONTEXT_TOKENS), END]
        places = []
        for start, end in spans:
            inside = [i for i, (a, b) in enumerate(offsets) if a < end and b > start and b > a]
            if not inside:
                return None
            places.append((inside[0] + len(front), inside[-1] + len(front)))
        ids = (*front, *encoded.ids[:PASSAGE_TOKENS], END)
        return Example(ids, len(front), len(ids) - 1, tuple(places), answerable, claim, reads, kind)


@dataclass(frozen=True, slots=True)
class _Window:
    article: int
    span: Span


class Maker:
    """Makes the examples of a set of articles."""

    def __init__(self, articles: Sequence[Article], tokenizer: Tokenizer, exchanger: Exchanger, coder: Coder) -> None:
        self._articles = tuple(articles)
        self._tokens = Tokens(tokenizer)
        self._exchanger, self._coder = exchanger, coder
        self._windows = [
            _Window(i, span)
            for i, article in enumerate(self._articles)
            for span in split_windows(article.text, _WINDOW)
            if span[1] - span[0] >= 20
        ]
        self._like = self._find_like()

    def _text(self, window: _Window) -> str:
        return self._articles[window.article].text[slice(*window.span)]

    def _find_like(self) -> dict[tuple[int, int], list[int]]:
        """For each question (by article and place) the windows of other articles most like its question and proof."""
        import bm25s

        index = bm25s.BM25()
        index.index([bigrams(self._text(window)) for window in self._windows], show_progress=False)
        keys, wanted = [], []
        for i, article in enumerate(self._articles):
            for j, question in enumerate(article.questions):
                around = [article.text[max(0, start - 25) : end + 15] for start, end in question.spans[:2]]
                own = question.text if question.language == "zh" else ""
                keys.append((i, j))
                wanted.append(bigrams(own + article.title + "".join(around)))
        found, _ = index.retrieve(wanted, k=min(4 * _LIKE, len(self._windows)), show_progress=False)
        return {
            key: [int(w) for w in row if self._windows[w].article != key[0]][:_LIKE]
            for key, row in zip(keys, found, strict=True)
        }

    def make(self, seed: int) -> list[Example]:
        """One pass over all questions, in random order."""
        chance = random.Random(seed)
        examples = [
            example
            for i, article in enumerate(self._articles)
            for j, question in enumerate(article.questions)
            for example in self._make_question(i, j, article, question, chance)
            if example is not None
        ]
        chance.shuffle(examples)
        return examples

    def _make_question(
        self, i: int, j: int, article: Article, question: Question, chance: random.Random
    ) -> Iterator[Example | None]:
        own = question.kind not in ("published", "free")
        text = question.text
        if question.kind == "published":
            if chance.random() < 0.35:
                return
            if chance.random() < 0.4:
                text = self._coder.code(text, chance)
        text = _typed(text, question.language, chance)
        for _ in range(2 if own else 1):
            if question.kind == "none":
                yield self._unanswered(text, article, chance)
                continue
            window = self._window(article, question, chance)
            yield self._right(text, article, question, window, chance)
            for _ in range(1 + (chance.random() < 0.4)):
                yield self._wrong(text, i, j, article, question, window, chance)
            if chance.random() < (0.7 if own else 0.25):
                yield self._claim(i, j, article, question, window, chance)
        if question.kind == "none" and chance.random() < 0.4:
            yield self._claim(i, j, article, question, self._any_window(article, chance), chance)

    def _context(self, article: Article, chance: random.Random) -> str:
        return article.context if chance.random() < 0.65 else ""

    def _any_window(self, article: Article, chance: random.Random) -> Span:
        return chance.choice(split_windows(article.text, chance.choice(LENGTHS)))

    def _window(self, article: Article, question: Question, chance: random.Random) -> Span:
        """A window with all the spans where they fit into one, else with one of them."""
        length, spans = chance.choice(LENGTHS), list(question.spans)
        whole = window_around(article.text, spans, length, chance)
        if whole[1] - whole[0] <= LONGEST:
            return whole
        return window_around(article.text, [chance.choice(spans)], length, chance)

    def _inside(self, article: Article, question: Question, window: Span) -> list[Span]:
        """The answer's places in the window; a name counts wherever it stands."""
        passage = article.text[slice(*window)]
        spans = [
            (start - window[0], end - window[0])
            for start, end in question.spans
            if window[0] <= start and end <= window[1]
        ]
        if question.kind in _NAMES:
            for start, end in question.spans:
                name, at = article.text[start:end], -1
                while (at := passage.find(name, at + 1)) >= 0:
                    spans.append((at, at + len(name)))
        return sorted(set(spans))

    def _right(
        self, text: str, article: Article, question: Question, window: Span, chance: random.Random
    ) -> Example | None:
        inside = self._inside(article, question, window)
        share = len(inside) / len(question.spans)
        answerable = 1 if share >= 1 or (question.kind == "list" and share >= 0.5) else IGNORED
        claim = _VERDICTS[question.verdict] if question.verdict and answerable == 1 else IGNORED
        passage = article.text[slice(*window)]
        context = self._context(article, chance)
        return self._tokens.example(
            text, context, passage, inside, answerable=answerable, claim=claim, kind=question.kind
        )

    def _wrong(
        self, text: str, i: int, j: int, article: Article, question: Question, window: Span, chance: random.Random
    ) -> Example | None:
        """The question with a passage that does not answer it."""
        context = self._context(article, chance)
        draw = chance.random()
        passage: str | None = None
        if draw < 0.25:
            altered = self._exchanger.alter(question, article, chance)
            if altered:
                text = _typed(altered, question.language, chance)
                passage = article.text[slice(*window)]
        elif draw < 0.45:
            passage = self._emptied(article, question, window)
        if passage is None and draw < 0.75:
            others = [
                span
                for span in split_windows(article.text, chance.choice(LENGTHS))
                if self._lacks(article.text[slice(*span)], article, question)
            ]
            passage = article.text[slice(*chance.choice(others))] if others else None
        if passage is None:
            like = [w for w in self._like[i, j] if self._lacks(self._text(self._windows[w]), article, question)]
            if not like:
                return None
            other = self._windows[chance.choice(like)]
            passage, context = self._text(other), self._context(self._articles[other.article], chance)
        claim = _VERDICTS["unsaid"] if question.verdict else IGNORED
        return self._tokens.example(text, context, passage, answerable=0, claim=claim, kind="wrong")

    def _lacks(self, passage: str, article: Article, question: Question) -> bool:
        return not any(article.text[start:end] in passage for start, end in question.spans)

    def _emptied(self, article: Article, question: Question, window: Span) -> str | None:
        """The window without the sentences that hold the answer; None where too little is left."""
        cut = [(max(a, window[0]), min(b, window[1])) for a, b in _sentences(article.text, window)]
        held = [span for span in cut if not any(a < span[1] and b > span[0] for a, b in question.spans)]
        left = "".join(article.text[a:b] for a, b in held)
        return left if len(left) >= 40 and self._lacks(left, article, question) else None

    def _unanswered(self, text: str, article: Article, chance: random.Random) -> Example | None:
        """A question without an answer and a window of its article, mostly one like the question."""
        windows = split_windows(article.text, chance.choice(LENGTHS[2:]))
        asked = set(bigrams(text))
        order = sorted(windows, key=lambda w: -len(asked.intersection(bigrams(article.text[slice(*w)]))))
        window = order[0] if chance.random() < 0.6 else chance.choice(windows)
        passage = article.text[slice(*window)][:LONGEST]
        return self._tokens.example(text, self._context(article, chance), passage, answerable=0, kind="none")

    def _claim(
        self, i: int, j: int, article: Article, question: Question, window: Span, chance: random.Random
    ) -> Example | None:
        claim = make_claim(question, article, self._exchanger, chance)
        if claim is None:
            return None
        passage, context, verdict = article.text[slice(*window)], self._context(article, chance), claim.verdict
        if len(self._inside(article, question, window)) < len(question.spans):
            return None
        if verdict != "unsaid" and chance.random() < 0.3:
            emptied = self._emptied(article, question, window)
            if emptied is None:
                return None
            passage, verdict = emptied, "unsaid"
        text = _typed(claim.text, question.language, chance)
        return self._tokens.example(
            text, context, passage[:LONGEST], claim=_VERDICTS[verdict], reads=False, kind="claim"
        )


def _sentences(text: str, window: Span) -> list[Span]:
    from index.training.reader.data.text import sentences

    return [span for span in sentences(text) if span[0] < window[1] and span[1] > window[0]]


def _typed(text: str, language: str, chance: random.Random) -> str:
    """As some people type: without capitals, without the question mark."""
    if language == "en" and chance.random() < 0.12:
        text = text.lower()
    if chance.random() < 0.15:
        text = text.rstrip("?？")
    return text


def pack(examples: Sequence[Example]) -> dict[str, np.ndarray]:
    """The examples as flat arrays, for a file."""
    kinds = sorted({example.kind for example in examples})
    return {
        "ids": np.concatenate([np.asarray(example.ids, dtype=np.uint16) for example in examples]),
        "bounds": np.cumsum([0, *(len(example.ids) for example in examples)]),
        "spans": np.asarray([span for example in examples for span in example.spans], dtype=np.int16).reshape(-1, 2),
        "span_bounds": np.cumsum([0, *(len(example.spans) for example in examples)]),
        "facts": np.asarray(
            [(e.begin, e.end, e.answerable, e.claim, e.reads, kinds.index(e.kind)) for e in examples], dtype=np.int16
        ),
        "kinds": np.asarray(kinds),
    }


def unpack(arrays: dict[str, np.ndarray]) -> list[Example]:
    """The examples of such a file."""
    kinds = [str(kind) for kind in arrays["kinds"]]
    rows = zip(pairwise(arrays["bounds"]), pairwise(arrays["span_bounds"]), arrays["facts"].tolist(), strict=True)
    return [
        Example(
            tuple(arrays["ids"][a:b].tolist()), begin, end,
            tuple((int(s), int(e)) for s, e in arrays["spans"][c:d]), answerable, claim, bool(reads), kinds[kind],
        )
        for (a, b), (c, d), (begin, end, answerable, claim, reads, kind) in rows
    ]  # fmt: skip
