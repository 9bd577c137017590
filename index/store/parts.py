"""The parts of a generation: their file names and the records they hold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from index.store.files import Stamp
from index.store.records import Codec
from index.types import Article, DateEvidence, Language, Passage, Skipped

ARTICLES, ARTICLE_SPANS = "articles.jsonl", "articles.npy"
PASSAGES, PASSAGE_SPANS = "passages.jsonl", "passages.npy"
SOURCES, SOURCE_SPANS = "sources.jsonl", "sources.npy"
FIRST_PASSAGES = "first_passages.npy"
SKIPPED = "skipped.jsonl"
DIGESTS = "digests.npy"
KEYWORD_COUNTS = "keyword_counts.npy"
VECTORS, KEYWORDS, SOFT = "vectors", "keywords", "soft"

DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """What a list of articles shows. `length` is in characters, `passages` and `figures` are counts."""

    source: str
    title: str
    published: DateEvidence
    length: int
    passages: int
    figures: int
    place: str
    language: Language


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """An indexed file: its summary, the SHA-256 of its bytes and its stamp when they were read.

    `file` is its path inside the folder where that is not what `source` says (stray bytes are written out there).
    """

    summary: ArticleSummary
    sha256: str
    stamp: Stamp
    file: str = ""


@dataclass(frozen=True, slots=True)
class SkippedRecord:
    """A file that was not indexed. `sha256` and `stamp` are there when it was opened and turned out unreadable."""

    skipped: Skipped
    sha256: str = ""
    stamp: Stamp | None = None


@lru_cache(maxsize=1)
def article_codec() -> Codec[Article]:
    return Codec(Article)


@lru_cache(maxsize=1)
def passage_codec() -> Codec[Passage]:
    """Passages without what their place and their article say: so a row stays as it is when ids move."""
    return Codec(Passage, omit=("id", "source", "title", "published"))


@lru_cache(maxsize=1)
def source_codec() -> Codec[SourceRecord]:
    return Codec(SourceRecord)


@lru_cache(maxsize=1)
def skipped_codec() -> Codec[SkippedRecord]:
    return Codec(SkippedRecord)


@lru_cache(maxsize=1)
def schema() -> str:
    """The digest of all record fields and their types; another one means rows that cannot be read."""
    codecs = (article_codec(), passage_codec(), source_codec(), skipped_codec())
    return hashlib.sha256("\n".join(codec.schema for codec in codecs).encode()).hexdigest()[:16]


def digest(text: str) -> bytes:
    """The fingerprint under which the vector of an embedded text is found again."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()
