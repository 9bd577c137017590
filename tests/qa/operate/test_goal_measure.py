"""A goal is held against a result of the same measure alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.build import build_index
from index.settings import Settings
from qa import Retriever
from qa.respond import Assistant

TEXT = """松塘市重点项目建设情况

2025年12月20日

2025年，松塘市共安排重点基础设施项目24个，总投资618亿元，年度计划投资132亿元。

2025年，松塘市港口吞吐量达到320万吨，超过年度目标300万吨。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("goals")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    build_index(folder, folder / "index", settings=Settings())
    retriever = Retriever.open(folder / "index", build=False)
    return Assistant(retriever, settings=Settings(reader="none"), today=date(2026, 1, 5))


@pytest.mark.parametrize("question", ["松塘市2025年重点项目投资完成目标了吗", "2025年松塘市重点项目投资达到计划了没有"])
def test_what_projects_cost_in_all_is_not_held_against_the_plan_of_a_year(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not (answer.operation == "goal_met" and "618" in answer.text)
