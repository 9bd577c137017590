"""Answers that are places.

Comes in: `Material`. Goes out: a `Candidate`, or None when no sentence that says it names one of the sort asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.entities import canonical, contains
from index.text import fold
from qa.answers.naming import (
    LOOKED_AT,
    SURE,
    TELLING,
    Name,
    meant,
    nearest,
    propose,
    row_of,
    saying,
    without_sort,
)
from qa.answers.place.sorts import ANY, Sort, several, sort_asked
from qa.answers.place.spans import PlaceSpan, spans_in
from qa.answers.sentence import tells
from qa.evidence import LEAD_ALONE, OTHER_PLACE, Material, Scored, leads_alone, place_of_sentence, proof, says
from qa.types import Candidate, Kind, Line, PlaceName, Where

WAY = "place"
_CALLED = "(?:被?(?:人们|外界)?(?:誉为|称为|称作|称之为|叫做?)|素有|又称|有)"
_SUBJECT = re.compile(r"(?:[\u4e00-\u9fff](?<![的，了、])){2,12}$")
# How many sentences are looked at for another place that might be meant.
_FOLLOWING = 12


class PlaceNames:
    """Places."""

    name = WAY
    kinds: frozenset[Kind] = frozenset(("place",))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """The places of each of the best sentences, one by one and in a row. Features: see `naming`."""
        sort = sort_asked(material.question.normal)
        known = _known_as(material)
        found = propose(material, lambda item: _places(material, item, sort), _told)
        return [*([known] if known else []), *found]

    def choose(self, material: Material) -> Candidate | None:
        """A place that one of the best sentences names and the question does not."""
        return place_answer(material)


class PlaceRows:
    """Several places, as the answer of a list."""

    name = "places"
    kinds: frozenset[Kind] = frozenset(("list",))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """None of its own: `PlaceNames` proposes rows as well."""
        return []

    def choose(self, material: Material) -> Candidate | None:
        """The countries, provinces or cities that the best sentence names side by side."""
        return places_answer(material)


def place_answer(material: Material) -> Candidate | None:
    """A place that one of the best sentences names and the question does not; several when they are asked for."""
    known = _known_as(material)
    if known is not None:
        return known
    material = without_sort(material, False)
    sort = sort_asked(material.question.normal)
    said = saying(material)
    # What stands in a sentence goes before the place that a better one stands under.
    for item, around in [(item, False) for item in said] + [(item, True) for item in said]:
        names = meant(material, item, _places(material, item, sort, around))
        if names:
            return _told(material, item, names)
    return _leading(material, sort)


def lacks_place(material: Material) -> bool:
    """Whether a city, province or country is asked for and none of the best sentences names one."""
    question = material.question
    sort = sort_asked(question.normal) if question.kind == "place" else None
    if sort is None or not sort.kinds:
        return False
    best = [item.sentence.text for _, item in material.ranked()[:LOOKED_AT]]
    return not any(_of_span(span, sort) for text in best for span in spans_in(text, sort))


def _leading(material: Material, sort: Sort | None) -> Candidate | None:
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
    told = {name.place for name in named[0]}
    others = [score for (score, _), names in zip(ranked, named, strict=True) if {n.place for n in names} - told]
    if ranked[0][0] - max(others, default=0.0) < LEAD_ALONE:
        return None
    if several(material.question.normal):
        return _told(material, item, row_of(item.sentence.text, named[0]))
    return _told(material, item, [nearest(material, item, named[0])])


def _inside(material: Material, item: Scored, sort: Sort) -> list[Name]:
    """The places of the sort in a sentence that the question does not name, in the place it asks about."""
    question = material.question
    asked = [one for one in question.places if one != "中国"]
    found = []
    for span in spans_in(item.sentence.text, sort):
        outer = span.names[-1] if span.names else ""
        within = not asked or any(outer and contains(one, outer) for one in asked)
        if _is_of(span, sort) and within and fold(span.text[-TELLING:]) not in question.normal:
            found.append(Name(span.start, span.text, span.name))
    return found


def _known_as(material: Material) -> Candidate | None:
    """The place that the best sentence says is known by the name in quotation marks: 古文化街被誉为“津门故里”."""
    quoted = [form for term in material.question.terms if term.role == "quoted" for form in term.zh or (term.text,)]
    for _, item in material.ranked()[:1] if quoted else ():
        for form in quoted:
            match = re.search(f'{_CALLED}[“"‘「《]?{re.escape(form)}', item.sentence.folded)
            subject = _SUBJECT.search(item.sentence.text[: match.start()]) if match else None
            if subject and fold(subject.group()) not in material.question.normal:
                place = PlaceName(subject.group(), verbatim=True)
                return _told(material, item, [Name(subject.start(), subject.group(), place)])
    return None


def places_answer(material: Material) -> Candidate | None:
    """The countries, provinces or cities that the best sentence names side by side, when several are asked for."""
    sort = sort_asked(material.question.normal)
    if sort is None or sort.any or not several(material.question.normal):
        return None
    own = without_sort(material, False)
    for _, item in own.ranked()[:1]:
        if says(own, item, SURE) and tells(own, item) and place_of_sentence(own.question, item) > OTHER_PLACE:
            named = [name for name in _places(own, item, sort) if fold(name.text) not in own.question.normal]
            row = row_of(item.sentence.text, named)
            if len(row) > 1:
                return _told(own, item, row)
    return None


def _told(material: Material, item: Scored, names: Sequence[Name]) -> Candidate:
    value = Where(tuple(name.place for name in names if name.place is not None))
    return Candidate(WAY, value, (Line(value, (proof(material, item),)),), item.coverage)


def _places(material: Material, item: Scored, sort: Sort | None, around: bool = True) -> list[Name]:
    """Places of the sort that the sentence names, else (`around`) the one it stands under; never one asked about or
    around it."""
    asked = material.question.places
    wanted = sort or ANY
    spans = [s for s in spans_in(item.sentence.text, sort) if s.fine or not _around(s.names[-1], asked)]
    if spans or not around:
        return [name for s in spans if (name := _of_span(s, wanted))]
    under = dict.fromkeys((item.sentence.block.place, item.sentence.passage.place))
    return [
        Name(0, place, PlaceName(place))
        for place in under
        if place and not _around(place, asked) and wanted.holds(place)
    ]


def _of_span(span: PlaceSpan, sort: Sort) -> Name | None:
    """The span, or the place it begins with, if that is of the sort: 云南 of 云南腾冲."""
    if _is_of(span, sort):
        return Name(span.start, span.text, span.name)
    first = span.text.split("—")[0]  # 广州 of 广州—铜梁合作区
    names = (*span.names, *([first] if first != span.text and canonical(first) else []))
    outer = next((name for name in names if not sort.any and sort.holds(name)), "")
    return Name(span.start, outer, PlaceName(outer)) if outer else None


def _is_of(span: PlaceSpan, sort: Sort) -> bool:
    if span.fine:
        return sort.any or span.text.endswith(sort.ends)
    return sort.holds(span.names[-1])


def _around(place: str, asked: Sequence[str]) -> bool:
    return any(place == one or contains(place, one) for one in asked)
