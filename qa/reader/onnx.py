"""The bundled reader behind the seam `Reader`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qa.reader.decode import best_spans, find_items, sigmoid, softmax
from qa.reader.network import OnnxNetwork, Scores, Window
from qa.reader.types import Claim, Reading, Span

_SPANS = 3


class OnnxReader:
    """Reads with the network of a folder; the files are loaded when the first question is read."""

    def __init__(self, network: OnnxNetwork, name: str = "bundled") -> None:
        self._network = network
        self.name = name

    @classmethod
    def open(cls, folder: Path, threads: int = 2, name: str = "bundled") -> OnnxReader:
        """The reader of a folder with `model.onnx`, `tokenizer.json` and `config.json`."""
        return cls(OnnxNetwork(folder, threads), name)

    def read(self, question: str, passages: Sequence[str], contexts: Sequence[str] = ()) -> list[Reading]:
        """One `Reading` a passage; see `Reader`. Raises ModelError when the files are damaged."""
        readings: list[Reading | None] = [None] * len(passages)
        for window, scores in self._score(question, passages, contexts):
            reading = self._reading(window, scores)
            known = readings[window.passage]
            readings[window.passage] = reading if known is None else _joined(known, reading)
        return [reading or Reading(0.0, (), ()) for reading in readings]

    def claim(self, statement: str, passages: Sequence[str], contexts: Sequence[str] = ()) -> list[Claim]:
        """One `Claim` a passage; of a long passage that of the window that says most."""
        claims = [Claim(0.0, 0.0, 1.0)] * len(passages)
        for window, scores in self._score(statement, passages, contexts):
            temperature = self._network.settings.claim_temperature
            yes, no, unsaid = (float(p) for p in softmax(scores.claim / temperature))
            if unsaid < claims[window.passage].unsaid:
                claims[window.passage] = Claim(yes, no, unsaid)
        return claims

    def _score(self, question: str, passages: Sequence[str], contexts: Sequence[str]) -> list[tuple[Window, Scores]]:
        if not passages:
            return []
        windows = self._network.windows(question, passages, contexts)
        return list(zip(windows, self._network.score(windows), strict=True))

    def _reading(self, window: Window, scores: Scores) -> Reading:
        settings = self._network.settings
        chance = sigmoid(scores.answerable / settings.answerable_temperature + settings.answerable_shift)
        spans = best_spans(scores.start, scores.end, window.offsets, _SPANS)
        return Reading(chance, tuple(spans), tuple(find_items(scores.tags, window.offsets)))


def _joined(one: Reading, other: Reading) -> Reading:
    """Two windows of one passage: the likelier one's spans first, the items of both."""
    if other.answerable > one.answerable:
        one, other = other, one
    share = other.answerable / one.answerable if one.answerable else 1.0
    spans = list(one.spans)
    for span in other.spans:
        if all(span.end <= kept.start or kept.end <= span.start for kept in spans):
            spans.append(replace(span, score=span.score * share))
    best = sorted(spans, key=lambda span: -span.score)[:_SPANS]
    items: list[Span] = []
    for item in sorted((*one.items, *other.items), key=lambda item: (item.start, -item.end)):
        if not items or item.start >= items[-1].end:
            items.append(item)
    return Reading(one.answerable, tuple(best), tuple(items))
