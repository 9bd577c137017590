"""Made-up articles, and assistants over them.

None of it is true. Each article holds what one group of answer rules is about: credits, interviews, values told twice,
comparisons, lists, and news that answers nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant

MADE_UP = Path(__file__).resolve().parent / "made_up"


@pytest.fixture
def names_of_the_seeds(seeds: Path) -> Iterator[None]:
    """The names of the five articles count, as they do when those are asked."""
    from qa.lexicon.folder_names import read_names
    from qa.lexicon.glossary import Glossary

    with Glossary.load().with_own(read_names(seeds)).using():
        yield


@pytest.fixture(scope="session")
def over(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path | Mapping[str, str]], Assistant]:
    """Makes an assistant over a folder of articles, or over articles given by their file names."""

    def make(articles: Path | Mapping[str, str]) -> Assistant:
        from datetime import date

        from index.build import build_index
        from index.settings import Settings
        from qa.respond.assistant import Assistant
        from qa.retrieve.retriever import Retriever

        if not isinstance(articles, Path):
            texts, articles = articles, tmp_path_factory.mktemp("articles")
            for name, text in texts.items():
                (articles / name).write_text(text, encoding="utf-8")
        folder = tmp_path_factory.mktemp("stored")
        build_index(articles, folder, settings=Settings())
        rules_alone = Settings(reader="none")
        return Assistant(Retriever.open(folder, build=False), settings=rules_alone, today=date(2024, 6, 15))

    return make


@pytest.fixture(scope="session")
def province(over: Callable[[Path], Assistant]) -> Assistant:
    """Six articles about towns of one province."""
    return over(MADE_UP)


@pytest.fixture(scope="session")
def bay(over: Callable[[Path], Assistant]) -> Assistant:
    """Two articles full of times, rows of things and figures of several years."""
    return over(MADE_UP.with_name("made_up_bay"))
