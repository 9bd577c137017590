"""Figures of several years: those asked for, on the same side of the figure, over a made-up article."""

from __future__ import annotations

from datetime import date

import pytest

from index.build import build_index
from index.settings import Settings
from qa.respond.assistant import Assistant
from qa.retrieve.retriever import Retriever

ARTICLE = """北礁市工业稳步发展
2024-02-10
2021年，北礁市建成数字化车间574个。
2023年，北礁市认定数字化车间224家，累计达到958家。
2024年，北礁市计划建成数字化车间1100个。
"""
# The goal of each year stands in that year's own article.
GOALS = {2021: "6%", 2022: "7%", 2024: "14%"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder, store = tmp_path_factory.mktemp("town"), tmp_path_factory.mktemp("town_index")
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    for year, goal in GOALS.items():
        told = f"{year}年北礁市工业工作会\n{year}-01-15\n今年，北礁市力争工业投资增长{goal}，再上新台阶。\n"
        (folder / f"{year}.txt").write_text(told, encoding="utf-8")
    build_index(folder, store, settings=Settings())
    return Assistant(Retriever.open(store, build=False), settings=Settings(reader="none"), today=date(2026, 1, 15))


@pytest.mark.parametrize(
    "question",
    [
        "数字化车间的数量2021年到2023年怎么变化？",
        "How did the number of digital workshops change between 2021 and 2023?",
    ],
)
def test_a_change_keeps_to_the_years_asked(town: Assistant, question: str) -> None:
    text = town.ask(question).text
    assert "574" in text
    assert "958" in text
    assert "1100" not in text.replace(",", "")
    assert "224" not in text


@pytest.mark.parametrize(
    "question",
    [
        "2021、2022和2024年工业投资的增长目标分别是什么？",
        "What growth targets were set for industrial investment in 2021, 2022 and 2024?",
    ],
)
def test_targets_of_several_years_are_figures(town: Assistant, question: str) -> None:
    text = town.ask(question).text
    assert [goal for goal in GOALS.values() if goal in text] == list(GOALS.values())
