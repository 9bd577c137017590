"""How often the time and number parsers agree with test cases nobody here wrote.

`python -m eval.parsers.accuracy DIR [--misses N]` reads the JSONL files of DIR (Recognizers-Text, JioNLP, duckling,
WeTextProcessing, cn2an in one form) and prints accuracy per source and class, and per class of miss. Cases outside
what news uses (clock times, sets, holidays of other countries, phone numbers …) are counted apart as "out of scope".
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.parsers.cases import Case, Verdict, cases_of


@dataclass(frozen=True, slots=True)
class Row:
    """Accuracy of one source and class: `right` of `total`; `out` cases were not counted."""

    source: str
    group: str
    right: int
    total: int
    out: int

    @property
    def accuracy(self) -> float:
        return self.right / self.total if self.total else 0.0


def measure(folder: Path) -> tuple[tuple[Row, ...], dict[str, list[tuple[Case, Verdict]]]]:
    """Accuracy per source and class, and the misses of each source."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    misses: dict[str, list[tuple[Case, Verdict]]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl")):
        for case in _cases(path):
            verdict = case.judge()
            counts[path.stem, case.group][verdict.kind] += 1
            if verdict.kind not in ("right", "out"):
                misses[path.stem].append((case, verdict))
    rows = tuple(
        Row(source, group, c["right"], sum(c.values()) - c["out"], c["out"]) for (source, group), c in counts.items()
    )
    return rows, misses


def _cases(path: Path) -> Iterator[Case]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield from cases_of(path.stem, json.loads(line))


def main(arguments: list[str] | None = None) -> int:
    """Print the table; the exit status is 2 when the folder holds no cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="print this many misses of each source")
    options = parser.parse_args(arguments)
    rows, misses = measure(options.folder)
    if not rows:
        print(f"no .jsonl cases in {options.folder}; unpack the test archive there first.")
        return 2
    print(f"{'source':28} {'class':22} {'right':>6} {'of':>6} {'share':>7} {'out of scope':>13}")
    for row in rows:
        print(f"{row.source:28} {row.group:22} {row.right:6} {row.total:6} {row.accuracy:7.1%} {row.out:13}")
    for source, found in misses.items():
        kinds = Counter(f"{case.group}: {verdict.kind}" for case, verdict in found)
        print(f"\n{source} misses: " + ", ".join(f"{kind} {n}" for kind, n in kinds.most_common()))
        for case, verdict in found[: options.misses or 0]:
            print(f"    {verdict.kind:10} {case.text!r}: wanted {case.wanted}, got {verdict.got}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
