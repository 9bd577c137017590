"""Nothing that reads takes more than linear time: every regular expression of the project, and every reader.

F1 was a file of 3 kB whose heading was read for minutes, F11 a page of spaces. Both were regular expressions that share
out one run between several repeats, or try each place of it as a beginning. Processor time decides, and a case is
slow only where it is slow at four times the length, by more than a floor, and grew far beyond n log n.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import pytest

from eval.endurance.fuzz import TooSlow, deadline
from index.article.read import build_article
from index.build.read import reading_of
from index.errors import ArticleError
from index.files.decode import decode
from index.files.load import load
from index.files.plain.front_matter import split_front_matter
from index.numbers.find import find_quantities
from index.settings import Settings
from index.store.files import Stamp
from index.text.fold import fold
from index.text.sentences import sentence_spans
from index.text.tokens import tokenise
from index.times.find import find_times
from tests.hostile import RUNS, TAIL, leads, runs
from tests.patterns import ROOT

# Every pattern and reader, timed at several sizes.
pytestmark = pytest.mark.slow

SETTINGS = Settings()
# Lengths of the first look and of the one that decides; a square law costs sixteen times as much at four times n.
LOOK, SHORT = 4_000, 5_000
GROWTH = 9.0
FLOOR_S, MOST_S = 0.06, 3.0


def cost_s(work: Callable[[], object], times: int = 1) -> float:
    """Processor time of one call, MOST_S where it takes longer."""
    began = time.process_time()
    try:
        with deadline(MOST_S):
            for _ in range(times):
                work()
    except TooSlow:
        return MOST_S
    return (time.process_time() - began) / times


def too_slow(make: Callable[[int], Callable[[], object]], short: int, floor_s: float = FLOOR_S) -> str:
    """What shows that work on inputs of some length takes more than about linear time; "" where nothing does."""
    long_s = min(cost_s(make(4 * short)) for _ in range(2))
    if long_s < floor_s:
        return ""
    if long_s >= MOST_S:
        return f"more than {MOST_S:g} s at {4 * short:,} characters"
    short_s = max(cost_s(make(short), 4), floor_s / 32)
    return f"{short_s:.4f} s at {short:,}, {long_s:.3f} s at {4 * short:,}" if long_s > GROWTH * short_s else ""


def using(compiled: re.Pattern[str], way: str, text: str) -> Callable[[], object]:
    """The pattern used in one of its ways."""
    if way in ("match", "fullmatch", "search"):
        return partial(getattr(compiled, way), text)
    return lambda: sum(1 for _ in compiled.finditer(text))




@pytest.mark.timeout(600)
def test_f1_f11_every_regular_expression_takes_linear_time() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.patterns"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) > 600, "the patterns of the project were not found"
    slow = []
    for row in rows:
        compiled = re.compile(row["pattern"], row["flags"])
        ways = {way if way in ("match", "fullmatch", "search") else "finditer" for way in row["ways"]}
        for way in sorted(ways):
            for lead in leads(row["pattern"], row["flags"]):
                found = _slowest(compiled, way, lead)
                if found:
                    slow.append(f"{row['place']} {way} {lead!r} and a run of {found}: {row['pattern'][:200]!r}")
    assert not slow, "\n".join(slow)


def _slowest(compiled: re.Pattern[str], way: str, lead: str) -> str:
    """The first run on which the pattern is too slow, with its times; "" where none is."""
    for run, body in runs(lead, LOOK):
        began = time.perf_counter()
        cost_s(using(compiled, way, lead + body + TAIL))
        if time.perf_counter() - began < 0.003:
            continue  # by the clock, but only to leave out what is fast; what is slow is measured again
        said = too_slow(lambda n, run=run: using(compiled, way, lead + run * (n // len(run)) + TAIL), SHORT)  # type: ignore[misc]
        if said:
            return f"{run!r}: {said}"
    return ""


def read(source: str, text: str) -> None:
    """The whole way of a file, to the rows of an index."""
    try:
        reading_of(build_article(load(source, text.encode(), SETTINGS)), Stamp(1, 1, 1, 1), SETTINGS)
    except ArticleError:
        return


READERS: dict[str, Callable[[str], object]] = {
    "markdown heading": lambda run: read("a.md", f"# 题目\n\n## 小标题{run}y\n\n正文。\n"),
    "markdown line": lambda run: read("a.md", f"# 题目\n\n{run}y\n"),
    "plain text": lambda run: read("a.txt", f"题目\n\n正文{run}y。\n"),
    "page, between elements": lambda run: read(
        "a.html", f"<html><body><h1>题</h1><p>正文</p>{run}<p>y</p></body></html>"
    ),
    "page, in a paragraph": lambda run: read("a.html", f"<html><body><h1>题</h1><p>正文{run}y</p></body></html>"),
    "page, in an attribute": lambda run: read("a.html", f'<html><body><p title="{run}">正文</p></body></html>'),
    "page, in its title": lambda run: read(
        "a.html", f"<html><head><title>题{run}y</title></head><body>文</body></html>"
    ),
    "front matter": lambda run: split_front_matter(f"---\ntitle: a{run}y\n---\n文"),
    "front matter, key": lambda run: split_front_matter(f"---\n{run}: y\n---\n文"),
    "decode": lambda run: _decode(run.encode("gb18030")),
    "sentences": sentence_spans,
    "times": find_times,
    "quantities": find_quantities,
    "fold": fold,
    "words": tokenise,
}


def _decode(data: bytes) -> None:
    try:
        decode(data)
    except ArticleError:
        return


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", READERS)
def test_f1_f11_every_reader_takes_linear_time(name: str) -> None:
    reader = READERS[name]
    reader("重庆市2024年生产总值增长5%。")  # what is loaded with the first text is not its time
    slow = []
    for run in RUNS:
        said = too_slow(lambda n, run=run: partial(reader, run * (n // len(run))), 4_000, floor_s=0.4)  # type: ignore[misc]
        if said:
            slow.append(f"a run of {run!r}: {said}")
    assert not slow, "\n".join(slow)


def test_f1_the_judge_can_tell() -> None:
    """The measure itself: a square and a cubic pattern are told from linear ones."""
    for pattern, way, run, law in (
        (r"\s*<x", "search", " ", "square"),
        (r" {0,3}(#{1,6})(?:[ \t]+([^\0]*?))?[ \t]*#*[ \t]*$", "match", " ", "cubic"),
        (r"\s*", "match", " ", ""),
        (r"[ab]{1,30}c", "search", "a", ""),
    ):
        compiled = re.compile(pattern)
        lead = "# " if law == "cubic" else ""
        said = too_slow(lambda n, c=compiled, w=way, r=run, h=lead: using(c, w, h + r * n + TAIL), SHORT)  # type: ignore[misc]
        assert bool(said) == bool(law), (pattern, said)


@pytest.mark.parametrize(
    ("pattern", "lead"), [(r"(?:发布时间)[:：]?\s*\s*\d", "发布时间"), (r"<a\s+\w{0,3}\s*>", "<a ")]
)
def test_f1_a_lead_is_found_for_a_repeat_deep_in_a_pattern(pattern: str, lead: str) -> None:
    assert any(found.startswith(lead[:-1]) for found in leads(pattern, 0)), leads(pattern, 0)
