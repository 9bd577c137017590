"""The four signals of a question over one index: keyword, soft, dense and article shares, each in [0, 1].

In: an opened index, the encoder it was made with, and a question's words. Out: the passages worth ranking and their
signals.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.embed import Encoder
from index.search import Column, column_weights
from index.store import Index
from index.text import fold, tokenise
from index.types import Language
from qa.retrieve.fusion import Floats, Ids, Mask, Signals, top
from qa.retrieve.romanised import name_columns
from qa.types import Mode

_KINDS = {"_": 0.6, "#": 1.5}  # what a character pair and a number count against a word, by their tokens' first sign
_NAME = 4.0  # what a name in pinyin counts against a word; 1.5 to 6 all gain (docs/retrieval.md)
LONGEST_QUERY = 4000  # folded characters looked at; what follows changes no ranking worth having
_WIDE = 20_000  # passages from which on a thread of its own for the vectors gains more than it costs
_FIRST = np.array([True])

Weighed = tuple[Column, float]


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: `text` by meaning, `keywords` by word (the text and the forms the glossary adds)."""

    text: str
    keywords: str
    language: Language


@dataclass(frozen=True, slots=True)
class Pool:
    """Passages worth ranking: `ids` ascending with their `signals`, and the best by each signal alone, best first."""

    ids: Ids
    lists: Mapping[str, Ids]
    signals: Signals


class SignalSource:
    """Computes signals over one index. Immutable after it is made, so threads may share it."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self.index = index
        self.encoder = encoder
        first: Ids = np.asarray(index.first_passages, dtype=np.int64)
        counts = first[1:] - first[:-1]
        self.article_of: Ids = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
        """The article of each passage."""
        english = np.fromiter((article.language == "en" for article in index.articles), np.bool_, len(counts))
        self._english: Mask = np.repeat(english, counts)

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self.article_of)

    def columns(self, query: Query) -> list[Weighed]:
        """The keyword columns of the question's tokens, each with what it counts.

        A share is the BM25 weight found over the most that the question's tokens could have, unknown ones included.
        """
        counts = Counter(tokenise(query.keywords[:LONGEST_QUERY]))
        names = list(name_columns(query.text, self.index.keywords)) if query.language == "en" else []
        told = [times * _KINDS.get(token[0], 1.0) for token, times in counts.items()]
        weights = np.array([*told, *[_NAME] * len(names)])
        columns = [*(self.index.keywords.column(token) for token in counts), *names]
        # What a passage that held every token without end would score: Σ weight · idf, as in Lucene's BM25.
        found = np.array([len(owners) for owners, _ in columns], dtype=np.float64)
        most = float(np.log1p((self.size - found + 0.5) / (found + 0.5)) @ weights)
        shares = (weights / most).tolist() if most > 0 else weights.tolist()
        return [(column, share) for column, share in zip(columns, shares, strict=True) if len(column[0])]

    def keyword(self, columns: Sequence[Weighed]) -> Floats:
        """The keyword share of every passage (n,)."""
        total = self.index.keywords.add_columns(columns)
        return np.minimum(total, 1.0, out=total)

    def article(self, columns: Sequence[Weighed], ids: Ids) -> Floats:
        """For each of `ids`, the keyword share of its article: of each token the best that a passage of it has."""
        wanted = np.zeros(len(self.index.articles), dtype=np.bool_)
        wanted[self.article_of[ids]] = True
        theirs = wanted.take(self.article_of)
        articles = np.zeros(len(wanted), dtype=np.float32)
        if not columns:
            return articles[self.article_of[ids]]
        owners = np.concatenate([column[0] for column, _ in columns])
        here = np.flatnonzero(theirs.take(owners))
        if len(here):
            ends = np.cumsum([len(column[0]) for column, _ in columns])
            token, of = ends.searchsorted(here, side="right"), self.article_of.take(owners.take(here))
            shares = column_weights(np.concatenate([column[1] for column, _ in columns]).take(here))
            shares *= np.array([share for _, share in columns], dtype=np.float32).take(token)
            # A column's passages ascend, so those of one article stand together: its share is that of the best.
            starts = np.flatnonzero(np.concatenate((_FIRST, (of[1:] != of[:-1]) | (token[1:] != token[:-1]))))
            np.add.at(articles, of[starts], np.maximum.reduceat(shares, starts))
        return np.minimum(articles, 1.0).take(self.article_of[ids])

    def soft(self, query: Query) -> Floats:
        """The soft share of every passage (n,); 0 without a token table."""
        table, store = self.encoder.table, self.index.soft
        if table is None or store is None:
            return np.zeros(self.size, dtype=np.float32)
        return store.scores(fold(query.text[:LONGEST_QUERY]), table)

    def vector(self, query: Query) -> Floats:
        """The question's vector (d,)."""
        vectors = self.encoder.encode_queries([query.text[:LONGEST_QUERY]])
        return np.asarray(vectors[0], dtype=np.float32)

    def dense(self, vector: Floats, cosines: Floats) -> Floats:
        """Cosines as shares: 0 at the mean over all passages, 1 where vectors are equal.

        Models differ in where their cosines lie (some never fall below 0.7), hence the mean.
        """
        mean, _ = self.index.vectors.spread(vector)
        return np.asarray(np.clip((cosines - mean) / max(1.0 - mean, 1e-6), 0.0, 1.0), dtype=np.float32)

    def collect(self, query: Query, pool: int, allowed: Mask | None = None) -> Pool:
        """The best `pool` passages by each signal, and all signals of all of them."""
        vector = self.vector(query)
        nearest = self._start(lambda: self.index.vectors.search(vector, pool, allowed)[0])
        columns = self.columns(query)
        keyword = _only(allowed, self.keyword(columns))
        soft = _only(allowed, self.soft(query))
        lists = {"keyword": top(keyword, pool), "soft": top(soft, pool), "dense": nearest()}
        worth = np.zeros(self.size, dtype=np.bool_)
        worth[np.concatenate(list(lists.values()))] = True
        ids: Ids = np.flatnonzero(worth)
        # Where no word of the question is near any word there is, its vector says nothing, though the vectors of
        # texts that say nothing are all alike.
        says = self.index.soft is None or bool(len(lists["soft"]))
        dense = self.dense(vector, self.index.vectors.scores(vector, ids)) if says else np.zeros(len(ids), np.float32)
        foreign = self._foreign(query.language, ids)
        return Pool(ids, lists, Signals(keyword[ids], soft[ids], dense, self.article(columns, ids), foreign))

    def alone(self, name: Mode, query: Query, pool: int, allowed: Mask | None = None) -> tuple[Ids, Floats]:
        """The best `pool` passages by one signal, best first, and their shares: what `collect` finds by it."""
        if name == "dense":
            vector = self.vector(query)
            ids, _ = self.index.vectors.search(vector, pool, allowed)
            says = self.index.soft is None or self._knows(query)
            shares = self.dense(vector, self.index.vectors.scores(vector, ids))
            return ids, shares if says else np.zeros_like(shares)
        every = _only(allowed, self.soft(query) if name == "soft" else self.keyword(self.columns(query)))
        ids = top(every, pool)
        return ids, every[ids]

    def _knows(self, query: Query) -> bool:
        table, store = self.encoder.table, self.index.soft
        return table is not None and store is not None and store.knows(fold(query.text[:LONGEST_QUERY]), table)

    def _foreign(self, language: Language, ids: Ids) -> Mask:
        """Which of the passages are in the other language than the question."""
        english = self._english[ids]
        return english if language == "zh" else ~english

    def _start(self, search: Callable[[], Ids]) -> Callable[[], Ids]:
        """Begin a search over many vectors, which needs no interpreter, beside what is to be done meanwhile."""
        return _other_core().submit(search).result if self.size >= _WIDE else search


def _only(allowed: Mask | None, shares: Floats) -> Floats:
    return shares if allowed is None else np.where(allowed, shares, np.float32(0))


@cache
def _other_core() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="vectors")


def mask(article_of: Ids, allowed: NDArray[np.bool_]) -> Mask:
    """Allowed articles (m,) as allowed passages (n,)."""
    return np.asarray(allowed[article_of], dtype=np.bool_)
