"""The facts of an article, found once: what is kept, and that it is what a reader of the text would find."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.article import annotate, mentions_in, mentions_of
from index.entities import find_people, find_places, organisations_in
from index.store import article_codec, dumps, loads
from index.text import sentence_spans
from index.times import find_times
from index.types import Article, Block, DateEvidence, Mentions, SentenceMentions

TEXT = "涪陵区区长王明说，去年产值增长8%。2023年，重庆小康动力有限公司落户两江新区。他表示，明年更好。"
PUBLISHED = DateEvidence(date(2024, 5, 1), "day", "meta")


def _article(text: str = TEXT) -> Article:
    block = Block("paragraph", 0, len(text))
    return Article("a.txt", "", text, (block,), PUBLISHED, "zh", "", "", "utf-8", len(text))


def test_each_sentence_keeps_its_times_places_and_bodies() -> None:
    article = annotate(_article())
    first, second, _ = sentence_spans(TEXT)
    assert [mention.name for mention in mentions_in(article, *first).places] == ["涪陵区"]
    (last_year,) = mentions_in(article, *first).times
    assert last_year.period is not None
    assert last_year.period.year() == 2023
    assert mentions_in(article, *second).bodies == ("重庆小康动力有限公司",)


def test_the_reading_is_what_the_text_says() -> None:
    article = annotate(_article())
    assert mentions_of(article).people == find_people(article)
    for start, end in sentence_spans(TEXT):
        told, words = mentions_in(article, start, end), TEXT[start:end]
        assert told.times == find_times(words, PUBLISHED.value, PUBLISHED.precision)
        assert told.places == find_places(words)
        assert told.bodies == tuple(organisations_in(words))


def test_a_question_finds_what_was_kept_and_looks_no_further() -> None:
    kept = Mentions((SentenceMentions(0, 4, bodies=("甲公司",)),))
    article = replace(_article(), mentions=kept)
    assert mentions_of(article) is kept
    assert mentions_in(article, 0, 4).bodies == ("甲公司",)


def test_spans_that_are_asked_for_are_kept_beside_the_sentences() -> None:
    article = annotate(_article(), [(0, 8), (0, 3)])
    mentions = mentions_of(article)
    assert mentions.of_sentence(0, 3) is not None
    assert mentions.of_sentence(0, 8) is not None
    assert mentions.of_sentence(1, 3) is None
    assert list(mentions.sentences) == sorted(mentions.sentences, key=lambda told: (told.start, told.end))


def test_an_article_of_no_index_is_read_when_it_is_asked() -> None:
    article = _article()
    assert article.mentions is None
    assert mentions_of(article) == annotate(article).mentions
    assert mentions_in(article, *sentence_spans(TEXT)[0]) == mentions_in(annotate(article), *sentence_spans(TEXT)[0])


@pytest.mark.parametrize("text", [TEXT, "", "Mayor Li told output rose 5% in 2023."])
def test_a_reading_survives_the_index(text: str) -> None:
    article = annotate(_article(text))
    codec = article_codec()
    assert codec.decode(loads(dumps(codec.encode(article)))) == article
