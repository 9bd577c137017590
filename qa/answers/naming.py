"""Names in a sentence: which of them stand in one row, and which is the one meant.

Comes in: the names of the sort asked for that a sentence holds. Goes out: a row of them, or the one whose clause says
most of the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.text import fold
from qa.answers.place.sorts import says_sort, several
from qa.answers.sentence import tells
from qa.answers.yesno.claim import eased
from qa.evidence import Material, Scored, features_of, local_coverage, says
from qa.types import Candidate, PlaceName

# A single name as the answer wants a sentence that covers this much.
SURE = 0.6
# How many of the best sentences are looked at for the name.
LOOKED_AT = 4
# The last characters of a name, its head: a place whose head the question says is the one asked about.
TELLING = 4
_LIES = re.compile("(?:位于|坐落[于在]?|地处|落户于?|设在|建在|来到|走进|抵达|出现在|在)$")
# What comes from a place or goes there is not in it, unless that is asked.
_TO_OR_FROM = re.compile("(?:来自|发往|运往|销往|出口到?|飞往|前往|赴|对|向|从|自|与|同)$")
_ASKS_TO_OR_FROM = re.compile("来自|从|出口|往|去|到|\\b(?:from|to|towards?|destination|bound for)\\b")
_PIECE = re.compile("[^，。；：！？,;!?]+[，。；：！？,;!?]*")
_AND = re.compile("、|和|及|与|以及|,|，|and")
# How many names of one sentence are proposed by themselves.
_EACH = 4
_LYING, _LEADING, _MOVING = 0.25, 0.1, 0.2


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence with where it begins, as it stands; `place` when it is one of a place."""

    start: int
    text: str
    place: PlaceName | None = None


def without_sort(material: Material, bodies: bool) -> Material:
    """The material for the question without the word that only says what sort of name is asked for ("which city")."""
    terms = tuple(eased(t) for t in material.question.terms if t.role == "name" or not says_sort(fold(t.text), bodies))
    if not terms or terms == material.question.terms:
        return material
    return material.asking(replace(material.question, terms=terms))


def saying(material: Material) -> list[Scored]:
    """The best sentences, as far as they say what is asked."""
    said = []
    for _, item in material.ranked()[:LOOKED_AT]:
        if not says(material, item, SURE):
            break
        if tells(material, item):
            said.append(item)
    return said


def meant(material: Material, item: Scored, names: Sequence[Name]) -> list[Name]:
    """The names of the sentence that are meant: a row of them, or the nearest to what is asked; none when the question
    says each of them itself."""
    fresh = [name for name in names if fold(name.text[-TELLING:]) not in material.question.normal]
    row = row_of(item.sentence.text, fresh)
    if len(row) > (1 if several(material.question.normal) else 2):
        return row
    return [nearest(material, item, fresh)] if fresh else []


def propose(
    material: Material,
    names_in: Callable[[Scored], Sequence[Name]],
    told: Callable[[Material, Scored, Sequence[Name]], Candidate],
) -> list[Candidate]:
    """The names of the best sentences as candidates: a row of several, and each by itself, the nearest first.

    Features: `new` (the question does not say it), `nearest` (its clause says most of the question), `row` (it is one
    of several that stand together)."""
    found = []
    for _, item in material.ranked()[:LOOKED_AT]:
        names = names_in(item)
        row = row_of(item.sentence.text, names) if names else []
        first = nearest(material, item, names) if names else None
        if len(row) > 1:
            evidence = features_of(material, item, new=1.0, row=1.0, nearest=float(first in row))
            found.append(replace(told(material, item, row), features=evidence))
        for name in sorted(names, key=lambda one: one is not first)[:_EACH]:
            new = fold(name.text[-TELLING:]) not in material.question.normal
            evidence = features_of(
                material, item, new=float(new), nearest=float(name is first), row=float(len(row) > 1 and name in row)
            )
            found.append(replace(told(material, item, [name]), features=evidence))
    return found


def row_of(text: str, names: Sequence[Name]) -> list[Name]:
    """The longest row of `names` that stand one after the other with 、 or 和 between them."""
    rows: list[list[Name]] = [[]]
    end = -10
    for name in names:
        gap = text[end : name.start] if 0 <= end <= name.start else ""
        if rows[-1] and len(gap) <= 8 and ("、" in gap or _AND.fullmatch(gap.strip())):
            rows[-1].append(name)
        else:
            rows.append([name])
        end = name.start + len(name.text)
    return max(rows, key=len)


def nearest(material: Material, item: Scored, names: Sequence[Name]) -> Name:
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

    def score(name: Name, window: tuple[int, int]) -> float:
        before = text[max(0, name.start - 4) : name.start]
        value = covered[window] - 0.002 * min(abs(name.start - at) for at in there)
        value += _LYING if _LIES.search(before) else 0.0
        value += _LEADING if name.start == window[0] else 0.0
        return value - (_MOVING if _TO_OR_FROM.search(before) and not moves else 0.0)

    return max(zip(names, windows, strict=True), key=lambda pair: score(*pair))[0]


def _window(text: str, pieces: Sequence[tuple[int, int]], name: Name) -> tuple[int, int]:
    """The clause of the name; with the next one when it says no more than where ("在山东沾化，")."""
    at = next((i for i, (start, end) in enumerate(pieces) if start <= name.start < end), 0)
    start, end = pieces[at]
    if end - start <= len(name.text) + 4 and at + 1 < len(pieces):
        end = pieces[at + 1][1]
    return start, end
