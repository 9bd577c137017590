"""People and their offices, on made-up sentences."""

from __future__ import annotations

import pytest

from index.types import Article, Block, DateEvidence
from qa.people import people_of


def _people(text: str, speaker: str = "", role: str = "") -> list[tuple[str, str]]:
    block = Block("paragraph", 0, len(text), "", speaker, role)
    unknown = DateEvidence(None, "unknown", "none")
    article = Article("a.txt", "", text, (block,), unknown, "zh", "", "", "utf-8", len(text))
    found = people_of(article)
    for person in found:
        assert person.start < 0 or article.text[person.start : person.end] == person.name or person.name == speaker
        assert not person.role or person.role_start < 0 or person.role in text
    return [(person.name, person.role) for person in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会上，省发展改革委主任李明华介绍了情况。", ("李明华", "省发展改革委主任")),
        ("县教育局局长王芳说，今年新建学校三所。", ("王芳", "县教育局局长")),
        ("陈志强副市长主持会议。", ("陈志强", "副市长")),
        ("该公司技术部负责人欧阳建国表示，产能已满。", ("欧阳建国", "技术部负责人")),
        ("“我们有信心。”县委书记周涛说。", ("周涛", "县委书记")),
    ],
)
def test_a_name_beside_an_office(text: str, expected: tuple[str, str]) -> None:
    found = _people(text)
    assert expected[0] in [name for name, _ in found]
    role = dict(found)[expected[0]]
    assert role.endswith(expected[1][-2:])
    assert role in expected[1] or expected[1] in role


def test_two_offices_in_one_sentence() -> None:
    found = dict(_people("省财政厅厅长赵刚，省水利厅厅长钱丽出席会议。"))
    assert found == {"赵刚": "省财政厅厅长", "钱丽": "省水利厅厅长"}


@pytest.mark.parametrize(
    "text", ["市长热线接到来电。", "经理们都来了。", "主任办公室在三楼。", "代表团抵达。", "全市工业增加值增长6%。"]
)
def test_an_office_without_a_name_is_nobody(text: str) -> None:
    assert _people(text) == []


def test_the_speaker_of_a_turn() -> None:
    assert ("张伟", "") in _people("我们将加快建设。", "张伟")
