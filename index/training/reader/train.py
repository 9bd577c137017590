"""The training loop: processes of one thread each, every one with its share of each batch, weights averaged.

In: a folder with `start.safetensors` (the network before), `epoch-N.npz` (examples), `pairs.npz`. Out:
`NAME.safetensors`, the running mean of the weights, written every few minutes. Each process steps by itself and all
take the mean of their weights every few steps: on a busy machine that is faster than one process of two threads, or
than waiting for each other at every step.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor

from index.training.reader.data.examples import Example, unpack
from index.training.reader.losses import collate, reading_loss, vector_loss
from index.training.reader.network import Heads, Network
from index.training.reader.pairs import STEP, Pairs, pad
from index.training.reader.weights import Shape


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. `minutes` is wall clock; `tokens` is what one process takes at a time."""

    minutes: float
    rate: float = 1.2e-4
    head_rate: float = 4.0  # times the rate
    tokens: int = 4096
    pairs: int = 16
    pairs_every: int = 0
    warm_up: int = 60
    average_every: int = 8
    decay: float = 0.9
    frozen_layers: int = 3
    seed: int = 1
    save_every: float = 240.0
    first_epoch: int = 0
    last: float = 0.02  # the share of the rate at the end
    skipped: float = 0.0  # share of the wrong passages and of the claims that is left out


def save_network(network: Network, path: Path) -> None:
    """The sizes and weights of a network, as safetensors."""
    from safetensors.torch import save_file

    temporary = path.with_suffix(".tmp")
    state = {name: value.detach().contiguous() for name, value in network.state_dict().items()}
    save_file(state, temporary, {"shape": json.dumps(asdict(network.shape))})
    os.replace(temporary, path)


def load_network(path: Path) -> Network:
    """What `save_network` wrote."""
    from safetensors import safe_open
    from safetensors.torch import load_file

    with safe_open(path, "pt") as file:
        shape = Shape(**json.loads(file.metadata()["shape"]))
    network = Network(shape)
    network.load_state_dict(load_file(path))
    return network


def batches(folder: Path, recipe: Recipe, rank: int, size: int) -> Iterator[tuple[int, list[Example]]]:
    """Endless batches of one length and size, this process's share of each; after the last epoch's file the first."""
    epoch = recipe.first_epoch
    chance = random.Random(recipe.seed)
    while True:
        file = folder / f"epoch-{epoch}.npz"
        if not file.exists():
            files = sorted(folder.glob("epoch-*.npz"), key=lambda f: int(f.stem[6:]))
            file = files[epoch % len(files)]
        examples = unpack(dict(np.load(file)))
        chance.shuffle(examples)
        waiting: dict[int, list[Example]] = {}
        for example in examples:
            if example.kind in ("wrong", "claim", "none") and chance.random() < recipe.skipped:
                continue
            length = -(-len(example.ids) // STEP)
            batch = waiting.setdefault(length, [])
            batch.append(example)
            if len(batch) == size * max(2, recipe.tokens // (length * STEP)):
                yield epoch, batch[rank::size]
                del waiting[length]
        epoch += 1


def pair_batches(pairs: Pairs, recipe: Recipe, rank: int) -> Iterator[tuple[Tensor, ...]]:
    """Endless batches of pairs: token numbers of queries and passages, their old vectors, the passages' numbers."""
    chance = random.Random(f"{recipe.seed} {rank}")
    vectors = torch.from_numpy(pairs.vectors.astype(np.float32))
    while True:
        rows = list(pairs.rows)
        chance.shuffle(rows)
        for at in range(0, len(rows) - recipe.pairs, recipe.pairs):
            left, right = (list(column) for column in zip(*rows[at : at + recipe.pairs], strict=True))
            yield (
                pad([pairs.texts[i] for i in left]), pad([pairs.texts[i] for i in right]),
                vectors[left], vectors[right], torch.tensor(right),
            )  # fmt: skip


class _Log:
    """Means of the parts of the loss since the last line."""

    def __init__(self) -> None:
        self._sums: defaultdict[str, list[float]] = defaultdict(list)

    def add(self, parts: dict[str, float]) -> None:
        for name, value in parts.items():
            if value == value:
                self._sums[name].append(value)

    def line(self) -> str:
        text = " ".join(f"{name} {sum(v) / len(v):.3f}" for name, v in self._sums.items())
        self._sums.clear()
        return text


def train(folder: Path, start: str, name: str, recipe: Recipe, rank: int, size: int) -> None:
    """Train `start` of the folder and write `name`; to be run in `size` processes of ranks 0, 1, …"""
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed * 100 + rank)
    dist.init_process_group("gloo", rank=rank, world_size=size)
    network = load_network(folder / f"{start}.safetensors")
    for part in (network.words, network.places, *network.layers[: recipe.frozen_layers]):
        part.requires_grad_(False)
    network.train()
    heads = [p for head in (network.tokens, network.whole) for p in head.parameters()]
    body = [p for p in network.parameters() if p.requires_grad and all(p is not h for h in heads)]
    groups = [
        {"params": body, "lr": recipe.rate, "scale": 1.0},
        {"params": heads, "lr": recipe.rate, "scale": recipe.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    learned = body + heads
    means = [p.detach().clone() for p in learned]
    pairs = pair_batches(Pairs.load(folder / "pairs.npz"), recipe, rank) if recipe.pairs_every else None
    began = told = saved = time.time()
    log, seen, share = _Log(), 0, 0.0
    for step, (epoch, batch) in enumerate(batches(folder, recipe, rank, size)):
        if step % recipe.average_every == 0:
            share = _share(began, recipe)
            if step:
                _average(learned, size)
                torch._foreach_lerp_(means, [p.detach() for p in learned], 1 - min(recipe.decay, step / (step + 99)))
        if share >= 1:
            break
        factor = min(1.0, (step + 1) / recipe.warm_up) * (1 - (1 - recipe.last) * share)
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * group["scale"] * factor
        ids, types = collate(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = Heads(*(score.float() for score in network(ids, types)))
        loss, parts = reading_loss(scores, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        log.add(parts)
        if pairs and step % recipe.pairs_every == 0:
            log.add(_learn_pairs(network, next(pairs)))
        torch.nn.utils.clip_grad_norm_(learned, 1.0, foreach=True)
        optimizer.step()
        optimizer.zero_grad()
        seen += size * len(batch)
        if rank == 0 and time.time() - told > 60:
            told = time.time()
            print(f"{time.strftime('%T')} epoch {epoch} step {step} seen {seen} {share:.3f} {log.line()}",
                  f"cpu {time.process_time():.0f}", flush=True)  # fmt: skip
        if rank == 0 and time.time() - saved > recipe.save_every:
            saved = time.time()
            _save_means(network, learned, means, folder / f"{name}.safetensors")
    if rank == 0:
        _save_means(network, learned, means, folder / f"{name}.safetensors")
        print(f"{time.strftime('%T')} done: {step} steps, {seen} examples", flush=True)
    dist.destroy_process_group()


def _learn_pairs(network: Network, batch: tuple[Tensor, ...]) -> dict[str, float]:
    queries, passages, old_queries, old_passages, numbers = batch
    with torch.autocast("cpu", dtype=torch.bfloat16):
        left = network(queries, torch.zeros_like(queries)).vector
        right = network(passages, torch.zeros_like(passages)).vector.float()
    loss, parts = vector_loss(left, right, old_queries, old_passages, numbers)
    loss.backward()  # type: ignore[no-untyped-call]
    return parts


def _share(began: float, recipe: Recipe) -> float:
    """The share of the time that is over, the same in all processes."""
    share = torch.tensor([(time.time() - began) / (60 * recipe.minutes)])
    dist.broadcast(share, 0)
    return float(share)


def _average(parameters: list[torch.nn.Parameter], size: int) -> None:
    """Give every process the mean of all processes' weights."""
    flat = torch.cat([p.detach().flatten() for p in parameters])
    dist.all_reduce(flat)
    flat /= size
    at = 0
    for p in parameters:
        p.data.copy_(flat[at : at + p.numel()].view_as(p))
        at += p.numel()


def _save_means(network: Network, learned: list[torch.nn.Parameter], means: list[Tensor], path: Path) -> None:
    """Write the network with the running mean of its weights in place of the last ones."""
    now = [p.detach().clone() for p in learned]
    with torch.no_grad():
        for p, mean in zip(learned, means, strict=True):
            p.copy_(mean)
        save_network(network, path)
        for p, value in zip(learned, now, strict=True):
            p.copy_(value)
