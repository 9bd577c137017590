"""Several people as the answer: those whom the best sentence names side by side.

Comes in: `Material`. Goes out: a `Candidate`, or None when not several people are asked for or no sentence names as
many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.numbers import find_quantities
from qa.answers.person.people_asked import people_of
from qa.answers.person.told import holder_of
from qa.evidence import Material, Scored, cite_sentence, features_of, says
from qa.lexicon import asking_cues
from qa.types import Candidate, Kind, Line, People

WAY = "people"
# How much of the question the sentence must say, and how many of the best sentences are looked at.
_SAYS, _LOOKED = 0.45, 3


class SeveralPeople:
    """Several people side by side."""

    name = WAY
    kinds: frozenset[Kind] = frozenset(("list",))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """Everyone of each of the best sentences that names several people. Feature: `counted` (as many as are asked
        for, or none are counted)."""
        wanted = _wanted(material)
        found = []
        for _, item in material.ranked()[:_LOOKED]:
            answer = _named(material, item)
            if answer is not None:
                counted = not wanted or _size(answer) in wanted
                found.append(replace(answer, features=features_of(material, item, counted=float(counted))))
        return found

    def choose(self, material: Material) -> Candidate | None:
        """Everyone of the best sentence that names as many people as are asked for."""
        return people_answer(material)


def people_answer(material: Material) -> Candidate | None:
    """Everyone of the best sentence that names as many people as are asked for."""
    if not asking_cues().has("people_listed", material.question.normal):
        return None
    wanted = _wanted(material)
    for _, item in material.ranked()[:_LOOKED]:
        answer = _named(material, item) if says(material, item, _SAYS) else None
        if answer is not None and (not wanted or _size(answer) in wanted):
            return answer
    return None


def _wanted(material: Material) -> set[int]:
    return {int(q.value) for q in find_quantities(material.question.normal) if q.unit in ("位", "人", "名", "")}


def _named(material: Material, item: Scored) -> Candidate | None:
    """Everyone of a sentence that names several people."""
    sentence = item.sentence
    named = {
        person.name: holder_of(person)
        for person in people_of(material.articles[sentence.source])
        if sentence.start <= person.start < sentence.end
    }
    if len(named) < 2:
        return None
    value = People(tuple(named.values()), "several")
    return Candidate(WAY, value, (Line(value, (cite_sentence(sentence),)),), item.coverage)


def _size(answer: Candidate) -> int:
    return len(answer.value.names) if isinstance(answer.value, People) else 0
