"""What the network is told it did wrong: losses for reading and for the vectors."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from index.training.reader.data.examples import IGNORED, Example
from index.training.reader.network import Heads
from index.training.reader.pairs import pad

_EMPTY = 0.3  # weight of "no answer here" among the spans
_TAGS, _CLAIM = 1.5, 0.8
_COSINE, _RELATION, _CONTRAST = 8.0, 1.0, 0.3
_SHARPNESS = 50.0  # e5's cosines lie close together
_LOW = -1e4


def collate(examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """Token numbers and types of a batch."""
    ids = pad([example.ids for example in examples])
    types = torch.zeros_like(ids)
    for row, example in enumerate(examples):
        types[row, example.begin : example.end + 1] = 1
    return ids, types


def reading_loss(heads: Heads, examples: Sequence[Example]) -> tuple[Tensor, dict[str, float]]:
    """The loss of a batch, and its parts for the log."""
    n, length = heads.start.shape
    allowed = torch.zeros(n, length, dtype=torch.bool)
    starts, ends = torch.zeros(n, length, dtype=torch.bool), torch.zeros(n, length, dtype=torch.bool)
    tags = torch.full((n, length), -100)
    for row, example in enumerate(examples):
        allowed[row, example.begin : example.end] = True
        allowed[row, 0] = True
        if not example.reads:
            continue
        tags[row, example.begin : example.end] = 0
        for first, last in example.spans:
            starts[row, first] = ends[row, last] = True
            tags[row, first : last + 1] = 2
        for first, _ in example.spans:
            tags[row, first] = 1
        if not example.spans:
            starts[row, 0] = ends[row, 0] = True
    weights = torch.tensor([(1.0 if e.spans else _EMPTY) if e.reads else 0.0 for e in examples])
    found = torch.tensor([bool(e.spans) for e in examples])
    spans = _any_of(heads.start, allowed, starts) + _any_of(heads.end, allowed, ends)
    span = (spans * weights).sum() / 2 / max(1.0, float(weights.sum()))
    costs = functional.cross_entropy(
        heads.tags.flatten(0, 1), tags.flatten(), weight=torch.tensor([1.0, 3.0, 2.0]), reduction="none"
    )
    counted = (tags >= 0).sum(1)
    tag = (costs.view(n, length).sum(1) / counted.clamp(min=1)).sum() / max(1, int((counted > 0).sum()))
    known = torch.tensor([e.answerable for e in examples])
    answerable = _mean(
        functional.binary_cross_entropy_with_logits(heads.answerable, known.clamp(min=0).float(), reduction="none"),
        known != IGNORED,
    )
    verdicts = torch.tensor([e.claim for e in examples])
    claim = _mean(functional.cross_entropy(heads.claim, verdicts.clamp(min=0), reduction="none"), verdicts != IGNORED)
    loss = span + _TAGS * tag + answerable + _CLAIM * claim
    best = allowed.float() * 0 + heads.start.masked_fill(~allowed, _LOW)
    hits = starts[torch.arange(n), best.argmax(1)][found & (weights > 0)]
    told = (heads.answerable > 0) == (known > 0)
    parts = {
        "span": float(span.detach()),
        "tag": float(tag.detach()),
        "answerable": float(answerable.detach()),
        "claim": float(claim.detach()),
        "start right": float(hits.float().mean()) if len(hits) else float("nan"),
        "answerable right": float(told[known != IGNORED].float().mean()),
        "claim right": float((heads.claim.argmax(1) == verdicts)[verdicts != IGNORED].float().mean()),
    }
    return loss, parts


def _any_of(scores: Tensor, allowed: Tensor, right: Tensor) -> Tensor:
    """Minus the log of the probability that falls on any right place; 0 in rows without one."""
    scores = scores.masked_fill(~allowed, _LOW)
    inside = scores.masked_fill(~right, _LOW * 2)
    return (scores.logsumexp(1) - inside.logsumexp(1)) * right.any(1)


def _mean(costs: Tensor, chosen: Tensor) -> Tensor:
    return (costs * chosen).sum() / chosen.sum().clamp(min=1)


def vector_loss(
    queries: Tensor, passages: Tensor, old_queries: Tensor, old_passages: Tensor, numbers: Tensor
) -> tuple[Tensor, dict[str, float]]:
    """Stay near the old vectors, keep what is near what, and bring questions to their passages.

    `numbers`: of the passage in each row; rows with the same one are not set against each other.
    """
    apart = 2 - (queries * old_queries).sum(1).mean() - (passages * old_passages).sum(1).mean()
    new, old = queries @ passages.T * _SHARPNESS, old_queries @ old_passages.T * _SHARPNESS
    relation = functional.kl_div(new.log_softmax(1), old.softmax(1), reduction="batchmean")
    same = (numbers[:, None] == numbers[None, :]) & ~torch.eye(len(numbers), dtype=torch.bool)
    contrast = functional.cross_entropy(new.masked_fill(same, _LOW), torch.arange(len(numbers)))
    loss = _COSINE * apart + _RELATION * relation + _CONTRAST * contrast
    parts = {
        "apart": float(apart.detach()), "relation": float(relation.detach()), "contrast": float(contrast.detach())
    }  # fmt: skip
    return loss, parts
