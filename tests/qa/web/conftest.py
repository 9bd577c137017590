"""A running chat over the fake engine, and a browser for the tests marked `browser`."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.errors import IndexMissing
from index.settings import Settings
from qa.web.server import Engine, Progress
from tests.qa.web.fakes import FakeReport, copy_seeds, fake_engine

# Gradio runs its server in threads of this process and leaves event loops and sockets to the collector; pandas warns
# about an option Gradio sets. None of it is ours, and as errors these would stop Gradio's own threads.
THIRD_PARTY = (
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
    pytest.mark.filterwarnings("ignore:Use `streamable_http_client` instead:DeprecationWarning"),
)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop(server: Any) -> None:
    """Close a server. Gradio leaves its event loops open; they are collected here, where that is no test's fault."""
    server.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        del server
        gc.collect()


class Running:
    """A server under test: its address, its folders, and the page behind it."""

    def __init__(
        self,
        base: Path,
        extra: dict[str, str] | None = None,
        *,
        missing: bool = False,
        settings: Settings | None = None,
        **more: Any,
    ) -> None:
        import app

        self.missing = missing
        self.engines: list[Engine] = []

        self.index_dir = base / "index"
        self.index_dir.mkdir()
        self.articles_dir = copy_seeds(base / "articles")
        for name, text in (extra or {}).items():
            (self.articles_dir / name).write_text(text, encoding="utf-8")
        self.port = free_port()
        self.server = app.start(
            self.index_dir,
            self.articles_dir,
            host="127.0.0.1",
            port=self.port,
            settings=replace(settings or Settings(), max_file_bytes=200_000, max_html_bytes=100_000),
            opener=self.open,
            builder=self.build,
            **more,
        )
        self.url = f"http://127.0.0.1:{self.port}"

    def open(self) -> Engine:
        """The engine on the folder as it is now; none where the index is `missing`."""
        if self.missing:
            raise IndexMissing(f"there is no index in {self.index_dir}; run `wenyu index`.")
        self.engines.append(fake_engine(self.articles_dir))
        return self.engines[-1]

    def build(self, progress: Progress) -> FakeReport:
        """What a build would do: here the fake engine reads the folder anew each time it is opened."""
        count = len(list(self.articles_dir.iterdir()))
        for done in range(count + 1):
            progress("read", done, count)
        return FakeReport(count, count)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server for all tests that only look."""
    server = Running(tmp_path_factory.mktemp("chat"), mcp=True)
    yield server
    stop(server.server)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium; the test is skipped, and says so, where there is none.

    For one module at a time: while it runs, its event loop is the one of the main thread.
    """
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright's Python client is not installed")
    found = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                  if os.access(p, os.X_OK)), shutil.which("chromium") or "")  # fmt: skip
    with sync_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found or None, args=["--no-sandbox"])
        except sync_api.Error as error:
            pytest.skip(f"no Chromium on this machine ({str(error).splitlines()[0]}); install the package `chromium`")
        yield browser
        browser.close()
