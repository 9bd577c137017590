"""Yes or no by holding two figures against each other: two years, or what was reached against what was aimed for.

Comes in: the material of a yes/no question and its claim. Goes out: a `Candidate` that begins with yes or no and gives
both figures with their proof, or None when the question compares nothing so or a figure is missing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from qa.answers.figure.value import figure_answer
from qa.answers.yesno.claim import Claim
from qa.evidence import Fitted, Material, fitted_figures
from qa.lexicon import asking_cues
from qa.question import parts_of
from qa.types import Candidate, Line, Missing, Question, YesNo

_MEETS = re.compile(
    "(?:达到|完成|实现|够到|达成|兑现)了?|\\b(?:meets?|met|reach(?:ed)?|hit|achieved?|fulfil(?:led)?)\\b"
)
_MISSES = re.compile("\\bmiss(?:ed|es)?\\b|没(?:有)?(?:达到|完成|实现)|未(?:能)?(?:达到|完成|实现)")
# "Compared with 2021, was it higher in 2022": what the second is held against stands first.
_AGAINST_FIRST = re.compile("^(?:and |but )?(?:compared (?:with|to)|against|versus)\\b|^(?:和|与|跟|同|相比|较)")


def compared_answer(material: Material, claim: Claim) -> Candidate | None:
    """Which of two figures is more, when the question claims that one is."""
    question = material.question
    pair = _years(question, claim) or _aimed(question, claim)
    if pair is None:
        return None
    ours, theirs, sign, or_equal = pair
    one, other = _figure(material, ours), _figure(material, theirs)
    if one is None or other is None or one.figure == other.figure:
        return None
    a, b = one.figure.quantity, other.figure.quantity
    # An intensity of 1.65 is one of 1.65%.
    if (a.unit != b.unit and a.unit and b.unit) or one.figure.measure in ("rank", "difference"):
        return None
    difference = (a.value - b.value) * sign
    holds = (difference >= 0 if or_equal else difference > 0) != claim.negated
    value = YesNo(holds, one.value)
    lines = (Line(value, (one.value.cite,)), Line(other.value, (other.value.cite,)))
    return Candidate("yesno", value, lines, min(one.indicator, other.indicator))


_Pair = tuple[Question, Question, int, bool]


def _years(question: Question, claim: Claim) -> _Pair | None:
    """The two times of a claim that one is above the other: "faster in 2024 than in 2025"."""
    if len(question.periods) != 2 or not claim.above or claim.numbers:
        return None
    parts = parts_of(_asked(question))
    if len(parts) != 2 or parts[0].period == parts[1].period:
        return None
    first, second = parts
    if _AGAINST_FIRST.match(question.normal):
        first, second = second, first
    return first, second, claim.above, False


def _aimed(question: Question, claim: Claim) -> _Pair | None:
    """What was reached and what was aimed for, of a claim that the one exceeds, meets or misses the other."""
    text = question.normal
    if claim.numbers or len(question.periods) > 1 or not _aims(text):
        return None
    # Without 有没有, which is no denial.
    misses, meets = _MISSES.search(claim.text), _MEETS.search(claim.text)
    if not (claim.above or misses or meets):
        return None
    if claim.above and not _aims(claim.text[claim.at :]):
        return None
    sign = claim.above or (-1 if misses else 1)
    asked = _asked(question)
    return replace(asked, nature="result"), replace(asked, nature="goal"), sign, not claim.above and not misses


def _aims(text: str) -> bool:
    known = asking_cues()
    return known.has("goal", text) or known.has("forecast", text)


def _asked(question: Question) -> Question:
    grown = question.measure == "growth"
    return replace(question, kind="growth" if grown else "quantity", unit="%" if grown else question.unit)


def _figure(material: Material, question: Question) -> Fitted | None:
    """The figure that answers one side."""
    found = fitted_figures(question, material.scored, material.evidence)
    answer = figure_answer(question, found)
    if isinstance(answer, Missing) or answer.status != "answered":
        return None
    return next((one for one in found if one.figure is answer.figures[0].figure), None)
