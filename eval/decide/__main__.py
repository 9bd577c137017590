"""The decision: `python -m eval.decide collect | sorts | tune | measure`.

    python -m eval.decide collect --out FILE [--articles FILE …] [--among FOLDER] [--part dev|test] [--shard K/N]
    python -m eval.decide tune FILE …            grows the forests from collected cases, writes qa/decide/*.json
    python -m eval.decide sorts                  learns what sort of answer a question wants
    python -m eval.decide measure FILE …         the four outcomes, calibration and risk of collected cases

`collect` indexes the articles (with the files of `--among` beside them, so that there is something to mix up), asks
every question and keeps each candidate's evidence and whether it is right.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from eval.decide.articles import asked_of, read_articles, unread_articles, write_folder
from eval.decide.collect import Case, collect, collect_set, load, rows_of, rules_rows, save
from eval.decide.grow import Recipe, Rows, best_of, grow
from eval.decide.others import BUNDLED, TODAY
from eval.decide.report import Told, choose_thresholds, table
from eval.questions import load_questions
from index.errors import WenYuError
from index.settings import Settings
from qa.decide import Floats

_FORESTS = Path(__file__).parents[2] / "qa" / "decide"


# What the thresholds are set for: at most so many wrong answers, at least so many due refusals.
# Trees of the forest that knows where the rules are right: a row a question, so fewer and smaller.
_HOME = Recipe(trees=80, leaves=5, least=30, rate=0.05, shrink=5.0)
_WRONG, _DUE = 0.08, 0.92


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.decide", description=__doc__.split("\n", 1)[0])
    commands = parser.add_subparsers(dest="command", required=True)
    gather = commands.add_parser("collect", help="ask, and keep every candidate's evidence")
    gather.add_argument("--articles", type=Path, action="append", default=[], help="JSON lines [the bundled set]")
    gather.add_argument("--own", action="store_true", help="the reader's articles that it has not learned from instead")
    gather.add_argument("--among", type=Path, help="a folder of files that are indexed beside them")
    gather.add_argument("--part", choices=("dev", "test"), help="only the questions of this part")
    gather.add_argument("--shard", default="0/1", help="only the K-th of every N questions [0/1]")
    gather.add_argument("--reader", default="bundled")
    gather.add_argument("--questions", type=Path, help="a question set over --index instead of articles")
    gather.add_argument("--index", type=Path)
    gather.add_argument("--out", type=Path, required=True)
    for name, what in (("tune", "grow the forests"), ("measure", "how well the folds decide")):
        commands.add_parser(name, help=what).add_argument("files", type=Path, nargs="+")
    commands.add_parser("sorts", help="learn what sort of answer a question wants; writes qa/question/sorts/sorts.npz")
    options = parser.parse_args(arguments)
    try:
        if options.command == "collect":
            return _collect(options)
        if options.command == "sorts":
            return _sorts()
        cases = [case for file in options.files for case in load(file)]
        return _tune(cases) if options.command == "tune" else _measure(cases)
    except WenYuError as error:
        print(f"eval.decide: {error}", file=sys.stderr)
        return 1


def _collect(options: argparse.Namespace) -> int:
    from index.build import build_index
    from qa.reader import load_reader
    from qa.respond import Assistant
    from qa.retrieve import Retriever

    shard, of = map(int, options.shard.split("/"))
    if options.questions is not None:
        retriever = Retriever.open(options.index, build=False)
        assistant = Assistant(retriever, today=TODAY, reader=load_reader(options.reader, 1))
        golds = [gold for gold in load_questions(options.questions) if options.part in (None, gold.split)]
        save(collect_set(golds[shard::of], assistant), options.out)
        return 0
    rows = read_articles(options.articles or [BUNDLED]) if not options.own else unread_articles()
    asked = [one for one in asked_of(rows) if options.part in (None, one.part)][shard::of]
    with tempfile.TemporaryDirectory(prefix="wenyu-decide-") as scratch:
        folder = Path(scratch) / "articles"
        write_folder(rows, folder)
        if options.among:
            for file in sorted(options.among.iterdir()):
                shutil.copy(file, folder / f"among-{file.name}")
        build_index(folder, Path(scratch) / "index", settings=Settings())
        retriever = Retriever.open(Path(scratch) / "index")
        assistant = Assistant(retriever, today=TODAY, reader=load_reader(options.reader, 1))
        cases: list[Case] = []
        for start in range(0, len(asked), 40):
            cases += collect(asked[start : start + 40], assistant)
            save(cases, options.out)
            print(f"{len(cases)} of {len(asked)}", file=sys.stderr, flush=True)
    return 0


def _sorts() -> int:
    from eval.decide.sorts import Sorted, load_sorted, right_shares, save

    save(load_sorted())
    asked = asked_of(read_articles([BUNDLED]))
    others = [Sorted(one.text, "en" if one.language == "en" else "zh", one.kind) for one in asked if one.answerable]
    for language in ("zh", "en"):
        told = right_shares([one for one in others if one.language == language])
        print(language, ", ".join(f"{sort} {share:.2f} of {count}" for sort, (count, share) in told.items()))
    return 0


def _tune(cases: Sequence[Case]) -> int:
    recipe = Recipe()
    for name, reading in (("forest.json", True), ("forest_rules.json", False)):
        rows = rows_of(cases, reading=reading)
        forest, folds = grow(rows, recipe)
        (_FORESTS / name).write_text(json.dumps(forest, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"{name}: {len(rows.right)} candidates of {len(cases)} questions")
        told = told_of(cases, rows, folds)
        _tell(told)
        if reading:
            home, _ = grow(rules_rows(cases, [one.probability for one in told]), _HOME)
            (_FORESTS / "forest_home.json").write_text(json.dumps(home, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


def _measure(cases: Sequence[Case]) -> int:
    rows = rows_of(cases)
    _, folds = grow(rows, Recipe())
    told = told_of(cases, rows, folds)
    _tell(told)
    for language in ("zh", "en"):
        print(language)
        _tell([one for one, case in zip(told, cases, strict=True) if case.language == language])
    return 0


def told_of(cases: Sequence[Case], rows: Rows, probabilities: Floats) -> list[Told]:
    """What is decided of each case: its best candidate; none has probability 0."""
    best = {int(rows.question[i]): int(i) for i in best_of(probabilities, rows.question)}
    return [
        Told(float(probabilities[best[n]]), bool(rows.right[best[n]]), case.answerable)
        if n in best else Told(0.0, False, case.answerable)
        for n, case in enumerate(cases)
    ]  # fmt: skip


def _tell(told: Sequence[Told]) -> None:
    answered, partial = choose_thresholds(told, _WRONG, _DUE)
    print(f"at refuse_below {answered:.2f}, partial_below {partial:.2f}")
    print("\n".join(table(told, answered, partial)))


if __name__ == "__main__":
    sys.exit(main())
