"""Bytes → text. In: the bytes of a file. Out: its text and the name of the encoding it was read in.

A byte order mark decides; else UTF-8 if the bytes are valid UTF-8; else GB18030, Big5 or Windows-1252, told apart by
how common the decoded characters are. GB18030 accepts almost any bytes, so a text is only believed when nearly all
its characters are everyday ones, in every stretch of it; otherwise the file is refused rather than read as mojibake.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from index.errors import ArticleError
from index.text import fold

# Mark, codec, name. UTF-32 stands before UTF-16 because its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_BINARY = (
    (b"%PDF-", "PDF"), (b"PK\x03\x04", "zip"), (b"\x1f\x8b", "gzip"), (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"), (b"GIF8", "GIF picture"), (b"\x7fELF", "program"),
    (b"\xd0\xcf\x11\xe0", "old Office"), (b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"), (b"ID3", "sound"),
)  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# More marks on one letter than any living script uses; thousands of them stall Unicode normalisation.
_STACKED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\u3099\u309a\ufe20-\ufe2f]{33}"
)
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# What only a wrong guess gives: private use, replacement, Cyrillic or kana beside Hanzi are left to the share below.
_NEVER = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_DAMAGED = re.compile("\ufffd+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_ENOUGH, _ENOUGH_LOCAL, _STRETCH = 0.85, 0.6, 200
# Damaged places that are put up with: a few, or one for so many characters; and so many good ones to each.
_FEW_BAD, _BAD_ONE_IN, _LEAST_OTHERS = 2, 500, 8
_WESTERN = re.compile("[A-Za-z\u00c0-\u024f\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022€£°·©®½§]")


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` and the name of its encoding; a byte order mark is not part of the text.

    Raises ArticleError with the reason: empty, binary, cut in the middle, an encoding that cannot be told.

    >>> decode("渝".encode("gb18030") * 3 + "重庆市经济和信息化委员会".encode("gb18030"))[1]
    'gb18030'
    """
    if not data.strip():
        raise ArticleError("the file is empty.")
    text, name = _decode(data)
    if not text.strip("\ufeff").strip():
        raise ArticleError("the file is empty (nothing but white space).")
    if "\0" in text:
        raise ArticleError("the file is binary, not text (it holds NUL bytes).")
    if len(_CONTROL.findall(text)) > max(2, len(text) // 100):
        raise ArticleError("the file is binary, not text (too many control characters).")
    if _STACKED.search(text):
        raise ArticleError("the file is not readable text (dozens of combining marks on one letter).")
    return text, name


def _decode(data: bytes) -> tuple[str, str]:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(codec), name
            except UnicodeDecodeError as error:
                place = error.start + len(mark)
                raise ArticleError(f"the file begins as {name} but is damaged at byte {place}.") from error
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise ArticleError(f"the file is binary, not text (it begins like a {what} file).")
    if b"\0" in data:
        return _wide(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            # A download that broke off inside a character; all before it is whole.
            return data[: error.start].decode("utf-8"), "utf-8 (cut short)"
    mended = _mended(data, "utf-8")
    return mended if mended else _legacy(data)


def _mended(data: bytes, codec: str) -> tuple[str, str] | None:
    """The text with a mark in place of each damaged byte, when these are few and nearly all else is in this encoding:
    a bad byte costs its character, not the article."""
    text = data.decode(codec, errors="replace")
    bad = len(_DAMAGED.findall(text))
    others = sum(1 for c in text if c > "\x7f" and c != "\ufffd")
    if not 0 < bad <= max(_FEW_BAD, others // _BAD_ONE_IN) or others < _LEAST_OTHERS * bad:
        return None
    share, worst = _familiar(text)
    if share < _ENOUGH or worst < _ENOUGH_LOCAL or _PRIVATE.search(text):
        return None
    if text.endswith("\ufffd") and bad == 1:
        return text.rstrip("\ufffd"), f"{codec} (cut short)"
    return _DAMAGED.sub("\ufffd", text), f"{codec} (damaged at {bad} place{'s' * (bad > 1)})"


def _wide(data: bytes) -> tuple[str, str]:
    """UTF-16 without a mark: valid, and common characters in one byte order only."""
    found = []
    if len(data) % 2 == 0:
        for codec in ("utf-16-le", "utf-16-be"):
            try:
                text = data.decode(codec)
            except UnicodeDecodeError:
                continue
            if "\0" not in text and _plain(text) > _ENOUGH:
                found.append((text, codec))
    if len(found) == 1:
        return found[0]
    raise ArticleError("the file is binary, not text (it holds NUL bytes).")


def _plain(text: str) -> float:
    """Share of characters that are ASCII, everyday Hanzi or CJK punctuation."""
    common = _common()
    good = sum(1 for c in text if c < "\x7f" or "\u3000" <= c <= "\u301f" or "\uff00" <= c <= "\uff5e" or c in common)
    return good / len(text)


def _legacy(data: bytes) -> tuple[str, str]:
    best: tuple[float, str, str] | None = None
    for codec in ("gb18030", "big5hkscs"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            mended = _mended(data, codec)
            if mended and (not best or best[0] < _ENOUGH):
                best = (_familiar(mended[0])[0], mended[0], mended[1].replace("big5hkscs", "big5"))
            continue
        share, worst = _familiar(text)
        if share >= _ENOUGH and worst >= _ENOUGH_LOCAL and not _NEVER.search(text) and (not best or share > best[0]):
            best = (share, text, "big5" if codec == "big5hkscs" else codec)
    if best:
        return best[1], best[2]
    western = _western(data)
    if western is not None:
        return western, "windows-1252"
    raise ArticleError(
        "the encoding cannot be told (not UTF-8, UTF-16, GB18030 or Big5, or several mixed in one file); "
        "save the file as UTF-8."
    )


def _familiar(text: str) -> tuple[float, float]:
    """Share of everyday characters among the Hanzi: of the whole text, and of its worst stretch of 200 Hanzi.

    A file that changes its encoding half way is fine on the whole and wrong in a stretch. Traditional characters are
    folded first, so one list serves both scripts.
    """
    han = fold("".join(_HAN.findall(text)))
    if not han:
        return 0.0, 0.0
    common = _common()
    hits = [c in common for c in han]
    parts = [hits[i : i + _STRETCH] for i in range(0, len(hits), _STRETCH)]
    if len(parts) > 1 and len(parts[-1]) < _STRETCH // 4:
        parts[-2:] = [parts[-2] + parts[-1]]
    return sum(hits) / len(hits), min(sum(p) / len(p) for p in parts)


def _western(data: bytes) -> str | None:
    """Windows-1252 text: mostly ASCII, and what is not is letters and typographic marks."""
    odd = sum(1 for b in data if b > 0x7F)
    if odd > len(data) // 5:
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    strange = [c for c in text if c > "\x7f" and not _WESTERN.match(c) and c != "\xa0"]
    return text if len(strange) <= odd // 10 and any(c.isalpha() and c.isascii() for c in text) else None


@cache
def _common() -> frozenset[str]:
    """The 3,755 everyday characters: level 1 of GB 2312, rows B0 to D7."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return frozenset(cell.decode("gb2312", errors="ignore") for cell in cells) - {""}
