"""Answers that are people: who holds an office, which office somebody holds, who said it.

Comes in: `Material`. Goes out: a `Draft`, or None when the articles name nobody for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index.fold import fold
from index.names import pinyin_key, split_name
from index.places import find_places
from index.types import Article, Period
from qa import phrases
from qa.draft import Cite, Draft, Line
from qa.evidence import SENTENCE
from qa.fit import overlaps
from qa.material import Material, cite_sentence, says, stop
from qa.people import Person, people_of
from qa.question_cues import cues as question_cues
from qa.types import Question

# How much of the question an office, or the clause around a name, must cover.
OFFICE = 0.6


def person_draft(material: Material) -> Draft | None:
    """Who holds the office asked for, who does what is asked, or who was interviewed."""
    spoke = _interviewed(material)
    if spoke is not None or asks_interview(material.question):
        return spoke
    ranked = _people(material)
    if not ranked or ranked[0][0] < OFFICE:
        return None
    top, person = ranked[0]
    same = [p for value, p in ranked if p.name == person.name and p.role and value >= 0.5 * top]
    told = next((p for p in [person, *same] if p.role), person)
    text = phrases.person_text(told.name, told.role, material.language)
    line = Line(stop(text, material.language), (_cite_person(material, told),))
    return Draft("answered", (line,), told.name, (), top)


def _interviewed(material: Material) -> Draft | None:
    """Who answers in an interview, when that is asked: the speaker of the passages about the place asked."""
    question = material.question
    # "Who said so?" of a place asked about before.
    whose = question.kind == "who_said" and not question.terms
    if not question.places or not (whose or question_cues().has("interviewed", question.normal)):
        return None
    for _, item in material.ranked():
        block = item.sentence.block
        if not block.speaker or not split_name(block.speaker) or block.place not in question.places:
            continue
        text = phrases.person_text(block.speaker, block.speaker_role, material.language)
        line = Line(stop(text, material.language), (cite_sentence(item.sentence),))
        return Draft("answered", (line,), block.speaker, (), max(item.coverage, SENTENCE))
    return None


def asks_interview(question: Question) -> bool:
    """Whether it is asked who was interviewed about a place: nobody else will do."""
    return question.kind == "person" and bool(question.places) and question_cues().has("interview", question.normal)


def office_draft(material: Material) -> Draft | None:
    """The office of the person named in the question, as the article gives it."""
    for person in _everyone(material):
        named = any(_is_named(person.name, name) for name in material.question.persons)
        if named and person.role:
            text = phrases.person_text(person.name, person.role, material.language)
            line = Line(stop(text, material.language), (_cite_person(material, person),))
            return Draft("answered", (line,), person.role, (), 0.9)
    return None


def who_said_draft(material: Material) -> Draft | None:
    """The speaker of the sentence that says it."""
    spoke = _interviewed(material)
    if spoke is not None:
        return spoke
    for _, item in material.ranked()[:5]:
        if not says(material, item, SENTENCE):
            break
        sentence = item.sentence
        near = [p for p in people_of(material.articles[sentence.source]) if sentence.start <= p.start < sentence.end]
        speaker = near[0] if near else None
        name = speaker.name if speaker else sentence.passage.speaker
        role = speaker.role if speaker else sentence.passage.speaker_role
        if name and (role or split_name(name)):
            text = phrases.person_text(name, role, material.language)
            line = Line(stop(text, material.language), (cite_sentence(sentence),))
            return Draft("answered", (line,), name, (), item.coverage)
    return None


def _everyone(material: Material) -> list[Person]:
    sources = dict.fromkeys(item.sentence.source for item in material.scored)
    return [person for source in list(sources)[:8] for person in people_of(material.articles[source])]


def _people(material: Material) -> list[tuple[float, Person]]:
    """People with how well office, place and what they do fit the question."""
    evidence, question = material.evidence, material.question
    by_start = {(item.sentence.source, item.sentence.start): item for item in material.scored}
    ranked: list[tuple[float, Person]] = []
    everyone = _everyone(material)
    said = _soft_clauses(material, everyone)
    for person, heard in zip(everyone, said, strict=True):
        article = material.articles[person.source]
        block = next((b for b in article.blocks if b.start <= person.start < b.end), None)
        around = " ".join((block.heading, block.place, block.speaker_role) if block else ())
        sentence = article.text[person.sentence[0] : person.sentence[1]]
        role = evidence.strengths(fold(person.role))
        clause = evidence.strengths(fold(_clause_around(sentence, person.start - person.sentence[0])))
        whole = evidence.strengths(fold(f"{sentence} {around}"))
        item = by_start.get((person.source, person.sentence[0]))
        soft = item.strengths if item else whole
        values = [
            max(r, 0.9 * max(c, h), 0.65 * max(w, s))
            for r, c, h, w, s in zip(role, clause, heard, whole, soft, strict=True)
        ]
        value = evidence.weigh(values) * _place_of_person(question, person, sentence, around)
        value *= of_that_time(question, article) * _rank_of(question, person.role)
        if any(_is_named(person.name, name) for name in question.persons):
            continue
        ranked.append((value, person))
    newest = {source: article.published.value or date.min for source, article in material.articles.items()}
    return sorted(ranked, key=lambda pair: (-round(pair[0], 2), -newest[pair[1].source].toordinal()))


def _rank_of(question: Question, role: str) -> float:
    """Less for a deputy where the head is asked for: 副市长 holds the word 市长."""
    if "副" not in role or question_cues().has("deputy", question.normal):
        return 1.0
    forms = (form for term in question.terms for form in term.zh if len(form) > 1)
    return 0.5 if any(f"副{form}" in role for form in forms) else 1.0


def _soft_clauses(material: Material, everyone: Sequence[Person]) -> list[list[float]]:
    """For each person, how strongly each term that has no Chinese form is met by the clause around the name."""
    texts = []
    for person in everyone:
        start, end = person.sentence
        sentence = material.articles[person.source].text[start:end]
        texts.append(_clause_around(sentence, person.start - start))
    return material.evidence.soft(texts)


def of_that_time(question: Question, article: Article) -> float:
    """1 when the article is of the time asked about, or no time is asked: offices change hands."""
    day = article.published.value
    if not question.periods or day is None:
        return 1.0
    year = Period(date(day.year, 1, 1), date(day.year, 12, 31), "", "article")
    return 1.0 if any(overlaps(period, year) for period in question.periods) else 0.7


def _place_of_person(question: Question, person: Person, sentence: str, around: str) -> float:
    if not question.places:
        return 1.0
    for text, fit in ((person.role, 1.0), (around, 0.95), (sentence, 0.75)):
        if any(mention.name in question.places for mention in find_places(text)):
            return fit
    return 0.4


def _clause_around(sentence: str, at: int) -> str:
    marks = "，。；！？,;!?"
    left = max(sentence.rfind(mark, 0, max(at, 0)) for mark in marks) + 1
    right = min((i for i in (sentence.find(mark, max(at, 0)) for mark in marks) if i >= 0), default=len(sentence))
    return sentence[left:right]


def _is_named(name: str, asked: str) -> bool:
    return fold(name) == fold(asked) or pinyin_key(name) == pinyin_key(asked)


def _cite_person(material: Material, person: Person) -> Cite:
    hit = next((s.sentence.hit for s in material.scored if s.sentence.source == person.source), None)
    return Cite(person.source, *person.sentence, hit)
