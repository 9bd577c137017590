"""People and their offices, on made-up sentences."""

from __future__ import annotations

import pytest

from index.entities.people import find_people
from index.types import Article, Block, DateEvidence


def _people(text: str, speaker: str = "", role: str = "") -> list[tuple[str, str]]:
    block = Block("paragraph", 0, len(text), "", speaker, role)
    unknown = DateEvidence(None, "unknown", "none")
    article = Article("a.txt", "", text, (block,), unknown, "zh", "", "", "utf-8", len(text))
    found = find_people(article)
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
    ("text", "expected"),
    [
        ("以军总参谋长扎米尔当天表示，行动已经结束。", ("扎米尔", "以军总参谋长")),
        ("伊朗总统佩泽希齐扬24日发表公开信。", ("佩泽希齐扬", "伊朗总统")),
        ("委员会主席约翰内斯·科斯基宁说，会议推迟。", ("约翰内斯·科斯基宁", "委员会主席")),
        ("代表团会见马克龙总统。", ("马克龙", "总统")),
        ("会议听取了宪法和法律委员会主任委员信春鹰作的报告。", ("信春鹰", "宪法和法律委员会主任委员")),
        ("镜头带您认识河南省青石村党支部书记裴大山。", ("裴大山", "河南省青石村党支部书记")),
        ("县博物馆馆长、县文物所所长方正平介绍了发现。", ("方正平", "县博物馆馆长、县文物所所长")),
        ("徐玉兰是省人民医院重症病房的护士长，从业二十年。", ("徐玉兰", "省人民医院重症病房的护士长")),
        ("会议决定任命周海涛为市生态环境局局长。", ("周海涛", "市生态环境局局长")),
        ("周海涛（市生态环境局局长）出席会议。", ("周海涛", "市生态环境局局长")),
        ("市卫生健康委主任文静介绍，新建医院两所。", ("文静", "市卫生健康委主任")),
        ("国家主席梁强共同出席。", ("梁强", "国家主席")),
        ("中央主席毛文东庄严宣告大会开幕。", ("毛文东", "中央主席")),
    ],
)
def test_the_name_and_the_office_in_full(text: str, expected: tuple[str, str]) -> None:
    assert expected in _people(text)


@pytest.mark.parametrize(
    "text",
    [
        "总书记强调，要抓落实。", "总书记郑重宣布，目标实现了。", "新西兰总理来访。", "伊拉克24日也宣布重新开放领空。",
        "商务部表示，将采取措施。",
        "俄方说，愿意谈判。", "伊朗总统和外长遇难。", "代表东方智慧的发展经验。",
        "位专家学者参加。",
        "有关部门负责人说。", "哈马斯称，谈判中止。",
    ],
)  # fmt: skip
def test_words_that_look_like_names_are_nobody(text: str) -> None:
    assert _people(text) == []


def test_who_is_named_again_keeps_the_office() -> None:
    text = "村支书裴大山今天来了。二〇〇五年，裴大山回村打井。他自掏腰包修了路。"
    block = Block("paragraph", 0, len(text))
    unknown = DateEvidence(None, "unknown", "none")
    article = Article("a.txt", "", text, (block,), unknown, "zh", "", "", "utf-8", len(text))
    found = find_people(article)
    assert [(p.name, p.role, text[p.spot]) for p in found] == [("裴大山", "村支书", c) for c in "裴裴他"]
    assert len({p.sentence for p in found}) == 3


def test_a_short_name_in_other_words_is_not_named_again() -> None:
    assert _people("主任高健说，要提高健康水平。") == [("高健", "主任")]


@pytest.mark.parametrize(
    "text", ["市长热线接到来电。", "经理们都来了。", "主任办公室在三楼。", "代表团抵达。", "全市工业增加值增长6%。"]
)
def test_an_office_without_a_name_is_nobody(text: str) -> None:
    assert _people(text) == []


def test_the_speaker_of_a_turn() -> None:
    assert ("张伟", "") in _people("我们将加快建设。", "张伟")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("正在弹琴的是67岁的艾买提。", "艾买提"),
        ("18岁的贾克斯，不久前还在放羊。", "贾克斯"),
        ("今年42岁的林小满说。", "林小满"),
    ],
)
def test_an_age_makes_a_name(text: str, name: str) -> None:
    assert name in [found for found, _ in _people(text)]


@pytest.mark.parametrize("text", ["30岁的村民来了。", "75岁的老人说。", "国务院向大会作报告，国务院负责，国务院提出。"])
def test_an_age_without_a_name_and_a_body_are_nobody(text: str) -> None:
    assert _people(text) == []


def test_who_stands_for_a_body_is_no_deputy() -> None:
    assert _people("省长林国栋代表省政府作报告。") == [("林国栋", "省长")]


def test_leaders_listed_side_by_side() -> None:
    found = _people("香港特别行政区行政长官林国栋、澳门特别行政区行政长官贺一鸣列席会议。")
    assert found == [("林国栋", "香港特别行政区行政长官"), ("贺一鸣", "澳门特别行政区行政长官")]


def test_a_former_office_is_told_only_where_it_stands() -> None:
    found = _people("2004年，时任青川省委书记的林国栋提出这一想法。如今林国栋已经退休。")
    assert ("林国栋", "青川省委书记") in found
    assert found.count(("林国栋", "青川省委书记")) == 1


def test_japanese_names_beside_their_offices() -> None:
    from index.entities.chinese_names import is_japanese, pinyin

    assert is_japanese("岸田文雄")
    assert pinyin("岸田文雄") is None


def test_an_english_word_sounds_like_nobody() -> None:
    from qa.question.spelling import is_english

    assert is_english("chilled")
    assert not is_english("zamir")
