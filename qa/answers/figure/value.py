"""Answers that are figures: one value, a value with its other years, a series, values that differ.

Comes in: a `Question` and `Fitted` figures, best first. Goes out: a `Candidate`, or `Missing` that says which of
indicator, place, time, or goal-or-result the articles do not have.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from index.lexicon import LEXICON
from index.text import fold
from index.types import Period
from qa.evidence import FITS, Fitted
from qa.lexicon import asking_cues
from qa.types import Candidate, Cite, Differ, Line, Missing, Note, Question, Reason

WAY = "figure"
# A figure is the answer from here on; found by `wenyu eval` on the development half, see docs/evaluation.md.
ACCEPT = 0.42
# Figures within this share of the best are the same answer told again.
ALIKE = 0.8
_GOALS = ("goal", "forecast")
# Words for how many there are in all, and counters that stand for one another.
_IN_ALL, _COUNTERS = {"level", "cumulative"}, LEXICON.words("thing_counters")
_YEAR = 366
# How far a round bound may lie from the value it rounds (突破2万亿元 … 达到2.27万亿元).
_ROUNDED = Decimal("1.25")
# A figure whose time fits less is of another scope than the one asked, and the reader is told.
_SAME_SCOPE = 0.7
# How many of the nearest figures say what there is instead.
_NEAREST = 6


def figure_answer(question: Question, found: Sequence[Fitted]) -> Candidate | Missing:
    """The answer from figures, or what is missing."""
    if not found:
        return Missing((Reason("figure"),))
    if question.kind == "series":
        series = _series(question, found)
        if series is not None:
            return series
    top = found[0]
    if top.score < ACCEPT or min(top.place, top.period, top.nature) < FITS:
        return missing(question, found)
    same = [c for c in found if _same_indicator(c, top) and c.about >= ALIKE * top.about and c.place >= FITS]
    top = _in_all(question, found, _exact(same, _choose(question, same, top)))
    rivals = _rivals(question, same, top)
    if rivals:
        return _conflict([top, *rivals])
    lines = [Line(top.value, (top.value.cite, *_echoes(same, top)))]
    others = _others(question, same, top)
    lines += [row_of(c) for c in others]
    return Candidate(WAY, top.value, tuple(lines), top.score, notes=notes_of(question, top, bool(others)))


def row_of(figure: Fitted) -> Line:
    """The figure as one of several."""
    return Line(figure.value, (figure.value.cite,), row=True)


def notes_of(question: Question, top: Fitted, others: bool) -> tuple[Note, ...]:
    """What the reader should know: that the latest of several is given, that it is a goal, or of another scope."""
    notes: list[Note] = []
    if others and not question.periods:
        notes.append(Note("latest"))
    if top.figure.nature in _GOALS and question.nature is None:
        notes.append(Note("goal"))
    if question.period and top.figure.period and top.period < _SAME_SCOPE:
        notes.append(Note("period_scope", period=top.figure.period, asked=question.period))
    return tuple(notes)


def _same_indicator(one: Fitted, other: Fitted) -> bool:
    """Whether two figures measure the same thing of the same place: one indicator's words within the other's."""
    a, b = fold(one.figure.indicator), fold(other.figure.indicator)
    if one.figure.measure != other.figure.measure or one.figure.place != other.figure.place:
        return False
    if one.figure.body != other.figure.body or one.figure.quantity.unit != other.figure.quantity.unit:
        return False
    shorter, longer = sorted((a, b), key=len)
    return a == b or (len(shorter) >= 3 and shorter in longer)


def _end(candidate: Fitted) -> date:
    period = candidate.figure.period
    return (period.end or period.start or date.min) if period else date.min


def _choose(question: Question, same: Sequence[Fitted], top: Fitted) -> Fitted:
    """Without a time in the question the latest result among equals answers, else the best fit."""
    if question.periods:
        return top
    near = [c for c in same if c.about >= 0.9 * top.about]
    results = [c for c in near if c.figure.nature == "result"] if question.nature is None else near
    return max(results or near or [top], key=lambda c: (_end(c), c.score))


def _value(candidate: Fitted) -> tuple[object, object]:
    return candidate.figure.quantity.value, candidate.figure.quantity.high


def _span(candidate: Fitted) -> tuple[object, object]:
    period = candidate.figure.period
    return (period.start, period.end) if period else (None, None)


def _echoes(same: Sequence[Fitted], top: Fitted) -> tuple[Cite, ...]:
    """Other sentences that give the same value for the same time: at most one more proof."""
    for c in same:
        if c is not top and _value(c) == _value(top) and _end(c) == _end(top) and c.source != top.source:
            return (c.value.cite,)
    return ()


def _rivals(question: Question, same: Sequence[Fitted], top: Fitted) -> list[Fitted]:
    """Figures of the same indicator, place, time and nature with another value."""
    found: list[Fitted] = []
    for c in same:
        differs = _value(c) != _value(top) and _value(c) not in [_value(f) for f in found]
        twin = _same_time(c, top) and c.figure.nature == top.figure.nature and _span(c) != (None, None)
        exact = fold(c.figure.indicator) == fold(top.figure.indicator) and not _holds_for(c, top)
        if differs and twin and exact and c.scored.sentence.start != top.scored.sentence.start:
            found.append(c)
    return found[:4]


def _same_time(one: Fitted, other: Fitted) -> bool:
    """Whether two figures are of one time; those of two articles of one day, told as of that day, are."""
    if _span(one) == _span(other):
        return True
    a, b = one.figure.period, other.figure.period
    days = {c.scored.sentence.passage.published.value for c in (one, other)}
    if one.source == other.source or a is None or b is None or len(days) != 1:
        return False
    day = days.pop()
    return day is not None and a.end == b.end == day and (a.start in (None, day)) and (b.start in (None, day))


def _holds_for(one: Fitted, exact: Fitted) -> bool:
    """Whether "over 2 trillion" only says less of what the other says exactly."""
    loose, told = one.figure.quantity, exact.figure.quantity
    if loose.unit != told.unit or told.bound or told.high is not None:
        return False
    if loose.bound == "over":
        return loose.value <= told.value <= loose.value * _ROUNDED
    return loose.bound == "under" and told.value <= loose.value <= told.value * _ROUNDED


def _exact(same: Sequence[Fitted], top: Fitted) -> Fitted:
    """The exact value of the same thing and time where there is one, for a value that only bounds it."""
    for c in same:
        alike = fold(c.figure.indicator) == fold(top.figure.indicator) and c.figure.nature == top.figure.nature
        if alike and _span(c) == _span(top) and _span(c) != (None, None) and _holds_for(top, c):
            return c
    return top


def _in_all(question: Question, found: Sequence[Fitted], top: Fitted) -> Fitted:
    """How many there are in all, where the article gives it beside the year's own, unless new ones are asked."""
    if question.measure or top.figure.measure == "cumulative" or asking_cues().has("new_ones", question.normal):
        return top
    for c in found:
        beside = c.scored.sentence.start == top.scored.sentence.start and c.source == top.source
        alike = fold(c.figure.indicator) == fold(top.figure.indicator) and c.figure.place == top.figure.place
        counted = c.figure.quantity.unit == top.figure.quantity.unit and c.figure.quantity.unit_class == "count"
        if c.figure.measure == "cumulative" and beside and alike and counted and c.period >= FITS:
            return c
    return top


def _others(question: Question, same: Sequence[Fitted], top: Fitted) -> list[Fitted]:
    """The same indicator at other times (when none was asked), or as goal beside result, newest first."""
    seen = {(_span(top), top.figure.nature)}
    found: list[Fitted] = []
    for c in sorted(same, key=lambda c: (_end(c), c.score), reverse=True):
        key = (_span(c), c.figure.nature)
        if key in seen or (question.periods and c.period < 0.9) or (question.nature and c.nature < FITS):
            continue
        if c.figure.period is None:
            continue
        seen.add(key)
        found.append(c)
    return found[:5]


def _conflict(rivals: Sequence[Fitted]) -> Candidate:
    """Values that differ for what was asked, each with its proof, and why they may differ."""
    days = {c.scored.sentence.passage.published.iso() for c in rivals}
    lines = (Line(Differ("date" if len(days) > 1 else "source")), *map(row_of, rivals))
    return Candidate(WAY, rivals[0].value, lines, rivals[0].score, "conflict")


def _series(question: Question, found: Sequence[Fitted]) -> Candidate | None:
    """Every year the articles know of one indicator, oldest first, goals marked."""
    # "Between 2021 and 2023" asks for these years alone; "compared with 2015" for that one and now.
    within = len(question.periods) > 1 or (question.period is not None and not _one_time(question.period))
    dated = [c for c in found if c.figure.period is not None and (not within or c.period >= FITS)]
    fitting = [c for c in dated if c.place >= FITS and c.unit >= FITS]
    if not fitting:
        return None
    top = max(fitting, key=lambda c: c.about)
    if top.about < ACCEPT:
        return None
    pivots = [c for c in fitting if c.about >= 0.85 * top.about]
    rows = max((_rows_like(fitting, pivot) for pivot in pivots), key=len)
    if len(rows) < 2:
        return None
    ordered = sorted(rows.values(), key=lambda c: (_end(c), c.figure.nature != "result"))
    latest = max(ordered, key=_end)
    return Candidate(WAY, latest.value, tuple(map(row_of, ordered)), top.about)


def _one_time(period: Period) -> bool:
    """Whether a period is a year or less, not a span of several."""
    start, end = period.start, period.end
    return start is not None and end is not None and (end - start).days <= _YEAR


def _rows_like(fitting: Sequence[Fitted], pivot: Fitted) -> dict[tuple[object, object], Fitted]:
    """The figures that can stand in one series with `pivot`: the best for each period, results and goals apart."""
    rows: dict[tuple[object, object], Fitted] = {}
    for c in fitting:
        if c.about >= 0.7 * pivot.about and _comparable(c, pivot):
            key = (_span(c), c.figure.nature)
            if key not in rows or c.about > rows[key].about:
                rows[key] = c
    return rows


def _comparable(one: Fitted, other: Fitted) -> bool:
    a, b = one.figure, other.figure
    # 建成574个 beside 累计958家: how many there are in all is told with either word, and counted with either.
    measured = a.measure == b.measure or {a.measure, b.measure} == _IN_ALL
    counted = a.quantity.unit == b.quantity.unit or {a.quantity.unit, b.quantity.unit} <= _COUNTERS
    return measured and counted and a.place == b.place and a.body == b.body


def missing(question: Question, found: Sequence[Fitted]) -> Missing:
    """Which of place, time, nature or indicator kept the nearest figures from being the answer."""
    best = found[0].score

    def nearest(*leave_out: str) -> list[Fitted]:
        def rest(c: Fitted) -> float:
            fits = {"place": c.place, "period": c.period, "nature": c.nature}
            score = c.about
            for name, fit in fits.items():
                score *= 1.0 if name in leave_out else fit
            return score

        return sorted((c for c in found if rest(c) >= ACCEPT), key=rest, reverse=True)

    reasons: list[Reason] = []
    for name in ("period", "place", "nature"):
        near = nearest(name)
        if near and getattr(near[0], name) < FITS:
            reasons.append(_reason(name, question, near))
            break
    else:
        near = nearest("period", "place")
        if near and near[0].period < FITS and near[0].place < FITS:
            reasons += [_reason("place", question, near), _reason("period", question, near)]
    return Missing(tuple(reasons) or (Reason("figure"),), best)


def _reason(name: str, question: Question, near: Sequence[Fitted]) -> Reason:
    if name == "nature":
        return Reason("goal" if question.nature in _GOALS else "result")
    if name == "place":
        places = (c.figure.place for c in near[:_NEAREST] if c.figure.place)
        return Reason("place", (*question.places, *question.bodies), tuple(dict.fromkeys(places)))
    dated = sorted((c for c in near[:_NEAREST] if c.figure.period), key=_end)
    return Reason("period", question.periods, tuple(dict.fromkeys(c.figure.period for c in dated if c.figure.period)))
