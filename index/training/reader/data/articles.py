"""Articles with questions: the one form that all training and test data takes.

In: JSON lines, an article with its questions on each (`index/training/articles/README.md` says how they look). Out:
`Article`s whose questions hold places in the text. An article belongs to one part for good, by a hash of its id.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Span = tuple[int, int]
Part = Literal["train", "dev", "test"]
FOLDER = Path(__file__).parents[2] / "articles"
_NO = re.compile(r"no\b|not\b|nope|不|没|否|未|别|无|并非|并没|并未|还没|尚未|错", re.IGNORECASE)
_YES = re.compile(
    r"yes\b|yep|yeah|是|对|会|能|可以|有|算|要|需|够|得|超|完成|达|已|都|确实|在|降|涨|增|行", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question about an article. `spans` are places in its text, none where it cannot answer (`kind` is "none").

    `answer` is in the question's language; `verdict` is "yes", "no" or ""; `missing` says what a question without an
    answer asks for that the article lacks.
    """

    language: str
    kind: str
    text: str
    spans: tuple[Span, ...]
    answer: str = ""
    verdict: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A text with its questions; `date` may be ""."""

    id: str
    source: str
    date: str
    title: str
    text: str
    questions: tuple[Question, ...]

    @property
    def context(self) -> str:
        """What the reader is told beside a passage: the title and the date."""
        return f"{self.title} {self.date}".strip()


def part_of(article_id: str) -> Part:
    """The part an article belongs to: a tenth is for development, a tenth for tests."""
    place = int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % 10
    return "test" if place == 0 else "dev" if place == 1 else "train"


def load_articles(folder: Path = FOLDER) -> tuple[Article, ...]:
    """All articles of the folder's files, in order of their names."""
    return tuple(
        read_article(json.loads(line), file.stem)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    )


def choose(articles: Iterable[Article], part: Part) -> tuple[Article, ...]:
    """The articles of one part."""
    return tuple(article for article in articles if part_of(article.id) == part)


def read_article(row: dict[str, Any], source: str) -> Article:
    """An article of its JSON object; questions whose spans cannot be found are left out."""
    text = str(row["text"])
    rows = list(row.get("questions", ()))
    for conversation in row.get("conversations", ()):
        turns = [turn for turn in conversation["turns"] if turn.get("spans") or turn.get("kind") == "none"]
        rows += [{**turn, "q": turn.get("standalone") or turn["q"], "lang": conversation["lang"]} for turn in turns]
    questions = [question for item in rows if (question := _read_question(item, text))]
    return Article(str(row["id"]), source, str(row.get("date", "")), str(row["title"]), text, tuple(questions))


def _read_question(row: dict[str, Any], text: str) -> Question | None:
    kind, answer = str(row["kind"]), str(row.get("answer", ""))
    spans = _places(row, text)
    if (kind == "none") != (not spans):
        return None
    verdict = str(row.get("verdict") or (verdict_of(answer) if kind == "yesno" else ""))
    return Question(str(row["lang"]), kind, str(row["q"]), spans, answer, verdict, str(row.get("missing") or ""))


def _places(row: dict[str, Any], text: str) -> tuple[Span, ...]:
    """Where the spans stand: at the places given, else inside the proving sentence, else where first found."""
    spans = [str(span) for span in row.get("spans", ()) if span]
    places = row.get("at")
    if places:
        return tuple((int(at), int(at) + len(span)) for span, at in zip(spans, places, strict=True))
    begin = max(0, text.find(str(row.get("sentence", ""))))
    found = []
    for span in spans:
        at = text.find(span, begin)
        at = at if at >= 0 else text.find(span)
        if at >= 0:
            found.append((at, at + len(span)))
    return tuple(found)


def verdict_of(answer: str) -> str:
    """Whether an answer to a yes/no question says yes or no, "" where its first word does not tell.

    >>> verdict_of("No, it fell."), verdict_of("能，全年都能办"), verdict_of("文中没有说")
    ('no', 'yes', '')
    """
    if answer.startswith("文"):
        return ""
    return "no" if _NO.match(answer) else "yes" if _YES.match(answer) else ""
