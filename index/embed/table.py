"""The bundled model without torch: a table with one vector and two weights for every token.

In: texts. Out: passage vectors (the weighted mean of their tokens), and which words of two texts mean the same
(each query token takes its best text token by cosine), across languages. Needs numpy, safetensors and tokenizers.

The folder is what sentence-transformers calls a StaticEmbedding: `tokenizer.json`, and `model.safetensors` with
`embeddings` (tokens, d) int8 directions, `weights` (tokens,) float32 so that a token's vector is
`embeddings * weights`, and, read only here, `match_weights` (tokens,) float32: how much a token counts when words
are matched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import ModelError

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
UNKNOWN_ID = 0
FLOOR = 0.2  # the cosine that says nothing: the best of a passage's tokens reaches it by chance
SHOWN = 0.3  # the least cosine at which two words are said to mean the same
_CHUNK = 8192  # rows turned to float32 at a time, so that memory stays small
_REMEMBERED = 8192  # texts whose token ids are kept: about 8 MB
_FEW_ROWS, _FEW_COLUMNS = 64, 12  # of products that stay in this thread
_FEW = 4  # so few texts are tokenised one by one: waking the worker threads would take longer
_BATCH = 4096  # texts encoded at a time
_MANY = 4096  # from so many tokens on, marking those that occur costs less than sorting them


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """A token of the query and the token of the text that it matched best.

    Offsets are code points in the two texts as given; `similarity` is the cosine in [floor, 1]; `weight` is the
    token's share of the query, and the shares of all tokens of a query (matched or not) add up to 1.
    """

    query_start: int
    query_end: int
    text_start: int
    text_end: int
    similarity: float
    weight: float


def strength(cosine: Floats, floor: float = FLOOR) -> Floats:
    """How much a match counts, in [0, 1]: 0 up to `floor`, then rising evenly to 1 for the same token.

    A plain cut at 0.3 lost 3 points of hit@1 from English questions: what lies just under it tells something too,
    and what lies just over it should not count 0.3 at once.
    """
    return np.asarray(np.clip((cosine - floor) / (1.0 - floor), 0.0, 1.0), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: ids (n,) and the [start, end) code points each stands for, (n, 2)."""

    ids: Ids
    offsets: Ids


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For each asked token, its nearest candidates: `ids[i]` and `similarity[i]`, best first, cut at the floor."""

    ids: tuple[Ids, ...]
    similarity: tuple[Floats, ...]


class TokenTable:
    """A table of token vectors. Immutable after it is made, so threads may share it."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        codes: NDArray[np.int8],
        vector_weights: Floats,
        match_weights: Floats,
        folder: Path | None = None,
    ) -> None:
        """`codes` (tokens, d) int8 · `vector_weights` (tokens,) = a token's vector in the mean; ≥ 0 `match_weights`."""
        tokens = tokenizer.get_vocab_size()
        if codes.ndim != 2 or not len(codes) == len(vector_weights) == len(match_weights) == tokens:
            raise ModelError(
                f"The token table does not fit its tokenizer: {tokens} tokens, {codes.shape} codes, "
                f"{len(vector_weights)} and {len(match_weights)} weights. Restore index/model from the repository."
            )
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._codes = codes
        self._vector_weights = vector_weights
        self._folder = folder
        self._known: dict[str, list[int]] = {}
        self.weights: Floats = match_weights.copy()
        self.weights[UNKNOWN_ID] = 0.0
        self.weights.flags.writeable = False
        # One pass over the codes in pieces: their lengths turn a code into a unit vector.
        lengths = [
            np.sqrt(np.einsum("ij,ij->i", part, part))
            for part in (codes[i : i + _CHUNK].astype(np.float32) for i in range(0, tokens, _CHUNK))
        ]
        self._unit_scale: Floats = 1.0 / np.maximum(np.concatenate(lengths), 1e-6)

    @classmethod
    def load(cls, folder: Path | str) -> TokenTable:
        """Read a table folder. Raises ModelError if a part is missing or damaged."""
        from safetensors.numpy import load_file

        folder = Path(folder)
        try:
            # Read as text: Tokenizer.from_file cannot open some non-ASCII paths on Windows.
            tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
            tensors = load_file(folder / "model.safetensors")
            codes, weights, match = tensors["embeddings"], tensors["weights"], tensors["match_weights"]
        except KeyError as error:
            raise ModelError(f"{folder} is not a token table: model.safetensors has no tensor {error}.") from error
        # Besides OSError and SafetensorError: tokenizers raises a bare Exception for a file it cannot parse.
        except Exception as error:
            raise ModelError(f"Cannot read the token table in {folder}: {error}. Restore the folder.") from error
        return cls(tokenizer, codes, weights, match, folder)

    @property
    def size(self) -> int:
        """How many tokens there are."""
        return len(self._codes)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._codes.shape[1])

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the table's parts: equal fingerprints give equal vectors."""
        digest = hashlib.sha256(self._tokenizer.to_str().encode())
        for part in (self._codes, self._vector_weights, self.weights):
            digest.update(np.ascontiguousarray(part).data)
        return digest.hexdigest()

    def token(self, token_id: int) -> str:
        """The token as text (folded: small letters, Simplified characters)."""
        return self._tokenizer.id_to_token(int(token_id)) or ""

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, without offsets: faster than `tokenize`."""
        if len(texts) <= _FEW:
            return [self._tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [encoding.ids for encoding in encodings]

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text with their places in it. Punctuation gives no token."""
        if len(texts) <= _FEW:
            encodings = [self._tokenizer.encode(text, add_special_tokens=False) for text in texts]
        else:
            encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [
            Tokens(
                np.asarray(encoding.ids, dtype=np.int32),
                np.asarray(encoding.offsets, dtype=np.int32).reshape(-1, 2),
            )
            for encoding in encodings
        ]

    def unit_vectors(self, ids: NDArray[np.integer[Any]] | Sequence[int]) -> Floats:
        """The directions of tokens: (n, d) float32, rows of length 1."""
        rows = np.asarray(ids, dtype=np.int64)
        return self._codes[rows].astype(np.float32) * self._unit_scale[rows, None]

    def encode(self, texts: Sequence[str]) -> Floats:
        """Text vectors (n, d) float32 of length 1: the mean of the token vectors, scaled.

        A text without any token (empty, or punctuation alone) gets the vector of the unknown token, so that every
        row has length 1; nothing is near it.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            ids = self.token_ids(texts[start : start + _BATCH])
            self._sum_vectors([row or [UNKNOWN_ID] for row in ids], vectors[start : start + len(ids)])
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        # A sum that cancels out exactly says nothing either.
        vectors[norms[:, 0] < 1e-9] = self.unit_vectors([UNKNOWN_ID])[0]
        return np.asarray(vectors / np.where(norms < 1e-9, 1.0, norms), dtype=np.float32)

    def _sum_vectors(self, ids: list[list[int]], out: Floats) -> None:
        """The sum of the token vectors of each text, into the rows of `out`; no text may be empty.

        Each text's vectors are added one after another in its own order, so a text's sum is the same to the last bit
        whichever texts it comes with.
        """
        lengths = np.fromiter(map(len, ids), dtype=np.int64, count=len(ids))
        flat = np.fromiter(chain.from_iterable(ids), dtype=np.int64, count=int(lengths.sum()))
        used, places = _distinct(flat, self.size)
        vectors = self._codes[used].astype(np.float32) * self._vector_weights[used, None]
        end = 0
        for row, length in zip(out, lengths.tolist(), strict=True):
            # One text at a time: what is gathered stays in the processor's cache, and rows are added whole.
            vectors.take(places[end : end + length], axis=0).sum(axis=0, out=row)
            end += length

    def neighbours(
        self, ids: Ids | Sequence[int], candidate_ids: Ids | Sequence[int], floor: float = FLOOR, top: int = 64
    ) -> Neighbours:
        """For each token of `ids` the candidates with cosine ≥ `floor`, best first, at most `top`."""
        candidates = np.asarray(candidate_ids, dtype=np.int32)
        queries = self.unit_vectors(ids)
        similarity = np.empty((len(queries), len(candidates)), dtype=np.float32)
        for start in range(0, len(candidates), _CHUNK):
            part = self.unit_vectors(candidates[start : start + _CHUNK])
            np.matmul(queries, part.T, out=similarity[:, start : start + _CHUNK])
        found_ids, found_similarity = [], []
        for row in similarity:
            (near,) = np.nonzero(row >= floor)
            if len(near) > top:
                near = near[np.argpartition(row[near], -top)[-top:]]
            near = near[np.argsort(-row[near], kind="stable")]
            found_ids.append(candidates[near])
            found_similarity.append(row[near])
        return Neighbours(tuple(found_ids), tuple(found_similarity))

    def match(self, query: str, text: str, floor: float = SHOWN) -> tuple[TokenMatch, ...]:
        """Which words of `text` say what the words of `query` say, in the query's order; unmatched words are left out.

        Of equal text tokens the first is taken.
        """
        asked, given = self.tokenize([query, text])
        return self.match_tokens(asked, given, floor)

    def match_tokens(self, asked: Tokens, given: Tokens, floor: float = SHOWN) -> tuple[TokenMatch, ...]:
        """`match` for texts that are tokens already (a query is then tokenised once for many texts)."""
        total = float(self.weights[asked.ids].sum())
        if not len(given.ids) or total <= 0:
            return ()
        similarity = self.unit_vectors(asked.ids) @ self.unit_vectors(given.ids).T
        similarity[:, given.ids == UNKNOWN_ID] = 0.0
        best = similarity.argmax(axis=1)
        return tuple(
            TokenMatch(
                int(asked.offsets[place, 0]),
                int(asked.offsets[place, 1]),
                int(given.offsets[best[place], 0]),
                int(given.offsets[best[place], 1]),
                min(1.0, float(similarity[place, best[place]])),
                float(self.weights[token] / total),
            )
            for place, token in enumerate(asked.ids)
            if similarity[place, best[place]] >= floor and self.weights[token] > 0
        )

    def match_score(self, query: str, texts: Sequence[str], floor: float = FLOOR) -> Floats:
        """How much of the query each text says, in [0, 1]: Σ weight · strength(best cosine) over Σ weight, (n,).

        A query or text without tokens scores 0.
        """
        return self.match_score_ids(self._remembered(query), [self._remembered(text) for text in texts], floor)

    def _remembered(self, text: str) -> list[int]:
        """The token ids of a text, kept: the sentences of one folder are compared with question after question."""
        known = self._known
        ids = known.get(text)
        if ids is None:
            (ids,) = self.token_ids([text])
            if len(known) >= _REMEMBERED:
                known = self._known = {}
            known[text] = ids
        return ids

    def match_score_ids(self, query: Sequence[int], texts: Sequence[Sequence[int]], floor: float = FLOOR) -> Floats:
        """`match_score` for texts that are token ids already."""
        scores = np.zeros(len(texts), dtype=np.float32)
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        weights = self.weights[np.asarray(query, dtype=np.int64)]
        total = float(weights.sum())
        filled = np.flatnonzero(lengths)
        if total <= 0 or not len(filled):
            return scores
        flat = np.fromiter((token for row in texts for token in row), dtype=np.int64, count=int(lengths.sum()))
        used, places = np.unique(flat, return_inverse=True)
        similarity = _product(self.unit_vectors(used), self.unit_vectors(query))
        similarity[used == UNKNOWN_ID] = 0.0
        starts = np.concatenate(([0], np.cumsum(lengths[filled])[:-1]))
        best = np.maximum.reduceat(similarity[places], starts, axis=0)
        scores[filled] = np.minimum(strength(best, floor) @ weights / total, 1.0)
        return scores


def _product(rows: Floats, columns: Floats) -> Floats:
    """`rows @ columns.T` in small pieces: OpenBLAS wakes its threads for larger ones, and on a busy machine waiting for
    them takes ten times as long as the product."""
    turned = [np.ascontiguousarray(columns[at : at + _FEW_COLUMNS].T) for at in range(0, len(columns), _FEW_COLUMNS)]
    pieces = (rows[at : at + _FEW_ROWS] for at in range(0, len(rows), _FEW_ROWS))
    return np.concatenate([np.concatenate([piece @ some for some in turned], axis=1) for piece in pieces])


def _distinct(flat: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The tokens (below `size`) that occur, ascending, and the place of each of `flat` among them."""
    if len(flat) < _MANY:
        used, places = np.unique(flat, return_inverse=True)
        return used, places.reshape(-1)
    occurs = np.zeros(size, dtype=np.bool_)
    occurs[flat] = True
    used = np.flatnonzero(occurs)
    place_of = np.empty(size, dtype=np.int64)
    place_of[used] = np.arange(len(used))
    return used, place_of[flat]
