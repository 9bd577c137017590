"""What is read: questions with the passages of their article, of articles that nothing was trained on.

In: the public reading sets' test half, and the project's own articles of the part "test" or "dev". Out: `Asked`s.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.training.reader.data.articles import Article, Part, Question, choose, load_articles
from index.training.reader.data.public import load_public
from index.training.reader.data.text import sentences, split_windows

PASSAGE = 200  # characters


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the passages of its article and what is known beside them; `gold` are the words that answer.

    `holding[i]` tells whether passage i holds all (of a list: any) of the answer.
    """

    question: Question
    passages: tuple[str, ...]
    context: str
    gold: tuple[str, ...]
    holding: tuple[bool, ...]
    proof: str


def load_public_tasks(data: Path, count: int, seed: int = 3) -> dict[str, tuple[Asked, ...]]:
    """ "published zh", "free zh", "free en": at most `count` questions each, of the test half."""
    articles = load_public(data, test=True)
    rows: dict[str, list[Asked]] = {"published zh": [], "free zh": [], "free en": []}
    for article in articles:
        for question in article.questions:
            rows[f"{question.kind} {question.language}"].append(_ask(article, question))
    chance = random.Random(seed)
    return {name: tuple(chance.sample(asked, min(count, len(asked)))) for name, asked in rows.items()}


def load_own_tasks(part: Part, count: int = 10**6, seed: int = 3) -> dict[str, tuple[Asked, ...]]:
    """ "own zh" and "own en": at most `count` questions each on the project's articles of a part."""
    rows: dict[str, list[Asked]] = {"own zh": [], "own en": []}
    for article in choose(load_articles(), part):
        for question in article.questions:
            rows[f"own {question.language}"].append(_ask(article, question))
    chance = random.Random(seed)
    return {name: tuple(chance.sample(asked, min(count, len(asked)))) for name, asked in rows.items()}


def _ask(article: Article, question: Question) -> Asked:
    windows = split_windows(article.text, PASSAGE)
    spans = question.spans
    held = [sum(a <= start and end <= b for start, end in spans) for a, b in windows]
    enough = 1 if question.kind in ("list", "compare", "calc") else len(spans)
    return Asked(
        question,
        tuple(article.text[a:b] for a, b in windows),
        article.context,
        tuple(article.text[start:end] for start, end in spans),
        tuple(bool(spans) and count >= enough for count in held),
        _proof(article.text, spans),
    )


def _proof(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The sentence that holds the first span."""
    if not spans:
        return ""
    start, end = spans[0]
    return next((text[a:b] for a, b in sentences(text) if a <= start < b and end <= b), text[start:end])
