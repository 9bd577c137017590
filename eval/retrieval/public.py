"""Public sets, by one command each.

    python -m eval.retrieval.public squad FILE.json [--questions 1000] [--json]   CMRC, DRCD, XQuAD … in SQuAD form
    python -m eval.retrieval.public news  FILE.jsonl [--items 5000] [--json]      lines of dated news

The sets are written as article files into a scratch folder, indexed and asked like any folder of articles. Nothing of
a set is kept.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval import metrics as m
from eval.text import fold, unmarked
from index.errors import QuestionError, WenYuError
from index.settings import Settings, load_settings
from qa.types import NOT_FOUND

if TYPE_CHECKING:
    from qa.respond import Assistant
    from qa.retrieve import Retriever

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """A question on a passage of text: which of `contexts` it is about, and the accepted answers."""

    question: str
    context: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A news item with its known date."""

    day: date
    title: str
    text: str


def load_squad(path: Path) -> tuple[tuple[str, ...], tuple[Reading, ...]]:
    """The contexts of a SQuAD-form file, each once, and its questions. Raises QuestionError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))["data"]
        contexts: dict[str, int] = {}
        readings = []
        for paragraph in (paragraph for article in data for paragraph in article["paragraphs"]):
            at = contexts.setdefault(paragraph["context"], len(contexts))
            for row in paragraph["qas"]:
                answers = tuple(dict.fromkeys(answer["text"] for answer in row.get("answers", ())))
                readings.append(Reading(row["question"], at, answers))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionError(f"{path} is not a SQuAD-form file ({error!r}); give its JSON file.") from error
    return tuple(contexts), tuple(readings)


def load_news(path: Path) -> tuple[NewsItem, ...]:
    """The items of a JSON-lines file, or of all such files in a folder. Raises QuestionError naming the line."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    items = []
    for file in files:
        for number, line in enumerate(_lines(file), 1):
            try:
                row = json.loads(line)
                items.append(NewsItem(date.fromisoformat(row["date"][:10]), row["title"], row["text"]))
            except (ValueError, KeyError, TypeError) as error:
                raise QuestionError(f'{file}, line {number}: not {{"date", "title", "text"}} ({error!r}).') from error
    if not items:
        raise QuestionError(f'{path} holds no news; give a file of lines {{"date", "title", "text"}}.')
    return tuple(items)


def _lines(file: Path) -> Iterator[str]:
    try:
        yield from (line for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"cannot read {file}: {error}.") from error


def sample(items: Sequence[Any], count: int, seed: int = 7) -> list[Any]:
    """`count` of the items, the same ones each time, in their order."""
    if count >= len(items):
        return list(items)
    return [items[i] for i in sorted(random.Random(seed).sample(range(len(items)), count))]


def run_squad(path: Path, questions: int, settings: Settings) -> dict[str, float]:
    """Index the contexts, ask a sample of the questions; retrieval and answer metrics."""
    from qa.respond import Assistant

    contexts, readings = load_squad(path)
    chosen = [reading for reading in sample(readings, questions) if reading.answers]
    with tempfile.TemporaryDirectory(prefix="wenyu-squad-") as scratch:
        folder = Path(scratch) / "articles"
        folder.mkdir()
        for i, context in enumerate(contexts):
            (folder / f"{i:05d}.txt").write_text(context, encoding="utf-8")
        retriever, result = _index(folder, Path(scratch) / "index", settings)
        assistant = Assistant(retriever, settings=settings)
        scores: dict[str, list[float]] = {}
        refused = 0
        for i, reading in enumerate(chosen):
            _progress(i, len(chosen))
            try:
                one = _read(reading, assistant, retriever)
            except QuestionError:
                refused += 1  # such sets hold a few questions without a word, "？" or "1"
                continue
            for name, value in one.items():
                scores.setdefault(name, []).append(value)
    asked = len(chosen) - refused
    return {**result, "contexts": len(contexts), "questions": asked, "no_question": refused, **_means(scores)}


def _read(reading: Reading, assistant: Assistant, retriever: Retriever) -> dict[str, float]:
    """All scores of one question."""
    began = time.perf_counter()
    answer = assistant.ask(reading.question)
    spent = (time.perf_counter() - began) * 1000
    hits = retriever.search(reading.question, DEPTH)
    source = f"{reading.context:05d}.txt"
    article = [float(hit.passage.source == source) for hit in hits]
    proof = [float(hit.passage.source == source and _holds(hit.passage.text, reading.answers)) for hit in hits]
    shown = unmarked(answer.bold or answer.text)
    return {
        "article_hit@1": m.hit_at(article, 1), "article_hit@5": m.hit_at(article, 5),
        "article_hit@10": m.hit_at(article, 10), "article_mrr@10": m.reciprocal_rank(article),
        "passage_hit@5": m.hit_at(proof, 5), "passage_hit@10": m.hit_at(proof, 10),
        "answered": float(answer.status != NOT_FOUND), "answer_in_text": float(_holds(shown, reading.answers)),
        "answer_in_quotes": float(any(_holds(quote.text, reading.answers) for quote in answer.citations)),
        "exact": float(any(fold(shown) == fold(gold) for gold in reading.answers)),
        "f1": max(m.token_f1(shown, gold) for gold in reading.answers), "answer_ms": spent,
    }  # fmt: skip


def _holds(text: str, answers: Sequence[str]) -> bool:
    folded = fold(text)
    return any(fold(answer) in folded for answer in answers if fold(answer))


def run_news(path: Path, count: int, queries: int, settings: Settings) -> dict[str, float]:
    """Index dated news without their titles; find each again by its title; check dates and the date filter."""
    items = sample(load_news(path), count)
    with tempfile.TemporaryDirectory(prefix="wenyu-news-") as scratch:
        folder = Path(scratch) / "articles"
        write_news(items, folder)
        retriever, result = _index(folder, Path(scratch) / "index", settings)
        scores: dict[str, list[float]] = {}
        asked = sample(range(len(items)), queries)
        for number, i in enumerate(asked):
            _progress(number, len(asked))
            for name, value in _find(items, i, retriever, settings.max_question_chars).items():
                scores.setdefault(name, []).append(value)
    return {**result, "items": len(items), "queries": len(asked), **_means(scores)}


def _find(items: Sequence[NewsItem], i: int, retriever: Retriever, longest: int) -> dict[str, float]:
    """All scores of one known item."""
    item, query = items[i], items[i].title[:longest]
    began = time.perf_counter()
    hits = retriever.search(query, DEPTH)
    spent = (time.perf_counter() - began) * 1000
    found = [float(hit.passage.source == f"{i:05d}.txt") for hit in hits]
    that_day = retriever.search(query, DEPTH, date_from=item.day, date_to=item.day)
    dates = [float(hit.passage.published.value == items[int(hit.passage.source[:5])].day) for hit in hits]
    return {
        "hit@1": m.hit_at(found, 1), "hit@10": m.hit_at(found, 10), "mrr@10": m.reciprocal_rank(found),
        "dates_right": m.mean(dates),
        "filter_keeps_to_the_day": m.mean([float(hit.passage.published.value == item.day) for hit in that_day]),
        "search_ms": spent,
    }  # fmt: skip


def write_news(items: Sequence[NewsItem], folder: Path, *, titled: bool = False) -> None:
    """One file an item, with its date line; the title only when asked for (it is what is searched by)."""
    folder.mkdir(parents=True, exist_ok=True)
    for i, item in enumerate(items):
        day = f"发布时间：{item.day.year}年{item.day.month}月{item.day.day}日"
        head = f"{item.title}\n\n{day}" if titled else day
        (folder / f"{i:05d}.txt").write_text(f"{head}\n\n{item.text}\n", encoding="utf-8")


def _index(folder: Path, index: Path, settings: Settings) -> tuple[Retriever, dict[str, float]]:
    from index.build import build_index
    from qa.retrieve import Retriever

    here = replace(settings, index_dir=str(index), articles_dir=str(folder))
    report = build_index(folder, index, settings=here)
    retriever = Retriever.open(index, settings=here, build=False)
    return retriever, {"passages": report.passages, "index_s": report.seconds}


def _means(scores: Mapping[str, Sequence[float]]) -> dict[str, float]:
    means = {name: m.mean(values) for name, values in scores.items() if not name.endswith("_ms")}
    for name in (name for name in scores if name.endswith("_ms")):
        means |= {f"{name}_p{q}": m.percentile(scores[name], q) for q in (50, 95)}
    return means


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() and done % 50 == 0:
        print(f"\r{done} of {total}", end="", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    about = "Run the product on a public set."
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval.public", description=about)
    commands = parser.add_subparsers(dest="command", required=True)
    squad = commands.add_parser("squad", help="a SQuAD-form file of questions on passages")
    squad.add_argument("file", type=Path)
    squad.add_argument("--questions", type=int, default=1000, help="how many to ask [1000]")
    news = commands.add_parser("news", help='JSON lines {"date", "title", "text"}, or a folder of such files')
    news.add_argument("file", type=Path)
    news.add_argument("--items", type=int, default=5000, help="how many to index [5000]")
    news.add_argument("--queries", type=int, default=500, help="how many to look for [500]")
    for one in (squad, news):
        one.add_argument("--json", action="store_true", help="print JSON for programs")
    options = parser.parse_args(arguments)
    try:
        settings = load_settings()
        if options.command == "squad":
            result = run_squad(options.file, options.questions, settings)
        else:
            result = run_news(options.file, options.items, options.queries, settings)
    except WenYuError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps({name: round(value, 4) for name, value in result.items()}))
    else:
        for name, value in result.items():
            print(f"{name:26} {value:,.3f}".rstrip("0").rstrip("."))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
