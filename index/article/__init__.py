"""A RawDocument becomes an Article, an Article its passages and its reading."""

from __future__ import annotations

from index.article.clean import clean
from index.article.mentions import annotate, mentions_in, mentions_of
from index.article.passages import split_passages
from index.article.read import build_article, read_article, read_articles
from index.article.speakers import Speaker

__all__ = [
    "Speaker", "annotate", "build_article", "clean", "mentions_in", "mentions_of", "read_article", "read_articles",
    "split_passages",
]  # fmt: skip
