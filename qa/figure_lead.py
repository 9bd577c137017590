"""A figure from the sentence that answers, when its indicator is said in other words than the question's.

Comes in: the material of a question that asks for a figure, and the candidates, of which none fits by its own words.
Goes out: a `Draft`, when one sentence leads all others by far and holds a figure of the sort, place, time and nature
asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.draft import Draft, Line, Missing, cite_figure
from qa.evidence import Scored
from qa.figure_answer import headline, value_of
from qa.figure_fits import COMMON_UNITS, FITS, clause_of
from qa.figure_match import Candidate
from qa.material import Material, local_coverage
from qa.question_cues import cues
from qa.strings import text as ui

# How well the best sentence must fit and how far it must be before the next; found on questions about articles that no
# rule was written for, held against questions about other articles (see docs/evaluation.md).
_BEST, _AHEAD = 0.45, 0.1
# How well the number must be of the sort asked for.
_OF_SORT = 0.3
# A part of a sentence, between semicolons, must hold so much of what the part that holds most does.
_SHARE = 0.6
_PART = re.compile("[;；]")


def lead_draft(material: Material, found: Sequence[Candidate], missing: Missing) -> Draft | Missing:
    """The best figure of the sentence that leads, or what was `missing` before."""
    best = leading(material)
    if best is None:
        return missing
    able = [c for c in found if c.scored is best and _able(material, c)]
    if not able:
        return missing
    near = local_coverage(material, [clause_of(c.figure, c.scored) for c in able])
    top, _ = max(zip(able, near, strict=True), key=lambda pair: _chance(material, *pair))
    question = material.question
    line = Line(headline(question, top), (cite_figure(top),))
    note = ui("note_nearest", question.language)
    return Draft("answered", (line,), value_of(top, question.language), (note,), best.coverage, (top,))


def leading(material: Material) -> Scored | None:
    """The sentence that fits the question best, if it fits it well and far better than every other."""
    ranked = material.ranked()[:2]
    if not ranked:
        return None
    score, best = ranked[0]
    after = ranked[1][0] if len(ranked) > 1 else 0.0
    return best if score >= _BEST and score - after >= _AHEAD else None


def _able(material: Material, candidate: Candidate) -> bool:
    """Whether the number is of the sort, place, time and nature asked for and stands in the part of the sentence that
    speaks of the question."""
    if min(candidate.place, candidate.period, candidate.nature) < FITS or candidate.unit < _OF_SORT:
        return False
    quantity, question = candidate.figure.quantity, material.question
    if quantity.unit_class != "money" and (question.unit == "元" or cues().has("cost", question.normal)):
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


def _chance(material: Material, candidate: Candidate, near: float) -> float:
    unit = candidate.figure.quantity.unit
    exact = material.question.unit == unit and unit not in COMMON_UNITS
    return (candidate.indicator + near) * min(1.0, candidate.unit) + (1.0 if exact else 0.0)
