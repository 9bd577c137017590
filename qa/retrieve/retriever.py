"""The retriever: a question in, the passages that say most of it out, each with a score and why it is here.

    retriever = Retriever.open()
    for hit in retriever.search("两江新区2024年整车产量是多少", k=5):
        print(hit.score, hit.passage.source, hit.passage.text)

Every signal is computed over all passages (exactly: nothing is approximated), the best by each are fused
(`fusion.py`), and the reader or a cross-encoder may reorder the first of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from index.embed import Encoder, Reranker, TokenTable, load_encoder, load_reranker
from index.errors import IndexMissing, IndexOutdated, QuestionError
from index.settings import Settings, load_settings
from index.store import Index, open_index
from index.types import Passage
from qa.lexicon import Glossary, read_names
from qa.reader import Reader, load_reader
from qa.retrieve.fusion import Floats, Fusion, Ids, Signals, fuse, fusion_kind, load_fusion, spread_articles
from qa.retrieve.options import Options, allowed_articles, check_options
from qa.retrieve.reading import READ, read_again
from qa.retrieve.sentences import SentenceReader
from qa.retrieve.signals import LONGEST_QUERY, Query, SignalSource, mask
from qa.types import Hit, Mode, Question, Why

_POOL = 200  # passages taken from each signal at least
_RERANKED = 30  # passages a cross-encoder reads
_READ = 12  # passages whose sentences are read; 60 changed no hit@1
# What an article's next passage counts against those of other articles, and from how many articles on: measured at
# 240 to 3,424 articles; where there are few, one article may well hold all that was asked for.
_SAME_ARTICLE, _MANY_ARTICLES = 0.7, 20


class Retriever:
    """Searches one index. Immutable after it is made, so threads may share it."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        *,
        settings: Settings | None = None,
        reranker: Reranker | None = None,
        reader: Reader | None = None,
        fusion: Fusion | None = None,
    ) -> None:
        """`index` with its stores, and the encoder it was made with; `reader` reads the first passages of every
        hybrid search and has a say in their order. Raises IndexOutdated for another one,
        ArticleError when the `names.tsv` of the articles' folder cannot be read."""
        index.check_model(encoder.name, encoder.fingerprint)
        self.index = index
        self.encoder = encoder
        self.settings = settings or Settings()
        self.reranker = reranker
        self.reader = reader
        self.fusion = fusion or load_fusion(fusion_kind(encoder))
        self.signals = SignalSource(index, encoder)
        self.glossary = Glossary.load().with_own(read_names(index.articles_dir))
        self._sentences = SentenceReader(index.passages, encoder.table) if encoder.table is not None else None

    @classmethod
    def open(
        cls,
        index_dir: str | Path | None = None,
        *,
        articles: str | Path | None = None,
        settings: Settings | None = None,
        build: bool = True,
        read: bool = False,
    ) -> Retriever:
        """The retriever of an index folder (default: `settings.index_dir`).

        With `build`, an index that is missing, or older than its articles, is made first, from `articles` (default:
        the folder it was made from, else `settings.articles_dir`). Raises IndexMissing without an index to open,
        other IndexFolderErrors for one that cannot be used, ModelError when its model is not there.

        With `read`, the reader of the settings reads the first 10 passages of every hybrid search: the right one comes
        first more often, most of all for English questions, and a search takes some 0.1 s longer.
        """
        settings = settings or load_settings()
        folder = Path(index_dir if index_dir is not None else settings.index_dir)
        index = _build(folder, articles, settings) if build else open_index(folder)
        encoder = load_encoder(settings.model or index.manifest.model)
        reranker = load_reranker(settings.reranker) if settings.reranker else None
        reader = load_reader(settings.reader) if read and settings.reader != "none" and reranker is None else None
        return cls(index, encoder, settings=settings, reranker=reranker, reader=reader)

    @property
    def table(self) -> TokenTable | None:
        """The model's token table; None for models that have none."""
        return self.encoder.table

    def search(
        self,
        question: str | Question,
        k: int = 5,
        *,
        mode: Mode = "hybrid",
        date_from: date | None = None,
        date_to: date | None = None,
        source: str | None = None,
    ) -> list[Hit]:
        """The at most `k` best passages, best first.

        `mode`: "hybrid" (all signals), or one of them alone (a hit's `why` then names that one). `date_from` and
        `date_to` (inclusive) leave out articles published outside them or at an unknown date; `source` is a glob over
        article sources ("2024/*.txt").
        Raises QuestionError for a question or option that cannot be used.
        """
        options = check_options(k, mode, date_from, date_to, source, self.settings.max_k)
        query = self.read_question(question)
        ranked, why = self._rank(query, options)
        return [
            Hit(rank, score, self.index.passages[passage], why[passage])
            for rank, (passage, score) in enumerate(ranked, start=1)
        ]

    def read_question(self, question: str | Question) -> Query:
        """What is searched for. Raises QuestionError for a text without words, or one too long."""
        if isinstance(question, str):
            limit = self.settings.max_question_chars
            if len(question) > limit:
                raise QuestionError(f"the question has {len(question)} characters; ask it in {limit} or fewer.")
            if not any(character.isalnum() for character in question):
                raise QuestionError("the question holds no words; type a question in Chinese or English.")
            from qa.question import analyse

            question = analyse(question, date.today(), self.glossary)
        return Query(question.text, question.search or question.text, question.language)

    def _rank(self, query: Query, options: Options) -> tuple[list[tuple[int, float]], dict[int, Why]]:
        """The passages to return with their scores, best first, and why for each."""
        allowed = None
        if options.filtered():
            allowed = mask(self.signals.article_of, allowed_articles(self.index, options))
        size, k = max(_POOL, 4 * options.k), options.k
        lists: Mapping[str, Ids]
        if options.mode == "hybrid":
            pool = self.signals.collect(query, size, allowed)
            signals = self.read_sentences(query, pool.ids, pool.signals)
            lists, ranked = pool.lists, self._order(query, pool.ids, fuse(signals, self.fusion), options)
            if self.reader is not None:
                ranked = read_again(self.reader, query.text, ranked, self.index.passages)[:k]
        else:
            ids, scores = self.signals.alone(options.mode, query, size, allowed)
            lists, ranked = {options.mode: ids}, list(zip(ids[:k].tolist(), scores[:k].tolist(), strict=True))
        return ranked, _explain_ranks(lists, [passage for passage, _ in ranked])

    def read_sentences(self, query: Query, candidates: Ids, signals: Signals) -> Signals:
        """The signals with those of single sentences, for the candidates that are best without them."""
        shares = np.zeros(len(candidates), dtype=np.float32)
        if self._sentences is not None:
            best = _sorted(np.arange(len(candidates)), fuse(signals, self.fusion))[0][:_READ]
            shares[best] = self._sentences.shares(query.text[:LONGEST_QUERY], candidates[best].tolist())
        return replace(signals, sentence=shares)

    def _order(self, query: Query, candidates: Ids, scores: Floats, options: Options) -> list[tuple[int, float]]:
        candidates, scores = _sorted(candidates, scores)
        if self.reranker is not None:
            candidates, scores = self._rerank(self.reranker, query, candidates, scores)
        if len(self.index.articles) >= _MANY_ARTICLES:
            scores = spread_articles(self.signals.article_of[candidates], scores, _SAME_ARTICLE)
            candidates, scores = _sorted(candidates, scores)
        most = options.k if self.reader is None else max(options.k, READ)
        return list(zip(candidates[:most].tolist(), scores[:most].tolist(), strict=True))

    def _rerank(self, reranker: Reranker, query: Query, candidates: Ids, scores: Floats) -> tuple[Ids, Floats]:
        """The first candidates in the cross-encoder's order; they keep the fused scores, highest first."""
        first = candidates[:_RERANKED]
        passages: Sequence[Passage] = [self.index.passages[passage] for passage in first.tolist()]
        judged = reranker.score(query.text, [passage.embedded() for passage in passages])
        first = first[np.argsort(-judged, kind="stable")]
        return np.concatenate((first, candidates[_RERANKED:])), scores


def _sorted(candidates: Ids, scores: Floats) -> tuple[Ids, Floats]:
    """Best first; of equal scores the earlier passage."""
    order = np.lexsort((candidates, -scores))
    return candidates[order], scores[order]


def _explain_ranks(lists: Mapping[str, Ids], passages: Sequence[int]) -> dict[int, Why]:
    ranks = {name: {passage: rank for rank, passage in enumerate(ids.tolist(), start=1)} for name, ids in lists.items()}
    return {passage: Why(**{name: of.get(passage) for name, of in ranks.items()}) for passage in passages}


def _build(folder: Path, articles: str | Path | None, settings: Settings) -> Index:
    """The index in `folder`, made or brought up to date first where needed."""
    from index.build import build_index, needs_build

    index: Index | None = None
    try:
        index = open_index(folder)
    except IndexMissing:
        pass
    except IndexOutdated:
        # Which articles it was made from cannot be read either; only who names them can have it made again.
        if articles is None:
            raise
    source = Path(articles) if articles is not None else (index.articles_dir if index else Path(settings.articles_dir))
    if index is not None and not source.is_dir():
        return index
    model = settings.model or (index.manifest.model if index else None)
    if index is None or needs_build(source, folder, settings, model):
        build_index(source, folder, settings=settings, model=model)
        return open_index(folder)
    return index
