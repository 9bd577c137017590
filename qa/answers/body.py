"""Answers that are organisations by name.

Comes in: `Material`. Goes out: a `Candidate`, or None when no sentence that says it names one of the sort asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.answers.naming import Name, meant, propose, saying, without_sort
from qa.answers.place.sorts import Sort, of_other_sort, sort_asked
from qa.evidence import Material, Scored, proof
from qa.types import Bodies, Candidate, Kind, Line

WAY = "body"


class BodyNames:
    """Organisations."""

    name = WAY
    kinds: frozenset[Kind] = frozenset(("organisation",))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """The organisations of each of the best sentences, one by one and in a row. Features: see `naming`."""
        sort = sort_asked(material.question.normal, True)
        return propose(material, lambda item: _bodies(item, sort), _told)

    def choose(self, material: Material) -> Candidate | None:
        """An organisation that one of the best sentences names and the question does not."""
        return body_answer(material)


def body_answer(material: Material) -> Candidate | None:
    """An organisation that one of the best sentences names and the question does not; several when they are asked."""
    sort = sort_asked(material.question.normal, True)
    material = without_sort(material, True)
    for item in saying(material):
        names = meant(material, item, _bodies(item, sort))
        if names:
            return _told(material, item, names)
    return None


def _told(material: Material, item: Scored, names: Sequence[Name]) -> Candidate:
    value = Bodies(tuple(name.text for name in names))
    return Candidate(WAY, value, (Line(value, (proof(material, item),)),), item.coverage)


def _bodies(item: Scored, sort: Sort | None) -> list[Name]:
    """Organisations the sentence names, those of the sort asked for before others; else the body of its figures."""
    sentence = item.sentence
    found = list(sentence.mentions.bodies)
    figures = (f for f in sentence.passage.figures if f.body and sentence.start <= f.quantity.start < sentence.end)
    found = found or list(dict.fromkeys(figure.body for figure in figures))
    fitting = [name for name in found if sort is not None and sort.ends and name.endswith(sort.ends)]
    named = fitting or [name for name in found if sort is None or not of_other_sort(name, sort)]
    return [Name(max(0, sentence.text.find(name)), name) for name in named]
