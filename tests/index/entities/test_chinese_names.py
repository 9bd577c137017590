"""Chinese personal names in pinyin, and the key under which both writings meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.entities import chinese_names as names
from index.entities.chinese_names import SURNAMES, is_pinyin, is_pinyin_name, pinyin, pinyin_key, split_name


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("许宏球", "Xu Hongqiu"),
        ("高健", "Gao Jian"),
        ("王志杰", "Wang Zhijie"),
        ("欧阳娜娜", "Ouyang Nana"),
        ("单田芳", "Shan Tianfang"),
        ("曾国藩", "Zeng Guofan"),
        ("仇和", "Qiu He"),
        ("吕安", "Lyu An"),
        ("解缙", "Xie Jin"),
        ("司马光", "Sima Guang"),
        ("长孙无忌", "Zhangsun Wuji"),
        ("张西安", "Zhang Xi'an"),
        ("拜登", None),
        ("特朗普", None),
        ("", None),
        ("许", None),
        ("Xu", None),
        ("许宏球先生", None),
    ],
)
def test_pinyin(name: str, latin: str | None) -> None:
    assert pinyin(name) == latin


@pytest.mark.parametrize(
    "written", ["Xu Hongqiu", "xu hongqiu", "XU HONGQIU", "Hongqiu Xu", "Xu Hong-qiu", "Xu Hong Qiu"]
)
def test_both_writings_meet(written: str) -> None:
    assert pinyin_key(written) == pinyin_key("许宏球") == "xuhongqiu"


def test_different_people_stay_apart() -> None:
    assert pinyin_key("许宏球") != pinyin_key("徐洪波")
    assert pinyin_key("Li Yong") != pinyin_key("高健")
    assert pinyin_key("拜登") == ""


def test_ways_to_write_u_umlaut_meet() -> None:
    assert pinyin_key("吕安") == pinyin_key("Lü An") == pinyin_key("Lyu An") == pinyin_key("Lv An")


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Xu Hongqiu", True),
        ("Zhang Zhikui", True),
        ("Ouyang Minggao", True),
        ("Li Auto", False),
        ("gross output", False),
        ("He Said", False),
        ("new area", False),
        ("Xu", False),
        ("", False),
    ],
)
def test_what_reads_as_a_chinese_name(text: str, is_name: bool) -> None:
    assert is_pinyin_name(text) is is_name


def test_pinyin_words() -> None:
    assert is_pinyin("yongchuan")
    assert is_pinyin("Xian")
    assert not is_pinyin("yongchaun")
    assert not is_pinyin("warning")
    assert not is_pinyin("")


def test_split_name() -> None:
    assert split_name("欧阳修") == ("欧阳", "修")
    assert split_name("欧阳") == ("欧", "阳")
    assert split_name("重庆") is None
    assert {"许", "黎", "聂", "欧阳", "左"} <= SURNAMES


@given(st.text(max_size=40))
def test_nothing_raises(text: str) -> None:
    key = pinyin_key(text)
    assert pinyin_key(text.upper()) == pinyin_key(text.upper())
    assert key == "" or key.isascii()
    is_pinyin_name(text)


def test_the_stored_keys_are_those_of_the_family_names() -> None:
    family = {names._READINGS.get(name) or "".join(names._syllables(name)) for name in SURNAMES}
    assert {names._plain(word) for word in family} == names._KEYS
