"""`python -m eval.cases CASES_DIR`, or `… --written FILE.jsonl …`: right, wrong though answered, refused, by kind.

A folder of cases is indexed case by case; articles written with their questions are put into one folder and indexed
once. The result is printed, and written with its command to `--out` when that is given.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from eval.cases.arithmetic import faults
from eval.cases.folder import Case, case_folders, read_case, read_written
from eval.cases.judge import Verdict, judge
from index.build import build_index
from index.settings import Settings
from qa.respond import Assistant
from qa.retrieve import Retriever
from qa.say import answer_json
from qa.types import Answer

Judged = tuple[Case, Answer, Verdict]


def run_cases(folder: Path) -> Iterator[Judged]:
    """Every case of the folder, over an index of its own articles."""
    for place in case_folders(folder):
        case = read_case(place)
        with tempfile.TemporaryDirectory() as stored:
            assistant = _over(place / "articles", Path(stored))
            answer = assistant.ask(case.question, case.history, today=case.today)
        yield case, answer, judge(case, answer)


def run_written(files: Sequence[Path], kinds: frozenset[str], stored: Path | None) -> Iterator[Judged]:
    """The questions of `kinds` over one index of all articles; each is asked a month after its article."""
    written = read_written(files)
    with tempfile.TemporaryDirectory() as made:
        articles, index = Path(made) / "articles", stored or Path(made) / "index"
        articles.mkdir()
        for article in written:
            (articles / f"{article.id}.txt").write_text(article.file_text(), encoding="utf-8")
        assistant = _over(articles, index)
        for article in written:
            today = date.fromisoformat(article.date) + timedelta(days=30)
            for case in article.cases:
                if case.kind in kinds or not kinds:
                    answer = assistant.ask(case.question, today=today)
                    yield case, answer, judge(case, answer)


def _over(articles: Path, stored: Path) -> Assistant:
    build_index(articles, stored, settings=Settings())
    return Assistant(Retriever.open(stored, build=False))


def main(argv: Sequence[str] | None = None) -> int:
    """Run and print; 0 always, for what the numbers are worth is the reader's to judge."""
    parser = argparse.ArgumentParser(prog="python -m eval.cases", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="a folder of cases")
    parser.add_argument("--written", type=Path, nargs="*", default=[], help="articles with questions, JSON lines")
    parser.add_argument("--kinds", default="", help="only these kinds, with commas between")
    parser.add_argument("--stored", type=Path, help="where to keep the index of --written")
    parser.add_argument("--out", type=Path, help="write the result here as JSON")
    parser.add_argument("--lines", type=Path, help="write every question with its answer and verdict here")
    options = parser.parse_args(argv)
    kinds = frozenset(filter(None, options.kinds.split(",")))
    judged = list(run_cases(options.folder) if options.folder else run_written(options.written, kinds, options.stored))
    counts: dict[str, Counter[str]] = {}
    for case, _, verdict in judged:
        counts.setdefault(case.kind, Counter())[verdict] += 1
    _print(counts)
    wrong = faults(answer_json(answer) for _, answer, _ in judged)
    computed = sum(answer.working is not None for _, answer, _ in judged)
    print(f"computed {computed}, of which {len(wrong)} do not come out", *wrong, sep="\n  ")
    if options.lines:
        options.lines.write_text("".join(_line(*one) for one in judged), encoding="utf-8")
    if options.out:
        command = "python -m eval.cases " + " ".join(argv if argv is not None else sys.argv[1:])
        body = {"command": command, "kinds": {kind: dict(count) for kind, count in sorted(counts.items())}}
        options.out.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _print(counts: dict[str, Counter[str]]) -> None:
    total: Counter[str] = Counter()
    for kind, count in sorted(counts.items()):
        total += count
        print(f"{kind:12} right {count['right']:4} wrong {count['wrong']:4} refused {count['refused']:4}")
    print(f"{'all':12} right {total['right']:4} wrong {total['wrong']:4} refused {total['refused']:4}")


def _line(case: Case, answer: Answer, verdict: Verdict) -> str:
    row = {
        "name": case.name, "kind": case.kind, "verdict": verdict, "question": case.question, "status": answer.status,
        "expected": case.expected, "answer": answer.text, "spans": case.spans, "notes": answer.notes,
        "quotes": [quote.text for quote in answer.citations],
    }  # fmt: skip
    return json.dumps(row, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
