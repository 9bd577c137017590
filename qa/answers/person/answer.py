"""Answers that are people: who holds an office, which office somebody holds, who said it.

Comes in: `Material`. Goes out: a `Candidate`, or None when the articles name nobody for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from index.entities import find_places, pinyin_key, place, split_name
from index.lexicon import LEXICON
from index.text import fold, sentence_spans
from qa.answers.person.fits import (
    asks_office_alone,
    fits_office,
    fits_place,
    of_that_time,
    place_of_person,
    rank_of,
    says_what,
    tells_of_time,
)
from qa.answers.person.people_asked import Person, people_of
from qa.evidence.coverage import SENTENCE, Scored
from qa.evidence.material import LEAD_ALONE, WINDOW, Material, cite_sentence, leads_alone, says
from qa.lexicon.asking import asking_cues
from qa.lexicon.glossary import Glossary
from qa.types import Candidate, Cite, Holder, Line, People, Question

# How much of the question an office, or the clause around a name, must cover.
OFFICE = 0.6
# Across languages a sentence that means so much the same as the question tells of the deed, whatever its words.
MEANT = 0.55
# And what the words say of it is raised by that only from here on.
_LIKELY = 0.45
# What the rest of the sentence says counts so much, where it names one person and where it names several.
ALONE, AMONG = 0.8, 0.65
# How many sentences are looked at for somebody else, and how well the place of the one who leads must fit.
_FOLLOWING, _THERE = 12, 0.75
# What an article says of the office of somebody named is sure.
_HELD = 0.9
# How well the sentence itself must hold what is asked of a person named.
_RELATED = 0.6
_SHORT_OFFICES = tuple(
    letter + office
    for letter in dict.fromkeys(row.split("|")[1] for row in LEXICON.in_order("short_countries"))
    for office in LEXICON.in_order("short_offices")
)


def person_answer(material: Material) -> Candidate | None:
    """Who holds the office asked for, who does what is asked, or who was interviewed."""
    spoke = _interviewed(material)
    if spoke is not None or asks_interview(material.question):
        return spoke
    ranked = _people(material)
    if not ranked or ranked[0][0] < OFFICE:
        return _leading(material)
    top, person = ranked[0]
    same = [p for value, p in ranked if p.name == person.name and p.role and value >= 0.5 * top]
    told = next((p for p in [person, *same] if p.role), person)
    return _told("person", told, _cites(material, told), top)


def _leading(material: Material) -> Candidate | None:
    """Across languages: the one person of the best sentence, which its words hold too weakly, when no sentence that
    names somebody else comes near it."""
    question = material.question
    best = material.ranked()[:_FOLLOWING]
    if not best or best[0][1].sentence.passage.language == question.language or not leads_alone(best[0][1]):
        return None
    score, item = best[0]
    named = [_named_in(material, one) for _, one in best]
    told = {person.name for person in named[0]}
    if len(told) != 1 or any(_is_named(name, asked) for name in told for asked in question.persons):
        return None
    others = [value for (value, _), people in zip(best, named, strict=True) if {p.name for p in people} - told]
    person = max(named[0], key=lambda p: len(p.role))
    sentence = item.sentence
    article = material.articles[sentence.source]
    near = [span for span in sentence.passage.sentences if abs(span[0] - sentence.start) <= WINDOW]
    around = "" if asks_office_alone(question, person.role) else article.text[near[0][0] : near[-1][1]]
    fits = place_of_person(question, person, sentence.text, around) >= _THERE
    if (
        not fits
        or not fits_office(question, person.role, _elsewhere_told(person, sentence.text))
        or score - max(others, default=0.0) < LEAD_ALONE
    ):
        return None
    return _told("person", person, _cites(material, person), item.coverage)


def _named_in(material: Material, item: Scored) -> list[Person]:
    sentence = item.sentence
    people = people_of(material.articles[sentence.source])
    return [person for person in people if person.sentence == (sentence.start, sentence.end)]


def _told(way: str, person: Person, cites: tuple[Cite, ...], confidence: float) -> Candidate:
    value = People((holder_of(person),), "office" if way == "office" else "person")
    return Candidate(way, value, (Line(value, cites),), confidence)


def holder_of(person: Person) -> Holder:
    """The person as an answer names them."""
    return Holder(person.name, person.role, _is_foreign(person))


def _is_foreign(person: Person) -> bool:
    """Whether the name is no Chinese one: written as foreign names are, or of an office of another country."""
    entry = Glossary.load().entry(person.name)
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


def _interviewed(material: Material) -> Candidate | None:
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
        return Candidate("person", value, (line,), max(item.coverage, SENTENCE))
    return None


def asks_interview(question: Question) -> bool:
    """Whether it is asked who was interviewed about a place: nobody else will do."""
    return question.kind == "person" and bool(question.places) and asking_cues().has("interview", question.normal)


def office_answer(material: Material) -> Candidate | None:
    """The office of the person named in the question, as the article gives it."""
    question = material.question
    held: list[tuple[float, Person]] = []
    told = {(item.sentence.source, item.sentence.start): item for item in material.scored}
    for person in _everyone(material):
        if person.role and any(_is_named(person.name, name) for name in question.persons):
            article = material.articles[person.source]
            sentence = article.text[person.sentence[0] : person.sentence[1]]
            fit = material.evidence.weigh(material.evidence.strengths(fold(f"{person.role} {person.name}")))
            fit += place_of_person(question, person, sentence, "") + of_that_time(question, article)
            item = told.get((person.source, person.sentence[0]))
            if item and question.periods and person.role_start >= 0:  # what he was when he did what is asked about
                fit += item.coverage + tells_of_time(question, sentence)
            held.append((fit + 0.01 * min(len(person.role), 20) + 0.1 * (person.role_start >= 0), person))
    if not held:
        return None
    person = max(held, key=lambda pair: pair[0])[1]
    return _told("office", person, _cites(material, person), _HELD)


def speaker_answer(material: Material) -> Candidate | None:
    """The speaker of the sentence that says it."""
    spoke = _interviewed(material)
    if spoke is not None:
        return spoke
    for _, item in material.ranked()[:5]:
        if not says(material, item, SENTENCE):
            break
        if material.question.kind == "person" and says_what(material, item.strengths) < 1:
            continue
        sentence = item.sentence
        speaker = _speaker(material, item)
        elsewhere = speaker is not None and material.question.kind == "person" and not _fits(material, item, speaker)
        if speaker is not None and not elsewhere:
            return _told("speaker", speaker, _cites(material, speaker), item.coverage)
        name, role = sentence.passage.speaker, sentence.passage.speaker_role
        if name and (role or split_name(name)):
            value = People((Holder(name, role),))
            return Candidate("speaker", value, (Line(value, (cite_sentence(sentence),)),), item.coverage)
    return person_answer(material) if material.question.kind == "who_said" else None


def _fits(material: Material, item: Scored, person: Person) -> bool:
    """Whether place and office fit, and the sentence says what is asked of somebody else it names."""
    question = material.question
    if not fits_place(material, person) or not fits_office(
        question, person.role, _elsewhere_told(person, item.sentence.text)
    ):
        return False
    return not question.persons or _tells_relation(material, material.evidence.strengths(item.sentence.folded))


def _speaker(material: Material, item: Scored) -> Person | None:
    """Of the people of a sentence the one before the verb of speech, else the first."""
    sentence = item.sentence
    text = material.articles[sentence.source].text
    near = [p for p in people_of(material.articles[sentence.source]) if p.sentence == (sentence.start, sentence.end)]
    asked = [p for p in near if not any(_is_named(p.name, name) for name in material.question.persons)]
    if material.question.places:  # of the leaders of two places the one of the place asked about
        alone = [p for p in asked if asks_office_alone(material.question, p.role)]
        asked = [p for p in alone if place_of_person(material.question, p, "", "") > _THERE] or asked
    for verb in LEXICON.any_of("speech_verbs").finditer(text, sentence.start, sentence.end):
        before = [p for p in asked if p.spot < verb.start()]
        if before:
            return _with_role(max(before, key=lambda p: p.spot), near)
    return _with_role(asked[0], near) if asked else None


def _with_role(person: Person, near: Sequence[Person]) -> Person:
    return next((p for p in near if p.name == person.name and p.role), person)


def _everyone(material: Material) -> list[Person]:
    """The people of the best articles: beside their offices, and in the sentences found for the question."""
    sources = dict.fromkeys(item.sentence.source for item in material.scored)
    scored = {(item.sentence.source, item.sentence.start) for item in material.scored}
    return [
        person
        for source in list(sources)[:8]
        for person in people_of(material.articles[source])
        if person.role_start >= 0 or (source, person.sentence[0]) in scored
    ]


def _people(material: Material) -> list[tuple[float, Person]]:
    """People with how well office, place and what they do fit the question."""
    evidence, question = material.evidence, material.question
    by_start = {(item.sentence.source, item.sentence.start): item for item in material.scored}
    ranked: list[tuple[float, Person]] = []
    everyone = _everyone(material)
    said = _soft_clauses(material, everyone)
    crowd = Counter((p.source, p.sentence[0], p.name) for p in everyone)
    alone = Counter((source, start) for source, start, _ in crowd)
    for person, heard in zip(everyone, said, strict=True):
        article = material.articles[person.source]
        block = next((b for b in article.blocks if b.start <= person.start < b.end), None)
        around = " ".join((block.heading, block.place, block.speaker_role) if block else ())
        sentence = article.text[person.sentence[0] : person.sentence[1]]
        role = evidence.strengths(fold(person.role))
        clause = evidence.strengths(fold(_clause_of(person, sentence)))
        whole = evidence.strengths(fold(f"{sentence} {around}"))
        item = by_start.get((person.source, person.sentence[0]))
        soft = item.strengths if item else whole
        # What a sentence says that names one person alone is said of that person.
        told = ALONE if alone[person.source, person.sentence[0]] == 1 else AMONG
        values = [
            max(r, 0.9 * max(c, h), told * w, AMONG * s)
            for r, c, h, w, s in zip(role, clause, heard, whole, soft, strict=True)
        ]
        value = evidence.weigh(values)
        meant = item.meaning if item and question.language == "en" else 0.0
        if meant >= MEANT and value >= _LIKELY:  # across languages the whole says what the words do not
            value = max(value, (value + meant) / 2)
        value *= place_of_person(question, person, sentence, around)
        told_then = block is not None and tells_of_time(question, article.text[block.start : block.end])
        value *= (1.0 if told_then else of_that_time(question, article)) * rank_of(question, person.role)
        told_of = [max(c, h, w, AMONG * s) for c, h, w, s in zip(clause, heard, whole, soft, strict=True)]
        value *= 1.0 if meant >= MEANT else says_what(material, told_of)
        if any(_is_named(person.name, name) for name in question.persons):
            continue
        if question.kind == "person" and not fits_office(question, person.role, _elsewhere_told(person, sentence)):
            value *= 0.6
        if question.persons and not _tells_relation(material, map(max, role, whole)):
            value *= 0.5
        ranked.append((value, person))
    newest = {source: article.published.value or date.min for source, article in material.articles.items()}
    return sorted(ranked, key=lambda pair: (-round(pair[0], 2), -newest[pair[1].source].toordinal()))


def _tells_relation(material: Material, met: Iterable[float]) -> bool:
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
        texts.append(_clause_around(sentence, person.spot - start))
    distinct = list(dict.fromkeys(texts))
    strengths = dict(zip(distinct, material.evidence.soft(distinct), strict=True))
    return [strengths[text] for text in texts]


def _clause_of(person: Person, sentence: str) -> str:
    return _clause_around(sentence, person.spot - person.sentence[0])


def _elsewhere_told(person: Person, sentence: str) -> str:
    """The clause around a name that has no office beside it: it may say what he became."""
    return "" if person.role_start >= 0 else _clause_of(person, sentence)


def _clause_around(sentence: str, at: int) -> str:
    marks = "，。；！？,;!?"
    left = max(sentence.rfind(mark, 0, max(at, 0)) for mark in marks) + 1
    right = min((i for i in (sentence.find(mark, max(at, 0)) for mark in marks) if i >= 0), default=len(sentence))
    return sentence[left:right]


def _is_named(name: str, asked: str) -> bool:
    if fold(name) == fold(asked):
        return True
    return asked.isascii() != name.isascii() and pinyin_key(name) == pinyin_key(asked)


def _cites(material: Material, person: Person) -> tuple[Cite, ...]:
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
