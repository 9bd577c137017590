"""Time the update of one article among many, and hold the result against a full build.

    python -m eval.bench.update --articles 10000 --data news.jsonl

`--data` is a file of JSON lines {"date", "title", "text"} (or a .tar.xz that holds one); without it, made-up articles
are used. Prints the seconds of the full build, of opening the index, and of each kind of change, each in a process of
its own as `wenyu index` would run it, then whether the files equal those of a build from nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.endurance import article
from index.store import MANIFEST, open_index

_BUILD = (
    "import sys, json, time; from pathlib import Path; from index.build.build import build_index; "
    "from index.settings import Settings; "
    "r = build_index(Path(sys.argv[1]), Path(sys.argv[2]), settings=Settings()); "
    "print(json.dumps([r.articles, r.passages, r.encoded, r.seconds]))"
)


@dataclass(frozen=True, slots=True)
class Timing:
    """A build in its own process: seconds in all, of processor time and inside `build_index`; texts encoded."""

    name: str
    seconds: float
    cpu: float
    inside: float
    articles: int
    passages: int
    encoded: int

    def line(self) -> str:
        return (
            f"{self.name:<24} {self.seconds:8.2f} s  (processor {self.cpu:.2f} s, build alone {self.inside:.2f} s, "
            f"{self.encoded} of {self.passages} passages encoded, {self.articles} articles)"
        )


def texts(data: Path | None, count: int) -> Iterator[str]:
    """The articles' texts, with their date line in front."""
    if data is None:
        yield from (article(i) for i in range(count))
        return
    for number, line in enumerate(_lines(data)):
        if number >= count:
            return
        item = json.loads(line)
        yield f"{item['title']}\n\n发布时间：{item['date']}\n\n{item['text']}\n"


def _lines(data: Path) -> Iterator[bytes]:
    if not data.name.endswith(".tar.xz"):
        with data.open("rb") as file:
            yield from file
        return
    with tarfile.open(data) as archive:
        for member in archive:
            if member.name.endswith(".jsonl"):
                stream = archive.extractfile(member)
                if stream is not None:
                    yield from stream


def build(name: str, articles: Path, index_dir: Path) -> Timing:
    """Build in a new process and time it."""
    started, worked = time.perf_counter(), _children_cpu()
    result = subprocess.run(
        [sys.executable, "-c", _BUILD, str(articles), str(index_dir)], check=True, stdout=subprocess.PIPE, text=True
    )
    seconds = time.perf_counter() - started
    count, passages, encoded, inside = json.loads(result.stdout)
    return Timing(name, seconds, _children_cpu() - worked, inside, count, passages, encoded)


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def changes(articles: Path) -> list[tuple[str, Callable[[], object]]]:
    """One change of each kind, by name."""
    paths = sorted(articles.iterdir())
    middle, other, last = paths[len(paths) // 2], paths[len(paths) // 3], paths[-1]
    return [
        ("nothing changed", lambda: None),
        ("one touched", lambda: os.utime(paths[0])),
        ("one added", lambda: (articles / "00500-new.txt").write_text(article(1), encoding="utf-8")),
        ("one changed", lambda: middle.write_text(middle.read_text("utf-8") + article(2), encoding="utf-8")),
        ("one renamed", lambda: other.rename(articles / "00000-renamed.txt")),
        ("one deleted", last.unlink),
    ]


def differing(one: Path, other: Path) -> list[str]:
    """Files that differ between two generations, but for the manifest, which says when they were made."""
    names = {p.relative_to(root).as_posix() for root in (one, other) for p in root.rglob("*") if p.is_file()}
    return sorted(n for n in names - {MANIFEST} if _bytes(one / n) != _bytes(other / n))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def run(count: int, data: Path | None, home: Path, full_check: bool) -> int:
    articles, index_dir = home / "articles", home / "index"
    articles.mkdir(parents=True)
    for number, text in enumerate(texts(data, count)):
        (articles / f"{number:05d}.txt").write_text(text, encoding="utf-8")
    time.sleep(2.1)  # so that the files' times are at rest, as in a folder that lay there before
    print(build("from nothing", articles, index_dir).line(), flush=True)
    for name, change in changes(articles):
        change()
        print(build(name, articles, index_dir).line(), flush=True)
    started = time.perf_counter()
    opened = open_index(index_dir)
    size = sum(file.size for file in opened.manifest.files)
    print(f"{'open':<24} {time.perf_counter() - started:8.2f} s  ({size / 1e6:.0f} MB, all of it checked)")
    print(f"{'memory, this process':<24} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    if not full_check:
        return 0
    build("from nothing", articles, home / "full")
    different = differing(opened.folder, open_index(home / "full").folder)
    print(f"files that differ from a build from nothing: {len(different)} {', '.join(different)}")
    return 1 if different else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--data", type=Path, help="JSON lines {date, title, text}, or a .tar.xz of them")
    parser.add_argument("--full-check", action="store_true", help="compare with a build from nothing at the end")
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="wenyu-update-"))
    try:
        return run(options.articles, options.data, home, options.full_check)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
