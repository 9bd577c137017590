"""The facts of an article, found once: `Article` → the same article with its `Mentions`.

Each step reads the text for one sort of fact: times by the article's date, places, bodies, people. A build stores the
mentions with the article, so that no question has to look for them again; `mentions_of` gives it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.entities import find_people, find_places, organisations_in
from index.text import sentence_spans
from index.times import find_times
from index.types import Article, Mentions, SentenceMentions


def annotate(article: Article, sentences: Iterable[tuple[int, int]] = ()) -> Article:
    """The article with its mentions. `sentences` are spans besides those of the blocks that will be asked for."""
    spans = {span for block in article.blocks for span in sentence_spans(article.text, block.start, block.end)}
    told = tuple(_sentence(article, start, end) for start, end in sorted({*spans, *sentences}))
    return replace(article, mentions=Mentions(told, find_people(article)))


def mentions_of(article: Article) -> Mentions:
    """What was found in the article when it was indexed; an article that comes from no index is read now."""
    mentions = article.mentions or annotate(article).mentions
    assert mentions is not None
    return mentions


def mentions_in(article: Article, start: int, end: int) -> SentenceMentions:
    """What one sentence of the article names; a span that is no sentence of its mentions is read now."""
    told = article.mentions.of_sentence(start, end) if article.mentions else None
    return told or _sentence(article, start, end)


def _sentence(article: Article, start: int, end: int) -> SentenceMentions:
    text, published = article.text[start:end], article.published
    return SentenceMentions(
        start,
        end,
        times=find_times(text, published.value, published.precision),
        places=find_places(text),
        bodies=tuple(organisations_in(text)),
    )
