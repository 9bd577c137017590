"""Any reading model of the hub in the reader's place: an extractive reader, or a cross-encoder, by name or folder.

An extractive model (a "question-answering" head) gives spans, and its score for no answer tells how answerable a
passage is; a cross-encoder (a head of one score) tells only how well a passage answers, and a head of two or three
labels that mean entailment, contradiction and neither judges claims. What a model does not give is left out: no
spans, all unsaid. torch and transformers load with it; weights are read from safetensors alone and no code of a
model's folder runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from qa.reader.decode import best_spans, sigmoid, softmax
from qa.reader.types import Claim, Reading

_LONGEST, _STRIDE, _SPANS = 384, 96, 3
_LABELS = {"yes": ("entail", "yes", "true"), "no": ("contra", "no", "false", "refute")}


class HubReader:
    """An extractive reader or a cross-encoder, loaded by `load_hub_reader`."""

    def __init__(self, name: str, tokenizer: Any, model: Any, *, extractive: bool) -> None:
        self.name = name
        self._tokenizer, self._model, self._extractive = tokenizer, model, extractive

    def read(self, question: str, passages: Sequence[str], contexts: Sequence[str] = ()) -> list[Reading]:
        """One `Reading` a passage. `contexts` are not used: these models know only a question and a passage."""
        return [self._read(question, passage) for passage in passages]

    def claim(self, statement: str, passages: Sequence[str], contexts: Sequence[str] = ()) -> list[Claim]:
        """One `Claim` a passage; all unsaid where the model has no labels for it."""
        places = self._claim_places()
        if places is None:
            return [Claim(0.0, 0.0, 1.0) for _ in passages]
        claims = []
        for passage in passages:
            # Models of this kind take the text first, then the statement.
            logits = self._logits(passage, statement)
            chances = softmax(logits)
            yes, no = float(chances[places["yes"]]), float(chances[places["no"]])
            claims.append(Claim(yes, no, max(0.0, 1 - yes - no)))
        return claims

    def _claim_places(self) -> dict[str, int] | None:
        if self._extractive:
            return None
        labels = {int(i): str(label).lower() for i, label in self._model.config.id2label.items()}
        places = {
            verdict: i
            for verdict, words in _LABELS.items()
            for i, label in labels.items()
            if any(label.startswith(word) for word in words)
        }
        return places if {"yes", "no"} <= places.keys() else None

    def _read(self, question: str, passage: str) -> Reading:
        if not passage:
            return Reading(0.0, (), ())
        if not self._extractive:
            logits = self._logits(question, passage)
            chance = sigmoid(float(logits[0])) if len(logits) == 1 else float(softmax(logits)[-1])
            return Reading(chance, (), ())
        encoded = self._tokenizer(
            question, passage, truncation="only_second", max_length=_LONGEST, stride=_STRIDE,
            return_overflowing_tokens=True, return_offsets_mapping=True, return_tensors="pt", padding=True,
        )  # fmt: skip
        offsets = encoded.pop("offset_mapping").tolist()
        encoded.pop("overflow_to_sample_mapping", None)
        output = self._run(encoded)
        best: tuple[float, Reading] | None = None
        for row, spots in enumerate(offsets):
            inside = [i for i, part in enumerate(encoded.sequence_ids(row)) if part == 1]
            start = np.asarray(output.start_logits[row], dtype=np.float32)
            end = np.asarray(output.end_logits[row], dtype=np.float32)
            margin = float((start[inside].max() + end[inside].max() - start[0] - end[0]) / 2)
            if best is None or margin > best[0]:
                characters = [(int(spots[i][0]), int(spots[i][1])) for i in inside]
                spans = best_spans(start[inside], end[inside], characters, _SPANS)
                best = (margin, Reading(sigmoid(margin), tuple(spans), tuple(spans[:1])))
        assert best is not None
        return best[1]

    def _logits(self, first: str, second: str) -> NDArray[np.float32]:
        encoded = self._tokenizer(first, second, truncation=True, max_length=_LONGEST, return_tensors="pt")
        return np.asarray(self._run(encoded).logits[0], dtype=np.float32)

    def _run(self, encoded: Any) -> Any:
        import torch

        with torch.inference_mode():
            output = self._model(**encoded)
        for scores in output.values():
            if not torch.isfinite(scores).all():
                raise ModelError(f"The reader {self.name} gave a score that is not a number.")
        return output


def load_hub_reader(name: str) -> HubReader:
    """A model folder, or a model of the hub. Raises ModelError if it cannot be found or has no head that reads."""
    try:
        import transformers

        options: dict[str, Any] = {"trust_remote_code": False}
        config = transformers.AutoConfig.from_pretrained(name, **options)
        kinds = " ".join(config.architectures or ())
        extractive = "QuestionAnswering" in kinds
        if not extractive and "SequenceClassification" not in kinds:
            raise ModelError(
                f"{name} does not read: it is {kinds or 'a model without a head'}. Name a model for question "
                "answering (extractive), or a cross-encoder."
            )
        chosen = "AutoModelForQuestionAnswering" if extractive else "AutoModelForSequenceClassification"
        tokenizer = transformers.AutoTokenizer.from_pretrained(name, use_fast=True, **options)
        model = getattr(transformers, chosen).from_pretrained(name, use_safetensors=True, **options)
    except ImportError as error:
        raise ModelError(f"{name} needs transformers and torch: pip install transformers torch.") from error
    except ModelError:
        raise
    # Loading a folder somebody names can fail in any way; the cause stays attached.
    except Exception as error:
        raise ModelError(f"The reader {name} cannot be loaded: {str(error).strip().splitlines()[0]}") from error
    model.eval()
    return HubReader(name, tokenizer, model, extractive=extractive)
