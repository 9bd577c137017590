"""Measure a reader: `python -m eval.reader [--data FOLDER] [--model NAME] [--part test] [--out FILE]`.

`--data` is the folder of the unpacked archives (cmrc2018, drcd, reading_free); without it only the project's own
articles are read. Questions of the test half, and of articles of the part, that nothing was trained on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from eval.reader.measure import Score, Sureness, latency, measure
from eval.reader.tasks import load_own_tasks, load_public_tasks
from qa.reader import BUNDLED, load_reader

RESULTS = Path(__file__).parents[1] / "results" / "reader.json"


def show(scores: Sequence[Score], sureness: Sequence[Sureness]) -> str:
    """Both tables in Markdown."""
    lines = ["| task | n | exact | F1 | sentence | passage | items |", "| --- | --: | --: | --: | --: | --: | --: |"]
    for s in scores:
        numbers = " | ".join(f"{value:.3f}" for value in (s.exact, s.f1, s.sentence, s.passage, s.items))
        lines.append(f"| {s.task} | {s.questions} | {numbers} |")
    lines += ["", "| task | AUC passages | AUC questions | calibration error | yes/no | yes/no/unsaid |"]
    lines += ["| --- | --: | --: | --: | --: | --: |"]
    for t in sureness:
        numbers = " | ".join(f"{value:.3f}" for value in (t.passages, t.questions, t.error, t.verdict, t.claim))
        lines.append(f"| {t.task} | {numbers} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; 0 when everything was measured."""
    parser = argparse.ArgumentParser(prog="python -m eval.reader", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, help="the unpacked public data")
    parser.add_argument("--model", default=BUNDLED, help="a reader by folder or hub name; default: the bundled one")
    parser.add_argument("--part", choices=("dev", "test"), default="test", help="which of the project's articles")
    parser.add_argument("--count", type=int, default=400, help="at most so many questions of each task")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, help="the file for the results; default: none is written")
    options = parser.parse_args(argv)
    reader = load_reader(options.model, options.threads)
    tasks = {
        **(load_public_tasks(options.data, options.count) if options.data else {}),
        **load_own_tasks(options.part, options.count),
    }
    scores: list[Score] = []
    sureness: list[Sureness] = []
    for name, asked in tasks.items():
        found, sure = measure(reader, name, asked)
        scores += found
        sureness.append(sure)
        print(show(found[:1], [sure]), file=sys.stderr, flush=True)
    print(show(scores, sureness))
    asked = tasks["own zh"]
    texts = [passage[:200] for row in asked for passage in row.passages if len(passage) >= 150][:20]
    times = latency(reader, texts, asked[0].question.text, (5, 10, 20)) if texts else {}
    print("\nms to read passages of 150 to 200 characters: " + ", ".join(f"{n}: {ms}" for n, ms in times.items()))
    if options.out:
        command = f"python -m eval.reader --data DATA --part {options.part} --count {options.count}"
        body = {
            "command": command, "model": options.model, "milliseconds": times,
            "scores": [asdict(s) for s in scores], "sureness": [asdict(s) for s in sureness],
        }  # fmt: skip
        options.out.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
