"""Answers that are figures: one value, a value with its other years, a series, values that differ.

Comes in: a `Question` and `Candidate` figures, best first. Goes out: a `Draft`, or `Missing` that says which of
indicator, place, time, or goal-or-result the articles do not have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from index.lexicon import LEXICON
from index.text import fold
from index.types import Figure, Period
from qa.answers.figure.candidates import Candidate
from qa.answers.figure.fits import FITS
from qa.question.cues import cues
from qa.respond.draft import Cite, Draft, Line, Missing, cite_figure
from qa.say import phrases
from qa.say.strings import text as ui
from qa.types import Question

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
_SAYS_SHARE = re.compile(r"(?:比重|比例|占比|份额|率|强度)$|(?:ratio|rate|share)$")


def figure_draft(question: Question, found: Sequence[Candidate]) -> Draft | Missing:
    """The answer from figures, or what is missing."""
    if not found:
        return Missing((ui("missing_figure", question.language),))
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
        return _conflict(question, [top, *rivals])
    lines = [Line(headline(question, top), (cite_figure(top), *_echoes(same, top)))]
    figures = [top]
    notes: list[str] = []
    others = _others(question, same, top)
    if others:
        lines += [Line(_row(question, c), (cite_figure(c),)) for c in others]
        figures += others
        if not question.periods:
            notes.append(ui("note_latest", question.language))
    if top.figure.nature in _GOALS and question.nature is None:
        notes.append(ui("note_goal", question.language))
    if question.period and top.figure.period and top.period < 0.7:
        notes.append(
            ui("note_period_scope", question.language, found=phrases.period_text(top.figure.period, question.language),
               asked=phrases.period_text(question.period, question.language))
        )  # fmt: skip
    bold = value_of(top, question.language)
    return Draft("answered", tuple(lines), bold, tuple(notes), top.score, tuple(figures))


def value_of(candidate: Candidate, language: str) -> str:
    """The value in words: as the article writes it, converted with the original beside it in the other language."""
    quantity, measure = candidate.quantity, candidate.figure.measure
    if language == "zh" and candidate.scored.sentence.passage.language == "zh":
        return quantity.text
    return phrases.value_text(quantity, language, measure)


def headline(question: Question, candidate: Candidate) -> str:
    """The value and what it is about: "115万辆（2024年两江新区直管区整车产量）。"."""
    language = question.language
    value = value_of(candidate, language)
    about = about_text(candidate.figure, language)
    if language == "zh":
        return f"{value}（{about}）。" if about else f"{value}。"
    return f"{value} — {about}." if about else f"{value}."


def about_text(figure: Figure, language: str) -> str:
    """What a figure is about, in words: period, place, body, indicator, and whether it is a goal."""
    period = phrases.period_text(figure.period, language) if figure.period else ""
    nature = ui(figure.nature, language) if figure.nature in _GOALS else ""
    # English names the part in its place's brackets; Chinese keeps 直管区整车产量 as the article has it.
    named = figure.indicator.removeprefix(figure.body) if language == "en" and figure.body else figure.indicator
    indicator = phrases.indicator_text(named, language) if named else ""
    measure = ui(figure.measure, language) if figure.measure in ("growth", "share") else ""
    if figure.measure == "share" and _SAYS_SHARE.search(figure.indicator):
        measure = ""
    if language == "zh":
        where = "" if figure.place and figure.place in figure.indicator else figure.place
        body = "" if figure.body in figure.indicator or figure.body == figure.place else figure.body
        grown = measure if measure and not indicator.endswith(measure) else ""
        return "，".join(part for part in (f"{period}{where}{body}{indicator}{grown}", nature) if part)
    parts = [f"{indicator} ({measure})" if indicator and measure else indicator or measure,
             phrases.place_text(figure.body, language) if figure.body and figure.body != figure.place else "",
             phrases.place_text(figure.place, language) if figure.place else "", period, nature]  # fmt: skip
    return ", ".join(part for part in parts if part)


def _row(question: Question, candidate: Candidate) -> str:
    value = value_of(candidate, question.language)
    return f"· {about_text(candidate.figure, question.language)}{'：' if question.language == 'zh' else ': '}{value}"


def _same_indicator(one: Candidate, other: Candidate) -> bool:
    """Whether two figures measure the same thing of the same place: one indicator's words within the other's."""
    a, b = fold(one.figure.indicator), fold(other.figure.indicator)
    if one.figure.measure != other.figure.measure or one.figure.place != other.figure.place:
        return False
    if one.figure.body != other.figure.body or one.figure.quantity.unit != other.figure.quantity.unit:
        return False
    shorter, longer = sorted((a, b), key=len)
    return a == b or (len(shorter) >= 3 and shorter in longer)


def _end(candidate: Candidate) -> date:
    period = candidate.figure.period
    return (period.end or period.start or date.min) if period else date.min


def _choose(question: Question, same: Sequence[Candidate], top: Candidate) -> Candidate:
    """Without a time in the question the latest result among equals answers, else the best fit."""
    if question.periods:
        return top
    near = [c for c in same if c.about >= 0.9 * top.about]
    results = [c for c in near if c.figure.nature == "result"] if question.nature is None else near
    return max(results or near or [top], key=lambda c: (_end(c), c.score))


def _value(candidate: Candidate) -> tuple[object, object]:
    return candidate.figure.quantity.value, candidate.figure.quantity.high


def _span(candidate: Candidate) -> tuple[object, object]:
    period = candidate.figure.period
    return (period.start, period.end) if period else (None, None)


def _echoes(same: Sequence[Candidate], top: Candidate) -> tuple[Cite, ...]:
    """Other sentences that give the same value for the same time: at most one more proof."""
    for c in same:
        if c is not top and _value(c) == _value(top) and _end(c) == _end(top) and c.source != top.source:
            return (cite_figure(c),)
    return ()


def _rivals(question: Question, same: Sequence[Candidate], top: Candidate) -> list[Candidate]:
    """Figures of the same indicator, place, time and nature with another value."""
    found: list[Candidate] = []
    for c in same:
        differs = _value(c) != _value(top) and _value(c) not in [_value(f) for f in found]
        twin = _span(c) == _span(top) and c.figure.nature == top.figure.nature and _span(c) != (None, None)
        exact = fold(c.figure.indicator) == fold(top.figure.indicator) and not _holds_for(c, top)
        if differs and twin and exact and c.scored.sentence.start != top.scored.sentence.start:
            found.append(c)
    return found[:4]


def _holds_for(one: Candidate, exact: Candidate) -> bool:
    """Whether "over 2 trillion" only says less of what the other says exactly."""
    loose, told = one.figure.quantity, exact.figure.quantity
    if loose.unit != told.unit or told.bound or told.high is not None:
        return False
    if loose.bound == "over":
        return loose.value <= told.value <= loose.value * _ROUNDED
    return loose.bound == "under" and told.value <= loose.value <= told.value * _ROUNDED


def _exact(same: Sequence[Candidate], top: Candidate) -> Candidate:
    """The exact value of the same thing and time where there is one, for a value that only bounds it."""
    for c in same:
        alike = fold(c.figure.indicator) == fold(top.figure.indicator) and c.figure.nature == top.figure.nature
        if alike and _span(c) == _span(top) and _span(c) != (None, None) and _holds_for(top, c):
            return c
    return top


def _in_all(question: Question, found: Sequence[Candidate], top: Candidate) -> Candidate:
    """How many there are in all, where the article gives it beside the year's own, unless new ones are asked."""
    if question.measure or top.figure.measure == "cumulative" or cues().has("new_ones", question.normal):
        return top
    for c in found:
        beside = c.scored.sentence.start == top.scored.sentence.start and c.source == top.source
        alike = fold(c.figure.indicator) == fold(top.figure.indicator) and c.figure.place == top.figure.place
        counted = c.figure.quantity.unit == top.figure.quantity.unit and c.figure.quantity.unit_class == "count"
        if c.figure.measure == "cumulative" and beside and alike and counted and c.period >= FITS:
            return c
    return top


def _others(question: Question, same: Sequence[Candidate], top: Candidate) -> list[Candidate]:
    """The same indicator at other times (when none was asked), or as goal beside result, newest first."""
    seen = {(_span(top), top.figure.nature)}
    found: list[Candidate] = []
    for c in sorted(same, key=lambda c: (_end(c), c.score), reverse=True):
        key = (_span(c), c.figure.nature)
        if key in seen or (question.periods and c.period < 0.9) or (question.nature and c.nature < FITS):
            continue
        if c.figure.period is None:
            continue
        seen.add(key)
        found.append(c)
    return found[:5]


def _conflict(question: Question, rivals: Sequence[Candidate]) -> Draft:
    """Values that differ for what was asked, each with its proof, and why they may differ."""
    language = question.language
    days = {c.scored.sentence.passage.published.iso() for c in rivals}
    lead = ui("several", language, why=ui("why_later" if len(days) > 1 else "why_source", language))
    lines = [Line(lead)] + [Line(_row(question, c), (cite_figure(c),)) for c in rivals]
    bold = value_of(rivals[0], language)
    return Draft("conflict", tuple(lines), bold, (), rivals[0].score, tuple(rivals))


def _series(question: Question, found: Sequence[Candidate]) -> Draft | None:
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
    lines = tuple(Line(_row(question, c), (cite_figure(c),)) for c in ordered)
    latest = max(ordered, key=_end)
    bold = value_of(latest, question.language)
    return Draft("answered", lines, bold, (), top.about, tuple(ordered))


def _one_time(period: Period) -> bool:
    """Whether a period is a year or less, not a span of several."""
    start, end = period.start, period.end
    return start is not None and end is not None and (end - start).days <= _YEAR


def _rows_like(fitting: Sequence[Candidate], pivot: Candidate) -> dict[tuple[object, object], Candidate]:
    """The figures that can stand in one series with `pivot`: the best for each period, results and goals apart."""
    rows: dict[tuple[object, object], Candidate] = {}
    for c in fitting:
        if c.about >= 0.7 * pivot.about and _comparable(c, pivot):
            key = (_span(c), c.figure.nature)
            if key not in rows or c.about > rows[key].about:
                rows[key] = c
    return rows


def _comparable(one: Candidate, other: Candidate) -> bool:
    a, b = one.figure, other.figure
    # 建成574个 beside 累计958家: how many there are in all is told with either word, and counted with either.
    measured = a.measure == b.measure or {a.measure, b.measure} == _IN_ALL
    counted = a.quantity.unit == b.quantity.unit or {a.quantity.unit, b.quantity.unit} <= _COUNTERS
    return measured and counted and a.place == b.place and a.body == b.body


def missing(question: Question, found: Sequence[Candidate]) -> Missing:
    """Which of place, time, nature or indicator kept the nearest figures from being the answer."""
    language = question.language
    best = found[0].score

    def nearest(*leave_out: str) -> list[Candidate]:
        def rest(c: Candidate) -> float:
            fits = {"place": c.place, "period": c.period, "nature": c.nature}
            score = c.about
            for name, fit in fits.items():
                score *= 1.0 if name in leave_out else fit
            return score

        return sorted((c for c in found if rest(c) >= ACCEPT), key=rest, reverse=True)

    reasons: list[str] = []
    for name in ("period", "place", "nature"):
        near = nearest(name)
        if near and getattr(near[0], name) < FITS:
            reasons.append(_reason(name, question, near))
            break
    else:
        near = nearest("period", "place")
        if near and near[0].period < FITS and near[0].place < FITS:
            reasons += [_reason("place", question, near), _reason("period", question, near)]
    return Missing(tuple(reasons) or (ui("missing_figure", language),), best)


def _reason(name: str, question: Question, near: Sequence[Candidate]) -> str:
    language = question.language
    comma = "、" if language == "zh" else ", "
    if name == "nature":
        return ui("missing_goal" if question.nature in _GOALS else "missing_result", language)
    if name == "place":
        asked = comma.join(phrases.place_text(p, language) for p in (*question.places, *question.bodies))
        found = [c.figure.place for c in near[:6] if c.figure.place]
        places = comma.join(dict.fromkeys(phrases.place_text(p, language) for p in found))
        return ui("missing_place_other" if places else "missing_place", language, asked=asked, found=places)
    asked = comma.join(phrases.period_text(p, language) for p in question.periods)
    periods = sorted((c for c in near[:6] if c.figure.period), key=_end)
    told = (phrases.period_text(c.figure.period, language) for c in periods if c.figure.period)
    texts = comma.join(dict.fromkeys(told))
    return ui("missing_period_other" if texts else "missing_period", language, asked=asked, found=texts)
