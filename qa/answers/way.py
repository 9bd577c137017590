"""What a way of answering is.

In: `Material`. Out: `Candidate`s: typed values with their proof and named features, which a decision compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from qa.evidence import Material
from qa.types import Candidate, Kind, Missing


class Way(Protocol):
    """One way of answering. `name` is unique among `qa.answers.WAYS`; `kinds` are the kinds of question it is for."""

    @property
    def name(self) -> str: ...

    @property
    def kinds(self) -> frozenset[Kind]: ...

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """Everything this way could answer, best first, whether or not the articles hold what is asked: how far each
        fits is told by its features, and nothing is refused here."""
        ...

    def choose(self, material: Material) -> Candidate | Missing | None:
        """What this way's own rules answer: a candidate, what is missing, or None when it has nothing to say."""
        ...
