"""The evaluation question set, run on the index in use, as a table and the list of misses → HTML.

The evaluation is a part of its own (`eval/`), looked up by name when asked for: the page works without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.resources import as_file, files

from index.types import Language
from qa.web.pages import note_html, results_html
from qa.web.server.backend import Backend
from qa.web.server.watched import run_watched
from qa.web.strings import words

_MAX_MISSES = 200


def evaluation_html(backend: Backend, language: Language) -> Iterator[str]:
    """Run the question set; HTML of how far it is, then of the results."""
    try:
        questions = import_module("eval.questions.format")
        runner = import_module("eval.questions.runner")
    except ImportError:
        yield note_html(words("eval_missing", language), "warn")
        return

    def work(progress: Callable[[str, int, int], None]) -> str:
        with as_file(files("eval") / "questions.jsonl") as path:
            golds = questions.load_questions(path)
        engine, done = backend.engine(), 0
        known = {article.source for article in engine.index.articles}
        if any(evidence.source not in known for gold in golds for evidence in gold.evidence):
            return note_html(words("eval_other", language), "warn")

        def step() -> None:
            nonlocal done
            done += 1
            progress("eval", done, len(golds))

        outcomes = runner.run(golds, engine.assistant, engine.retriever.search, backend.articles_dir, step)
        return results_html(outcomes, language)

    yield from run_watched(work, language)
