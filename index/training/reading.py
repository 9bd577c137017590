"""The reading sets (CMRC 2018, DRCD): questions, their passages, and which half of them is never trained on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from index.training.sources import READING


@dataclass(frozen=True, slots=True)
class ReadingPassage:
    """A paragraph with the questions asked about it: (question id, question)."""

    source: str
    title: str
    text: str
    questions: tuple[tuple[str, str], ...]


def is_test_passage(text: str) -> bool:
    """True for the half of all passages that is kept for tests: the first hex digit of their SHA-256 is 8 or more.

    White space does not count, so that a passage stays on its side however a file is laid out.
    """
    digest = hashlib.sha256("".join(text.split()).encode()).hexdigest()
    return digest[0] in "89abcdef"


def load_reading(data: Path) -> tuple[ReadingPassage, ...]:
    """All passages of both halves, in file order. `data` holds cmrc2018/ and drcd/."""
    passages = []
    for folder, files, _ in READING:
        for file in files:
            for article in json.loads((data / folder / file).read_text(encoding="utf-8"))["data"]:
                for paragraph in article["paragraphs"]:
                    questions = tuple((str(qa["id"]), str(qa["question"]).strip()) for qa in paragraph["qas"])
                    title = str(article.get("title", ""))
                    passages.append(ReadingPassage(folder, title, paragraph["context"], questions))
    return tuple(passages)
