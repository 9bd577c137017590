"""Which of a sentence's times answers, over a made-up article of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.build import build_index
from index.settings import Settings
from qa.respond.assistant import Assistant
from qa.retrieve.retriever import Retriever

if TYPE_CHECKING:
    from qa.types import Answer

ARTICLE = """海湾峰会筹备就绪
2025-08-20
2025年海湾合作峰会将于8月31日至9月1日在北礁市举行，各方代表陆续抵达。
25日晚9:30，“2024海湾科技年度盛典”在海湾卫视播出，为观众带来惊喜。
2022年底，北礁市建成首个可回收物分拣中心，处理废旧塑料。
现在，潮汐电站已经并网发电，为居民送去绿电。
"""


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder, store = tmp_path_factory.mktemp("coast"), tmp_path_factory.mktemp("coast_index")
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    build_index(folder, store, settings=Settings())
    return Assistant(Retriever.open(store, build=False), settings=Settings(reader="none"), today=date(2026, 1, 15))


def told(coast: Assistant, question: str) -> Answer:
    return coast.ask(question)


def test_the_day_and_not_the_year_beside_it(coast: Assistant) -> None:
    assert told(coast, "海湾合作峰会几号开？").text.startswith("2025年8月31日至2025年9月1日")


def test_a_year_in_a_name_is_no_time(coast: Assistant) -> None:
    assert told(coast, "海湾科技年度盛典是哪一天播出的？").text.startswith("2025年8月25日")


def test_the_end_of_a_year_is_said_as_such(coast: Assistant) -> None:
    assert told(coast, "北礁市什么时候建成首个可回收物分拣中心？").text.startswith("2022年底")
    english = told(coast, "When did 北礁市 build its first 可回收物分拣中心?")
    assert english.text.startswith("end of 2022")


def test_now_is_not_when_it_came_to_be(coast: Assistant) -> None:
    answer = told(coast, "潮汐电站是哪一年并网发电的？")
    assert answer.status == "not_found", answer.text
