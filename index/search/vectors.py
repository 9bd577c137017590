"""The vector store: FAISS's exact inner-product index, searched with one thread.

In: unit vectors, one per passage. Out: the nearest passages of a query vector, and how its cosines with all passages
are spread, without computing them all. One query over 100,000 vectors is bound by memory, so more threads only cost.
Immutable after it is made: FAISS dies when one thread adds while another searches.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import QuestionError

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]

_VECTORS, _MEAN, _SPREAD = "vectors.faiss", "mean.npy", "covariance.npy"


class VectorStore(Protocol):
    """Where the vectors of all passages lie; passage ids are row numbers."""

    @property
    def size(self) -> int:
        """How many vectors there are."""

    @property
    def dimension(self) -> int:
        """How long each is."""

    def search(self, query: Floats, k: int, allowed: Mask | None = None) -> tuple[Ids, Floats]:
        """The at most `k` nearest passages, best first, and their cosines; only those where `allowed` is True."""

    def scores(self, query: Floats, ids: Ids) -> Floats:
        """The cosines of the query with these passages."""

    def spread(self, query: Floats) -> tuple[float, float]:
        """Mean and standard deviation of the query's cosines with all passages."""


class FlatVectors:
    """All vectors in `faiss.IndexFlatIP`."""

    def __init__(self, index: Any, mean: Floats, covariance: Floats) -> None:
        """`index`: a FAISS flat index; `mean` (d,) and `covariance` (d, d) of its vectors."""
        self._index = index
        self._mean = mean
        self._covariance = covariance
        count, width = int(index.ntotal), int(index.d)
        flat = _faiss().rev_swig_ptr(index.get_xb(), count * width) if count else np.empty(0, dtype=np.float32)
        self.matrix: Floats = np.asarray(flat, dtype=np.float32).reshape(count, width)
        """The vectors (n, d), a read-only view of FAISS's own memory."""
        self.matrix.flags.writeable = False

    @classmethod
    def build(cls, vectors: Floats) -> FlatVectors:
        """A store of `vectors` (n, d) float32, each of length 1."""
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        count, width = vectors.shape
        index = _faiss().IndexFlatIP(width)
        mean = vectors.mean(axis=0) if count else np.zeros(width, dtype=np.float32)
        covariance = np.zeros((width, width), dtype=np.float32)
        if count:
            index.add(vectors)
            covariance = (vectors.T @ vectors) / count - np.outer(mean, mean)
        return cls(index, mean.astype(np.float32), covariance.astype(np.float32))

    @property
    def size(self) -> int:
        return len(self.matrix)

    @property
    def dimension(self) -> int:
        return int(self.matrix.shape[1])

    def search(self, query: Floats, k: int, allowed: Mask | None = None) -> tuple[Ids, Floats]:
        """See `VectorStore.search`. Raises QuestionError for a query of another length or with numbers missing."""
        query = self._checked(query)
        k = min(k, self.size if allowed is None else int(allowed.sum()))
        if k <= 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        faiss = _faiss()
        faiss.omp_set_num_threads(1)  # OpenMP keeps this for each calling thread
        options = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            options = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))
        scores, ids = self._index.search(query[None, :], k, params=options)
        found = ids[0] >= 0
        return ids[0][found], scores[0][found]

    def scores(self, query: Floats, ids: Ids) -> Floats:
        # Row by row: equal vectors get equal cosines, and no threads are woken for a product as small as this.
        return np.asarray(np.einsum("ij,j->i", self.matrix[ids], self._checked(query)), dtype=np.float32)

    def spread(self, query: Floats) -> tuple[float, float]:
        query = self._checked(query)
        variance = float(np.einsum("ij,j->i", self._covariance, query) @ query)
        return float(self._mean @ query), max(variance, 0.0) ** 0.5

    def save(self, folder: Path) -> list[str]:
        """Write the store into an existing folder; the names of the files. Raises OSError."""
        # Through Python's own files: FAISS cannot open paths with Chinese characters on Windows.
        (folder / _VECTORS).write_bytes(_faiss().serialize_index(self._index).data)
        np.save(folder / _MEAN, self._mean, allow_pickle=False)
        np.save(folder / _SPREAD, self._covariance, allow_pickle=False)
        return [_VECTORS, _MEAN, _SPREAD]

    @classmethod
    def load(cls, folder: Path) -> FlatVectors:
        """Read a saved store. The caller has compared checksums: FAISS accepts many damaged files in silence.

        Raises OSError, ValueError or RuntimeError for files that do not belong together.
        """
        faiss = _faiss()
        # Already of its own class; `downcast_index` would hand out a pointer into an object that is freed at once.
        index = faiss.deserialize_index(np.fromfile(folder / _VECTORS, dtype=np.uint8))
        mean = np.load(folder / _MEAN, allow_pickle=False)
        covariance = np.load(folder / _SPREAD, allow_pickle=False)
        if not isinstance(index, faiss.IndexFlat) or mean.shape != (index.d,) or covariance.shape != (index.d,) * 2:
            raise ValueError("the vectors and their statistics do not belong together")
        return cls(index, mean, covariance)

    def _checked(self, query: Floats) -> Floats:
        query = np.ascontiguousarray(query, dtype=np.float32)
        if query.shape != (self.dimension,):
            raise QuestionError(
                f"the question's vector has the shape {query.shape}, the index holds {self.dimension} numbers each; "
                "index the articles again with the model in use."
            )
        if not np.isfinite(query).all():
            raise QuestionError("the model gave a vector that is not numbers for this question; use another model.")
        return query


@cache
def _faiss() -> ModuleType:
    import faiss

    return faiss
