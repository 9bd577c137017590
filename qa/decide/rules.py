"""What the rules say, without a model: the ways are asked in order, and the first that answers has the word.

In: `Material`. Out: the chosen `Candidate`, or `Missing` with what the articles do not have.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from index.entities import find_places
from index.numbers import find_quantities
from qa.answers import (
    FIGURE_KINDS,
    BodyNames,
    Credits,
    Dates,
    Figures,
    LeadingFigures,
    Lists,
    Offices,
    Persons,
    PlaceNames,
    PlaceRows,
    Sentences,
    SeveralPeople,
    Speakers,
    Verdicts,
    Way,
    asks_interview,
    lacks_deed,
    lacks_person,
    lacks_place,
)
from qa.evidence import Material
from qa.lexicon import asking_cues
from qa.question import asks_credits
from qa.types import Candidate, Kind, Line, Missing, Question, Reason, Said

_MONEY = re.compile("[0-9一二三四五六七八九十百千万亿余多](?:元|美元|欧元|块)|RMB|yuan|[$¥€]")
# How sure a sentence must be that answers for a figure, and the most words of a question in keywords.
_SURE, _FEW_WORDS = 0.6, 6


@dataclass(frozen=True, slots=True)
class _Step:
    """A way that is asked when `asked` says so; `only`: then no other is asked after it."""

    way: Way
    asked: Callable[[Question], bool]
    only: bool = False


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where the ways end because the best sentences lack what they would have to name."""

    lacks: Callable[[Material], bool]


def _of(*kinds: Kind) -> Callable[[Question], bool]:
    return lambda question: question.kind in kinds


def _heads(question: Question) -> bool:
    """ "Which department does Gao Jian head" asks for his office."""
    named = question.kind == "organisation" and bool(question.persons)
    return named and asking_cues().has("body_headed", question.normal)


_STEPS: tuple[_Step | _Stop, ...] = (
    _Step(Verdicts(), _of("yesno"), only=True),
    _Step(Credits(), asks_credits, only=True),
    _Step(Offices(), _heads),
    _Step(SeveralPeople(), _of("list")),
    _Step(PlaceRows(), _of("list")),
    _Step(Persons(), _of("person")),
    _Step(Offices(), _of("office")),
    _Step(Speakers(), _of("who_said")),
    _Step(Dates(), _of("date")),
    _Step(PlaceNames(), _of("place")),
    _Step(BodyNames(), _of("organisation")),
    _Step(Lists(), _of("list")),
    _Stop(lacks_person),
    _Stop(lacks_place),
    _Stop(lacks_deed),
    _Step(Speakers(), lambda question: question.kind == "person" and not asks_interview(question)),
    _Step(Sentences(), lambda question: not asks_interview(question)),
)


def by_rules(material: Material) -> Candidate | Missing:
    """The answer, or what is missing: figures first where one is asked for, then the other ways in order."""
    question = material.question
    counts = question.kind in FIGURE_KINDS or _bare(question)
    if counts and not question.terms and not question.unit:
        return Missing((Reason("figure"),))  # a number of a place, but of what?
    gone = [missing for missing in (material.lacking_terms, material.lacking_places) if missing]
    outcome: Candidate | Missing | None = None
    if gone:
        outcome = Missing(tuple(r for missing in gone for r in missing.reasons), min(m.confidence for m in gone))
        if material.lacking_places or not counts:
            return outcome
    elif counts:
        outcome = Figures().choose(material)
    if isinstance(outcome, Missing) and material.lacking_times is None:
        outcome = LeadingFigures().choose(material) or outcome
    if isinstance(outcome, Candidate) or (gone and outcome is not None):
        return outcome
    return _in_words(material, outcome)


def _in_words(material: Material, missing: Missing | None) -> Candidate | Missing:
    """The answer of the other ways; `missing`: what a figure lacks that was asked for."""
    answer = _first(material)
    if answer is None or material.lacking_times is not None:
        return missing or material.lacking_times or Missing((), 0.0)
    return answer if missing is None else _weaker(material, missing, answer)


def _first(material: Material) -> Candidate | None:
    """What the first way in order that has an answer says."""
    for step in _STEPS:
        if isinstance(step, _Stop):
            if step.lacks(material):
                return None
        elif step.asked(material.question):
            answer = step.way.choose(material)
            if isinstance(answer, Candidate):
                return answer
            if step.only:
                return None
    return None


def _weaker(material: Material, missing: Missing, answer: Candidate) -> Candidate | Missing:
    """A figure was asked for and none fits: sentences answer only when nothing definite was found missing, and not
    with the numbers of another place."""
    definite = [reason.code for reason in missing.reasons] != ["figure"]
    if not _of_place(material, answer.lines[0]) or definite or material.question.periods:
        return missing
    if answer.confidence < _SURE or not _gives_number(material.question, answer):
        return missing
    return replace(answer, status="partial")


def _gives_number(question: Question, answer: Candidate) -> bool:
    """Whether a sentence holds a number of the sort asked for: money, or one of people or a share where that is."""
    said = [line.value.text for line in answer.lines if isinstance(line.value, Said)]
    if question.unit == "元" or asking_cues().has("cost", question.normal):
        return any(_MONEY.search(text) for text in said)
    wanted = question.unit if question.unit in ("人", "名", "位", "%") else ""
    return any(not wanted or number.unit == wanted for text in said for number in find_quantities(text))


def _of_place(material: Material, line: Line) -> bool:
    """Whether the line's proof names a place asked about or stands under one."""
    places = [place for place in material.question.places if place != "中国"]  # its own articles seldom name it
    for cite in line.cites if places else ():
        text = material.articles[cite.source].text[cite.start : cite.end]
        named = {mention.name for mention in find_places(text)}
        if named & set(places) or (cite.hit is not None and cite.hit.passage.place in places):
            return True
    return not places


def _bare(question: Question) -> bool:
    """Keywords alone ("涪陵 瞪羚企业"): they ask for the figure when one is there."""
    words = question.normal.replace("?", " ").split()
    counted = bool(question.measure) or any(t.role == "indicator" for t in question.terms)
    asked = asking_cues().has("interrogative", question.normal)
    return question.kind == "open" and len(words) <= _FEW_WORDS and counted and not asked
