"""Chinese words that an asker and an article use for the same thing."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qa.lexicon.synonyms
from index.errors import WenYuError
from index.text import fold
from qa.evidence.coverage import strength
from qa.lexicon.synonyms import joined, others
from qa.question.analyse import analyse
from qa.types import Term

FILE = Path(qa.lexicon.synonyms.__file__).with_name("synonyms.tsv")
TODAY = date(2026, 1, 1)
# Two of these in one line would let the question for the one be answered with the other.
APART = [
    ("新增", "累计"),
    ("工业总产值", "工业增加值"),
    ("进口", "出口"),
    ("增长", "下降"),
    ("上升", "下降"),
    ("死亡", "受伤"),
    ("金牌", "银牌"),
    ("专利", "发明专利"),
    ("买", "卖"),
    ("收入", "支出"),
    ("入境", "出境"),
    ("产量", "销量"),
    ("常住人口", "户籍人口"),
    ("总统", "总理"),
]
unhurried = settings(deadline=None)


def rows() -> list[list[str]]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line and not line.startswith("#")]


def terms(text: str) -> dict[str, tuple[str, ...]]:
    return {term.text: term.zh for term in analyse(text, TODAY).terms}


def test_every_line_is_a_set_of_folded_chinese_words() -> None:
    assert len(rows()) > 1500
    for words in rows():
        assert len(words) == len(set(words)) >= 2, words
        assert all(word == fold(word) and len(word) >= 2 for word in words), words
        assert all(re.search("[\u4e00-\u9fff]|^ai$", word) for word in words), words


def test_each_word_begins_one_line_at_most() -> None:
    first = [words[0] for words in rows()]
    assert len(first) == len(set(first))


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_that_ask_for_another_figure_stand_apart(one: str, other: str) -> None:
    assert other not in others(one)
    assert one not in others(other)


def test_a_word_may_be_said_as_the_others_of_its_line_and_back() -> None:
    assert "企业" in others("公司")
    assert "公司" in others("企业")
    assert others("没有这个词") == ()


def test_two_words_for_a_third_are_not_words_for_each_other() -> None:
    assert "董事长" in others("老板")
    assert "创始人" not in others("董事长")


def test_the_small_words_of_a_longer_one_are_put_together() -> None:
    assert joined(["民用", "飞机", "的", "技术"]) == ["民用飞机", "的", "技术"]
    assert joined([]) == []


@unhurried
@given(st.lists(st.sampled_from(["民用", "飞机", "灾后", "重建", "的", "核", "电站", "电厂", "水"]), max_size=12))
def test_joining_keeps_the_text(words: list[str]) -> None:
    assert "".join(joined(words)) == "".join(words)


def test_a_question_in_plain_words_is_met_by_the_words_of_an_article() -> None:
    found = terms("哪家养老院的大夫给老年人看病最多")
    text = fold("这家养老机构的医生每天为老人诊疗")
    for word in ("养老院", "大夫", "老年人", "看病"):
        assert any(form in text for form in found[word]), (word, found[word])


def test_names_quoted_words_and_english_words_have_no_others() -> None:
    assert terms("“大夫”一词出现几次")["大夫"] == ("大夫",)
    assert "企业" not in terms("What did the committee decide?").get("committee", ())


def test_another_word_counts_less_than_the_word_itself_and_not_in_part() -> None:
    term = Term("开工", ("开工", "启动建设"), "topic", 0.5)
    assert strength(term, "项目开工") == 1.0
    assert 0.8 < strength(term, "项目启动建设") < 1.0
    assert strength(term, "项目启动") == 0.0


def test_words_of_asking_are_no_terms() -> None:
    asking = {"为啥", "非得", "不可", "搞", "对于", "究竟", "进去", "总共", "一年到头"}
    assert not asking & set(terms("这家厂为啥非得搞节水改造不可"))
    assert not asking & set(terms("对于乡村学校，究竟一年到头总共要砸多少钱进去"))


def test_a_broken_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "synonyms.tsv"
    broken.write_text("# heading\n公司|企业\n孤单\n", encoding="utf-8")
    monkeypatch.setattr(qa.lexicon.synonyms, "_FILE", broken)
    qa.lexicon.synonyms._load.cache_clear()
    try:
        with pytest.raises(WenYuError, match=r"synonyms\.tsv, line 3"):
            others("公司")
    finally:
        qa.lexicon.synonyms._load.cache_clear()
