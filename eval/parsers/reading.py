"""How documents of all kinds are read: `python -m eval.parsers.reading CASES_DIR [--json FILE] [--only NAME]`.

A case is a folder with documents, question.txt (a question a line) and expected.txt: a line for people, then lines
"question TAB what its answer holds" (or "NOT:" and what it must not hold), "date TAB day". What else is right of a case
stands in reading_checks.toml beside this module. Each case is indexed by itself and asked; printed is one line a case:
right, lost (what is not there), wrong (what should not be), date, or refused; then the counts. Exit code 1 when fewer
cases are right than the floor kept with the results allows.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from index.build import BuildReport, build_index
from index.settings import Settings
from index.store import Index, open_index
from index.text import read_toml
from index.types import Article
from qa.respond import Assistant
from qa.retrieve import Retriever
from qa.types import Answer

CHECKS = Path(__file__).with_name("reading_checks.toml")
FLOORS = Path(__file__).parents[1] / "results" / "reading_floors.toml"
_NOT_ARTICLES = frozenset({"question.txt", "expected.txt"})
_KINDS = ("right", "lost", "wrong", "date", "refused")


@dataclass(slots=True)
class Case:
    """A folder and what is right of it. `answers` are (question, words); `checks` the rest, by name."""

    name: str
    folder: Path
    answers: list[tuple[str, str]] = field(default_factory=list)
    checks: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind` is one of right, lost, wrong, date, refused; `faults` says what, each with its kind in front."""

    name: str
    kind: str
    faults: tuple[str, ...]


def read_case(folder: Path, checks: Mapping[str, Any]) -> Case:
    """A case of its folder. Raises OSError when a file of it is missing."""
    case = Case(folder.name, folder, checks=dict(checks))
    case.answers = list(case.checks.pop("answers", {}).items())
    asked = (folder / "question.txt").read_text(encoding="utf-8").split("\n")
    for line in (folder / "expected.txt").read_text(encoding="utf-8").split("\n"):
        key, _, value = line.partition("\t")
        if key in asked and value:
            case.answers.append((key, value))
        elif key == "date" and value:
            case.checks.setdefault("date", value)
    return case


def measure(cases: Sequence[Case]) -> Iterator[Verdict]:
    """Index and ask each case."""
    for case in cases:
        with tempfile.TemporaryDirectory() as scratch:
            yield _judge(case, Path(scratch))


def _judge(case: Case, scratch: Path) -> Verdict:
    articles, index_dir = scratch / "articles", scratch / "index"
    shutil.copytree(case.folder, articles, ignore=lambda _, names: [n for n in names if n in _NOT_ARTICLES])
    settings = Settings(index_dir=str(index_dir))
    blocked = case.checks.get("blocked")
    if blocked:
        _built_without(blocked, articles, index_dir, settings)
    report = build_index(articles, index_dir, settings=settings)
    index = open_index(index_dir)
    found = [index.article(summary.source) for summary in index.articles]
    if not found:
        told = bool(report.skipped) and all(s.reason.strip() for s in report.skipped)
        kind = "right" if told and case.checks.get("skipped") else "lost"
        return Verdict(case.name, kind, tuple(f"lost: skipped {s.source}: {s.reason}" for s in report.skipped))
    faults = [*_of_articles(case, found), *_of_report(case, index, report)]
    retriever = Retriever.open(str(index_dir), build=False)
    for question, wanted in dict.fromkeys(case.answers):
        faults.extend(_of_answer(case, question, wanted, Assistant(retriever).ask(question)))
    kinds = [fault.partition(":")[0] for fault in faults]
    kind = next((kind for kind in ("wrong", "date", "lost", "refused") if kind in kinds), "right")
    return Verdict(case.name, kind, tuple(faults))


def _built_without(module: str, articles: Path, index_dir: Path, settings: Settings) -> None:
    """A run on a machine that lacks a module. It reads in this process: a worker would have the module."""
    before = sys.modules.get(module)
    builds: Any = sys.modules["index.build.build"]
    reads = builds.read_files
    sys.modules[module] = None  # type: ignore[assignment]
    builds.read_files = partial(reads, workers=0)
    try:
        build_index(articles, index_dir, settings=settings)
    finally:
        builds.read_files = reads
        if before is None:
            del sys.modules[module]
        else:
            sys.modules[module] = before


def _of_articles(case: Case, found: Sequence[Article]) -> Iterator[str]:
    text = "\n".join(article.text for article in found)
    for words in case.checks.get("text", ()):
        if words not in text:
            yield f"lost: {words!r} is in no article"
    for words in case.checks.get("no_text", ()):
        if words in text:
            yield f"wrong: {words!r} is in an article"
    titles = [article.title for article in found]
    if case.checks.get("title") and case.checks["title"] not in titles:
        yield f"wrong: the title is {titles}"
    if set(case.checks.get("no_title", ())) & set(titles):
        yield f"wrong: the title is {titles}"
    dates = {article.source: article.published for article in found}
    wanted = dict(case.checks.get("dates", {}))
    if case.checks.get("date"):
        wanted |= dict.fromkeys(list(dates)[:1], case.checks["date"])
    for source, day in wanted.items():
        given = dates.get(source)
        if given is None or (given.iso() or "unknown") != day:
            yield f"date: {source} is dated {given.iso()} ({given.rule})" if given else f"date: {source} was skipped"


def _of_report(case: Case, index: Index, report: BuildReport) -> Iterator[str]:
    told = [note.text for summary in index.articles for note in index.article(summary.source).notes]
    told += [skipped.reason for skipped in report.skipped]
    note = case.checks.get("note")
    if note and not any(note in line for line in told):
        yield f"lost: nothing says {note!r}"


def _of_answer(case: Case, question: str, wanted: str, answer: Answer) -> Iterator[str]:
    """What is wrong with an answer. A figure counts only when no digit stands in front of it."""
    said = answer.text + " ".join(figure.display for figure in answer.figures)
    if wanted.startswith("NOT:"):
        if answer.status == "answered" and wanted[4:] in said:
            yield f"wrong: {question} is answered {answer.text!r}"
        return
    quotes = [quote.text for quote in answer.citations]
    if answer.status == "not_found":
        yield f"refused: {question}: {answer.text!r}"
        return
    holds = [n for n in range(len(said)) if said.startswith(wanted, n) and not (n and said[n - 1] in "0123456789.")]
    if not holds and not _computed(wanted, answer):
        yield f"wrong: {question} is answered {answer.text!r}"
    if case.checks.get("quote") and not any(q.startswith(case.checks["quote"]) for q in quotes[:1]):
        yield f"wrong: the quote is {quotes[:1]}"
    for words in case.checks.get("no_quote", ()) if question == case.answers[0][0] else ():
        if any(words in quote for quote in quotes):
            yield f"wrong: a quote holds {words!r}: {quotes}"


def _computed(wanted: str, answer: Answer) -> bool:
    """A bare number of a table may be given with its unit from elsewhere."""
    return any(figure.value.startswith(wanted) for figure in answer.figures)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.parsers.reading", description=__doc__)
    parser.add_argument("cases", type=Path, help="a folder of cases, each a folder")
    parser.add_argument("--only", default="", help="only cases whose names hold this")
    parser.add_argument("--json", type=Path, help="write the verdicts here")
    options = parser.parse_args(argv)
    checks = read_toml(CHECKS)
    folders = [p for p in sorted(options.cases.glob("*")) if (p / "question.txt").is_file() and options.only in p.name]
    if not folders:
        print(f"no case in {options.cases}; a case is a folder with question.txt and expected.txt.", file=sys.stderr)
        return 2
    verdicts = []
    for verdict in measure([read_case(folder, checks.get(folder.name, {})) for folder in folders]):
        verdicts.append(verdict)
        print(f"{verdict.kind:8}{verdict.name}", *verdict.faults[:3], sep="\n          ", flush=True)
    counts = Counter(verdict.kind for verdict in verdicts)
    print(f"{len(verdicts)} cases:", ", ".join(f"{kind} {counts[kind]}" for kind in _KINDS))
    if options.json:
        rows = {"cases": len(verdicts), **{k: counts[k] for k in _KINDS}, "by_case": {v.name: v.kind for v in verdicts}}
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    floor = read_toml(FLOORS)["share_right"] if FLOORS.is_file() and not options.only else 0.0
    return 0 if counts["right"] >= floor * len(verdicts) else 1


if __name__ == "__main__":
    raise SystemExit(main())
