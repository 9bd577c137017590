"""The shares of `qa.question.sorts`, learned: `python -m eval.decide sorts`.

In: the questions with a kind of the articles the reader learned from. Out: `qa/question/sorts/sorts.npz`, and how often
the likeliest sort is right for questions about the articles of the evaluation, which nothing here is learned from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.training.reader.data.articles import load_articles
from index.types import Language
from qa.question import BUCKETS, SORTS, SORTS_FILE, buckets, sort_shares

_STRENGTH = 4.0  # inverse of the regularisation; 1 to 16 differ by less than a standard error


@dataclass(frozen=True, slots=True)
class Sorted:
    """A question and what it wants."""

    text: str
    language: Language
    sort: str


def load_sorted(folder: Path | None = None) -> list[Sorted]:
    """All questions of the reader's articles whose kind is known."""
    articles = load_articles(folder) if folder else load_articles()
    return [
        Sorted(question.text, "en" if question.language == "en" else "zh", question.kind)
        for article in articles
        for question in article.questions
        if question.kind in SORTS
    ]


def learn(questions: Sequence[Sorted]) -> tuple[NDArray[np.int8], float, NDArray[np.float32]]:
    """The weights in 8 bits (buckets, sorts), what one step of them is, and a bias for each sort."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression

    rows = [buckets(one.text, one.language) for one in questions]
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(len(row))) for row in rows])
    ends = np.cumsum([0, *map(len, rows)])
    matrix = csr_matrix((values, np.concatenate(rows), ends), shape=(len(rows), BUCKETS))
    model = LogisticRegression(C=_STRENGTH, max_iter=300).fit(matrix, [SORTS.index(one.sort) for one in questions])
    found = np.zeros((len(SORTS), BUCKETS), dtype=np.float32)
    bias = np.full(len(SORTS), -9.0, dtype=np.float32)
    found[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    step = float(np.abs(found).max() / 127)
    return np.round(found.T / step).astype(np.int8), step, bias


def save(questions: Sequence[Sorted], file: Path = SORTS_FILE) -> None:
    """Learn from the questions and write the file."""
    weights, step, bias = learn(questions)
    np.savez_compressed(file, weights=weights, scale=np.float32(step), bias=bias)


def right_shares(questions: Sequence[Sorted]) -> dict[str, tuple[int, float]]:
    """Of each sort how many questions there are, and the share whose likeliest sort is right; "all" for all."""
    told: dict[str, list[bool]] = {"all": []}
    for one in questions:
        shares = sort_shares(one.text, one.language)
        is_right = max(shares, key=lambda sort: shares[sort]) == one.sort
        told["all"].append(is_right)
        told.setdefault(one.sort, []).append(is_right)
    return {sort: (len(rights), sum(rights) / max(1, len(rights))) for sort, rights in told.items()}
