"""Six made-up articles about towns of one province, and an assistant over them.

None of it is true. Each article holds what one group of answer rules is about: credits, interviews, values told twice,
comparisons, lists, and news that answers nothing else.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.assistant import Assistant

MADE_UP = Path(__file__).resolve().parent / "made_up"


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    from datetime import date

    from index.build import build_index
    from index.settings import Settings
    from qa.assistant import Assistant
    from qa.retriever import Retriever

    folder = tmp_path_factory.mktemp("province")
    build_index(MADE_UP, folder, settings=Settings())
    return Assistant(Retriever.open(folder, build=False), today=date(2024, 6, 15))


@pytest.fixture(scope="session")
def bay(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Two made-up articles full of times, rows of things and figures of several years."""
    from datetime import date

    from index.build import build_index
    from index.settings import Settings
    from qa.assistant import Assistant
    from qa.retriever import Retriever

    folder = tmp_path_factory.mktemp("bay")
    build_index(MADE_UP.with_name("made_up_bay"), folder, settings=Settings())
    return Assistant(Retriever.open(folder, build=False), today=date(2024, 6, 15))
