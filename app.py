"""The web chat: Gradio's widgets and which action each of them calls. What the actions do is in `qa/web`.

python app.py                       the chat over the index of seeds/ on http://127.0.0.1:7860
wenyu chat --port 7861 --mcp        the same, with options
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from index.errors import WenYuError
from index.settings import Settings, load_settings
from qa.web import server
from qa.web.pages import head_html
from qa.web.server import Backend, Engine, Progress, functions
from qa.web.service import Keys, read_keys, routes
from qa.web.state import Filters, Session
from qa.web.strings import words
from qa.web.widgets import LABELS, Actions, gr, guarded, speaking, theme

# Each piece of rendered HTML sends its clicks (data-act) as these events; static/page.js does the rest.
_EVENTS = ("open", "read", "ask", "vote", "retry", "talk", "forget", "remove", "close")
_WIRE = f"(window.wenyuWaiting ??= []).push([element, trigger]); // {' '.join(repr(name) for name in _EVENTS)}"
_FILE_TYPES = [".txt", ".md", ".html", ".htm", ".pdf", ".docx"]
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def _html(elem_id: str, value: str = "") -> Any:
    return gr.HTML(value, elem_id=elem_id, js_on_load=_WIRE, apply_default_css=False)


class Page:
    """The page's widgets, wired to the actions."""

    def __init__(self, backend: Backend) -> None:
        self.do = Actions(backend)
        self.backend = backend
        with gr.Blocks(
            title=words("page_title", "zh"), analytics_enabled=False, delete_cache=(600, 3600), fill_width=True
        ) as self.blocks:
            self._lay_out()
            self._wire()
        # The events that take an uploaded file: no other may.
        self.uploading = {id for id, event in self.blocks.fns.items() if self.upload in event.inputs}

    # --- widgets ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.session = gr.State(Session(), time_to_live=6 * 3600)
        self.saved = gr.BrowserState(None, storage_key="wenyu-chats", secret="wenyu-chats-stay-here")
        with gr.Row(elem_id="wy-top"):
            self.head = _html("wy-head", head_html("zh"))
            self.language = gr.Radio(
                [("中文", "zh"), ("English", "en")], value="zh", elem_id="wy-language", container=False, min_width=140
            )
        with gr.Tabs(elem_id="wy-tabs"):
            with gr.Tab(words("tab_chat", "zh"), id="chat") as self.tab_chat:
                self._lay_out_chat()
            with gr.Tab(words("tab_articles", "zh"), id="articles") as self.tab_articles:
                self._lay_out_articles()
            with gr.Tab(words("tab_eval", "zh"), id="eval") as self.tab_eval:
                self.eval_note = gr.HTML(elem_id="wy-eval-note", apply_default_css=False)
                self.eval_run = gr.Button(elem_id="wy-eval-run", variant="primary", scale=0)
                self.eval_result = _html("wy-eval")

    def _lay_out_chat(self) -> None:
        with gr.Row(elem_id="wy-main", equal_height=False):
            with gr.Column(scale=7, min_width=320, elem_id="wy-left"):
                self.thread = _html("wy-thread")
                with gr.Column(visible=False, elem_id="wy-time") as self.time:
                    self.plot = gr.ScatterPlot(elem_id="wy-plot", x="year", y="value", color="kind")
                    self.table = _html("wy-time-table")
                with gr.Column(elem_id="wy-composer"):
                    self.box = gr.Textbox(
                        elem_id="wy-ask", lines=1, max_lines=6, max_length=12_000, show_label=False, container=False,
                        submit_btn=True, autofocus=True, interactive=False,
                        html_attributes=gr.InputHTMLAttributes(enterkeyhint="send"),
                    )  # fmt: skip
                    with gr.Row(elem_id="wy-tools"):
                        self.new = gr.Button(size="sm", elem_id="wy-new", scale=0, min_width=90)
                        with gr.Accordion(open=False, elem_id="wy-filters") as self.filters:
                            with gr.Row():
                                self.start = gr.Textbox(elem_id="wy-from", max_length=20, min_width=150)
                                self.end = gr.Textbox(elem_id="wy-to", max_length=20, min_width=150)
                            self.sources = gr.Dropdown([], multiselect=True, elem_id="wy-sources")
                            self.clear = gr.Button(size="sm", elem_id="wy-clear")
                        with gr.Accordion(open=False, elem_id="wy-earlier") as self.earlier_box:
                            self.earlier = _html("wy-earlier-list")
            with gr.Column(scale=5, min_width=320, elem_id="wy-right"):
                self.pane = _html("wy-pane")

    def _lay_out_articles(self) -> None:
        with gr.Row(elem_id="wy-articles-row", equal_height=False):
            with gr.Column(scale=7, min_width=320):
                self.needle = gr.Textbox(elem_id="wy-needle", show_label=False, container=False, max_length=200)
                self.said = gr.HTML(elem_id="wy-said", apply_default_css=False)
                self.built = gr.HTML(elem_id="wy-built", apply_default_css=False)
                with gr.Group(visible=False, elem_id="wy-sure") as self.sure:
                    self.sure_text = gr.HTML(apply_default_css=False)
                    with gr.Row():
                        self.yes = gr.Button(variant="stop", size="sm")
                        self.no = gr.Button(size="sm")
                self.articles = _html("wy-articles")
                with gr.Column(visible=self.backend.allow_changes, elem_id="wy-change"):
                    self.upload = gr.File(
                        file_count="multiple", file_types=_FILE_TYPES, type="filepath", height=150, elem_id="wy-upload"
                    )
                    self.reindex = gr.Button(elem_id="wy-reindex", scale=0)
            with gr.Column(scale=5, min_width=320, elem_id="wy-articles-right"):
                self.articles_pane = _html("wy-articles-pane")

    # --- wiring ----------------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        typed = [self.start, self.end, self.sources]
        state = [self.session]
        # What the page holds goes along where the server may have forgotten it.
        held = [self.session, self.saved]
        answered = [
            self.session, self.thread, self.pane, self.time, self.plot, self.table, self.saved, self.earlier,
        ]  # fmt: skip
        lists = [self.articles, self.sources]
        labels = [*(getattr(self, name) for name in LABELS), self.head, *lists]
        on = self._on
        on(self.blocks.load, self.do.on_load, [self.saved], [self.language, *answered, *labels])
        on(self.language.input, self.do.on_language, [self.language, *held, self.needle], [*answered, *labels])
        for event in (self.box.submit, self.thread.ask):
            on(
                event, self.do.on_ask, [*held, self.box, *typed], answered, concurrency_id="ask", concurrency_limit=4,
                trigger_mode="multiple",
            )  # fmt: skip
        on(self.thread.retry, self.do.on_retry, [*held, *typed], answered, concurrency_id="ask")
        on(self.thread.vote, self.do.on_vote, state, [self.session, self.thread])
        on(self.new.click, self.do.on_new, held, answered)
        on(self.earlier.talk, self.do.on_talk, held, answered)
        on(self.earlier.forget, self.do.on_forget, held, [self.session, self.saved, self.earlier])
        on(self.clear.click, self.do.on_clear, None, typed)
        for event in (self.thread.open, self.table.open, self.pane.open, self.pane.read):
            on(event, self.do.on_open, state, [self.pane])
        on(self.pane.close, self.do.on_close, state, [self.pane])
        for event in (self.articles.read, self.articles_pane.read):
            on(event, self.do.on_open, state, [self.articles_pane])
        on(self.articles_pane.close, self.do.on_close, state, [self.articles_pane])
        on(self.needle.input, self.do.on_find, [*state, self.needle], [self.articles], trigger_mode="always_last")
        on(self.articles.remove, self.do.on_remove, state, [self.session, self.sure, self.sure_text])
        on(self.no.click, self.do.on_keep, state, [self.session, self.sure])
        rebuild = {"fn": self.do.on_rebuild, "inputs": [*state, self.needle], "outputs": [self.built, *lists]}
        sent = on(self.upload.upload, self.do.on_upload, [*state, self.upload], [self.said, self.upload])
        self._then(sent.success, rebuild)
        self._then(on(self.yes.click, self.do.on_removed, state, [self.session, self.sure, self.said]).success, rebuild)
        self._then(self.reindex.click, rebuild)
        on(self.eval_run.click, self.do.on_evaluate, state, [self.eval_result], concurrency_limit=1)
        for function in functions(self.backend):
            gr.api(speaking(function), api_name=function.__name__, concurrency_limit=4)

    def _on(self, event: Callable[..., Any], action: Callable[..., Any], inputs: Any, outputs: Any, **more: Any) -> Any:
        return event(guarded(action), inputs, outputs, **_PRIVATE, **more)

    def _then(self, event: Callable[..., Any], rebuild: dict[str, Any]) -> None:
        self._on(event, rebuild["fn"], rebuild["inputs"], rebuild["outputs"], concurrency_limit=1)


def build_app(backend: Backend) -> Page:
    """The page over a backend, not yet served."""
    return Page(backend)


def start(
    index_dir: Path,
    articles_dir: Path | None,
    *,
    host: str,
    port: int,
    auth_file: Path | None = None,
    api_key_file: Path | None = None,
    mcp: bool = False,
    settings: Settings | None = None,
    opener: Callable[[], Engine] | None = None,
    builder: Callable[[Progress], Any] | None = None,
) -> server.Server:
    """Serve the chat and return at once; `opener` and `builder` as in `Backend`. Programs ask at `/v1`: with a key of
    `api_key_file`; without that file anybody may, but nobody where there are users.

    Raises SettingsError when the address, the auth file or the key file cannot be used.
    """
    settings = settings or load_settings()
    who = server.access(host, port, auth_file, settings.names, settings.proxy)
    backend = Backend(
        index_dir, articles_dir, settings, opener=opener, builder=builder, allow_changes=not who.open_to_others
    )
    keys = read_keys(api_key_file) if api_key_file is not None else Keys(closed=who.users is not None)
    page = build_app(backend)
    server.warn_if_open(who)
    running = server.serve(
        page.blocks, who, theme=theme(), mcp=mcp, uploads=backend.allow_changes, max_upload=settings.max_file_bytes,
        upload_functions=page.uploading,
        routes=routes(partial(backend.ask, filters=Filters()), backend.public, settings.max_question_chars, keys),
    )  # fmt: skip
    # The browser draws the page meanwhile.
    threading.Thread(target=backend.warm_up, name="wenyu-warm-up", daemon=True).start()
    return running


def launch(
    *,
    index_dir: Path,
    articles_dir: Path | None,
    host: str,
    port: int,
    auth_file: Path | None = None,
    api_key_file: Path | None = None,
    mcp: bool = False,
    settings: Settings | None = None,
) -> None:
    """Serve the chat until it is interrupted. Raises SettingsError as `start` does."""
    running = start(
        index_dir, articles_dir, host=host, port=port, auth_file=auth_file, api_key_file=api_key_file, mcp=mcp,
        settings=settings,
    )  # fmt: skip
    print(f"问渝 WenYu: {running.url}  (Ctrl+C stops it)", file=sys.stderr)
    if mcp:
        print(f"MCP server: {running.url}gradio_api/mcp", file=sys.stderr)
    running.wait()


def main() -> int:
    """`python app.py`: the chat with the settings of wenyu.toml and WENYU_*. Exit code 1 when it cannot start."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        settings = load_settings()
        server.check_port(settings.host, settings.port)
        index_dir, articles = Path(settings.index_dir), Path(settings.articles_dir)
        if articles.is_dir():
            print(f"reading {articles} …", file=sys.stderr)
            import_module("index.build.build").build_index(articles, index_dir, settings=settings)
        launch(
            index_dir=index_dir, articles_dir=articles if articles.is_dir() else None, host=settings.host,
            port=settings.port, settings=settings,
        )  # fmt: skip
    except WenYuError as error:
        print(f"wenyu: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
