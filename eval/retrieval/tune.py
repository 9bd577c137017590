"""Weights for the fusion, chosen on development questions.

In: tasks with their indexes. Out: the weights with the best mean reciprocal rank, averaged over tasks so that no large
task outvotes a small one, written into `qa/retrieve/fusion_weights.toml`. One weight is changed at a time; keyword
stays 1.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.retrieval.tasks import Task
from index.settings import Settings
from qa.retrieve import WEIGHTS_FILE, Floats, Fusion, Retriever, Signals, Weights, fuse, fusion_kind, load_fusion

_VALUES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_SCALES = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2.0)
# The keyword weights and the soft (without a table: dense) weight of the other language stay as they are: they fix the
# unit, and what the keywords of the other language are worth shows only where the glossary knows the subject.
_TRIED = (
    ("same", "soft", _VALUES),
    ("same", "dense", _VALUES),
    ("same", "article", _VALUES),
    ("same", "sentence", _VALUES),
    ("other", "dense", _VALUES),
    ("other", "sentence", _VALUES),
    ("other", "scale", _SCALES),
)
_ROUNDS = 3
_POOL = 200
_LEAST_GAIN = 1e-5
_ASKED = ("reading", "news")


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of all questions of a task, one after another, those of one article together.

    `groups` are where each article of each question begins, `questions` where each question's groups begin;
    `gold` is the group of each question's own article, -1 when it is not among the candidates.
    """

    name: str
    signals: Signals
    groups: NDArray[np.int64]
    questions: NDArray[np.int64]
    gold: NDArray[np.int64]


def collect(task: Task, retriever: Retriever) -> Candidates:
    """Every signal of every passage worth ranking, for each question of the task."""
    parts: list[Signals] = []
    groups: list[int] = []
    questions: list[int] = []
    gold: list[int] = []
    rows = 0
    names = [int(article.source.split(".")[0]) for article in retriever.index.articles]
    for asked in task.asked:
        query = retriever.read_question(asked.question)
        pool = retriever.signals.collect(query, _POOL)
        articles = retriever.signals.article_of[pool.ids]
        starts = np.flatnonzero(np.concatenate(([True], articles[1:] != articles[:-1])))
        mine = [i for i, start in enumerate(starts) if names[articles[start]] == asked.article]
        gold.append(len(groups) + mine[0] if mine else -1)
        questions.append(len(groups))
        groups += (starts + rows).tolist()
        parts.append(retriever.read_sentences(query, pool.ids, pool.signals))
        rows += len(pool.ids)
    joined = Signals(*(np.concatenate([getattr(part, name) for part in parts]) for name in Signals.__slots__))
    return Candidates(
        f"{task.name} {task.languages}", joined, np.array(groups), np.array(questions), np.array(gold, dtype=np.int64)
    )


def reciprocal_rank(candidates: Candidates, fusion: Fusion) -> float:
    """The mean reciprocal rank of the questions' own articles, 0 for those not among the candidates."""
    best: Floats = np.maximum.reduceat(fuse(candidates.signals, fusion), candidates.groups)
    own = np.where(candidates.gold >= 0, best[candidates.gold], np.float32(np.inf))
    counts = np.diff(np.append(candidates.questions, len(best)))
    ahead = np.add.reduceat(best >= np.repeat(own, counts), candidates.questions)
    return float(np.where(candidates.gold >= 0, 1.0 / np.maximum(ahead, 1), 0.0).mean())


def objective(tasks: Sequence[Candidates], fusion: Fusion) -> float:
    """The mean over tasks of the mean reciprocal rank; tasks with questions as people ask them count double."""
    weights = [2.0 if candidates.name.startswith(_ASKED) else 1.0 for candidates in tasks]
    return float(np.average([reciprocal_rank(candidates, fusion) for candidates in tasks], weights=weights))


def descend(tasks: Sequence[Candidates], fusion: Fusion) -> tuple[Fusion, float]:
    """The best weights found by changing one at a time."""
    best = objective(tasks, fusion)
    for _ in range(_ROUNDS):
        before = best
        for side, name, values in _TRIED:
            for value in values:
                tried = replace(fusion, **{side: replace(getattr(fusion, side), **{name: value})})
                score = objective(tasks, tried)
                if score > best + _LEAST_GAIN:
                    fusion, best = tried, score
        if best == before:
            break
    return fusion, best


def tune(tasks: Sequence[Task], scratch: Path, settings: Settings) -> int:
    """Choose the weights for the model in `settings` and write them. Returns the exit code."""
    from eval.retrieval.measure import open_task

    collected = []
    kind = "table"
    for task in tasks:
        retriever = open_task(task, scratch, settings)
        kind = fusion_kind(retriever.encoder)
        collected.append(collect(task, retriever))
    fusion, score = descend(collected, load_fusion(kind))
    for candidates in collected:
        print(f"{candidates.name}: {reciprocal_rank(candidates, fusion):.4f}", file=sys.stderr)
    print(f"{fusion}: mean reciprocal rank {score:.4f}")
    for side in ("same", "other"):
        write_weights(f"{kind}.{side}", getattr(fusion, side), WEIGHTS_FILE)
    return 0


def write_weights(table: str, weights: Weights, file: Path) -> None:
    """Put new numbers into one table of the weights file; its comments stay."""
    before, header, rest = file.read_text(encoding="utf-8").partition(f"[{table}]")
    body, bracket, after = rest.partition("\n[")
    for name in Weights.__slots__:
        body = re.sub(rf"(?m)^{name} = [0-9.]+", f"{name} = {getattr(weights, name)}", body)
    file.write_text(before + header + body + bracket + after, encoding="utf-8")
