"""The facts of an article, found once: `Article` → the same article with its `Reading`.

Each step reads the text for one sort of fact: times by the article's date, places, bodies, people. A build stores the
reading with the article, so that no question has to look for them again; `reading_of` gives it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.entities import find_people, find_places, organisations_in
from index.text import sentence_spans
from index.times import find_times
from index.types import Article, Reading, Said


def annotate(article: Article, sentences: Iterable[tuple[int, int]] = ()) -> Article:
    """The article with its reading. `sentences` are spans besides those of the blocks that will be asked for."""
    spans = {span for block in article.blocks for span in sentence_spans(article.text, block.start, block.end)}
    said = tuple(_said(article, start, end) for start, end in sorted({*spans, *sentences}))
    return replace(article, reading=Reading(said, find_people(article)))


def reading_of(article: Article) -> Reading:
    """What was found in the article when it was indexed; an article that comes from no index is read now."""
    reading = article.reading or annotate(article).reading
    assert reading is not None
    return reading


def said_in(article: Article, start: int, end: int) -> Said:
    """What one sentence of the article names; a span that is no sentence of its reading is read now."""
    said = article.reading.said(start, end) if article.reading else None
    return said or _said(article, start, end)


def _said(article: Article, start: int, end: int) -> Said:
    text, published = article.text[start:end], article.published
    return Said(
        start,
        end,
        times=find_times(text, published.value, published.precision),
        places=find_places(text),
        bodies=tuple(organisations_in(text)),
    )
