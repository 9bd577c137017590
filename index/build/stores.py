"""The three search stores of the next generation, from the old ones and what is new.

Only new passages are cut into tokens and encoded; the rest of each store is carried over (`index.build.postings`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.build.postings import (
    Counts,
    Longs,
    Postings,
    bring_up,
    count,
    drop_unused,
    moved_passages,
    parts,
)
from index.build.words import Numbers, Spelling

if TYPE_CHECKING:
    from index.search import KeywordStore, SoftStore


def make_keywords(
    old: KeywordStore | None,
    old_counts: Counts | None,
    origin: Longs,
    words: Mapping[int, Numbers],
    spelled: Sequence[bytes],
) -> tuple[KeywordStore, Counts]:
    """The keyword store, and how often each of its entries occurs (what the next build needs).

    `words` are the tokens of each new passage, token i spelled `spelled[i]`; `origin` as in `Merged`.
    """
    from index.search import KeywordStore

    before = Spelling(*old.spelling()) if old is not None else Spelling(b"", np.empty(0, np.int64))
    joined = before.join(sorted(spelled))
    terms = len(before) + len(joined.added)
    place_of = np.array([joined.place[word] for word in spelled], dtype=np.int32)
    rows = ((passage, place_of[row]) for passage, row in words.items())
    postings = count(rows, terms, len(origin))
    if old is not None and old_counts is not None:
        entries = Postings(*old.postings(), old_counts)
        postings = bring_up(entries, moved_passages(origin, old.size), joined.moved, postings)
    postings, used = drop_unused(postings)
    blob, ends = before.spell(joined, used)
    weights = weigh(postings, len(origin))
    store = KeywordStore(len(origin), blob, ends, postings.columns, postings.owners, weights)
    return store, postings.counts


def make_soft(old: SoftStore | None, origin: Longs, rows: Mapping[int, Numbers]) -> SoftStore:
    """The soft store; `rows` are the model's tokens of each new passage."""
    from index.search import SoftStore

    fresh = np.unique(np.concatenate([*rows.values(), np.empty(0, np.int32)])).astype(np.int64)
    before = np.asarray(old.tokens, dtype=np.int64) if old is not None else np.empty(0, np.int64)
    tokens = np.union1d(before, fresh)
    placed = ((passage, np.searchsorted(tokens, row).astype(np.int32)) for passage, row in rows.items())
    postings = count(placed, len(tokens), len(origin))
    if old is not None:
        columns, passages = old.postings()
        entries = Postings(columns, passages, np.ones(len(passages), np.uint16))
        postings = bring_up(entries, moved_passages(origin, old.size), np.searchsorted(tokens, before), postings)
    postings, used = drop_unused(postings)
    return SoftStore(len(origin), tokens[used].astype(np.int32), postings.columns, postings.owners)


def weigh(postings: Postings, passages: int) -> NDArray[np.float16]:
    """BM25 weights (Lucene's formula) of all entries.

    idf = ln(1 + (N − df + ½) / (df + ½)), weight = idf · tf / (tf + k1 · (1 − b + b · length / mean length)); lengths
    are in tokens. See Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), and Lucene's
    BM25Similarity, which leaves out the constant factor k1 + 1.
    """
    from index.search import K1, B

    if not len(postings.owners):
        return np.empty(0, dtype=np.float16)
    lengths = np.zeros(passages)
    for part in parts(len(postings.owners)):
        lengths += np.bincount(postings.owners[part], weights=postings.counts[part], minlength=passages)
    damping = (K1 * (1 - B + B * lengths / lengths.mean())).astype(np.float32)
    df = np.diff(postings.columns)
    idf = np.log1p((passages - df + 0.5) / (df + 0.5)).astype(np.float32)
    weights = np.empty(len(postings.owners), dtype=np.float16)
    for part in parts(len(weights)):
        first, last = np.searchsorted(postings.columns, (part.start, part.stop - 1), side="right") - 1
        within = np.diff(postings.columns[first : last + 2].clip(part.start, part.stop))
        tf = postings.counts[part].astype(np.float32)
        weights[part] = np.repeat(idf[first : last + 1], within) * (tf / (tf + damping[postings.owners[part]]))
    return weights
