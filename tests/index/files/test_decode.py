"""Bytes to text: the right encoding or a reason, never mojibake."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArticleError
from index.files.decode import decode

SIMPLIFIED = "2024年，涪陵全区规上工业产值突破2700亿元，规上工业增加值增长8.8%，工业对GDP增长贡献率超70%。"
# DRCD (CC BY-SA), a sentence of the development set.
TRADITIONAL = (
    "梵語在社交中口頭使用，並且在早期古典梵語文獻的發展中維持口頭傳統。在印度，書寫形式是當梵語發展成俗語之後才出現的。"
)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (SIMPLIFIED.encode(), "utf-8"),
        (SIMPLIFIED.encode("utf-8-sig"), "utf-8-sig"),
        (SIMPLIFIED.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + SIMPLIFIED.encode("utf-32-le"), "utf-32-le"),
        (SIMPLIFIED.encode("utf-16-le"), "utf-16-le"),
        (SIMPLIFIED.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_i3_simplified_chinese_in_every_encoding(data: bytes, name: str) -> None:
    assert decode(data) == (SIMPLIFIED, name)


@pytest.mark.parametrize(("codec", "name"), [("big5", "big5"), ("gb18030", "gb18030"), ("utf-8", "utf-8")])
def test_i3_traditional_chinese_is_told_from_simplified_encodings(codec: str, name: str) -> None:
    assert decode(TRADITIONAL.encode(codec)) == (TRADITIONAL, name)


def test_i3_short_big5_is_not_read_as_gb18030() -> None:
    text = "臺北市長今天表示"
    assert decode(text.encode("big5")) == (text, "big5")


def test_windows_1252_punctuation_is_western_not_chinese() -> None:
    text = "Output “rose” by 8 % – the Mayor’s office said on Monday."
    assert decode(text.encode("cp1252")) == (text, "windows-1252")


def test_i3_utf8_cut_inside_a_character_keeps_what_is_whole() -> None:
    assert decode("重庆市产量增长".encode()[:-1]) == ("重庆市产量增", "utf-8 (cut short)")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        ("\ufeff\u3000\n".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"text\0\0\0with\0nul bytes", "NUL"),
        ("前半".encode() * 120 + "后半部分用的是另一种编码".encode("gb18030") * 40, "several mixed"),
        ("これはひらがなとカタカナで書いた文章です、漢字も少し。".encode("shift_jis"), "encoding cannot be told"),
        (codecs.BOM_UTF8 + b"\xff\xfe\xff", "damaged"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "damaged"),
        (bytes([1, 2, 3, 4, 5, 6, 7, 8]) * 20, "control characters"),
        (b"\xed\xa0\x80" * 20, "encoding cannot be told"),
    ],
)
def test_i3_what_cannot_be_read_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        decode(data)


def test_i8_stacked_combining_marks_are_refused_before_anything_normalises_them() -> None:
    with pytest.raises(ArticleError, match="combining"):
        decode(("e" + "\u0301" * 200_000).encode())
    assert decode("Việt Nam e\u0302\u0323".encode())[1] == "utf-8"


@given(st.binary(max_size=400))
def test_i3_any_bytes_are_text_or_an_article_error(data: bytes) -> None:
    try:
        text, name = decode(data)
    except ArticleError:
        return
    assert text.strip()
    assert "\0" not in text
    assert name


@given(
    st.text(alphabet=st.sampled_from([*sorted(set(SIMPLIFIED) - set("%.，。")), "，", "。"]), min_size=8, max_size=200)
)
def test_common_chinese_survives_every_encoding(text: str) -> None:
    if sum("\u4e00" <= c <= "\u9fff" for c in text) < 6:
        return
    for codec in ("utf-8", "gb18030", "utf-16"):
        assert decode(text.encode(codec))[0] == text
