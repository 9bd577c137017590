"""One target of `eval.endurance.coverage` in a process of its own, since atheris never hands control back.

    python -m eval.endurance.coverage_worker TARGET SECONDS SEED HOME

Writes HOME/result.json (executions, seconds, slowest_s, faults with the files of their inputs) and ends. Started by
`eval.endurance.coverage`; not for people.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from eval.endurance.fuzz import Result
    from eval.endurance.targets import Target

# Targets that run the read side too; for the others it is not counted.
_READ_SIDE = ("question", "ask")
# Inputs to begin with, and how long they are at most: short ones run often.
_FIRST, _FIRST_BYTES = 60, 1500
_LONGEST_BYTES = 12_000
# Counting branches makes the code slower by about this.
SLOWER = 4.0
# A piece of compiled code that hangs is beyond Python's signals; then libFuzzer ends the process.
_HANGS_S = 60
_DIGITS = re.compile(r"\d+")


class Fuzzer:
    """Tries each input that atheris makes, and ends the process when the time is over."""

    def __init__(self, target: Target[object], seconds: float, home: Path, result: Result) -> None:
        self._target, self._seconds, self._home, self._result = target, seconds, home, result
        self._files: list[str] = []
        self._kinds: set[str] = set()
        self._began = time.monotonic()

    def one(self, data: bytes) -> None:
        """One execution. Of faults alike but for numbers, the first is kept."""
        from eval.endurance.fuzz import MOST_FAULTS, attempt

        result = self._result
        known = len(result.faults)
        attempt(self._target, self._target.read(data), result.executions, result, slower=SLOWER)
        if len(result.faults) > known:
            self._keep(data)
        if time.monotonic() - self._began >= self._seconds or len(result.faults) >= MOST_FAULTS:
            self.end()

    def _keep(self, data: bytes) -> None:
        _, what, made = self._result.faults[-1]
        kind = _DIGITS.sub("", what)[:80] + what.rpartition("(")[2]
        if kind in self._kinds:
            self._result.faults.pop()
            return
        self._kinds.add(kind)
        file = self._home / f"fault-{hashlib.sha256(data).hexdigest()[:12]}"
        file.write_bytes(data)
        self._files.append(str(file))
        print(f"fault: {what}\n    {made}", file=sys.stderr, flush=True)

    def end(self) -> NoReturn:
        """Write what came of it and leave at once: atheris would go on."""
        result = self._result
        told = {
            "executions": result.executions, "seconds": time.monotonic() - self._began, "slowest_s": result.slowest_s,
            "faults": [[f[1], file] for f, file in zip(result.faults, self._files, strict=True)],
        }  # fmt: skip
        (self._home / "result.json").write_text(json.dumps(told, ensure_ascii=True), encoding="utf-8")
        sys.stderr.flush()
        os._exit(0)


def write_first(target: Target[object], seed: int, folder: Path) -> None:
    """Inputs to begin with, one file each: short ones of those that `eval.fuzz` draws."""
    from eval.endurance.inputs import Maker

    folder.mkdir()
    for number in range(_FIRST):
        made = target.write(target.make(Maker(random.Random(f"{seed} {target.name} {number}"))))
        (folder / f"{number:03d}").write_bytes(made[:_FIRST_BYTES])


def write_words(file: Path) -> None:
    """The odd words and bytes as a dictionary of libFuzzer, which puts them into inputs."""
    from eval.endurance.inputs import pieces

    chunks = {word.encode("utf-8", "surrogatepass") for word in pieces().words} | set(pieces().chunks)
    lines = ("".join(f"\\x{byte:02x}" for byte in chunk) for chunk in sorted(chunks) if 0 < len(chunk) <= 64)
    file.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run atheris on one target; never returns."""
    import atheris

    name, seconds, seed, home = list(sys.argv[1:] if arguments is None else arguments)
    folder = Path(home)
    (folder / "work").mkdir()
    counted = ["index", "qa"] if name in _READ_SIDE else ["index"]
    # The hook stays in place: some modules are imported where they are used.
    with atheris.instrument_imports(include=counted):
        from eval.endurance.fuzz import Result, attempt
        from eval.endurance.targets import targets

        target = next(target for target in targets(folder / "work") if target.name == name)
        write_first(target, int(seed), folder / "first")
        write_words(folder / "words")
        # What is loaded with the first input is not its time.
        attempt(target, target.read((folder / "first" / "000").read_bytes()), 0, Result(""), slower=100)
        options = [
            f"-seed={seed}", f"-dict={folder / 'words'}", f"-max_len={_LONGEST_BYTES}", f"-timeout={_HANGS_S}",
            "-rss_limit_mb=4096", f"-artifact_prefix={folder}/", str(folder / "first"),
        ]  # fmt: skip
        atheris.Setup([sys.argv[0], *options], Fuzzer(target, float(seconds), folder, Result(name)).one)
        atheris.Fuzz()
    raise SystemExit(1)


if __name__ == "__main__":
    main()
