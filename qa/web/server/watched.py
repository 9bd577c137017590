"""Faults nobody foresaw, as a number for the reader and a traceback for the log; long work, watched while it runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from threading import Thread

from index.types import Language
from qa.web.guard import error_number
from qa.web.pages import note_html, progress_html
from qa.web.strings import words

log = logging.getLogger("wenyu.web")


def log_unexpected(what: str) -> str:
    """Log the exception being handled under a number; returns the number."""
    number = error_number()
    log.exception("error %s in %s", number, what)
    return number


def unexpected(what: str, language: Language) -> str:
    """Log the exception being handled; the words that tell a reader its number."""
    return words("error_number", language, number=log_unexpected(what))


def run_watched(work: Callable[[Callable[[str, int, int], None]], str], language: Language) -> Iterator[str]:
    """Run `work` in a thread of its own; yields its progress as HTML a few times a second, and last what it returns."""
    latest = ("start", 0, 0)
    result: list[str] = []

    def note(stage: str, done: int, total: int) -> None:
        nonlocal latest
        latest = (stage, done, total)

    def run() -> None:
        try:
            result.append(work(note))
        except Exception:
            result.append(note_html(unexpected("working", language), "warn"))

    thread = Thread(target=run, daemon=True)
    thread.start()
    shown = ""
    while thread.is_alive():
        html = progress_html(*latest, language)
        if html != shown:
            shown = html
            yield html
        thread.join(0.2)
    yield result[0] if result else ""
