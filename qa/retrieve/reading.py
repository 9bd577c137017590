"""The order of the first passages after the reader has read them: which of them holds the answer.

In: the best passages by their signals, with scores in [0, 1]. Out: the same passages with scores in [0, 1] in which the
reader's word counts too. Measured by `python -m eval.retrieval.measure` (docs/retrieval.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Passage
from qa.reader import Reader

# Passages that are read, and what the reader's probability counts against a fused score.
READ = 10
WEIGHT = 0.15


def read_again(
    reader: Reader, question: str, ranked: Sequence[tuple[int, float]], passages: Sequence[Passage]
) -> list[tuple[int, float]]:
    """`ranked` (passage ids and scores, best first) in their new order; `passages` are all of the index.

    A passage that is not read keeps its place behind those that are.
    """
    first = [passages[passage] for passage, _ in ranked[:READ]]
    contexts = [f"{passage.title} {passage.published.iso() or ''}".strip() for passage in first]
    readings = reader.read(question, [passage.text for passage in first], contexts)
    judged = [
        (passage, (score + WEIGHT * reading.answerable) / (1 + WEIGHT))
        for (passage, score), reading in zip(ranked, readings, strict=False)
    ]
    judged.sort(key=lambda one: -one[1])
    least = min((score for _, score in judged), default=1.0)
    return judged + [(passage, min(score / (1 + WEIGHT), least)) for passage, score in ranked[READ:]]
