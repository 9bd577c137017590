"""What happens on the page, without the page: each action takes a `Session` and gives the next one.

Comes in: a session, what was typed or clicked (as it came from the browser, so unchecked). Goes out: a new session,
the place to show in the source pane, HTML. Gradio appears only in `app.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.errors import IndexFolderError, QuestionError, WenYuError
from index.types import Language
from qa.types import Quote
from qa.web.pages import (
    Place,
    articles_html,
    earlier_html,
    empty_html,
    note_html,
    source_html,
    thread_html,
)
from qa.web.server.backend import Backend
from qa.web.server.feedback import FILE_NAME, append_vote
from qa.web.server.uploads import add_file, remove_file
from qa.web.server.watched import run_watched, unexpected
from qa.web.state import MAX_TURNS, Filters, Session, Turn, load, parse_day
from qa.web.strings import LANGUAGES, language_from_header, words

log = logging.getLogger("wenyu.web")
# A pasted book is shown cut; it is refused as a question anyway.
MAX_SHOWN_QUESTION = 12_000


@dataclass(frozen=True, slots=True)
class Typed:
    """The filter fields as typed."""

    start: str = ""
    end: str = ""
    sources: tuple[str, ...] = ()


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


class Chat:
    """The actions of the page over one backend; holds no state of its own."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend

    # --- the conversation ------------------------------------------------------------------------------------------

    def start(self, saved: object, accept_language: str, asked_language: str = "") -> Session:
        """A page was opened: what its browser kept, with the conversation that was open asked again."""
        session, opened, known = load(saved, self.backend.settings.max_question_chars)
        if asked_language in LANGUAGES:
            session = replace(session, language="en" if asked_language == "en" else "zh")
        elif not known:
            session = replace(session, language=language_from_header(accept_language))
        return self.reopen(session, opened) if opened else session

    def own(self, session: Session, saved: object) -> Session:
        """The session of an open page. One that is not here any more (room was made for others, the server started
        anew) is made again from what the page holds; where that is not enough the session is `lost`."""
        if session.conversation:
            return session
        known, opened, _ = load(saved, self.backend.settings.max_question_chars)
        again = self.reopen(known, opened) if opened else known
        return replace(again, lost=bool(opened) and not again.turns)

    def reopen(self, session: Session, conversation: object) -> Session:
        """Put an earlier conversation back on the page, its questions asked of today's index."""
        talk = next((talk for talk in session.earlier if talk.id == conversation), None)
        if talk is None:
            return session
        session = replace(session.remember(), turns=(), next_id=1, conversation=talk.id)
        for question, filters in talk.asked:
            session = self._answered(session, Turn(session.next_id, question, filters))
        return session

    def ask(self, session: Session, question: object, typed: Typed) -> Iterator[Session]:
        """Ask a question: first the session with the question shown as pending, then the one with its answer."""
        text = question.strip() if isinstance(question, str) else ""
        turn = Turn(session.next_id, text[:MAX_SHOWN_QUESTION])
        if session.lost:
            # "And in 2022?" would be answered about something else.
            told = words("conversation_lost", session.language)
            yield replace(session.with_turn(replace(turn, error=told)), lost=False)
            return
        try:
            turn = replace(turn, filters=self.filters(typed, session.language))
            fault = self._fault(text, session.language)
        except QuestionError as error:
            fault = str(error)
        if fault:
            yield session.with_turn(replace(turn, error=fault))
            return
        yield session.with_turn(turn)
        yield self._answered(session, turn)

    def retry(self, session: Session, id: object, typed: Typed) -> Iterator[Session]:
        """Ask a turn's question again, with the filters as they are now."""
        turn = session.turn(_whole(id))
        if turn is None:
            yield session
            return
        kept = replace(session, turns=tuple(t for t in session.turns if t.id < turn.id), next_id=turn.id)
        yield from self.ask(kept, turn.question, typed)

    def vote(self, session: Session, id: object, vote: object) -> tuple[Session, str]:
        """Note a like or dislike (the same again takes it back); the new session and a warning, "" if noted."""
        turn = session.turn(_whole(id))
        if turn is None or turn.answer is None or vote not in ("up", "down"):
            return session, ""
        given = "" if turn.vote == vote else str(vote)
        try:
            noted = append_vote(self.backend.index_dir / FILE_NAME, turn.question, turn.answer, given)
            reason = "" if noted else words("vote_full", session.language)
        except OSError as error:
            reason = error.strerror or type(error).__name__
        if reason:
            return session, words("vote_failed", session.language, reason=reason)
        return session.with_turn(replace(turn, vote=given)), ""

    def filters(self, typed: Typed, language: Language) -> Filters:
        """The filter fields, read. Raises QuestionError with words for people."""
        days = []
        for text, last in ((typed.start, False), (typed.end, True)):
            try:
                days.append(parse_day(text or "", last=last))
            except QuestionError as error:
                raise QuestionError(words("bad_date", language, text=str(error))) from error
        start, end = days
        if start and end and start > end:
            raise QuestionError(words("dates_swapped", language))
        return Filters(start, end, tuple(s for s in typed.sources if isinstance(s, str)))

    def _fault(self, text: str, language: Language) -> str:
        limit = self.backend.settings.max_question_chars
        if not text:
            return words("empty_question", language)
        if len(text) > limit:
            return words("too_long", language, count=f"{len(text):,}", limit=limit)
        return ""

    def _answered(self, session: Session, turn: Turn) -> Session:
        language = session.language
        try:
            answer = self.backend.ask(turn.question, session.history(turn.id)[-MAX_TURNS:], turn.filters)
            turn = replace(turn, answer=answer)
        except QuestionError as error:
            turn = replace(turn, error=str(error))
        except WenYuError as error:
            log.warning("cannot answer: %s", error)
            turn = replace(turn, error=words("no_index", language, reason=self.backend.public(error)))
        except Exception:
            turn = replace(turn, error=unexpected("answering", language))
        return session.with_turn(turn)

    # --- the source pane -------------------------------------------------------------------------------------------

    def place(self, session: Session, data: dict[str, Any]) -> Place | None:
        """What a click asks to open: a citation (turn, n), a nearest passage (turn, near) or an article (source)."""
        if isinstance(data.get("source"), str):
            start = max(0, _whole(data.get("start")))
            return Place(data["source"][:1000], start, start)
        turn = session.turn(_whole(data.get("turn")))
        if turn is None or turn.answer is None:
            return None
        near, n = _whole(data.get("near")), _whole(data.get("n"))
        if 0 <= near < len(turn.answer.closest):
            return _of_quote(turn.answer.closest[near], turn.id)
        quote = next((quote for quote in turn.answer.citations if quote.n == n), None)
        return _of_quote(quote, turn.id, n, turn.answer.citations) if quote else None

    def first_place(self, session: Session) -> Place | None:
        """The first citation of the last answer, shown without being asked for."""
        turn = session.turns[-1] if session.turns else None
        if turn is None or turn.answer is None or not turn.answer.citations:
            return None
        return self.place(session, {"turn": turn.id, "n": turn.answer.citations[0].n})

    def pane(self, place: Place | None, language: Language) -> str:
        """The source pane's HTML."""
        if place is None:
            return empty_html(language)
        try:
            article = self.backend.article(place.source)
            if article is None:
                return note_html(words("article_gone", language), "warn")
            return source_html(article, place, language, self.backend.source_state(article.source))
        except WenYuError as error:
            return note_html(words("no_index", language, reason=self.backend.public(error)), "warn")

    def thread(self, session: Session, *, pending: bool = False) -> str:
        """The conversation's HTML."""
        samples: dict[Language, tuple[str, ...]] = {}
        if not session.turns:
            samples = {language: self._samples(language) for language in LANGUAGES}
        return thread_html(session, self.backend, samples, pending=pending)

    def earlier(self, session: Session) -> str:
        """The earlier conversations' HTML."""
        kept = session.remember()
        return earlier_html(kept.earlier, kept.conversation, session.language)

    def _samples(self, language: Language) -> tuple[str, ...]:
        try:
            return self.backend.samples(language)
        except Exception:
            # The empty page must open whatever is wrong with the index; the first question will say what it is.
            log.exception("no sample questions")
            return ()

    def sure(self, session: Session) -> str:
        """The question before an article is removed."""
        return note_html(words("remove_sure", session.language, name=session.removing), "warn")

    # --- the articles ----------------------------------------------------------------------------------------------

    def articles(self, session: Session, needle: str = "") -> str:
        """The list of articles, with the files that could not be read."""
        backend, language = self.backend, session.language
        try:
            return articles_html(
                backend.articles(), backend.skipped(), language, needle or "", changes=backend.allow_changes
            )
        except WenYuError as error:
            return note_html(words("no_index", language, reason=self.backend.public(error)), "warn")

    def choices(self, language: Language) -> list[tuple[str, str]]:
        """The articles to filter by: (title with date, source)."""
        try:
            articles = self.backend.articles()
        except WenYuError:
            return []
        unknown = words("date_unknown", language)
        return [(f"{a.title[:40]} · {a.published.iso() or unknown}", a.source) for a in articles]

    def add(self, session: Session, uploads: list[tuple[str, str]]) -> tuple[list[str], str]:
        """Add uploaded files (temporary path, given name); the names added and a note about each, as HTML."""
        backend, language = self.backend, session.language
        if not backend.allow_changes or backend.articles_dir is None:
            return [], note_html(words("upload_off", language), "warn")
        names, notes = [], []
        for path, given in uploads:
            is_html = given.lower().endswith((".html", ".htm"))
            limit = backend.settings.max_html_bytes if is_html else backend.settings.max_file_bytes
            try:
                names.append(add_file(Path(path), given, backend.articles_dir, limit, language))
            except WenYuError as error:
                notes.append(note_html(str(error), "warn"))
            finally:
                Path(path).unlink(missing_ok=True)
        if names:
            notes.insert(0, note_html(words("uploaded", language, names=", ".join(names))))
        return names, "".join(notes)

    def remove(self, session: Session) -> tuple[Session, str, bool]:
        """Move the article that was asked about to the trash; the session, a note as HTML, whether it was moved."""
        backend, language, source = self.backend, session.language, session.removing
        after = replace(session, removing="")
        if not source or not backend.allow_changes or backend.articles_dir is None:
            return after, note_html(words("upload_off", language), "warn") if source else "", False
        try:
            remove_file(source, backend.articles_dir, backend.index_dir, language)
        except WenYuError as error:
            return after, note_html(str(error), "warn"), False
        return after, note_html(words("removed", language, name=source)), True

    def rebuild(self, language: Language) -> Iterator[str]:
        """Index again; HTML of how far it is, then of what came of it."""
        if not self.backend.allow_changes:
            yield note_html(words("upload_off", language), "warn")
            return
        yield from run_watched(lambda report: self._rebuild(report, language), language)

    def _rebuild(self, progress: Callable[[str, int, int], None], language: Language) -> str:
        try:
            report = self.backend.rebuild(progress)
        except IndexFolderError as error:
            log.warning("cannot index: %s", error)
            busy = "another build" in str(error) or type(error).__name__ == "IndexLocked"
            text = (
                words("index_busy", language)
                if busy
                else words("no_index", language, reason=self.backend.public(error))
            )
            return note_html(text, "warn")
        except WenYuError as error:
            return note_html(words("no_index", language, reason=self.backend.public(error)), "warn")
        return note_html(
            words(
                "indexed",
                language,
                articles=report.articles,
                passages=report.passages,
                encoded=report.encoded,
                skipped=len(report.skipped),
                seconds=f"{report.seconds:.1f}",
            )
        )


def _of_quote(quote: Quote, turn: int, n: int = 0, order: tuple[Quote, ...] = ()) -> Place:
    return Place(quote.source, quote.start, quote.end, turn, n, order, quote.text)
