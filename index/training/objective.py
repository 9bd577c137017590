"""What is learned: mean vectors and token-by-token matches that rank a query's own passage first in its batch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries and their passages, row i belonging to row i, as positions in `tokens` (the ids that occur).

    `queries` (b, m) and `passages` (b, n) are padded with -1.
    """

    tokens: Ids
    queries: Ids
    passages: Ids


def pack(queries: list[Ids], passages: list[Ids]) -> Batch:
    """Pad token ids into a batch; `tokens` comes sorted."""
    tokens, places = np.unique(np.concatenate([*queries, *passages]), return_inverse=True)

    def pad(rows: list[Ids], start: int) -> Ids:
        padded = np.full((len(rows), max(map(len, rows))), -1, dtype=np.int64)
        for index, row in enumerate(rows):
            padded[index, : len(row)] = places[start : start + len(row)]
            start += len(row)
        return padded

    return Batch(tokens, pad(queries, 0), pad(passages, sum(map(len, queries))))


def counts(rows: Tensor, tokens: int) -> Tensor:
    """(b, m) padded positions → (b, tokens) how often each token stands in each row."""
    found = torch.zeros(len(rows), tokens + 1)
    found.scatter_add_(1, torch.where(rows < 0, tokens, rows), torch.ones_like(rows, dtype=torch.float32))
    return found[:, :tokens]


def mean_scores(queries: Tensor, passages: Tensor, vectors: Tensor) -> Tensor:
    """Cosines (b, b) of the summed token vectors; `queries` and `passages` are counts (b, tokens)."""
    left = torch.nn.functional.normalize(queries @ vectors, dim=1)
    right = torch.nn.functional.normalize(passages @ vectors, dim=1)
    return left @ right.T


def match_scores(batch: Batch, asked: Tensor, vectors: Tensor, log_weights: Tensor, floor: float) -> Tensor:
    """Token-by-token scores (b, b): Σ weight · strength / Σ weight, as `TokenTable.match_score`.

    Below `floor` the strength goes on falling, at a third of its slope: nothing would be learned about a word that
    matches nothing yet if it stopped at 0.
    """
    units = torch.nn.functional.normalize(vectors, dim=1)
    in_queries = asked.sum(dim=0).nonzero()[:, 0]
    in_passages = torch.from_numpy(np.unique(batch.passages[batch.passages >= 0]))
    similarity = units[in_queries] @ units[in_passages].T
    place = torch.zeros(len(vectors), dtype=torch.long)
    place[in_passages] = torch.arange(len(in_passages))
    rows = torch.from_numpy(batch.passages)
    columns = torch.where(rows < 0, place[rows[:, :1]], place[rows.clamp(min=0)])
    with torch.no_grad():
        # Which token is best needs no gradient, so the (queries, b, n) cube is never kept.
        best = similarity.detach()[:, columns.reshape(-1)].view(len(in_queries), *columns.shape).argmax(dim=2)
        chosen = torch.gather(columns.T, 0, best) if len(columns) else best
    top = torch.gather(similarity, 1, chosen)
    top = torch.where(top < floor, (top - floor) / 3, top - floor) / (1 - floor)
    weights = asked[:, in_queries] * torch.exp(log_weights[in_queries])
    return (weights @ top) / weights.sum(dim=1, keepdim=True)


def contrast(scores: Tensor, temperature: float) -> Tensor:
    """Cross-entropy of the diagonal, over passages for each query and over queries for each passage."""
    target = torch.arange(len(scores))
    logits = scores / temperature
    entropy = torch.nn.functional.cross_entropy
    return (entropy(logits, target) + entropy(logits.T, target)) / 2
