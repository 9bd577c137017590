"""Places of a sentence beyond the gazetteer, and the sort of place a question asks for."""

from __future__ import annotations

import time

import pytest

from qa.answers.place.sorts import several, sort_asked
from qa.answers.place.spans import spans_in


@pytest.mark.parametrize(
    ("question", "text", "names"),
    [
        ("哪个林场", "在甘肃石棱子林场，三代人治沙。", ["甘肃石棱子林场"]),
        ("哪里", "在山东沾化，30万亩冬枣进入采摘季。", ["山东沾化"]),
        ("哪里", "平台在江苏南通成功出口。", ["江苏南通"]),
        ("哪个乡", "8个乡镇陆续清淤，紧临拉林河的延和乡是受灾最重的区域。", ["延和乡"]),
        ("which ski resort", "陕西玉华国际滑雪场迎来游客。", ["陕西玉华国际滑雪场"]),
        ("哪个新区", "加快建设国家级新区。", []),
        ("哪个区", "新创3个4A级景区，服务全市社区。", []),
        ("哪个机场", "机场城市加快建设。", []),
    ],
)
def test_places_of_a_sentence(question: str, text: str, names: list[str]) -> None:
    sort = sort_asked(question)
    found = [one.text for one in spans_in(text, sort) if one.fine or sort is None or sort.holds(one.names[-1])]
    assert found == names


@pytest.mark.parametrize(
    ("question", "place", "holds"),
    [
        ("哪个省", "山东省", True),
        ("哪个省", "青岛市", False),
        ("which provincial capital", "兰州市", True),
        ("which provincial capital", "青岛市", False),
        ("which african nation", "津巴布韦", True),
        ("which city", "不来梅", True),
        ("which municipality", "天津市", True),
        ("重庆哪个区", "涪陵区", True),
        ("重庆哪个区", "奉节县", False),
        ("which part of the country", "四川省", True),
    ],
)
def test_the_sort_holds_its_places(question: str, place: str, holds: bool) -> None:
    sort = sort_asked(question)
    assert sort is not None
    assert sort.holds(place) is holds


@pytest.mark.parametrize(
    ("question", "more"),
    [("哪两个国家", True), ("which countries", True), ("哪个国家", False), ("which country", False)],
)
def test_whether_several_are_asked_for(question: str, more: bool) -> None:
    assert several(question) is more


def test_a_hostile_run_takes_linear_time() -> None:
    began = time.process_time()
    spans_in("在港" * 5000, None)
    spans_in("林场" * 5000, None)
    assert time.process_time() - began < 2.0
