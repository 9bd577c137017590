"""Answers that a reader marks in a passage: a span, the items of a list, yes or no.

Comes in: `Material`, and what a reader made of the best passages. Goes out: a `Candidate` for each place it marks, its
value typed by what stands there (a figure, a time, a name, words), proved by the sentence around it. None is refused
here; how sure the reader is goes along as features.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.times import NOT_PERIODS
from index.types import Article
from qa.evidence import Material, Scored, worded
from qa.question import sort_shares
from qa.reader import Claim, Reader, Reading, Span
from qa.types import (
    Bodies,
    Candidate,
    Cite,
    FigureValue,
    Hit,
    Holder,
    Items,
    Kind,
    Line,
    People,
    PlaceName,
    Question,
    Said,
    Value,
    When,
    Where,
    YesNo,
)

WAY, CLAIM_WAY = "span", "claim"
# How many spans of a passage may be the answer, and from which probability on an item belongs to a list.
SPANS, _ITEM = 2, 0.5
# How many hits are read, and how many figures are proposed.
READ, FIGURES = 10, 5
# A name this long is a name; what is longer is words.
_PERSON, _NAME = 12, 40
# What parts the items of a row; what ends one; how many characters may lie between two pieces of one item.
_PARTS = re.compile(r"[、,，;；\n]|以及|或者|[和与及或]|\band\b")
_STOPS = re.compile("[。！？!?\n]")
_GAP = 4
# From which learned share on a question may be of yes or no, or for a list.
_MAYBE = 0.25
_KINDS: dict[str, Kind] = {
    "number": "quantity", "calc": "quantity", "compare": "quantity", "date": "date", "person": "person",
    "body": "organisation", "place": "place",
}  # fmt: skip
_EXPLAINED = ("reason", "definition", "open", "who_said", "office")


@dataclass(frozen=True, slots=True)
class Read:
    """A hit and what the reader made of its passage; `claim` for questions of yes or no."""

    hit: Hit
    reading: Reading
    claim: Claim | None = None


def wants_verdict(question: Question) -> bool:
    """Whether the question may be one of yes or no, by its cues or by what was learned of questions."""
    return question.kind == "yesno" or sort_shares(question.text, question.language)["yesno"] >= _MAYBE


def complete_text(question: Question) -> str:
    """What the reader is asked: the question, behind what it took over from the turns before."""
    parts: list[str] = []
    for carried in question.carried:
        values = carried.value if isinstance(carried.value, tuple) else (carried.value,)
        parts += [text for value in values if (text := value if isinstance(value, str) else getattr(value, "text", ""))]
    return " ".join((*dict.fromkeys(parts), question.text))


def read_hits(reader: Reader, question: Question, hits: Sequence[Hit]) -> list[Read]:
    """What the reader makes of the hits' passages; for questions that may be of yes or no also which side they take."""
    passages = [hit.passage.text for hit in hits]
    contexts = [f"{hit.passage.title} {hit.passage.published.iso() or ''}".strip() for hit in hits]
    asked = complete_text(question)
    readings = reader.read(asked, passages, contexts)
    if not wants_verdict(question):
        return [Read(hit, reading) for hit, reading in zip(hits, readings, strict=True)]
    claims = reader.claim(asked, passages, contexts)
    return [Read(*one) for one in zip(hits, readings, claims, strict=True)]


def figure_candidates(material: Material) -> list[Candidate]:
    """The figures that fit best, whatever the question's kind."""
    return [
        Candidate("figure", one.value, (Line(one.value, (one.value.cite,)),), one.score)
        for one in material.figures[:FIGURES]
    ]


def span_candidates(material: Material, reads: Sequence[Read]) -> list[Candidate]:
    """Every answer the reader marks in the passages read."""
    found: list[Candidate] = []
    shares = sort_shares(material.question.text, material.question.language)
    for read in reads:
        if read.claim is not None:
            found += _verdicts(material, read)
            if material.question.kind == "yesno":
                continue
        if material.question.kind == "list" or shares["list"] >= _MAYBE:
            found += _lists(material, read)
        for span in read.reading.spans[:SPANS]:
            candidate = _span(material, read, span)
            if candidate is not None:
                found.append(candidate)
    return found


def _span(material: Material, read: Read, span: Span) -> Candidate | None:
    start, end = read.hit.passage.start + span.start, read.hit.passage.start + span.end
    article = material.articles[read.hit.passage.source]
    held = _sentences(material, read.hit, start, end)
    # What goes on in another paragraph is no answer: a picture or a heading may have stood between the two.
    if not held or "\n" in article.text[held[0].sentence.start : end] or not article.text[start:end].strip():
        return None
    cite = Cite(read.hit.passage.source, held[0].sentence.start, held[-1].sentence.end, read.hit)
    value = _typed(material, article, held, cite, start, end)
    if isinstance(value, FigureValue):
        cite = value.cite
    features = {"read": read.reading.answerable, "span": span.score}
    confidence = read.reading.answerable * span.score
    return Candidate(WAY, value, (Line(value, (cite,)),), confidence, features=features)


def _sentences(material: Material, hit: Hit, start: int, end: int) -> list[Scored]:
    """The scored sentences that the characters [start, end) of the hit's article stand in."""
    source = hit.passage.source
    return [
        item
        for item in material.scored
        if item.sentence.source == source and item.sentence.start < end and item.sentence.end > start
    ]


def _typed(material: Material, article: Article, held: list[Scored], cite: Cite, start: int, end: int) -> Value:
    """What stands at [start, end) as the kind of thing it is."""
    kind, words = _kind(material.question), " ".join(article.text[start:end].split())
    said = Said(" ".join(article.text[cite.start : cite.end].split()), words)
    if kind in _EXPLAINED:
        return said
    figure = _figure(material, held[0], cite, start, end) if kind not in ("person", "place", "organisation") else None
    if kind == "date":
        return _when(held[0], start, end) or figure or said
    if figure is not None:
        return figure
    if kind == "person" and len(words) <= _PERSON:
        return People((Holder(words, ""),))
    if kind == "organisation" and len(words) <= _NAME:
        return Bodies((words,))
    if kind == "place" and len(words) <= _NAME:
        return Where((PlaceName(words, verbatim=not _known(words)),))
    return said


def _kind(question: Question) -> Kind:
    """The question's kind by its cues; where these know none, by what was learned."""
    if question.kind != "open":
        return question.kind
    shares = sort_shares(question.text, question.language)
    return _KINDS.get(max(shares, key=lambda sort: shares[sort]), "open")


def _known(words: str) -> bool:
    from index.entities import find_places

    return any(mention.text == words for mention in find_places(words))


def _figure(material: Material, item: Scored, cite: Cite, start: int, end: int) -> FigureValue | None:
    """The figure that the span is, when it holds one and little else."""
    figures = [f for f in item.sentence.passage.figures if f.quantity.start < end and f.quantity.end > start]
    if len(figures) != 1:
        return None
    figure = figures[0]
    if end - start > 2 * (figure.quantity.end - figure.quantity.start) + 6:
        return None
    proof = Cite(cite.source, figure.sentence_start, figure.sentence_end, cite.hit, figure)
    return FigureValue(figure, worded(figure, item.sentence.text, item.sentence.start), proof)


def _when(item: Scored, start: int, end: int) -> When | None:
    """The time that the span is, read by the article's date."""
    sentence = item.sentence
    for mention in sentence.mentions.times:
        inside = sentence.start + mention.start < end and sentence.start + mention.end > start
        if inside and mention.rule not in NOT_PERIODS and mention.rule != "now":
            return When(mention.text, mention.period)
    return None


def _lists(material: Material, read: Read) -> list[Candidate]:
    """Lists of the passage: the items the reader marks, and the parts of its best spans."""
    text = read.hit.passage.text
    rows = [whole_items([span for span in read.reading.items if span.score >= _ITEM], text)]
    rows += [parts_of_span(span, text) for span in read.reading.spans[:SPANS]]
    found: dict[tuple[str, ...], Candidate] = {}
    for row in rows:
        candidate = _list(material, read, row)
        if candidate is not None and isinstance(candidate.value, Items):
            found.setdefault(candidate.value.texts, candidate)
    return list(found.values())


def _list(material: Material, read: Read, items: Sequence[Span]) -> Candidate | None:
    base, source = read.hit.passage.start, read.hit.passage.source
    text = material.articles[source].text
    texts = tuple(dict.fromkeys(" ".join(text[base + s.start : base + s.end].split()) for s in items))
    held = [item for span in items for item in _sentences(material, read.hit, base + span.start, base + span.end)]
    cites = tuple(dict.fromkeys(Cite(source, item.sentence.start, item.sentence.end, read.hit) for item in held))
    if not cites or len(texts) < 2:
        return None
    score = sum(span.score for span in items) / len(items)
    features = {"read": read.reading.answerable, "span": score}
    value = Items(texts)
    return Candidate(WAY, value, (Line(value, cites),), read.reading.answerable * score, features=features)


def whole_items(items: Sequence[Span], text: str) -> list[Span]:
    """Marked items as whole ones: pieces with nothing between them that parts a row are one item; of the words between
    two items those before the first mark belong to the one, where they are few, those behind the last to the other."""
    whole: list[Span] = []
    for span in sorted(items, key=lambda one: one.start):
        gap = text[whole[-1].end : span.start] if whole else ""
        parted = list(_PARTS.finditer(gap)) if len(gap) <= _NAME and not _STOPS.search(gap) else []
        if whole and len(gap) <= _GAP and not parted:
            whole[-1] = Span(whole[-1].start, span.end, max(whole[-1].score, span.score))
            continue
        start = span.start
        if parted:
            before = whole[-1]
            start = before.end + parted[-1].end()
            if parted[0].start() <= _GAP:
                whole[-1] = Span(before.start, before.end + parted[0].start(), before.score)
        whole.append(Span(start, span.end, span.score))
    return whole


def parts_of_span(span: Span, text: str) -> list[Span]:
    """The parts of a row that a span is: 河北南网和冀北电网; none where nothing parts it."""
    parts, at = [], span.start
    for match in (*_PARTS.finditer(text, span.start, span.end), None):
        end = match.start() if match else span.end
        if end > at and text[at:end].strip():
            parts.append(Span(at, end, span.score))
        at = match.end() if match else end
    return parts if len(parts) > 1 else []


def _verdicts(material: Material, read: Read) -> list[Candidate]:
    """Yes and no, the likelier first, by what a passage says of the claim; the proof is the sentence that says most."""
    claim, source = read.claim, read.hit.passage.source
    inside = [i for i in material.scored if i.sentence.source == source and i.sentence.hit.passage == read.hit.passage]
    if claim is None or not inside:
        return []
    span, base = read.reading.best, read.hit.passage.start
    held = _sentences(material, read.hit, base + span.start, base + span.end) if span else []
    item = held[0] if held else max(inside, key=lambda one: one.own + one.meaning)
    cite = Cite(source, item.sentence.start, item.sentence.end, read.hit)
    words = " ".join(item.sentence.text.split())
    told = claim.yes + claim.no
    sides = []
    for side, holds in sorted(((claim.yes, True), (claim.no, False)), reverse=True):
        value = YesNo(holds, Said(words))
        features = {"read": told, "span": side / (told or 1.0)}
        sides.append(Candidate(CLAIM_WAY, value, (Line(value, (cite,)),), side, features=features))
    return sides
