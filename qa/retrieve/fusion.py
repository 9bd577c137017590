"""Fusion: four signals about every passage become one score in [0, 1].

Each signal is a share of what it could be at most, so they can be added as they are: a question whose words stand
nowhere has keyword shares near 0 and is decided by the others. (Ranks and standard deviations were tried: they blow
up the few chance words that an English question shares with a Chinese folder. See docs/retrieval.md.)
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import Encoder
from index.text import read_toml

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]
_BLOCK = 64
WEIGHTS_FILE = Path(__file__).with_name("fusion_weights.toml")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts, and what the whole counts against passages in the other language."""

    keyword: float
    soft: float
    dense: float
    article: float
    scale: float
    sentence: float = 0.0


@dataclass(frozen=True, slots=True)
class Fusion:
    """Weights for passages in the question's language and in the other one."""

    same: Weights
    other: Weights


@dataclass(frozen=True, slots=True)
class Signals:
    """Shares in [0, 1] for the same passages, in the same order; `foreign` where the language is the other one."""

    keyword: Floats
    soft: Floats
    dense: Floats
    article: Floats
    foreign: Mask
    sentence: Floats | None = None
    """None before any passage was read; then 0 for those that were not."""


def fuse(signals: Signals, fusion: Fusion) -> Floats:
    """The fused score of each passage, in [0, 1]: the weighted mean of its shares.

    A passage in the other language holds few of the question's words (numbers, names, what the glossary adds), so its
    shares are weighed by themselves: there the keyword share comes on top of the mean of the others. The scale then
    puts both languages into one list: it lifts a half-match across languages, and less what is nearly whole.
    """
    read = signals.sentence is not None
    same = _weighted(signals, fusion.same) / max(_rest(fusion.same, read) + fusion.same.keyword, 1e-9)
    other = _weighted(signals, fusion.other) / max(_rest(fusion.other, read), 1e-9)
    total = np.where(signals.foreign, _lift(other, fusion.other.scale), _lift(same, fusion.same.scale))
    return np.asarray(total, dtype=np.float32)


def _lift(score: Floats, scale: float) -> Floats:
    """`scale` times a small score, 1 for 1, rising all the way for a scale up to 2."""
    score = np.clip(score, 0.0, 1.0)
    return np.asarray(score * (scale - (scale - 1.0) * score), dtype=np.float32)


def _weighted(signals: Signals, weights: Weights) -> Floats:
    total: Floats = np.float32(weights.keyword) * signals.keyword
    total += np.float32(weights.soft) * signals.soft
    total += np.float32(weights.dense) * signals.dense
    total += np.float32(weights.article) * signals.article
    if signals.sentence is not None:
        total += np.float32(weights.sentence) * signals.sentence
    return total


def _rest(weights: Weights, read: bool) -> float:
    return weights.soft + weights.dense + weights.article + (weights.sentence if read else 0.0)


def top(scores: Floats, k: int) -> Ids:
    """The places of the at most `k` highest scores above 0, best first; of equal ones the first place first.

    >>> top(np.array([0.1, 0.5, 0.0, 0.5], dtype=np.float32), 3).tolist()
    [1, 3, 0]
    """
    found = _promising(scores, k)
    if len(found) > k:
        # Everything that reaches the k-th highest score, so that ties are settled by place below.
        best = scores[found]
        bar = np.partition(best, len(found) - k)[len(found) - k]
        found = found[best >= bar]
    order = np.argsort(-scores[found], kind="stable")[:k]
    return np.asarray(found[order], dtype=np.int64)


def _promising(scores: Floats, k: int) -> Ids:
    """Where scores are above 0 and may be among the `k` highest; of many scores few are left."""
    blocks = len(scores) // _BLOCK
    if blocks <= k:
        return np.flatnonzero(scores > 0)
    # The highest of `k` blocks are `k` scores: nothing below the least of them is wanted.
    highest = scores[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
    bar = np.partition(highest, blocks - k)[blocks - k]
    return np.flatnonzero(scores >= bar) if bar > 0 else np.flatnonzero(scores > 0)


def spread_articles(articles: Ids, scores: Floats, discount: float) -> Floats:
    """Scores in which an article's second passage counts `discount` times, its third discount² …

    `scores` are best first, `articles` says whose passage each is. Near-equal passages of one article then do not
    crowd out the others.

    >>> spread_articles(np.array([7, 7, 8]), np.array([1.0, 0.9, 0.8], dtype=np.float32), 0.5).tolist()
    [1.0, 0.44999998807907104, 0.800000011920929]
    """
    count = len(articles)
    if not count:
        return scores
    order = np.argsort(articles, kind="stable")
    of = articles[order]
    begins = np.concatenate(([True], of[1:] != of[:-1]))
    first = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    before = np.empty(count, dtype=np.int64)  # passages of the same article that stand before
    before[order] = np.arange(count) - first
    factors = np.array([discount**i for i in range(int(before.max()) + 1)], dtype=np.float32)
    return np.asarray(scores * factors[before], dtype=np.float32)


def fusion_kind(encoder: Encoder) -> str:
    """ "table" where a token table gives the vectors too, "deep" where it stands beside a transformer, else "model"."""
    if encoder.table is None:
        return "model"
    return "table" if encoder.fingerprint == encoder.table.fingerprint else "deep"


@cache
def load_fusion(kind: str, file: Path = WEIGHTS_FILE) -> Fusion:
    """The measured weights for `kind` (see `fusion_kind`)."""
    tables = read_toml(file)[kind]
    names = [field.name for field in fields(Weights)]
    same, other = (Weights(**{name: float(tables[which][name]) for name in names}) for which in ("same", "other"))
    return Fusion(same, other)
