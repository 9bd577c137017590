"""Answers that are offices: what somebody named in the question is.

Comes in: `Material`. Goes out: `Candidate`s, the office of the person as an article gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.text import fold
from index.types import Person
from qa.answers.person.fits import of_that_time, place_of_person, tells_of_time
from qa.answers.person.told import cites_of, everyone, is_named, told
from qa.evidence import Material, Scored, features_of
from qa.types import Candidate, Kind

WAY = "office"
# What an article says of the office of somebody named is sure.
_HELD = 0.9
# How many offices are proposed, and a fit that is as good as they get.
_PROPOSED, _BEST_FIT = 4, 3.0
# A longer office says more, and one beside the name is told of that person for certain.
_LONGER, _LONGEST, _BESIDE = 0.01, 20, 0.1


class Offices:
    """The office of the person named."""

    name = WAY
    kinds: frozenset[Kind] = frozenset(("office",))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """The offices the articles give the person, best fitting first. Features: `fit`, `beside` (it stands beside the
        name)."""
        roles: dict[str, tuple[float, Person, Scored | None]] = {}
        for one in sorted(_held(material), key=lambda one: -one[0]):
            roles.setdefault(one[1].role, one)
        found = []
        for fit, person, item in list(roles.values())[:_PROPOSED]:
            own = {"fit": min(1.0, fit / _BEST_FIT), "beside": float(person.role_start >= 0)}
            item = item or next((s for s in material.scored if s.sentence.source == person.source), None)
            answer = told(self.name, person, cites_of(material, person), _HELD)
            found.append(replace(answer, features=features_of(material, item, **own) if item else own))
        return found

    def choose(self, material: Material) -> Candidate | None:
        """The office of the person that fits best."""
        held = _held(material)
        if not held:
            return None
        person = max(held, key=lambda one: one[0])[1]
        return told(self.name, person, cites_of(material, person), _HELD)


def _held(material: Material) -> list[tuple[float, Person, Scored | None]]:
    """The offices of the person named in the question with how well each fits place, time and words."""
    question = material.question
    held: list[tuple[float, Person, Scored | None]] = []
    by_start = {(item.sentence.source, item.sentence.start): item for item in material.scored}
    for person in everyone(material):
        if not person.role or not any(is_named(person.name, name) for name in question.persons):
            continue
        article = material.articles[person.source]
        sentence = article.text[person.sentence[0] : person.sentence[1]]
        fit = material.evidence.weigh(material.evidence.strengths(fold(f"{person.role} {person.name}")))
        fit += place_of_person(question, person, sentence, "") + of_that_time(question, article)
        item = by_start.get((person.source, person.sentence[0]))
        if item and question.periods and person.role_start >= 0:  # what he was when he did what is asked about
            fit += item.coverage + tells_of_time(question, sentence)
        fit += _LONGER * min(len(person.role), _LONGEST) + _BESIDE * (person.role_start >= 0)
        held.append((fit, person, item))
    return held
