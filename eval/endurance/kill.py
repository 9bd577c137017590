"""Kill builds at random moments and at every step of their writing, and look at what is left.

    python -m eval.endurance.kill --kills 200

Each trial changes a small folder of articles, starts a build in a process of its own and kills it (SIGKILL) at a
random moment, or at its n-th operation on the disk. Then the index is opened, checked from end to end and searched.
It must be the one from before or the one from after, whole; a build that had said it was done must not be lost.
Needs a system with fork (Linux, macOS).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from index.build import generation_in_use
from index.errors import IndexFolderError, IndexMissing
from index.settings import Settings
from index.store import CURRENT_NEW, generation_number, open_index, verify

Contents = dict[str, str]

# What a build needs, loaded before the first fork so that each child starts at once.
_LOADED = (
    "article.read",
    "article.passages",
    "figures.find",
    "files.scan",
    "search.vectors",
    "search.keywords",
    "search.soft",
)


@dataclass
class Tally:
    """What became of the trials. `outcomes` counts old, new and absent indexes; `faults` are broken promises."""

    kills: int = 0
    finished: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def lines(self) -> list[str]:
        kept = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items()))
        return [
            f"{self.kills} builds killed, {self.finished} finished before their kill, in {self.seconds:.0f} s",
            f"index afterwards: {kept}",
            f"lost, mixed or unopenable: {len(self.faults)}",
            *self.faults[:20],
        ]


class Builder:
    """A process that forks one child for each build, so that a trial costs a fork and not a start."""

    def __init__(self, command: Sequence[str] = (sys.executable, "-m", "eval.endurance.kill", "--builder")) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in: IO[str] = self._process.stdin
        self._out: IO[str] = self._process.stdout

    def start(self, articles: Path, index_dir: Path, failpoint: str = "") -> int:
        """Start a build; the id of its process. `failpoint` as in `index.store.files.step`."""
        self._in.write(json.dumps([str(articles), str(index_dir), failpoint]) + "\n")
        self._in.flush()
        return int(self._line("pid"))

    def wait(self) -> bool:
        """Wait for the build to end; True when it had said that it was done."""
        done = False
        while True:
            word = self._out.readline().partition(" ")[0].strip()
            if word == "exit" or not word:
                return done
            done = done or word == "done"

    def close(self) -> None:
        self._in.close()
        self._process.wait()
        self._out.close()

    def _line(self, word: str) -> str:
        found, _, rest = self._out.readline().partition(" ")
        if found != word:
            raise RuntimeError(f"the builder said {found!r} instead of {word!r}")
        return rest


class Trials:
    """A folder of articles, its index, and what is known to be in both."""

    def __init__(self, home: Path, builder: Builder, seed: int, count: int = 12) -> None:
        self.articles, self.index_dir = home / "articles", home / "index"
        self.articles.mkdir(parents=True)
        self._builder, self._dice, self._version = builder, random.Random(seed), 0
        self.tally = Tally()
        for i in range(count):
            self._write(f"{i:03d}.txt")

    def build(self) -> float:
        """A build that nobody kills; its seconds."""
        started = time.monotonic()
        self._builder.start(self.articles, self.index_dir)
        if not self._builder.wait():
            self.tally.faults.append("a build that was not killed did not finish")
        self.judge(None, on_disk(self.articles), done=True)
        return time.monotonic() - started

    def kill_after(self, delay_s: float) -> None:
        """Change the folder, start a build, kill it after `delay_s`, judge what is left."""
        before = self.known()
        self.change()
        process = self._builder.start(self.articles, self.index_dir)
        time.sleep(delay_s)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        self._end(before)

    def kill_at_step(self, n: int) -> bool:
        """The same with a kill at the n-th operation on the disk; False when the build had fewer."""
        before = self.known()
        self.change()
        self._builder.start(self.articles, self.index_dir, f"*:{n}")
        return not self._end(before)

    def change(self) -> None:
        """Add, edit, rename or delete an article."""
        self._version += 1
        paths = sorted(self.articles.iterdir())
        action = self._dice.choice(["add", "edit", "edit", "rename", "delete"] if len(paths) > 4 else ["add"])
        chosen = self._dice.choice(paths)
        if action == "rename":
            chosen.rename(self.articles / f"{self._version:05d} 改名.txt")
        elif action == "delete":
            chosen.unlink()
        else:
            self._write(chosen.name if action == "edit" else f"{self._version:05d}.txt")

    def _write(self, name: str) -> None:
        self._version += 1
        (self.articles / name).write_text(article(self._version), encoding="utf-8")

    def known(self) -> Contents | None:
        try:
            return contents(self.index_dir)
        except IndexMissing:
            return None

    def _end(self, before: Contents | None) -> bool:
        done = self._builder.wait()
        self.tally.kills += not done
        self.tally.finished += done
        self.judge(before, on_disk(self.articles), done)
        return done

    def judge(self, before: Contents | None, after: Contents, done: bool = False) -> None:
        try:
            now = self.known()
        except IndexFolderError as error:
            self.tally.faults.append(f"unopenable: {error}")
            return
        if now == after:
            self.tally.outcomes["new"] += 1
        elif done:
            self.tally.faults.append("lost: a build said it was done, and the index is not the new one")
        elif now == before:
            self.tally.outcomes["absent" if now is None else "old"] += 1
        else:
            self.tally.faults.append("mixed: the index is neither the one before nor the one after")
        if now is not None:
            self.tally.faults += [f"damaged: {problem}" for problem in verify(self.index_dir)]
            self.tally.faults += search_faults(self.index_dir, now)
        if done:
            self.tally.faults += litter(self.index_dir)


def article(version: int) -> str:
    """A short article; a word of it stands nowhere else."""
    return (
        f"第{version}区公布2024年数据\n\n发布时间：2025年1月20日\n\n"
        f"第{version}区2024年整车产量达{version}万辆，同比增长{version % 9 + 1}.5%。记号{mark(version)}。\n\n"
        "区长表示，2025年力争地区生产总值增长6%左右。The district made more vehicles than in 2023.\n"
    )


def mark(version: int) -> str:
    return f"mark{version}v"


def on_disk(folder: Path) -> Contents:
    """What the folder holds: name → SHA-256."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def contents(index_dir: Path) -> Contents:
    """What the index holds: source → SHA-256. Raises what `open_index` raises."""
    return {record.summary.source: record.sha256 for record in open_index(index_dir).sources}


def search_faults(index_dir: Path, now: Contents) -> list[str]:
    """Search each article by its own word: it must be found, in that article, and no other."""
    opened = open_index(index_dir)
    faults = []
    for source in now:
        word = opened.article(source).text.partition("记号")[2].partition("。")[0]
        passages, _ = opened.keywords.column(word)
        found = {opened.passages[int(i)].source for i in passages}
        if found != {source}:
            faults.append(f"search: {word} of {source} is found in {sorted(found)}")
    return faults


def litter(index_dir: Path) -> list[str]:
    """What a finished build should have cleared away."""
    in_use = generation_in_use(index_dir) or 0
    names = [name for name in os.listdir(index_dir) if name == CURRENT_NEW or (generation_number(name) or 0) > in_use]
    return [f"litter: {name} is left over" for name in names]


def run(kills: int, seed: int, home: Path, builder: Builder, every: int = 1) -> Tally:
    """`kills` kills at random moments of first builds and updates, then one at each operation on the disk of an update
    and of a first build (or at each `every`-th)."""
    started = time.monotonic()
    dice = random.Random(seed)
    try:
        trials = Trials(home / "updates", builder, seed)
        typical_s = max(trials.build(), 0.02)
        tally = trials.tally
        for i in range(kills):
            if i % 10 == 9:  # a first build, into no folder
                shutil.rmtree(home / "first", ignore_errors=True)
                first = Trials(home / "first", builder, seed + i, count=8)
                first.tally = tally
                first.kill_after(dice.uniform(0, 1.2 * typical_s))
                first.build()
            else:
                trials.kill_after(dice.uniform(0, 1.2 * typical_s))
            if i % 20 == 19:
                typical_s = max(trials.build(), 0.02)
        n = 1
        while trials.kill_at_step(n):
            n += every
        trials.build()
        n = 1
        while True:
            shutil.rmtree(home / "first", ignore_errors=True)
            first = Trials(home / "first", builder, seed, count=3)
            first.tally = tally
            if not first.kill_at_step(n):
                break
            first.build()
            n += every
    finally:
        builder.close()
    tally.seconds = time.monotonic() - started
    return tally


def serve() -> None:
    """The builder's side: fork a child for each line on standard input."""
    import index.embed
    from index.build import build_index
    from index.text import tokenise

    # A build that is forked for each trial would start a worker each time; reading is not what is killed here.
    builds: Any = import_module("index.build.build")
    builds.read_files = partial(builds.read_files, workers=0)
    encoder = index.embed.load_encoder(None)
    _ = encoder.fingerprint
    index.embed.load_encoder = lambda name=None: encoder
    for part in _LOADED:
        import_module(f"index.{part}")
    import_module("faiss")
    tokenise(article(0))
    for line in sys.stdin:
        articles, index_dir, failpoint = json.loads(line)
        child = os.fork()
        if child == 0:
            os.write(1, f"pid {os.getpid()}\n".encode())
            os.environ["WENYU_FAILPOINT"] = failpoint
            build_index(Path(articles), Path(index_dir), settings=Settings())
            os.write(1, b"done\n")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        os.write(1, f"exit {status}\n".encode())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="kills at random moments (default 200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--builder", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.builder:
        serve()
        return 0
    with tempfile.TemporaryDirectory(prefix="wenyu-kill-") as home:
        tally = run(options.kills, options.seed, Path(home), Builder())
    print("\n".join(tally.lines()))
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
