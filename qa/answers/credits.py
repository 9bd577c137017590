"""Who wrote, edited or photographed an article.

Comes in: `Material`. Goes out: a `Candidate` from the article's credits, or None when the question does not ask for
them or the article has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.text import fold
from index.types import Article
from qa.answers.person.fits import of_that_time
from qa.answers.person.people_asked import Person, people_of
from qa.evidence import Material, features_of, strength
from qa.lexicon import CUES
from qa.question import craft_asked
from qa.types import Candidate, Cite, Holder, Kind, Line, People

WAY = "credits"
# What an article says of itself is sure.
_SURE = 0.9
# A quoted title must be met this well by an article's title, or it is another article's.
_TITLE = 0.5


class Credits:
    """Who made an article, by its credits."""

    name = WAY
    kinds: frozenset[Kind] = frozenset(("person", "open", "organisation"))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """The credits of the article asked about, when that is asked. Feature: `article`, how well it fits."""
        found = credits_answer(material)
        if found is None:
            return []
        source = found.cites[0].source
        hits = [item for item in material.scored if item.sentence.source == source]
        best = max(hits, key=lambda item: item.coverage)
        return [replace(found, features=features_of(material, best, article=best.coverage))]

    def choose(self, material: Material) -> Candidate | None:
        """The names in the credits of the article asked about."""
        return credits_answer(material)


def credits_answer(material: Material) -> Candidate | None:
    """The names in the credits of the article asked about."""
    craft = craft_asked(material.question)
    article = _article(material) if craft else None
    if craft is None or article is None:
        return None
    people = [person for person in people_of(article) if person.role and person.role_start >= 0]
    for role in CUES.in_order(f"credit_{craft}_roles"):
        named: dict[str, Person] = {}
        for person in people:
            if person.role.endswith(role):
                named.setdefault(person.name, person)
        if named:
            break
    else:
        return None
    hit = next((s.sentence.hit for s in material.scored if s.sentence.source == article.source), None)
    cites = tuple(dict.fromkeys(Cite(person.source, *person.sentence, hit) for person in named.values()))
    value = People(tuple(Holder(person.name, person.role) for person in named.values()), "credits")
    return Candidate(WAY, value, (Line(value, cites),), _SURE)


def _article(material: Material) -> Article | None:
    """The article whose title is quoted, else the one that fits the question best."""
    question = material.question
    quoted = [term for term in question.terms if term.role == "quoted"]
    best: dict[str, float] = {}
    for item in material.scored:
        article = material.articles[item.sentence.source]
        value = item.sentence.hit.score * of_that_time(question, article)
        best[article.source] = max(best.get(article.source, 0.0), value)
    for term in quoted:
        met = {source: strength(term, fold(material.articles[source].title)) for source in best}
        if max(met.values(), default=0.0) >= _TITLE:
            best = {source: value for source, value in best.items() if met[source] == max(met.values())}
    source = max(best, key=lambda one: best[one], default=None)
    return material.articles[source] if source is not None else None
