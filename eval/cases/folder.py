"""Cases in folders, and articles with their questions in lines: read into `Case`s.

In: a folder of cases (NAME/articles/*, question.txt with one turn a line, expected.txt, today.txt), or files of JSON
lines, one article with its questions each. Out: the cases.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Case:
    """One question with the turns before it and what is right, as its writer put it.

    `name` says where it stands, `kind` what it is counted under. `spans` are the words of the article that answer
    (none for what it does not hold), `verdict` "yes" or "no" where a question asks for either.
    """

    name: str
    kind: str
    question: str
    expected: str
    history: tuple[str, ...] = ()
    today: date | None = None
    spans: tuple[str, ...] = ()
    verdict: str = ""


def read_case(folder: Path) -> Case:
    """The case of one folder. Raises OSError or ValueError where it is not whole."""
    turns = [line.strip() for line in _read(folder / "question.txt").splitlines() if line.strip()]
    if not turns:
        raise ValueError(f"{folder / 'question.txt'} holds no question; write one turn a line, the last is asked.")
    told = folder / "today.txt"
    today = date.fromisoformat(_read(told).strip()) if told.exists() else None
    kind = folder.name.partition("_")[0]
    return Case(folder.name, kind, turns[-1], _read(folder / "expected.txt").strip(), tuple(turns[:-1]), today)


def case_folders(folder: Path) -> list[Path]:
    """The folders of cases inside `folder`, by name."""
    return sorted(path.parent for path in folder.glob("*/question.txt"))


@dataclass(frozen=True, slots=True)
class Written:
    """An article with its questions."""

    id: str
    date: str
    title: str
    text: str
    cases: tuple[Case, ...]

    def file_text(self) -> str:
        """The article as a file: title, date line, text."""
        return f"{self.title}\n\n发布时间：{self.date}\n\n{self.text}\n"


def read_written(files: Iterable[Path]) -> list[Written]:
    """The articles of files of JSON lines, each with its questions."""
    found = []
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line) if line.strip() else {}
            if "questions" not in row:
                continue
            cases = tuple(_asked(row["id"], at, asked) for at, asked in enumerate(row["questions"]))
            found.append(Written(row["id"], row["date"], row["title"], row["text"], cases))
    return found


def _asked(article: str, at: int, asked: dict[str, object]) -> Case:
    spans, said = asked["spans"], str(asked["answer"])
    verdict = str(asked.get("verdict") or _yes_or_no(said)) if asked["kind"] in ("yesno", "compare") else ""
    name = f"{article}/{at}"
    words = tuple(map(str, spans)) if isinstance(spans, list) else ()
    return Case(name, str(asked["kind"]), str(asked["q"]), said, spans=words, verdict=verdict)


def _yes_or_no(said: str) -> str:
    low = said.lower()
    if low.startswith(("yes", "是", "有，", "有。", "对", "会", "能", "可以", "达到")) and not low.startswith("是否"):
        return "yes"
    return "no" if low.startswith(("no", "不", "没", "未", "否")) else ""


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")
