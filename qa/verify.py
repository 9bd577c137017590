"""Yes or no: a claim in the question held against the articles.

Comes in: the material of a yes/no question. Goes out: a `Draft` that begins with yes or no and gives the proof.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.fold import fold
from index.places import contains, find_places
from index.quantity import find_quantities
from index.types import Quantity
from qa.claims import CLAUSE, Claim, denies, read_claim, says_comparison, speaking, unfinished
from qa.cues import cues
from qa.draft import Draft, Line, cite_figure
from qa.evidence import SENTENCE, Scored, strength
from qa.figure_answer import ACCEPT, headline
from qa.figure_match import FITS, Candidate, candidates
from qa.fit import time_of_sentence
from qa.glossary import Glossary
from qa.material import Material, cite_sentence
from qa.names_in_text import organisations_in
from qa.people import people_of
from qa.strings import text as ui
from qa.types import Question, Term

# How well the indicator of a rank must fit the claim.
RANKED = 0.5
# A plain statement confirms a claim only when it covers nearly all of it.
CONFIRMS = 0.78
# Where the question as a whole means this much the same, it need cover only this much.
LIKE_IT, COVERS_LIKE_IT = 0.8, 0.6
# Across languages words match less surely; then the whole question must match the sentence as well.
CONFIRMS_ACROSS, MATCHES, SAME = 0.58, 0.5, 0.75
# Across languages, a sentence that leads all others by this much, and has the names of the claim, needs only these.
_LEAD, _COVERS_LEADING, _MEANS_LEADING = 0.12, 0.55, 0.38
# A name the sentence must hold by itself to be about it; less is only around it.
_NAMED = 0.9


def yesno_draft(material: Material, figures: Sequence[Candidate]) -> Draft | None:
    """Yes or no with the figure or sentence that decides it; None when nothing decides it."""
    claim = read_claim(material.question)
    if claim.terms != material.question.terms:
        material, figures = _again(material, claim)
    numbers = [_plain(number) for number in claim.numbers]
    draft = _two_figures(material, claim, figures) if claim.above and not claim.yardstick else None
    if draft is None and numbers:
        draft = _figure_draft(material, numbers[-1], figures)
        if draft is None and any(number.unit for number in numbers):
            return None
    draft = draft or _rank_draft(material, claim, figures)
    return draft or _sentence_draft(material, claim)


def _again(material: Material, claim: Claim) -> tuple[Material, list[Candidate]]:
    """The material and its figures for the claim's own terms."""
    question = replace(material.question, terms=claim.terms)
    evidence = material.evidence.again(question)
    scored = evidence.score([item.sentence for item in material.scored])
    return replace(material, question=question, scored=scored, evidence=evidence), candidates(
        question, scored, evidence
    )


def _figure_draft(material: Material, claim: Quantity, figures: Sequence[Candidate]) -> Draft | None:
    """The claim's number held against the figure that fits it."""
    for c in sorted(figures, key=_fits, reverse=True):
        if _fits(c) < 0.8 * ACCEPT or min(c.place, c.period) < FITS:
            break
        if _like(c, claim) and not _elsewhere(material.question, c.figure.place):
            return _told(material, c, _holds(claim, c.figure.quantity), _fits(c))
    alone = _lone_figure(material, claim, figures)
    return None if alone is None else _told(material, alone, _holds(claim, alone.figure.quantity), alone.indicator)


def _like(candidate: Candidate, claim: Quantity) -> bool:
    found = candidate.figure.quantity
    # Dollars are no yuan; of anything else the units are alike.
    return found.unit == claim.unit or (found.unit_class == claim.unit_class != "money")


def _told(material: Material, candidate: Candidate, holds: bool, confidence: float) -> Draft:
    """Yes, or no and what the article says."""
    text = ui("yes" if holds else "no", material.language)
    lead = "" if holds else ui("article_says", material.language)
    line = Line(f"{text}{lead}{headline(material.question, candidate)}", (cite_figure(candidate),))
    return Draft("answered", (line,), text.strip(" 。."), (), confidence, (candidate,))


def _lone_figure(material: Material, claim: Quantity, figures: Sequence[Candidate]) -> Candidate | None:
    """Across languages: the only figure of the claim's sort in the sentence that is about the claim's names, when that
    sentence leads all others by far."""
    ranked = material.ranked()
    if not ranked or not _leads(material, ranked) or ranked[0][1].sentence.passage.language == material.language:
        return None
    item = ranked[0][1]
    terms = list(zip(material.evidence.terms, item.strengths, strict=True))
    named = [value for term, value in terms if term.role == "name"]
    counted = [value for term, value in terms if term.role == "indicator"]
    if not named or min(named) < _NAMED or min(counted, default=0.0) < FITS or item.meaning < _MEANS_LEADING:
        return None
    inside = [c for c in figures if c.scored.sentence is item.sentence and _like(c, claim)]
    return inside[0] if len(inside) == 1 and min(inside[0].place, inside[0].period) >= FITS else None


def _two_figures(material: Material, claim: Claim, figures: Sequence[Candidate]) -> Draft | None:
    """Exports above imports: the figure of one held against that of the other, of the same time, place and unit."""
    sides: tuple[list[Term], list[Term]] = ([], [])
    for term in claim.terms:
        if term.role == "indicator":
            sides[claim.text.find(fold(term.text)) >= claim.at].append(term)
    if not all(sides):
        return None
    grown = material.question.measure == "growth"
    ours, theirs = ([c for c in figures if _is_of(c, side, grown)] for side in sides)
    for one in ours:
        for other in theirs:
            a, b = one.figure, other.figure
            same = a.quantity.unit == b.quantity.unit and a.period == b.period and a.place == b.place
            if same and a.nature == b.nature and one is not other and min(one.place, one.period) >= FITS:
                holds = (a.quantity.value - b.quantity.value) * claim.above > 0
                text = ui("yes" if holds else "no", material.language)
                lines = (
                    Line(f"{text}{headline(material.question, one)}", (cite_figure(one),)),
                    Line(headline(material.question, other), (cite_figure(other),)),
                )
                return Draft("answered", lines, text.strip(" 。."), (), one.indicator, (one, other))
    return None


def _is_of(candidate: Candidate, terms: Sequence[Term], grown: bool) -> bool:
    figure = candidate.figure
    own = fold(figure.indicator)
    fits = all(strength(term, own) >= _NAMED for term in terms)
    return fits and (figure.measure == "growth") is grown and figure.measure not in ("share", "difference", "rank")


def _sentence_draft(material: Material, claim: Claim) -> Draft | None:
    """The claim held against the sentence that says most of it."""
    ranked = material.ranked()
    if not ranked:
        return None
    item = ranked[0][1]
    if not _confirms(material, ranked) or _unsaid(material, item):
        return None
    article = material.articles[item.sentence.source]
    if time_of_sentence(material.question, item, article) < 1.0:
        return None
    verdict = _verdict(material, claim, item)
    if verdict is None:
        return None
    text = ui("yes" if verdict else "no", material.language)
    words = " ".join(item.sentence.text.split())
    shown = f"“{words}”" if material.language == "en" and not words.isascii() else words
    line = Line(f"{text}{shown}", (cite_sentence(item.sentence),))
    return Draft("answered", (line,), text.strip(" 。."), (), item.coverage)


def _verdict(material: Material, claim: Claim, item: Scored) -> bool | None:
    """Whether the sentence makes the claim true; None when it leaves it open."""
    folded = item.sentence.folded
    clauses = CLAUSE.findall(folded)
    evidence = material.evidence
    values = [
        [max(a, b) for a, b in zip(evidence.strengths(clause), soft, strict=True)]
        for clause, soft in zip(clauses, evidence.soft(clauses), strict=True)
    ]
    told = speaking(claim, folded, values)
    if claim.done and unfinished(told):
        return claim.negated
    if _of_another(material, item) or _of_another_name(material, claim, clauses, values):
        return False
    if claim.above and claim.yardstick:
        said = says_comparison(folded)
        return None if not said else (said == claim.above) != claim.negated
    denied = any(denies(clause) for clause in told) != claim.negated
    return denied == _opposite(claim.text, folded)


def _of_another_name(
    material: Material, claim: Claim, clauses: Sequence[str], values: Sequence[Sequence[float]]
) -> bool:
    """Whether the sentence says it of another company or brand: it is said only in clauses whose last name is none of
    the claim's."""
    terms = claim.terms
    own = [fold(form) for term in terms if term.role == "name" for form in term.zh or (term.text,)]
    if not own:
        return False
    said = [i for i, term in enumerate(terms) if (term is claim.first if claim.first else term.role != "name")]
    here = elsewhere = 0.0
    governed = True
    for clause, row in zip(clauses, values, strict=True):
        if any(form in clause for form in own):
            governed = True
        elif any(match.entry.kind == "org" for match in Glossary.load().find_zh(clause)) or organisations_in(clause):
            governed = False
        value = sum(terms[i].weight * row[i] for i in said)
        here, elsewhere = (max(here, value), elsewhere) if governed else (here, max(elsewhere, value))
    return elsewhere > 0 and here < 0.3 * elsewhere


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
    for clause in CLAUSE.findall(text):
        others = [p.name for p in people_of(material.articles[item.sentence.source]) if p.name in clause]
        if others and clause != own and any(form in clause and form not in own for form in deeds):
            return not any(name in clause for name in question.persons)
    return False


def _clause_of(text: str, name: str) -> str:
    return next((match[0] for match in CLAUSE.finditer(text) if name in match[0]), "")


def _confirms(material: Material, ranked: Sequence[tuple[float, Scored]]) -> bool:
    """Whether the best sentence covers so much of the question, and all its names and numbers, that it decides it."""
    item = ranked[0][1]
    for term, value in zip(material.evidence.terms, item.strengths, strict=True):
        counted = any(char.isdigit() for char in term.text)
        if (term.role == "name" and value < FITS) or (counted and term.role == "topic" and value < FITS):
            return False
    if item.coverage >= CONFIRMS:
        return True
    if item.coverage >= COVERS_LIKE_IT and item.meaning >= LIKE_IT:
        return True
    if material.language == item.sentence.passage.language:
        return False
    if item.coverage >= CONFIRMS_ACROSS and item.meaning >= MATCHES:
        return True
    if item.coverage >= SENTENCE and item.meaning >= SAME:
        return True
    return item.coverage >= _COVERS_LEADING and item.meaning >= _MEANS_LEADING and _leads(material, ranked)


def _leads(material: Material, ranked: Sequence[tuple[float, Scored]]) -> bool:
    """Whether the best sentence is the best by far."""
    return ranked[0][0] - max((score for score, _ in ranked[1:2]), default=0.0) >= _LEAD


def _rank_draft(material: Material, claim: Claim, figures: Sequence[Candidate]) -> Draft | None:
    """First, third … claimed: held against the rank the articles give."""
    claimed = [int(q.value) for q in find_quantities(material.question.normal) if q.ordinal]
    claimed += [1] if claim.foremost and not claimed else []
    for c in figures if claimed else ():
        if c.figure.quantity.ordinal and c.indicator >= RANKED and min(c.place, c.period) >= FITS:
            return _told(material, c, c.figure.quantity.value == claimed[-1], c.indicator)
    return None


def _opposite(claim: str, sentence: str) -> bool:
    """Whether the sentence has the opposite of a word of the claim in its place."""
    claim = _chinese_side(claim)
    pairs = [pair.split("|") for pair in cues("opposites")]
    return any(
        a in claim and a not in sentence and b in sentence
        for one, other in pairs
        for a, b in ((one, other), (other, one))
    )


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
