"""The index folder, read: open a generation, check every byte of it, hand out passages and articles.

    index = open_index(Path(".wenyu"))
    index.passages[0].text, index.article(source).text, index.articles[0].title

An `Index` is one generation and never changes; it stays valid when a newer one is published or its files are removed.
`docs/index-format.md` draws the folder.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from index.errors import IndexDamaged, IndexFolderError, IndexOutdated
from index.store.files import FileSum, open_regular, sum_file
from index.store.manifest import (
    Manifest,
    Pointer,
    damaged,
    find_articles_dir,
    mend,
    read_manifest,
    read_pointer,
    unreadable,
)
from index.store.parts import (
    ARTICLE_SPANS,
    ARTICLES,
    FIRST_PASSAGES,
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
    passage_codec,
    schema,
    skipped_codec,
    source_codec,
)
from index.store.records import Row, loads
from index.store.rows import LOADING, Records, Rows, read_array
from index.store.state import SourceStates
from index.types import Article, Passage, Skipped

if TYPE_CHECKING:
    from index.search import FlatVectors, KeywordStore, SoftStore

T = TypeVar("T")

# Parts that are kept as bytes; the others are hashed here and read by the store they belong to, or by a build.
_IN_MEMORY = (ARTICLES, ARTICLE_SPANS, PASSAGES, PASSAGE_SPANS, SOURCES, SOURCE_SPANS, FIRST_PASSAGES, SKIPPED)
# A reader that meets a generation being removed reads CURRENT again, this often at most.
_TRIES = 5


class Index:
    """One generation of an index, whole and checked. Made by `open_index`; safe to share between threads.

    `vectors`, `keywords` and `soft` are the stores (`soft` is None when the model has no token table); they are there
    only when the index was opened with its stores.
    """

    vectors: FlatVectors
    keywords: KeywordStore
    soft: SoftStore | None

    def __init__(self, index_dir: Path, pointer: Pointer, manifest: Manifest) -> None:
        self.index_dir = index_dir
        self.manifest = manifest
        self.generation = pointer.generation
        self.folder = index_dir / pointer.folder
        parts = {file.name: self._checked(file) for file in manifest.files}
        self.rows = {
            name: self._rows(parts, name, spans)
            for name, spans in ((ARTICLES, ARTICLE_SPANS), (PASSAGES, PASSAGE_SPANS), (SOURCES, SOURCE_SPANS))
        }
        self.first_passages = self._array(parts, FIRST_PASSAGES)
        self._skipped_data = parts.get(SKIPPED) or b""
        self._check_counts()
        self.sources: Sequence[SourceRecord] = Records(manifest.articles, self._read_source, keep=1 << 20)
        self.articles: Sequence[ArticleSummary] = Records(manifest.articles, lambda i: self.sources[i].summary, keep=0)
        self.passages: Sequence[Passage] = Records(manifest.passages, self._read_passage)
        self._articles = Records(manifest.articles, self._read_article, keep=64)

    # --- what it holds -------------------------------------------------------------------------------------------

    @property
    def articles_dir(self) -> Path:
        """The folder the articles were read from."""
        return find_articles_dir(self.manifest.articles_dir, self.index_dir)

    @cached_property
    def skipped_records(self) -> tuple[SkippedRecord, ...]:
        lines = self._skipped_data.splitlines()
        try:
            return tuple(skipped_codec().decode(loads(line)) for line in lines)
        except ValueError as error:
            raise damaged(self.index_dir, SKIPPED, f"cannot be read ({error})") from error

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The files that were not indexed, and why."""
        return tuple(record.skipped for record in self.skipped_records)

    @cached_property
    def all_sources(self) -> tuple[SourceRecord, ...]:
        """Every source record, parsed at once: for work that looks at each of them."""
        try:
            # Line ends stand between records only, so the lines make one list, and one call parses it.
            lines = str(self.rows[SOURCES].data, "utf-8", "surrogatepass").rstrip("\n").replace("\n", ",")
            return tuple(source_codec().decode(row) for row in json.loads(f"[{lines}]"))
        except (ValueError, RecursionError) as error:
            raise damaged(self.index_dir, f"{self.folder.name}/{SOURCES}", f"cannot be read ({error})") from error

    def article(self, source: str) -> Article:
        """The article of that source. Raises KeyError when it is not in the index."""
        return self._articles[self.article_id(source)]

    def article_id(self, source: str) -> int:
        """The article's place in `articles`, which are sorted by source. Raises KeyError."""
        at = bisect_left(range(len(self.sources)), source, key=lambda i: self.sources[i].summary.source)
        if at == len(self.sources) or self.sources[at].summary.source != source:
            raise KeyError(source)
        return at

    def passage_ids(self, source: str) -> range:
        """The ids of an article's passages. Raises KeyError."""
        at = self.article_id(source)
        return range(int(self.first_passages[at]), int(self.first_passages[at + 1]))

    def source_state(self, source: str) -> str:
        """What happened to an article's file since it was indexed: "" (nothing), "changed" or "missing".

        The bytes decide: the file is hashed, and not again while its size and times stay as they are.
        Raises KeyError when the source is not in the index.
        """
        return self._states.state(source, self.sources[self.article_id(source)])

    def check_model(self, name: str, fingerprint: str) -> None:
        """Raise IndexOutdated when the vectors were made by another model than this one."""
        if fingerprint != self.manifest.fingerprint:
            raise IndexOutdated(
                f"the index in {self.index_dir} was made with the model {self.manifest.model!r}, "
                f"questions come in with {name!r}; make it again with: {self._mend()} --model {name}"
            )

    def load_vectors(self) -> FlatVectors:
        """The vector store alone, from verified files. Raises IndexDamaged."""
        from index.search import FlatVectors

        store: FlatVectors = self._load(FlatVectors, VECTORS)
        return store

    def load_stores(self) -> Index:
        """Load the vector, keyword and soft stores from files that were verified. Raises IndexDamaged."""
        from index.search import KeywordStore, SoftStore

        self.vectors = self.load_vectors()
        self.keywords = self._load(KeywordStore, KEYWORDS)
        has_soft = any(file.name.startswith(f"{SOFT}/") for file in self.manifest.files)
        self.soft = self._load(SoftStore, SOFT) if has_soft else None
        return self

    def read_part(self, name: str) -> bytes:
        """The bytes of one part, verified. For builds and checks. Raises IndexDamaged or IndexFolderError."""
        for file in self.manifest.files:
            if file.name == name:
                return self._read_whole(file)
        raise damaged(self.index_dir, f"{self.folder.name}/{name}", "is missing")

    # --- how it is read ------------------------------------------------------------------------------------------

    @cached_property
    def _states(self) -> SourceStates:
        return SourceStates(self.articles_dir, self.manifest.looked_ns)

    def _mend(self) -> str:
        return mend(self.index_dir, str(self.articles_dir))

    def _checked(self, file: FileSum) -> bytes | None:
        """Verify one file; its bytes when they are kept in memory. Raises IndexDamaged or IndexFolderError."""
        if file.name in _IN_MEMORY:
            return self._read_whole(file)
        try:
            self._compare(file, sum_file(self.folder / file.name, file.name))
        except OSError as error:
            raise unreadable(self.index_dir, f"{self.folder.name}/{file.name}", error) from error
        return None

    def _read_whole(self, file: FileSum) -> bytes:
        try:
            data = _read_at_most(self.folder / file.name, file.size)
        except OSError as error:
            raise unreadable(self.index_dir, f"{self.folder.name}/{file.name}", error) from error
        self._compare(file, FileSum(file.name, len(data), hashlib.sha256(data).hexdigest()))
        return data

    def _compare(self, file: FileSum, found: FileSum) -> None:
        part = f"{self.folder.name}/{file.name}"
        if found.size != file.size:
            raise damaged(self.index_dir, part, f"has not the {file.size} bytes it was written with")
        if found.sha256 != file.sha256:
            raise damaged(self.index_dir, part, "was changed")

    def _rows(self, parts: dict[str, bytes | None], name: str, spans: str) -> Rows:
        try:
            return Rows(parts[name] or b"", self._array(parts, spans))
        except (KeyError, ValueError) as error:
            raise damaged(self.index_dir, f"{self.folder.name}/{name}", f"cannot be read ({error})") from error

    def _array(self, parts: dict[str, bytes | None], name: str) -> Any:
        try:
            return read_array(parts[name] or b"", "int64")
        except (KeyError, ValueError, OSError) as error:
            raise damaged(self.index_dir, f"{self.folder.name}/{name}", f"cannot be read ({error})") from error

    def _check_counts(self) -> None:
        manifest, first = self.manifest, self.first_passages
        whole = (
            len(self.rows[ARTICLES]) == len(self.rows[SOURCES]) == manifest.articles
            and len(self.rows[PASSAGES]) == manifest.passages
            and len(first) == manifest.articles + 1
            and first[0] == 0
            and first[-1] == manifest.passages
            and bool((first[1:] >= first[:-1]).all())
        )
        if not whole:
            raise damaged(self.index_dir, self.folder.name, "has parts that do not belong together")

    def _read_source(self, i: int) -> SourceRecord:
        return self._decode(SOURCES, i, lambda row: source_codec().decode(row))

    def _read_article(self, i: int) -> Article:
        return self._decode(ARTICLES, i, lambda row: article_codec().decode(row))

    def _read_passage(self, i: int) -> Passage:
        at = int(self.first_passages.searchsorted(i, side="right")) - 1
        summary = self.sources[at].summary
        given = {"id": i, "source": summary.source, "title": summary.title, "published": summary.published}
        return self._decode(PASSAGES, i, lambda row: passage_codec().decode(row, **given))

    def _decode(self, part: str, i: int, decode: Callable[[Row], T]) -> T:
        try:
            return decode(loads(self.rows[part].line(i)))
        except ValueError as error:
            raise damaged(self.index_dir, f"{self.folder.name}/{part}", f"cannot be read ({error})") from error

    def _load(self, store: Any, part: str) -> Any:
        try:
            with LOADING:
                return store.load(self.folder / part)
        except OSError as error:
            raise unreadable(self.index_dir, f"{self.folder.name}/{part}", error) from error
        except MemoryError as error:
            raise IndexFolderError(f"not enough memory to open the index in {self.index_dir}.") from error
        except Exception as error:  # whatever a store's parser says of bytes that do not suit it
            part = f"{self.folder.name}/{part}"
            raise damaged(self.index_dir, part, f"cannot be read ({error})") from error


def open_index(index_dir: Path, *, stores: bool = True) -> Index:
    """Open the index in use, after the SHA-256 of every file was compared with the manifest.

    `stores=False` leaves the search stores out: enough to list and show articles.
    Raises IndexMissing, IndexDamaged (names the part), IndexOutdated, or IndexFolderError when the folder cannot be
    read; each message ends with what to do.
    """
    index_dir = Path(index_dir)
    pointer = read_pointer(index_dir)
    for _ in range(_TRIES):
        try:
            return _open(index_dir, pointer, stores)
        except IndexDamaged:
            # A build may have published and removed this generation meanwhile: then CURRENT names a newer one.
            newer = read_pointer(index_dir)
            if newer == pointer:
                raise
            pointer = newer
    return _open(index_dir, pointer, stores)


def _open(index_dir: Path, pointer: Pointer, stores: bool) -> Index:
    manifest = read_manifest(index_dir, pointer)
    check_readable(index_dir, manifest)
    index = Index(index_dir, pointer, manifest)
    return index.load_stores() if stores else index


def check_readable(index_dir: Path, manifest: Manifest) -> None:
    """Raise IndexOutdated when this version cannot read the records or would cut words differently."""
    from index.text import SEGMENTER

    again = f"make it again with: {mend(index_dir)}"
    if manifest.schema != schema():
        raise IndexOutdated(f"the index in {index_dir} was written by version {manifest.version}; {again}")
    if manifest.segmenter != SEGMENTER:
        raise IndexOutdated(
            f"the index in {index_dir} was cut into words by {manifest.segmenter}, questions would be by {SEGMENTER}; "
            f"{again}"
        )


def _read_at_most(path: Path, size: int) -> bytes:
    """A file's bytes, up to one more than expected: enough to see that it grew."""
    blocks: list[bytes] = []
    left = size + 1
    with open_regular(path) as file:
        while left > 0 and (block := file.read(left)):
            blocks.append(block)
            left -= len(block)
    return blocks[0] if len(blocks) == 1 else b"".join(blocks)
