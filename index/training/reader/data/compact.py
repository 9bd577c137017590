"""The compact form that writers use, turned into the JSON lines that are kept.

    python -m index.training.reader.data.compact FILES… --out index/training/articles/NAME.jsonl

    @ 2024-03-28 | Title
    Paragraphs of the article …
    ---
    zh | number | question | 2.7万人 | 2.7万人
    en | calc | How much wider …? | 44906元 ;; 24183元 | The gap is 20,723 yuan |
    zh | none | question | | 文章没有2022年的数字 | year

Columns: language, kind, question, spans (`span@@longer words that hold it` where the span stands several times),
answer, and what differs (none) or the verdict (yesno). A line that breaks the form is told and left out.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ONE = ("number", "date", "person", "office", "body", "place")
KINDS = frozenset((*_ONE, "list", "reason", "definition", "open", "yesno", "compare", "calc", "none"))
MISSING = frozenset(["year", "place", "indicator", "result", "person", "company", "polarity", "other"])
_SENTENCE = re.compile(r".+?(?:[。！？；!?;][”」』\"）)]*|$)", re.MULTILINE)


def read_compact(text: str, stem: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The articles of a file as JSON objects, and the lines that break the form."""
    articles, faults = [], []
    for number, block in enumerate(re.split(r"(?m)^@ ", text)[1:], 1):
        head, _, rest = block.partition("\n")
        date, _, title = head.partition(" | ")
        body, found, lines = rest.partition("\n---\n")
        if not found or not re.fullmatch(r"\d{4}-\d\d-\d\d", date.strip()):
            faults.append(f"{stem} article {number}: no date or no --- line")
            continue
        body = body.strip("\n")
        questions = []
        for line in filter(str.strip, lines.splitlines()):
            try:
                questions.append(_read_line(line, body))
            except ValueError as error:
                faults.append(f"{stem} article {number}: {error}: {line}")
        identity = f"{stem}-{number:02}"
        articles.append(
            {"id": identity, "date": date.strip(), "title": title.strip(), "text": body, "questions": questions}
        )
    return articles, faults


def _read_line(line: str, body: str) -> dict[str, Any]:
    columns = [column.strip() for column in line.split("|")]
    if len(columns) < 5:
        raise ValueError("too few columns")
    language, kind, question, given, answer, *last = columns
    if language not in ("zh", "en") or kind not in KINDS:
        raise ValueError("language or kind")
    places = [_place(item.strip(), body) for item in given.split(";;") if item.strip()]
    if (kind == "none") != (not places):
        raise ValueError("spans and kind disagree")
    extra = last[0] if last else ""
    row = {
        "lang": language,
        "kind": kind,
        "q": question,
        "spans": [body[start:end] for start, end in places],
        "at": [start for start, _ in places],
        "sentence": _sentence(places, body),
        "answer": answer,
    }
    if kind == "none":
        row["missing"] = extra if extra in MISSING else "other"
    elif kind == "yesno":
        if extra not in ("yes", "no"):
            raise ValueError("yesno without yes or no")
        row["verdict"] = extra
    return row


def _place(item: str, body: str) -> tuple[int, int]:
    span, _, longer = item.partition("@@")
    longer = longer or span
    at, inner = body.find(longer), longer.find(span)
    if at < 0 or inner < 0:
        raise ValueError(f"not in the text: {span!r}")
    return at + inner, at + inner + len(span)


def _sentence(places: list[tuple[int, int]], body: str) -> str:
    """The text from the first to the last sentence that holds a span."""
    if not places:
        return ""
    first, last = min(start for start, _ in places), max(end for _, end in places)
    held = [match.span() for match in _SENTENCE.finditer(body) if match.start() < last and match.end() > first]
    return body[held[0][0] : held[-1][1]]


def _read_files(files: list[Path]) -> Iterator[tuple[list[dict[str, Any]], list[str]]]:
    for file in files:
        yield read_compact(file.read_text(encoding="utf-8"), file.stem)


def main() -> int:
    """Read the files, write the lines, tell the faults; 1 when there were any."""
    parser = argparse.ArgumentParser(prog="python -m index.training.reader.data.compact", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    articles, faults = [], []
    for rows, wrong in _read_files(sorted(options.files)):
        articles += rows
        faults += wrong
    lines = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    options.out.write_text(lines, encoding="utf-8")
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
