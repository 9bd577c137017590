"""What the commands share: settings, the index they work on, lines in and lines out, progress.

Data goes to standard output, progress and notes to standard error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import IndexMissing, QuestionError, SettingsError, WenYuError
from index.settings import Settings, load_settings

if TYPE_CHECKING:
    from index.build import BuildReport
    from qa.retrieve import Retriever
    from qa.types import Answer


# More files than this are counted, not listed one by one.
MOST_LINES = 60


def note(message: str) -> None:
    print(message, file=sys.stderr)


def settings_for(index: Path | None, model: str | None = None, reranker: str | None = None) -> Settings:
    settings = load_settings()
    changes: dict[str, str] = {}
    if index is not None:
        changes["index_dir"] = str(index)
    if model is not None:
        changes["model"] = model
    if reranker is not None:
        changes["reranker"] = reranker
    return replace(settings, **changes) if changes else settings  # type: ignore[arg-type]


def progress_bar() -> tuple[Callable[[str, int, int], None], Callable[[], None]]:
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


def build(articles: Path, settings: Settings, *, as_json: bool = False, quiet: bool = False) -> int:
    from index.build import build_index

    progress, finish = progress_bar()
    try:
        report = build_index(articles, Path(settings.index_dir), settings=settings, progress=progress)
    finally:
        finish()
    partly = {part.source for part in report.partly}
    whole = [source for source in report.read if source.split("#")[0] not in partly]
    for source in whole if len(whole) <= MOST_LINES else ():
        note(f"read {source}")
    for part in report.partly:
        note(f"partly read {part.source}: {part.reason}")
    for skipped in report.skipped:
        note(f"skipped {skipped.source}: {skipped.reason}")
    if as_json:
        body = {
            "articles": report.articles, "passages": report.passages, "figures": report.figures,
            "encoded": report.encoded, "reused": report.reused, "removed": report.removed,
            "skipped": [{"source": s.source, "reason": s.reason} for s in report.skipped],
            "partly": [{"source": s.source, "reason": s.reason} for s in report.partly],
            "seconds": round(report.seconds, 3), "generation": report.generation, "index": settings.index_dir,
        }  # fmt: skip
        print(json.dumps(body, ensure_ascii=False))
    else:
        line = report_line(report, settings)
        note(line) if quiet else print(line)
    return report.articles


def report_line(report: BuildReport, settings: Settings) -> str:
    """What a build did, in one line."""
    return (
        f"{report.articles} articles, {report.passages} passages, {report.figures} figures in {settings.index_dir} "
        f"({report.encoded} encoded, {report.reused} reused, {report.removed} removed, "
        f"{len(report.skipped)} skipped, {report.seconds:.1f} s)"
    )


def told_line(told: BuildReport | WenYuError, settings: Settings) -> str:
    """What following a folder has to tell: a build, or why there was none."""
    return str(told) if isinstance(told, WenYuError) else f"indexed again: {report_line(told, settings)}"


def open_retriever(settings: Settings, *, read: bool = False) -> Retriever:
    """The retriever of the index folder; without one, the default article folder is indexed first, and said so.
    `read`: whether the reader has a say in the order of passages."""
    from index.store import open_index
    from qa.retrieve import Retriever

    try:
        open_index(Path(settings.index_dir))
    except IndexMissing:
        articles = Path(settings.articles_dir)
        if not articles.is_dir():
            raise IndexMissing(
                f"there is no index in {settings.index_dir} and no folder {articles} to build it from; "
                "run `wenyu index FOLDER` with the folder of your articles."
            ) from None
        note(f"no index in {settings.index_dir} yet: building it from {articles} …")
        build(articles, settings, quiet=True)
    return Retriever.open(settings.index_dir, settings=settings, build=False, read=read)


def day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuestionError(f"{option} {text!r} is not a date; write it as 2024-01-31.") from None


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
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


def emit(body: object) -> None:
    sys.stdout.write(json.dumps(body, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def language_of_text(text: str) -> str:
    from qa.question import language_of

    return language_of(text)


def articles_of(settings: Settings) -> Path | None:
    """The article folder an index was made from, the default one when there is no index, None when it is gone."""
    from index.store import open_index

    try:
        recorded = open_index(Path(settings.index_dir)).articles_dir
    except WenYuError:
        recorded = Path(settings.articles_dir)
    folder = Path(recorded)
    return folder if folder.is_dir() else None


def write_export(answers: Sequence[Answer], file: Path) -> None:
    """Write answers to a file. Raises SettingsError when its ending is unknown or it cannot be written."""
    from qa.export import export

    body = export(answers, file.name, date.today())
    try:
        file.write_bytes(body)
    except OSError as error:
        raise SettingsError(f"cannot write {file}: {error.strerror or error}; choose another place.") from error
    note(f"written to {file}")
