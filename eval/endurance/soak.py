"""A day in its life: index, ask, change, verify.

    python -m eval.endurance.soak [--articles DIR_OR_JSONL] [--items 5000] [--questions 10000] [--changes 500]
                                [--seed 7] [--json]

Articles are copied into a scratch folder (a folder's .txt files; dated news, one JSON object a line; without either,
articles resampled from seeds/). While questions are asked, articles are added, changed and removed and the index is
brought up to date. Every quote of every answer is checked: its words stand in the file, or the answer says that the
file changed; an article that was gone from the index before the question was asked is not quoted.
Prints what was tried, what failed, the times, and memory at start and end. Exit code 1 when anything failed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from eval import machine
from eval.endurance.world import World
from eval.metrics import percentile
from eval.retrieval import load_news, sample, write_news
from index.errors import WenYuError
from index.settings import Settings, load_settings
from qa.types import NOT_FOUND, Answer

if TYPE_CHECKING:
    from index.store import Index
    from qa.respond import Assistant

# Changes between two updates of the index.
BATCH = 25
SHOWN = 10


@dataclass(slots=True)
class Tally:
    """What happened. `failures` are sentences; `stated` counts answers that said a source had changed."""

    questions: int = 0
    answered: int = 0
    quotes: int = 0
    stated: int = 0
    changes: int = 0
    updates: int = 0
    failures: list[str] = field(default_factory=list)
    ask_ms: list[float] = field(default_factory=list)
    update_s: list[float] = field(default_factory=list)


def check(answer: Answer, world: World, gone: frozenset[str], asked_at: int) -> list[str]:
    """What is wrong with the quotes of an answer. `gone`: sources that were out of the index before it was asked;
    `asked_at`: the changes made by then."""
    problems = []
    for quote in (*answer.citations, *answer.closest):
        what = f"{quote.source}: {quote.text[:60]}"
        if quote.source in gone:
            problems.append(f"removed before the question and quoted: {what}")
        elif not world.ever_held(quote.source, quote.text):
            problems.append(f"never in the file: {what}")
        elif not quote.changed and not world.held_since(quote.source, quote.text, asked_at):
            problems.append(f"no longer in the file, and the answer does not say so: {what}")
    return problems


class Follower:
    """Asks the index in use, as a program that runs all day does: when a new one was published, the next question
    takes it."""

    def __init__(self, index_dir: Path, settings: Settings) -> None:
        from index.embed import load_encoder
        from index.store import LiveIndex

        self._live, self._settings = LiveIndex(index_dir), settings
        self._encoder = load_encoder(self._live.current().manifest.model)
        self._assistant = self._answering(self._live.current())

    def _answering(self, index: Index) -> Assistant:
        from qa.respond import Assistant
        from qa.retrieve import Retriever

        return Assistant(Retriever(index, self._encoder, settings=self._settings), settings=self._settings)

    def ask(self, question: str) -> Answer:
        """The answer of the newest index."""
        index = self._live.current()
        if index is not self._assistant.retriever.index:
            self._assistant = self._answering(index)
        return self._assistant.ask(question)


def soak(world: World, index: Path, questions: int, changes: int, note: Callable[[str], None]) -> dict[str, object]:
    """Run it all; returns the numbers to print."""
    from index.build import build_index

    settings = replace(load_settings(), index_dir=str(index), articles_dir=str(world.folder))
    began = time.perf_counter()
    report = build_index(world.folder, index, settings=settings)
    built = time.perf_counter() - began
    note(f"{report.articles} articles, {report.passages} passages indexed in {built:.1f} s")
    follower = Follower(index, settings)
    asked = world.questions(questions)
    follower.ask(asked[0])
    tally, start = Tally(), machine.held_mib()
    halves: list[float] = []

    def ask_all() -> None:
        for i, question in enumerate(asked):
            _ask(follower, question, world, tally)
            if i == len(asked) // 2:
                halves.append(machine.held_mib())
            if i % 1000 == 999:
                note(f"{i + 1} asked, {tally.updates} updates, {len(tally.failures)} failures")

    asker = threading.Thread(target=ask_all, name="asker")
    asker.start()
    batches = -(-changes // BATCH)
    for batch in range(batches):
        _wait_for(tally, asker, len(asked) * batch // (batches + 1))
        _change(world, min(BATCH, changes - batch * BATCH), settings, index, tally)
    asker.join()
    return {
        "articles": report.articles, "passages": report.passages, "index_s": round(built, 1),
        "questions": tally.questions, "answered": tally.answered, "quotes_checked": tally.quotes,
        "said_changed_or_missing": tally.stated, "changes": tally.changes, "updates": tally.updates,
        "update_s_p50": round(percentile(tally.update_s, 50), 2),
        "update_s_max": round(max(tally.update_s, default=0.0), 2),
        "ask_ms_p50": round(percentile(tally.ask_ms, 50), 1), "ask_ms_p95": round(percentile(tally.ask_ms, 95), 1),
        "memory_start_mib": round(start), "memory_half_mib": round(halves[0] if halves else 0),
        "memory_end_mib": round(machine.held_mib()), "memory_peak_mib": round(machine.peak_mib()),
        "failed": len(tally.failures), "failures": tally.failures[:SHOWN],
    }  # fmt: skip


def _ask(follower: Follower, question: str, world: World, tally: Tally) -> None:
    gone, asked_at = world.gone(), world.now
    began = time.perf_counter()
    try:
        answer = follower.ask(question)
    except Exception as error:
        tally.failures.append(f"{type(error).__name__} for {question[:60]!r}: {error}")
        return
    finally:
        tally.questions += 1
        tally.ask_ms.append((time.perf_counter() - began) * 1000)
    quotes = (*answer.citations, *answer.closest)
    tally.answered += answer.status != NOT_FOUND
    tally.quotes += len(quotes)
    tally.stated += any(quote.changed for quote in quotes)
    tally.failures += check(answer, world, gone, asked_at)


def _wait_for(tally: Tally, asker: threading.Thread, count: int) -> None:
    """Changes come at even steps of the questions, so that both go on all the time."""
    while tally.questions < count and asker.is_alive():
        time.sleep(0.02)


def _change(world: World, count: int, settings: Settings, index: Path, tally: Tally) -> None:
    from index.build import build_index

    removed = world.change(count)
    tally.changes += count
    began = time.perf_counter()
    try:
        build_index(world.folder, index, settings=settings)
    except WenYuError as error:
        tally.failures.append(f"the update failed: {error}")
        return
    tally.update_s.append(time.perf_counter() - began)
    tally.updates += 1
    world.published_without(removed)


def _fill(articles: Path | None, items: int, folder: Path) -> None:
    """Put `items` articles into `folder`."""
    if articles is not None and (articles.suffix == ".jsonl" or (articles.is_dir() and any(articles.glob("*.jsonl")))):
        write_news(sample(load_news(articles), items), folder, titled=True)
        return
    if articles is not None:
        folder.mkdir(parents=True)
        for i, path in enumerate(sample(sorted(articles.rglob("*.txt")), items)):
            (folder / f"{i:05d}.txt").write_bytes(path.read_bytes())
        return
    from eval.bench import PASSAGES_EACH, write_articles
    from index.build import build_index
    from index.store import open_index

    with tempfile.TemporaryDirectory(prefix="wenyu-soak-") as scratch:
        settings = replace(load_settings(), index_dir=scratch)
        build_index(Path(settings.articles_dir), Path(scratch), settings=settings)
        passages = open_index(Path(scratch), stores=False).passages
        sentences = [p.text[a - p.start : b - p.start].strip() for p in passages for a, b in p.sentences]
    write_articles(sentences, items * PASSAGES_EACH, folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.endurance.soak", description="Index, ask, change, verify.")
    parser.add_argument("--articles", type=Path, help="a folder of .txt files, or dated news as JSON lines")
    parser.add_argument("--items", type=int, default=5000, help="articles to index [5000]")
    parser.add_argument("--questions", type=int, default=10_000, help="questions to ask [10000]")
    parser.add_argument("--changes", type=int, default=500, help="articles to add, change and remove [500]")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="wenyu-soak-") as scratch:
            folder = Path(scratch) / "articles"
            _fill(options.articles, options.items, folder)
            world = World(folder, options.seed)
            result = soak(world, Path(scratch) / "index", options.questions, options.changes, _note)
    except WenYuError as error:
        _note(str(error))
        return 1
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        for name, value in result.items():
            print(f"{name:24} {value}")
    return 1 if result["failed"] else 0


def _note(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
