"""The four signals of a question over one index: keyword, soft, dense and article shares, each in [0, 1].

In: an opened index, the encoder it was made with, and a question's words. Out: arrays over all passages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from index.fold import fold
from index.store import Index
from index.tokens import tokenise
from index.types import Language
from qa.fusion import Floats, Ids, Mask, Signals, top

_KINDS = {"_": 0.6, "#": 1.5}  # what a character pair and a number count against a word, by their tokens' first sign
_LONGEST_QUERY = 4000  # folded characters looked at; what follows changes no ranking worth having


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

    def foreign(self, language: Language) -> Mask:
        """Which passages are in the other language than the question."""
        return np.asarray(self._english if language == "zh" else ~self._english, dtype=np.bool_)

    def keyword(self, query: Query) -> tuple[Floats, Floats]:
        """The keyword share of every passage (n,) and of every article (m,).

        A share is the BM25 weight found over the most that the question's tokens could have, unknown ones included.
        """
        counts = Counter(tokenise(query.keywords[:_LONGEST_QUERY]))
        tokens = {token: times * _KINDS.get(token[0], 1.0) for token, times in counts.items()}
        columns = {token: self.index.keywords.column(token) for token in counts}
        passages = np.zeros(self.size, dtype=np.float32)
        articles = np.zeros(len(self.index.articles), dtype=np.float32)
        # What a passage that held every token without end would score: Σ weight · idf, as in Lucene's BM25.
        found = np.array([len(owners) for owners, _ in columns.values()], dtype=np.float64)
        most = float(np.log1p((self.size - found + 0.5) / (found + 0.5)) @ np.array([*tokens.values()]))
        for token, (owners, weights) in columns.items():
            if not len(owners):
                continue
            shares = weights.astype(np.float32) * np.float32(tokens[token] / most)
            passages[owners] += shares
            # A column's passages ascend, so those of one article stand together: its share is that of the best.
            of = self.article_of[owners]
            starts = np.flatnonzero(np.concatenate(([True], of[1:] != of[:-1])))
            articles[of[starts]] += np.maximum.reduceat(shares, starts)
        return np.minimum(passages, 1.0), np.minimum(articles, 1.0)

    def soft(self, query: Query) -> Floats:
        """The soft share of every passage (n,); 0 without a token table."""
        table, store = self.encoder.table, self.index.soft
        if table is None or store is None:
            return np.zeros(self.size, dtype=np.float32)
        return store.scores(fold(query.text[:_LONGEST_QUERY]), table)

    def vector(self, query: Query) -> Floats:
        """The question's vector (d,)."""
        vectors = self.encoder.encode_queries([query.text[:_LONGEST_QUERY]])
        return np.asarray(vectors[0], dtype=np.float32)

    def dense(self, vector: Floats, cosines: Floats) -> Floats:
        """Cosines as shares: 0 at the mean over all passages, 1 where vectors are equal.

        Models differ in where their cosines lie (some never fall below 0.7), hence the mean.
        """
        mean, _ = self.index.vectors.spread(vector)
        return np.asarray(np.clip((cosines - mean) / max(1.0 - mean, 1e-6), 0.0, 1.0), dtype=np.float32)

    def collect(self, query: Query, pool: int, allowed: Mask | None = None) -> Pool:
        """The best `pool` passages by each signal, and all signals of all of them."""
        keyword, article = self.keyword(query)
        soft = self.soft(query)
        if allowed is not None:
            keyword, soft = np.where(allowed, keyword, np.float32(0)), np.where(allowed, soft, np.float32(0))
        vector = self.vector(query)
        near, _ = self.index.vectors.search(vector, pool, allowed)
        lists = {"keyword": top(keyword, pool), "soft": top(soft, pool), "dense": near}
        worth = np.zeros(self.size, dtype=np.bool_)
        worth[np.concatenate(list(lists.values()))] = True
        ids: Ids = np.flatnonzero(worth)
        dense = self.dense(vector, self.index.vectors.scores(vector, ids))
        if self.index.soft is not None and not soft.any():
            # No word of the question is near any word there is: its vector says nothing, though the vectors of texts
            # that say nothing are all alike.
            dense = np.zeros_like(dense)
        foreign = self.foreign(query.language)[ids]
        return Pool(ids, lists, Signals(keyword[ids], soft[ids], dense, article[self.article_of[ids]], foreign))


def mask(article_of: Ids, allowed: NDArray[np.bool_]) -> Mask:
    """Allowed articles (m,) as allowed passages (n,)."""
    return np.asarray(allowed[article_of], dtype=np.bool_)
