"""How often the inferred publication date is right: `python -m eval.parsers.dates FOLDER_OR_JSONL`.

A JSONL file holds {"date": "2024-09-24", "title", "text"} lines; the date is withheld and inferred from title and text
alone. A folder holds articles that state their date (front matter, meta tags): the statement is withheld. Printed are
counts of year, month and day that are right, wrong and unknown, and the same by rule.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.article import build_article
from index.dates import infer_date
from index.errors import ArticleError
from index.files import load, read_bytes, scan
from index.settings import Settings
from index.types import DateEvidence

_PARTS = ("year", "month", "day")
_DEPTH = {"unknown": 0, "year": 1, "month": 2, "day": 3}


@dataclass(frozen=True, slots=True)
class Dated:
    """An article's words and the day it was really published."""

    name: str
    title: str
    text: str
    published: date


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of right, wrong and unknown for each part of the date."""

    counts: Counter[tuple[str, str]]
    by_rule: Counter[tuple[str, str]]
    total: int


def read_dated(path: Path) -> Iterator[Dated]:
    """The dated articles of a JSONL file or a folder. Raises ValueError for a line without a date."""
    if path.is_dir():
        yield from _read_folder(path)
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                row = json.loads(line)
                yield Dated(f"line {number}", row["title"], row["text"], date.fromisoformat(row["date"]))


def _read_folder(root: Path) -> Iterator[Dated]:
    settings = Settings()
    for file in scan(root, settings)[0]:
        try:
            article = build_article(load(file.source, read_bytes(file.path, settings.max_file_bytes), settings))
        except ArticleError:
            continue
        stated = article.published
        if stated.value and stated.precision == "day" and (stated.start < 0 and "year:" not in stated.rule):
            yield Dated(file.source, article.title, article.text, stated.value)


def judge(found: DateEvidence, truth: date) -> dict[str, str]:
    """For year, month and day: "right", "wrong" or "unknown". A part is right only when those before it are."""
    depth = _DEPTH[found.precision] if found.value else 0
    out, sound = {}, True
    for level, part in enumerate(_PARTS, 1):
        if level > depth:
            out[part] = "unknown"
            continue
        assert found.value is not None
        sound = sound and getattr(found.value, part) == getattr(truth, part)
        out[part] = "right" if sound else "wrong"
    return out


def measure(articles: Iterator[Dated], show_wrong: int = 0) -> Tally:
    """Infer and judge each article; the first `show_wrong` with a wrong year go to standard error."""
    counts: Counter[tuple[str, str]] = Counter()
    rules: Counter[tuple[str, str]] = Counter()
    total = shown = 0
    for article in articles:
        found = infer_date(f"{article.title}\n{article.text}", {}, "", article.title)
        verdict = judge(found, article.published)
        total += 1
        counts.update(verdict.items())
        rules[(found.rule.split("+year:")[0] if found.value else "unknown", verdict["year"])] += 1
        if verdict["year"] == "wrong" and shown < show_wrong:
            shown += 1
            print(
                f"{article.name}: {article.published} read as {found.iso()} ({found.rule}) {found.quote!r}",
                file=sys.stderr,
            )
    return Tally(counts, rules, total)


def table(tally: Tally) -> str:
    """The counts as text, with the share of all articles and, for right, of those decided."""
    rows = [f"{'':8}{'right':>16}{'wrong':>16}{'unknown':>16}{'right of decided':>20}"]
    for part in _PARTS:
        right, wrong, unknown = (tally.counts[(part, v)] for v in ("right", "wrong", "unknown"))
        cells = [f"{n} ({100 * n / max(1, tally.total):.2f} %)" for n in (right, wrong, unknown)]
        decided = f"{100 * right / max(1, right + wrong):.1f} %"
        rows.append(f"{part:8}{cells[0]:>16}{cells[1]:>16}{cells[2]:>16}{decided:>20}")
    rows.append("")
    for rule in sorted({rule for rule, _ in tally.by_rule}):
        rows.append(f"{rule:28}" + "  ".join(f"{v} {tally.by_rule[(rule, v)]}" for v in ("right", "wrong", "unknown")))
    return "\n".join([f"{tally.total} articles", *rows])


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.parsers.dates", description=__doc__)
    parser.add_argument("path", type=Path, help="a JSONL file of dated articles, or a folder of articles")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="show N articles whose year is wrong")
    options = parser.parse_args(arguments)
    if not options.path.exists():
        print(f"{options.path} does not exist; name a JSONL file or a folder.", file=sys.stderr)
        return 2
    print(table(measure(read_dated(options.path), options.wrong)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
