"""Named evidence for an answer, each in [0, 1]: what a decision between candidates may look at.

In: the material and the sentence an answer rests on. Out: features by name.

Of the sentence: `retrieval` (the passage's score against the best one's), `coverage`, `own` and `meaning` (see
`Scored`), `rank` (the sentence's score for this kind of question), `lead` (how far that is before every other
sentence's), `place` and `time` (1 when they agree or none is asked), `names` (the name or quoted word it holds least),
`indicator` (the one it holds most), `weakest` (the telling word it holds least), `native` (in the question's language),
`heading`, `asks` (it is itself a question), `latest` (its article against the newest and oldest found).

Of the question: `terms_told`, `places_told` and `times_told`, 1 when the articles have what it turns on, less or 0 when
they do not; the reasons are in `Material.lacking_terms` and its like.
"""

from __future__ import annotations

from datetime import date

from qa.evidence.coverage import Scored
from qa.evidence.material import Material
from qa.evidence.scope import place_of_sentence, time_of_sentence
from qa.types import Missing

_ENDS = ("？", "?")


def features_of(material: Material, item: Scored, **own: float) -> dict[str, float]:
    """The features of an answer that rests on the sentence `item`, with the way's `own` ones."""
    question, sentence = material.question, item.sentence
    article = material.articles[sentence.source]
    best_hit = max((one.sentence.hit.score for one in material.scored), default=0.0) or 1.0
    rank, lead = material.standing(item)
    found = {
        "retrieval": sentence.hit.score / best_hit,
        "coverage": item.coverage,
        "own": item.own,
        "meaning": item.meaning,
        "rank": rank,
        "lead": lead,
        "place": place_of_sentence(question, item),
        "time": time_of_sentence(question, item, article),
        "native": float(sentence.passage.language == question.language),
        "heading": float(sentence.block.kind == "heading"),
        "asks": float(sentence.text.rstrip('”’" \n').endswith(_ENDS)),
        "latest": _latest(material, article.published.value),
        **_terms(material, item),
        **own,
    }
    return {name: min(1.0, max(0.0, float(value))) for name, value in found.items()}


def _terms(material: Material, item: Scored) -> dict[str, float]:
    """How well the sentence holds the terms the question turns on; 1 where it has none of a sort."""
    held = list(zip(material.evidence.terms, item.strengths, strict=True))
    return {
        "names": min((value for term, value in held if term.role in ("name", "quoted")), default=1.0),
        "indicator": max((value for term, value in held if term.role == "indicator"), default=1.0),
        "weakest": min((value for term, value in held if term.tells), default=1.0),
    }


def _latest(material: Material, day: date | None) -> float:
    days = [article.published.value for article in material.articles.values() if article.published.value]
    if day is None or not days:
        return 0.0
    span = (max(days) - min(days)).days
    return 1.0 - (max(days) - day).days / span if span else 1.0


def features_of_question(material: Material) -> dict[str, float]:
    """How far the articles have what the question turns on."""
    return {
        "terms_told": _told(material.lacking_terms),
        "places_told": _told(material.lacking_places),
        "times_told": _told(material.lacking_times),
    }


def _told(missing: Missing | None) -> float:
    return 1.0 if missing is None else min(1.0, max(0.0, missing.confidence))
