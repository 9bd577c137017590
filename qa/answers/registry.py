"""All ways of answering, and everything they propose for one question.

In: `Material`. Out: `Candidate`s with their features; nothing is refused and nothing decided.
"""

from __future__ import annotations

from dataclasses import replace

from qa.answers.body import BodyNames
from qa.answers.credits import Credits
from qa.answers.date import Dates
from qa.answers.figure.leading_sentence import LeadingFigures
from qa.answers.figure.way import Figures
from qa.answers.list.answer import Lists
from qa.answers.person.answer import Persons
from qa.answers.person.office import Offices
from qa.answers.person.several import SeveralPeople
from qa.answers.person.speaker import Speakers
from qa.answers.place.answer import PlaceNames, PlaceRows
from qa.answers.sentence import Sentences
from qa.answers.way import Way
from qa.answers.yesno.answer import Verdicts
from qa.evidence import Material, features_of_question
from qa.types import Candidate

WAYS: tuple[Way, ...] = (
    Figures(), LeadingFigures(), Verdicts(), Credits(), Offices(), SeveralPeople(), PlaceRows(), Persons(), Speakers(),
    Dates(), PlaceNames(), BodyNames(), Lists(), Sentences(),
)  # fmt: skip

_FIGURES = frozenset(("figure", "leading_figure"))


def collect(material: Material) -> list[Candidate]:
    """The candidates of all ways, each way's best first, with the features that hold for the whole question."""
    shared = features_of_question(material)
    found = []
    for way in WAYS:
        whole = {**shared, "kind": float(material.question.kind in way.kinds)}
        found += [replace(one, way=way.name, features={**one.features, **whole}) for one in way.candidates(material)]
    return found


def best_of_each(material: Material, most: int = 2) -> list[Candidate]:
    """The best candidates of each way, at most `most`, without the figures', which are proposed by themselves."""
    found = []
    for way in WAYS:
        if way.name not in _FIGURES:
            some = sorted(way.candidates(material), key=lambda one: -one.confidence)[:most]
            found += [replace(one, way=way.name, features={}) for one in some]
    return found
