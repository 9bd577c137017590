"""The model of a build: who it is, known from the old index where that can be trusted, and loaded only to encode."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from index.build.plan import pipeline
from index.errors import ModelError
from index.store import Index

if TYPE_CHECKING:
    from index.embed import Encoder


class BuildModel:
    """The model asked for, else that of the old index, else the bundled one.

    An old index of the bundled model and of this very pipeline (whose digest covers the model's files) says what
    its fingerprint and dimension are: then a build that has nothing to encode never loads the model.
    """

    def __init__(self, asked: str, old: Index | None) -> None:
        from index.embed import BUNDLED

        self._asked = asked or (old.manifest.model if old is not None else "")
        bundled = (self._asked or BUNDLED) == BUNDLED
        trusted = old is not None and bundled and old.manifest.model == BUNDLED and old.manifest.pipeline == pipeline()
        self._known = old.manifest if old is not None and trusted else None

    @cached_property
    def encoder(self) -> Encoder:
        """The model itself. Raises ModelError."""
        from index.embed import load_encoder

        try:
            return load_encoder(self._asked or None)
        except OSError as error:
            raise ModelError(f"cannot load the model {self._asked or 'of the program'}: {error}.") from error

    @property
    def name(self) -> str:
        return self._known.model if self._known is not None else self.encoder.name

    @property
    def fingerprint(self) -> str:
        return self._known.fingerprint if self._known is not None else self.encoder.fingerprint

    @property
    def dimension(self) -> int:
        return self._known.dimension if self._known is not None else self.encoder.dimension

    def made(self, old: Index) -> bool:
        """True when the old index's vectors are this model's."""
        return old.manifest.fingerprint == self.fingerprint
