"""Answers that are organisations by name.

Comes in: `Material`. Goes out: a `Candidate`, or None when no sentence that says it names one of the sort asked for.
"""

from __future__ import annotations

from qa.answers.naming import Name, meant, saying, without_sort
from qa.answers.place.sorts import Sort, of_other_sort, sort_asked
from qa.evidence.coverage import Scored
from qa.evidence.material import Material, proof
from qa.types import Bodies, Candidate, Line

WAY = "body"


def body_answer(material: Material) -> Candidate | None:
    """An organisation that one of the best sentences names and the question does not; several when they are asked."""
    sort = sort_asked(material.question.normal, True)
    material = without_sort(material, True)
    for item in saying(material):
        names = meant(material, item, _bodies(item, sort))
        if names:
            value = Bodies(tuple(name.text for name in names))
            return Candidate(WAY, value, (Line(value, (proof(material, item),)),), item.coverage)
    return None


def _bodies(item: Scored, sort: Sort | None) -> list[Name]:
    """Organisations the sentence names, those of the sort asked for before others; else the body of its figures."""
    sentence = item.sentence
    found = list(sentence.said.bodies)
    figures = (f for f in sentence.passage.figures if f.body and sentence.start <= f.quantity.start < sentence.end)
    found = found or list(dict.fromkeys(figure.body for figure in figures))
    fitting = [name for name in found if sort is not None and sort.ends and name.endswith(sort.ends)]
    named = fitting or [name for name in found if sort is None or not of_other_sort(name, sort)]
    return [Name(max(0, sentence.text.find(name)), name) for name in named]
