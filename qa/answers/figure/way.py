"""The way of figures: the figure asked for, each of several asked for at once, or every figure there is as a candidate.

Comes in: `Material`. Goes out: `Candidate`s with the figures' fits as features.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.text import fold
from qa.answers.figure.value import ACCEPT, WAY, figure_answer, notes_of
from qa.evidence import Fitted, Material, features_of, fitted_figures
from qa.question import parts_of
from qa.types import Candidate, FigureValue, Kind, Line, Missing

KINDS: frozenset[Kind] = frozenset(("quantity", "share", "growth", "rank", "series"))
# How many figures are proposed; the one asked for is nearly always among the first few.
_MOST = 12


class Figures:
    """One value, a value with its other years, a series, values that differ, or one value for each part."""

    name = WAY
    kinds = KINDS

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """What the rules would answer, then every other figure by itself, best fitting first.

        Features: `fit` and `about` (see `Fitted`), `fit_indicator`, `fit_place`, `fit_period`, `fit_nature`,
        `fit_unit`, `ahead` (how far the fit is before that of every other value), `acceptable` (the fit is enough for
        the rules), `accepted` (it is what they answer)."""
        chosen = self.choose(material)
        found: list[Candidate] = []
        main = None
        if isinstance(chosen, Candidate) and chosen.figures:
            main = chosen.figures[0].figure
            fitted = next((one for one in material.figures if one.figure is main), None)
            evidence = figure_features(material, fitted, accepted=1.0) if fitted else {"accepted": 1.0}
            found.append(replace(chosen, features=evidence))
        for one in material.figures[:_MOST]:
            if one.figure is not main:
                found.append(single(self.name, material, one, accepted=0.0))
        return found

    def choose(self, material: Material) -> Candidate | Missing:
        """The figure asked for; each of them when the question asks for several at once."""
        whole = figure_answer(material.question, material.figures)
        parts = parts_of(material.question)
        if len(parts) == 1 or material.question.kind == "series":
            return whole
        outcomes = []
        for part in parts:
            own = material.asking(part)
            outcomes.append(figure_answer(part, fitted_figures(part, own.scored, own.evidence)))
        found = [one for one in outcomes if isinstance(one, Candidate)]
        if len({_stated(one.lines[0]) for one in found}) < 2:
            return whole
        lines = tuple(line for one in found for line in (one.lines if one.status == "conflict" else one.lines[:1]))
        gaps = tuple(reason for one in outcomes if isinstance(one, Missing) for reason in one.reasons)
        confidence = min(one.confidence for one in found)
        return Candidate(self.name, found[0].value, lines, confidence, "partial" if gaps else "answered", gaps=gaps)


def single(way: str, material: Material, figure: Fitted, **own: float) -> Candidate:
    """A figure by itself as a candidate."""
    lines = (Line(figure.value, (figure.value.cite,)),)
    notes, evidence = notes_of(material.question, figure, False), figure_features(material, figure, **own)
    return Candidate(way, figure.value, lines, min(1.0, figure.score), notes=notes, features=evidence)


def figure_features(material: Material, figure: Fitted, **own: float) -> dict[str, float]:
    """The fits of a figure beside the evidence of its sentence."""
    others = (one.score for one in material.figures if one.figure.quantity.value != figure.figure.quantity.value)
    return features_of(
        material, figure.scored, fit=figure.score, about=figure.about, fit_indicator=figure.indicator,
        fit_place=figure.place, fit_period=figure.period, fit_nature=figure.nature, fit_unit=figure.unit,
        ahead=figure.score - max(others, default=0.0), acceptable=float(figure.score >= ACCEPT), **own,
    )  # fmt: skip


def _stated(line: Line) -> tuple[object, ...]:
    """What a line of figures says, whichever article says it."""
    if not isinstance(line.value, FigureValue):
        return (line.value,)
    figure, quantity = line.value.figure, line.value.quantity
    span = (figure.period.start, figure.period.end) if figure.period else None
    about = (figure.place, figure.body, fold(figure.indicator), figure.measure, figure.nature, span)
    return (quantity.text, quantity.value, quantity.unit, *about)
