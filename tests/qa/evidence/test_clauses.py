from __future__ import annotations

import pytest

from qa.evidence import clause_asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("粮食储备管理办法第三条规定了什么", (3, "条")),
        ("第十二条说的是啥", (12, "条")),
        ("第2章讲什么", (2, "章")),
        ("What does Article 7 of the grain rules say?", (7, "条")),
        ("第三条和第五条有什么不同", None),
        ("第一季度产量", None),
        ("第三产业增加值", None),
        ("how many articles are there", None),
    ],
)
def test_which_clause_is_asked_for(text: str, asked: tuple[int, str] | None) -> None:
    assert clause_asked(text) == asked
