"""What the rules say, without a model: the ways of answering in their order, each with its own floors.

Comes in: `Material`. Goes out: a `Candidate`, or `Missing` with the reasons.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.entities import find_places
from index.numbers import find_quantities
from index.text import fold
from qa.answers.body import body_answer
from qa.answers.credits import credits_answer
from qa.answers.date import date_answer
from qa.answers.figure.leading_sentence import leading_answer
from qa.answers.figure.value import figure_answer
from qa.answers.list.answer import list_answer
from qa.answers.person.answer import asks_interview, office_answer, person_answer, speaker_answer
from qa.answers.person.fits import lacks_deed, lacks_person
from qa.answers.person.several import people_answer
from qa.answers.place.answer import lacks_place, place_answer, places_answer
from qa.answers.sentence import sentence_answer
from qa.answers.yesno.answer import yesno_answer
from qa.evidence.figures import fitted_figures
from qa.evidence.gates import missing_places, missing_terms, missing_times
from qa.evidence.material import Material
from qa.lexicon.asking import asking_cues
from qa.question.credits import asks_credits
from qa.question.parts import parts_of
from qa.types import (
    Candidate,
    FigureValue,
    Line,
    Missing,
    Question,
    Reason,
    Said,
)

_FIGURE_KINDS = ("quantity", "share", "growth", "rank", "series")
_MONEY = re.compile("[0-9一二三四五六七八九十百千万亿余多](?:元|美元|欧元|块)|RMB|yuan|[$¥€]")


def rules_outcome(material: Material) -> Candidate | Missing:
    """What the rules alone say: the first way of answering that holds, or why there is no answer."""
    question, scored, evidence, articles = material.question, material.scored, material.evidence, material.articles
    words, elsewhere = missing_terms(question, evidence, scored), missing_places(question, scored)
    gone = [m for m in (words, elsewhere) if m]
    counts = question.kind in _FIGURE_KINDS or _bare(question)
    if counts and not question.terms and not question.unit:
        return Missing((Reason("figure"),))  # a number of a place, but of what?
    outcome: Candidate | Missing | None = None
    if gone:
        outcome = Missing(tuple(r for m in gone for r in m.reasons), min(m.confidence for m in gone))
        if elsewhere or not counts:
            return outcome
    elif counts:
        outcome = _figures(material)
        if isinstance(outcome, Candidate):
            return outcome
    late = missing_times(question, articles, scored)
    if isinstance(outcome, Missing) and late is None:
        outcome = leading_answer(material, material.figures, outcome)
    if isinstance(outcome, Candidate) or (gone and outcome is not None):
        return outcome
    draft = _text(material)
    if draft is None or late is not None:
        return outcome or late or Missing((), 0.0)
    return draft if outcome is None else _weaker(material, outcome, draft)


def _weaker(material: Material, outcome: Missing, draft: Candidate) -> Candidate | Missing:
    """A figure was asked for and none fits: sentences answer only when nothing definite was found missing, and not
    with the numbers of another place."""
    question = material.question
    definite = [reason.code for reason in outcome.reasons] != ["figure"]
    said = [line.value.text for line in draft.lines if isinstance(line.value, Said)]
    has_number = any(_holds_number(text, question.unit) for text in said)
    if question.unit == "元" or asking_cues().has("cost", question.normal):
        has_number = any(_MONEY.search(text) for text in said)
    if not _of_place(material, draft.lines[0]):
        return outcome
    if definite or question.periods or draft.confidence < 0.6 or not has_number:
        return outcome
    return replace(draft, status="partial")


def _figures(material: Material) -> Candidate | Missing:
    """The figure asked for; each of them when the question asks for several at once."""
    question = material.question
    whole = figure_answer(question, material.figures)
    parts = parts_of(question)
    if len(parts) == 1 or question.kind == "series":
        return whole
    outcomes = []
    for part in parts:
        own = material.asking(part)
        outcomes.append(figure_answer(part, fitted_figures(part, own.scored, own.evidence)))
    found = [one for one in outcomes if isinstance(one, Candidate)]
    if len({_stated(one.lines[0]) for one in found}) < 2:
        return whole
    lines = tuple(line for one in found for line in (one.lines if one.status == "conflict" else one.lines[:1]))
    gaps = tuple(reason for one in outcomes if isinstance(one, Missing) for reason in one.reasons)
    confidence = min(one.confidence for one in found)
    return Candidate("figure", found[0].value, lines, confidence, "partial" if gaps else "answered", gaps=gaps)


def _text(material: Material) -> Candidate | None:
    kind = material.question.kind
    first = {
        "person": person_answer, "office": office_answer, "who_said": speaker_answer, "date": date_answer,
        "place": place_answer, "organisation": body_answer, "list": list_answer,
    }.get(kind)  # fmt: skip
    if kind == "yesno":
        return yesno_answer(material)
    if asks_credits(material.question):
        return credits_answer(material)
    # "Which department does Gao Jian head" asks for his office.
    asked = material.question
    heads = kind == "organisation" and asked.persons and asking_cues().has("body_headed", asked.normal)
    draft = office_answer(material) if heads else None
    draft = draft or (people_answer(material) or places_answer(material) if kind == "list" else None)
    draft = draft or (first(material) if first else None)
    if draft is None and (lacks_person(material) or lacks_place(material)):
        return None
    if draft is None and kind == "person" and not asks_interview(material.question):
        if lacks_deed(material):
            return None
        draft = speaker_answer(material)
    return draft or (None if asks_interview(material.question) else sentence_answer(material))


def _stated(line: Line) -> tuple[object, ...]:
    """What a line of figures says, whichever article says it."""
    if not isinstance(line.value, FigureValue):
        return (line.value,)
    figure, quantity = line.value.figure, line.value.quantity
    span = (figure.period.start, figure.period.end) if figure.period else None
    about = (figure.place, figure.body, fold(figure.indicator), figure.measure, figure.nature, span)
    return (quantity.text, quantity.value, quantity.unit, *about)


def _holds_number(text: str, unit: str) -> bool:
    """Whether the text holds a number, and one of the unit asked for when it is one of people, money or a share."""
    found = find_quantities(text)
    return any(q.unit == unit or unit not in ("人", "名", "位", "%") for q in found)


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
    return question.kind == "open" and len(words) <= 6 and counted and not asked
