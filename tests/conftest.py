"""Shared fixtures: the five articles and one index of them, built once for all tests of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.reader import Claim, Reading
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

    from index.settings import Settings
    from qa.respond.assistant import Assistant

    return Assistant(retriever, settings=Settings(reader="none"), today=date(2025, 6, 1))


class FakeReader:
    """A reader that knows what to find: `answers` maps a question to words; a passage that holds them answers with .9
    and the words with .8, every other passage with .1 and nothing. A statement is so with .8 where it stands in the
    passage, else nothing is said of it."""

    name = "fake"

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers

    def read(self, question: str, passages: Sequence[str], contexts: Sequence[str] = ()) -> list[Reading]:
        from qa.reader import Reading, Span

        readings = []
        for passage in passages:
            words = self.answers.get(question, "")
            at = passage.find(words) if words else -1
            spans = (Span(at, at + len(words), 0.8),) if at >= 0 else ()
            readings.append(Reading(0.9 if spans else 0.1, spans, spans))
        return readings

    def claim(self, statement: str, passages: Sequence[str], contexts: Sequence[str] = ()) -> list[Claim]:
        from qa.reader import Claim

        return [Claim(0.8, 0.1, 0.1) if statement in passage else Claim(0.0, 0.0, 1.0) for passage in passages]


@pytest.fixture
def fake_reader() -> type[FakeReader]:
    return FakeReader
