"""Fuzz by coverage: the targets and promises of `eval.fuzz`, with inputs that grow towards code not yet run.

    python -m eval.endurance.coverage [--seconds 20] [--target NAME …] [--seed 7]
    python -m eval.endurance.coverage --target NAME --again FILE

Needs atheris (`pip install -e ".[fuzz]"`), which counts the branches taken in `index` (and in `qa` for questions) and
keeps and mutates the inputs that take new ones; it begins with inputs of `eval.endurance.inputs`. Each target runs in a
process of its own (`eval.endurance.coverage_worker`) for so many seconds. Prints executions, seconds, coverage (after
the first inputs, and at the end) and faults; exit code 1 on any fault, 2 without atheris. The input of a fault is
kept in a file, which `--again` runs once more, without atheris.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from eval.endurance.fuzz import Result, attempt
from eval.endurance.targets import targets

MISSING = 'atheris is not installed; get it with `pip install -e ".[fuzz]"` (it is made for Linux and for macOS).'
# Beyond its seconds a target gets this long to import, to run the first inputs and to end.
GRACE_S = 240.0
_COVERAGE = re.compile(r"\bcov: (\d+)")
_INPUT = re.compile(r"Test unit written to (.+)")


@dataclass(slots=True)
class Run:
    """What became of one target. `first` and `last`: branches taken after the first inputs and at the end; `faults`
    are (what, file with the input)."""

    name: str
    executions: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    first: int = 0
    last: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)


def run_target(name: str, seconds: float, seed: int, home: Path) -> Run:
    """Fuzz one target in a process of its own; `home` is an empty folder, in which the inputs of faults stay."""
    said, log = home / "result.json", home / "log.txt"
    command = [sys.executable, "-m", "eval.endurance.coverage_worker", name, str(seconds), str(seed), str(home)]
    with log.open("wb") as stream:
        try:
            code = subprocess.run(
                command, stdout=stream, stderr=stream, timeout=seconds + GRACE_S, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            code = None
    lines = log.read_text(encoding="utf-8", errors="replace")
    return read_run(name, code, said.read_text(encoding="utf-8") if said.exists() else "", lines)


def read_run(name: str, code: int | None, result: str, log: str) -> Run:
    """What a worker's exit code (None: it did not end), result and log tell."""
    run = Run(name)
    if result:
        told = json.loads(result)
        run.executions, run.seconds, run.slowest_s = told["executions"], told["seconds"], told["slowest_s"]
        run.faults = [(what, file) for what, file in told["faults"]]
    counts = [int(count) for count in _COVERAGE.findall(log)]
    if counts:
        run.first, run.last = counts[0], counts[-1]
    kept = _INPUT.search(log)
    if code is None:
        run.faults.append(("it did not end", ""))
    elif code or not result:
        last = next((line for line in reversed(log.splitlines()) if line.strip()), "")
        run.faults.append((f"the process ended with code {code}: {last[:200]}", kept[1] if kept else ""))
    return run


def show(runs: Sequence[Run]) -> list[str]:
    """The table to print, with each fault under it."""
    head = f"{'target':20} {'executions':>10} {'seconds':>8} {'slowest s':>9} {'branches first':>14} {'last':>6}"
    lines = [f"{head} {'faults':>6}"]
    lines += [
        f"{r.name:20} {r.executions:10} {r.seconds:8.1f} {r.slowest_s:9.2f} {r.first:14} {r.last:6} {len(r.faults):6}"
        for r in runs
    ]
    for r in runs:
        for what, file in r.faults:
            lines.append(f"{r.name}: {what}")
            if file:
                lines.append(f"    again: python -m eval.endurance.coverage --target {r.name!r} --again {file}")
    return lines


def again(name: str, file: Path, scratch: Path) -> int:
    """Run one kept input; prints what came of it, returns the exit code."""
    target = next(target for target in targets(scratch) if target.name == name)
    result = Result(name)
    attempt(target, target.read(file.read_bytes()), 0, result)
    for _, what, made in result.faults:
        print(f"{what}\n    {made}")
    print(f"{name}: {len(result.faults)} faults, {result.slowest_s:.2f} s")
    return 1 if result.faults else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    about = "Fuzzing guided by coverage."
    parser = argparse.ArgumentParser(prog="python -m eval.endurance.coverage", description=about)
    parser.add_argument("--seconds", type=float, default=20.0, help="for each target [20]")
    parser.add_argument("--target", action="append", default=[], help="a target by name, also several [all]")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--again", type=Path, metavar="FILE", help="the kept input of a fault, with its --target")
    options = parser.parse_args(arguments)
    scratch = Path(tempfile.mkdtemp(prefix="wenyu-fuzz-"))
    keep = False
    try:
        (scratch / "list").mkdir()
        names = [target.name for target in targets(scratch / "list")]
        unknown = [name for name in options.target if name not in names]
        if unknown or (options.again and len(options.target) != 1):
            parser.error(f"name one of the targets {', '.join(names)}.")
        if options.again:
            (scratch / "again").mkdir()
            return again(options.target[0], options.again, scratch / "again")
        if find_spec("atheris") is None:
            print(MISSING, file=sys.stderr)
            return 2
        runs = []
        for number, name in enumerate(options.target or names):
            home = scratch / str(number)
            home.mkdir()
            runs.append(run_target(name, options.seconds, options.seed, home))
            keep = keep or bool(runs[-1].faults)
            print(f"{name}: {runs[-1].executions} executions", file=sys.stderr, flush=True)
        print("\n".join(show(runs)))
        return 1 if keep else 0
    finally:
        if not keep:
            shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
