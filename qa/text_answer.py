"""Answers that are sentences, lists, people, offices or dates.

Comes in: a `Question`, the articles and the scored sentences. Goes out: a `Draft`, or None when this way of answering
finds nothing, so that the next can be tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.fold import fold
from index.names import pinyin_key
from index.places import find_places
from index.timex import find_times
from index.types import Article, Period, TimeMention
from qa import phrases
from qa.draft import Cite, Draft, Line
from qa.evidence import Evidence, Scored, Sentence
from qa.fit import overlaps
from qa.lists import Listing, item_texts, listings
from qa.names_in_text import organisations_in
from qa.people import Person, people_of
from qa.sentence_pick import rank
from qa.strings import text as ui
from qa.types import Question

# How much of the question a sentence, office or list must cover to be the answer.
SENTENCE, OFFICE, LIST = 0.5, 0.6, 0.5
# How long a quote may grow when a single sentence would leave the reader without the point.
WINDOW = 240


@dataclass(frozen=True, slots=True)
class Material:
    """What a text answer is made from."""

    question: Question
    articles: Mapping[str, Article]
    scored: Sequence[Scored]
    evidence: Evidence

    @property
    def language(self) -> str:
        return self.question.language

    def ranked(self) -> list[tuple[float, Scored]]:
        """The sentences, best first for this question."""
        return rank(self.question, self.scored, self.articles)


def cite_sentence(sentence: Sentence) -> Cite:
    return Cite(sentence.source, sentence.start, sentence.end, sentence.hit)


def sentence_draft(material: Material, floor: float = SENTENCE) -> Draft | None:
    """The sentences that say it; the first quote grows to its neighbours so that it can be read alone."""
    ranked = material.ranked()
    if not ranked or ranked[0][1].coverage < floor:
        return None
    best = ranked[0][1]
    lead = _widen(material, best)
    lines = [_statement(material, lead)]
    for score, item in ranked[1:]:
        outside = item.sentence.source != lead.source or not lead.start <= item.sentence.start < lead.end
        if outside and score >= 0.9 * ranked[0][0] and item.coverage >= floor and len(lines) < 3:
            lines.append(_statement(material, cite_sentence(item.sentence)))
    return Draft("answered", tuple(lines), "", (), best.coverage)


def _widen(material: Material, item: Scored) -> Cite:
    """The sentence and its neighbours inside the passage, as long as they stay within WINDOW characters."""
    sentence = item.sentence
    spans = list(sentence.passage.sentences)
    at = next(i for i, span in enumerate(spans) if span[0] == sentence.start)
    first = last = at
    while True:
        after = last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= WINDOW
        before = first > 0 and spans[last][1] - spans[first - 1][0] <= WINDOW
        if after:
            last += 1
        elif before:
            first -= 1
        else:
            break
    return Cite(sentence.source, spans[first][0], spans[last][1], sentence.hit)


def _statement(material: Material, cite: Cite) -> Line:
    words = " ".join(material.articles[cite.source].text[cite.start : cite.end].split())
    if material.language == "en" and not words.isascii():
        return Line(f"{ui('english_lead', 'en')}“{words}”", (cite,))
    return Line(words, (cite,))


def list_draft(material: Material) -> Draft | None:
    """The list whose sentence covers the question best, all items in order."""
    best: tuple[float, Listing] | None = None
    wanted = _counts(material.question)
    for score, item in material.ranked()[:12]:
        if item.coverage < LIST:
            continue
        for listing in listings(material.articles[item.sentence.source], item):
            value = score + 0.1 * item.own
            value += 0.25 if listing.count and listing.count in wanted else 0.0
            value -= 0.15 if wanted and listing.count and listing.count not in wanted else 0.0
            value += 0.1 if len(listing.items) == listing.count else 0.0
            value -= 0.002 * _distance(material, item, listing)
            if best is None or value > best[0]:
                best = (value, listing)
    if best is None:
        return None
    listing = best[1]
    article = material.articles[listing.source]
    items = item_texts(article, listing)
    if len(items) < 2:
        return None
    shown = [phrases.list_item_text(text, material.language) for text in items]
    joined = ("；" if material.language == "zh" else "; ").join(shown)
    hits = {s.sentence.source: s.sentence.hit for s in material.scored}
    cites = tuple(Cite(listing.source, a, b, hits.get(listing.source)) for a, b in listing.sentences[:8])
    end = "。" if material.language == "zh" else "."
    return Draft("answered", (Line(joined + end, cites),), joined, (), min(1.0, best[0]))


def _counts(question: Question) -> set[int]:
    from index.quantity import find_quantities

    return {int(q.value) for q in find_quantities(question.normal) if 1 < q.value < 30}


def _distance(material: Material, item: Scored, listing: Listing) -> int:
    """Characters between the list and the nearest word of the question in its sentence."""
    places = [item.sentence.folded.find(fold(form)) for term in material.question.terms for form in term.zh]
    there = [item.sentence.start + at for at in places if at >= 0]
    return min((abs(at - listing.near) for at in there), default=60)


def person_draft(material: Material) -> Draft | None:
    """Who holds the office asked for, or who does what is asked."""
    ranked = _people(material)
    if not ranked or ranked[0][0] < OFFICE:
        return None
    top, person = ranked[0]
    same = [p for value, p in ranked if p.name == person.name and p.role and value >= 0.5 * top]
    told = next((p for p in [person, *same] if p.role), person)
    text = phrases.person_text(told.name, told.role, material.language)
    line = Line(_stop(text, material.language), (_cite_person(material, told),))
    return Draft("answered", (line,), told.name, (), top)


def office_draft(material: Material) -> Draft | None:
    """The office of the person named in the question, as the article gives it."""
    for person in _everyone(material):
        named = any(_is_named(person.name, name) for name in material.question.persons)
        if named and person.role:
            text = phrases.person_text(person.name, person.role, material.language)
            line = Line(_stop(text, material.language), (_cite_person(material, person),))
            return Draft("answered", (line,), person.role, (), 0.9)
    return None


def who_said_draft(material: Material) -> Draft | None:
    """The speaker of the sentence that says it."""
    for _, item in material.ranked()[:5]:
        if item.coverage < SENTENCE:
            break
        sentence = item.sentence
        near = [p for p in people_of(material.articles[sentence.source]) if sentence.start <= p.start < sentence.end]
        speaker = near[0] if near else None
        name = speaker.name if speaker else sentence.passage.speaker
        role = speaker.role if speaker else sentence.passage.speaker_role
        if name:
            text = phrases.person_text(name, role, material.language)
            line = Line(_stop(text, material.language), (cite_sentence(sentence),))
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
    for person in _everyone(material):
        article = material.articles[person.source]
        block = next((b for b in article.blocks if b.start <= person.start < b.end), None)
        around = " ".join((block.heading, block.place, block.speaker_role) if block else ())
        sentence = article.text[person.sentence[0] : person.sentence[1]]
        role = evidence.strengths(fold(person.role))
        clause = evidence.strengths(fold(_clause_around(sentence, person.start - person.sentence[0])))
        whole = evidence.strengths(fold(f"{sentence} {around}"))
        item = by_start.get((person.source, person.sentence[0]))
        soft = item.strengths if item else whole
        values = [max(r, 0.9 * c, 0.65 * max(w, s)) for r, c, w, s in zip(role, clause, whole, soft, strict=True)]
        value = evidence.weigh(values) * _place_of_person(question, person, sentence, around)
        value *= _then(question, article)
        if any(_is_named(person.name, name) for name in question.persons):
            continue
        ranked.append((value, person))
    newest = {source: article.published.value or date.min for source, article in material.articles.items()}
    return sorted(ranked, key=lambda pair: (-round(pair[0], 2), -newest[pair[1].source].toordinal()))


def _then(question: Question, article: Article) -> float:
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


def _stop(text: str, language: str) -> str:
    return text + ("。" if language == "zh" else ".")


def date_draft(material: Material) -> Draft | None:
    """The time the best sentence gives, read by its article's date."""
    for _, item in material.ranked()[:4]:
        if item.coverage < 0.6:
            break
        mention = _time_in(material, item)
        if mention is None:
            continue
        period = mention.period
        told = phrases.period_text(period, material.language) if period else mention.text
        beside = f"（{mention.text}）" if material.language == "zh" else f" ({mention.text})"
        words = "" if mention.text in told else beside
        line = Line(_stop(told + words, material.language), (cite_sentence(item.sentence),))
        return Draft("answered", (line,), told, _relative_note(material, item, mention), item.coverage)
    return None


def _time_in(material: Material, item: Scored) -> TimeMention | None:
    """The time expression of the sentence that stands nearest to the words asked about."""
    sentence = item.sentence
    published = material.articles[sentence.source].published
    mentions = [m for m in find_times(sentence.text, published.value, published.precision) if m.rule != "comparison"]
    asked = {(p.start, p.end) for p in material.question.periods}
    mentions = [m for m in mentions if m.period is None or (m.period.start, m.period.end) not in asked]
    places = [sentence.folded.find(fold(form)) for term in material.question.terms for form in term.zh]
    there = [at for at in places if at >= 0]
    return min(mentions, key=lambda m: min((abs(m.start - at) for at in there), default=m.start), default=None)


def _relative_note(material: Material, item: Scored, mention: TimeMention) -> tuple[str, ...]:
    published = material.articles[item.sentence.source].published
    if mention.period is None:
        return (ui("note_undated", material.language, words=mention.text),)
    if mention.period.anchored and published.iso():
        told = phrases.period_text(mention.period, material.language)
        return (ui("note_relative", material.language, words=mention.text, date=published.iso(), period=told),)
    return ()


def name_draft(material: Material) -> Draft | None:
    """A place or organisation that the best sentence names and the question does not."""
    question = material.question
    for _, item in material.ranked()[:4]:
        if item.coverage < 0.6:
            break
        text = item.sentence.text
        if question.kind == "place":
            names = [m.text for m in find_places(text) if m.name not in question.places]
        else:
            names = organisations_in(text)
        fresh = [name for name in dict.fromkeys(names) if fold(name) not in question.normal]
        if fresh:
            nearest = _nearest(material, item, fresh)
            words = phrases.indicator_text(nearest, material.language) if material.language == "en" else nearest
            line = Line(_stop(words, material.language), (cite_sentence(item.sentence),))
            return Draft("answered", (line,), words, (), item.coverage)
    return None


def _nearest(material: Material, item: Scored, names: Sequence[str]) -> str:
    folded = item.sentence.folded
    places = [folded.find(fold(form)) for term in material.question.terms for form in term.zh]
    there = [at for at in places if at >= 0] or [0]
    return min(names, key=lambda name: min(abs(folded.find(fold(name)) - at) for at in there))
