"""Common English words and the Chinese they are said in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qa.lexicon.words
from index.errors import WenYuError
from qa.lexicon.words import apart_words, find_words, stems, to_zh

FILE = Path(qa.lexicon.words.__file__).with_name("words.tsv")
HAN = re.compile("[\u4e00-\u9fff]")
unhurried = settings(deadline=None)  # a busy machine is no failure
some_words = st.lists(st.sampled_from(["carry", "carried", "out", "power", "stations", "the", "xyzzy", "rain"]))


def rows() -> list[tuple[int, str]]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [(number, line) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]


def placed(text: str) -> list[tuple[int, int, str]]:
    """The words of `text` with where they stand, as the question's reader hands them over."""
    return [(match.start(), match.end(), match[0]) for match in re.finditer(r"[a-z0-9'’-]+", text)]


def expressions(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in find_words(placed(text))]


def test_every_line_has_two_columns_with_forms_in_both() -> None:
    for number, line in rows():
        columns = line.split("\t")
        assert len(columns) == 2, f"line {number}: {len(columns)} columns"
        forms = [form for column in columns for form in column.split("|")]
        assert all(form and form == form.strip() for form in forms), f"line {number}: an empty or padded form"


def test_english_stands_left_and_chinese_right() -> None:
    for number, line in rows():
        english, chinese = line.split("\t")
        assert english.isascii(), f"line {number}: {english}"
        assert english == english.lower(), f"line {number}: {english}"
        # GDP, LNG: an article may write the Latin letters, but never those alone.
        assert any(HAN.search(form) for form in chinese.split("|")), f"line {number}: {chinese}"


def test_no_form_is_given_twice_in_one_line() -> None:
    for number, line in rows():
        for column in line.split("\t"):
            forms = column.split("|")
            assert len(forms) == len(set(forms)), f"line {number}: {column}"


def test_a_line_without_a_tab_names_the_file_and_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "words.tsv"
    broken.write_text("# heading\nabandon 放弃\n", encoding="utf-8")
    monkeypatch.setattr(qa.lexicon.words, "_FILE", broken)
    qa.lexicon.words._load.cache_clear()
    try:
        with pytest.raises(WenYuError, match=r"words\.tsv, line 2"):
            to_zh(["abandon"])
    finally:
        qa.lexicon.words._load.cache_clear()


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("schools", "school"),
        ("studies", "study"),
        ("planned", "plan"),
        ("making", "make"),
        ("happily", "happy"),
        ("boxes", "box"),
    ],
)
def test_a_regular_form_leads_to_its_word(word: str, base: str) -> None:
    assert base in list(stems(word))


@pytest.mark.parametrize("word", ["is", "red", "as", "king", "bed", "a", ""])
def test_the_word_itself_comes_first(word: str) -> None:
    assert next(iter(stems(word))) == word


@unhurried
@given(st.text(alphabet="abdeilnrsty'", max_size=12))
def test_stems_are_never_longer_than_the_word_and_two_letters(word: str) -> None:
    found = list(stems(word))
    assert found[0] == word
    assert all(len(base) <= len(word) + 2 for base in found)
    assert "" not in found[1:]


@pytest.mark.parametrize(
    ("words", "one_of"),
    [
        (["furniture"], {"家具", "家居"}),
        (["learned"], {"学习", "获悉"}),
        (["ministries"], {"部委"}),
        (["abolished"], {"废除", "取消"}),
        (["fuel", "vehicles"], {"燃油车"}),
        (["abided", "by"], {"遵守"}),
    ],
)
def test_words_and_expressions_in_any_regular_form(words: list[str], one_of: set[str]) -> None:
    assert one_of <= set(to_zh(words))


@pytest.mark.parametrize("words", [["xyzzy"], ["furniture", "xyzzy"], ["chongqingish"]])
def test_what_is_not_known_has_no_chinese(words: list[str]) -> None:
    assert to_zh(words) == ()


def test_an_expression_goes_before_the_words_in_it() -> None:
    assert expressions("the reserve requirement ratio of banks")[0] == "reserve requirement ratio"
    assert expressions("a regulatory body was set up")[0] == "regulatory body"


def test_a_comma_ends_an_expression() -> None:
    assert "fuel vehicles" in expressions("fuel vehicles")
    assert "fuel, vehicles" not in expressions("fuel, vehicles")


def test_unknown_words_are_left_out() -> None:
    assert expressions("xyzzy plugh") == []


@unhurried
@given(some_words)
def test_what_is_found_stands_in_order_and_never_overlaps(words: list[str]) -> None:
    row = placed(" ".join(words))
    found = find_words(row)
    starts, ends = {a for a, _, _ in row}, {b for _, b, _ in row}
    assert all(start in starts and end in ends and forms for start, end, forms in found)
    assert _ordered([edge for start, end, _ in found for edge in (start, end)])


def _ordered(edges: list[int]) -> bool:
    return edges == sorted(edges)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("nurse", "护士"),
        ("node", "节点"),
        ("marque", "品牌"),
        ("autumn", "秋季"),
        ("plant", "工厂"),
        ("state", "国家"),
        ("fire", "火灾"),
        ("judge", "法官"),
        ("pact", "协定"),
    ],
)
def test_a_word_has_the_sense_it_has_in_the_news(word: str, form: str) -> None:
    assert form in to_zh([word])[:4]


def test_kinds_of_things_are_not_kind_people() -> None:
    assert to_zh(["kinds"])[0] == "种类"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("foreign nationals", "外国人"),
        ("border crossings", "口岸"),
        ("output per worker", "劳动生产率"),
        ("sorting centre", "分拣中心"),
        ("nursing home", "养老院"),
        ("floods and landslides", "滑坡"),
    ],
)
def test_an_expression_is_said_as_an_article_says_it(text: str, form: str) -> None:
    assert any(form in known for _, _, forms in find_words(placed(text)) for known in forms)


@pytest.mark.parametrize(
    ("hyphened", "spaced"),
    [
        ("energy-consumption", "energy consumption"),
        ("best-selling", "best selling"),
        ("carbon-neutral", "carbon neutral"),
    ],
)
def test_a_hyphen_changes_nothing(hyphened: str, spaced: str) -> None:
    one = [forms for _, _, forms in find_words(apart_words(placed(hyphened)))]
    other = [forms for _, _, forms in find_words(placed(spaced))]
    assert one == other != []


def test_codes_and_known_words_with_hyphens_stay_whole() -> None:
    row = placed("x-ray of the 5g-a mast")
    assert [word for _, _, word in apart_words(row)] == ["x-ray", "of", "the", "5g-a", "mast"]


@unhurried
@given(st.text(alphabet="ab-c ", max_size=40))
def test_words_taken_apart_stand_where_they_stood(text: str) -> None:
    for start, end, word in apart_words(placed(text)):
        assert text[start:end] == word
