"""Questions made into others that look alike but that their passage does not answer: one year, place, name, number or
word is exchanged for one that the article does not have."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from index.training.reader.data.articles import Article, Question

_TABLE = Path(__file__).with_name("exchange.tsv")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})(月)(?!前|后)")
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d年月日:：])")
_NAME_EN = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z']{2,}(?: [A-Z][a-z']+)*)")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH_EN = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")


@dataclass(frozen=True, slots=True)
class _Pair:
    chinese: tuple[str, str]
    english: tuple[tuple[str, ...], tuple[str, ...]]


class Exchanger:
    """Alters questions. The names it puts in are names of other articles' questions and texts."""

    def __init__(self, articles: Iterable[Article], places: Iterable[str]) -> None:
        """`places`: Chinese names of places."""
        self._places = frozenset(places)
        self._longest = max((len(place) for place in self._places), default=0)
        self._english: list[str] = []
        self._chinese: list[str] = []
        for article in articles:
            self._chinese += self._find_places(article.title)
            for question in article.questions:
                if question.language == "en":
                    self._english += _NAME_EN.findall(question.text)
                else:
                    self._chinese += self._find_places(question.text)
        self._pairs = _read_pairs()

    def _find_places(self, text: str) -> list[str]:
        found, at = [], 0
        while at < len(text):
            for length in range(min(self._longest, len(text) - at), 1, -1):
                if text[at : at + length] in self._places:
                    found.append(text[at : at + length])
                    at += length - 1
                    break
            at += 1
        return found

    def alter(self, question: Question, article: Article, chance: random.Random) -> str | None:
        """The question altered, or None where nothing in it can be exchanged."""
        english = question.language == "en"
        ways: list[Callable[[str, str, random.Random], str | None]] = [
            self._year,
            self._month_en if english else self._month,
            self._word_en if english else self._word,
            self._name_en if english else self._place,
            self._name_en if english else self._place,
        ]
        chance.shuffle(ways)
        whole = article.title + article.date + article.text
        for way in ways:
            altered = way(question.text, whole, chance)
            if altered and altered != question.text:
                return altered
        return None

    def _year(self, text: str, whole: str, chance: random.Random) -> str | None:
        found = _YEAR.search(text)
        if not found:
            return None
        years = [year for step in (-4, -3, -2, -1, 1, 2, 3, 5) if (year := str(int(found[0]) + step)) not in whole]
        # A year before one that is named may be told as "last year".
        years = [year for year in years if str(int(year) + 1) not in whole or chance.random() < 0.3]
        return _put(text, found.span(), chance.choice(years)) if years else None

    def _month(self, text: str, whole: str, chance: random.Random) -> str | None:
        found = _MONTH.search(text)
        if not found:
            return None
        months = [f"{m}月" for m in range(1, 13) if f"{m}月" not in whole and "—" not in text and "-" not in text]
        return _put(text, found.span(), chance.choice(months)) if months else None

    def _month_en(self, text: str, whole: str, chance: random.Random) -> str | None:
        found = _MONTH_EN.search(text)
        if not found:
            return None
        months = [name for i, name in enumerate(_MONTHS, 1) if f"{i}月" not in whole and f"-{i:02}-" not in whole]
        return _put(text, found.span(), chance.choice(months)) if months else None

    def _word(self, text: str, whole: str, chance: random.Random) -> str | None:
        options = []
        for pair in self._pairs:
            for old, new in (pair.chinese, pair.chinese[::-1]):
                if old in text and new not in whole:
                    options.append(text.replace(old, new, 1))
        return chance.choice(options) if options else None

    def _word_en(self, text: str, whole: str, chance: random.Random) -> str | None:
        options = []
        for pair in self._pairs:
            sides = ((pair.english, pair.chinese[1]), (pair.english[::-1], pair.chinese[0]))
            for (olds, news), chinese in sides:
                for old, new in zip(olds, (*news, *news[-1:] * len(olds)), strict=False):
                    found = re.search(rf"\b{re.escape(old)}\b", text, re.IGNORECASE)
                    if found and chinese not in whole:
                        options.append(_put(text, found.span(), new))
        return chance.choice(options) if options else None

    def _place(self, text: str, whole: str, chance: random.Random) -> str | None:
        found = self._find_places(text)
        if not found or not self._chinese:
            return None
        for _ in range(8):
            other = chance.choice(self._chinese)
            if other not in whole:
                return text.replace(chance.choice(found), other, 1)
        return None

    def _name_en(self, text: str, whole: str, chance: random.Random) -> str | None:
        found = list(_NAME_EN.finditer(text))
        if not found or not self._english:
            return None
        other = chance.choice(self._english)
        return _put(text, chance.choice(found).span(), other) if other not in text else None


def alter_number(text: str, chance: random.Random) -> str | None:
    """A statement with one of its numbers changed, None where it has none."""
    found = [match for match in _NUMBER.finditer(text) if match[0] not in ("1", "0")]
    if not found:
        return None
    match = chance.choice(found)
    return _put(text, match.span(), other_number(match[0], chance))


def other_number(number: str, chance: random.Random) -> str:
    """A number of the same look: a digit changed, two exchanged, or a tenth more or less."""
    digits = [i for i, c in enumerate(number) if c.isdigit()]
    for _ in range(10):
        new = list(number)
        if chance.random() < 0.5 or len(digits) < 2:
            at = chance.choice(digits)
            new[at] = chance.choice("123456789")
        else:
            one, two = chance.sample(digits, 2)
            new[one], new[two] = new[two], new[one]
        if "".join(new) != number and new[0] != "0":
            return "".join(new)
    return number + "0"


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def _read_pairs() -> tuple[_Pair, ...]:
    rows = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return tuple(_Pair((a, b), (tuple(c.split("|")), tuple(d.split("|")))) for a, b, c, d in rows)
