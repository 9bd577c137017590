"""From the network's scores for the tokens of a window to places in the passage.

Everything here is plain numpy on one window and can be worked out by hand.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.reader.types import Span

Floats = NDArray[np.float32]
LONGEST = 60  # tokens of an answer
_CANDIDATES = 12  # starts and ends that are looked at
_FEWEST = 0.02  # probability below which a span is not told


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def sigmoid(score: float) -> float:
    """The probability of a score.

    >>> sigmoid(0.0)
    0.5
    """
    return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))


def best_spans(start: Floats, end: Floats, offsets: Sequence[tuple[int, int]], count: int) -> list[Span]:
    """The `count` likeliest spans that do not overlap, best first.

    `start`, `end`: scores of the passage's tokens; `offsets`: their characters. A span's score is the square root of
    the product of the two probabilities. Pieces without characters of their own begin and end nothing.
    """
    if not len(start):
        return []
    first, last = softmax(start), softmax(end)
    starts = [i for i in np.argsort(-first, kind="stable")[:_CANDIDATES] if offsets[i][0] < offsets[i][1]]
    ends = [i for i in np.argsort(-last, kind="stable")[:_CANDIDATES] if offsets[i][0] < offsets[i][1]]
    pairs = [(float(np.sqrt(first[i] * last[j])), int(i), int(j)) for i in starts for j in ends if 0 <= j - i < LONGEST]
    chosen: list[tuple[float, int, int]] = []
    for score, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if len(chosen) == count or (chosen and score < _FEWEST):
            break
        if all(j < a or b < i for _, a, b in chosen):
            chosen.append((score, i, j))
    return [Span(offsets[i][0], offsets[j][1], score) for score, i, j in chosen]


def find_items(tags: Floats, offsets: Sequence[tuple[int, int]]) -> list[Span]:
    """The items of a list: each begins at a token tagged "first" and goes on over tokens tagged "further".

    `tags`: (tokens, 3) scores for outside, first, further. An item's score is the mean probability of its tokens' being
    inside.
    """
    if not len(tags):
        return []
    likely = softmax(tags)
    kinds = likely.argmax(axis=1)
    runs: list[list[int]] = []
    for i, kind in enumerate(kinds):
        if offsets[i][0] == offsets[i][1]:
            continue
        if kind == 1 or (kind == 2 and (not runs or runs[-1][-1] != i - 1)):
            runs.append([i])
        elif kind == 2:
            runs[-1].append(i)
    inside = 1 - likely[:, 0]
    return [Span(offsets[run[0]][0], offsets[run[-1]][1], float(inside[run].mean())) for run in runs]
