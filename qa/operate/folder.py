"""Questions about the folder, about one article as a whole, and what is said to nobody about nothing.

In: a `Question` and the articles' summaries. Out: a `FolderPlan` (what is asked, of what), or None when the question
asks for a fact; and the articles that it means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from index.store import ArticleSummary
from index.text import fold, read_toml
from index.types import Article, Period
from qa.types import Question

Asks = Literal[
    "english", "chinese", "source", "hello", "who", "thanks", "bye", "count", "newest", "oldest", "list", "summary",
    "goals", "overview", "which", "word",
]  # fmt: skip
_ALONE: tuple[Asks, ...] = ("english", "chinese", "source", "hello", "who", "thanks", "bye")
_OF_FOLDER: tuple[Asks, ...] = ("count", "newest", "oldest", "list")
_OF_ARTICLES: tuple[Asks, ...] = ("summary", "goals", "overview")
_QUOTED = re.compile('[“"「『](?:文章|新闻|报道)')
_FACT = re.compile("多少(?!篇)|几(?!篇)|谁|哪年|什么时候|为什么|why|\\bwhen\\b|\\bwho\\b|how much")
_THIS = re.compile("这篇|那篇|该文|本文|这则|\\b(?:this|that) (?:article|story|report|text)\\b|\\bit\\b")
_RECENT_DAYS = 31
_LONGEST_WORD = 6
_ONLY_TIME = re.compile("^(?:那|那么|and |what about |how about )?(?:.{2,12})(?:呢|怎么样)?[?？ ]*$")


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """What is asked of the folder or of an article. `about` is what of, in the asker's words, "" when nothing is said;
    `mention` whether the article must hold these words; `this` that an article spoken of before is meant."""

    asks: Asks
    about: str = ""
    mention: bool = False
    this: bool = False
    periods: tuple[Period, ...] = ()
    recent: bool = False


@cache
def _patterns() -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    table = read_toml(Path(__file__).with_name("folder.toml"))
    asks, cut = (
        {name: re.compile("|".join(f"(?:{line})" for line in lines)) for name, lines in table[part].items()}
        for part in ("asks", "cut")
    )
    return asks, cut


def folder_plan(question: Question) -> FolderPlan | None:
    """The plan of a question about the folder, an article as a whole, or nothing; None for any other."""
    asks, cut = _patterns()
    text = question.normal.strip()
    for alone in _ALONE:
        if asks[alone].search(text):
            return FolderPlan(alone)
    for name in _OF_FOLDER if _QUOTED.search(question.text) is None else ():
        if asks[name].search(text) and not (name == "list" and _FACT.search(asks[name].sub("", text))):
            return _of_folder(question, name, asks[name], cut)
    for whole in _OF_ARTICLES:
        if asks[whole].search(text) and not _FACT.search(asks[whole].sub("", text)):
            about = _about(asks[whole].sub(" ", text), cut["words"])
            this = bool(_THIS.search(text))
            return FolderPlan(whole, "" if this else about, this=this, periods=question.periods)
    return None


def _of_folder(question: Question, name: Asks, pattern: re.Pattern[str], cut: dict[str, re.Pattern[str]]) -> FolderPlan:
    text = question.normal
    mention = bool(cut["mention"].search(text))
    recent = bool(cut["recent"].search(text))
    rest = cut["recent"].sub(" ", text)
    if not mention:
        for period in question.periods:
            rest = rest.replace(fold(period.text), " ")
    behind = re.search("(?:提到|提及|讲到|涉及|关于|说到|谈到|写到|含有|包含)(?:了|过)?(.+)$", rest)
    about = behind[1] if behind and mention else pattern.sub(" ", rest)
    return FolderPlan(
        name,
        _about(about, cut["words"]),
        mention,
        periods=question.periods if not mention else (),
        recent=recent,
    )


def _about(text: str, words: re.Pattern[str]) -> str:
    for _ in range(2):
        text = re.sub(r"\s+", " ", words.sub(" ", text)).strip(" 的")
    return text.strip()


def within(
    articles: Sequence[ArticleSummary], periods: Sequence[Period], recent: bool, today: date
) -> list[ArticleSummary]:
    """The articles published in one of the periods (all without one), newest first; undated ones last."""
    kept = []
    for one in articles:
        day = one.published.value if one.published.precision != "unknown" else None
        if recent and (day is None or day < _latest(articles) - timedelta(days=_RECENT_DAYS)):
            continue
        if periods and (day is None or not any(_inside(day, one.published.precision, period) for period in periods)):
            continue
        kept.append(one)
    return sorted(kept, key=lambda one: one.published.value or date.min, reverse=True)


def _latest(articles: Sequence[ArticleSummary]) -> date:
    return max((one.published.value for one in articles if one.published.value), default=date.min)


def _inside(day: date, precision: str, period: Period) -> bool:
    start, end = period.start or date.min, period.end or date.max
    if precision == "year":
        return start.year <= day.year <= end.year
    return start <= day <= end


def first_named(article: Article, forms: Sequence[str]) -> tuple[int, int] | None:
    """The first sentence of the article that holds one of the forms (folded), by its place; None when none does."""
    folded = fold(article.text)
    spots = [folded.find(fold(form)) for form in forms if form]
    found = [spot for spot in spots if spot >= 0]
    if not found or len(folded) != len(article.text):
        return None
    at = min(found)
    left = max(article.text.rfind(mark, 0, at) for mark in "。！？\n")
    ends = [i for i in (article.text.find(mark, at) for mark in "。！？\n") if i >= 0]
    return left + 1, (min(ends) + 1 if ends else len(article.text))


def is_word(question: Question) -> bool:
    """Whether the question is a single word or name: 涪陵, GDP."""
    text = question.normal.strip(" ?？。.!")
    words = len(text.split()) if text.isascii() else 1
    known = len(question.terms) + len(question.places)
    return (
        known == 1
        and not question.periods
        and words <= 2
        and (text.isascii() or len(text) <= _LONGEST_WORD)
        and not question.persons
    )


def only_time(question: Question) -> bool:
    """Whether the question names a time and nothing else: 2022年呢."""
    named = (*question.places, *question.bodies, *question.persons)
    told = [term for term in question.terms if term.tells]
    return bool(question.periods) and not named and not told and bool(_ONLY_TIME.match(question.normal))
