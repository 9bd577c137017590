"""Yes or no: a claim in the question held against the articles.

Comes in: the material of a yes/no question. Goes out: a `Draft` that begins with yes or no and gives the proof.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.places import contains, find_places
from index.quantity import find_quantities
from index.types import Quantity
from qa.cues import any_of, cues
from qa.draft import Draft, Line, cite_figure
from qa.evidence import SENTENCE, Scored
from qa.figure_answer import ACCEPT, headline
from qa.figure_match import FITS, Candidate
from qa.material import Material, cite_sentence
from qa.people import people_of
from qa.strings import text as ui
from qa.types import Question

_CLAUSE = re.compile("[^，。；：！？]+")
# How well the indicator of a rank must fit the claim.
RANKED = 0.5
# A plain statement confirms a claim only when it covers nearly all of it.
CONFIRMS = 0.78
# Across languages words match less surely; then the whole question must match the sentence as well.
CONFIRMS_ACROSS, MATCHES, SAME = 0.58, 0.5, 0.75


def yesno_draft(material: Material, figures: Sequence[Candidate]) -> Draft | None:
    """Yes or no with the figure or sentence that decides it; None when nothing decides it."""
    language = material.language
    claims = [_plain(q) for q in find_quantities(material.question.text) if not q.ordinal and q.unit != "年"]
    if claims:
        claim = claims[-1]
        for c in sorted(figures, key=_fits, reverse=True):
            if _fits(c) < 0.8 * ACCEPT or min(c.place, c.period) < FITS:
                break
            if c.figure.quantity.unit_class != claim.unit_class and c.figure.quantity.unit != claim.unit:
                continue
            if _elsewhere(material.question, c.figure.place):
                continue
            holds = _holds(claim, c.figure.quantity)
            text = ui("yes" if holds else "no", language)
            lead = "" if holds else ui("article_says", language)
            line = Line(f"{text}{lead}{headline(material.question, c)}", (cite_figure(c),))
            return Draft("answered", (line,), text.strip(" 。."), (), _fits(c), (c,))
        if any(claim.unit for claim in claims):
            return None
    ordered = _rank_draft(material, figures)
    if ordered is not None:
        return ordered
    ranked = material.ranked()
    if not ranked or not _confirms(material, ranked[0][1]):
        return None
    item = ranked[0][1]
    if _unsaid(material, item):
        return None
    denied = _denies(material.question.normal, item.sentence.folded) or _of_another(material, item)
    text = ui("no" if denied else "yes", language)
    words = " ".join(item.sentence.text.split())
    shown = f"“{words}”" if language == "en" and not words.isascii() else words
    line = Line(f"{text}{shown}", (cite_sentence(item.sentence),))
    return Draft("answered", (line,), text.strip(" 。."), (), item.coverage)


def _fits(candidate: Candidate) -> float:
    """How well a figure fits but for its unit, which the claim itself gives."""
    return candidate.indicator * candidate.place * candidate.period * candidate.nature


def _plain(claim: Quantity) -> Quantity:
    """A fraction as the percentage that articles give."""
    if claim.unit_class != "ratio" or not claim.value or claim.value >= 1:
        return claim
    return replace(claim, value=claim.value * 100, unit="%", unit_class="percent")


def _elsewhere(question: Question, place: str) -> bool:
    """Whether a place is none of those asked about, nor in one of them or around it."""
    if not place or not question.places:
        return False
    return not any(place == one or contains(one, place) or contains(place, one) for one in question.places)


def _unsaid(material: Material, item: Scored) -> bool:
    """Whether the sentence stands under another place, or is about nobody of those asked about."""
    question, sentence = material.question, item.sentence
    if not find_places(sentence.text) and _elsewhere(question, sentence.block.place or sentence.passage.place):
        return True
    people = [p.name for p in people_of(material.articles[sentence.source]) if p.name in sentence.text]
    speaker = sentence.block.speaker
    named = any(name in sentence.text or name == speaker for name in question.persons)
    return bool(question.persons) and not people and not named


def _of_another(material: Material, item: Scored) -> bool:
    """Whether the sentence says it of another place, or the clause that says it of another person."""
    text, question = item.sentence.text, material.question
    named = {mention.name for mention in find_places(text)}
    for place in question.places:
        elsewhere = {one for one in named if one != place and not contains(one, place)}
        if elsewhere and not any(one == place or contains(place, one) for one in named):
            return True
    if not question.persons:
        return False
    deeds = [form for term in question.terms if term.role in ("topic", "indicator") for form in term.zh]
    own = next((_clause_of(text, name) for name in question.persons if name in text), "")
    for clause in _CLAUSE.findall(text):
        others = [p.name for p in people_of(material.articles[item.sentence.source]) if p.name in clause]
        if others and clause != own and any(form in clause and form not in own for form in deeds):
            return not any(name in clause for name in question.persons)
    return False


def _clause_of(text: str, name: str) -> str:
    return next((match[0] for match in _CLAUSE.finditer(text) if name in match[0]), "")


def _confirms(material: Material, item: Scored) -> bool:
    """Whether the sentence covers so much of the question that it decides it."""
    if item.coverage >= CONFIRMS:
        return True
    across = material.language != item.sentence.passage.language
    likely = item.coverage >= CONFIRMS_ACROSS and item.meaning >= MATCHES
    return across and (likely or (item.coverage >= SENTENCE and item.meaning >= SAME))


def _rank_draft(material: Material, figures: Sequence[Candidate]) -> Draft | None:
    """First, third … claimed: held against the rank the articles give."""
    claimed = [q for q in find_quantities(material.question.normal) if q.ordinal]
    for c in figures if claimed else ():
        if c.figure.quantity.ordinal and c.indicator >= RANKED and min(c.place, c.period) >= FITS:
            holds = c.figure.quantity.value == claimed[-1].value
            text = ui("yes" if holds else "no", material.language)
            lead = "" if holds else ui("article_says", material.language)
            line = Line(f"{text}{lead}{headline(material.question, c)}", (cite_figure(c),))
            return Draft("answered", (line,), text.strip(" 。."), (), c.indicator, (c,))
    return None


def _denies(claim: str, sentence: str) -> bool:
    """Whether the sentence says the opposite: one of the two is negated, or an opposite word stands in its place."""
    claim = _chinese_side(claim)
    negated = bool(any_of("negations").search(sentence)) != bool(any_of("negations").search(claim))
    pairs = [pair.split("|") for pair in cues("opposites")]
    opposite = any(
        a in claim and a not in sentence and b in sentence
        for one, other in pairs
        for a, b in ((one, other), (other, one))
    )
    return negated != opposite


def _chinese_side(claim: str) -> str:
    """The claim with the usual Chinese for its words of comparison behind it."""
    told = [claim]
    for row in cues("opposites_en"):
        zh_one, en_one, zh_other, en_other = row.split("|")
        for zh, english in ((zh_one, en_one), (zh_other, en_other)):
            words = (re.escape(word) if word[0] > "z" else rf"\b{re.escape(word)}\b" for word in english.split(","))
            if re.search("|".join(words), claim):
                told.append(zh)
    return " ".join(told)


def _holds(claim: Quantity, found: Quantity) -> bool:
    """Whether the figure found makes the claim true: "over 5000" is true of 5035, "115万" of 1150000 alone."""
    if claim.bound == "over":
        return found.value >= claim.value
    if claim.bound == "under":
        return found.value <= claim.value
    if claim.bound == "about":
        return abs(found.value - claim.value) <= abs(claim.value) / 20
    if found.high is not None:
        return found.value <= claim.value <= found.high
    return found.value == claim.value
