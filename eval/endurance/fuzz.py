"""Fuzz the readers and parsers: hostile bytes, texts and questions, and what must hold of every result.

    python -m eval.endurance.fuzz [--seconds 150] [--seed 7] [--target NAME] [--only N]

Inputs are drawn from a seed (`eval.endurance.inputs`), results are checked (`eval.endurance.targets`). Besides a broken
promise and an exception that no module documents, more processor time than a base and a rate per character is a fault.
Prints executions, seconds, inputs and faults of each target; exit code 1 on any fault. `--target NAME --only N` runs
one input again, the number a fault was reported with.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from eval.endurance.inputs import Maker
from eval.endurance.targets import Target, targets, visible

# Processor time one input may take: a base, and a rate for each character or byte of it. Well above what a linear
# reader needs on a slow machine, well below what twenty thousand characters cost one that is not linear.
BASE_S, RATE_S = 2.0, 0.000_5
MOST_FAULTS = 10


@dataclass(slots=True)
class Result:
    """What became of one target. `slowest_s` is processor time; `faults` are (number, what, input)."""

    name: str
    executions: int = 0
    characters: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    faults: list[tuple[int, str, str]] = field(default_factory=list)


class TooSlow(Exception):
    """An input took more processor time than its length allows."""


@contextmanager
def deadline(limit_s: float) -> Iterator[None]:
    """Raise TooSlow in the block once it has used `limit_s` seconds of processor time (where the system can tell)."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooSlow(f"more than {limit_s:.1f} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def run_one(target: Target[object], seed: int, number: int, result: Result) -> None:
    """One execution: draw the input of this number, run it, note what came of it."""
    attempt(target, target.make(Maker(random.Random(f"{seed} {target.name} {number}"))), number, result)


def attempt(target: Target[object], made: object, number: int, result: Result, *, slower: float = 1.0) -> None:
    """Run one input and note what came of it; it may take `slower` times the processor time."""
    size = target.size(made)
    began = time.process_time()
    try:
        with deadline((BASE_S + RATE_S * size) * slower):
            target.run(made)
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        result.faults.append((number, what, visible(made)))
    result.slowest_s = max(result.slowest_s, time.process_time() - began)
    result.executions += 1
    result.characters += size


def fuzz(target: Target[object], seed: int, seconds: float) -> Result:
    """Run inputs of a target for so many seconds, or until it has shown enough faults."""
    result = Result(target.name)
    run_one(target, seed, 0, Result(""))  # what is loaded with the first input is not its time
    began = time.monotonic()
    number = 0
    while time.monotonic() - began < seconds and len(result.faults) < MOST_FAULTS:
        run_one(target, seed, number, result)
        number += 1
    result.seconds = time.monotonic() - began
    return result


def show(results: Sequence[Result], seed: int) -> list[str]:
    """The table to print, with each fault under it."""
    lines = [f"{'target':20} {'executions':>10} {'seconds':>8} {'characters':>11} {'slowest s':>9} {'faults':>6}"]
    for r in results:
        lines.append(
            f"{r.name:20} {r.executions:10} {r.seconds:8.1f} {r.characters:11} {r.slowest_s:9.2f} {len(r.faults):6}"
        )
    runs, faults = sum(r.executions for r in results), sum(len(r.faults) for r in results)
    lines.append(
        f"{'all':20} {runs:10} {sum(r.seconds for r in results):8.1f} "
        f"{sum(r.characters for r in results):11} {max(r.slowest_s for r in results):9.2f} {faults:6}"
    )
    for r in results:
        for number, what, made in r.faults:
            lines += [f"{r.name} {number} (--seed {seed} --target {r.name!r} --only {number}): {what}", f"    {made}"]
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    about = "Hostile input against every parser."
    parser = argparse.ArgumentParser(prog="python -m eval.endurance.fuzz", description=about)
    parser.add_argument("--seconds", type=float, default=150.0, help="for all targets together [150]")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--target", default="", help="one target by name [all]")
    parser.add_argument("--only", type=int, help="the one input of this number")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="wenyu-fuzz-") as scratch:
        every = targets(Path(scratch))
        chosen = [target for target in every if options.target in ("", target.name)]
        if not chosen:
            parser.error(f"no target {options.target!r}; there are {', '.join(target.name for target in every)}.")
        results = []
        for target in chosen:
            if options.only is None:
                results.append(fuzz(target, options.seed, options.seconds / len(chosen)))
            else:
                results.append(Result(target.name))
                run_one(target, options.seed, options.only, results[-1])
            print(f"{target.name}: {results[-1].executions} executions", file=sys.stderr, flush=True)
    print("\n".join(show(results, options.seed)))
    return 1 if any(result.faults for result in results) else 0


if __name__ == "__main__":
    raise SystemExit(main())
