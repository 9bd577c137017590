"""Everything that is trained on, as token ids, and how batches are drawn from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.text import fold
from index.training.cleaning import Pair, read_sources
from index.training.names import name_parts, person_pairs, place_pairs
from index.training.reading import ReadingPassage, is_test_passage, load_reading
from index.training.sources import Source

Ids = NDArray[np.int64]
_LONGEST = 128  # tokens of a passage that are used


@dataclass(frozen=True, slots=True)
class Corpus:
    """The texts: sentence files in order, term pairs with their trust, and the reading passages for training."""

    sentences: tuple[tuple[Source, tuple[Pair, ...]], ...]
    terms: tuple[tuple[Pair, float], ...]
    reading: tuple[ReadingPassage, ...]

    def english(self) -> Iterable[str]:
        """Every English text."""
        yield from (pair.english for _, pairs in self.sentences for pair in pairs)
        yield from (pair.english for pair, _ in self.terms)

    def chinese(self) -> Iterable[str]:
        """Every Chinese text; of the reading sets only the half for training."""
        yield from (pair.chinese for _, pairs in self.sentences for pair in pairs)
        yield from (pair.chinese for pair, _ in self.terms)
        for passage in self.reading:
            yield passage.text
            yield from (question for _, question in passage.questions)


def load_corpus(data: Path) -> Corpus:
    """Read and clean all sources under `data` (unpacked archives), with the generated names."""
    sentences, terms = [], []
    for source, pairs in read_sources(data):
        if source.kind == "sentence":
            sentences.append((source, pairs))
            continue
        terms += [(pair, source.trust) for pair in pairs]
        if source.kind == "name":
            terms += [(pair, source.trust) for pair in name_parts(pairs)]
    reading = tuple(passage for passage in load_reading(data) if not is_test_passage(passage.text))
    places = {
        fold(pair.chinese).rstrip("市县区") for pair, trust in terms if pair.english.endswith(("City", "District"))
    }
    terms += [(pair, 0.5) for pair in place_pairs(sorted(places))]
    terms += [(pair, 0.3) for pair in person_pairs(pair.chinese for _, pairs in sentences for pair in pairs)]
    return Corpus(tuple(sentences), tuple(terms), reading)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of the corpus. `document[i]` numbers the file of sentence i, or is -1 where its order means nothing."""

    english: tuple[Ids, ...]
    chinese: tuple[Ids, ...]
    document: Ids
    sentence_share: NDArray[np.float64]
    term_english: tuple[Ids, ...]
    term_chinese: tuple[Ids, ...]
    term_share: NDArray[np.float64]
    questions: tuple[Ids, ...]
    question_passage: Ids
    passages: tuple[Ids, ...]
    glosses: Mapping[int, tuple[Ids, ...]]

    def _rows(self) -> Iterable[Ids]:
        return chain(self.english, self.chinese, self.term_english, self.term_chinese, self.passages)

    @property
    def texts(self) -> int:
        """How many English or Chinese texts there are, a pair counted as one."""
        return len(self.english) + len(self.term_english) + len(self.passages)

    def all_ids(self) -> Ids:
        """The tokens of every text, each once per text."""
        return np.concatenate([np.unique(row) for row in self._rows()])


def _ids(tokenizer: Tokenizer, texts: list[str]) -> tuple[Ids, ...]:
    encodings = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    return tuple(np.asarray([t for t in e.ids if t != 0], dtype=np.int64) for e in encodings)


def _gloss_table(english: tuple[Ids, ...], chinese: tuple[Ids, ...]) -> dict[int, tuple[Ids, ...]]:
    """For each Chinese token that is a dictionary term by itself, its short English glosses in the given order."""
    table: dict[int, list[Ids]] = {}
    for gloss, term in zip(english, chinese, strict=True):
        if len(term) == 1 and 0 < len(gloss) <= 3:
            table.setdefault(int(term[0]), []).append(gloss)
    return {token: tuple(glosses) for token, glosses in table.items()}


def encode_corpus(corpus: Corpus, tokenizer: Tokenizer) -> Encoded:
    """Tokenise everything; shares of drawing follow the sources' trust and sum to 1."""
    pairs = [pair for _, block in corpus.sentences for pair in block]
    document = [
        number if source.ordered else -1 for number, (source, block) in enumerate(corpus.sentences) for _ in block
    ]
    trust = np.asarray([source.trust for source, block in corpus.sentences for _ in block])
    term_trust = np.asarray([trust for _, trust in corpus.terms])
    english = _ids(tokenizer, [pair.english for pair in pairs])
    chinese = _ids(tokenizer, [pair.chinese for pair in pairs])
    filled = np.asarray([bool(len(e)) and bool(len(c)) for e, c in zip(english, chinese, strict=True)])
    term_english = _ids(tokenizer, [pair.english for pair, _ in corpus.terms])
    term_chinese = _ids(tokenizer, [pair.chinese for pair, _ in corpus.terms])
    term_filled = np.asarray([bool(len(e)) and bool(len(c)) for e, c in zip(term_english, term_chinese, strict=True)])
    passages = tuple(row[:_LONGEST] for row in _ids(tokenizer, [passage.text for passage in corpus.reading]))
    questions = _ids(tokenizer, [text for passage in corpus.reading for _, text in passage.questions])
    places = np.asarray([number for number, passage in enumerate(corpus.reading) for _ in passage.questions])
    # A few questions are empty in the data.
    asked = [row for row in range(len(questions)) if len(questions[row]) and len(passages[places[row]])]
    return Encoded(
        english,
        chinese,
        np.asarray(document),
        trust * filled / (trust * filled).sum(),
        term_english,
        term_chinese,
        term_trust * term_filled / (term_trust * term_filled).sum(),
        tuple(questions[row] for row in asked),
        places[asked],
        passages,
        _gloss_table(term_english, term_chinese),
    )


class Sampler:
    """Draws batches: lists of query ids and of passage ids, row by row."""

    def __init__(self, encoded: Encoded, seed: int) -> None:
        self._data = encoded
        self._random = np.random.default_rng(seed)

    def terms(self, size: int) -> tuple[list[Ids], list[Ids]]:
        """Dictionary and name pairs, by trust."""
        data = self._data
        rows = self._random.choice(len(data.term_share), size, p=data.term_share)
        return [data.term_english[i] for i in rows], [data.term_chinese[i] for i in rows]

    def sentences(self, size: int) -> tuple[list[Ids], list[Ids]]:
        """Sentences and their translations."""
        data = self._data
        rows = self._random.choice(len(data.sentence_share), size, p=data.sentence_share)
        return [data.english[i] for i in rows], [data.chinese[i] for i in rows]

    def windows(self, size: int, chinese_query: bool) -> tuple[list[Ids], list[Ids]]:
        """Part of a sentence as the question, its translation among its neighbours as the passage.

        Four windows of the same file follow one another, so that a batch holds passages on the same subject as
        the right one: the passages hardest to tell apart.
        """
        data = self._data
        asked, given = (data.chinese, data.english) if chinese_query else (data.english, data.chinese)
        queries: list[Ids] = []
        passages: list[Ids] = []
        while len(queries) < size:
            place = int(self._random.choice(len(data.sentence_share), p=data.sentence_share))
            document = data.document[place]
            for _ in range(4 if document >= 0 else 1):
                width = int(self._random.integers(1, 6))
                if document >= 0:
                    rows = np.arange(place, min(place + width, len(given)))
                    rows = rows[data.document[rows] == document]
                else:
                    others = self._random.choice(len(data.sentence_share), width - 1, p=data.sentence_share)
                    rows = np.append(others, place)
                rows = np.asarray([row for row in rows if len(given[row]) and len(asked[row])], dtype=np.int64)
                if not len(rows):
                    break
                target = int(self._random.choice(rows)) if document >= 0 else place
                queries.append(self._shorten(asked[target]))
                passages.append(np.concatenate([given[row] for row in rows])[:_LONGEST])
                place += width
                if place >= len(given) or len(queries) >= size:
                    break
        return queries, passages

    def questions(self, size: int, english: bool) -> tuple[list[Ids], list[Ids]]:
        """Chinese questions and their passages, in fours that are neighbours in the set (same article).

        `english`: the questions are put into English word by word, with a gloss drawn for each word.
        """
        data = self._data
        starts = self._random.integers(0, len(data.questions), size // 4)
        rows = np.unique(np.concatenate([starts + step * 3 for step in range(4)])) % len(data.questions)
        # One question per passage: a second one would count its own passage as wrong.
        _, first = np.unique(data.question_passage[rows], return_index=True)
        queries = [data.questions[i] for i in rows[first]]
        if english:
            queries = [self._translate(query) for query in queries]
        return queries, [data.passages[data.question_passage[i]] for i in rows[first]]

    def _translate(self, query: Ids) -> Ids:
        """Chinese tokens as English ones, the first glosses more often than later ones; others stay as they are."""
        parts = []
        for token in query:
            glosses = self._data.glosses.get(int(token), ())
            # Powers of a uniform draw lean towards 0, the first and safest sense.
            parts.append(glosses[int(len(glosses) * self._random.random() ** 2)] if glosses else [int(token)])
        return np.concatenate(parts).astype(np.int64) if parts else query

    def _shorten(self, ids: Ids) -> Ids:
        """A question shares only some words with its passage: keep a stretch, or drop words here and there."""
        choice = self._random.random()
        if len(ids) < 6 or choice < 0.25:
            return ids
        if choice < 0.6:
            length = int(self._random.integers(4, len(ids) + 1))
            start = int(self._random.integers(0, len(ids) - length + 1))
            return ids[start : start + length]
        kept = ids[self._random.random(len(ids)) < self._random.uniform(0.3, 0.9)]
        return kept if len(kept) else ids
