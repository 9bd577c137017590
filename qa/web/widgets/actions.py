"""What the widgets do when they are used: from Gradio's values to an action of `Chat`, and back to updates.

Comes in: a session, typed values, clicks. Goes out: tuples of values in the order that `app.py` wires them. Imported by
`app.py` alone, since it imports Gradio.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from qa.web.pages import Place, head_html, series_of, table_html
from qa.web.server import Backend, Chat, Typed, evaluation_html
from qa.web.state import Session, save
from qa.web.strings import words
from qa.web.widgets.gradio_import import gr
from qa.web.widgets.wiring import chart_colours, data_of

# The words of each widget: attribute → property → key in strings.toml.
LABELS = {
    "tab_chat": {"label": "tab_chat"},
    "tab_articles": {"label": "tab_articles"},
    "tab_eval": {"label": "tab_eval"},
    "box": {"placeholder": "question_hint", "label": "question"},
    "new": {"value": "new_chat"},
    "filters": {"label": "filters"},
    "start": {"label": "date_from", "placeholder": "date_hint"},
    "end": {"label": "date_to", "placeholder": "date_hint"},
    "clear": {"value": "clear_filters"},
    "earlier_box": {"label": "earlier"},
    "needle": {"placeholder": "find_article", "label": "find_article"},
    "yes": {"value": "remove_yes"},
    "no": {"value": "remove_no"},
    "upload": {"label": "upload"},
    "reindex": {"value": "reindex"},
    "eval_note": {"value": "eval_note"},
    "eval_run": {"value": "eval_run"},
}


class Actions:
    """The actions of one page; `answered`, `lists` and `labels` below name the updates that several of them share."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.chat = Chat(backend)

    # --- updates ---------------------------------------------------------------------------------------------------

    def _all_labels(self, session: Session, needle: str = "") -> tuple[Any, ...]:
        language = session.language
        told: dict[str, dict[str, Any]] = {
            widget: {name: words(key, language) for name, key in keys.items()} for widget, keys in LABELS.items()
        }
        # Closed until the page knows its session: a question asked before would be lost, or shown in another language.
        told["box"]["interactive"] = True
        updates = [gr.update(**values) for values in told.values()]
        return (*updates, head_html(language), *self._lists(session, needle))

    def _lists(self, session: Session, needle: str) -> tuple[Any, Any]:
        label = words("only_articles", session.language)
        choices = gr.update(choices=self.chat.choices(session.language), label=label)
        return self.chat.articles(session, needle), choices

    def _answered(self, session: Session, *, place: Place | None = None) -> tuple[Any, ...]:
        # The question box is not among these: what stands in it belongs to the reader, who may be typing.
        session = session.remember()
        pane = self.chat.pane(place or self.chat.first_place(session), session.language)
        return (
            session, self.chat.thread(session), pane, *self._time_line(session), save(session),
            self.chat.earlier(session),
        )  # fmt: skip

    def _time_line(self, session: Session) -> tuple[Any, Any, Any]:
        turn = session.turns[-1] if session.turns else None
        series = series_of(turn.answer, session.language) if turn is not None and turn.answer is not None else None
        if turn is None or turn.answer is None or series is None:
            return gr.update(visible=False), gr.skip(), ""
        points = series.chart_points()
        rows = {
            "year": [str(p.year) for p in points], "value": [p.value for p in points], "kind": [p.kind for p in points],
        }  # fmt: skip
        language = session.language
        plot = gr.ScatterPlot(
            import_module("pandas").DataFrame(rows), x="year", y="value", color="kind", y_lim=series.limits(),
            x_title=words("column_year", language), y_title=series.unit, color_title=words("column_nature", language),
            color_map=chart_colours(language), label=words("timeline_of", language, title=series.title),
            show_label=True, sort="x",
        )  # fmt: skip
        titles = {quote.n: quote.title for quote in turn.answer.citations}
        return gr.update(visible=True), plot, table_html(series, turn.id, language, titles)

    # --- actions ---------------------------------------------------------------------------------------------------

    def on_load(self, saved: Any, request: gr.Request) -> tuple[Any, ...]:
        """A browser opened the page."""
        asked = str(dict(request.query_params).get("lang", ""))
        session = self.chat.start(saved, request.headers.get("accept-language", ""), asked)
        return (session.language, *self._answered(session), *self._all_labels(session))

    def on_language(self, language: Any, session: Session, saved: Any, needle: str) -> tuple[Any, ...]:
        """The page's language was switched."""
        session = replace(self._own(session, saved), language="en" if language == "en" else "zh")
        return (*self._answered(session), *self._all_labels(session, needle))

    def _own(self, session: Session | None, saved: Any) -> Session:
        return self.chat.own(session or Session(), saved)

    def on_ask(
        self, session: Session, saved: Any, text: str, start: str, end: str, sources: list[str], event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        """A question was typed, or one that the page offers was clicked."""
        session = self._own(session, saved)
        asked = data_of(event).get("q", text)
        yield from self._show(session, self.chat.ask(session, asked, Typed(start, end, tuple(sources or ()))))

    def on_retry(
        self, session: Session, saved: Any, start: str, end: str, sources: list[str], event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        """The last question is asked again, with the filters as they are now."""
        typed = Typed(start, end, tuple(sources or ()))
        known = self._own(session, saved)
        # The turns of a restored page are counted anew: it is shown first, and asked again from there.
        again = known.turns[-1].id if known.turns and known is not session else data_of(event).get("turn")
        yield from self._show(known, self.chat.retry(known, again, typed))

    def _show(self, before: Session, steps: Iterator[Session]) -> Iterator[tuple[Any, ...]]:
        after = before
        for after in steps:
            last = after.turns[-1] if after.turns else None
            if last is not None and last.answer is None and not last.error:
                skips = (gr.skip(),) * 6
                yield (gr.skip(), self.chat.thread(after, pending=True), *skips)
        yield self._answered(after)

    def on_vote(self, session: Session, event: gr.EventData) -> tuple[Any, ...]:
        """An answer was liked or disliked."""
        if not session.conversation:
            gr.Warning(words("page_stale", session.language))
            return gr.skip(), gr.skip()
        data = data_of(event)
        session, warning = self.chat.vote(session, data.get("turn"), data.get("vote"))
        if warning:
            gr.Warning(warning)
        return session, self.chat.thread(session)

    def on_clear(self) -> tuple[Any, ...]:
        """The filters are emptied."""
        return "", "", []

    def on_new(self, session: Session, saved: Any) -> tuple[Any, ...]:
        """A new conversation begins."""
        return self._answered(self._own(session, saved).fresh())

    def on_talk(self, session: Session, saved: Any, event: gr.EventData) -> tuple[Any, ...]:
        """An earlier conversation is opened."""
        return self._answered(self.chat.reopen(self._own(session, saved), data_of(event).get("id")))

    def on_forget(self, session: Session, saved: Any) -> tuple[Any, ...]:
        """All earlier conversations are forgotten; the one on the page stays on the page."""
        empty = replace(self._own(session, saved), earlier=())
        return empty, save(replace(empty, turns=())), self.chat.earlier(replace(empty, turns=()))

    def on_open(self, session: Session, event: gr.EventData) -> Any:
        """A citation, a nearest passage or an article is opened in the source pane."""
        data = data_of(event)
        if not session.conversation and "source" not in data:
            gr.Warning(words("page_stale", session.language))
        place = self.chat.place(session, data)
        return self.chat.pane(place, session.language) if place is not None else gr.skip()

    def on_close(self, session: Session) -> str:
        """The source pane is closed."""
        return self.chat.pane(None, session.language)

    def on_find(self, session: Session, needle: str) -> str:
        """The list of articles is narrowed."""
        return self.chat.articles(session, needle)

    def on_upload(self, session: Session, paths: list[str] | None) -> tuple[Any, Any]:
        """Files were dropped; the index is brought up to date next."""
        _, said = self.chat.add(session, [(str(path), Path(str(path)).name) for path in paths or []])
        return said, gr.update(value=None)

    def on_remove(self, session: Session, event: gr.EventData) -> tuple[Any, ...]:
        """An article is to be removed: ask first."""
        source = data_of(event).get("source")
        session = replace(session, removing=source if isinstance(source, str) else "")
        return session, gr.update(visible=bool(session.removing)), self.chat.sure(session)

    def on_keep(self, session: Session) -> tuple[Any, ...]:
        """It stays."""
        return replace(session, removing=""), gr.update(visible=False)

    def on_removed(self, session: Session) -> tuple[Any, ...]:
        """It goes to the trash; the index is brought up to date next."""
        session, said, _ = self.chat.remove(session)
        return session, gr.update(visible=False), said

    def on_rebuild(self, session: Session, needle: str) -> Iterator[tuple[Any, ...]]:
        """The index is brought up to date, with progress; answers go on meanwhile."""
        for said in self.chat.rebuild(session.language):
            yield said, gr.skip(), gr.skip()
        yield (gr.skip(), *self._lists(session, needle))

    def on_evaluate(self, session: Session) -> Iterator[str]:
        """The evaluation questions are asked."""
        yield from evaluation_html(self.backend, session.language)
