"""Several people as the answer: those whom the best sentence names side by side.

Comes in: `Material`. Goes out: a `Candidate`, or None when not several people are asked for or no sentence names as
many.
"""

from __future__ import annotations

from index.numbers import find_quantities
from qa.answers.person.answer import holder_of
from qa.answers.person.people_asked import people_of
from qa.evidence.material import Material, cite_sentence, says
from qa.lexicon.asking import asking_cues
from qa.types import Candidate, Line, People

# How much of the question the sentence must say, and how many of the best sentences are looked at.
_SAYS, _LOOKED = 0.45, 3


def people_answer(material: Material) -> Candidate | None:
    """Everyone of the best sentence that names as many people as are asked for."""
    if not asking_cues().has("people_listed", material.question.normal):
        return None
    wanted = {int(q.value) for q in find_quantities(material.question.normal) if q.unit in ("位", "人", "名", "")}
    for _, item in material.ranked()[:_LOOKED]:
        if not says(material, item, _SAYS):
            continue
        sentence = item.sentence
        named = {
            person.name: holder_of(person)
            for person in people_of(material.articles[sentence.source])
            if sentence.start <= person.start < sentence.end
        }
        if len(named) > 1 and (not wanted or len(named) in wanted):
            value = People(tuple(named.values()), "several")
            return Candidate("people", value, (Line(value, (cite_sentence(sentence),)),), item.coverage)
    return None
