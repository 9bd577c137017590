"""What a turn leaves out is taken from the turns before: place, indicator, time, person, kind of answer.

In: a `Question` and the earlier ones, oldest first, each already completed. Out: the question filled in, with
`carried` saying what was taken over. A question that stands by itself is returned as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.text import fold
from index.types import Period
from qa.lexicon import asking_cues
from qa.question.analyse import search_text
from qa.types import Carried, Question, Term

# How far back a missing piece is looked for.
_MEMORY = 3
_FIGURES = frozenset(("quantity", "growth", "share", "rank", "series"))
_OPEN = frozenset(("open",))
_GOALS = ("goal", "forecast")
# A question of one term, at most this long, without place and time, leans on the turn before.
_SHORT_ZH, _SHORT_EN = 14, 8
_NARROWS = 0.25
# How many words of the turn before are kept beside a new subject.
_MOST_TOPICS = 3


@dataclass(frozen=True, slots=True)
class _Signs:
    """How a question leans: on nothing, by a word such as 那 or 呢, by a pronoun, or by its shortness."""

    cue: bool
    pronoun: bool
    person: bool
    bare: bool
    short: bool

    @property
    def leans(self) -> bool:
        return self.cue or self.pronoun or self.bare or self.short


def complete(question: Question, history: Sequence[Question]) -> Question:
    """Fill what `question` leaves out from `history`; `carried` lists it.

    >>> from qa.question.analyse import analyse
    >>> first = analyse("两江新区2024年整车产量是多少", date(2026, 1, 1))
    >>> [one.code for one in complete(analyse("涪陵呢", date(2026, 1, 1)), [first]).carried]
    ['indicator', 'period']
    """
    if not history:
        return question
    question = _compared(question)
    signs = _signs(question)
    if not signs.leans:
        return question
    recent = list(reversed(history[-_MEMORY:]))
    carried: list[Carried] = []
    filled = _terms(question, recent, signs, carried)
    filled = _place(question, filled, recent, carried)
    filled = _period(question, filled, recent, carried)
    filled = _person(filled, recent, signs, carried)
    filled = _nature(question, filled, recent, carried)
    if not carried:
        return question
    search = search_text(question.text.strip(), filled.language, filled.terms, filled.places, filled.periods)
    return replace(filled, search=search, carried=tuple(carried))


def _compared(question: Question) -> Question:
    """The turn without the words that only compare: "the same period a year earlier" is no time to look for, "points"
    no subject, and what is then asked of the figure before is how much it grew."""
    known, text = asking_cues(), question.normal
    own = [term for term in question.terms if term.text.lower() not in known.words["comparing"]]
    if any(term.strong or term.role != "topic" for term in own) or not _leans(text):
        return question
    against_time = known.patterns["compared"].search(text)
    periods = tuple(p for p in question.periods if not _part_of(p, against_time))
    grown = bool(against_time) and known.has("grown_by", text)
    return replace(
        question,
        terms=tuple(own),
        kind="growth" if grown else question.kind,
        measure="growth" if grown else question.measure,
        unit=("%" if grown and question.unit not in ("%", "个百分点") else question.unit),
        periods=periods,
        period=periods[0] if len(periods) == 1 else None,
    )


def _leans(text: str) -> bool:
    known = asking_cues()
    return any(known.has(name, text) for name in ("follow_start", "follow_end", "pronoun"))


def _part_of(period: Period, match: re.Match[str] | None) -> bool:
    return match is not None and period.text.strip() != "" and fold(period.text) in match[0]


def _signs(question: Question) -> _Signs:
    known, text = asking_cues(), question.normal
    # "Why did Fuling do so well in 2024?" names a place and a time of its own, and what it is about in common words.
    whole = question.kind == "reason" and bool(question.places and question.periods)
    bare = not _strong(question.terms) and not question.persons and not whole
    one = sum(term.strong for term in question.terms) <= 1
    length = len(re.findall("[a-z0-9]+", text)) if question.language == "en" else len(text)
    brief = length <= (_SHORT_EN if question.language == "en" else _SHORT_ZH)
    named = bool(question.places or question.periods or question.bodies or question.persons)
    return _Signs(
        cue=known.has("follow_start", text) or known.has("follow_end", text),
        pronoun=known.has("pronoun", text),
        person=known.has("person_pronoun", text),
        bare=bare,
        short=one and brief and not named and question.kind in _FIGURES,
    )


def _strong(terms: Sequence[Term]) -> list[Term]:
    plain = [term for term in terms if term.role == "topic" and term.zh and term.text.isascii()]
    if len(plain) > 1:
        return plain  # common English words weigh little, but two of them say what is asked
    return [term for term in terms if term.strong or term.role != "topic"]


def _last(recent: Sequence[Question], has: Callable[[Question], bool]) -> Question | None:
    return next((turn for turn in recent if has(turn)), None)


def _terms(question: Question, recent: Sequence[Question], signs: _Signs, carried: list[Carried]) -> Question:
    """The subject, and with it the kind of answer, when the turn names none."""
    if _strong(question.terms):
        # "小巨人企业呢" asks of another subject what was asked of the one before.
        before = recent[0]
        if signs.cue and before.kind not in _OPEN and _asks_nothing_itself(question):
            of_what = _of_what(question, before)
            if of_what:
                carried.append(Carried("topic", tuple(of_what)))
            return replace(
                question,
                kind=before.kind,
                measure=before.measure,
                unit=before.unit if before.unit in ("%", "个百分点") else question.unit,
                terms=(
                    *_as_asked(question.terms, before),
                    *(replace(term, weight=_NARROWS, kind="aside") for term in of_what),
                ),
            )
        return question
    before_or_none = _last(recent, lambda turn: bool(_strong(turn.terms)))
    if before_or_none is None:
        return question
    before = before_or_none
    persons = {name for turn in recent for name in turn.persons}
    terms = tuple(term for term in before.terms if term.text not in persons)
    if not terms:
        return question
    # A bare 多少 after 增速 still asks for the rate.
    bare = question.kind == "quantity" and not question.unit and before.kind in ("growth", "share", "rank")
    own_kind = question.kind not in (*_OPEN, "definition") and not bare
    indicator = [term for term in terms if term.role == "indicator"] or list(terms)
    carried.append(Carried("indicator" if indicator[0].role == "indicator" else "topic", tuple(indicator)))
    if question.terms:
        # "已经投运的呢" after 开工的项目: one deed takes the place of the other.
        terms = tuple(term for term in terms if term.strong or term.role != "topic")
    return replace(
        question,
        terms=(*terms, *question.terms),
        kind=question.kind if own_kind else before.kind,
        measure=question.measure or ("" if own_kind else before.measure),
        unit=question.unit or ("" if own_kind and question.kind != before.kind else before.unit),
        bodies=question.bodies or (() if question.places else before.bodies),
    )


def _of_what(question: Question, before: Question) -> list[Term]:
    """What the figure before was said of, which holds for the new one too: 那损失呢 after 受灾地区的报案数."""
    if before.kind not in _FIGURES or not any(term.role == "indicator" for term in before.terms):
        return []
    named = {form for term in question.terms for form in (term.text, *term.zh)}
    topics = [term for term in before.terms if term.role == "topic" and term.strong]
    return [term for term in topics if term.zh and not named & set(term.zh)][:_MOST_TOPICS]


def _asks_nothing_itself(question: Question) -> bool:
    """那投资呢 names a subject and leaves what is asked of it to the turn before."""
    if question.kind in _OPEN:
        return True
    return (
        question.kind == "quantity" and not question.measure and not asking_cues().has("interrogative", question.normal)
    )


def _as_asked(terms: tuple[Term, ...], before: Question) -> tuple[Term, ...]:
    """The new subject in the role of the old one: what is counted stays what is counted."""
    counted = before.kind in _FIGURES and not any(term.role == "indicator" for term in terms)
    if not counted:
        return terms
    best = max((t for t in terms if t.role == "topic"), key=lambda t: t.weight, default=None)
    return tuple(replace(t, role="indicator", kind="indicator", weight=1.0) if t is best else t for t in terms)


def _place(question: Question, filled: Question, recent: Sequence[Question], carried: list[Carried]) -> Question:
    if question.places:
        return filled
    before = _last(recent, lambda turn: bool(turn.places))
    if before is not None:
        carried.append(Carried("place", before.places))
        filled = replace(filled, places=before.places)
    bodies = filled.bodies or (before.bodies if before is not None and before is recent[0] else ())
    if bodies and not question.bodies:
        carried.append(Carried("body", bodies[:1]))
    return replace(filled, bodies=bodies)


def _period(question: Question, filled: Question, recent: Sequence[Question], carried: list[Carried]) -> Question:
    before = _last(recent, lambda turn: bool(turn.periods))
    shift = _shift(question.normal)
    if before is not None and shift and before.period is not None and before.period.year() is not None:
        period = _year((before.period.year() or 0) + shift, question.text)
        return replace(filled, period=period, periods=(period,))
    if question.periods or before is None or filled.kind == "series" or asking_cues().has("by_now", question.normal):
        return filled
    # A goal is for another time than the result before it: 那目标呢 after 2024年产量.
    subject = question.nature == "forecast" and bool(_strong(question.terms))
    if question.nature in _GOALS and before.nature not in _GOALS and not subject:
        return filled
    carried.append(Carried("period", before.periods))
    return replace(filled, period=before.period, periods=before.periods)


def _shift(text: str) -> int:
    """−1 for "the year before", +1 for "the following year", 0 for neither: counted from the turn before, not today."""
    text = asking_cues().patterns["compared"].sub(" ", text)
    if asking_cues().has("year_before", text):
        return -1
    return 1 if asking_cues().has("year_after", text) else 0


def _year(year: int, text: str) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), text, "year", anchored=True)


def _person(filled: Question, recent: Sequence[Question], signs: _Signs, carried: list[Carried]) -> Question:
    if filled.persons or not signs.person:
        return filled
    before = _last(recent, lambda turn: bool(turn.persons))
    if before is None:
        return filled
    told = tuple(term for term in before.terms if term.text in before.persons and term not in filled.terms)
    if filled.kind in _FIGURES:
        # Who said it narrows a figure down, but the sentence that gives it seldom names the speaker again.
        told = tuple(replace(term, weight=_NARROWS, kind="aside") for term in told)
    carried.append(Carried("person", before.persons[:1]))
    return replace(filled, persons=before.persons, terms=(*filled.terms, *told))


def _nature(question: Question, filled: Question, recent: Sequence[Question], carried: list[Carried]) -> Question:
    """Goal or result stays what it was, unless the turn asks for another time."""
    before = recent[0]
    if question.nature is not None or before.nature is None or question.periods or filled.kind not in _FIGURES:
        return filled
    carried.append(Carried("nature", (before.nature,)))
    return replace(filled, nature=before.nature, measure=filled.measure or before.measure)
