"""Answers to who said it: the speaker of the sentence that does.

Comes in: `Material`. Goes out: `Candidate`s; None when no sentence that says it has a speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.entities import split_name
from index.lexicon import LEXICON
from index.types import Person
from qa.answers.person.answer import interviewed, person_answer
from qa.answers.person.fits import asks_office_alone, fits_office, fits_place, place_of_person, says_what
from qa.answers.person.people_asked import people_of
from qa.answers.person.ranked import tells_relation
from qa.answers.person.told import cites_of, is_named, told, told_elsewhere, with_role
from qa.evidence import SENTENCE, Material, Scored, cite_sentence, features_of, says
from qa.types import Candidate, Holder, Kind, Line, People

WAY = "speaker"
# How many sentences are looked at, and how well the place of a leader must fit among leaders of several places.
_LOOKED_AT, _THERE = 5, 0.75


class Speakers:
    """Who said it."""

    name = WAY
    kinds: frozenset[Kind] = frozenset(("who_said", "person"))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """The speaker of each of the best sentences. Features: `beside` (named in the sentence itself), `fits` (place
        and office), `deed` (see `FittedPerson`)."""
        found = []
        for _, item in material.ranked()[:_LOOKED_AT]:
            speaker = _speaker(material, item)
            answer = _of_person(material, speaker, item) if speaker else _of_passage(item)
            if answer is not None:
                evidence = features_of(
                    material, item, beside=float(speaker is not None), deed=says_what(material, item.strengths),
                    fits=float(speaker is None or _fits(material, item, speaker)),
                )  # fmt: skip
                found.append(replace(answer, features=evidence))
        return found

    def choose(self, material: Material) -> Candidate | None:
        """The speaker of the sentence that says it."""
        return speaker_answer(material)


def speaker_answer(material: Material) -> Candidate | None:
    """The speaker of the sentence that says it."""
    spoke = interviewed(material, WAY)
    if spoke is not None:
        return spoke
    asks_who = material.question.kind == "person"
    for _, item in material.ranked()[:_LOOKED_AT]:
        if not says(material, item, SENTENCE):
            break
        if asks_who and says_what(material, item.strengths) < 1:
            continue
        speaker = _speaker(material, item)
        if speaker is not None and (not asks_who or _fits(material, item, speaker)):
            return _of_person(material, speaker, item)
        said = _of_passage(item)
        if said is not None:
            return said
    return person_answer(material) if material.question.kind == "who_said" else None


def _of_person(material: Material, speaker: Person, item: Scored) -> Candidate:
    return told(WAY, speaker, cites_of(material, speaker), item.coverage)


def _of_passage(item: Scored) -> Candidate | None:
    """The speaker whose turn the sentence is part of."""
    sentence = item.sentence
    name, role = sentence.passage.speaker, sentence.passage.speaker_role
    if not name or not (role or split_name(name)):
        return None
    value = People((Holder(name, role),))
    return Candidate(WAY, value, (Line(value, (cite_sentence(sentence),)),), item.coverage)


def _fits(material: Material, item: Scored, person: Person) -> bool:
    """Whether place and office fit, and the sentence says what is asked of somebody else it names."""
    question = material.question
    if not fits_place(material, person) or not fits_office(
        question, person.role, told_elsewhere(person, item.sentence.text)
    ):
        return False
    return not question.persons or tells_relation(material, material.evidence.strengths(item.sentence.folded))


def _speaker(material: Material, item: Scored) -> Person | None:
    """Of the people of a sentence the one before the verb of speech, else the first."""
    sentence = item.sentence
    text = material.articles[sentence.source].text
    near = [p for p in people_of(material.articles[sentence.source]) if p.sentence == (sentence.start, sentence.end)]
    asked = [p for p in near if not any(is_named(p.name, name) for name in material.question.persons)]
    if material.question.places:  # of the leaders of two places the one of the place asked about
        alone = [p for p in asked if asks_office_alone(material.question, p.role)]
        asked = [p for p in alone if place_of_person(material.question, p, "", "") > _THERE] or asked
    for verb in LEXICON.any_of("speech_verbs").finditer(text, sentence.start, sentence.end):
        before = [p for p in asked if p.spot < verb.start()]
        if before:
            return with_role(max(before, key=lambda p: p.spot), near)
    return with_role(asked[0], near) if asked else None
