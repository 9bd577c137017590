"""What the keyword index counts: words, character pairs and numbers of a text, in one writing each.

In: any text, Chinese or English. Out: a list of tokens in which 2024年, 二〇二四年 and ２０２４年 are the same, as are
115万, 1,150,000 and 1.15 million, 兩江新區 and 两江新区, Vehicles and vehicle. Tokens come in three kinds that never
mix: words ("两江新区", "vehicl"), pairs of neighbouring Chinese characters ("_新区") and numbers ("#1150000", "#3月").
Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from index.text import segment
from index.text.fold import fold
from index.text.numerals import parse_numeral
from index.text.tables import read_lines

SEGMENTER = f"{segment.SEGMENTER}-2"
"""Changes whenever the same text would give other tokens; an index cut by another one must be built again."""

_STOP_WORDS = Path(__file__).with_name("stop_words.txt")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SCALE = "万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|trillion|billion|million|thousand|tn|bn|mn"
_SCAN = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    rf"|(?P<code>[0-9]{{1,4}}(?!(?:{_SCALE})(?![a-z]))[a-z][a-z0-9]{{0,30}})"
    rf"|(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,6}}(?:\.[0-9]{{1,8}})?|[0-9]{{1,25}}(?:\.[0-9]{{1,8}})?)"
    rf"(?: {{0,2}}(?:(?P<scale>{_SCALE})(?![a-z])))?(?P<unit> ?%| ?percent| ?per cent| {{0,2}}[月日号])?"
    r"|(?P<latin>[a-z\u00c0-\u024f]{1,40}(?:['’.&-]?[a-z0-9\u00c0-\u024f]{1,40}){0,5})"
)
_HAN_NUMBER = re.compile(r"[〇零一二两三四五六七八九十百千万亿]{2,20}|[一二三四五六七八九十](?=月)")
_HAN_YEAR = re.compile(
    "(?<![〇零一二三四五六七八九])[一二][〇零一二三四五六七八九]{3}(?![〇零一二三四五六七八九十百千万亿])"
)
_PLAIN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAN_DIGIT = frozenset("〇零一二两三四五六七八九十")
_HAN_PLAIN = frozenset("〇零一二三四五六七八九")
_DATE_UNITS = {"月": "月", "日": "日", "号": "日"}
_MONTH_NAMES = ("january jan", "february feb", "march", "april apr", "may", "june jun", "july jul", "august aug",
                "september sep sept", "october oct", "november nov", "december dec")  # fmt: skip
_MONTHS = {name: f"#{number}月" for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_WORD_PART = re.compile(r"[a-z0-9\u00c0-\u024f]+")


def tokenise(text: str) -> list[str]:
    """All tokens of `text`, with repetitions; what a passage is indexed by and a question is searched by.

    >>> tokenise("重庆2024年產115萬輛")
    ['重庆', '_重庆', '#2024', '年产', '_年产', '#1150000', '辆']
    """
    return [token for _, _, tokens in scan(text) for token in tokens]


def scan(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """The runs of `text` (Chinese, Latin, numbers) as (start, end, tokens); offsets are code points of `text`."""
    folded = fold(text)
    for match in _SCAN.finditer(folded):
        start, end = match.span()
        if match["han"]:
            yield start, end, _han_tokens(folded[start:end])
        elif match["number"]:
            yield start, end, _number_tokens(match["number"], match["scale"] or "", (match["unit"] or "").strip())
        else:
            yield start, end, _latin_tokens(folded[start:end])


def _han_tokens(run: str) -> list[str]:
    tokens: list[str] = []
    start = 0
    for match in _HAN_YEAR.finditer(run):
        # A year in Chinese digits gives the one token that it gives in others, and no words or pairs of its digits.
        tokens += [*_word_tokens(run[start : match.start()]), f"#{match.group().translate(_PLAIN_DIGITS)}"]
        start = match.end()
    return tokens + _word_tokens(run[start:])


def _word_tokens(run: str) -> list[str]:
    stop = _stop_words()
    tokens = [word for word in segment.cut(run) if word not in stop]
    tokens += [f"_{run[i : i + 2]}" for i in range(len(run) - 1)]
    for match in _HAN_NUMBER.finditer(run):
        tokens += _han_number_tokens(match.group(), run[match.end() : match.end() + 1])
    return tokens


def _han_number_tokens(numeral: str, unit: str) -> list[str]:
    """The number in a run of Chinese numerals: 三百, 一百一十五万, 三 before 月; none in 千万, 一一 or 万一."""
    if not _HAN_DIGIT.intersection(numeral) or numeral[0] in "百千万亿零":
        return []
    if _HAN_PLAIN.issuperset(numeral) and not (len(numeral) == 1 and unit == "月"):
        return []
    value = _value(numeral)
    return [] if value is None else _with_unit(value, unit)


def _number_tokens(number: str, scale: str, unit: str) -> list[str]:
    value = _value(number + scale)
    return [] if value is None else _with_unit(value, unit)


def _with_unit(value: str, unit: str) -> list[str]:
    if unit in _DATE_UNITS:
        return [f"#{value}{_DATE_UNITS[unit]}"]
    return [f"#{value}%"] if unit and unit[0] in "%p" else [f"#{value}"]


@lru_cache(maxsize=65536)
def _value(numeral: str) -> str | None:
    """The number as plain digits without needless zeros ("1150000", "5.8"), None when it is none."""
    value = parse_numeral(numeral)
    if value is None:
        return None
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _latin_tokens(run: str) -> list[str]:
    parts = _WORD_PART.findall(run.replace("'s", "").replace("’s", ""))
    stop = _stop_words()
    return [_MONTHS.get(part) or stem(part) for part in parts if part not in stop]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """An English word without its commonest endings; the rest need not be a word.

    >>> [stem(w) for w in ("vehicles", "companies", "planned", "planning", "gas")]
    ['vehicl', 'company', 'plan', 'plan', 'gas']
    """
    if len(word) <= 3 or not word.isascii() or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) >= len(ending) + 3 and any(c in "aeiouy" for c in word[: -len(ending)]):
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(word for line in read_lines(_STOP_WORDS) for word in line.split())
