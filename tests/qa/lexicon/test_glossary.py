"""The glossary: terms found in both languages, and how they are said in the other."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.lexicon.glossary import Entry, Glossary, stem

G = Glossary.load()


def zh(text: str) -> list[tuple[str, str]]:
    return [(match.text, match.entry.zh[0]) for match in G.find_zh(text)]


def en(text: str) -> list[tuple[str, str]]:
    return [(match.text, match.entry.zh[0]) for match in G.find_en(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("整车产量达115万辆", [("整车产量", "汽车产量")]),
        ("規上工業增加值", [("規上工業增加值", "规模以上工业增加值")]),
        ("国家级专精特新“小巨人”企业", [("国家级专精特新“小巨人”企业", "专精特新“小巨人”企业")]),
        ("规上 工业 总产值", [("规上 工业 总产值", "规模以上工业总产值")]),
        ("GDPR不是术语", []),
    ],
)
def test_chinese_terms(text: str, expected: list[tuple[str, str]]) -> None:
    assert zh(text)[: len(expected)] == expected
    if not expected:
        assert ("GDP", "地区生产总值") not in zh(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How many little-giant firms?", ("little-giant firms", "小巨人企业")),
        ("LITTLE GIANTS", ("LITTLE GIANTS", "小巨人企业")),
        ("the vehicle output of 2024", ("vehicle output", "汽车产量")),
        ("R&D intensity", ("R&D intensity", "研发投入强度")),
        ("labor productivity", ("labor productivity", "全员劳动生产率")),
        ("digitalisation of industry", ("digitalisation of industry", "产业数字化")),
        (
            "specialised, refined, distinctive and innovative firms",
            ("specialised, refined, distinctive and innovative firms", "专精特新企业"),
        ),
        ("new-energy-vehicle output", ("new-energy-vehicle output", "新能源汽车产量")),
    ],
)
def test_english_terms_forgive_case_plural_hyphen_and_spelling(text: str, expected: tuple[str, str]) -> None:
    assert expected in en(text)


def test_the_longest_term_wins() -> None:
    assert en("output of new energy vehicles") == [("output of new energy vehicles", "新能源汽车产量")]
    assert zh("战略性新兴产业增加值")[0][0] == "战略性新兴产业增加值"


def test_a_sentence_end_is_no_part_of_a_term() -> None:
    assert ("vehicle output", "汽车产量") not in en("One vehicle. Output rose.")


def test_who_is_no_health_organization() -> None:
    assert en("who said it")[0][1] != "世界卫生组织"
    assert ("WHO", "世界卫生组织") in en("the WHO said")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GDP", "地区生产总值"),
        ("整车产量", "汽车产量"),
        ("新能源车", "新能源汽车"),
        ("规上工业企业", "规模以上工业企业"),
        ("公司", "企业"),
    ],
)
def test_aliases_count_as_the_same(one: str, other: str) -> None:
    assert G.entry(one) is G.entry(other)
    entry = G.entry(one)
    assert entry is not None
    assert other in entry.zh


def test_to_chinese() -> None:
    assert G.to_zh("NEV")[0] == "新能源汽车"
    assert G.to_zh("companies")[-1] != ""
    assert "企业" in G.to_zh("firms")
    assert G.to_zh("Fuling District") == ("涪陵区",)
    assert G.to_zh("no such term") == ()


def test_the_file_is_clean_and_broad() -> None:
    kinds = {entry.kind for entry in G.entries}
    assert len(G.entries) >= 1500
    assert len({form for entry in G.entries for form in entry.zh}) >= 2000
    assert {"indicator", "policy", "sector", "office", "org", "person", "unit"} <= kinds
    for entry in G.entries:
        assert entry.zh[0], entry
        assert entry.en, entry
        assert entry.source, entry
        assert all(form == form.strip() and "\t" not in form for form in (*entry.zh, *entry.en))
        assert all(form.isascii() or "é" in form for form in entry.en), entry.en


def test_every_form_finds_its_own_way_back() -> None:
    for entry in G.entries:
        for form in entry.zh:
            assert G.entry(form) is not None
        assert any(entry in match.entries for form in entry.en for match in G.find_en(form)) or entry.kind == "unit", (
            entry
        )


def test_an_own_file_can_be_loaded(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(
        "zh\taliases\ten\tkind\tsource\n海棠杯\t\tHaitang Cup|the Haitang Cup\tevent\town\n", encoding="utf-8"
    )
    own = Glossary.load(path)
    assert own.find_en("at the Haitang cup")[0].entry == Entry(
        ("海棠杯",), ("Haitang Cup", "the Haitang Cup"), "event", "own"
    )


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("companies", "company"), ("taxes", "tax"), ("glass", "glass"), ("programmes", "program"), ("gas", "gas")],
)
def test_stem(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_matches_are_slices(text: str) -> None:
    for match in (*G.find_zh(text), *G.find_en(text)):
        assert text[match.start : match.end] == match.text


@pytest.mark.parametrize("piece", ["规上工业", "new energy ", "a", "“", " ", "the "])
def test_time_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.perf_counter()
        G.find_zh(text)
        G.find_en(text)
        return time.perf_counter() - began

    short = min(seconds(10_000) for _ in range(3))
    long = min(seconds(40_000) for _ in range(3))
    assert long < 12 * short + 0.05
