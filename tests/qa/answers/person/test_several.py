"""Several people asked for by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant

MEETING = """春季发布会在江北举行
2024-03-05
市农业局局长高明、市水利局局长王志强、市气象局局长黎勇，围绕春耕介绍情况。
市民张伟说，今年雨水好。
"""


@pytest.fixture(scope="module")
def meeting(over: Callable[[Mapping[str, str]], Assistant]) -> Assistant:
    return over({"meeting.txt": MEETING})


@pytest.mark.parametrize("question", ["春季发布会上围绕春耕介绍情况的是哪三位？", "围绕春耕介绍情况的有哪几位局长？"])
def test_everyone_of_the_sentence_is_named(meeting: Assistant, question: str) -> None:
    answer = meeting.ask(question)
    assert all(name in answer.bold for name in ("高明", "王志强", "黎勇")), answer.text
    assert "张伟" not in answer.text


def test_another_number_of_people_is_not_made_up(meeting: Assistant) -> None:
    assert "王志强（" not in meeting.ask("围绕春耕介绍情况的是哪七位？").text
