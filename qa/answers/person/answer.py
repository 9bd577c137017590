"""Answers that are people: who holds an office, who did it, who was interviewed.

Comes in: `Material`. Goes out: `Candidate`s; None when the articles name nobody for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.entities import split_name
from qa.answers.person.fits import asks_office_alone, fits_office, place_of_person
from qa.answers.person.ranked import FittedPerson, fitted_people
from qa.answers.person.told import cites_of, is_named, named_in, told, told_elsewhere
from qa.evidence import LEAD_ALONE, SENTENCE, WINDOW, Material, cite_sentence, features_of, leads_alone
from qa.lexicon import asking_cues
from qa.types import Candidate, Holder, Kind, Line, People, Question

WAY = "person"
# How much of the question an office, or the clause around a name, must cover.
OFFICE = 0.6
# How many sentences are looked at for somebody else, and how well the place of the one who leads must fit.
_FOLLOWING, _THERE = 12, 0.75
# How many people are proposed.
_PROPOSED = 6


class Persons:
    """Who holds the office asked for, or did what is asked."""

    name = WAY
    kinds: frozenset[Kind] = frozenset(("person",))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """The people who fit best, each once. Features: those of `FittedPerson`, `fit` their product, `ahead` (how far
        it is before the next person's), `interview` (the answer to who was interviewed)."""
        spoke = interviewed(material, self.name)
        found = [replace(spoke, features={"interview": 1.0})] if spoke else []
        best: dict[str, FittedPerson] = {}
        for one in fitted_people(material):
            best.setdefault(one.person.name, one)
        for one in list(best.values())[:_PROPOSED]:
            others = (other.value for name, other in best.items() if name != one.person.name)
            found.append(_candidate(material, one, one.value - max(others, default=0.0)))
        return found

    def choose(self, material: Material) -> Candidate | None:
        """The person who fits well enough."""
        return person_answer(material)


def _candidate(material: Material, one: FittedPerson, ahead: float) -> Candidate:
    answer = told(WAY, one.person, cites_of(material, one.person), min(1.0, one.value))
    own = {
        "fit": one.value, "told": one.told, "fit_place": one.place, "fit_period": one.time, "fit_rank": one.rank,
        "deed": one.deed, "office": one.office, "related": one.related, "ahead": ahead,
    }  # fmt: skip
    item = one.item or next((s for s in material.scored if s.sentence.source == one.person.source), None)
    return replace(answer, features=features_of(material, item, **own) if item else own)


def person_answer(material: Material) -> Candidate | None:
    """Who holds the office asked for, who does what is asked, or who was interviewed."""
    spoke = interviewed(material, WAY)
    if spoke is not None or asks_interview(material.question):
        return spoke
    ranked = fitted_people(material)
    if not ranked or ranked[0].value < OFFICE:
        return _leading(material)
    top, person = ranked[0].value, ranked[0].person
    same = [one.person for one in ranked if one.person.name == person.name and one.value >= 0.5 * top]
    shown = next((one for one in [person, *same] if one.role), person)
    return told(WAY, shown, cites_of(material, shown), top)


def _leading(material: Material) -> Candidate | None:
    """Across languages: the one person of the best sentence, which its words hold too weakly, when no sentence that
    names somebody else comes near it."""
    question = material.question
    best = material.ranked()[:_FOLLOWING]
    if not best or best[0][1].sentence.passage.language == question.language or not leads_alone(best[0][1]):
        return None
    score, item = best[0]
    named = [named_in(material, one) for _, one in best]
    names = {person.name for person in named[0]}
    if len(names) != 1 or any(is_named(name, asked) for name in names for asked in question.persons):
        return None
    others = [value for (value, _), people in zip(best, named, strict=True) if {p.name for p in people} - names]
    person = max(named[0], key=lambda p: len(p.role))
    sentence = item.sentence
    article = material.articles[sentence.source]
    near = [span for span in sentence.passage.sentences if abs(span[0] - sentence.start) <= WINDOW]
    around = "" if asks_office_alone(question, person.role) else article.text[near[0][0] : near[-1][1]]
    fits = place_of_person(question, person, sentence.text, around) >= _THERE
    if (
        not fits
        or not fits_office(question, person.role, told_elsewhere(person, sentence.text))
        or score - max(others, default=0.0) < LEAD_ALONE
    ):
        return None
    return told(WAY, person, cites_of(material, person), item.coverage)


def interviewed(material: Material, way: str) -> Candidate | None:
    """Who answers in an interview, when that is asked: the speaker of the passages about the place asked."""
    question = material.question
    # "Who said so?" of a place asked about before.
    whose = question.kind == "who_said" and not question.terms
    if not question.places or not (whose or asking_cues().has("interviewed", question.normal)):
        return None
    for _, item in material.ranked():
        block = item.sentence.block
        if not block.speaker or not split_name(block.speaker) or block.place not in question.places:
            continue
        value = People((Holder(block.speaker, block.speaker_role),))
        line = Line(value, (cite_sentence(item.sentence),))
        return Candidate(way, value, (line,), max(item.coverage, SENTENCE))
    return None


def asks_interview(question: Question) -> bool:
    """Whether it is asked who was interviewed about a place: nobody else will do."""
    return question.kind == "person" and bool(question.places) and asking_cues().has("interview", question.normal)
