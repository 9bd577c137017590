"""Whether a sentence speaks of the place and time asked about.

Comes in: a `Question` and a scored sentence. Goes out: a factor in (0, 1]: 1 when place and time agree or none is
asked, less for another scope, least for another place or year.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from index.entities import contains, find_places
from index.times import NOT_PERIODS
from index.types import Article, Period
from qa.evidence.coverage import Scored, Sentence
from qa.types import Question

OTHER_PLACE, _OTHER_SCOPE, _OTHER_TIME = 0.6, 0.85, 0.7


def fit(question: Question, item: Scored, article: Article) -> float:
    """How far place and time of the sentence agree with the question."""
    return place_of_sentence(question, item) * time_of_sentence(question, item, article)


@lru_cache(maxsize=4096)
def named_places(text: str) -> tuple[str, ...]:
    """The canonical names of the places in a heading, title or clause, in order (a sentence has `mentions`)."""
    return tuple(mention.name for mention in find_places(text))


def place_of_sentence(question: Question, item: Scored) -> float:
    """1 when the sentence names the place asked, or names none and its block or article is about it."""
    if not question.places:
        return 1.0
    named = [mention.name for mention in item.sentence.mentions.places]
    governing = item.sentence.block.place or item.sentence.passage.place
    best = 0.0
    for place in question.places:
        if place in named or governing == place:
            return 1.0
        for other in (*named, governing):
            if other and (contains(place, other) or contains(other, place)):
                best = max(best, _OTHER_SCOPE)
    return best or OTHER_PLACE


def time_of_sentence(question: Question, item: Scored, article: Article) -> float:
    """1 when a time in the sentence, or else the article's date, touches the time asked."""
    if not question.periods:
        return 1.0
    published = article.published
    spans = times_told(item.sentence)
    if not spans and published.value is not None:
        spans = [Period(date(published.value.year - 1, 1, 1), date(published.value.year, 12, 31), "", "article")]
    touches = any(overlaps(wanted, span) for wanted in question.periods for span in spans)
    return 1.0 if touches or not spans else _OTHER_TIME


def times_told(sentence: Sentence) -> list[Period]:
    """The periods that a sentence names, read by its article's date."""
    return [m.period for m in sentence.mentions.times if m.period and m.rule not in NOT_PERIODS]


def overlaps(one: Period, other: Period) -> bool:
    """Whether two periods share a day.

    >>> overlaps(Period(date(2024, 1, 1), date(2024, 12, 31), "", ""), Period(date(2024, 3, 1), None, "", ""))
    True
    """
    first, second = one.start or date.min, other.start or date.min
    return max(first, second) <= min(one.end or date.max, other.end or date.max)
