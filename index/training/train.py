"""The training loop: a lazily updated table, first by mean vectors in large batches, then with token matches."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from index.training.corpus import Ids, Sampler
from index.training.objective import contrast, counts, match_scores, mean_scores, pack

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Every number of a run. Steps, not minutes, so that the result does not depend on the machine's speed."""

    dimension: int = 256
    seed: int = 20250120
    mean_steps: int = 250
    mean_batch: int = 1024
    match_steps: int = 2600
    match_batch: int = 96
    term_batch: int = 384
    rate: float = 6e-3
    weight_rate: float = 2e-2
    mean_temperature: float = 0.05
    match_temperature: float = 0.05
    floor: float = 0.2


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is learned: token vectors (tokens, d), whose length is their weight in a mean, and log match weights."""

    vectors: Floats
    log_weights: Floats


class LazyAdam:
    """Adam that touches only the rows a batch uses: a step on 120,000 rows would cost more than the batch."""

    def __init__(self, values: torch.Tensor, rate: float) -> None:
        self.values = values
        self._rate = rate
        self._mean = torch.zeros_like(values)
        self._square = torch.zeros_like(values)
        self._steps = torch.zeros(len(values))

    def step(self, rows: torch.Tensor, gradient: torch.Tensor, scale: float) -> None:
        """Update `rows` by `gradient` with the learning rate times `scale`; each row counts its own steps."""
        self._steps[rows] += 1
        steps = self._steps[rows].view(-1, *[1] * (gradient.dim() - 1))
        mean = self._mean[rows].mul_(0.9).add_(gradient, alpha=0.1)
        square = self._square[rows].mul_(0.99).addcmul_(gradient, gradient, value=0.01)
        self._mean[rows] = mean
        self._square[rows] = square
        change = (mean / (1 - 0.9**steps)) / ((square / (1 - 0.99**steps)).sqrt() + 1e-8)
        self.values[rows] -= self._rate * scale * change


def train(start: Parameters, sampler: Sampler, recipe: Recipe, report: Callable[[str], None]) -> Parameters:
    """Run the recipe from `start`; deterministic for a seed and a number of threads."""
    torch.manual_seed(recipe.seed)
    vectors = LazyAdam(torch.from_numpy(start.vectors.copy()), recipe.rate)
    weights = LazyAdam(torch.from_numpy(start.log_weights.copy()), recipe.weight_rate)
    total = recipe.mean_steps + recipe.match_steps
    losses: list[float] = []
    began = time.monotonic()
    for step in range(total):
        scale = min(1.0, (step + 1) / 50) * (1 - step / total)
        matching = step >= recipe.mean_steps
        queries, passages = _usable(*_draw(sampler, recipe, step, matching))
        losses.append(_update(vectors, weights, queries, passages, recipe, scale, matching))
        if (step + 1) % 250 == 0:
            report(f"step {step + 1}/{total} loss {np.mean(losses[-250:]):.3f} {time.monotonic() - began:.0f} s")
    return Parameters(vectors.values.numpy(), weights.values.numpy())


def _usable(queries: list[Ids], passages: list[Ids]) -> tuple[list[Ids], list[Ids]]:
    """The pairs with words on both sides: an empty row has no mean and no match, and one NaN spreads to all."""
    pairs = [(query, passage) for query, passage in zip(queries, passages, strict=True) if len(query) and len(passage)]
    return [query for query, _ in pairs], [passage for _, passage in pairs]


def _draw(sampler: Sampler, recipe: Recipe, step: int, matching: bool) -> tuple[list[Ids], list[Ids]]:
    """Which kind of batch comes at this step."""
    if not matching:
        return sampler.terms(recipe.mean_batch * 2) if step % 3 == 0 else sampler.sentences(recipe.mean_batch)
    kind = step % 10
    if kind in (0, 5):
        return sampler.terms(recipe.term_batch)
    if kind in (2, 7):
        return sampler.questions(recipe.match_batch, english=kind == 7)
    return sampler.windows(recipe.match_batch, chinese_query=kind == 4)


def _update(
    vectors: LazyAdam,
    weights: LazyAdam,
    queries: list[Ids],
    passages: list[Ids],
    recipe: Recipe,
    scale: float,
    matching: bool,
) -> float:
    """One step on one batch; its loss."""
    batch = pack(queries, passages)
    rows = torch.from_numpy(batch.tokens)
    local = vectors.values[rows].requires_grad_()
    local_weights = weights.values[rows].requires_grad_()
    asked = counts(torch.from_numpy(batch.queries), len(rows))
    given = counts(torch.from_numpy(batch.passages), len(rows))
    loss = contrast(mean_scores(asked, given, local), recipe.mean_temperature)
    if matching:
        scores = match_scores(batch, asked, local, local_weights, recipe.floor)
        loss = loss + contrast(scores, recipe.match_temperature)
    if not torch.isfinite(loss):
        # One text without tokens would turn the whole table into NaN, a row at a time.
        raise FloatingPointError("the loss is not a number; a query or passage of the batch has no tokens")
    loss.backward()  # type: ignore[no-untyped-call]
    if local.grad is not None:
        vectors.step(rows, local.grad, scale)
    if local_weights.grad is not None:
        weights.step(rows, local_weights.grad, scale)
    return float(loss.detach())
