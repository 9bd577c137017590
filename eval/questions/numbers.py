"""A small reader of numbers and dates for judging answers.

It shares nothing with the reader that the product answers with, so that one slip cannot hide the other. It reads
what answers are written in (1.15 million, 115万辆, 第四, 六成, 5%), not all that articles may hold. Linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from index.text import read_toml

_DATA = read_toml(Path(__file__).with_name("numbers.toml"))
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {name: 10**zeros for name, zeros in _DATA["scales"].items()}
_WORDS = {name: i for i, name in enumerate(_DATA["words"])}
_ORDINALS = {name: i for i, name in enumerate(_DATA["ordinals"], 1)}
_MONTHS = {name: i for i, name in enumerate(_DATA["months"], 1)}
_CLASSES: dict[str, str] = _DATA["units"]
_MONTH = "|".join([*_MONTHS, *(name[:3] for name in _MONTHS)])


def _either(names: list[str]) -> str:
    """An alternation; a Latin abbreviation ends where its word ends, so that "mn" is not the start of another."""
    return "|".join(re.escape(name) + (r"\b" if name.isascii() and name[-1].isalpha() else "") for name in names)


_NUMBER = re.compile(
    r"(?P<digits>\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,9})?)"
    r"|(?P<han>[零〇一二两兩三四五六七八九十百千]{1,12})"
    rf"|\b(?P<word>{'|'.join([*_WORDS, *_ORDINALS])})\b"
)
_AFTER = re.compile(
    rf"(?:st|nd|rd|th)?\s?(?:多|余|馀|餘|几)?\s?(?P<scale>{_either(list(_SCALES))})?"
    rf"\s?(?:多|余|餘)?\s?(?P<unit>{_either(list(_CLASSES))})?"
)
_PERCENT = "\x00"
_GAP = re.compile(r"(?<=\d) (?=[万亿%])")
_FOLD = re.compile(r"(?<=[a-z\d])-?fold\b")
_FOREIGN = re.compile(r"美元|欧元|港元|日元|\$|US dollars?|dollars?|euros?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number read: exact value, class ("percent", "point", "money", "multiple", "date", "count", "foreign").

    `digits`: written in digits or with a unit, not a bare word such as 一 or "one" that may be no number at all.
    """

    value: Decimal
    unit: str
    digits: bool

    @property
    def yearlike(self) -> bool:
        """A bare whole number that can be a calendar year."""
        return self.unit in ("count", "date") and 1900 <= self.value <= 2100 and self.value == int(self.value)


def _han(text: str) -> Decimal | None:
    if not any(c in _TENS for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in _TENS:
            total += (1 if digit is None else digit) * _TENS[c]
            digit = None
        else:
            digit = _DIGITS[c]
    return Decimal(total + (digit or 0))


def _value(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        return Decimal(match["digits"].replace(",", ""))
    if match["han"]:
        return _han(match["han"])
    word = match["word"]
    return Decimal(_WORDS.get(word, _ORDINALS.get(word, 0)))


def read_numbers(text: str) -> list[Number]:
    """The numbers of `text`, left to right. 六成 and 百分之六十 are 60 percent; dollars are class "foreign"."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("百分之", _PERCENT)
    plain = _FOLD.sub(" fold", _GAP.sub("", plain))
    found: list[Number] = []
    at = 0
    while match := _NUMBER.search(plain, at):
        after = _AFTER.match(plain, match.end())
        assert after is not None  # every part of it is optional
        value, at = _value(match), after.end()
        if value is None:
            continue
        value *= _SCALES.get(after["scale"] or "", 1)
        unit_text = after["unit"] or ""
        unit = _CLASSES.get(unit_text, "count")
        if plain.endswith(_PERCENT, 0, match.start()):
            unit = "percent"
        if unit == "tenth":
            value, unit = value * 10, "percent"
        if unit in ("count", "money"):
            if _FOREIGN.match(plain, at):
                unit = "foreign"
            elif plain[: match.start()].rstrip().endswith(("rmb", "cny", "¥", "yuan")):
                unit = "money"
        found.append(Number(value, unit, bool(match["digits"] or after["unit"] or after["scale"])))
    return found


def same(gold: Number, other: Number) -> bool:
    """Equal value in a compatible unit: counting units are one class, whatever is counted.

    5000亿 with its 元 left out still is the sum of money; 8% is never 8 of something.
    """
    if gold.value != other.value:
        return False
    units = {gold.unit, other.unit}
    return len(units) == 1 or (units == {"count", "money"} and gold.value >= 10**8)


_ZH_DATE = re.compile(r"(\d{4})\s?年(?:\s?(\d{1,2})\s?月)?(?:\s?(\d{1,2})\s?[日号])?")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_DMY = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\.?,? (\d{{4}})")
_MDY = re.compile(rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})")
_MY = re.compile(rf"\b({_MONTH})\.?,?(?: of)? (\d{{4}})")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2})(?![\d.]*\d)")


def _iso(year: str, month: str | int | None = None, day: str | None = None) -> str:
    parts = [year] + [f"{int(part):02d}" for part in (month, day) if part]
    return "-".join(parts)


def _month(name: str) -> int:
    return next(i for full, i in _MONTHS.items() if full.startswith(name))


def read_dates(text: str) -> list[str]:
    """The dates of `text` as 2021-02-19, 2021-02 or 2021, most exact first."""
    plain = unicodedata.normalize("NFKC", text).lower()
    found = [_iso(m[1], m[2], m[3]) for m in _ZH_DATE.finditer(plain)]
    found += [_iso(m[1], m[2], m[3]) for m in _ISO_DATE.finditer(plain)]
    found += [_iso(m[3], _month(m[2][:3]), m[1]) for m in _DMY.finditer(plain)]
    found += [_iso(m[3], _month(m[1][:3]), m[2]) for m in _MDY.finditer(plain)]
    found += [_iso(m[2], _month(m[1][:3])) for m in _MY.finditer(plain)]
    found += [m[1] for m in _YEAR.finditer(plain)]
    return sorted(dict.fromkeys(found), key=len, reverse=True)
