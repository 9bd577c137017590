"""How well a person fits a question: office, place, time, and what is told of the deed asked about.

Comes in: the question and a person with the words around the name. Goes out: a factor in [0, 1], or whether
nobody fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.entities import contains, find_places, pinyin_key, place
from index.lexicon import LEXICON
from index.types import Article, Period
from qa.answers.person.people_asked import Person, people_of, short_country
from qa.evidence import SOFT_FLOOR, Material, Scored, overlaps
from qa.lexicon import asking_cues
from qa.types import Question, Term

# A body asked about must be met so well.
BODY_MET = 0.6
# What the place counts of an office that is not held there.
_ELSEWHERE = 0.75
_BODY_ENDS = (*LEXICON.in_order("authority_endings"), *LEXICON.in_order("body_endings"))


# Offices of the whole of China, which seldom say so.
_CHINAS = re.compile("国务院|国家|中共|中央|全国")


def lacks_deed(material: Material) -> bool:
    """Whether a person is asked for by what no sentence found says: the mayor's wife, where only a mayor is named."""
    question, best = material.question, [item for _, item in material.ranked()[:3]]
    if question.kind != "person":
        return False
    if best and question.places and _held_elsewhere(material, best[0]):
        return True
    if question.places and all(map(is_office, question.terms)):
        return not best or not _is_there(question, best[0])
    if (
        best
        and any(term.established and is_office(term) for term in question.terms)
        and not _names_anyone(material, best[0])
    ):
        return True
    return material.language == "zh" and all(says_what(material, item.strengths) < 1 for item in best)


def _held_elsewhere(material: Material, item: Scored) -> bool:
    """Whether a sentence names somebody with the office asked for, or one like it, but of another place."""
    question, sentence = material.question, item.sentence
    people = people_of(material.articles[sentence.source])
    return any(
        person.role
        and person.sentence == (sentence.start, sentence.end)
        and asks_office_alone(question, person.role)
        and place_of_person(question, person, sentence.text, "") <= _ELSEWHERE
        for person in people
    )


def lacks_person(material: Material) -> bool:
    """Whether an office is asked for of somebody whom none of the best sentences names."""
    question, best = material.question, [item.sentence for _, item in material.ranked()[:3]]
    if question.kind != "office" or not question.persons:
        return False
    keys = {pinyin_key(name) for name in question.persons} - {""}
    for sentence in best:
        people = people_of(material.articles[sentence.source])
        named = [p.name for p in people if p.sentence == (sentence.start, sentence.end)] + [sentence.block.speaker]
        if any(name and (name in sentence.text or name == sentence.block.speaker) for name in question.persons):
            return False
        if any(pinyin_key(name) in keys for name in named if name):
            return False
    return True


def _names_anyone(material: Material, item: Scored) -> bool:
    sentence = item.sentence
    spans = {person.sentence for person in people_of(material.articles[sentence.source])}
    return bool(sentence.block.speaker) or (sentence.start, sentence.end) in spans


def _is_there(question: Question, item: Scored) -> bool:
    """Whether a sentence names a place asked about, or stands under one."""
    named = {mention.name for mention in item.sentence.mentions.places}
    return bool(named & set(question.places)) or item.sentence.block.place in question.places


def is_office(term: Term) -> bool:
    """Whether a term is an office, whole or its last part."""
    return any(form.endswith(LEXICON.longest_first("offices")) for form in term.zh or (term.text,))


def rank_of(question: Question, role: str) -> float:
    """Less for a deputy where the head is asked for: 副市长 holds the word 市长; and for 总书记 where a place's is."""
    asked = [form for term in question.terms for form in term.zh]
    if role == "总书记" and any("书记" in form for form in asked) and not any("总书记" in form for form in asked):
        return 0.5
    if "副" not in role or asking_cues().has("deputy", question.normal):
        return 1.0
    forms = (form for form in asked if len(form) > 1)
    return 0.5 if any(f"副{form}" in role for form in forms) else 1.0


def fits_office(question: Question, role: str, clause: str = "") -> bool:
    """Whether an office is the one asked for, where one is: no nurse when a curator is asked for. Of whoever did
    what is asked, the office may stand in the clause around the name alone."""
    asked = [term for term in question.terms if term.established and term.zh and is_office(term)]
    if not role or not asked:
        return True
    told = role if asks_office_alone(question, role) else role + clause
    same = any(form in told or form.endswith(role) for term in asked for form in term.zh)
    return same and rank_of(question, role) >= 1.0


def says_what(material: Material, met: Sequence[float]) -> float:
    """Less for somebody who only holds such an office: who was sentenced, and of which bureau, must be said as well."""
    question = material.question
    pairs = [(term, value) for term, value in zip(material.evidence.terms, met, strict=True) if term.role != "quoted"]
    bodies = [v for t, v in pairs if any(len(form) > 1 and form.endswith(_BODY_ENDS) for form in t.zh[:2])]
    if question.language == "zh" and bodies and max(bodies) < BODY_MET:
        return 0.5
    deeds = [v for t, v in pairs if t.tells and not is_office(t)]
    return 1.0 if not deeds or max(deeds) >= SOFT_FLOOR else 0.5


def of_that_time(question: Question, article: Article) -> float:
    """1 when the article is of the time asked about, or no time is asked: offices change hands."""
    day = article.published.value
    if not question.periods or day is None:
        return 1.0
    year = Period(date(day.year, 1, 1), date(day.year, 12, 31), "", "article")
    return 1.0 if any(overlaps(period, year) for period in question.periods) else 0.7


def tells_of_time(question: Question, paragraph: str) -> bool:
    """Whether the paragraph itself names a year asked about, whenever the article was written."""
    years = [year for period in question.periods if (year := period.year())]
    return any(str(year) in paragraph for year in years)


def place_of_person(question: Question, person: Person, sentence: str, around: str) -> float:
    if not question.places:
        return 1.0
    if question.places == ("中国",) and not _abroad(person, sentence):  # its own articles seldom name it
        return 1.0
    if any(short and person.role.startswith(short) for short in map(short_country, question.places)):
        return 1.0
    if _CHINAS.match(person.role) and all(_is_foreign_country(asked) for asked in question.places):
        return 0.4  # 国务院总理 beside 日本首相
    elsewhere = [one.name for one in find_places(person.role)]
    if (
        elsewhere
        and asks_office_alone(question, person.role)
        and not any(
            one == asked or contains(asked, one) or contains(one, asked)
            for one in elsewhere
            for asked in question.places
        )
    ):
        return 0.4  # the curator of another province's museum
    # Where somebody did something is told in the sentence; where an office is, with the office.
    told = 0.95 if any(term.tells and not is_office(term) for term in question.terms) else 0.75
    for text, fit in ((person.role, 1.0), (around, 0.95), (sentence, told)):
        if any(mention.name in question.places for mention in find_places(text)):
            return fit
    return 0.4


def _is_foreign_country(name: str) -> bool:
    known = place(name)
    return known is not None and known.kind == "country" and name != "中国"


def asks_office_alone(question: Question, role: str) -> bool:
    """Whether all that is asked is an office, or where it is held: nothing that somebody did."""
    weighty = [term for term in question.terms if term.tells and not is_office(term)]
    return all(any(form in role for form in term.zh) for term in weighty)


def _abroad(person: Person, sentence: str) -> bool:
    """Whether the office, or else the sentence, is of another country."""
    named = find_places(person.role) or find_places(sentence)
    kinds = ((mention.name, known.kind) for mention in named if (known := place(mention.name)))
    countries = [name for name, kind in kinds if kind in ("country", "world_city")]
    return bool(countries) and "中国" not in countries


def fits_place(material: Material, person: Person) -> bool:
    sentence = material.articles[person.source].text[person.sentence[0] : person.sentence[1]]
    return place_of_person(material.question, person, sentence, "") > 0.75
