"""The bundled reader: a small bilingual transformer as one ONNX file, run by onnxruntime, and its tokenizer.

In: questions or statements, and passages. Out: raw scores of windows. The folder holds `model.onnx`, `tokenizer.json`
and `config.json` (temperatures, and the SHA-256 of the two other files, checked when loaded). onnxruntime loads when
the first text is read. Safe for threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import BEGIN, END, OnnxFile, batches, pad
from index.errors import ModelError

Floats = NDArray[np.float32]
QUESTION_TOKENS, CONTEXT_TOKENS, PASSAGE_TOKENS = 80, 40, 380
OVERLAP = 100  # tokens that two windows of a long passage share


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
        self.file = OnnxFile(folder, threads)

    @cached_property
    def settings(self) -> Settings:
        """The temperatures. Raises ModelError when a file is missing or not as it should be."""
        try:
            return Settings(**self.file.config["settings"])
        except TypeError as error:
            raise ModelError(
                f"{self.file.folder / 'config.json'} has other settings: {error}. Install again."
            ) from error

    def windows(self, question: str, passages: Sequence[str], contexts: Sequence[str]) -> list[Window]:
        """All windows of all passages: one each, more where a passage is too long for one."""
        asked = [BEGIN, *self.file.tokens(question)[0][:QUESTION_TOKENS], END]
        windows = []
        for number, passage in enumerate(passages):
            context = self.file.tokens(contexts[number])[0][:CONTEXT_TOKENS] if contexts else []
            front = [*asked, *context, END]
            ids, offsets = self.file.tokens(passage)
            for first in window_starts(len(ids)):
                last = first + PASSAGE_TOKENS
                windows.append(Window(number, (*front, *ids[first:last], END), len(front), tuple(offsets[first:last])))
        return windows

    def score(self, windows: Sequence[Window]) -> list[Scores]:
        """The scores of every window, in their order; those of like length are read together."""
        scores: list[Scores | None] = [None] * len(windows)
        for batch in batches([len(window.ids) for window in windows]):
            ids = pad([windows[i].ids for i in batch])
            types = np.zeros_like(ids)
            for row, i in enumerate(batch):
                types[row, windows[i].begin : len(windows[i].ids)] = 1
            start, end, tags, answerable, claim = self.file.loaded.session.run(
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
