"""A figure from the sentence that answers, when its indicator is said in other words than the question's.

Comes in: the material of a question that asks for a figure, and the candidates, of which none fits by its own words.
Goes out: a `Draft`, when one sentence leads all others by far and holds a figure of the sort, place, time and nature
asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.draft import Draft, Line, Missing, cite_figure
from qa.evidence import Scored
from qa.figure_answer import headline, value_of
from qa.figure_match import COMMON_UNITS, FITS, Candidate, clause_of
from qa.material import Material, local_coverage
from qa.strings import text as ui

# How well the best sentence must fit and how far it must be before the next; found on questions about articles that no
# rule was written for, held against questions about other articles (see docs/evaluation.md).
_BEST, _AHEAD = 0.45, 0.1
# How well the number must be of the sort asked for.
_OF_SORT = 0.3


def lead_draft(material: Material, found: Sequence[Candidate], missing: Missing) -> Draft | Missing:
    """The best figure of the sentence that leads, or what was `missing` before."""
    best = leading(material)
    if best is None:
        return missing
    able = [c for c in found if c.scored is best and min(c.place, c.period, c.nature) >= FITS and c.unit >= _OF_SORT]
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


def _chance(material: Material, candidate: Candidate, near: float) -> float:
    unit = candidate.figure.quantity.unit
    exact = material.question.unit == unit and unit not in COMMON_UNITS
    return (candidate.indicator + near) * min(1.0, candidate.unit) + (1.0 if exact else 0.0)
