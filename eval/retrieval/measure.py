"""How often the right article comes first: each signal alone and all together, per task and language pair.

    python -m eval.retrieval.measure --data FOLDER            table, and eval/results/retrieval.json
    python -m eval.retrieval.measure --data FOLDER --tune     the weights in qa/retrieve, by the dev halves

Every task is written as a folder of files and indexed like any folder. An article counts by its best passage. The
baseline is bm25s over jieba's words in windows of 200 characters, on the same files in the same run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from eval.metrics import mean
from eval.retrieval.tasks import Task, load_own, load_tasks
from index.settings import Settings
from qa.reader import BUNDLED, load_reader
from qa.retrieve import Retriever
from qa.types import Hit, Mode

RESULTS = Path(__file__).parents[1] / "results" / "retrieval.json"
SYSTEMS: tuple[tuple[str, Mode], ...] = (
    ("keyword only", "keyword"),
    ("dense only", "dense"),
    ("soft only", "soft"),
    ("all together", "hybrid"),
)
BASELINE = "bm25s baseline"
# What `wenyu search` does: all together, then the reader reads the first ten. Slow: asked for by --system, and for
# the questions as people ask them.
READ = "all together, read"
_DEPTH = 10
_SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of questions whose article is first, among the first 5 and 10 articles, and the mean reciprocal rank
    (0 beyond 10)."""

    task: str
    languages: str
    system: str
    questions: int
    hit1: float
    hit5: float
    hit10: float
    mrr: float


def score_ranks(task: Task, system: str, ranks: Sequence[int]) -> Score:
    """`ranks`: of each question's article, 0 where it was not found."""

    def hits(k: int) -> float:
        return round(mean([float(0 < rank <= k) for rank in ranks]), 4)

    reciprocal = round(mean([1 / rank if 0 < rank <= _DEPTH else 0.0 for rank in ranks]), 4)
    return Score(task.name, task.languages, system, len(ranks), hits(1), hits(5), hits(10), reciprocal)


def article_rank(hits: Sequence[Hit], source: str) -> int:
    """The place of an article among the articles of the hits, 0 if it is not there."""
    sources = list(dict.fromkeys(hit.passage.source for hit in hits))
    return sources.index(source) + 1 if source in sources else 0


def file_name(article: int) -> str:
    """The file of an article of a task."""
    return f"{article:05}.txt"


def open_task(task: Task, scratch: Path, settings: Settings) -> Retriever:
    """The retriever of a task's articles; tasks with the same articles share an index below `scratch`."""
    digest = hashlib.sha256("\0".join(task.articles).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    folder = scratch / digest
    if not (folder / "articles").is_dir():
        (folder / "articles").mkdir(parents=True)
        for i, text in enumerate(task.articles):
            (folder / "articles" / file_name(i)).write_text(text, encoding="utf-8")
    return Retriever.open(folder / "index", articles=folder / "articles", settings=settings)


def baseline_ranker(task: Task) -> Callable[[str, int], int]:
    """bm25s as it comes, over jieba's words in windows of 200 characters: the rank of an article for a question."""
    import bm25s
    import jieba

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    jieba.setLogLevel(logging.WARNING)
    windows = [(text[at : at + 200], i) for i, text in enumerate(task.articles) for at in range(0, len(text) or 1, 200)]
    words = [[word for word in jieba.lcut(window) if word.strip()] or ["?"] for window, _ in windows]
    model = bm25s.BM25()
    model.index(words, show_progress=False)
    owners = np.array([owner for _, owner in windows])

    def rank(question: str, article: int) -> int:
        scores = model.get_scores([word for word in jieba.lcut(question) if word.strip()] or ["?"])
        best = np.zeros(len(task.articles), dtype=np.float32)
        np.maximum.at(best, owners, scores)
        return int((best >= best[article]).sum()) if best[article] > 0 else 0

    return rank


def measure(task: Task, scratch: Path, settings: Settings, systems: Sequence[str]) -> Iterator[Score]:
    """The scores of one task by these systems."""
    retriever = open_task(task, scratch, settings)
    if BASELINE in systems:
        rank = baseline_ranker(task)
        yield score_ranks(task, BASELINE, [rank(row.question, row.article) for row in task.asked])
    for system, mode in SYSTEMS:
        if system not in systems or (mode == "soft" and retriever.table is None):
            continue
        # Deeper than 10 passages, since several may be of one article.
        found = [retriever.search(row.question, 5 * _DEPTH, mode=mode) for row in task.asked]
        ranks = [article_rank(hits, file_name(row.article)) for hits, row in zip(found, task.asked, strict=True)]
        yield score_ranks(task, system, ranks)
    if READ in systems:
        reading = Retriever(retriever.index, retriever.encoder, settings=settings, reader=load_reader(settings.reader))
        hits = (reading.search(row.question, 5 * _DEPTH) for row in task.asked)
        ranks = [article_rank(found, file_name(row.article)) for found, row in zip(hits, task.asked, strict=True)]
        yield score_ranks(task, READ, ranks)


def show(scores: Sequence[Score]) -> str:
    """The scores as a table in Markdown."""
    lines = [
        "| task | pair | n | system | hit@1 | hit@5 | hit@10 | MRR |",
        "| --- | --- | --: | --- | --: | --: | --: | --: |",
    ]
    for s in scores:
        numbers = " | ".join(f"{value:.3f}" for value in (s.hit1, s.hit5, s.hit10, s.mrr))
        lines.append(f"| {s.task} | {s.languages} | {s.questions} | {s.system} | {numbers} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; 0 when everything was measured."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval.measure", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, help="the unpacked public data; without it only the project's questions")
    parser.add_argument("--scratch", type=Path, help="where task indexes are kept for the next run")
    parser.add_argument("--model", default="", help="a model by folder or hub name; default: the bundled one")
    parser.add_argument("--reader", default=BUNDLED, help="the reader of the system that reads")
    parser.add_argument("--task", action="append", help="only tasks whose name begins with this; may be repeated")
    parser.add_argument("--part", choices=("dev", "test"), default="test", help="which half of the questions")
    parser.add_argument("--tune", action="store_true", help="choose the weights on the dev halves and write them")
    names = (BASELINE, *(name for name, _ in SYSTEMS), READ)
    parser.add_argument("--system", action="append", choices=names, help="only this one; may be repeated")
    parser.add_argument("--out", type=Path, default=RESULTS, help="the file for the results")
    options = parser.parse_args(argv)
    settings = Settings(model=options.model, reader=options.reader, max_question_chars=4000)
    own = load_own(Path(__file__).parents[1] / "questions.jsonl", _SEEDS)
    tasks = [task.part(options.part) for task in load_tasks(options.data)] if options.data else []
    tasks = [t for t in (*tasks, *own) if not options.task or t.name.startswith(tuple(options.task))]
    with tempfile.TemporaryDirectory() as temporary:
        scratch = options.scratch or Path(temporary)
        if options.tune:
            from eval.retrieval.tune import tune

            return tune([task.part("dev") for task in load_tasks(options.data)], scratch, settings)
        scores: list[Score] = []
        for task in tasks:
            for score in measure(task, scratch, settings, options.system or names[:-1]):
                scores.append(score)
                print(show([score]).split("\n")[-1], file=sys.stderr, flush=True)
    print(show(scores))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    body = {"command": f"python -m eval.retrieval.measure --part {options.part}", "model": options.model or "bundled"}
    rows = [json.dumps(asdict(score)) for score in scores]
    text = json.dumps(body)[:-1] + ', "scores": [\n  ' + ",\n  ".join(rows) + "\n]}\n"
    options.out.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
