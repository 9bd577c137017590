"""What a question claims, and which clauses of a sentence speak of it."""

from __future__ import annotations

from datetime import date

import pytest

from qa.answers.yesno.claim import denies, read_claim, says_comparison, speaking, unfinished
from qa.question.analyse import analyse

TODAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    "question",
    [
        "反应堆有没有遭到破坏？",
        "反应堆是不是坏了？",
        "反应堆是否停运",
        "会不会停运",
        "停没停运",
        "反应堆停运了没有？",
        "反应堆停运了吗",
    ],
)
def test_words_of_asking_are_no_negation(question: str) -> None:
    assert not read_claim(analyse(question, TODAY)).negated


@pytest.mark.parametrize(
    "question", ["反应堆没有停运，是吗？", "大桥未通车吗", "Is it true that the bridge is not open?"]
)
def test_a_claim_may_deny(question: str) -> None:
    assert read_claim(analyse(question, TODAY)).negated


@pytest.mark.parametrize(
    ("clause", "no"),
    [
        ("反应堆没有受到攻击", True),
        ("项目尚未开工", True),
        ("产量不再下降", True),
        ("The plan was never approved", True),
        ("未来产业不断壮大", False),
        ("不锈钢产量不少于10万吨", False),
        ("无人机产量增长", False),
        ("Not only exports grew", False),
    ],
)
def test_a_clause_that_says_no(clause: str, no: bool) -> None:
    assert denies(clause.lower()) is no


@pytest.mark.parametrize(
    ("question", "above", "yardstick"),
    [
        ("增速跑赢全国平均了吗", 1, True),
        ("增速不如全国平均水平，是这样吗", -1, True),
        ("Did growth outpace the national average?", 1, True),
        ("Did growth lag the national average?", -1, True),
        ("出口高于进口吗", 1, False),
        ("Did exports exceed imports?", 1, False),
        ("出口增长了吗", 0, False),
    ],
)
def test_a_comparison_and_its_yardstick(question: str, above: int, yardstick: bool) -> None:
    claim = read_claim(analyse(question, TODAY))
    assert (claim.above, claim.yardstick) == (above, yardstick)


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("增长6.6%，高于全国平均水平2个百分点", 1),
        ("增长6.6%，比全国平均水平高2个百分点", 1),
        ("增长2%，比全国平均水平低1个百分点", -1),
        ("产量超过100万辆", 0),
    ],
)
def test_a_sentence_that_compares_with_a_yardstick(sentence: str, side: int) -> None:
    assert says_comparison(sentence) == side


@pytest.mark.parametrize(
    ("question", "bound"),
    [
        ("Is the 2024 growth goal higher than 5 percent?", "over"),
        ("Is the unemployment rate lower than 5 percent?", "under"),
        ("2024年增长目标高于5%吗", "over"),
        ("制造业占比过半了吗", "over"),
    ],
)
def test_a_number_is_bounded_by_the_comparison(question: str, bound: str) -> None:
    assert [number.bound for number in read_claim(analyse(question, TODAY)).numbers] == [bound]


def test_only_clauses_that_speak_of_the_claim_count() -> None:
    claim = read_claim(analyse("反应堆有没有遭到破坏？", TODAY))
    told = speaking(claim, "外墙没有受损，道路畅通，但反应堆遭到破坏", [])
    assert told == ["但反应堆遭到破坏"]


def test_a_denial_in_a_clause_of_its_own_counts() -> None:
    claim = read_claim(analyse("会议通过这项决议了吗", TODAY))
    assert any(denies(clause) for clause in speaking(claim, "会议讨论了这项决议，但没有通过", []))


@pytest.mark.parametrize(
    ("sentence", "open_still"),
    [("大桥正加快建设", True), ("大桥将于2027年建成", True), ("大桥已建成", False), ("大桥建成通车", False)],
)
def test_what_is_still_being_built(sentence: str, open_still: bool) -> None:
    assert unfinished([sentence]) is open_still


@pytest.mark.parametrize(
    ("question", "above"),
    [("服务零售是不是比商品零售涨得快？", 1), ("出口比进口增长得慢吗？", -1), ("比赛是不是在北京举行？", 0)],
)
def test_a_comparison_with_than(question: str, above: int) -> None:
    assert read_claim(analyse(question, TODAY)).above == above
