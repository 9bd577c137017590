"""The public reading sets (CMRC 2018, DRCD) in the form of our articles, with the questions reworded by hand.

In: the folder of the unpacked archives. Out: an `Article` for every paragraph of one half, in simplified characters.
Which half a paragraph is in is told by `index.training.reading.is_test_passage`; the test half is never trained on.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.training.reader.data.articles import Article, Question, Span
from index.training.reader.data.text import simplify
from index.training.reading import is_test_passage
from index.training.sources import READING

_LONGEST = 80  # characters of an answer


def load_public(data: Path, *, test: bool = False, free: bool = True) -> tuple[Article, ...]:
    """The paragraphs of the training half, or with `test` of the other, with their questions.

    `free` adds the reworded questions, English and Chinese, of `reading_free` where that folder is there.
    """
    reworded = _read_free(data / "reading_free") if free else {}
    articles = []
    for source, files, _ in READING:
        for file in files:
            for title, paragraph in _paragraphs(data / source / file):
                text = str(paragraph["context"])
                if is_test_passage(text) != test:
                    continue
                text = simplify(text)
                questions = [q for row in paragraph["qas"] for q in _questions(row, text, reworded)]
                identity = str(paragraph["qas"][0]["id"])
                articles.append(Article(identity, source, "", simplify(title), text, tuple(questions)))
    return tuple(articles)


def _paragraphs(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            yield str(article.get("title", "")), paragraph


def _read_free(folder: Path) -> dict[str, dict[str, str]]:
    rows = (json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.open(encoding="utf-8"))
    return {str(row["id"]): row for row in rows}


def _questions(row: dict[str, Any], text: str, reworded: dict[str, dict[str, str]]) -> Iterator[Question]:
    """The question as published (kind "published"), then its rewordings (kind "free")."""
    spans = Counter(span for answer in row["answers"] if (span := _span(answer, text)))
    if not spans:
        return
    (span, _), *_ = spans.most_common(1)
    answer = text[span[0] : span[1]]
    yield Question("zh", "published", simplify(str(row["question"]).strip()), (span,), answer)
    free = reworded.get(str(row["id"]), {})
    for language in ("zh", "en"):
        if free.get(language):
            yield Question(language, "free", free[language], (span,), answer if language == "zh" else "")


def _span(answer: dict[str, Any], text: str) -> Span | None:
    words, at = simplify(str(answer["text"]).strip()), int(answer["answer_start"])
    if text[at : at + len(words)] != words:
        at = text.find(words)
    return (at, at + len(words)) if at >= 0 and 0 < len(words) <= _LONGEST else None
