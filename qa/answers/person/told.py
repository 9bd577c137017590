"""A person as an answer tells of one: the name with the office, and the sentences that prove it.

Comes in: a `Person` of an article. Goes out: `Candidate`s and their parts.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.entities import find_places, pinyin_key, place, split_name
from index.lexicon import LEXICON
from index.text import fold, sentence_spans
from index.types import Person
from qa.answers.person.people_asked import people_of
from qa.evidence import WINDOW, Material, Scored
from qa.lexicon import Glossary
from qa.types import Candidate, Cite, Holder, Line, People

_SHORT_OFFICES = tuple(
    letter + office
    for letter in dict.fromkeys(row.split("|")[1] for row in LEXICON.in_order("short_countries"))
    for office in LEXICON.in_order("short_offices")
)

# How many articles people are looked for in.
_ARTICLES = 8


def told(way: str, person: Person, cites: tuple[Cite, ...], confidence: float) -> Candidate:
    value = People((holder_of(person),), "office" if way == "office" else "person")
    return Candidate(way, value, (Line(value, cites),), confidence)


def holder_of(person: Person) -> Holder:
    """The person as an answer names them."""
    return Holder(person.name, person.role, _is_foreign(person))


def _is_foreign(person: Person) -> bool:
    """Whether the name is no Chinese one: written as foreign names are, or of an office of another country."""
    entry = Glossary.in_use().entry(person.name)
    if entry is not None and entry.kind == "person":
        return False
    if split_name(person.name) is None:
        return True
    if "中国" in person.role or "驻" in person.role:
        return False
    country = next((m.name for m in find_places(person.role)), "")
    kind = place(country) if country else None
    abroad = kind is not None and kind.kind in ("country", "world_city") and country != "中国"
    return abroad or any(person.role.startswith(short) for short in _SHORT_OFFICES)


def named_in(material: Material, item: Scored) -> list[Person]:
    sentence = item.sentence
    people = people_of(material.articles[sentence.source])
    return [person for person in people if person.sentence == (sentence.start, sentence.end)]


def everyone(material: Material) -> list[Person]:
    """The people of the best articles: beside their offices, and in the sentences found for the question."""
    sources = dict.fromkeys(item.sentence.source for item in material.scored)
    scored = {(item.sentence.source, item.sentence.start) for item in material.scored}
    return [
        person
        for source in list(sources)[:_ARTICLES]
        for person in people_of(material.articles[source])
        if person.role_start >= 0 or (source, person.sentence[0]) in scored
    ]


def with_role(person: Person, near: Sequence[Person]) -> Person:
    return next((p for p in near if p.name == person.name and p.role), person)


def clause_of(person: Person, sentence: str) -> str:
    return clause_around(sentence, person.spot - person.sentence[0])


def told_elsewhere(person: Person, sentence: str) -> str:
    """The clause around a name that has no office beside it: it may say what he became."""
    return "" if person.role_start >= 0 else clause_of(person, sentence)


def clause_around(sentence: str, at: int) -> str:
    marks = "，。；！？,;!?"
    left = max(sentence.rfind(mark, 0, max(at, 0)) for mark in marks) + 1
    right = min((i for i in (sentence.find(mark, max(at, 0)) for mark in marks) if i >= 0), default=len(sentence))
    return sentence[left:right]


def is_named(name: str, asked: str) -> bool:
    if fold(name) == fold(asked):
        return True
    return asked.isascii() != name.isascii() and pinyin_key(name) == pinyin_key(asked)


def cites_of(material: Material, person: Person) -> tuple[Cite, ...]:
    """The sentence that tells of the person, with the one that names whom 他 stands for."""
    hit = next((s.sentence.hit for s in material.scored if s.sentence.source == person.source), None)
    start, end = person.sentence
    if start <= person.start < end:
        return (Cite(person.source, start, end, hit),)
    if 0 <= person.start < start and end - person.start <= WINDOW:
        return (Cite(person.source, _sentence_start(material, person), end, hit),)
    return (Cite(person.source, start, end, hit),)


def _sentence_start(material: Material, person: Person) -> int:
    """Where the sentence begins that names the person."""
    article = material.articles[person.source]
    block = next((b for b in article.blocks if b.start <= person.start < b.end), None)
    spans = sentence_spans(article.text, block.start, block.end) if block else ()
    return next((start for start, end in spans if start <= person.start < end), person.start)
