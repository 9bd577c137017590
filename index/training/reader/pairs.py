"""Questions with the passages that answer them, and the vectors that e5 itself gives to both.

The network learns to read and keeps its vectors at the same time: these vectors are what it must not forget.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.training.reader.data.corpus import ORDERED, SINGLE, Corpus
from index.training.reader.data.text import simplify, window_around
from index.training.reader.network import BEGIN, END, PAD, Network, mean_vector

QUERY, PASSAGE = "query: ", "passage: "
STEP = 16
_LENGTHS = (80, 140, 200, 260)
_JOINED, _SINGLES, _LONGEST = 4, 6000, 300


@dataclass(frozen=True, slots=True)
class Pairs:
    """Token numbers of texts, their vectors, and which text of `texts` each query and its passage is."""

    texts: tuple[tuple[int, ...], ...]
    vectors: NDArray[np.float16]
    rows: tuple[tuple[int, int], ...]

    def save(self, path: Path) -> None:
        """Write it as flat arrays."""
        ids = np.concatenate([np.asarray(text, dtype=np.uint16) for text in self.texts])
        bounds = np.cumsum([0, *map(len, self.texts)])
        temporary = path.with_suffix(".tmp.npz")
        np.savez(temporary, ids=ids, bounds=bounds, vectors=self.vectors, rows=np.asarray(self.rows))
        temporary.replace(path)

    @classmethod
    def load(cls, path: Path) -> Pairs:
        """Read what `save` wrote."""
        arrays = dict(np.load(path))
        bounds = arrays["bounds"].tolist()
        texts = tuple(tuple(arrays["ids"][a:b].tolist()) for a, b in pairwise(bounds))
        return cls(texts, arrays["vectors"], tuple((int(a), int(b)) for a, b in arrays["rows"]))


def find_pairs(corpus: Corpus, seed: int = 7) -> Iterator[tuple[str, str]]:
    """(query, passage): questions with a window that answers them; sentences with their translation in its place."""
    chance = random.Random(seed)
    for article in corpus.articles:
        windows: list[tuple[int, int]] = []
        for question in article.questions:
            if not question.spans:
                continue
            start, end = min(a for a, _ in question.spans), max(b for _, b in question.spans)
            window = next((w for w in windows if w[0] <= start and end <= w[1]), None)
            if window is None:
                window = window_around(article.text, question.spans[:1], chance.choice(_LENGTHS), chance)
                windows.append(window)
            named = f"{article.context}\n" if windows.index(window) % 2 and article.context else ""
            yield question.text, named + article.text[slice(*window)]
    for name in ORDERED:
        lines = list(corpus.pairs(name))
        for at in range(0, len(lines) - _JOINED, _JOINED):
            passage = "".join(chinese for _, chinese in lines[at : at + _JOINED])[:400]
            english, chinese = lines[at + chance.randrange(2)]
            yield english, passage
            if chance.random() < 0.3:
                yield chinese, "".join(c for _, c in lines[at : at + _JOINED] if c != chinese)[:400] or passage
    singles = [pair for name in SINGLE for pair in corpus.pairs(name)]
    yield from chance.sample(singles, min(_SINGLES, len(singles)))


def encode_text(tokenizer: Tokenizer, text: str, most: int = _LONGEST) -> tuple[int, ...]:
    """`<s> text </s>` as token numbers."""
    return (BEGIN, *tokenizer.encode(simplify(text), add_special_tokens=False).ids[:most], END)


def pad(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """The rows as one tensor, filled up with `PAD`.

    To a multiple of 16 tokens: for every new size the processor's kernels are made anew, which takes a second.
    """
    length = -(-max(map(len, rows)) // STEP) * STEP
    return torch.tensor([[*row, *[PAD] * (length - len(row))] for row in rows])


def encode_vectors(network: Network, texts: Sequence[Sequence[int]], batch: int = 32) -> NDArray[np.float32]:
    """The vectors of texts given as token numbers, (n, hidden), in bfloat16 arithmetic."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.zeros((len(texts), network.shape.hidden), dtype=np.float32)
    network.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for at in range(0, len(order), batch):
            chosen = order[at : at + batch]
            ids = pad([texts[i] for i in chosen])
            vectors[chosen] = mean_vector(network.encode(ids, torch.zeros_like(ids)).float(), ids).numpy()
    return vectors


def make_pairs(corpus: Corpus, tokenizer: Tokenizer, teacher: Network) -> Pairs:
    """All pairs with the vectors of `teacher`, the network before any training."""
    numbers: dict[tuple[int, ...], int] = {}
    rows = []
    for query, passage in find_pairs(corpus):
        left = numbers.setdefault(encode_text(tokenizer, QUERY + query), len(numbers))
        right = numbers.setdefault(encode_text(tokenizer, PASSAGE + passage), len(numbers))
        rows.append((left, right))
    texts = tuple(numbers)
    return Pairs(texts, encode_vectors(teacher, texts).astype(np.float16), tuple(rows))
