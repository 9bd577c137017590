"""A figure from the sentence that answers, when its indicator is said in other words than the question's.

Comes in: the material of a question that asks for a figure, and the candidates, of which none fits by its own words.
Goes out: a `Candidate`, when one sentence leads all others by far and holds a figure of the sort, place, time and
nature asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers.figure.way import KINDS, single
from qa.evidence import ABSENT, COMMON_UNITS, FITS, Fitted, Material, Scored, clause_of, local_coverage
from qa.lexicon import asking_cues
from qa.types import Candidate, Line, Note

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
# A chance that is as good as certain, and how many figures of the sentence are proposed.
_SURE_CHANCE, _MOST = 2.0, 4
_NAMED = ("name", "quoted")
# A part of a sentence, between semicolons, must hold so much of what the part that holds most does.
_SHARE = 0.6
_PART = re.compile("[;；]")


class LeadingFigures:
    """The figure of a sentence that leads all others, though it names its indicator in other words."""

    name = WAY
    kinds = KINDS

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """The figures of the best sentence, however far it leads. Features: `chance`, and those of `Figures`."""
        ranked = material.ranked()[:1]
        found = [c for c in material.figures if ranked and c.scored is ranked[0][1]]
        chances = _chances(material, found)
        order = sorted(range(len(found)), key=lambda i: -chances[i])[:_MOST]
        return [single(self.name, material, found[i], chance=chances[i] / _SURE_CHANCE) for i in order]

    def choose(self, material: Material) -> Candidate | None:
        """The best figure of the sentence that leads."""
        return leading_answer(material)


def leading_answer(material: Material) -> Candidate | None:
    """The best figure of the sentence that leads."""
    best = leading(material)
    if best is None or not _of_whom(material, best):
        return None
    able = [c for c in material.figures if c.scored is best and _able(material, c)]
    if not able:
        return None
    chances = _chances(material, able)
    top = able[chances.index(max(chances))]
    if max(chances) < _LIKELY:
        return None
    lines = (Line(top.value, (top.value.cite,)),)
    return Candidate(WAY, top.value, lines, best.coverage, notes=(Note("nearest"),))


def _chances(material: Material, figures: Sequence[Fitted]) -> list[float]:
    """How likely each figure is the one asked for, see `_chance`."""
    near = local_coverage(material, [clause_of(c.figure, c.scored) for c in figures])
    return [_chance(material, *pair) for pair in zip(figures, near, strict=True)]


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
