"""Whether a sentence says of another what is claimed of one: of another place, person, company or brand.

Comes in: the material of a yes/no question, its claim and a sentence. Goes out: yes or no to each of these.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.entities import contains, find_places, organisations_in
from index.text import fold
from qa.answers.person.people_asked import people_of
from qa.answers.yesno.claim import CLAUSE, Claim, subject_in
from qa.evidence import Material, Scored
from qa.lexicon import CUES, Glossary
from qa.types import Question


def elsewhere(question: Question, place: str) -> bool:
    """Whether a place is none of those asked about, nor in one of them or around it."""
    if not place or not question.places:
        return False
    return not any(place == one or contains(one, place) or contains(place, one) for one in question.places)


def unsaid(material: Material, item: Scored) -> bool:
    """Whether the sentence stands under another place, or is about nobody of those asked about."""
    question, sentence = material.question, item.sentence
    if not _of_places(question, item):
        return True
    people = [p.name for p in people_of(material.articles[sentence.source]) if p.name in sentence.text]
    speaker = sentence.block.speaker
    named = any(name in sentence.text or name == speaker for name in question.persons)
    return bool(question.persons) and not people and not named


def _of_places(question: Question, item: Scored) -> bool:
    """Whether the sentence is of a place asked about or in it, or names another (see `of_another`): what is said of a
    city as a whole is said of no district."""
    sentence, passage = item.sentence, item.sentence.passage
    named = [mention.name for mention in sentence.mentions.places]
    under = sentence.block.place or passage.place
    around = [m.name for m in find_places(f"{passage.heading} {passage.speaker_role} {passage.title}")]
    for asked in question.places:
        if any(place == asked or contains(asked, place) for place in (*named, *around, under) if place):
            return True
        if any(not contains(place, asked) for place in named):
            return True
    return not question.places or not (named or under)


def of_another(material: Material, item: Scored) -> bool:
    """Whether the sentence says it of another place, or the clause that says it of another person."""
    text, question = item.sentence.text, material.question
    named = {mention.name for mention in item.sentence.mentions.places}
    for place in question.places:
        others_named = {one for one in named if one != place and not contains(one, place)}
        if others_named and not any(one == place or contains(place, one) for one in named):
            return True
    if not question.persons:
        return False
    deeds = [form for term in question.terms if term.role in ("topic", "indicator") for form in term.zh]
    own = next((_clause_of(text, name) for name in question.persons if name in text), "")
    for clause in CLAUSE.findall(text):
        others = [p.name for p in people_of(material.articles[item.sentence.source]) if p.name in clause]
        if others and clause != own and any(form in clause and form not in own for form in deeds):
            return not any(name in clause for name in question.persons)
    return False


def of_another_name(
    material: Material, claim: Claim, clauses: Sequence[str], values: Sequence[Sequence[float]]
) -> bool:
    """Whether the sentence says it of another company or brand: it is said only in clauses whose last name is none of
    the claim's."""
    terms = claim.terms
    own = [fold(form) for term in terms if term.role == "name" for form in term.zh or (term.text,)]
    first = [i for i, clause in enumerate(clauses) if any(word in clause for word in CUES.in_order("first_zh"))]
    if claim.foremost and first and min(subject_in(claim, clauses), default=0) > first[-1]:
        return True
    if not own:
        return False
    said = [i for i, term in enumerate(terms) if (term is claim.first if claim.first else term.role != "name")]
    here = there = 0.0
    governed = True
    for clause, row in zip(clauses, values, strict=True):
        if any(form in clause for form in own):
            governed = True
        elif any(match.entry.kind == "org" for match in Glossary.in_use().find_zh(clause)) or organisations_in(clause):
            governed = False
        value = sum(terms[i].weight * row[i] for i in said)
        here, there = (max(here, value), there) if governed else (here, max(there, value))
    return there > 0 and here < 0.3 * there


def _clause_of(text: str, name: str) -> str:
    return next((match[0] for match in CLAUSE.finditer(text) if name in match[0]), "")
