"""What the page asks of the product: answers, articles, a new index. One for each server, shared by all sessions.

Comes in: questions, sources, requests to index again. Goes out: `Answer`s, `Hit`s, `Article`s. The index in use is
held as one snapshot; when a newer one was published, the next request takes it and requests under way keep theirs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from glob import escape
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from index.errors import IndexFolderError, QuestionError, WenYuError
from index.settings import Settings
from index.text import fold
from index.types import Article, Language, Skipped
from qa.types import Answer, Hit, Mode
from qa.web.pages import Pair, Summary
from qa.web.state import Filters

_CURRENT = "CURRENT"
# A newer index that could not be opened is tried again after this long, even if it was not published anew.
RETRY_S = 30.0
log = logging.getLogger("wenyu.web")
Progress = Callable[[str, int, int], None]


class IndexLike(Protocol):
    """What the page reads of an index."""

    @property
    def articles(self) -> Sequence[Summary]: ...
    @property
    def skipped(self) -> Sequence[Skipped]: ...
    def article(self, source: str) -> Article: ...
    def source_state(self, source: str) -> str: ...


class RetrieverLike(Protocol):
    """What the page needs of a retriever."""

    @property
    def index(self) -> IndexLike: ...
    def search(
        self,
        question: str,
        k: int = 5,
        *,
        mode: Mode = "hybrid",
        date_from: date | None = None,
        date_to: date | None = None,
        source: str | None = None,
    ) -> Sequence[Hit]: ...


class AssistantLike(Protocol):
    """What the page needs of an assistant."""

    def ask(
        self,
        text: str,
        history: Sequence[str] = (),
        *,
        date_from: date | None = None,
        date_to: date | None = None,
        source: str | None = None,
    ) -> Answer: ...
    def samples(self, language: str = "zh", count: int = 4) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Engine:
    """One index in use: what searches it and what answers from it."""

    retriever: RetrieverLike
    assistant: AssistantLike

    @property
    def index(self) -> IndexLike:
        """The index both stand on."""
        return self.retriever.index


def open_engine(index_dir: Path, articles_dir: Path | None, settings: Settings) -> Engine:
    """Open the index folder for reading. Raises IndexFolderError or ModelError."""
    from qa.respond import Assistant
    from qa.retrieve import Retriever

    build = not (index_dir / _CURRENT).exists()
    retriever = Retriever.open(index_dir, articles=articles_dir, settings=settings, build=build)
    return Engine(retriever, Assistant(retriever, settings=settings))


class Backend:
    """The product behind the page.

    `opener` gives the engine on the index folder of the moment, `builder` brings that folder up to date and returns a
    report (both: the product's own when not given); `allow_changes` is False where strangers may come
    in, and then files cannot be added or removed and the index not rebuilt.
    """

    def __init__(
        self,
        index_dir: Path,
        articles_dir: Path | None,
        settings: Settings,
        *,
        opener: Callable[[], Engine] | None = None,
        builder: Callable[[Progress], Any] | None = None,
        allow_changes: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.index_dir = index_dir
        self.articles_dir = articles_dir
        self.settings = settings
        self.allow_changes = allow_changes and articles_dir is not None
        self._builder = builder or self._build
        self._opener = opener or (lambda: open_engine(index_dir, articles_dir, settings))
        self._engine: Engine | None = None
        self._seen = b""
        self._clock = clock
        self._retry_at: float | None = None
        self._lock = Lock()
        self._building = Lock()

    def engine(self) -> Engine:
        """The engine on the newest index that can be opened. Raises WenYuError when none could be opened yet."""
        if self._engine is None:
            with self._lock:
                if self._engine is None:
                    self._open()
        elif self._is_due() and self._lock.acquire(blocking=False):
            # One request opens the newer index; the others go on with the one in use.
            try:
                self._open()
            finally:
                self._lock.release()
        assert self._engine is not None
        return self._engine

    def _is_due(self) -> bool:
        """Whether a newer index was published, or one that could not be opened is to be tried once more."""
        late = self._retry_at is not None and self._clock() >= self._retry_at
        return late or self._pointer() != self._seen

    def _open(self) -> None:
        pointer = self._pointer()
        try:
            self._engine = self._opener()
        except WenYuError as error:
            # What cannot be opened just now (a damaged folder, a model that is not there) does not take the answers
            # away from those who ask.
            if self._engine is None:
                raise
            log.warning("the newer index cannot be opened, answers go on from the one before: %s", error)
            self._retry_at = self._clock() + RETRY_S
        else:
            self._retry_at = None
        self._seen = pointer

    def public(self, error: BaseException) -> str:
        """An error's words without the server's folders in them."""
        text = str(error)
        for folder, name in ((self.index_dir, "index"), (self.articles_dir, "articles")):
            if folder is not None:
                for form in {str(folder), str(folder.absolute()), str(folder.resolve())} - {".", "/"}:
                    text = text.replace(form, name)
        return text

    def _build(self, progress: Progress) -> Any:
        build_index = import_module("index.build.build").build_index
        return build_index(self.articles_dir, self.index_dir, settings=self.settings, progress=progress)

    def _pointer(self) -> bytes:
        try:
            return (self.index_dir / _CURRENT).read_bytes()
        except OSError:
            return b""

    def ask(self, question: str, history: Sequence[str], filters: Filters, glob: str = "") -> Answer:
        """Answer a question; `glob` is a pattern of sources, besides `filters`. Raises QuestionError."""
        source = glob or source_glob(filters.sources)
        return self.engine().assistant.ask(
            question, history, date_from=filters.start, date_to=filters.end, source=source
        )

    def search(self, question: str, k: int, filters: Filters, mode: Mode = "hybrid", glob: str = "") -> Sequence[Hit]:
        """The best passages; `glob` is a pattern of sources, besides `filters`. Raises QuestionError."""
        source = glob or source_glob(filters.sources)
        return self.engine().retriever.search(
            question, k, mode=mode, date_from=filters.start, date_to=filters.end, source=source
        )

    def article(self, source: str) -> Article | None:
        """An article of the index, None when it holds no such source."""
        try:
            return self.engine().index.article(source)
        except KeyError:
            return None

    def text_of(self, source: str) -> str | None:
        """An article's text, None when it is not there or the index cannot be opened."""
        try:
            article = self.article(source)
        except WenYuError:
            return None
        return article.text if article is not None else None

    def pairs(self, question: str, text: str) -> tuple[Pair, ...]:
        """Which words of `text` say which words of the question, after the index's model; none if it cannot say."""
        try:
            table = getattr(self.engine().retriever, "table", None)
        except WenYuError:
            table = None
        if table is None:
            return ()
        found = table.match(fold(question), fold(text))
        return tuple(
            Pair(question[m.query_start : m.query_end], text[m.text_start : m.text_end], m.similarity, m.weight)
            for m in found
        )

    def source_state(self, source: str) -> str:
        """ "", "changed" or "missing": what became of the file since it was indexed."""
        try:
            return self.engine().index.source_state(source)
        except KeyError:
            return "missing"

    def articles(self) -> Sequence[Summary]:
        """All articles, as listed."""
        return self.engine().index.articles

    def skipped(self) -> Sequence[Skipped]:
        """The files that could not be read, and why."""
        return self.engine().index.skipped

    def samples(self, language: Language, count: int = 3) -> tuple[str, ...]:
        """Questions the index can answer; none when it holds nothing or cannot say."""
        try:
            return tuple(self.engine().assistant.samples(language, count))
        except WenYuError:
            return ()

    def warm_up(self) -> None:
        """Open the index and walk the way of a question once, so that the first reader's answer is quick."""
        for question in self.samples("zh", 1):
            with suppress(WenYuError):
                self.ask(question, (), Filters())

    def rebuild(self, progress: Progress) -> Any:
        """Bring the index up to the folder's files; answers go on from the old one meanwhile. Returns the report.

        Raises IndexFolderError (also when a build is running already) and ModelError.
        """
        if self.articles_dir is None:
            raise QuestionError("there is no article folder.")
        if not self._building.acquire(blocking=False):
            raise IndexFolderError("another build is running.")
        try:
            report = self._builder(progress)
        finally:
            self._building.release()
        with self._lock:
            if self._pointer() != self._seen or not self._seen:
                self._open()
        return report


def source_glob(sources: Sequence[str]) -> str | None:
    """The source filter for some articles; None for all of them."""
    return "\n".join(map(escape, sources)) if sources else None
