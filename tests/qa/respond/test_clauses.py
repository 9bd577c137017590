"""A clause asked for by its number is the one quoted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.build import build_index
from index.settings import Settings
from qa import Retriever
from qa.respond import Assistant

RULES = """储备茶叶管理办法

2024年3月1日

第一条 为规范储备茶叶管理，制定本办法。

第二条 本办法适用于县级以上储备茶叶。

第三条 储备茶叶每两年轮换一次，轮换比例不低于四成。

第四条 本办法自2024年5月1日起施行。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "a.txt").write_text(RULES, encoding="utf-8")
    build_index(folder, folder / "index", settings=Settings())
    return Assistant(Retriever.open(folder / "index", build=False), today=date(2024, 6, 1))


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("储备茶叶管理办法第三条规定了什么", "每两年轮换一次"),
        ("储备茶叶管理办法第二条说的是什么", "县级以上"),
    ],
)
def test_the_clause_asked_for_is_quoted(assistant: Assistant, question: str, quoted: str) -> None:
    answer = assistant.ask(question)
    texts = [quote.text for quote in (*answer.citations, *answer.closest)]
    assert quoted in texts[0]
