"""The `wenyu` command: a thin layer over the library.

Data goes to standard output, progress and notes to standard error. Exit codes: 0 done, 1 could not, 2 wrong use.
"""

from __future__ import annotations

import json
import sys
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import QuestionError, WenYuError
from qa.cli.support import (
    articles_of,
    build,
    day,
    emit,
    language_of_text,
    note,
    open_retriever,
    read_lines,
    settings_for,
    told_line,
    write_export,
)

if TYPE_CHECKING:
    from index.store import Index

app = typer.Typer(
    name="wenyu",
    help="问渝 WenYu: ask a folder of Chinese articles, in Chinese or English; get the figure and its proof.",
    epilog='Example:  wenyu ask "两江新区2024年整车产量是多少"',
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)



class Form(str, Enum):
    """How an answer is printed."""

    text = "text"
    markdown = "markdown"
    json = "json"


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
    settings = settings_for(index, model)
    if check:
        from index.store import verify

        faults = verify(Path(settings.index_dir))
        for fault in faults:
            note(fault)
        print(json.dumps({"faults": faults}, ensure_ascii=False) if as_json else f"{len(faults)} faults")
        raise typer.Exit(1 if faults else 0)
    articles = folder or Path(settings.articles_dir)
    found = build(articles, settings, as_json=as_json)
    if watch:
        from index.build import watch as follow

        note(f"following {articles}; stop with Ctrl+C.")
        follow(articles, Path(settings.index_dir), settings, on_build=lambda told: note(told_line(told, settings)))
    if not found:
        note(f"no article could be read in {articles}; see the reasons above.")
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
    read: Annotated[bool, typer.Option(help="Let the reader read the first 10 passages and order them.")] = True,
    as_json: Json = False,
) -> None:
    """Find passages, each with its file and date."""
    from qa.say import hit_json, hits_text

    if (question is None) == (input is None):
        raise typer.BadParameter("give either a QUESTION or --input FILE.jsonl.")
    retriever = open_retriever(settings_for(index, reranker=reranker), read=read)
    options: dict[str, Any] = {
        "mode": mode, "source": source, "date_from": day(date_from, "--from"), "date_to": day(date_to, "--to"),
    }  # fmt: skip
    if input is not None:
        for row in read_lines(input):
            try:
                found = retriever.search(row["question"], k, **options)
            except QuestionError as error:
                # One bad line must not cost the others their hits; wrong options were refused before.
                note(f"{row.get('id')}: {error}")
                found = []
            emit({"id": row.get("id"), "hits": [hit_json(hit) for hit in found]})
        return
    assert question is not None
    hits = retriever.search(question, k, **options)
    if as_json:
        print(json.dumps([hit_json(hit) for hit in hits], ensure_ascii=False, indent=1))
    else:
        print(hits_text(hits, language_of_text(question)))


@app.command(epilog='Example:  wenyu ask "What was the vehicle output of Liangjiang New Area in 2024?"')
def ask(
    question: Annotated[str | None, typer.Argument(help="A question in Chinese or English.")] = None,
    date_from: DateFrom = None,
    date_to: DateTo = None,
    source: Source = None,
    input: Input = None,
    index: IndexDir = None,
    form: Annotated[Form, typer.Option("--format", help="text, markdown, or json as --json.")] = Form.text,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write FILE: .md .html .docx, .csv (figures), .bib .txt (references)."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Answer a question, with the sentence, file and date that prove it."""
    from qa.respond import Assistant
    from qa.say import answer_json, answer_markdown, answer_text

    if (question is None) == (input is None):
        raise typer.BadParameter("give either a QUESTION or --input FILE.jsonl.")
    settings = settings_for(index)
    assistant = Assistant(open_retriever(settings), settings=settings)
    options: dict[str, Any] = {
        "source": source, "date_from": day(date_from, "--from"), "date_to": day(date_to, "--to"),
    }  # fmt: skip
    if input is not None:
        told = []
        for row in read_lines(input):
            told.append(assistant.ask(row["question"], row.get("history") or (), **options))
            emit(answer_json(told[-1], row.get("id")))
            told = told if export is not None else []
        if export is not None:
            write_export(told, export)
        return
    assert question is not None
    answer = assistant.ask(question, **options)
    if export is not None:
        write_export([answer], export)
    if as_json or form is Form.json:
        print(json.dumps(answer_json(answer), ensure_ascii=False, indent=1))
    else:
        print(answer_markdown(answer) if form is Form.markdown else answer_text(answer))


@app.command(epilog="Example:  wenyu chat --port 7861")
def chat(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. [default: 7860]")] = None,
    auth: Annotated[
        Path | None, typer.Option("--auth", metavar="FILE", help="Users and salted password hashes.")
    ] = None,
    api_key_file: Annotated[
        Path | None, typer.Option("--api-key-file", metavar="FILE", help="Keys for programs asking at /v1.")
    ] = None,
    mcp: Annotated[bool, typer.Option("--mcp", help="Serve the functions to agents over MCP as well.")] = False,
    index: IndexDir = None,
) -> None:
    """Open the web chat."""
    settings = settings_for(index)
    articles = articles_of(settings)
    if articles is not None:
        build(articles, settings, quiet=True)
    launch = import_module("app").launch
    launch(
        index_dir=Path(settings.index_dir), articles_dir=articles, host=host or settings.host,
        port=port or settings.port, auth_file=auth, api_key_file=api_key_file, mcp=mcp, settings=settings,
    )  # fmt: skip


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
    settings = settings_for(index)
    open_retriever(settings)
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
    settings = settings_for(index)
    try:
        counts = [int(size) for size in sizes.split(",")]
    except ValueError:
        raise typer.BadParameter("--sizes wants whole numbers with commas between, such as 1000,10000.") from None
    code = import_module("eval.cli").run_bench(
        index_dir=Path(settings.index_dir), as_json=as_json, out=out, sizes=counts, settings=settings
    )
    raise typer.Exit(code)


@app.command(epilog="Example:  wenyu summary 001_6093c4a7a48f33f9.txt --lang en")
def summary(
    source: Annotated[str, typer.Argument(help="An article's file name, as citations give it.")],
    lang: Annotated[str, typer.Option("--lang", help="zh or en.")] = "zh",
    index: IndexDir = None,
    as_json: Json = False,
) -> None:
    """Give the key points of one article, each with its quote, and its key figures."""
    from qa.respond import Assistant
    from qa.say import answer_json, answer_text

    if lang not in ("zh", "en"):
        raise typer.BadParameter("--lang is zh or en.")
    settings = settings_for(index)
    assistant = Assistant(open_retriever(settings), settings=settings)
    answer = assistant.summarise(known_source(assistant.retriever.index, source), lang)
    print(json.dumps(answer_json(answer), ensure_ascii=False, indent=1) if as_json else answer_text(answer))


@app.command(epilog="Example:  wenyu show 001_6093c4a7a48f33f9.txt --from 0 --to 200")
def show(
    source: Annotated[str, typer.Argument(help="An article's file name, as citations give it.")],
    start: Annotated[int, typer.Option("--from", metavar="N", help="First character.")] = 0,
    end: Annotated[int | None, typer.Option("--to", metavar="N", help="Where to stop.")] = None,
    index: IndexDir = None,
    as_json: Json = False,
) -> None:
    """Show an article as it was read: title, date with its proof, text."""
    opened: Index = open_retriever(settings_for(index)).index
    source = known_source(opened, source)
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
    note(f"{article.title} · {article.published.iso() or 'date unknown'}{proof} · {article.source}")
    print(text)


def known_source(opened: Index, source: str) -> str:
    """The article's source, of which `source` may be a part that only one has. Raises QuestionError."""
    known = [summary.source for summary in opened.articles]
    if source in known:
        return source
    near = [name for name in known if source in name]
    if len(near) != 1:
        hint = f"known: {', '.join(known[:5])}{' …' if len(known) > 5 else ''}"
        raise QuestionError(f"no article {source!r} in this index; {hint}.")
    return near[0]


def main() -> None:
    """The console script: errors a user can mend are one sentence on standard error and exit code 1."""
    try:
        app(standalone_mode=True)
    except WenYuError as error:
        note(f"wenyu: {error}")
        sys.exit(2 if isinstance(error, QuestionError) else 1)
    except BrokenPipeError:
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
