"""Who wrote, edited or photographed an article.

Comes in: `Material`. Goes out: a `Draft` from the article's credits, or None when the question does not ask for them or
the article has none.
"""

from __future__ import annotations

import re

from index.text import fold
from index.types import Article
from qa.answers.person.fits import of_that_time
from qa.answers.person.people_asked import Person, people_of
from qa.evidence.coverage import strength
from qa.evidence.material import Material, stop
from qa.lexicon.cues import any_of, in_order
from qa.respond.draft import Cite, Draft, Line
from qa.say import phrases
from qa.types import Question, Term

# Whom somebody spoke to is no author: 向重庆日报讲述铜梁要写好…, "told the newspaper".
_TOLD_TO = re.compile(
    "(?:向|对|告诉|接受)[^，,。]{1,14}(?:介绍|透露|讲述?|谈|说明?|表示|采访|解读).*"
    "|\\b(?:told|speaking to|spoke to)\\b.*"
)
_CRAFTS = ("editor", "photographer", "writer")
# A quoted title must be met this well by an article's title, or it is another article's.
_TITLE = 0.5


def credit_draft(material: Material) -> Draft | None:
    """The names in the credits of the article asked about."""
    craft = _craft(material.question)
    article = _article(material) if craft else None
    if craft is None or article is None:
        return None
    people = [person for person in people_of(article) if person.role and person.role_start >= 0]
    for role in in_order(f"credit_{craft}_roles"):
        named: dict[str, Person] = {}
        for person in people:
            if person.role.endswith(role):
                named.setdefault(person.name, person)
        if named:
            break
    else:
        return None
    hit = next((s.sentence.hit for s in material.scored if s.sentence.source == article.source), None)
    texts = [phrases.person_text(person.name, person.role, material.language) for person in named.values()]
    words = ("；" if material.language == "zh" else "; ").join(texts)
    cites = tuple(dict.fromkeys(Cite(person.source, *person.sentence, hit) for person in named.values()))
    return Draft("answered", (Line(stop(words, material.language), cites),), ", ".join(named), (), 0.9)


def asks_credits(question: Question) -> bool:
    """Whether the question is who made an article."""
    return question.kind in ("person", "open", "organisation") and _craft(question) is not None


def is_of_credits(term: Term) -> bool:
    """Whether a term only says that credits are asked for (写, edited, 报道)."""
    folded = fold(term.text)
    lists = ("credit_objects", *(f"credit_{craft}_asks" for craft in _CRAFTS))
    return any(any_of(name).search(folded) for name in lists)


def _craft(question: Question) -> str | None:
    asked = _TOLD_TO.sub("", fold(question.normal))
    if not any_of("credit_objects").search(asked):
        return None
    return next((craft for craft in _CRAFTS if any_of(f"credit_{craft}_asks").search(asked)), None)


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
