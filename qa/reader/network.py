"""The bundled reader: a small bilingual transformer as one ONNX file, run by onnxruntime, and its tokenizer.

In: questions or statements, and passages. Out: raw scores of windows. The folder holds `model.onnx`, `tokenizer.json`
and `config.json` (temperatures, and the SHA-256 of the two other files, checked when loaded). onnxruntime loads when
the first text is read. Safe for threads.
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

from index.errors import ModelError
from index.fold import traditional_to_simplified

Floats = NDArray[np.float32]
BEGIN, PAD, END = 0, 1, 2
QUESTION_TOKENS, CONTEXT_TOKENS, PASSAGE_TOKENS = 80, 40, 380
OVERLAP = 100  # tokens that two windows of a long passage share
_BATCH_TOKENS = 4096
_FILES = ("model.onnx", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers of `config.json`: what scores are divided by before they become probabilities."""

    answerable_temperature: float = 1.0
    answerable_shift: float = 0.0
    claim_temperature: float = 1.0


@dataclass(frozen=True, slots=True)
class Window:
    """A passage's part as the network takes it: all token numbers, where the passage's begin, their characters."""

    passage: int
    ids: tuple[int, ...]
    begin: int
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The network's raw scores for one window, those of tokens for the passage's tokens alone."""

    start: Floats
    end: Floats
    tags: Floats
    answerable: float
    claim: Floats


class OnnxNetwork:
    """The network of a folder. Cheap to make; the files are read when first used."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self.folder = folder
        self._threads = threads
        self._lock = threading.Lock()
        self._simple = str.maketrans(traditional_to_simplified())

    @cached_property
    def settings(self) -> Settings:
        """The temperatures; also the place where the files are checked."""
        try:
            config = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))
            for name in _FILES:
                if hashlib.sha256((self.folder / name).read_bytes()).hexdigest() != config["sha256"][name]:
                    raise ModelError(f"{self.folder / name} is not the file it should be. Install again.")
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"The reader in {self.folder} cannot be read: {error}. Install again.") from error
        return Settings(**config["settings"])

    @cached_property
    def fingerprint(self) -> str:
        """Equal fingerprints give equal scores and vectors."""
        config = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))
        return str(config["sha256"]["model.onnx"])

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer, without any padding or cutting."""
        return self._loaded[0]

    @property
    def _session(self) -> Any:
        return self._loaded[1]

    @cached_property
    def _loaded(self) -> tuple[Tokenizer, Any]:
        with self._lock:
            if "_loaded" in self.__dict__:
                return self.__dict__["_loaded"]  # type: ignore[no-any-return]
            _ = self.settings
            try:
                import onnxruntime
            except ImportError as error:
                raise ModelError("The reader needs onnxruntime: pip install onnxruntime.") from error
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads, options.inter_op_num_threads = self._threads, 1
            options.log_severity_level = 3
            try:
                tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
                session = onnxruntime.InferenceSession(
                    str(self.folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
                )
            # Both libraries raise plain Exceptions of their own.
            except Exception as error:
                raise ModelError(f"The reader in {self.folder} cannot be loaded: {error}") from error
            tokenizer.no_padding()
            tokenizer.no_truncation()
            loaded = (tokenizer, session)
            self.__dict__["_loaded"] = loaded
            return loaded

    def simplify(self, text: str) -> str:
        """Traditional characters as simplified ones, one for one, so that places stay."""
        return text.translate(self._simple)

    def windows(self, question: str, passages: Sequence[str], contexts: Sequence[str]) -> list[Window]:
        """All windows of all passages: one each, more where a passage is too long for one."""

        def ids(text: str, most: int) -> list[int]:
            return list(self.tokenizer.encode(self.simplify(text), add_special_tokens=False).ids[:most])

        asked = [BEGIN, *ids(question, QUESTION_TOKENS), END]
        windows = []
        for number, passage in enumerate(passages):
            front = [*asked, *(ids(contexts[number], CONTEXT_TOKENS) if contexts else ()), END]
            encoded = self.tokenizer.encode(self.simplify(passage), add_special_tokens=False)
            for first in window_starts(len(encoded.ids)):
                last = first + PASSAGE_TOKENS
                whole = (*front, *encoded.ids[first:last], END)
                windows.append(Window(number, whole, len(front), tuple(encoded.offsets[first:last])))
        return windows

    def score(self, windows: Sequence[Window]) -> list[Scores]:
        """The scores of every window, in their order; those of like length are read together."""
        scores: list[Scores | None] = [None] * len(windows)
        for batch in batches([len(window.ids) for window in windows]):
            ids = pad([windows[i].ids for i in batch])
            types = np.zeros_like(ids)
            for row, i in enumerate(batch):
                types[row, windows[i].begin : len(windows[i].ids)] = 1
            start, end, tags, answerable, claim = self._session.run(
                ["start", "end", "tags", "answerable", "claim"], {"ids": ids, "types": types}
            )
            for row, i in enumerate(batch):
                part = slice(windows[i].begin, len(windows[i].ids) - 1)
                scores[i] = Scores(
                    start[row, part], end[row, part], tags[row, part], float(answerable[row]), claim[row]
                )
        return [score for score in scores if score is not None]


def window_starts(tokens: int) -> list[int]:
    """Where the windows of a passage of so many tokens begin; the last one ends with the passage.

    >>> window_starts(380), window_starts(400)
    ([0], [0, 20])
    """
    if tokens <= PASSAGE_TOKENS:
        return [0]
    step = PASSAGE_TOKENS - OVERLAP
    return [*range(0, tokens - PASSAGE_TOKENS, step), tokens - PASSAGE_TOKENS]


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts of like length, of no more than `_BATCH_TOKENS` tokens together."""
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
