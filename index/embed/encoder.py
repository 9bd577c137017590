"""Texts to unit vectors: the bundled table by default, any sentence-transformers model by folder or hub name.

In: texts. Out: (n, d) float32 rows of length 1, checked at one place (`unit_rows`) for every model there is.
The bundled model reads without torch; torch and sentence-transformers load only when another model is named.
Nothing is downloaded unless a hub name is given, code from a model's folder never runs, and weights are read from
safetensors files alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embed.onnx import OnnxEncoder, OnnxFile
from index.embed.table import TokenTable
from index.errors import ModelError

Floats = NDArray[np.float32]
BUNDLED, DEEP = "bundled", "bundled-e5"
MODEL_FOLDER = Path(__file__).parents[1] / "model"
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+|[\w-][\w.-]*")
_WEIGHTS = ("*.bin", "*.pt", "*.pth", "*.pkl", "*.ckpt", "*.h5", "*.msgpack")
_SAFE_FILES = ["*.safetensors", "*.json", "*.txt", "*.model", "*.jinja", "*.md"]
_SAMPLE = 1 << 20  # bytes at each end of a large file that its fingerprint reads

# Families whose published configuration carries no prompts: (pattern, query prompt, passage prompt).
_FAMILIES = (
    (r"e5-.*instruct", "Instruct: Retrieve relevant passages that answer the question\nQuery: ", ""),
    (r"(?:^|[/-])e5-", "query: ", "passage: "),
    (r"bge-(?:small|base|large)-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    (r"bge-(?:small|base|large)-en", "Represent this sentence for searching relevant passages: ", ""),
)


class Encoder(Protocol):
    """What the index and the retriever need of a model."""

    @property
    def name(self) -> str:
        """The name it was loaded by."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def fingerprint(self) -> str:
        """Equal fingerprints give equal vectors; an index keeps the one it was built with."""

    @property
    def table(self) -> TokenTable | None:
        """The token table, for matching words; None for other models."""

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """(n, d) float32 rows of length 1. Raises ModelError if the model gives anything else."""

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """(n, d) float32 rows of length 1. Raises ModelError if the model gives anything else."""


class Reranker(Protocol):
    """A model that reads a question together with a passage."""

    @property
    def name(self) -> str:
        """The name it was loaded by."""

    def score(self, query: str, texts: Sequence[str]) -> Floats:
        """How well each text answers, (n,) float32, higher is better. Raises ModelError if a score is not a number."""


def unit_rows(vectors: object, count: int, dimension: int, name: str) -> Floats:
    """The one gate for vectors: (count, dimension) float32 rows of length 1.

    Raises ModelError for another shape, NaN, infinity, or a row of zeros, naming the row.
    """
    rows = np.asarray(vectors, dtype=np.float32).reshape(0, dimension) if count == 0 else np.asarray(vectors)
    if rows.shape != (count, dimension):
        raise ModelError(f"Model {name} gave vectors of shape {rows.shape}, not {(count, dimension)}.")
    rows = rows.astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1)
    (bad,) = np.nonzero(~np.isfinite(lengths) | (lengths < 1e-9))
    if len(bad):
        raise ModelError(f"Model {name} gave no usable vector (zero, NaN or infinite) for text {bad[0]} of {count}.")
    return np.asarray(rows / lengths[:, None], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class TableEncoder:
    """The bundled model, or another folder in its format."""

    name: str
    table: TokenTable

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self.table.dimension

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the table."""
        return self.table.fingerprint

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """(n, d) float32 rows of length 1."""
        return unit_rows(self.table.encode(texts), len(texts), self.dimension, self.name)

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """(n, d) float32 rows of length 1; the same as for passages."""
        return self.encode_passages(texts)


@dataclass(frozen=True, slots=True)
class TransformerEncoder:
    """A sentence-transformers model with the prompts it was trained with."""

    name: str
    dimension: int
    fingerprint: str
    query_prompt: str
    passage_prompt: str
    model: Any
    table: None = None

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """(n, d) float32 rows of length 1, with the passage prompt in front."""
        return self._encode(self.model.encode_document, texts, self.passage_prompt)

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """(n, d) float32 rows of length 1, with the query prompt in front."""
        return self._encode(self.model.encode_query, texts, self.query_prompt)

    def _encode(self, encode: Any, texts: Sequence[str], prompt: str) -> Floats:
        if not len(texts):
            return np.empty((0, self.dimension), dtype=np.float32)
        vectors = encode(list(texts), prompt=prompt, batch_size=32, show_progress_bar=False, convert_to_numpy=True)
        return unit_rows(vectors, len(texts), self.dimension, self.name)


@dataclass(frozen=True, slots=True)
class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder with one score a pair."""

    name: str
    model: Any

    def score(self, query: str, texts: Sequence[str]) -> Floats:
        """How well each text answers, (n,) float32, higher is better."""
        if not len(texts):
            return np.empty(0, dtype=np.float32)
        pairs = [(query, text) for text in texts]
        scores = np.asarray(self.model.predict(pairs, show_progress_bar=False, convert_to_numpy=True))
        if scores.shape != (len(texts),) or not np.isfinite(scores).all():
            raise ModelError(f"Reranker {self.name} did not give one number a passage (got shape {scores.shape}).")
        return scores.astype(np.float32)


def load_encoder(name: str | None = None) -> Encoder:
    """The bundled table (None or "bundled"), the transformer beside it ("bundled-e5"), a folder, or a hub model.

    Raises ModelError if it cannot be found, holds no safetensors weights, or does not load.
    """
    if name is None or name == BUNDLED:
        return TableEncoder(BUNDLED, TokenTable.load(MODEL_FOLDER))
    if name == DEEP:
        return OnnxEncoder(DEEP, OnnxFile(MODEL_FOLDER / "encoder"), TokenTable.load(MODEL_FOLDER))
    folder = _model_folder(name)
    if _is_table(folder):
        return TableEncoder(name, TokenTable.load(folder))
    model = _load(name, folder, "SentenceTransformer")
    query, passage = find_prompts(name, model.prompts)
    dimension = int(model.get_embedding_dimension() or 0)
    if dimension < 1:
        raise ModelError(f"Model {name} does not say how long its vectors are; it cannot be used here.")
    fingerprint = hashlib.sha256(f"{_fingerprint(folder)}\0{query}\0{passage}".encode()).hexdigest()
    return TransformerEncoder(name, dimension, fingerprint, query, passage, model)


def load_reranker(name: str) -> Reranker:
    """A cross-encoder by folder or hub name. Raises ModelError as `load_encoder` does, or if it has several labels."""
    model = _load(name, _model_folder(name), "CrossEncoder")
    if model.num_labels != 1:
        raise ModelError(f"{name} is a classifier with {model.num_labels} labels; a reranker gives one score a pair.")
    return CrossEncoderReranker(name, model)


def find_prompts(name: str, configured: dict[str, str]) -> tuple[str, str]:
    """The query and passage prompts: from the model's configuration, else by its family, else none.

    sentence-transformers puts an empty "document" prompt beside a configured "passage", and then takes the empty one,
    so the first that is not empty is chosen here.
    """
    query = configured.get("query") or ""
    passage = next((p for key in ("document", "passage", "corpus") if (p := configured.get(key))), "")
    if not query and not passage:
        for pattern, family_query, family_passage in _FAMILIES:
            if re.search(pattern, name.replace("\\", "/").lower()):
                return family_query, family_passage
    return query, passage


def _model_folder(name: str) -> Path:
    """The local folder of a model; a hub name is downloaded (no code, no pickles)."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if folder.exists() or not _HUB_NAME.fullmatch(name) or name.startswith("."):
        raise ModelError(f"There is no model folder {name}. Name a folder, or a model of the hub such as BAAI/bge-m3.")
    try:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(name, allow_patterns=_SAFE_FILES))
    # The hub's errors have no common base but Exception.
    except Exception as error:
        raise ModelError(
            f"There is no folder {name}, and the hub model of that name cannot be fetched: {_first_line(error)}. "
            "Check the name and the network, or download it elsewhere and name its folder."
        ) from error


def _is_table(folder: Path) -> bool:
    """Whether the folder has the bundled model's format: only such files have match weights."""
    from safetensors import SafetensorError, safe_open

    file = folder / "model.safetensors"
    if not file.is_file():
        return False
    try:
        with safe_open(str(file), framework="numpy") as tensors:
            return "match_weights" in list(tensors.keys())
    except (OSError, SafetensorError) as error:
        raise ModelError(f"{file} is damaged: {error}. Restore or download it again.") from error


def _load(name: str, folder: Path, kind: str) -> Any:
    """Load with sentence-transformers, from files only."""
    for pattern in _WEIGHTS:
        for file in folder.rglob(pattern):
            if not any(file.parent.glob("*.safetensors")):
                raise ModelError(
                    f"{name} keeps weights in {file.name}, a format that can run code. "
                    "Convert it with sentence-transformers (save with safe_serialization=True) and name the new folder."
                )
    try:
        import sentence_transformers

        options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        return getattr(sentence_transformers, kind)(
            str(folder), device="cpu", model_kwargs={"use_safetensors": True}, **options
        )
    except ImportError as error:
        raise ModelError(f"{name} needs sentence-transformers: pip install sentence-transformers.") from error
    # Loading a folder somebody names can fail in any way; the cause stays attached.
    except Exception as error:
        raise ModelError(f"Model {name} cannot be loaded from {folder}: {_first_line(error)}") from error


def _fingerprint(folder: Path) -> str:
    """SHA-256 over the names, sizes and contents of a folder's files; of large ones the first and last mebibyte."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"):
        size = file.stat().st_size
        digest.update(f"{file.relative_to(folder).as_posix()}\0{size}\0".encode())
        with file.open("rb") as stream:
            if size <= 8 * _SAMPLE:
                digest.update(stream.read())
            else:
                digest.update(stream.read(_SAMPLE))
                stream.seek(-_SAMPLE, 2)
                digest.update(stream.read())
    return digest.hexdigest()


def _first_line(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
