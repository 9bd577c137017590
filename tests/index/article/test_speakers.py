"""Who speaks."""

from __future__ import annotations

import pytest

from index.article.speakers import Speaker, interview_labels, reported_speaker, role_of, split_office

INTERVIEW = (
    "重庆日报：永川有何打算？\n\n张智奎：工业强则永川强。\n比如：打"
    "造基地。\n\n重庆日报：南川呢？\n\n丁中平：做好赋能文章。\n"
)


def test_an_interview_is_told_by_a_label_that_asks_again() -> None:
    assert interview_labels(INTERVIEW) == {"重庆日报", "张智奎", "丁中平"}
    assert interview_labels("记者：为何？\n答：因为创新。") == {"记者", "答"}
    assert interview_labels("Q: Why?\nA: Because.\n") == {"Q", "A"}


@pytest.mark.parametrize(
    "text",
    [
        "时间：2024年\n地点：重庆\n来源：新华社",
        "重庆：增长8%。\n四川：增长7%。\n重庆：增长6%。",
        "注意：请看。",
        "他说：“好。”\n他说：“不好。”",
    ],
)
def test_labels_of_other_kinds_are_no_speakers(text: str) -> None:
    assert interview_labels(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("向新求质 市人大代表 涪陵区委书记黎勇：", Speaker("黎勇", "涪陵区委书记")),
        ("市发展改革委主任高健", Speaker("高健", "市发展改革委主任")),
        ("小康动力数字化部负责人杨飞", Speaker("杨飞", "小康动力数字化部负责人")),
        ("推动数字化变革", None),
        ("市经信委负责人", None),
    ],
)
def test_an_office_and_its_name(text: str, speaker: Speaker | None) -> None:
    assert split_office(text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“是关键。”高健说，市里制定了办法。", Speaker("高健", "")),
        ("市经信委负责人表示，截至去年底，全市实施项目6000多个。", Speaker("市经信委负责人", "")),
        ("“产量提升了10倍。”小康动力数字化部负责人杨飞说，订单骤增。", Speaker("杨飞", "小康动力数字化部负责人")),
        ("“这是重头戏。”这位负责人表示。", "same"),
        ("数据显示，去年产量增长8%。", None),
        ("商务部表示，将加大支持。", None),
        ("文章指出，要加快构建新格局。", None),
        ("李强总理指出，形势向好。", Speaker("李强", "总理")),
        ("国家主席在旧金山会见斐济总理田兰卡。田兰卡表示，好。", Speaker("田兰卡", "")),
        ("张三说，好。李四说，不好。", None),
    ],
)
def test_reported_speech(text: str, speaker: Speaker | str | None) -> None:
    assert reported_speaker(text) == speaker


def test_the_office_is_found_where_the_name_stands_first() -> None:
    text = "市人大代表、涪陵区委书记黎勇，介绍了情况。黎勇说，好。"
    assert role_of("黎勇", text) == "涪陵区委书记"
    assert role_of("王五", text) == ""
    assert role_of("田兰卡", "国家主席张大为在旧金山会见斐济总理田兰卡。") == "斐济总理"
    assert role_of("周岚", "一直致力于城市更新的全国政协委员周岚介绍") == "全国政协委员"
