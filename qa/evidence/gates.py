"""What the articles do not have of a question: a word, a place or a time.

Comes in: a `Question` and the scored sentences of the best passages. Goes out: `Missing` with its reason, or None; a
finding beside the answers, which refuses nothing by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from index.entities import contains, place
from index.text import fold
from index.types import Article, Period
from qa.evidence.coverage import Evidence, Scored
from qa.evidence.scope import named_places, overlaps, times_told
from qa.lexicon import CUES, asking_cues
from qa.question import asks_credits, is_of_credits, is_owned
from qa.types import Missing, Question, Reason

# A term met less than this by every sentence is absent; so much absent weight is too much to answer on.
ABSENT, TOO_MUCH = 0.45, 0.45
# Questions for one exact thing turn on each of their words.
EXACT, TOO_MUCH_EXACT = ("person", "office", "date", "place", "organisation", "rank"), 0.38
# Where the question as a whole means this much the same as a sentence, single common words prove nothing absent.
MEANT = 0.45
# How near an answer is whose place or time is told of nowhere.
_NOWHERE = 0.2
# What these ask of a year is told when it is over, and no year said again.
_TOLD_LATER = ("reason", "definition", "open")
# These carry the question: without one of them there is nothing to answer.
_CARRIERS = ("name", "quoted", "indicator")


def missing_terms(question: Question, evidence: Evidence, scored: Sequence[Scored]) -> Missing | None:
    """Words the question turns on that no passage holds, in any writing or language."""
    if not evidence.terms:
        return None
    best = [max((item.strengths[i] for item in scored), default=0.0) for i in range(len(evidence.terms))]
    absent = [term for term, value in zip(evidence.terms, best, strict=True) if value < ABSENT]
    if asks_credits(question):
        absent = [term for term in absent if not is_of_credits(term)]
    if question.kind == "person" and question.places and asking_cues().has("interviewed", question.normal):
        absent = [term for term in absent if not asking_cues().has("interviewed", fold(term.text))]
    share = sum(term.weight for term in absent) / (sum(term.weight for term in evidence.terms) or 1.0)
    # An English word nobody has Chinese for may stand there unrecognised; by itself it proves nothing absent.
    carriers = [term for term in absent if (term.role in _CARRIERS or is_owned(term)) and term.zh]
    allowed = TOO_MUCH_EXACT if question.kind in EXACT else TOO_MUCH
    if question.language == "en" and max((item.meaning for item in scored), default=0.0) >= MEANT:
        allowed = 1.0
    if not carriers and share <= allowed:
        return None
    return Missing((Reason("terms", tuple(dict.fromkeys(term.text for term in carriers or absent))),), 1.0 - share)


def missing_places(question: Question, scored: Sequence[Scored]) -> Missing | None:
    """A place asked about that no passage is about or names."""
    for asked in question.places:
        if not any(_speaks_of(asked, item) for item in scored):
            return Missing((Reason("place", (asked,)),), _NOWHERE)
    return None


def of_governments(question: Question, scored: Sequence[Scored]) -> Question:
    """The question with the country for a capital that no passage speaks of: Tokyo agreed to what 日方 agreed to."""
    places = tuple(
        country
        if (country := governed(asked))
        and not any(_speaks_of(asked, item) for item in scored)
        and any(_speaks_of(country, item) for item in scored)
        else asked
        for asked in question.places
    )
    return question if places == question.places else replace(question, places=tuple(dict.fromkeys(places)))


def governed(name: str) -> str:
    """The country whose government sits in a city, "" for any other place.

    >>> governed("莫斯科"), governed("两江新区")
    ('俄罗斯', '')
    """
    known = place(name) if name in CUES.longest_first("governments") else None
    return known.parents[0] if known else ""


def _speaks_of(asked: str, item: Scored) -> bool:
    passage = item.sentence.passage
    if passage.place == asked or any(figure.place == asked for figure in passage.figures):
        return True
    names = {*(one.name for one in item.sentence.mentions.places), *named_places(f"{passage.heading} {passage.title}")}
    return any(name == asked or contains(asked, name) for name in names)


def missing_times(question: Question, articles: Mapping[str, Article], scored: Sequence[Scored]) -> Missing | None:
    """A time asked about that neither the best sentences nor their articles' dates touch."""
    if not question.periods:
        return None
    best = max((item.coverage for item in scored), default=0.0)
    near = [item for item in scored if item.coverage >= 0.75 * best]
    later = question.kind in _TOLD_LATER
    for wanted in question.periods:
        if not any(_touches(wanted, item, articles[item.sentence.source], later) for item in near):
            return Missing((Reason("period", (wanted,)),), _NOWHERE)
    return None


def _touches(wanted: Period, item: Scored, article: Article, later: bool) -> bool:
    """Whether a sentence is of the time asked; `later`: so is one without a time in an article of the next year."""
    published = article.published
    spans = [figure.period for figure in item.sentence.passage.figures if figure.period]
    spans += times_told(item.sentence)
    if any(overlaps(wanted, span) for span in spans):
        return True
    if spans or published.value is None:
        return False
    start = date(published.value.year - 1, 1, 1) if later else published.value
    return overlaps(wanted, Period(start, published.value, "", "article"))
