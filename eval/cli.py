"""What `wenyu eval` and `wenyu bench` do. Data goes to standard output, progress and notes to standard error."""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval import machine
from eval.decide import Four, four, measure_others, missed
from eval.decide import Outcome as FourOutcome
from eval.decide import questions as others_asked
from eval.decide import rows as outcome_rows
from eval.questions import (
    METRICS,
    TIMES,
    Comparison,
    Gold,
    Outcome,
    Row,
    Summary,
    below,
    load_floors,
    load_questions,
    misplaced,
    page,
    read_outcomes,
    run,
    summarise,
    write_outcomes,
)
from eval.questions import as_json as summary_json
from eval.questions import compare as compare_runs
from eval.questions import draft as draft_lines
from index.errors import QuestionError
from index.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.retrieve import Retriever
    from qa.types import Hit, Mode, Question

SIGNALS: tuple[Mode, ...] = ("keyword", "dense", "soft", "hybrid")
# A fresh build is timed when it is a matter of seconds.
SMALL = 200
COLUMNS = ("right", "answer_right", "answered_right", "hit@5", "mrr@10", "citation_precision", "refusal_recall")
LEDGER = ("right", "answer_right", "answered_right", "hit@1", "hit@5", "hit@10", "recall@10", "mrr@10", "ndcg@10",
          "citation_precision", "citation_recall", "verbatim", "dates", "refusal_precision", "refusal_recall",
          "language")  # fmt: skip


def run_eval(
    *,
    index_dir: Path,
    questions: Path | None,
    report: Path | None,
    compare: Path | None,
    ablate: bool,
    draft: int | None,
    as_json: bool,
    settings: Settings,
) -> int:
    """Run a question set (the bundled one by default). Returns 1 when a floor is not held, else 0.

    Raises WenYuError for a question set, floors or earlier run that cannot be read.
    """
    from index.build import same_reading
    from qa.retrieve import Retriever

    retriever = Retriever.open(index_dir, settings=settings, build=False)
    articles = retriever.index.articles_dir
    if not same_reading(retriever.index, settings):
        again = f"wenyu index {shlex.quote(str(articles or 'FOLDER'))} --index {shlex.quote(str(index_dir))}"
        _note(f"the index in {index_dir} was read by another version of the program; for the figures of this: {again}")
    if draft is not None:
        return _draft(retriever, draft)
    earlier = read_outcomes(compare) if compare else None
    with _question_file(questions) as path:
        golds = load_questions(path)
        floors_file = path.with_name("floors.toml")
        floors = load_floors(floors_file) if floors_file.is_file() else {}
    _check_evidence(golds, articles, bundled=questions is None)
    outcomes, summary = _measure(golds, retriever, settings, "questions")
    summary = replace(summary, costs=_costs(retriever, settings))
    ablation = _ablate(golds, retriever, settings) if ablate else None
    comparison = _compare(earlier, outcomes)
    broken = below(floors, summary)
    # Without the reader it is not the decision that answers, which the other articles measure.
    others: dict[str, Four] = _others(settings) if questions is None and settings.reader != "none" else {}
    broken += missed(others) if others else []
    _print(summary, comparison, ablation, broken, as_json=as_json, shares={**_seeds(outcomes), **others})
    if report is not None:
        _write(report, summary, outcomes, comparison, ablation, broken, retriever)
    return 1 if broken else 0


def _others(settings: Settings) -> dict[str, Four]:
    with _progress("other articles", len(others_asked())) as advance:
        return measure_others(settings, advance)


def _seeds(outcomes: Sequence[Outcome]) -> dict[str, Four]:
    """The four shares of the question set itself, by split."""
    found: dict[str, list[FourOutcome]] = {}
    for one in outcomes:
        found.setdefault(f"seeds {one.split}", []).append(_outcome(one))
    return {group: four(ones) for group, ones in sorted(found.items())}


def _outcome(one: Outcome) -> FourOutcome:
    if not one.answerable:
        return "due" if one.refused else "false"
    if one.refused:
        return "refused"
    return "right" if one.right else "unsure" if one.status == "partial" else "wrong"


def _draft(retriever: Retriever, count: int) -> int:
    if count < 1:
        raise QuestionError(f"--draft {count} drafts nothing; give a number above 0.")
    lines = draft_lines(retriever.index, count)
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
    _note(f"{len(lines)} questions drafted. Check each against its article before you trust a score on them.")
    return 0


@contextmanager
def _question_file(path: Path | None) -> Iterator[Path]:
    """The file given, else the bundled set (inside the package, wherever that is installed)."""
    if path is not None:
        yield path
        return
    with as_file(files("eval")) as folder:
        yield folder / "questions.jsonl"


def _check_evidence(golds: Sequence[Gold], articles: Path, *, bundled: bool) -> None:
    sources = {one.source for gold in golds for one in gold.evidence}
    problems = misplaced(golds, articles) if articles.is_dir() else []
    if bundled and sources and not any((articles / source).is_file() for source in sources):
        raise QuestionError(
            f"the bundled questions are about the articles in seeds/, and {articles} holds none of them; "
            "give your own with --questions, or draft some with --draft 20."
        )
    for problem in problems[:10]:
        _note(f"evidence: {problem}")


def _measure(
    golds: Sequence[Gold], retriever: Any, settings: Settings, what: str
) -> tuple[tuple[Outcome, ...], Summary]:
    from qa.respond import Assistant

    assistant = Assistant(retriever, settings=settings)

    def search(question: str | Question, k: int) -> Sequence[Hit]:
        hits: Sequence[Hit] = retriever.search(question, k)
        return hits

    def read(source: str) -> str:
        try:
            return str(retriever.index.article(source).text)
        except KeyError:
            return ""

    with _progress(what, len(golds)) as advance:
        outcomes = run(golds, assistant, search, retriever.index.articles_dir, advance, read=read)
    return outcomes, summarise(outcomes)


class _OneSignal:
    """A retriever that searches by one signal only, whatever it is asked for; all else is the real one's."""

    def __init__(self, retriever: Retriever, mode: Mode) -> None:
        self._retriever, self._mode = retriever, mode

    def __getattr__(self, name: str) -> Any:
        return getattr(self._retriever, name)

    def search(self, *args: Any, **options: Any) -> Sequence[Hit]:
        return self._retriever.search(*args, **{**options, "mode": self._mode})


def _ablate(golds: Sequence[Gold], retriever: Retriever, settings: Settings) -> dict[str, Summary]:
    modes = [mode for mode in SIGNALS if mode != "soft" or retriever.index.soft is not None]
    return {mode: _measure(golds, _OneSignal(retriever, mode), settings, mode)[1] for mode in modes}


def _compare(earlier: Sequence[Outcome] | None, now: Sequence[Outcome]) -> Comparison | None:
    return None if earlier is None else compare_runs(earlier, now)


def _costs(retriever: Retriever, settings: Settings) -> dict[str, float]:
    costs = {"peak memory, MiB": machine.peak_mib()}
    folder = retriever.index.articles_dir
    if len(retriever.index.articles) <= SMALL and folder.is_dir():
        from index.build import build_index

        with tempfile.TemporaryDirectory(prefix="wenyu-eval-") as scratch:
            began = time.perf_counter()
            # With the model of the index at hand, whatever the settings say now.
            model = retriever.index.manifest.model
            build_index(folder, Path(scratch), settings=replace(settings, index_dir=scratch), model=model)
            costs["index from nothing, s"] = time.perf_counter() - began
            costs["index size, MiB"] = machine.folder_bytes(Path(scratch)) / 2**20
    return costs


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error; silent when that is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def _print(
    summary: Summary,
    comparison: Comparison | None,
    ablation: Mapping[str, Summary] | None,
    broken: Sequence[str],
    *,
    as_json: bool,
    shares: Mapping[str, Four],
) -> None:
    if as_json:
        told = _object(summary, comparison, ablation, broken)
        told["outcomes"] = {group: asdict(one) for group, one in shares.items()}
        print(json.dumps(told, ensure_ascii=False))
        return
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    console.print(_outcomes(shares))
    for table in _tables(summary, ablation):
        console.print(table)
    for name, spread in summary.times.items():
        console.print(f"{TIMES[name]}: median {spread['p50']:.1f} ms, 95 in 100 below {spread['p95']:.1f} ms")
    if summary.reasons:
        console.print("Misses: " + ", ".join(f"{reason} {n}" for reason, n in summary.reasons.items()))
    if comparison:
        console.print("Against the earlier run: " + comparison.sentence())
    for line in broken:
        console.print(f"below the floor: {line}", markup=False)


def _outcomes(shares: Mapping[str, Four]) -> Any:
    from rich.table import Table

    columns = ("", "right", "wrong though answered", "refused though there", "due refusals", "n")
    table = Table(*columns, title="What became of the questions", title_justify="left")
    for row in outcome_rows(shares):
        table.add_row(*row)
    return table


def _tables(summary: Summary, ablation: Mapping[str, Summary] | None) -> Iterator[Any]:
    from rich.table import Table

    ledger = Table("", "value", "95 % interval", "n", title="All questions", title_justify="left")
    for name in LEDGER:
        one = summary.overall.scores.get(name)
        if one:
            ledger.add_row(METRICS[name][0], f"{one.value:.3f}", f"{one.low:.3f} – {one.high:.3f}", str(one.n))
    yield ledger
    groups = [*summary.splits, *summary.languages, *summary.pairs, *sorted(summary.kinds, key=lambda row: row.name)]
    yield _table("By split, language, language pair and kind", groups)
    if ablation:
        yield _table("Each retrieval signal alone", [replace(s.overall, name=mode) for mode, s in ablation.items()])


def _table(title: str, rows: Iterable[Row]) -> Any:
    from rich.table import Table

    table = Table("", "n", *COLUMNS, title=title, title_justify="left")
    for row in rows:
        cells = [f"{row.scores[name].value:.3f}" if name in row.scores else "–" for name in COLUMNS]
        table.add_row(row.name, str(row.n), *cells)
    return table


def _object(
    summary: Summary, comparison: Comparison | None, ablation: Mapping[str, Summary] | None, broken: Sequence[str]
) -> dict[str, object]:
    body = {"machine": machine.describe(), **summary_json(summary), "below_floors": list(broken)}
    if ablation:
        body["ablation"] = {mode: summary_json(one)["all"] for mode, one in ablation.items()}
    if comparison:
        body["comparison"] = {
            "wins": [change.now.id for change in comparison.wins],
            "losses": [change.now.id for change in comparison.losses],
            "ties": comparison.ties, "p": comparison.p,
        }  # fmt: skip
    return body


def _write(
    folder: Path,
    summary: Summary,
    outcomes: Sequence[Outcome],
    comparison: Comparison | None,
    ablation: Mapping[str, Summary] | None,
    broken: Sequence[str],
    retriever: Retriever,
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    html = page(
        summary, outcomes, heading="问渝 WenYu: evaluation",
        machine=f"{len(outcomes)} questions, {len(retriever.index.articles)} articles, {date.today()}. "
                f"{machine.sentence()}.",
        floors=broken, comparison=comparison, ablation=ablation,
    )  # fmt: skip
    (folder / "index.html").write_text(html, encoding="utf-8")
    write_outcomes(outcomes, folder / "questions.jsonl")
    body = json.dumps(_object(summary, comparison, ablation, broken), ensure_ascii=False, indent=1)
    (folder / "summary.json").write_text(body + "\n", encoding="utf-8")
    _note(f"report: {folder / 'index.html'}")


def run_bench(*, index_dir: Path, as_json: bool, out: Path | None, sizes: Sequence[int], settings: Settings) -> int:
    """Measure speed and memory on passages like those of the articles at hand. Returns 0."""
    from eval.bench import bench

    return bench(index_dir=index_dir, as_json=as_json, out=out, sizes=sizes, settings=settings)


def _note(message: str) -> None:
    print(message, file=sys.stderr)
