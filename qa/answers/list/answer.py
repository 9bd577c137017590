"""Answers that are lists, all their items in order.

Comes in: `Material`. Goes out: a `Candidate`, or None when no list of the articles is the one asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.numbers import find_quantities
from index.text import CLAUSE_MARK, fold
from index.types import Article
from qa.answers.list.listings import Listing, item_texts, listings, pair_listings
from qa.answers.list.sorts import fitting, of_other_sort, sort_asked
from qa.evidence import OTHER_PLACE, Material, Scored, features_of, local_coverage, place_of_sentence, proof, says
from qa.types import Candidate, Cite, Items, Kind, Line, Question

WAY = "list"
# How many sentences are looked at for lists, and how many lists are proposed.
_LOOKED_AT, _PROPOSED = 14, 6
# No word of the question is looked for further from a list.
_FAR = 60
_LEADS, _NAMES = 0.3, 0.2
# A list that explains the quoted name asked about, or is the formula the question writes.
_MEANT = 0.5
_OF_SORT = 0.2
# A question that gives an item itself.
_BEGUN = re.compile(
    r"除了?|以外|之外|后面|随后|开头|"
    r"\b(?:starting with|beginning with|apart from|besides|in addition to|other than|followed by|comes? after)\b"
)
_WHICH = re.compile(r"\b(?:which|what)\b(?: (?:kinds|types|sorts) of)?|哪[些几两三四五六七八九十]?")
# How far behind "which" the noun of what is asked for may begin.
_NEAR = 24
_NEARLY_BEST = 0.85
# How much of the question the sentence of a list must cover.
LIST = 0.45
# A formula needs less, when the question writes one.
_FORMULA = 0.35
# So does a list of the sort asked for in the best sentence, when the sentence means what the question says.
_NAMED, _MEANS = 0.22, 0.6
# And a sentence that means nearly all of what is asked says it in other words.
_SAME, _SAME_WORDS = 0.8, 0.33
# A list that is worth less is not what was asked for.
_FLOOR = 0.44


class Lists:
    """Several things, all of them in order."""

    name = WAY
    kinds: frozenset[Kind] = frozenset(("list",))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """The lists of the best sentences, whatever these say, worth most first. Features: those of `_Worth`."""
        found = []
        everything = [*_everywhere(material, listings), *_everywhere(material, pair_listings)]
        for worth in sorted(_weighed(material, everything), key=lambda one: -one.value)[:_PROPOSED]:
            answer = _told(material, worth)
            if answer is not None:
                found.append(replace(answer, features=features_of(material, worth.item, **worth.features())))
        return found

    def choose(self, material: Material) -> Candidate | None:
        """The list whose sentence covers the question best."""
        return list_answer(material)


@dataclass(frozen=True, slots=True)
class _Worth:
    """A list with what speaks for it: the sentence's `score`, how much of the question stands `near` it, whether its
    number is `counted` on, `named` after a word of the question, its `distance` from one, a `formula`, of the `sort`
    asked for, whether the question says its `begun` items, and whether it is a bare `pair`."""

    item: Scored
    listing: Listing
    score: float
    near: float
    counted: float
    named: float
    distance: int
    formula: bool
    sort: float
    begun: float
    pair: bool

    @property
    def value(self) -> float:
        value = 0.7 * self.score + 0.4 * self.near + 0.1 * self.item.own + self.counted + self.named
        value -= 0.002 * self.distance
        value += _MEANT if self.formula else 0.0
        return value + self.sort + self.begun - (0.1 if self.pair else 0.0)

    def features(self) -> dict[str, float]:
        return {
            "fit": self.value, "near": self.near, "counted": 0.5 + self.counted, "named": self.named / _MEANT,
            "close": 1.0 - self.distance / _FAR, "formula": float(self.formula), "sort": self.sort / _OF_SORT,
            "begun": 0.5 + self.begun, "pair": float(self.pair),
        }  # fmt: skip


def list_answer(material: Material) -> Candidate | None:
    """The list whose sentence covers the question best, all items in order."""
    wanted = _counts(material.question)
    found = _found(material, listings)
    places = sort_asked(material.question) == "place" and not any(_sorted(material, row[2]) for row in found)
    if not found or 2 in wanted or places:
        # Any two words may be joined by 和: without a two in the question they must be of the sort it asks for.
        found += [
            row for row in _found(material, pair_listings)
            if 2 in wanted or _sorted(material, row[2]) or (not places and _named_after(material, row[2]))
        ]  # fmt: skip
    best = max(_weighed(material, found), key=lambda one: one.value, default=None)
    return None if best is None or best.value < _FLOOR else _told(material, best)


def _told(material: Material, worth: _Worth) -> Candidate | None:
    """The list as an answer, None when it comes to a single item."""
    listing = worth.listing
    items = item_texts(material.articles[listing.source], listing)
    if len(items) < 2:
        return None
    hits = {s.sentence.source: s.sentence.hit for s in material.scored}
    first = (proof(material, worth.item),) if len(listing.sentences) == 1 else ()
    cites = first or tuple(Cite(listing.source, a, b, hits.get(listing.source)) for a, b in listing.sentences[:8])
    listed = Items(tuple(items))
    return Candidate(WAY, listed, (Line(listed, cites),), min(1.0, worth.value))


def _weighed(material: Material, found: Sequence[tuple[float, Scored, Listing]]) -> list[_Worth]:
    """The lists with what speaks for each."""
    near = local_coverage(material, [_surroundings(material, listing) for _, _, listing in found])
    wanted = _counts(material.question)
    return [
        _Worth(
            item, listing, score, local, _counted(listing, wanted), _named_after(material, listing),
            _distance(material, item, listing), _formula(material, listing), _sorted(material, listing),
            _begun(material, listing), len(listing.items) == 2 and not listing.count,
        )
        for (score, item, listing), local in zip(found, near, strict=True)
    ]  # fmt: skip


def _counted(listing: Listing, wanted: set[int]) -> float:
    """What it counts for a list that it has as many items as are asked for, and as many as it says itself."""
    value = 0.25 if listing.count and listing.count in wanted else 0.0
    value += 0.1 if not listing.count and len(listing.items) in wanted else 0.0
    value -= 0.15 if wanted and not {listing.count, len(listing.items)} & wanted else 0.0
    return value + (0.05 if len(listing.items) == listing.count else 0.0)


def _everywhere(
    material: Material, read: Callable[[Article, Scored], list[Listing]]
) -> list[tuple[float, Scored, Listing]]:
    """The lists of the best sentences, whether or not these say what is asked."""
    return [
        (score, item, listing)
        for score, item in material.ranked()[:_LOOKED_AT]
        for listing in read(material.articles[item.sentence.source], item)
    ]


def _found(material: Material, read: Callable[[Article, Scored], list[Listing]]) -> list[tuple[float, Scored, Listing]]:
    """The lists of the sentences that say enough of what is asked, with the sentences' scores."""
    ranked = material.ranked()[:_LOOKED_AT]
    return [
        (score, item, listing)
        for score, item in ranked
        if item.coverage >= _NAMED and place_of_sentence(material.question, item) > OTHER_PLACE
        for listing in read(material.articles[item.sentence.source], item)
        if (
            says(material, item, LIST)
            or (item.coverage >= _FORMULA and _formula(material, listing))
            or (item is ranked[0][1] and item.meaning >= _MEANS and _of_kind(material, listing))
            or (item.meaning >= _SAME and item.coverage >= _SAME_WORDS and score >= _NEARLY_BEST * ranked[0][0])
        )
        and not _elsewhere(material, item, listing)
        and not _other_sort(material, listing)
    ]


def _formula(material: Material, listing: Listing) -> bool:
    """Whether a formula is asked for, as "A + B + …" in the question shows, and the list is one."""
    text = material.articles[listing.source].text
    joints = {text[a[1] : b[0]] for a, b in pairwise(listing.items)}
    return material.question.normal.count("+") > 1 and joints <= {"+", "→"}


def _surroundings(material: Material, listing: Listing) -> str:
    """The list with the words that lead up to it and follow it, inside its sentences."""
    text = material.articles[listing.source].text
    first, last = listing.sentences[0][0], listing.sentences[-1][1]
    spread = len(listing.sentences) > 1
    end = listing.items[0][1] if spread else listing.items[-1][1]
    return text[max(first, listing.items[0][0] - 16) : min(last, end + 16)]


def _elsewhere(material: Material, item: Scored, listing: Listing) -> bool:
    """Whether another part of the sentence, between its semicolons, speaks of the question, and the list's does not."""
    text = material.articles[listing.source].text
    first, last = item.sentence.start, item.sentence.end
    at = listing.items[0][0]
    if not first <= at < last or "；" not in text[first:last] or _explains(material, listing):
        return False
    left = max(text.rfind("；", first, at), first - 1) + 1
    right = text.find("；", listing.items[-1][1], last)
    own = material.evidence.weigh(material.evidence.strengths(fold(text[left : right if right >= 0 else last])))
    return own < 0.5 * item.own


def _named_after(material: Material, listing: Listing) -> float:
    """What it counts for a list that a word of the question stands right before it (争取A、B), that it is the quoted
    name which the list's own part of the sentence explains (“N”就是…), or names what is listed (五大环节)."""
    text = material.articles[listing.source].text
    first = listing.items[0][0]
    before = fold(text[max(0, first - 8) : first]).rstrip("“‘《「 ")
    forms = [fold(form) for term in material.question.terms for form in term.zh if len(form) > 1]
    if any(before.endswith(form) for form in forms):
        return _LEADS
    # "西永、两路寸滩综合保税区": the last item carries the noun of all; "一般债务、专项债务": each carries it.
    items = [fold(text[a:b]) for a, b in listing.items]
    held = ([form in item for item in items] for form in forms)
    if any(own[-1] and (all(own) or not any(own[:-1])) for own in held):
        return _NAMES
    if _explains(material, listing):
        return _MEANT
    behind = _behind(material, listing)
    return _NAMES if any(form in behind for form in forms) else 0.0


def _behind(material: Material, listing: Listing) -> str:
    """What stands behind a list in its clause and after its number, folded: what its items are called."""
    text = material.articles[listing.source].text
    last = listing.items[-1][1]
    behind = fold(CLAUSE_MARK.split(text[last : last + 16], 1)[0])
    counted = listing.count and listing.near >= listing.items[0][0]
    return behind + fold(text[listing.near : listing.near + 16]) if counted else behind


def _of_kind(material: Material, listing: Listing) -> bool:
    """Whether the sentence calls the list's items what the question asks for: which rivers, 10条河流."""
    normal = material.question.normal
    asked = _WHICH.search(normal)
    near = asked.end() if asked else len(normal)
    kinds = [t for t in material.question.terms if near <= normal.find(fold(t.text), near) <= near + _NEAR]
    behind = _behind(material, listing)
    return any(fold(form) in behind for term in kinds[:2] for form in term.zh if len(form) > 1)


def _explains(material: Material, listing: Listing) -> bool:
    """Whether the list's own part of the sentence opens with a quoted name of the question: “N”就是…"""
    text = material.articles[listing.source].text
    first = listing.items[0][0]
    begin = max(text.rfind(mark, 0, first) for mark in "；。：\n")
    lead = fold(text[begin + 1 : first])
    return any(fold(f"“{term.text}”") in lead for term in material.question.terms if term.role == "quoted")


def _counts(question: Question) -> set[int]:
    # The 3 of a code such as “3+N” counts nothing.
    text = question.normal
    quantities = (q for q in find_quantities(text) if "+" not in text[max(0, q.start - 1) : q.end + 1])
    return {int(q.value) for q in quantities if 1 < q.value < 30}


def _sorted(material: Material, listing: Listing) -> float:
    """What it counts for a list that its items are, or are not, of the sort asked for: places, bodies."""
    sort = sort_asked(material.question)
    if sort is None:
        return 0.0
    text = material.articles[listing.source].text
    items = [text[a:b] for a, b in listing.items]
    return _OF_SORT if fitting(sort, items) == len(items) else 0.0


def _other_sort(material: Material, listing: Listing) -> bool:
    """Whether things of another sort are asked for than the items are."""
    text = material.articles[listing.source].text
    return of_other_sort(material.question, [text[a:b] for a, b in listing.items])


def _begun(material: Material, listing: Listing) -> float:
    """What it counts for a list whose items the question knows: good when it names one to begin with ("starting with
    steel", 除了钢铁), else bad, for items are what the question does not know."""
    if not _repeats(material, listing):
        return 0.0
    return _NAMES if _BEGUN.search(material.question.normal) else -0.15


def _repeats(material: Material, listing: Listing) -> bool:
    """Whether an item only says a word of the question again: items are what the question does not know. A noun that
    all of them carry says what they are."""
    text = material.articles[listing.source].text
    items = [fold(text[a:b]) for a, b in listing.items]
    forms = [fold(form) for term in material.question.terms for form in term.zh if len(form) > 1]
    held = ([form in item for item in items] for form in forms)
    return any(any(own[:-1]) and not all(own) for own in held)


def _distance(material: Material, item: Scored, listing: Listing) -> int:
    """Characters between the list and the nearest word of the question in its sentence."""
    places = [item.sentence.folded.find(fold(form)) for term in material.question.terms for form in term.zh]
    there = [item.sentence.start + at for at in places if at >= 0]
    return min((abs(at - listing.near) for at in there), default=_FAR)
