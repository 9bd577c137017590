"""Yes or no: a claim in the question held against the articles.

Comes in: the material of a yes/no question. Goes out: a `Candidate` that begins with yes or no and gives the proof.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.numbers import find_quantities
from index.text import fold
from index.types import Quantity
from qa.answers.figure.value import ACCEPT
from qa.answers.yesno.claim import (
    CLAUSE,
    Claim,
    compares,
    denies,
    foremost,
    opposites,
    read_claim,
    says_comparison,
    speaking,
    unfinished,
)
from qa.answers.yesno.subject import elsewhere, of_another, of_another_name, unsaid
from qa.answers.yesno.two_figures import compared_answer
from qa.evidence import FITS, SENTENCE, Fitted, Material, Scored, cite_sentence, features_of, time_of_sentence
from qa.lexicon import CUES
from qa.types import Candidate, Kind, Line, Said, Term, YesNo

WAY = "yesno"
# How well the indicator of a rank must fit the claim.
RANKED = 0.5
# A plain statement confirms a claim only when it covers nearly all of it.
CONFIRMS = 0.78
# Where the question as a whole means this much the same, it need cover only this much.
LIKE_IT, COVERS_LIKE_IT = 0.8, 0.6
# Across languages words match less surely; then the whole question must match the sentence as well.
CONFIRMS_ACROSS, MATCHES, SAME = 0.55, 0.5, 0.75
# Across languages, a sentence that leads all others by this much, and has the names of the claim, needs only these.
_LEAD, _COVERS_LEADING, _MEANS_LEADING = 0.12, 0.55, 0.38
# A name the sentence must hold by itself to be about it; less is only around it.
_NAMED = 0.9


class Verdicts:
    """Yes or no."""

    name = WAY
    kinds: frozenset[Kind] = frozenset(("yesno",))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """What the rules say, and the verdicts of the best figure, of a rank and of the best sentence, however well
        these fit. Features: `by_figure`, `by_sentence`, `confirms` (the sentence covers the claim), `accepted`."""
        chosen = yesno_answer(material)
        claim = read_claim(material.question)
        own = material.asking(replace(material.question, terms=claim.terms))
        numbers = [_plain(number) for number in claim.numbers]
        by_figure = _by_figure(own, numbers[-1]) if numbers else None
        found = [chosen, by_figure, _by_rank(own, claim), _verdict_of(own, claim)]
        told: dict[YesNo, Candidate] = {}
        for one in found:
            if one is not None and isinstance(one.value, YesNo):
                told.setdefault(one.value, replace(one, features=_evidence(own, one, one is chosen)))
        return list(told.values())

    def choose(self, material: Material) -> Candidate | None:
        """Yes or no with the figure or sentence that decides it."""
        return yesno_answer(material)


def _evidence(material: Material, answer: Candidate, accepted: bool) -> dict[str, float]:
    ranked = material.ranked()
    cite = answer.cites[0]
    place = (cite.source, cite.start)
    item = next((s for s in material.scored if (s.sentence.source, s.sentence.start) == place), None)
    item = item or (ranked[0][1] if ranked else None)
    by_figure = bool(answer.figures)
    own = {
        "fit": answer.confidence, "by_figure": float(by_figure), "by_sentence": float(not by_figure),
        "confirms": float(bool(ranked) and _confirms(material, ranked)), "accepted": float(accepted),
    }  # fmt: skip
    return features_of(material, item, **own) if item else own


def yesno_answer(material: Material) -> Candidate | None:
    """Yes or no with the figure or sentence that decides it; None when nothing decides it."""
    claim = read_claim(material.question)
    if claim.terms != material.question.terms:
        material = material.asking(replace(material.question, terms=claim.terms))
    held = compared_answer(material, claim)
    if held is not None:
        return held
    numbers = [_plain(number) for number in claim.numbers]
    found = _two_figures(material, claim) if claim.above and not claim.yardstick else None
    if found is None and numbers:
        found = _by_figure(material, numbers[-1])
        if found is None and any(number.unit for number in numbers):
            return None
    return found or _by_rank(material, claim) or _by_sentence(material, claim)


def _by_figure(material: Material, claim: Quantity) -> Candidate | None:
    """The claim's number held against the figure that fits it."""
    for c in sorted(material.figures, key=_fits, reverse=True):
        if _fits(c) < 0.8 * ACCEPT or min(c.place, c.period) < FITS:
            break
        if _like(c, claim) and not elsewhere(material.question, c.figure.place):
            return _told(c, holds(claim, c.figure.quantity), _fits(c))
    alone = _lone_figure(material, claim)
    return None if alone is None else _told(alone, holds(claim, alone.figure.quantity), alone.indicator)


def _like(candidate: Fitted, claim: Quantity) -> bool:
    found = candidate.figure.quantity
    # Dollars are no yuan; of anything else the units are alike.
    return found.unit == claim.unit or (found.unit_class == claim.unit_class != "money")


def _told(figure: Fitted, so: bool, confidence: float) -> Candidate:
    """Yes, or no and what the article says."""
    value = YesNo(so, figure.value, corrects=not so)
    return Candidate(WAY, value, (Line(value, (figure.value.cite,)),), confidence)


def _lone_figure(material: Material, claim: Quantity) -> Fitted | None:
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
    inside = [c for c in material.figures if c.scored.sentence is item.sentence and _like(c, claim)]
    return inside[0] if len(inside) == 1 and min(inside[0].place, inside[0].period) >= FITS else None


def _two_figures(material: Material, claim: Claim) -> Candidate | None:
    """Exports above imports: the figure of one held against that of the other, of the same time, place and unit."""
    sides: tuple[list[Term], list[Term]] = ([], [])
    for term in claim.terms:
        if term.role != "name":
            sides[claim.text.find(fold(term.text)) >= claim.at].append(term)
    if not all(sides):
        return None
    grown = material.question.measure == "growth"
    ours, theirs = ([c for c in material.figures if _is_of(c, side, grown)] for side in sides)
    for one in ours:
        for other in theirs:
            a, b = one.figure, other.figure
            same = a.quantity.unit == b.quantity.unit and a.period == b.period and a.place == b.place
            if same and a.nature == b.nature and one is not other and min(one.place, one.period) >= FITS:
                value = YesNo((a.quantity.value - b.quantity.value) * claim.above > 0, one.value)
                lines = (Line(value, (one.value.cite,)), Line(other.value, (other.value.cite,)))
                return Candidate(WAY, value, lines, one.indicator)
    return None


def _is_of(candidate: Fitted, terms: Sequence[Term], grown: bool) -> bool:
    figure = candidate.figure
    own = fold(figure.indicator)
    ends = {fold(form)[-len(own) :] for term in terms for form in term.zh} if len(own) > 1 else set()
    forms = [fold(form) for term in terms for form in term.zh if len(form) > 1]
    fits = own in ends or any(own.endswith(form) and own.removesuffix(form) != "进" for form in forms)
    return fits and (figure.measure == "growth") is grown and figure.measure not in ("share", "difference", "rank")


def _by_sentence(material: Material, claim: Claim) -> Candidate | None:
    """The claim held against the sentence that says most of it."""
    ranked = material.ranked()
    if not ranked:
        return None
    item = ranked[0][1]
    if not _confirms(material, ranked) or unsaid(material, item):
        return None
    return _verdict_of(material, claim)


def _verdict_of(material: Material, claim: Claim) -> Candidate | None:
    """The claim held against the best sentence, however much of it that says."""
    ranked = material.ranked()
    if not ranked:
        return None
    item = ranked[0][1]
    article = material.articles[item.sentence.source]
    if time_of_sentence(material.question, item, article) < 1.0:
        return None
    verdict = _verdict(material, claim, item)
    if verdict is None:
        return None
    value = YesNo(verdict, Said(" ".join(item.sentence.text.split())))
    return Candidate(WAY, value, (Line(value, (cite_sentence(item.sentence),)),), item.coverage)


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
    if of_another(material, item) or of_another_name(material, claim, clauses, values):
        return False
    if claim.above and claim.yardstick:
        said = says_comparison(folded)
        return None if not said else (said == claim.above) != claim.negated
    if claim.above and not claim.numbers and not compares(folded):
        return None
    if claim.foremost and not foremost(folded):
        return None
    denied = any(denies(clause) for clause in told) != claim.negated
    # 比全国慢 of a sentence of 高于全国.
    turned = claim.above and not claim.numbers and compares(folded) == -claim.above
    return denied == (_opposite(claim.text, folded) or bool(turned))


def _fits(candidate: Fitted) -> float:
    """How well a figure fits but for its unit, which the claim itself gives."""
    return candidate.indicator * candidate.place * candidate.period * candidate.nature


def _plain(claim: Quantity) -> Quantity:
    """A fraction as the percentage that articles give."""
    if claim.unit_class != "ratio" or not claim.value or claim.value >= 1:
        return claim
    return replace(claim, value=claim.value * 100, unit="%", unit_class="percent")


def _confirms(material: Material, ranked: Sequence[tuple[float, Scored]]) -> bool:
    """Whether the best sentence covers so much of the question, and all its names and numbers, that it decides it."""
    item = ranked[0][1]
    if item.own < SENTENCE:
        return False
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


def _by_rank(material: Material, claim: Claim) -> Candidate | None:
    """First, third … claimed: held against the rank the articles give."""
    claimed = [int(q.value) for q in find_quantities(material.question.normal) if q.ordinal]
    claimed += [1] if claim.foremost and not claimed else []
    for c in material.figures if claimed else ():
        ranked = c.figure.quantity.ordinal and not _among_first(c)
        ranked = ranked and not _of_other_subject(material, c)
        if ranked and c.indicator >= RANKED and min(c.place, c.period) >= FITS:
            return _told(c, c.figure.quantity.value == claimed[-1], c.indicator)
    return None


def _of_other_subject(material: Material, candidate: Fitted) -> bool:
    """Whether the rank is that of something its own clause names, while another clause says more of what is asked."""
    sentence, figure = candidate.scored.sentence, candidate.figure
    at, named = figure.quantity.start - sentence.start, figure.indicator_start - sentence.start
    clauses = [match.span() for match in CLAUSE.finditer(sentence.folded)]
    own = next(((a, b) for a, b in clauses if a <= at < b), None)
    if own is None or not own[0] <= named < own[1]:
        return False
    weigh, strengths = material.evidence.weigh, material.evidence.strengths
    told = weigh(strengths(sentence.folded[own[0] : own[1]]))
    return any(weigh(strengths(sentence.folded[a:b])) > told for a, b in clauses if (a, b) != own)


def _among_first(candidate: Fitted) -> bool:
    """Whether the figure says among how many first something is (前10名), not which place it has."""
    sentence = candidate.scored.sentence
    at = candidate.figure.quantity.start - sentence.start
    return sentence.text[max(0, at - 1) : at + 1].find("前") >= 0


def _opposite(claim: str, sentence: str) -> bool:
    """Whether the sentence has the opposite of a word of the claim in its place."""
    claim = _chinese_side(claim)
    return any(
        any(word in claim for word in one)
        and not any(word in sentence for word in one)
        and any(word in sentence for word in other)
        for sides in opposites()
        for one, other in (sides, sides[::-1])
    )


def _chinese_side(claim: str) -> str:
    """The claim with the usual Chinese for its words of comparison behind it."""
    told = [claim]
    for row in CUES.longest_first("opposites_en"):
        zh_one, en_one, zh_other, en_other = row.split("|")
        for zh, english in ((zh_one, en_one), (zh_other, en_other)):
            words = (re.escape(word) if word[0] > "z" else rf"\b{re.escape(word)}\b" for word in english.split(","))
            if re.search("|".join(words), claim):
                told.append(zh)
    return " ".join(told)


def holds(claim: Quantity, found: Quantity) -> bool:
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
