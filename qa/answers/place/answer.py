"""Answers that are names: a place, several places, an organisation.

Comes in: `Material`. Goes out: a `Draft`, or None when no sentence that says it names one of the sort asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.entities import canonical, contains, organisations_in
from index.text import fold
from qa.answers.place.sorts import ANY, Sort, of_other_sort, says_sort, several, sort_asked
from qa.answers.place.spans import PlaceSpan, spans_in
from qa.answers.sentence import tells
from qa.answers.yesno.claim import eased
from qa.evidence.coverage import Scored
from qa.evidence.material import LEAD_ALONE, Material, leads_alone, local_coverage, proof, says, stop
from qa.evidence.scope import OTHER_PLACE, place_of_sentence
from qa.respond.draft import Draft, Line
from qa.say import phrases

# A single name as the answer wants a sentence that covers this much.
_SURE = 0.6
_LOOKED_AT = 4
# The last characters of a name, its head: a place whose head the question says is the one asked about.
_TELLING = 4
_LIES = re.compile("(?:位于|坐落[于在]?|地处|落户于?|设在|建在|来到|走进|抵达|出现在|在)$")
# What comes from a place or goes there is not in it, unless that is asked.
_TO_OR_FROM = re.compile("(?:来自|发往|运往|销往|出口到?|飞往|前往|赴|对|向|从|自|与|同)$")
_ASKS_TO_OR_FROM = re.compile("来自|从|出口|往|去|到|\\b(?:from|to|towards?|destination|bound for)\\b")
_PIECE = re.compile("[^，。；：！？,;!?]+[，。；：！？,;!?]*")
_AND = re.compile("、|和|及|与|以及|,|，|and")
_CALLED = "(?:被?(?:人们|外界)?(?:誉为|称为|称作|称之为|叫做?)|素有|又称|有)"
_SUBJECT = re.compile(r"(?:[\u4e00-\u9fff](?<![的，了、])){2,12}$")
# How many sentences are looked at for another place that might be meant.
_FOLLOWING = 12
_LYING, _LEADING, _MOVING = 0.25, 0.1, 0.2


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a sentence with where it begins, as it stands, and as it is told."""

    start: int
    text: str
    told: str


def name_draft(material: Material) -> Draft | None:
    """A place or organisation that one of the best sentences names and the question does not."""
    question = material.question
    bodies = question.kind == "organisation"
    known = None if bodies else _known_as(material)
    if known is not None:
        return known
    material = _without_sort(material, bodies)
    sort = sort_asked(question.normal, bodies)
    said = []
    for _, item in material.ranked()[:_LOOKED_AT]:
        if not says(material, item, _SURE):
            break
        if tells(material, item):
            said.append(item)
    # What stands in a sentence goes before the place that a better one stands under.
    for item, around in [(item, False) for item in said if not bodies] + [(item, True) for item in said]:
        names = _bodies(item, sort, material.language) if bodies else _places(material, item, sort, around)
        fresh = [name for name in names if fold(name.text[-_TELLING:]) not in question.normal]
        row = _row(item.sentence.text, fresh)
        if len(row) > (1 if several(question.normal) else 2):
            return _drafted(material, item, list(dict.fromkeys(name.told for name in row)))
        if fresh:
            return _drafted(material, item, [_nearest(material, item, fresh).told])
    return None if bodies else _leading(material, sort)


def lacks_place(material: Material) -> bool:
    """Whether a city, province or country is asked for and none of the best sentences names one."""
    question = material.question
    sort = sort_asked(question.normal) if question.kind == "place" else None
    if sort is None or not sort.kinds:
        return False
    best = [item.sentence.text for _, item in material.ranked()[:_LOOKED_AT]]
    return not any(_of_span(span, sort, question.language) for text in best for span in spans_in(text, sort))


def _leading(material: Material, sort: Sort | None) -> Draft | None:
    """Across languages: the place of the sort asked for in the best sentence, which its words hold too weakly, when no
    other sentence that names such a place comes near it."""
    ranked = material.ranked()[:_FOLLOWING]
    if sort is None or sort.any or not ranked:
        return None
    _, item = ranked[0]
    if item.sentence.passage.language == material.language or not leads_alone(item):
        return None
    named = [_inside(material, one, sort) for _, one in ranked]
    if not named[0] or place_of_sentence(material.question, item) <= OTHER_PLACE:
        return None
    told = {name.told for name in named[0]}
    others = [score for (score, _), names in zip(ranked, named, strict=True) if {n.told for n in names} - told]
    if ranked[0][0] - max(others, default=0.0) < LEAD_ALONE:
        return None
    row = _row(item.sentence.text, named[0])
    if several(material.question.normal):
        return _drafted(material, item, list(dict.fromkeys(name.told for name in row)))
    return _drafted(material, item, [_nearest(material, item, named[0]).told])


def _inside(material: Material, item: Scored, sort: Sort) -> list[_Name]:
    """The places of the sort in a sentence that the question does not name, in the place it asks about."""
    question = material.question
    asked = [one for one in question.places if one != "中国"]
    found = []
    for span in spans_in(item.sentence.text, sort):
        outer = span.names[-1] if span.names else ""
        within = not asked or any(outer and contains(one, outer) for one in asked)
        if _is_of(span, sort) and within and fold(span.text[-_TELLING:]) not in question.normal:
            found.append(_Name(span.start, span.text, span.told(material.language)))
    return found


def _known_as(material: Material) -> Draft | None:
    """The place that the best sentence says is known by the name in quotation marks: 古文化街被誉为“津门故里”."""
    quoted = [form for term in material.question.terms if term.role == "quoted" for form in term.zh or (term.text,)]
    for _, item in material.ranked()[:1] if quoted else ():
        for form in quoted:
            match = re.search(f'{_CALLED}[“"‘「《]?{re.escape(form)}', item.sentence.folded)
            subject = _SUBJECT.search(item.sentence.text[: match.start()]) if match else None
            if subject and fold(subject.group()) not in material.question.normal:
                return _drafted(material, item, [subject.group()])
    return None


def places_draft(material: Material) -> Draft | None:
    """The countries, provinces or cities that the best sentence names side by side, when several are asked for."""
    sort = sort_asked(material.question.normal)
    if sort is None or sort.any or not several(material.question.normal):
        return None
    own = _without_sort(material, False)
    for _, item in own.ranked()[:1]:
        if says(own, item, _SURE) and tells(own, item) and place_of_sentence(own.question, item) > OTHER_PLACE:
            named = [name for name in _places(own, item, sort) if fold(name.text) not in own.question.normal]
            row = _row(item.sentence.text, named)
            if len(row) > 1:
                return _drafted(own, item, list(dict.fromkeys(name.told for name in row)))
    return None


def _without_sort(material: Material, bodies: bool) -> Material:
    """The material for the question without the word that only says what sort of name is asked for ("which city")."""
    terms = tuple(eased(t) for t in material.question.terms if t.role == "name" or not says_sort(fold(t.text), bodies))
    if not terms or terms == material.question.terms:
        return material
    question = replace(material.question, terms=terms)
    evidence = material.evidence.again(question)
    scored = evidence.score([item.sentence for item in material.scored])
    return replace(material, question=question, scored=scored, evidence=evidence)


def _drafted(material: Material, item: Scored, names: Sequence[str]) -> Draft:
    words = ("、" if material.language == "zh" else "; ").join(names)
    line = Line(stop(words, material.language), (proof(material, item),))
    return Draft("answered", (line,), words, (), item.coverage)


def _places(material: Material, item: Scored, sort: Sort | None, around: bool = True) -> list[_Name]:
    """Places of the sort that the sentence names, else (`around`) the one it stands under; never one asked about or
    around it."""
    asked, language = material.question.places, material.language
    wanted = sort or ANY
    spans = [s for s in spans_in(item.sentence.text, sort) if s.fine or not _around(s.names[-1], asked)]
    if spans or not around:
        return [name for s in spans if (name := _of_span(s, wanted, language))]
    under = dict.fromkeys((item.sentence.block.place, item.sentence.passage.place))
    return [
        _Name(0, place, _told(place, language))
        for place in under
        if place and not _around(place, asked) and wanted.holds(place)
    ]


def _of_span(span: PlaceSpan, sort: Sort, language: str) -> _Name | None:
    """The span, or the place it begins with, if that is of the sort: 云南 of 云南腾冲."""
    if _is_of(span, sort):
        return _Name(span.start, span.text, span.told(language))
    first = span.text.split("—")[0]  # 广州 of 广州—铜梁合作区
    names = (*span.names, *([first] if first != span.text and canonical(first) else []))
    outer = next((name for name in names if not sort.any and sort.holds(name)), "")
    return _Name(span.start, outer, _told(outer, language)) if outer else None


def _told(place: str, language: str) -> str:
    told = phrases.place_text(place, language)
    return told if told == place else f"{told} ({place})"


def _is_of(span: PlaceSpan, sort: Sort) -> bool:
    if span.fine:
        return sort.any or span.text.endswith(sort.ends)
    return sort.holds(span.names[-1])


def _around(place: str, asked: Sequence[str]) -> bool:
    return any(place == one or contains(place, one) for one in asked)


def _bodies(item: Scored, sort: Sort | None, language: str) -> list[_Name]:
    """Organisations the sentence names, those of the sort asked for before others; else the body of its figures."""
    sentence = item.sentence
    found = organisations_in(sentence.text)
    figures = (f for f in sentence.passage.figures if f.body and sentence.start <= f.quantity.start < sentence.end)
    found = found or list(dict.fromkeys(figure.body for figure in figures))
    fitting = [name for name in found if sort is not None and sort.ends and name.endswith(sort.ends)]
    return [
        _Name(max(0, sentence.text.find(name)), name, phrases.indicator_text(name, language))
        for name in fitting or [name for name in found if sort is None or not of_other_sort(name, sort)]
    ]


def _row(text: str, names: Sequence[_Name]) -> list[_Name]:
    """The longest row of `names` that stand one after the other with 、 or 和 between them."""
    rows: list[list[_Name]] = [[]]
    end = -10
    for name in names:
        gap = text[end : name.start] if 0 <= end <= name.start else ""
        if rows[-1] and len(gap) <= 8 and ("、" in gap or _AND.fullmatch(gap.strip())):
            rows[-1].append(name)
        else:
            rows.append([name])
        end = name.start + len(name.text)
    return max(rows, key=len)


def _nearest(material: Material, item: Scored, names: Sequence[_Name]) -> _Name:
    """The name whose clause says most of what is asked; where something lies is said by a word of lying in front."""
    if len(names) == 1:
        return names[0]
    text = item.sentence.text
    pieces = [match.span() for match in _PIECE.finditer(text)] or [(0, len(text))]
    windows = [_window(text, pieces, name) for name in names]
    covered = dict(zip(windows, local_coverage(material, [text[a:b] for a, b in windows]), strict=True))
    moves = _ASKS_TO_OR_FROM.search(material.question.normal)
    folded = item.sentence.folded
    forms = [folded.find(fold(form)) for term in material.question.terms for form in term.zh or (term.text,)]
    there = [at for at in forms if at >= 0] or [0]

    def score(name: _Name, window: tuple[int, int]) -> float:
        before = text[max(0, name.start - 4) : name.start]
        value = covered[window] - 0.002 * min(abs(name.start - at) for at in there)
        value += _LYING if _LIES.search(before) else 0.0
        value += _LEADING if name.start == window[0] else 0.0
        return value - (_MOVING if _TO_OR_FROM.search(before) and not moves else 0.0)

    return max(zip(names, windows, strict=True), key=lambda pair: score(*pair))[0]


def _window(text: str, pieces: Sequence[tuple[int, int]], name: _Name) -> tuple[int, int]:
    """The clause of the name; with the next one when it says no more than where ("在山东沾化，")."""
    at = next((i for i, (start, end) in enumerate(pieces) if start <= name.start < end), 0)
    start, end = pieces[at]
    if end - start <= len(name.text) + 4 and at + 1 < len(pieces):
        end = pieces[at + 1][1]
    return start, end
