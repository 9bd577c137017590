"""Articles with questions outside the seeds: read, written out as a folder, and parted into development and test.

In: a file of JSON lines, an article with its questions on each (`eval/articles.md` says how they look). Out: `Asked`
questions, and a folder of Markdown files that is indexed like any other. An article is of one part for good.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from index.errors import QuestionError
from index.training.reader.data.articles import FOLDER, part_of, verdict_of

Part = Literal["dev", "test"]
NONE = "none"
# Kinds that are answered by reckoning, and judged elsewhere.
RECKONED = ("compare", "calc")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an article. `spans` are the words of the article that answer, `sentences` those that prove it; both
    empty where no article answers. `verdict` is yes or no for questions of that kind, else "".
    """

    article: str
    source: str
    published: str
    language: str
    kind: str
    text: str
    spans: tuple[str, ...]
    sentences: tuple[str, ...]
    verdict: str

    @property
    def answerable(self) -> bool:
        """Whether its article answers it."""
        return self.kind != NONE

    @property
    def part(self) -> Part:
        """The part its article belongs to: one in three is for tests."""
        return "test" if int(hashlib.sha256(self.article.encode()).hexdigest(), 16) % 3 == 0 else "dev"


def read_articles(files: Sequence[Path]) -> list[dict[str, Any]]:
    """The articles of the files. Raises QuestionError for a file that cannot be read."""
    rows = []
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
            rows += [json.loads(line) for line in lines if line.strip()]
        except (OSError, ValueError) as error:
            raise QuestionError(f"cannot read articles from {file}: {error}; give a file of JSON lines.") from error
    return rows


def unread_articles() -> list[dict[str, Any]]:
    """The articles of the reader's data that are for development and tests: nothing of them was learned."""
    rows = read_articles(sorted(FOLDER.glob("*.jsonl")))
    return [row for row in rows if part_of(str(row["id"])) != "train" and row.get("questions")]


def write_folder(rows: Sequence[dict[str, Any]], folder: Path) -> None:
    """Each article as a Markdown file with its title and date."""
    folder.mkdir(parents=True, exist_ok=True)
    for row in rows:
        text = f"# {row['title']}\n\n发布时间：{row['date']}\n\n{row['text']}\n"
        (folder / _source(row)).write_text(text, encoding="utf-8")


def asked_of(rows: Sequence[dict[str, Any]]) -> list[Asked]:
    """Every question of the articles that one article answers by itself, or none does."""
    return [
        Asked(
            str(row["id"]), _source(row), str(row["date"]), str(one["lang"]), str(one["kind"]), str(one["q"]),
            tuple(one["spans"]), tuple(one.get("sentences") or filter(None, [one.get("sentence")])),
            str(one.get("verdict") or (verdict_of(str(one.get("answer", ""))) if one["kind"] == "yesno" else "")),
        )
        for row in rows
        for one in row["questions"]
        if one["kind"] not in RECKONED
    ]  # fmt: skip


def _source(row: dict[str, Any]) -> str:
    return f"{row['id']}.md"
