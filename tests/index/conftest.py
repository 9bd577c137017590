"""Fixtures of the write side: six small articles, a model of letters, and a build of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import index.embed
from index.build.build import BuildReport, build_index
from index.settings import Settings
from tests.index.fakes import SETTINGS, LetterEncoder, write_articles


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> LetterEncoder:
    encoder = LetterEncoder()
    monkeypatch.setattr(index.embed, "load_encoder", lambda name=None: encoder)
    return encoder


@pytest.fixture
def build(tmp_path: Path, letters: LetterEncoder) -> Callable[..., BuildReport]:
    """Build the index of `tmp_path/articles` in `tmp_path/index` (or another folder of `tmp_path`)."""
    write_articles(tmp_path / "articles", 6)

    def run(where: str = "index", settings: Settings = SETTINGS) -> BuildReport:
        return build_index(tmp_path / "articles", tmp_path / where, settings=settings)

    return run
