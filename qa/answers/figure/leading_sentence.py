"""A figure from the sentence that answers, when its indicator is said in other words than the question's.

Comes in: the material of a question that asks for a figure, and the candidates, of which none fits by its own words.
Goes out: a `Candidate`, when one sentence leads all others by far and holds a figure of the sort, place, time and
nature asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.evidence.coverage import Scored
from qa.evidence.figure_fits import COMMON_UNITS, FITS, clause_of
from qa.evidence.figures import Fitted
from qa.evidence.gates import ABSENT
from qa.evidence.material import Material, local_coverage
from qa.lexicon.asking import asking_cues
from qa.types import Candidate, Line, Missing, Note

WAY = "leading_figure"
# How well the best sentence must fit and how far it must be before the next; found on questions about articles that no
# rule was written for, held against questions about other articles (see docs/evaluation.md).
_BEST, _AHEAD = 0.45, 0.1
# How well the number must be of the sort asked for.
_OF_SORT = 0.3
# How much the words before and around the number must say of the question, unless its unit is a rare one asked for.
_LIKELY = 0.32
# What a unit of the sort named in the question adds to that.
_SAME_SORT, _COUNTED = 0.8, 0.25
_NAMED = ("name", "quoted")
# A part of a sentence, between semicolons, must hold so much of what the part that holds most does.
_SHARE = 0.6
_PART = re.compile("[;；]")


def leading_answer(material: Material, found: Sequence[Fitted], missing: Missing) -> Candidate | Missing:
    """The best figure of the sentence that leads, or what was `missing` before."""
    best = leading(material)
    if best is None or not _of_whom(material, best):
        return missing
    able = [c for c in found if c.scored is best and _able(material, c)]
    if not able:
        return missing
    near = local_coverage(material, [clause_of(c.figure, c.scored) for c in able])
    chances = [_chance(material, *pair) for pair in zip(able, near, strict=True)]
    top = able[chances.index(max(chances))]
    if max(chances) < _LIKELY:
        return missing
    lines = (Line(top.value, (top.value.cite,)),)
    return Candidate(WAY, top.value, lines, best.coverage, notes=(Note("nearest"),))


def _of_whom(material: Material, item: Scored) -> bool:
    """Whether the sentence or what it stands under holds every name and quoted word of the question."""
    terms = material.question.terms
    return all(held >= ABSENT for held, term in zip(item.strengths, terms, strict=True) if term.role in _NAMED)


def leading(material: Material) -> Scored | None:
    """The sentence that fits the question best, if it fits it well and far better than every other."""
    ranked = material.ranked()[:2]
    if not ranked:
        return None
    score, best = ranked[0]
    after = ranked[1][0] if len(ranked) > 1 else 0.0
    return best if score >= _BEST and score - after >= _AHEAD else None


def _able(material: Material, candidate: Fitted) -> bool:
    """Whether the number is of the sort, place, time and nature asked for and stands in the part of the sentence that
    speaks of the question."""
    if min(candidate.place, candidate.period, candidate.nature) < FITS or candidate.unit < _OF_SORT:
        return False
    quantity, question = candidate.figure.quantity, material.question
    if quantity.unit_class != "money" and (question.unit == "元" or asking_cues().has("cost", question.normal)):
        return False
    sentence = candidate.scored.sentence
    parts = _PART.split(sentence.folded)
    if len(parts) < 2:
        return True
    held = [material.evidence.weigh(material.evidence.strengths(part)) for part in parts]
    at, spot = 0, quantity.start - sentence.start
    for part, share in zip(parts, held, strict=True):
        if at <= spot <= at + len(part):
            return share >= _SHARE * max(held)
        at += len(part) + 1
    return True


def _chance(material: Material, candidate: Fitted, near: float) -> float:
    """How likely the figure is the one asked for: its words, the words around it, and a unit that the question names,
    above all a rare one."""
    asked, unit = material.question.unit, candidate.figure.quantity.unit
    counted = 0.0
    if asked == unit and unit not in COMMON_UNITS:
        counted = 1.0
    elif asked and candidate.unit >= _SAME_SORT:
        counted = _COUNTED
    return (candidate.indicator + near) * min(1.0, candidate.unit) + counted
