"""Networks as ONNX files: a folder with `model.onnx`, `tokenizer.json` and `config.json`, and the encoder made of one.

In: texts. Out: vectors (n, d) float32 of length 1, or for other packages the session and the tokenizer. `config.json`
holds the SHA-256 of both files, checked before they are loaded. onnxruntime loads with the first text.
Threads may share what is here.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.embed.table import TokenTable
from index.errors import ModelError
from index.text import traditional_to_simplified

Floats = NDArray[np.float32]
BEGIN, PAD, END = 0, 1, 2
_FILES = ("model.onnx", "tokenizer.json")
_BATCH_TOKENS = 4096
_TEXT_TOKENS = 500
_QUERY, _PASSAGE = "query: ", "passage: "


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read: the tokenizer, without padding or cutting, and onnxruntime's session."""

    tokenizer: Tokenizer
    session: Any


class OnnxFile:
    """The files of a folder. Cheap to make; they are read when first used."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self.folder = folder
        self._threads = threads
        self._lock = threading.Lock()
        self._simple = str.maketrans(traditional_to_simplified())

    @cached_property
    def config(self) -> dict[str, Any]:
        """`config.json`. Raises ModelError when it, or a file whose sum it holds, is not as it should be."""
        try:
            config: dict[str, Any] = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))
            for name in _FILES:
                if hashlib.sha256((self.folder / name).read_bytes()).hexdigest() != config["sha256"][name]:
                    raise ModelError(f"{self.folder / name} is not the file it should be. Install again.")
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"The model in {self.folder} cannot be read: {error}. Install again.") from error
        return config

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the network: equal ones give equal scores and vectors."""
        return str(self.config["sha256"]["model.onnx"])

    @cached_property
    def loaded(self) -> Loaded:
        """The tokenizer and the session, loaded once however many threads ask."""
        with self._lock:
            known = self.__dict__.get("loaded")
            if known is None:
                known = self.__dict__["loaded"] = self._load()
            return known

    def _load(self) -> Loaded:
        _ = self.config
        try:
            import onnxruntime
        except ImportError as error:
            raise ModelError("This model needs onnxruntime: pip install onnxruntime.") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = self._threads, 1
        options.log_severity_level = 3
        # A waiting thread that spins takes the processor from whoever else has work.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
            session = onnxruntime.InferenceSession(
                str(self.folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        # Both libraries raise plain Exceptions of their own.
        except Exception as error:
            raise ModelError(f"The model in {self.folder} cannot be loaded: {error}") from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return Loaded(tokenizer, session)

    def tokens(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Token numbers and the characters each stands for; Traditional characters are read as simplified ones."""
        encoded = self.loaded.tokenizer.encode(text.translate(self._simple), add_special_tokens=False)
        return list(encoded.ids), list(encoded.offsets)


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts of like length, of no more than 4,096 tokens together."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    batch: list[int] = []
    for i in order:
        # Padding costs as much as text: a batch ends where the next text is much longer than the first.
        if batch and ((len(batch) + 1) * lengths[i] > _BATCH_TOKENS or lengths[i] > 1.25 * lengths[batch[0]] + 16):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def pad(rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """The rows as one array, filled up with `PAD`."""
    ids = np.full((len(rows), max(map(len, rows))), PAD, dtype=np.int64)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = row
    return ids


@dataclass(frozen=True, slots=True)
class OnnxEncoder:
    """A transformer with one vector a text: multilingual-e5-small cut to Chinese and English, in 8 bits.

    `table`: the token table that matches words beside it.
    """

    name: str
    file: OnnxFile
    table: TokenTable | None = None

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.file.config["dimension"])

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the network, and of the token table where one stands beside it."""
        if self.table is None:
            return self.file.fingerprint
        return hashlib.sha256(f"{self.file.fingerprint}\0{self.table.fingerprint}".encode()).hexdigest()

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """(n, d) float32 rows of length 1."""
        return self._encode(texts, _PASSAGE)

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """(n, d) float32 rows of length 1."""
        return self._encode(texts, _QUERY)

    def _encode(self, texts: Sequence[str], prompt: str) -> Floats:
        rows = [(BEGIN, *self.file.tokens(prompt + text)[0][:_TEXT_TOKENS], END) for text in texts]
        vectors = np.zeros((len(rows), self.dimension), dtype=np.float32)
        for batch in batches([len(row) for row in rows]):
            (vectors[batch],) = self.file.loaded.session.run(["vector"], {"ids": pad([rows[i] for i in batch])})
        return vectors
