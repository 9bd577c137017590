"""Tokens: one token for one meaning, whatever the writing; linear time; the same with and without a read dictionary."""

from __future__ import annotations

import time
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.text import segment
from index.text.tokens import scan, stem, tokenise

unhurried = hypothesis_settings(deadline=None)  # a busy machine is no failure


@pytest.mark.parametrize(
    ("token", "writings"),
    [
        ("#2024", ["2024年", "２０２４年", "二〇二四年", "In 2024,", "二零二四年"]),
        ("#1150000", ["115万辆", "1,150,000", "1.15 million vehicles", "一百一十五万", "１１５萬", "1.15million"]),
        ("#2270000000000", ["2.27万亿元", "2.27 万亿 元", "2.27 trillion yuan", "22700亿元"]),
        ("#5.8%", ["增长5.8%", "up 5.8 percent", "５．８％", "5.80%"]),
        ("#3月", ["3月", "三月", "March", "3 月", "03月"]),
        ("#19日", ["2月19日", "19号"]),
        ("两江新区", ["兩江新區", "两江新区"]),
        ("gdp", ["GDP", "ＧＤＰ", "gdp"]),
        ("vehicl", ["vehicle", "Vehicles", "VEHICLE"]),
        ("c919", ["C919", "c919客机"]),
        ("_瞪羚", ["瞪羚企业6家", "培育瞪羚"]),
    ],
)  # fmt: skip
def test_one_token_for_every_writing(token: str, writings: list[str]) -> None:
    for writing in writings:
        assert token in tokenise(writing), writing


@pytest.mark.parametrize("text", ["千万不要", "万一", "十分重要", "一些企业", "十四五规划", "一带一路", "统一"])
def test_words_made_of_numerals_are_no_numbers(text: str) -> None:
    assert not [token for token in tokenise(text) if token.startswith("#")]


def test_a_year_in_chinese_digits_gives_what_it_gives_in_others() -> None:
    assert sorted(tokenise("二〇二四年增长")) == sorted(tokenise("2024年增长"))


def test_different_numbers_stay_different() -> None:
    assert not {t for t in tokenise("115万") if t[0] == "#"} & {t for t in tokenise("115亿 11.5万 115%") if t[0] == "#"}


def test_stop_words_and_punctuation_give_no_words() -> None:
    assert tokenise("What is the of, and?") == []
    assert "的" not in tokenise("重庆的企业")


@pytest.mark.parametrize(
    ("one", "other"),
    [("planning", "planned"), ("companies", "company"), ("increases", "increased"), ("making", "makes")],
)
def test_english_endings_fall_away(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_different_words_keep_apart() -> None:
    assert len({stem(word) for word in ("gas", "news", "industry", "industrial", "king", "red", "bus")}) == 7


@unhurried
@given(st.text(max_size=300))
def test_runs_are_slices_in_order_and_tokens_are_never_empty(text: str) -> None:
    last = 0
    for start, end, tokens in scan(text):
        assert last <= start < end <= len(text)
        assert all(token.strip("_#") or token == "_" for token in tokens)
        last = end
    assert tokenise(text) == tokenise(text)


@unhurried
@given(st.text(alphabet="两江新区重庆市的一二三四百万亿发展了企业龘", max_size=900))
def test_words_join_to_the_run_they_were_cut_from(text: str) -> None:
    assert "".join(segment.cut(text)) == text


@pytest.mark.parametrize("hostile", ["中", "龘", "一", "1", "1,", "a'", "9.", "万", "a" * 40 + "-", "1,000,"])
def test_time_is_linear(hostile: str) -> None:
    tokenise(hostile * 10)
    began = time.process_time()
    tokenise(hostile * (200_000 // len(hostile)))
    assert time.process_time() - began < 10


def _dictionary() -> bytes:
    return (Path(jieba.__file__).parent / "dict.txt").read_bytes()


def test_searching_the_dictionary_file_finds_what_reading_it_whole_does() -> None:
    whole, _ = jieba.Tokenizer.gen_pfdict((Path(jieba.__file__).parent / "dict.txt").open("rb"))
    searched = segment.Words(_dictionary(), {})
    asked = [*list(whole)[::997][:1500], "龘龘", "重庆龘", "zz", "吉林", "大S", "江南style", "T恤", "鿿"]
    assert [searched.get(word) for word in asked] == [whole.get(word) for word in asked]
    assert searched.whole is None


def test_after_many_look_ups_the_dictionary_is_read_whole_and_says_the_same() -> None:
    words = segment.Words(_dictionary(), {"两江新区": 5000})
    assert words.get("两江新区") == 5000
    first = words.get("重庆")
    for number in range(5000):
        words.get(f"中{chr(0x4E00 + number)}")
    assert words.whole is not None
    assert words.get("重庆") == first
    assert words.get("两江新区") == 5000
    assert words.get("两江新") == 0
    assert "两江旧" not in words


def test_another_dictionary_is_read_whole() -> None:
    words = segment.Words("重庆 5 ns\n重庆市 7 ns\n".encode(), {})
    assert (words.get("重庆"), words.get("重"), words.get("北京")) == (5, 0, None)
    with pytest.raises(KeyError):
        words["北京"]


def test_nothing_is_written_or_read_in_the_temp_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    (tmp_path / "jieba.cache").write_bytes(b"not a cache")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    segment._tokenizer.cache_clear()
    assert list(segment.cut("重庆市两江新区")) == ["重庆市", "两江新区"]
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
