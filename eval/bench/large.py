"""A large folder: very many files and very large ones. Index it, open it, ask, and say what it cost.

    python -m eval.bench.large [--files 100000] [--megabytes 200] [--json]

Writes into a scratch folder: `files` tiny articles, each of which tells another place's water; a file of `megabytes`
(a hole on the disk); a file of one line of a quarter of that; and a file of one line just under the limit of a file's
size. The limits are those of `wenyu.toml` and `WENYU_…`, else the defaults. Memory is that of this process and all it
started, summed every tenth of a second (pages they share count for each, so it is never too small).
Prints seconds, memory, what was indexed, and what was skipped with its reason. Exit code 1 when anything is not as it
must be: a tiny article or a file missing without a reason, a damaged index, an answer that does not quote its file.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from eval import machine
from index.errors import WenYuError
from index.settings import Settings, load_settings
from index.types import Skipped
from qa.types import Answer

# Names of made-up villages: three characters each, so that no two of the files tell the same.
_FIRST = "东西南北上下前后左右高低新老青白红黄黑金银铜铁石土春夏秋冬云雨风雪霜露星日阳阴晴天福禄寿喜安康和平永长远双"
_SECOND = (
    "龙虎马牛羊鹿鹤鹰雁鱼松柏竹梅兰菊桃李杏柳桂枫荷茶麦豆桑麻棉椒姜葱蒜藕莲菱芦苇蒲萍藤葛薇蕨茅芒荻蒿艾苔榆槐椿楠樟杉桦"
)
_THIRD = "湾坪坝沟岭坡塘堰湖洲滩峡洞岩崖垭垣屯堡寨营桥渡津浦港口井泉源溪涧潭池冲坳岗峰台墩圩围田园林场坊"
_LINE = "这一行没有尽头，"
_SUM_EVERY_S = 0.1


def name_of(number: int) -> str:
    """The village of a number; different for each below the product of the three lists."""
    number, third = divmod(number, len(_THIRD))
    number, second = divmod(number, len(_SECOND))
    return _FIRST[number % len(_FIRST)] + _SECOND[second] + _THIRD[third] + "村"


def amount_of(number: int) -> int:
    """The figure that the file of a number tells."""
    return 1000 + number * 7919 % 8999


def fill(folder: Path, files: int, megabytes: int, limit: int) -> int:
    """Write the files; `limit` is the most bytes a file may have. Returns how many files there are."""
    folder.mkdir(parents=True)
    for number in range(files):
        text = f"{name_of(number)}水利简报\n\n2024年{name_of(number)}供水量为{amount_of(number)}立方米。\n"
        (folder / f"{number:06d}.txt").write_text(text, encoding="utf-8")
    with (folder / "huge.txt").open("wb") as stream:
        stream.truncate(megabytes * 1_000_000)
    _one_line(folder / "one-line.txt", megabytes * 250_000)
    _one_line(folder / "one-line-within.txt", min(limit, megabytes * 250_000) - 1000)
    return files + 3


def _one_line(path: Path, size: int) -> None:
    unit = _LINE.encode()
    with path.open("wb") as stream:
        for _ in range(size // (len(unit) * 10_000)):
            stream.write(unit * 10_000)
        stream.write(unit * (size % (len(unit) * 10_000) // len(unit)))


def _family(pid: int) -> Iterator[int]:
    """A process and all that it started, as far as the system tells them."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            started = task.read_text(encoding="ascii").split()
        except OSError:  # it has ended meanwhile
            continue
        for child in started:
            yield from _family(int(child))


def _held_mib(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _processor_s() -> float:
    """Processor time of this process and of those it started that have ended."""
    return sum(os.times()[:4])


class Peak:
    """The most memory this process and its children held together, in MiB, while `watching`."""

    def __init__(self) -> None:
        self.mib = 0.0

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Sum in a thread of its own while the block runs."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(_SUM_EVERY_S):
                self.mib = max(self.mib, sum(_held_mib(pid) for pid in _family(os.getpid())))

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
            # Where the system does not tell of others, at least what this process held.
            self.mib = max(self.mib, machine.peak_mib())


def unexpected(files: int, articles: int, skipped: Sequence[Skipped], sizes: dict[str, int], limit: int) -> list[str]:
    """What is wrong with what was indexed and skipped. `sizes`: the bytes of every file, by name."""
    faults = [f"{skip.source} was skipped without a reason" for skip in skipped if not skip.reason.strip()]
    reasons = {skip.source: skip.reason for skip in skipped}
    if articles + len(skipped) != len(sizes):
        faults.append(f"of {len(sizes)} files {articles} are articles and {len(skipped)} are skipped")
    faults += [f"{name} was skipped: {reasons[name]}" for name in map(_file, range(files)) if name in reasons]
    faults += [
        f"{name} has {size} bytes and was not skipped"
        for name, size in sizes.items() if size > limit and name not in reasons
    ]  # fmt: skip
    return faults


def _file(number: int) -> str:
    return f"{number:06d}.txt"


def judge(answer: Answer, number: int, folder: Path) -> list[str]:
    """What is wrong with the answer to the question about the file of this number."""
    if not any(quote.source == _file(number) for quote in answer.citations):
        return [f"the answer does not quote {_file(number)}: {answer.text.splitlines()[0]}"]
    faults = []
    for quote in answer.citations:
        held = "".join((folder / quote.source).read_text(encoding="utf-8").split())
        if "".join(quote.text.split()) not in held:
            faults.append(f"a quote does not stand in {quote.source}: {quote.text}")
    if str(amount_of(number)) not in answer.text.replace(",", ""):
        faults.append(f"the answer does not tell {amount_of(number)}: {answer.text.splitlines()[0]}")
    return faults


def large(home: Path, files: int, megabytes: int, settings: Settings, note: Callable[[str], None]) -> dict[str, object]:
    """Make the folder in `home`, index it, open it, ask about the file in the middle; returns what to print."""
    from index.build import build_index
    from index.store import verify
    from qa.respond import Assistant
    from qa.retrieve import Retriever

    folder, index = home / "articles", home / "index"
    fill(folder, files, megabytes, settings.max_file_bytes)
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    note(f"{len(sizes)} files written")
    peak, middle = Peak(), files // 2
    spent: dict[str, str] = {}

    @contextmanager
    def timed(what: str) -> Iterator[None]:
        began, used = time.perf_counter(), _processor_s()
        with peak.watching():
            yield
        spent[what] = f"{time.perf_counter() - began:.1f} s, processor {_processor_s() - used:.1f} s"
        note(f"{what}: {spent[what]}, at most {peak.mib:.0f} MiB so far")

    with timed("index"):
        report = build_index(folder, index, settings=settings)
    with timed("index_again"):
        again = build_index(folder, index, settings=settings)
    with timed("open"):
        assistant = Assistant(Retriever.open(index, settings=settings, build=False), settings=settings)
    with timed("first_question"):
        answer = assistant.ask(f"{name_of(middle)}2024年供水量是多少")
    with timed("verify"):
        damage = verify(index)
    faults = [*unexpected(files, report.articles, report.skipped, sizes, settings.max_file_bytes), *damage]
    faults += judge(answer, middle, folder)
    if not again.unchanged:
        faults.append("a second build of the same files was not found unchanged")
    return {
        "files": len(sizes), "source_mb": round(sum(sizes.values()) / 1e6, 1), "articles": report.articles,
        "passages": report.passages, **spent, "peak_mib": round(peak.mib),
        "index_mb": round(machine.folder_bytes(index) / 1e6, 1), "answer": answer.text.splitlines()[0],
        "skipped": [f"{skip.source}: {skip.reason}" for skip in report.skipped], "faults": faults,
    }  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    about = "Very many files and very large ones."
    parser = argparse.ArgumentParser(prog="python -m eval.bench.large", description=about)
    parser.add_argument("--files", type=int, default=100_000, help="tiny articles [100000]")
    parser.add_argument("--megabytes", type=int, default=200, help="the largest file [200]")
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    options = parser.parse_args(arguments)
    most = len(_FIRST) * len(_SECOND) * len(_THIRD)
    if not 1 <= options.files <= most or options.megabytes < 1:
        parser.error(f"--files is from 1 to {most}, and --megabytes at least 1.")
    try:
        with tempfile.TemporaryDirectory(prefix="wenyu-large-") as scratch:
            result = large(Path(scratch), options.files, options.megabytes, load_settings(), _note)
    except WenYuError as error:
        _note(str(error))
        return 1
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        for name, value in result.items():
            lines = value if isinstance(value, list) else [value]
            for line in lines or ["none"]:
                print(f"{name:18} {line}")
    return 1 if result["faults"] else 0


def _note(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
