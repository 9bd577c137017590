"""Answers that are lists, all their items in order.

Comes in: `Material`. Goes out: a `Draft`, or None when no list of the articles is the one asked for.
"""

from __future__ import annotations

import re

from index.fold import fold
from index.quantity import find_quantities
from qa import phrases
from qa.draft import Cite, Draft, Line
from qa.evidence import Scored
from qa.fit import OTHER_PLACE, place_of_sentence
from qa.lists import Listing, item_texts, listings
from qa.material import Material, local_coverage, proof, stop
from qa.types import Question

_LEADS, _NAMES = 0.3, 0.2
_CLAUSE = re.compile("[，。；：！？]")
# How much of the question the sentence of a list must cover.
LIST = 0.45


def list_draft(material: Material) -> Draft | None:
    """The list whose sentence covers the question best, all items in order."""
    found = [
        (score, item, listing)
        for score, item in material.ranked()[:14]
        if item.coverage >= LIST and place_of_sentence(material.question, item) > OTHER_PLACE
        for listing in listings(material.articles[item.sentence.source], item)
        if not _elsewhere(material, item, listing)
    ]
    near = local_coverage(material, [_surroundings(material, listing) for _, _, listing in found])
    best: tuple[float, Listing, Scored] | None = None
    wanted = _counts(material.question)
    for (score, item, listing), local in zip(found, near, strict=True):
        value = 0.7 * score + 0.4 * local + 0.1 * item.own
        value += 0.25 if listing.count and listing.count in wanted else 0.0
        value -= 0.15 if wanted and listing.count and listing.count not in wanted else 0.0
        value += 0.05 if len(listing.items) == listing.count else 0.0
        value += _named_after(material, listing)
        value -= 0.002 * _distance(material, item, listing)
        value -= 0.15 if _repeats(material, listing) else 0.0
        value -= 0.1 if len(listing.items) == 2 and not listing.count else 0.0
        if best is None or value > best[0]:
            best = (value, listing, item)
    if best is None:
        return None
    listing = best[1]
    article = material.articles[listing.source]
    items = item_texts(article, listing)
    if len(items) < 2:
        return None
    shown = [phrases.list_item_text(text, material.language) for text in items]
    joined = ("；" if material.language == "zh" else "; ").join(shown)
    hits = {s.sentence.source: s.sentence.hit for s in material.scored}
    first = (proof(material, best[2]),) if len(listing.sentences) == 1 else ()
    cites = first or tuple(Cite(listing.source, a, b, hits.get(listing.source)) for a, b in listing.sentences[:8])
    return Draft("answered", (Line(stop(joined, material.language), cites),), joined, (), min(1.0, best[0]))


def _surroundings(material: Material, listing: Listing) -> str:
    """The list with the words that lead up to it and follow it, inside its sentences."""
    text = material.articles[listing.source].text
    first, last = listing.sentences[0][0], listing.sentences[-1][1]
    spread = len(listing.sentences) > 1
    end = listing.items[0][1] if spread else listing.items[-1][1]
    return text[max(first, listing.items[0][0] - 16) : min(last, end + 16)]


def _elsewhere(material: Material, item: Scored, listing: Listing) -> bool:
    """Whether another part of the sentence, between its semicolons, speaks of the question, and the list's does not."""
    text = material.articles[listing.source].text
    first, last = item.sentence.start, item.sentence.end
    at = listing.items[0][0]
    if not first <= at < last or "；" not in text[first:last]:
        return False
    left = max(text.rfind("；", first, at), first - 1) + 1
    right = text.find("；", listing.items[-1][1], last)
    own = material.evidence.weigh(material.evidence.strengths(fold(text[left : right if right >= 0 else last])))
    return own < 0.5 * item.own


def _named_after(material: Material, listing: Listing) -> float:
    """What it counts for a list that a word of the question stands right before it (争取A、B), that it is the quoted
    name which the list's own part of the sentence explains (“N”就是…), or names what is listed (五大环节)."""
    text = material.articles[listing.source].text
    first, last = listing.items[0][0], listing.items[-1][1]
    before = fold(text[max(0, first - 8) : first]).rstrip("“‘《「 ")
    behind = fold(_CLAUSE.split(text[last : last + 16], 1)[0])
    if listing.count and listing.near >= first:
        behind += fold(text[listing.near : listing.near + 16])
    terms = material.question.terms
    forms = [fold(form) for term in terms for form in term.zh if len(form) > 1]
    if any(before.endswith(form) for form in forms):
        return _LEADS
    # "西永、两路寸滩综合保税区": the last item carries the noun of all.
    items = [fold(text[a:b]) for a, b in listing.items]
    if any(form in items[-1] and not any(form in item for item in items[:-1]) for form in forms):
        return _NAMES
    begin = max(text.rfind(mark, 0, first) for mark in "；。：\n")
    lead = fold(text[begin + 1 : first])
    if any(fold(f"“{term.text}”") in lead for term in terms if term.role == "quoted"):
        return _LEADS
    return _NAMES if any(form in behind for form in forms) else 0.0


def _counts(question: Question) -> set[int]:
    return {int(q.value) for q in find_quantities(question.normal) if 1 < q.value < 30}


def _repeats(material: Material, listing: Listing) -> bool:
    """Whether an item only says a word of the question again: items are what the question does not know."""
    text = material.articles[listing.source].text
    items = [fold(text[a:b]) for a, b in listing.items[:-1]]
    forms = [fold(form) for term in material.question.terms for form in term.zh if len(form) > 1]
    return any(form in item for form in forms for item in items)


def _distance(material: Material, item: Scored, listing: Listing) -> int:
    """Characters between the list and the nearest word of the question in its sentence."""
    places = [item.sentence.folded.find(fold(form)) for term in material.question.terms for form in term.zh]
    there = [item.sentence.start + at for at in places if at >= 0]
    return min((abs(at - listing.near) for at in there), default=60)
