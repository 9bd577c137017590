"""Places in Chinese and English text: what is found, what is not, and what lies in what."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.entities.place_tables import load
from index.entities.places import canonical, contains, english, find_places, find_scopes, parent


def found(text: str, loose: bool = False) -> list[str]:
    return [mention.name for mention in find_places(text, loose)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重庆2021年规上工业总产值", ["重庆市"]),
        ("全重庆市的企业", ["重庆市"]),
        ("涪陵全区规上工业产值", ["涪陵区"]),
        ("涪陵區和兩江新區", ["涪陵区", "两江新区"]),
        ("两江新区2024年", ["两江新区"]),
        ("西部（重庆）科学城启动一批工程", ["西部（重庆）科学城"]),
        ("西部(重庆)科学城", ["西部（重庆）科学城"]),
        ("深化成渝地区双城经济圈产业链协同", ["成渝地区双城经济圈"]),
        ("川渝地区产业协同", ["川渝地区"]),
        ("四川省成都市和北京", ["四川省", "成都市", "北京市"]),
        ("重庆市长寿区的企业", ["重庆市", "长寿区"]),
        ("德国与日本的汽车", ["德国", "日本"]),
        ("广州—铜梁高新技术产业合作区", ["广州—铜梁高新技术产业合作区"]),
        ("在渝高校院所", ["重庆市"]),
        ("What was Fuling District's GDP in Chongqing?", ["涪陵区", "重庆市"]),
        ("liangjiang 2024 car output", ["两江新区"]),
        ("Xi'an and Xian and Xi’an", ["西安市", "西安市", "西安市"]),
        ("the U.S. and the UK", ["美国", "英国"]),
        ("Chengdu-Chongqing Economic Circle", ["成渝地区双城经济圈"]),
        ("Western (Chongqing) Science City", ["西部（重庆）科学城"]),
        ("exports to the European Union", ["欧盟"]),
    ],
)
def test_places_are_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "重庆日报记者",
        "重庆大学的学生",
        "北京时间8点",
        "长安福特生产车间",
        "上海合作组织成员国",
        "南京路步行街",
        "扩大连接范围",
        "其中国有企业占三成",
        "沿海地区发展",
        "20日本报讯",
        "加强大连队的",
        "祝愿祖国繁荣昌盛",
        "伟大理论",
        "内布拉斯加州",
        "普洱茶",
        "哈密瓜",
        "世界级先进制造业集群",
        "全球500强",
        "中国软件名园",
        "中国星网应用公司",
        "江北岸",
        "如何健康长寿",
        "China Daily reported",
        "she ate turkey",
        "tell us more",
        "Chongqing University",
        "a chad in the ballot",
    ],
)
def test_what_only_looks_like_a_place_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["加强良种推广和田间管理", "种子和田块", "小麦和田地", "山林和田野"])
def test_and_with_half_a_noun_behind_is_no_place(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["2023年和田地区粮食产量", "去和田玩", "推广和田县经验", "和田田间", "新疆的和田"])
def test_the_place_that_begins_like_and_is_still_found(text: str) -> None:
    assert "和田地区" in found(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [("涪陵区委书记黎勇", "涪陵"), ("重庆市长会见", "重庆"), ("重庆市民", "重庆"), ("涪陵区的企业", "涪陵区")],
)
def test_the_office_behind_keeps_its_first_character(text: str, span: str) -> None:
    assert [mention.text for mention in find_places(text)] == [span]


def test_short_forms_that_are_words_need_a_question() -> None:
    assert found("江北2024年GDP") == []
    assert found("江北2024年GDP", loose=True) == ["江北区"]
    assert found("长寿和石柱2024年产值", loose=True) == ["长寿区", "石柱土家族自治县"]
    assert found("长寿的秘诀在于运动", loose=True) == ["长寿区"]
    assert found("健康长寿", loose=True) == []
    assert found("科学城新增智能工厂", loose=True) == ["西部（重庆）科学城"]
    assert found("光明科学城新增", loose=True) == []


def test_a_company_name_says_no_more_than_its_city() -> None:
    assert found("重庆小康动力有限公司") == ["重庆市"]
    assert found("重庆瑜欣平瑞电子股份有限公司") == ["重庆市"]


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("全市规上工业增加值", ["全市"]),
        ("我区将新增", ["全区"]),
        ("the citywide target", ["全市"]),
        ("the whole city", ["全市"]),
        ("全国平均水平", ["全国"]),
        ("nationwide and district-wide", ["全国", "全区"]),
        ("涪陵的企业", []),
    ],
)
def test_scopes(text: str, scopes: list[str]) -> None:
    assert [mention.name for mention in find_scopes(text)] == scopes


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("涪陵", "涪陵区"),
        ("Fuling", "涪陵区"),
        ("fuling district", "涪陵区"),
        ("兩江新區", "两江新区"),
        ("重庆", "重庆市"),
        ("全重庆市", "重庆市"),
        ("科学城", "西部（重庆）科学城"),
        ("Chongqing", "重庆市"),
        ("Republic of Korea", "韩国"),
        ("nowhere land", None),
        ("", None),
    ],
)
def test_canonical(form: str, name: str | None) -> None:
    assert canonical(form) == name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("朝阳市", "Chaoyang"),
        ("长沙市", "Changsha"),
        ("都江堰市", "Dujiangyan City"),
        ("六安市", "Lu'an"),
        ("厦门市", "Xiamen"),
        ("陕西省", "Shaanxi"),
        ("山西省", "Shanxi"),
        ("綦江区", "Qijiang District"),
        ("乐山市", "Leshan"),
        ("台州市", "Taizhou"),
        ("西藏自治区", "Tibet"),
        ("重庆市", "Chongqing"),
        ("涪陵", "Fuling District"),
        ("火星", None),
    ],
)
def test_english_names_read_many_sounded_characters_right(name: str, told: str | None) -> None:
    assert english(name) == told


def test_what_lies_in_what() -> None:
    assert parent("涪陵") == "重庆市"
    assert parent("两江新区") == "重庆市"
    assert parent("重庆市") == "中国"
    assert contains("重庆", "涪陵")
    assert contains("中国", "两江新区")
    assert contains("西部地区", "涪陵区")
    assert not contains("涪陵", "重庆")
    assert not contains("重庆市", "重庆市")
    assert not contains("四川省", "涪陵区")
    assert not contains("重庆市", "不存在的地方")


def test_every_row_has_known_parents_and_no_circle() -> None:
    rows = load().places
    for row in rows.values():
        assert all(above in rows for above in row.parents), row.name
        assert not contains(row.name, row.name)
        assert not (row.parents and contains(row.name, row.parents[0])), row.name


def test_chongqing_is_complete() -> None:
    inside = [row for row in load().places.values() if row.parents[:1] == ("重庆市",)]
    kinds = [row.kind for row in inside if row.kind in ("district", "county")]
    # 26 districts, 8 counties and 4 autonomous counties.
    assert kinds.count("district") == 26
    assert kinds.count("county") == 12


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_mentions_are_slices_in_order(text: str) -> None:
    last = 0
    for mention in find_places(text, loose=True):
        assert mention.start >= last
        assert text[mention.start : mention.end] == mention.text
        assert english(mention.name)
        last = mention.end


@pytest.mark.parametrize("piece", ["重庆", "成渝地区双城", "a ", "Chengdu-", "中", "’s "])
def test_time_is_linear(piece: str) -> None:
    find_places("重庆 Chongqing")

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        find_places(text)
        return time.process_time() - began

    short = min(seconds(20_000) for _ in range(3))
    long = min(seconds(80_000) for _ in range(3))
    assert long < 12 * short + 0.05


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在山东沾化，30万亩冬枣", ["山东省", "沾化区"]),
        ("四川安居工程", ["四川省"]),
        ("消费城市", []),
        ("小麦加工", []),
        ("津巴布韦和赤道几内亚", ["津巴布韦", "赤道几内亚"]),
        ("Gansu Tianjin cooperation deal", ["甘肃省", "天津市"]),
        ("the Shanghai Cooperation Organisation", []),
        ("Zimbabwe and Equatorial Guinea", ["津巴布韦", "赤道几内亚"]),
    ],
)
def test_inner_names_and_pairs(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [("the Israeli army", "以色列"), ("South African president", "南非"), ("an African country", "非洲")],
)
def test_words_made_of_a_country_are_read_in_questions(text: str, place: str) -> None:
    assert found(text, loose=True) == [place]
    assert found(text) == []


@pytest.mark.parametrize(
    ("outer", "inner"), [("非洲", "津巴布韦"), ("欧盟", "德国"), ("东盟", "越南"), ("Africa", "South Africa")]
)
def test_countries_lie_in_their_continents(outer: str, inner: str) -> None:
    assert contains(outer, inner)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("阿里·哈梅内伊发表讲话", []), ("中国·重庆", ["中国", "重庆市"]), ("阿里地区", ["阿里地区"]),
        ("在阜平，他说", ["阜平县"]), ("在同心，", []), ("在平安的日子里", []),
    ],
)  # fmt: skip
def test_names_with_dots_and_bare_counties(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Was contact restored in Shulan?", ["舒兰市"]), ("In Hunchun, sites closed", ["珲春市"]),
        ("Wang Shulan said", []),
        ("made by Dongfeng Motor", []), ("the Shulan Group", []), ("the old town of Kuqa", ["库车县"]),
    ],
)  # fmt: skip
def test_bare_english_counties_in_questions(text: str, expected: list[str]) -> None:
    assert found(text, loose=True) == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("加强良种推广和田间管理", []),
        ("全区开展技术培训和田间指导", []),
        ("扩大同各国的往来", []),
        ("和田地区粮食产量", ["和田地区"]),
        ("援疆干部到和田支教", ["和田地区"]),
        ("大同的煤", ["大同市"]),
    ],
)
def test_a_joining_word_and_a_piece_of_its_neighbour_are_no_place(text: str, named: list[str]) -> None:
    assert [mention.name for mention in find_places(text)] == named
