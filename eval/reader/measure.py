"""Scores of a reader on tasks, and how long it takes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from eval.reader.metrics import area_under_curve, calibration_error, character_f1, exact_match, mean
from eval.reader.tasks import Asked
from index.training.reader.data.text import sentences
from qa.reader import Reader, Reading, Span


@dataclass(frozen=True, slots=True)
class Score:
    """Shares in [0, 1] over `questions` questions; what a task cannot tell is 0.

    `exact`, `f1`: of the best span over all passages, against the gold words. `sentence`: the best span lies in the
    proving sentence, or in one that holds the gold words. `passage`: the passage taken holds the answer. `items`: F1 of
    a list's items.
    """

    task: str
    questions: int
    exact: float
    f1: float
    sentence: float
    passage: float
    items: float


@dataclass(frozen=True, slots=True)
class Sureness:
    """How well `answerable` tells passages that answer from passages of the same article that do not (`passages`), and
    questions with an answer from those without (`questions`, by the likeliest passage): areas under the curve, the
    calibration error over passages, and the accuracy of yes and no, and of yes, no and unsaid."""

    task: str
    passages: float
    questions: float
    error: float
    verdict: float
    claim: float


def choose_passage(readings: Sequence[Reading]) -> tuple[int, Span] | None:
    """The passage and span that are likeliest together: answerable times the span's score."""
    spans = [(r.answerable * r.spans[0].score, i, r.spans[0]) for i, r in enumerate(readings) if r.spans]
    if not spans:
        return None
    _, place, span = max(spans, key=lambda row: (row[0], -row[1]))
    return place, span


def measure(reader: Reader, task: str, asked: Sequence[Asked]) -> tuple[list[Score], Sureness]:
    """The scores of a task, whole and by kind of question where there are several kinds."""
    rows: defaultdict[str, list[tuple[float, ...]]] = defaultdict(list)
    items: defaultdict[str, list[float]] = defaultdict(list)
    right: list[float] = []
    wrong: list[float] = []
    some: list[float] = []
    none: list[float] = []
    verdicts: list[bool] = []
    claims: list[bool] = []
    for row in asked:
        readings = reader.read(row.question.text, row.passages, [row.context] * len(row.passages))
        best = max((reading.answerable for reading in readings), default=0.0)
        (some if row.gold else none).append(best)
        for reading, holds in zip(readings, row.holding, strict=True):
            (right if holds else wrong).append(reading.answerable)
        if not row.gold:
            continue
        values = _read(row, readings)
        for name in (task, f"{task} {row.question.kind}"):
            rows[name].append(values)
            if row.question.kind == "list":
                items[name].append(_items(row, readings))
        if row.question.verdict:
            _judge(reader, row, verdicts, claims)
    kinds = sorted(name for name in rows if name != task)
    names = [task, *(kinds if len(kinds) > 1 else ())] if rows else []
    scores = []
    for name in names:
        exact, f1, sentence, passage = (round(mean(column), 4) for column in zip(*rows[name], strict=True))
        scores.append(Score(name, len(rows[name]), exact, f1, sentence, passage, round(mean(items[name]), 4)))
    error = calibration_error([*right, *wrong], [True] * len(right) + [False] * len(wrong))
    areas = (round(area_under_curve(right, wrong), 4), round(area_under_curve(some, none), 4))
    accuracies = (round(mean([float(v) for v in verdicts]), 4), round(mean([float(c) for c in claims]), 4))
    return scores, Sureness(task, *areas, round(error, 4), *accuracies)


def _read(row: Asked, readings: Sequence[Reading]) -> tuple[float, float, float, float]:
    chosen = choose_passage(readings)
    if chosen is None:
        return 0.0, 0.0, 0.0, 0.0
    place, span = chosen
    passage = row.passages[place]
    words = span.of(passage)
    held = next((passage[a:b] for a, b in sentences(passage) if a <= span.start < b), "")
    proves = held.strip() in row.proof or any(gold in held for gold in row.gold)
    return (
        max(exact_match(words, gold) for gold in row.gold),
        max(character_f1(words, gold) for gold in row.gold),
        float(proves),
        float(row.holding[place]),
    )


def _items(row: Asked, readings: Sequence[Reading]) -> float:
    """F1 of the items of the likeliest passage: an item is found where two thirds of its characters are."""
    place = max(range(len(readings)), key=lambda i: readings[i].answerable)
    told = [item.of(row.passages[place]) for item in readings[place].items]
    found = sum(any(character_f1(word, gold) > 2 / 3 for word in told) for gold in row.gold)
    fitting = sum(any(character_f1(word, gold) > 2 / 3 for gold in row.gold) for word in told)
    if not found or not fitting:
        return 0.0
    recall, precision = found / len(row.gold), fitting / len(told)
    return 2 * recall * precision / (recall + precision)


def _judge(reader: Reader, row: Asked, verdicts: list[bool], claims: list[bool]) -> None:
    """The yes/no question as a claim on every passage of its article."""
    for claim, holds in zip(
        reader.claim(row.question.text, row.passages, [row.context] * len(row.passages)), row.holding, strict=True
    ):
        if holds:
            verdicts.append((claim.yes > claim.no) == (row.question.verdict == "yes"))
        told = max((claim.yes, "yes"), (claim.no, "no"), (claim.unsaid, "unsaid"))[1]
        claims.append(told == (row.question.verdict if holds else "unsaid"))


def latency(
    reader: Reader, passages: Sequence[str], question: str, counts: Sequence[int], runs: int = 9
) -> dict[int, float]:
    """Milliseconds to read so many passages, the median of some runs after one to warm up."""
    medians = {}
    for count in counts:
        taken = [passages[i % len(passages)] for i in range(count)]
        reader.read(question, taken)
        times = []
        for _ in range(runs):
            began = time.perf_counter()
            reader.read(question, taken)
            times.append(1000 * (time.perf_counter() - began))
        medians[count] = round(sorted(times)[len(times) // 2], 1)
    return medians
