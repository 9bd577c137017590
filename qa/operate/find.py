"""The figures that may stand for an operand, each with its fits; and the ones of several operands that belong together.

In: `Operand`s and the passages retrieved for them. Out: `Chosen` figures. A figure of another subject than the one
named never stands for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.text import fold
from index.types import Article, Figure
from qa.evidence import FITS, Evidence, Fitted, fitted_figures, sentences_of
from qa.operate.compute import comparable
from qa.operate.subjects import Names
from qa.operate.types import Chosen, Operand
from qa.types import Hit, Question

if TYPE_CHECKING:
    from qa.retrieve import Retriever

# From here on a figure may be an operand; how many of the best are looked at for each.
ACCEPT = 0.4
_MOST = 8
# A named subject that the sentence names, one that only its article is about, one that nobody names.
_NAMED, _ABOUT, _NOBODY = 1.0, 0.9, 0.5
_ALIKE_MEASURES = ({"level", "cumulative"}, {"level", "increment"}, {"growth", "difference"})
_OTHER_INDICATOR, _OTHER_TIME, _OTHER_SOURCE = 0.75, 0.55, 0.98


@dataclass(frozen=True, slots=True)
class Ground:
    """What the figures are looked for in."""

    articles: Mapping[str, Article]
    names: Names
    hits: tuple[Hit, ...]


class Finder:
    """Finds figures for single questions over one index."""

    def __init__(self, retriever: Retriever, search: Callable[[Question], Sequence[Hit]]) -> None:
        self._retriever = retriever
        self._search = search

    def figures(self, asked: Question, ground: Ground, *, search: bool = True) -> tuple[list[Fitted], Ground]:
        """The candidate figures of a question, best first, and the ground with the passages found for it."""
        hits = list(ground.hits)
        if search and asked.search.strip():
            known = {hit.passage.id for hit in hits}
            hits += [hit for hit in self._search(asked) if hit.passage.id not in known]
        articles = dict(ground.articles)
        for hit in hits:
            if hit.passage.source not in articles:
                articles[hit.passage.source] = self._retriever.index.article(hit.passage.source)
        evidence = Evidence(asked, self._retriever.table)
        scored = evidence.score(sentences_of(hits, articles))
        return fitted_figures(asked, scored, evidence), replace(ground, articles=articles, hits=tuple(hits))


def fitting(operand: Operand, found: Sequence[Fitted], ground: Ground, rivals: Sequence[str]) -> list[Chosen]:
    """The figures that may stand for the operand, best first. `rivals` are the names of the other operands."""
    chosen: list[Chosen] = []
    for candidate in found:
        if min(candidate.place, candidate.period, candidate.nature) < FITS or candidate.score < ACCEPT / 2:
            continue
        subject = subject_fit(operand.name, candidate, ground, rivals) if operand.name else 1.0
        one = chosen_of(operand.label, candidate, subject)
        if one.score >= ACCEPT:
            chosen.append(one)
    return sorted(chosen, key=lambda one: -one.score)[:_MOST]


def chosen_of(label: str, candidate: Fitted, subject: float = 1.0) -> Chosen:
    """The candidate as an operand."""
    fits = {
        "about": candidate.about, "place": candidate.place, "period": candidate.period, "nature": candidate.nature,
        "subject": subject,
    }  # fmt: skip
    sentence = candidate.scored.sentence
    return Chosen(
        label, candidate.figure, candidate.quantity, candidate.source, sentence.hit, sentence.passage.language, fits,
        candidate.figure.period,
    )  # fmt: skip


def subject_fit(name: str, candidate: Fitted, ground: Ground, rivals: Sequence[str]) -> float:
    """How surely the figure is that of `name`: the last subject named in front of it decides, else its article's."""
    owner = owner_of(candidate, ground.names, (name, *rivals))
    key = fold(name)
    stands = ground.names.groups.get(key, key)
    if owner in (key, stands):
        return _NAMED
    if owner:
        return 0.0
    subjects = ground.names.of.get(candidate.source, ())
    if stands in subjects:
        return _ABOUT
    title = fold(candidate.scored.sentence.passage.title + candidate.scored.sentence.passage.heading)
    if key in title:
        return _ABOUT
    return 0.0 if subjects or key.isascii() is False else _NOBODY


def owner_of(candidate: Fitted, names: Names, also: Sequence[str] = ()) -> str:
    """The subject named last in front of the figure in its sentence, in its indicator or row head; "" for none."""
    figure, sentence = candidate.figure, candidate.scored.sentence
    body = fold(figure.body)
    if body:
        return names.groups.get(body, body)
    at = figure.quantity.start - sentence.start
    lead = sentence.folded[: max(0, at)]
    found = [(end, name) for _, end, name in names.within(lead)]
    for name in also:
        key = fold(name)
        spot = lead.rfind(key)
        if spot >= 0:
            found.append((spot + len(key), names.groups.get(key, key)))
    return max(found)[1] if found else ""


def together(options: Sequence[Sequence[Chosen]]) -> tuple[Chosen, ...] | None:
    """One figure for each operand, all such that they can be held against each other; None when there are none."""
    best: tuple[float, tuple[Chosen, ...]] | None = None
    for pivot in options[0]:
        row, product = [pivot], pivot.score
        for others in options[1:]:
            ranked = [
                (one.score * alike(pivot, one), one) for one in others if one.figure not in [r.figure for r in row]
            ]
            score, one = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
            if one is None or score <= 0:
                break
            row.append(one)
            product *= score
        if len(row) == len(options) and (best is None or product > best[0]):
            best = (product, tuple(row))
    return best[1] if best else None


def alike(one: Chosen, other: Chosen) -> float:
    """How well two figures can be held against each other: 0 for other units or sides, less for another indicator."""
    a, b = one.figure, other.figure
    if not comparable(a.quantity, b.quantity) or not same_side(a, b):
        return 0.0
    fit = 1.0 if same_indicator(a, b) else _OTHER_INDICATOR
    if one.source != other.source:
        fit *= _OTHER_SOURCE
    return fit


def same_side(a: Figure, b: Figure) -> bool:
    """Whether both are levels, or both growth, and so on."""
    return a.measure == b.measure or any({a.measure, b.measure} <= group for group in _ALIKE_MEASURES)


def same_indicator(a: Figure, b: Figure) -> bool:
    """Whether the words of one indicator are, or hold, those of the other."""
    one, other = fold(a.indicator), fold(b.indicator)
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= 2 and shorter in longer)
