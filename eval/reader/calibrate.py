"""Temperatures that make a reader's scores into probabilities, found on the development articles.

    python -m eval.reader.calibrate qa/reader/model

In: a folder with an exported reader. Out: the settings of its `config.json`, written there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.training.reader.data.articles import Article, choose, load_articles
from index.training.reader.data.text import split_windows
from qa.reader import OnnxNetwork

_LENGTH = 200
_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Scored:
    """Raw scores with what is right: of answering, (n,) and (n,) bool; of claims, (m, 3) and (m,) places."""

    answerable: NDArray[np.float64]
    answers: NDArray[np.bool_]
    claims: NDArray[np.float64]
    verdicts: NDArray[np.int64]


def score_articles(network: OnnxNetwork, articles: Sequence[Article], every: int = 3) -> Scored:
    """Every third question, and all yes/no ones, with every passage of its article; the latter as claims too."""
    scores, answers, claims, verdicts = [], [], [], []
    for article in articles:
        windows = split_windows(article.text, _LENGTH)
        passages = [article.text[a:b] for a, b in windows]
        for number, question in enumerate(article.questions):
            if number % every and not question.verdict:
                continue
            cut = network.windows(question.text, passages, [article.context] * len(passages))
            for window, score in zip(cut, network.score(cut), strict=True):
                first, last = windows[window.passage]
                held = sum(first <= a and b <= last for a, b in question.spans)
                if 0 < held < len(question.spans) and question.kind != "list":
                    continue
                scores.append(score.answerable)
                answers.append(held > 0)
                if question.verdict:
                    claims.append(score.claim)
                    verdicts.append(("yes", "no").index(question.verdict) if held else 2)
    return Scored(np.array(scores), np.array(answers), np.array(claims, dtype=np.float64), np.array(verdicts))


def fit_settings(scored: Scored) -> dict[str, float]:
    """The settings that make what was seen likeliest."""
    slope, shift = fit_line(scored.answerable, scored.answers)
    temperatures = np.geomspace(0.3, 5, 60)
    best = min(temperatures, key=lambda t: _surprise(scored.claims / t, scored.verdicts)) if len(scored.claims) else 1.0
    return {
        "answerable_temperature": round(1 / slope, 4),
        "answerable_shift": round(shift, 4),
        "claim_temperature": round(float(best), 4),
    }


def fit_line(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[float, float]:
    """Logistic regression on one score: (a, b) so that sigmoid(a · score + b) is the share that is right.

    By Newton's method, with a little weight on a = 1, b = 0.

    >>> scores, right = [-1.0, -1.0, -1.0, -1.0, 1.0, 1.0, 1.0, 1.0], [0, 0, 0, 1, 1, 1, 1, 0]
    >>> a, b = fit_line(np.array(scores * 100), np.array(right * 100) > 0)
    >>> round(a, 1), round(b, 1)
    (1.1, 0.0)
    """
    x = np.stack([scores, np.ones_like(scores)], axis=1)
    start = np.array([1.0, 0.0])
    beta = start.copy()
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        slope = x.T @ (right - p) - (beta - start)
        curve = (x * (p * (1 - p))[:, None]).T @ x + np.eye(2)
        beta = beta + np.linalg.solve(curve, slope)
    return max(float(beta[0]), 0.05), float(beta[1])


def _surprise(scores: NDArray[np.float64], places: NDArray[np.int64]) -> float:
    """Mean cross entropy."""
    raised = scores - scores.max(axis=1, keepdims=True)
    logs = raised - np.log(np.exp(raised).sum(axis=1, keepdims=True))
    return float(-logs[np.arange(len(places)), places].mean())


def main(argv: Sequence[str] | None = None) -> None:
    """Score the development articles with the reader of the folder and write its settings."""
    parser = argparse.ArgumentParser(prog="python -m eval.reader.calibrate", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(argv).folder
    settings = fit_settings(score_articles(OnnxNetwork(folder, 1), choose(load_articles(), "dev")))
    file = folder / "config.json"
    config = {**json.loads(file.read_text(encoding="utf-8")), "settings": settings}
    file.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
