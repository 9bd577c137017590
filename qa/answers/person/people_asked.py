"""Who holds which office, as the articles say it.

Comes in: an article. Goes out: `Person`s: a name, the office given with it, and where both stand. And the question with
the people of the articles that it names, also in pinyin, or in a Latin spelling that sounds like a foreign name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from index.article import mentions_of
from index.entities import (
    ALIKE,
    DOTS,
    forms_in,
    is_pinyin_name,
    likeness,
    pinyin,
    pinyin_key,
    syllables_of,
)
from index.lexicon import LEXICON
from index.text import fold
from index.types import Article, Person
from qa.lexicon import CUES, asking_cues
from qa.question import in_own_words, is_english
from qa.types import Question, Term

__all__ = ["Person", "asks_office", "people_of", "short_country", "with_names"]

# What news shortens behind the one character of a country: 以色列军队 is 以军.
_SHORT_BODIES = {
    "军队": ("军",), "国防军": ("军",), "军方": ("军", "军方"), "部队": ("军",), "政府": ("方",), "外交部长": ("外长",),
    "国防部长": ("防长",), "财政部长": ("财长",), "媒体": ("媒",),
}  # fmt: skip
_SHORT_OFFICES = LEXICON.in_order("short_offices")
# Particles of names.
_PARTICLE = re.compile(r"\b(?:el|al|de|da|di|van|von|der|bin|ibn|abu|la|le|mr|mrs|ms|dr|sir)\b[-. ]*")
# What 官员 or "official" weighs in a question for a person.
_GENERIC = 0.1
_WHO_ALONE = re.compile("[ ?。.!,]*(?:who(?: is| was|'s)|是谁|谁是|是什么人|是何人|何许人也?)[ ?。.!,]*")


@lru_cache(maxsize=1)
def _short_countries() -> dict[str, str]:
    return dict(row.split("|") for row in LEXICON.in_order("short_countries"))


def short_country(place: str) -> str:
    """The one character that news calls a country by (以 for 以色列), "" for places without one."""
    return _short_countries().get(place, "")


def people_of(article: Article) -> tuple[Person, ...]:
    """Everyone the article names with an office or as a speaker, and where it names them again, in order."""
    return mentions_of(article).people


def _with_sounding(question: Question, articles: Mapping[str, Article]) -> Question:
    """The question whose unknown pinyin words ("Laichuan") have the Chinese words of the articles that sound so."""
    if question.language != "en":
        return question
    unknown = {t.text for t in question.terms if not t.zh and t.role == "topic" and not is_english(t.text.lower())}
    unknown = {text for text in unknown if syllables_of(text)}
    if not unknown:
        return question
    whole = "\n".join(f"{article.title}\n{article.text}" for article in articles.values())
    forms = {text: forms_in(text, whole) for text in unknown}
    terms = tuple(
        replace(term, zh=found, role="name") if (found := forms.get(term.text)) else term for term in question.terms
    )
    return replace(question, terms=terms)


def with_names(question: Question, articles: Mapping[str, Article]) -> Question:
    """The question with the people of the articles that it names: in pinyin ("Gao Jian"), in a Latin spelling that
    sounds like a foreign name ("Zamir"), or in a word of its own."""
    question = _with_short_bodies(_without_generic(question), articles)
    terms = in_own_words(question.terms, (article.text for article in articles.values()))
    question = _with_sounding(question if terms == question.terms else replace(question, terms=terms), articles)
    latin = [term for term in question.terms if not term.zh and is_pinyin_name(term.text)]
    people = {person.name: person for article in articles.values() for person in people_of(article)}
    names = people.keys()
    written = {pinyin_key(name): name for name in sorted(names, reverse=True)} if latin else {}
    known = {term: written.get(pinyin_key(term.text)) for term in latin}
    known |= {term: term.text for term in question.terms if term.text in names and term.role == "topic"}
    known |= {term: _heard(term, names) for term in question.terms if not known.get(term) and _may_be_heard(term)}
    known |= {term: _by_family_name(term, names) for term in question.terms if not known.get(term)}
    spelt = [name for name in sorted(names) if name not in question.persons and _stands_alone(name, question.normal)]
    called = _offices_alone(person for article in articles.values() for person in people_of(article))
    spelt = [name for name in spelt if not any(name != other and name in other for other in spelt)]
    terms = tuple(
        replace(term, zh=(name,), role="name") if (name := known.get(term)) else term
        for term in question.terms
        if not any(term.text != name and term.text in name for name in spelt)  # 米尔 is no word of its own in 扎米尔
        and not (any(known.values()) and _PARTICLE.fullmatch(term.text.lower()))
    )
    found = tuple(dict.fromkeys([name for name in known.values() if name] + spelt))
    terms += tuple(
        Term(name, (name,), "name", kind="person") for name in spelt if all(term.zh != (name,) for term in terms)
    )
    terms = tuple(
        replace(term, zh=(*term.zh, *called[term.zh[0]]))
        if term.role == "name" and term.zh and term.zh[0] in called
        else term
        for term in terms
    )
    if not found:
        return replace(question, terms=terms)
    # 阿里 is no place in 阿里·哈梅内伊.
    dotted = [name for name in found if any(dot in name for dot in DOTS)]
    places = tuple(place for place in question.places if not any(place[:2] in name for name in dotted))
    kind = question.kind
    if kind in ("open", "definition", "person") and _asks_of(question.normal, found, known):
        kind = "office"
    kind = "office" if kind == "open" and asks_office(question.normal) else kind
    persons = tuple(dict.fromkeys((*question.persons, *found)))
    return replace(question, terms=terms, places=places, persons=persons, kind=kind)


def _without_generic(question: Question) -> Question:
    """A question for a person, whose 官员 or "official" says no more than who: any holder of an office is one."""
    if question.kind not in ("person", "who_said") or len(question.terms) < 2:
        return question
    generic = CUES.longest_first("generic_people")
    light = [t for t in question.terms if t.role in ("topic", "indicator") and t.text.lower() in generic]
    if not light or len(light) == len(question.terms):
        return question
    terms = tuple(replace(t, role="topic", kind="aside", weight=_GENERIC) if t in light else t for t in question.terms)
    return replace(question, terms=terms)


def _may_be_heard(term: Term) -> bool:
    """Whether a term may be the Latin spelling of a foreign name: a word that no list has, and no form of an English
    word (chilled)."""
    unknown = not term.zh and term.role in ("topic", "name") and term.text[:1].isascii() and len(term.text) > 3
    return unknown and not is_english(term.text)


def _heard(term: Term, names: Iterable[str]) -> str | None:
    """The foreign name of the articles that sounds most like the term."""
    best = max(((likeness(term.text, name), len(name), name) for name in names), default=(0.0, 0, ""))
    return best[2] if best[0] >= ALIKE else None


def _by_family_name(term: Term, names: Iterable[str]) -> str | None:
    """The one person of the articles whose family name a Latin word is: "Xi", where no other Xi is named."""
    if term.zh or not term.text.isascii() or not term.text.isalpha() or not term.text[0].isupper():
        return None
    asked = term.text.lower()
    found = [name for name in names if (spelt := pinyin(name)) and spelt.split(" ")[0].lower() == asked]
    return found[0] if len(found) == 1 else None


def _offices_alone(people: Iterable[Person]) -> dict[str, tuple[str, ...]]:
    """The bare offices (总书记) by which alone the articles may mean a person, since nobody else holds one like it."""
    held: dict[str, set[str]] = {}
    for person in people:
        held.setdefault(person.name, set()).add(person.role)
    found: dict[str, tuple[str, ...]] = {}
    for name, roles in held.items():
        others = {role for other, theirs in held.items() if other != name for role in theirs}
        bare = (role for role in sorted(roles) if len(role) > 2 and role in LEXICON.words("offices"))
        found[name] = tuple(role for role in bare if not any(other.endswith(role) for other in others))
    return found


def _asks_of(asked: str, found: tuple[str, ...], known: Mapping[Term, str | None]) -> bool:
    """Whether nothing is asked but who somebody is: "who is Zamir", 扎米尔是谁."""
    typed = [term.text.lower() for term, name in known.items() if name] + list(found)
    rest = asked
    for word in sorted(typed, key=len, reverse=True):
        rest = rest.replace(word.lower(), "")
    rest = _PARTICLE.sub("", rest)
    return _WHO_ALONE.fullmatch(rest) is not None


def _with_short_bodies(question: Question, articles: Mapping[str, Article]) -> Question:
    """The question with the short way news says whose somebody is: the army of 以色列 is 以军, its minister 以外长.

    A country that the articles name only so becomes a term of these forms."""
    short = {place: letter for place in question.places if (letter := short_country(place))}
    if not short or question.kind not in ("person", "office", "who_said", "open"):
        return question
    terms = []
    for term in question.terms:
        forms = [letter + body for form in term.zh for body in _SHORT_BODIES.get(form, ()) for letter in short.values()]
        terms.append(replace(term, zh=tuple(dict.fromkeys((*term.zh, *forms)))) if forms else term)
    places = list(question.places)
    for place, letter in short.items():
        texts = [article.text for article in articles.values()]
        forms = [letter + office for office in _SHORT_OFFICES]
        held = [form for form in forms if any(form in text for text in texts)]
        if held and not any(place in text for text in texts):
            places.remove(place)
            terms.append(Term(place, (fold(place), *held), "topic", 0.5, "content"))
    return replace(question, terms=tuple(terms), places=tuple(places))


def _stands_alone(name: str, text: str) -> bool:
    """Whether the name is no part of other words: a short one needs a mark or a usual word of names on both sides."""
    at = text.find(name)
    if at < 0 or len(name) > 2:
        return at >= 0
    before, behind = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
    return (not before or before in "的,:;、 是由和与(") and (not behind or behind in "的,:;、 是在说任为与和?!)当担")


def asks_office(text: str) -> bool:
    """Whether the question is what somebody does for a living."""
    return dict(asking_cues().kinds)["office"].search(text) is not None
