"""The index folder on disk: generations, manifest, checksums, the pointer."""

from __future__ import annotations

from index.store.files import (
    FileSum,
    Stamp,
    make_folder,
    replace_file,
    seal_file,
    step,
    sum_file,
    sync_folder,
    write_file,
)
from index.store.index import Index, open_index
from index.store.live import LiveIndex
from index.store.lock import LOCK_NAME, building
from index.store.manifest import (
    CURRENT,
    CURRENT_NEW,
    FORMAT,
    MANIFEST,
    Manifest,
    Pointer,
    generation_name,
    generation_number,
    pointer_lost,
    read_pointer,
    store_articles_dir,
)
from index.store.parts import (
    ARTICLE_SPANS,
    ARTICLES,
    DIGEST_BYTES,
    DIGESTS,
    FIRST_PASSAGES,
    KEYWORD_COUNTS,
    KEYWORDS,
    PASSAGE_SPANS,
    PASSAGES,
    SKIPPED,
    SOFT,
    SOURCE_SPANS,
    SOURCES,
    VECTORS,
    ArticleSummary,
    SkippedRecord,
    SourceRecord,
    article_codec,
    digest,
    passage_codec,
    schema,
    skipped_codec,
    source_codec,
)
from index.store.records import dumps, loads
from index.store.rows import Spans, read_array, spans_of, write_array
from index.store.verify import verify

__all__ = [
    "ARTICLES", "ARTICLE_SPANS", "CURRENT", "CURRENT_NEW", "DIGESTS", "DIGEST_BYTES", "FIRST_PASSAGES", "FORMAT",
    "KEYWORDS", "KEYWORD_COUNTS", "LOCK_NAME", "MANIFEST", "PASSAGES", "PASSAGE_SPANS", "SKIPPED", "SOFT",
    "SOURCES", "SOURCE_SPANS", "VECTORS", "ArticleSummary", "FileSum", "Index", "LiveIndex", "Manifest", "Pointer",
    "SkippedRecord", "SourceRecord", "Spans", "Stamp", "article_codec", "building", "digest", "dumps",
    "generation_name", "generation_number", "loads", "make_folder", "open_index", "passage_codec", "pointer_lost",
    "read_array", "read_pointer", "replace_file", "schema", "seal_file", "skipped_codec", "source_codec",
    "spans_of", "step", "store_articles_dir", "sum_file", "sync_folder", "verify", "write_array", "write_file",
]
