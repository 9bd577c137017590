"""The parts of a generation: their file names and the records they hold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from index.store.files import Stamp
from index.store.records import Codec
from index.types import Article, DateEvidence, Language, Note, Passage, Skipped

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
    """What a list of articles shows. `length` is in characters, `passages` and `figures` are counts; `notes` say what
    of the file could not be read."""

    source: str
    title: str
    published: DateEvidence
    length: int
    passages: int
    figures: int
    place: str
    language: Language
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """An indexed article: its summary, the SHA-256 of its file's bytes and the file's stamp when they were read.

    `file` is the path inside the folder where that is not what `source` says: stray bytes are written out there, and
    one of several articles in a file has its number behind the name. `whole` is then the source of the file, else "".
    """

    summary: ArticleSummary
    sha256: str
    stamp: Stamp
    file: str = ""
    whole: str = ""

    def of_file(self) -> str:
        """The source of the file that the article stands in."""
        return self.whole or self.summary.source

    def needs(self) -> tuple[str, ...]:
        """The modules for want of which a part of the file was not read."""
        return tuple(note.needs for note in self.summary.notes if note.needs)


@dataclass(frozen=True, slots=True)
class SkippedRecord:
    """A file that was not indexed. `sha256` and `stamp` are there when it was opened and turned out unreadable."""

    skipped: Skipped
    sha256: str = ""
    stamp: Stamp | None = None

    def of_file(self) -> str:
        """The source of the file."""
        return self.skipped.source

    def needs(self) -> tuple[str, ...]:
        """The module for want of which the file was not read."""
        return (self.skipped.needs,) if self.skipped.needs else ()


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
