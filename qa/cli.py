"""The `wenyu` command: a thin layer over the library.

Data goes to standard output, progress and notes to standard error. Exit codes: 0 done, 1 could not, 2 wrong use.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import IndexMissing, QuestionError, WenYuError
from index.settings import Settings, load_settings

if TYPE_CHECKING:
    from index.store import Index
    from qa.retriever import Retriever

app = typer.Typer(
    name="wenyu",
    help="问渝 WenYu: ask a folder of Chinese articles, in Chinese or English; get the figure and its proof.",
    epilog='Example:  wenyu ask "两江新区2024年整车产量是多少"',
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

IndexDir = Annotated[Path | None, typer.Option("--index", metavar="DIR", help="The index folder. [default: .wenyu]")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Input = Annotated[
    Path | None,
    typer.Option("--input", metavar="FILE.jsonl", help='Lines {"id", "question", "history"}; - for stdin.'),
]
DateFrom = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Only articles from this day, 2024-01-31.")
]
DateTo = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Only articles up to this day.")]
Source = Annotated[str | None, typer.Option("--source", metavar="GLOB", help='Only these files, such as "2024/*.txt".')]


def _note(message: str) -> None:
    print(message, file=sys.stderr)


def _settings(index: Path | None, model: str | None = None, reranker: str | None = None) -> Settings:
    settings = load_settings()
    changes: dict[str, str] = {}
    if index is not None:
        changes["index_dir"] = str(index)
    if model is not None:
        changes["model"] = model
    if reranker is not None:
        changes["reranker"] = reranker
    return replace(settings, **changes) if changes else settings  # type: ignore[arg-type]


def _progress() -> tuple[Callable[[str, int, int], None], Callable[[], None]]:
    """A progress callback for `build_index` and the function that ends its display; silent when not a terminal."""
    if not sys.stderr.isatty():
        return (lambda stage, done, total: None), (lambda: None)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    tasks: dict[str, Any] = {}
    bar.start()

    def report(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=total)
        bar.update(tasks[stage], completed=done, total=total)

    return report, bar.stop


def _build(articles: Path, settings: Settings, *, as_json: bool = False, quiet: bool = False) -> int:
    from index.build import build_index

    progress, finish = _progress()
    try:
        report = build_index(articles, Path(settings.index_dir), settings=settings, progress=progress)
    finally:
        finish()
    for skipped in report.skipped:
        _note(f"skipped {skipped.source}: {skipped.reason}")
    if as_json:
        body = {
            "articles": report.articles, "passages": report.passages, "figures": report.figures,
            "encoded": report.encoded, "reused": report.reused, "removed": report.removed,
            "skipped": [{"source": s.source, "reason": s.reason} for s in report.skipped],
            "seconds": round(report.seconds, 3), "generation": report.generation, "index": settings.index_dir,
        }  # fmt: skip
        print(json.dumps(body, ensure_ascii=False))
    else:
        line = (
            f"{report.articles} articles, {report.passages} passages, {report.figures} figures in {settings.index_dir} "
            f"({report.encoded} encoded, {report.reused} reused, {report.removed} removed, "
            f"{len(report.skipped)} skipped, {report.seconds:.1f} s)"
        )
        _note(line) if quiet else print(line)
    return report.articles


def _open(settings: Settings) -> Retriever:
    """The retriever of the index folder; without one, the default article folder is indexed first, and said so."""
    from index.store import open_index
    from qa.retriever import Retriever

    try:
        open_index(Path(settings.index_dir))
    except IndexMissing:
        articles = Path(settings.articles_dir)
        if not articles.is_dir():
            raise IndexMissing(
                f"there is no index in {settings.index_dir} and no folder {articles} to build it from; "
                "run `wenyu index FOLDER` with the folder of your articles."
            ) from None
        _note(f"no index in {settings.index_dir} yet: building it from {articles} …")
        _build(articles, settings, quiet=True)
    return Retriever.open(settings.index_dir, settings=settings, build=False)


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuestionError(f"{option} {text!r} is not a date; write it as 2024-01-31.") from None


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a JSON-lines file; raises QuestionError naming the line that cannot be used."""
    try:
        stream = sys.stdin if str(path) == "-" else path.open(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionError(f"cannot read {path}: {error.strerror}; check the name.") from error
    with stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise QuestionError(f"{path} line {number} is not JSON ({error}); mend the line.") from error
            if not isinstance(row, dict) or not isinstance(row.get("question"), str):
                raise QuestionError(f'{path} line {number} needs a text under "question".')
            history = row.get("history") or []
            if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
                raise QuestionError(f'{path} line {number}: "history" must be a list of texts.')
            yield row


def _emit(body: object) -> None:
    sys.stdout.write(json.dumps(body, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _language(text: str) -> str:
    from qa.question import language_of

    return language_of(text)


@app.command(epilog="Example:  wenyu index my-articles --index my-index")
def index(
    folder: Annotated[Path | None, typer.Argument(help="The folder of articles. [default: seeds]")] = None,
    index: IndexDir = None,
    model: Annotated[
        str | None, typer.Option("--model", help="A sentence-transformers model, by folder or hub name.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Stay and follow the folder's changes.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Verify the index's checksums and stop.")] = False,
    as_json: Json = False,
) -> None:
    """Read a folder of articles into an index; only what changed is read again."""
    settings = _settings(index, model)
    if check:
        from index.store_verify import verify

        faults = verify(Path(settings.index_dir))
        for fault in faults:
            _note(fault)
        print(json.dumps({"faults": faults}, ensure_ascii=False) if as_json else f"{len(faults)} faults")
        raise typer.Exit(1 if faults else 0)
    articles = folder or Path(settings.articles_dir)
    found = _build(articles, settings, as_json=as_json)
    if watch:
        from index.watch import watch as follow

        _note(f"following {articles}; stop with Ctrl+C.")
        follow(articles, Path(settings.index_dir), settings, on_build=lambda report: _note(f"indexed again: {report}"))
    if not found:
        _note(f"no article could be read in {articles}; see the reasons above.")
        raise typer.Exit(1)


@app.command(epilog='Example:  wenyu search "Liangjiang vehicle output 2024" -k 3 --json')
def search(
    question: Annotated[str | None, typer.Argument(help="What to look for, in Chinese or English.")] = None,
    k: Annotated[int, typer.Option("-k", help="How many passages.")] = 5,
    date_from: DateFrom = None,
    date_to: DateTo = None,
    source: Source = None,
    mode: Annotated[str, typer.Option("--mode", help="hybrid, dense, keyword or soft.")] = "hybrid",
    input: Input = None,
    index: IndexDir = None,
    reranker: Annotated[str | None, typer.Option("--reranker", help="A cross-encoder, by folder or hub name.")] = None,
    as_json: Json = False,
) -> None:
    """Find passages, each with its file and date."""
    from qa.render import hit_json, hits_text

    if (question is None) == (input is None):
        raise typer.BadParameter("give either a QUESTION or --input FILE.jsonl.")
    retriever = _open(_settings(index, reranker=reranker))
    options: dict[str, Any] = {
        "mode": mode, "source": source, "date_from": _day(date_from, "--from"), "date_to": _day(date_to, "--to"),
    }  # fmt: skip
    if input is not None:
        for row in _lines(input):
            try:
                found = retriever.search(row["question"], k, **options)
            except QuestionError as error:
                # One bad line must not cost the others their hits; wrong options were refused before.
                _note(f"{row.get('id')}: {error}")
                found = []
            _emit({"id": row.get("id"), "hits": [hit_json(hit) for hit in found]})
        return
    assert question is not None
    hits = retriever.search(question, k, **options)
    if as_json:
        print(json.dumps([hit_json(hit) for hit in hits], ensure_ascii=False, indent=1))
    else:
        print(hits_text(hits, _language(question)))


@app.command(epilog='Example:  wenyu ask "What was the vehicle output of Liangjiang New Area in 2024?"')
def ask(
    question: Annotated[str | None, typer.Argument(help="A question in Chinese or English.")] = None,
    date_from: DateFrom = None,
    date_to: DateTo = None,
    source: Source = None,
    input: Input = None,
    index: IndexDir = None,
    as_json: Json = False,
) -> None:
    """Answer a question, with the sentence, file and date that prove it."""
    from qa.assistant import Assistant
    from qa.render import answer_json, answer_text

    if (question is None) == (input is None):
        raise typer.BadParameter("give either a QUESTION or --input FILE.jsonl.")
    settings = _settings(index)
    assistant = Assistant(_open(settings), settings=settings)
    options: dict[str, Any] = {
        "source": source, "date_from": _day(date_from, "--from"), "date_to": _day(date_to, "--to"),
    }  # fmt: skip
    if input is not None:
        for row in _lines(input):
            answer = assistant.ask(row["question"], row.get("history") or (), **options)
            _emit(answer_json(answer, row.get("id")))
        return
    assert question is not None
    answer = assistant.ask(question, **options)
    if as_json:
        print(json.dumps(answer_json(answer), ensure_ascii=False, indent=1))
    else:
        print(answer_text(answer))


@app.command(epilog="Example:  wenyu chat --port 7861")
def chat(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. [default: 7860]")] = None,
    auth: Annotated[
        Path | None, typer.Option("--auth", metavar="FILE", help="Users and salted password hashes.")
    ] = None,
    mcp: Annotated[bool, typer.Option("--mcp", help="Serve the functions to agents over MCP as well.")] = False,
    index: IndexDir = None,
) -> None:
    """Open the web chat."""
    settings = _settings(index)
    articles = _articles_of(settings)
    if articles is not None:
        _build(articles, settings, quiet=True)
    launch = import_module("app").launch
    launch(
        index_dir=Path(settings.index_dir), articles_dir=articles, host=host or settings.host,
        port=port or settings.port, auth_file=auth, mcp=mcp, settings=settings,
    )  # fmt: skip


def _articles_of(settings: Settings) -> Path | None:
    """The article folder an index was made from, the default one when there is no index, None when it is gone."""
    from index.store import open_index

    try:
        recorded = open_index(Path(settings.index_dir)).articles_dir
    except WenYuError:
        recorded = Path(settings.articles_dir)
    folder = Path(recorded)
    return folder if folder.is_dir() else None


@app.command(name="eval", epilog="Example:  wenyu eval --report eval/report")
def evaluate(
    questions: Annotated[Path | None, typer.Option("--questions", metavar="FILE", help="Your own questions.")] = None,
    report: Annotated[Path | None, typer.Option("--report", metavar="DIR", help="Write a page and lines here.")] = None,
    compare: Annotated[Path | None, typer.Option("--compare", metavar="OLD.jsonl", help="Wins and losses.")] = None,
    ablate: Annotated[bool, typer.Option("--ablate", help="Each retrieval signal alone, then all.")] = False,
    draft: Annotated[int | None, typer.Option("--draft", metavar="N", help="Draft N questions from figures.")] = None,
    index: IndexDir = None,
    as_json: Json = False,
) -> None:
    """Run an evaluation question set. Exit code 1 when a floor is not held."""
    settings = _settings(index)
    _open(settings)
    code = import_module("eval.cli").run_eval(
        index_dir=Path(settings.index_dir), questions=questions, report=report, compare=compare, ablate=ablate,
        draft=draft, as_json=as_json, settings=settings,
    )  # fmt: skip
    raise typer.Exit(code)


@app.command(epilog="Example:  wenyu bench --sizes 1000,10000")
def bench(
    sizes: Annotated[str, typer.Option("--sizes", help="Passage counts.")] = "1000,10000,100000",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write JSON and a plot here.")] = None,
    index: IndexDir = None,
    as_json: Json = False,
) -> None:
    """Measure speed and memory."""
    settings = _settings(index)
    try:
        counts = [int(size) for size in sizes.split(",")]
    except ValueError:
        raise typer.BadParameter("--sizes wants whole numbers with commas between, such as 1000,10000.") from None
    code = import_module("eval.cli").run_bench(
        index_dir=Path(settings.index_dir), as_json=as_json, out=out, sizes=counts, settings=settings
    )
    raise typer.Exit(code)


@app.command(epilog="Example:  wenyu show 001_6093c4a7a48f33f9.txt --from 0 --to 200")
def show(
    source: Annotated[str, typer.Argument(help="An article's file name, as citations give it.")],
    start: Annotated[int, typer.Option("--from", metavar="N", help="First character.")] = 0,
    end: Annotated[int | None, typer.Option("--to", metavar="N", help="Where to stop.")] = None,
    index: IndexDir = None,
    as_json: Json = False,
) -> None:
    """Show an article as it was read: title, date with its proof, text."""
    opened: Index = _open(_settings(index)).index
    known = [summary.source for summary in opened.articles]
    if source not in known:
        near = [name for name in known if source in name]
        if len(near) != 1:
            hint = f"known: {', '.join(known[:5])}{' …' if len(known) > 5 else ''}"
            raise QuestionError(f"no article {source!r} in this index; {hint}.")
        source = near[0]
    article = opened.article(source)
    stop = len(article.text) if end is None else end
    if not 0 <= start <= stop:
        raise QuestionError(
            f"--from {start} --to {stop} is not a range; the article has {len(article.text)} characters."
        )
    text = article.text[start:stop]
    if as_json:
        body = {
            "source": article.source, "title": article.title, "date": article.published.iso(),
            "date_precision": article.published.precision, "date_evidence": article.published.quote,
            "place": article.place, "start": start, "end": min(stop, len(article.text)), "text": text,
        }  # fmt: skip
        print(json.dumps(body, ensure_ascii=False, indent=1))
        return
    proof = f" — “{article.published.quote}”" if article.published.quote else ""
    _note(f"{article.title} · {article.published.iso() or 'date unknown'}{proof} · {article.source}")
    print(text)


def main() -> None:
    """The console script: errors a user can mend are one sentence on standard error and exit code 1."""
    try:
        app(standalone_mode=True)
    except WenYuError as error:
        _note(f"wenyu: {error}")
        sys.exit(2 if isinstance(error, QuestionError) else 1)
    except BrokenPipeError:
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
