"""Shared fixtures: the five articles and one index of them, built once for all tests of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant
    from qa.retrieve.retriever import Retriever

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    from index.build.build import build_index
    from index.settings import Settings

    folder = tmp_path_factory.mktemp("index")
    build_index(seeds, folder, settings=Settings())
    return folder


@pytest.fixture(scope="session")
def retriever(seed_index: Path) -> Retriever:
    from qa.retrieve.retriever import Retriever

    return Retriever.open(seed_index, build=False)


@pytest.fixture(scope="session")
def assistant(retriever: Retriever) -> Assistant:
    from datetime import date

    from qa.respond.assistant import Assistant

    return Assistant(retriever, today=date(2025, 6, 1))
