"""The people of the articles with how well each fits the question: office, deed, place, time.

Comes in: `Material`. Goes out: `FittedPerson`s, best first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from index.text import fold
from index.types import Article, Person
from qa.answers.person.fits import (
    fits_office,
    of_that_time,
    place_of_person,
    rank_of,
    says_what,
    tells_of_time,
)
from qa.answers.person.told import clause_around, clause_of, everyone, is_named, told_elsewhere
from qa.evidence import Material, Scored

# Across languages a sentence that means so much the same as the question tells of the deed, whatever its words.
MEANT = 0.55
# And what the words say of it is raised by that only from here on.
_LIKELY = 0.45
# What the rest of the sentence says counts so much, where it names one person and where it names several.
ALONE, AMONG = 0.8, 0.65
# The clause around a name counts nearly as much as its office.
_CLAUSE = 0.9
# What another office than the one asked for takes off, and a relation that is not told.
_OTHER_OFFICE, _UNRELATED = 0.6, 0.5
# How well the sentence itself must hold what is asked of a person named.
_RELATED = 0.6

_Strengths = Sequence[float]


@dataclass(frozen=True, slots=True)
class FittedPerson:
    """A person with fits in [0, 1]: `told` (what is asked is said of the person), `place`, `time`, `rank` (no deputy
    for the head), `deed` (what was done is told as well), `office`, `related` (to the person named). `value` is their
    product; `item` the sentence, when it was found for the question."""

    person: Person
    item: Scored | None
    told: float
    place: float
    time: float
    rank: float
    deed: float
    office: float
    related: float

    @property
    def value(self) -> float:
        return self.told * self.place * (self.time * self.rank) * self.deed * self.office * self.related


def fitted_people(material: Material) -> list[FittedPerson]:
    """Everyone of the best articles whom the question does not name, best fitting first; of equals the newest."""
    by_start = {(item.sentence.source, item.sentence.start): item for item in material.scored}
    people = everyone(material)
    crowd = Counter((p.source, p.sentence[0], p.name) for p in people)
    alone = Counter((source, start) for source, start, _ in crowd)
    found = []
    for person, heard in zip(people, _soft_clauses(material, people), strict=True):
        if any(is_named(person.name, name) for name in material.question.persons):
            continue
        item = by_start.get((person.source, person.sentence[0]))
        single = alone[person.source, person.sentence[0]] == 1
        found.append(_fitted(material, person, item, heard, ALONE if single else AMONG))
    newest = {source: article.published.value or date.min for source, article in material.articles.items()}
    return sorted(found, key=lambda one: (-round(one.value, 2), -newest[one.person.source].toordinal()))


def _fitted(material: Material, person: Person, item: Scored | None, heard: _Strengths, share: float) -> FittedPerson:
    """The person's fits; `heard`: what the clause means across languages, `share`: how much the sentence counts."""
    evidence, question, article = material.evidence, material.question, material.articles[person.source]
    around, told_then = _around(material, article, person)
    sentence = article.text[person.sentence[0] : person.sentence[1]]
    role = evidence.strengths(fold(person.role))
    clause = evidence.strengths(fold(clause_of(person, sentence)))
    whole = evidence.strengths(fold(f"{sentence} {around}"))
    soft = item.strengths if item else whole
    # What a sentence says that names one person alone is said of that person.
    told = evidence.weigh(
        [
            max(r, _CLAUSE * max(c, h), share * w, AMONG * s)
            for r, c, h, w, s in zip(role, clause, heard, whole, soft, strict=True)
        ]
    )
    meant = item.meaning if item and question.language == "en" else 0.0
    if meant >= MEANT and told >= _LIKELY:  # across languages the whole says what the words do not
        told = max(told, (told + meant) / 2)
    told_of = [max(c, h, w, AMONG * s) for c, h, w, s in zip(clause, heard, whole, soft, strict=True)]
    held = question.kind != "person" or fits_office(question, person.role, told_elsewhere(person, sentence))
    related = not question.persons or tells_relation(material, map(max, role, whole))
    return FittedPerson(
        person, item, told, place_of_person(question, person, sentence, around),
        1.0 if told_then else of_that_time(question, article), rank_of(question, person.role),
        1.0 if meant >= MEANT else says_what(material, told_of), 1.0 if held else _OTHER_OFFICE,
        1.0 if related else _UNRELATED,
    )  # fmt: skip


def _around(material: Material, article: Article, person: Person) -> tuple[str, bool]:
    """What the person stands under, and whether the paragraph itself tells of the time asked."""
    block = next((b for b in article.blocks if b.start <= person.start < b.end), None)
    if block is None:
        return "", False
    told_then = tells_of_time(material.question, article.text[block.start : block.end])
    return " ".join((block.heading, block.place, block.speaker_role)), told_then


def tells_relation(material: Material, met: Iterable[float]) -> bool:
    """Whether what is asked of a person named (his secretary, whom he met) is said where somebody else is named."""
    pairs = zip(material.evidence.terms, met, strict=True)
    told = [value for term, value in pairs if term.role != "name" and term.tells]
    return not told or material.language == "en" or max(told) >= _RELATED


def _soft_clauses(material: Material, everyone: Sequence[Person]) -> list[list[float]]:
    """For each person, how strongly each term that has no Chinese form is met by the clause around the name."""
    texts = []
    for person in everyone:
        start, end = person.sentence
        sentence = material.articles[person.source].text[start:end]
        texts.append(clause_around(sentence, person.spot - start))
    distinct = list(dict.fromkeys(texts))
    strengths = dict(zip(distinct, material.evidence.soft(distinct), strict=True))
    return [strengths[text] for text in texts]
