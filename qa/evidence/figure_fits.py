"""How well a figure fits what was asked, one side at a time: place, time, goal or result, sort of number.

Comes in: a `Question` and a `Figure` with its sentence. Goes out: fits in [0, 1] (a rare unit that agrees counts a
little more); `FITS` is where a fit begins to count as what was asked.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from index.entities import contains
from index.lexicon import LEXICON
from index.text import fold
from index.types import Figure, Period
from qa.evidence.coverage import Scored
from qa.evidence.scope import named_places
from qa.lexicon import asking_cues
from qa.types import Question

# Below this a fit counts as "not what was asked".
FITS = 0.5
_RATIO = re.compile(r"(?:率|比重|占比|强度|份额|比例|ratio|rate|share|intensity)$")
_GROWTH = re.compile(r"增长|增速|增幅|涨|提升|下降|grow|increase|rise|rose|fall|fell|decline")
_REACHED = re.compile(r"(?:达到?|增至|增加到|扩大到|突破|超过|累计|总数为?|共有?)$")
# A figure whose time nobody knows does not answer a question that names one.
UNDATED = 0.45
_NATION = "中国"
_CLASSES = ("time", "length", "area", "mass", "money")
_PERCENT = ("percent", "point", "ratio")
# How many days may lie between two "by then" that mean the same time.
_SAME_TIME = 92
_HARDLY = 0.85
_YEAR = 366
# "The past year" of a January article is nearly the year before.
_NEARLY = 0.9
_WRONG, _POOR, _SCOPE = 0.05, 0.35, 0.2


def clause_of(figure: Figure, item: Scored) -> str:
    """The clause around the figure, folded, without what its other numbers measure."""
    sentence = item.sentence
    at = figure.quantity.start - sentence.start
    left = max(sentence.folded.rfind(mark, 0, at) for mark in ",;:。，；：")
    ends = (sentence.folded.find(mark, at) for mark in ",;。，；")
    right = min((i for i in ends if i >= 0), default=len(sentence.folded))
    if figure.indicator_start >= 0:
        left = min(left, figure.indicator_start - sentence.start - 1)
    text = sentence.folded
    # "瞪羚企业6家、专精特新企业192家": what another number of the clause measures is not what this one does.
    for other in sentence.passage.figures:
        a, b = other.indicator_start - sentence.start, other.indicator_end - sentence.start
        if other.indicator != figure.indicator and left < a < b <= right:
            text = text[:a] + " " * (b - a) + text[b:]
    return text[max(0, left + 1) : right]


def place_fit(question: Question, figure: Figure, item: Scored) -> float:
    """1 for the place asked, less for one inside or around it; bodies (直管区, a company) must be named near."""
    fit = 1.0
    if question.places:
        if figure.place in question.places or (figure.body and figure.body in question.places):
            fit = 1.0
        elif not figure.place:
            fit = 0.6
        elif any(names_place(item.sentence.text, name) for name in question.places):
            fit = 0.7
        elif _NATION in question.places and not names_place(item.sentence.text, figure.place):
            fit = 0.75  # an article on the whole country takes its examples from places
        elif any(contains(figure.place, name) or contains(name, figure.place) for name in question.places):
            fit = _SCOPE
        else:
            fit = _WRONG
    if question.bodies and not _names_body(question, figure, item):
        fit *= 0.3 if figure.body else 0.5
    elif not question.bodies and figure.body:
        # Asked of the whole, found for a part: good enough when nothing better stands there.
        fit *= 0.93
    return fit


def names_place(text: str, place: str) -> bool:
    """Whether `text` itself names the place, under any of its names."""
    return place in named_places(text)


def _names_body(question: Question, figure: Figure, item: Scored) -> bool:
    text = fold(figure.body + figure.indicator) + clause_of(figure, item)
    return any(fold(body) in text for body in question.bodies)


def period_fit(question: Question, period: Period | None, measure: str = "") -> float:
    """1 for the same span, less for a part or a wider span, nothing for another time. 1 when no time is asked."""
    wanted = question.periods or ((question.period,) if question.period else ())
    if not wanted:
        return 1.0
    best = max(_overlap(one, period) for one in wanted)
    # What stands since a day is told of the time at which it was counted.
    share = {"cumulative": 0.75, "level": 0.6}.get(measure, 0.0)
    if period and period.start and period.end and (period.end - period.start).days > _YEAR:
        ends = [one for one in wanted if (one.start or date.min) <= period.end <= (one.end or date.max)]
        best = max(best, share if ends else 0.0)
    return best


def _overlap(wanted: Period, found: Period | None) -> float:
    if found is None or (found.start is None and found.end is None):
        return UNDATED
    if _days(wanted) == _days(found):
        return 1.0
    if found.by_end or wanted.by_end:
        return _by_then(wanted, found)
    return _spans(wanted, found)


def _days(period: Period) -> tuple[date, date]:
    """The first and last day; the ends of time where one is open."""
    return period.start or date.min, period.end or date.max


def _by_then(wanted: Period, found: Period) -> float:
    """The fit of a time by which something is so, asked or found."""
    (a, b), (c, d) = _days(wanted), _days(found)
    if found.by_end and wanted.by_end:
        # "As of September" is told by an article of that month.
        return 1.0 if b == d else (0.8 if a <= d and abs((b - d).days) <= _SAME_TIME else _WRONG)
    if found.by_end:
        # "by the end of 2024" tells of 2024 as a whole, and of nothing before.
        return 0.95 if a <= d <= b else _WRONG
    if wanted.start is None and b == d:
        return 0.95  # a plan's span ends then
    if (c.month, c.day) == (1, 1) and b.month < 12 and abs((b - d).days) <= _SAME_TIME:
        return 0.8  # by the middle of the year: its first half
    return 0.95 if c <= b <= d and found.year() == wanted.year() else _WRONG


def _spans(wanted: Period, found: Period) -> float:
    """The fit of two spans that are not the same: by what they share, and which holds the other."""
    (a, b), (c, d) = _days(wanted), _days(found)
    if d < a or c > b:
        return _WRONG
    shared = (min(b, d) - max(a, c)).days + 1
    if shared >= _NEARLY * max((b - a).days + 1, (d - c).days + 1):
        return 0.85
    if a <= c and d <= b:
        return 0.75 if (b - a).days <= _YEAR else 0.85
    if c <= a and b <= d:
        if b == d and wanted.start != found.start:
            return 0.85  # what a plan sets for its whole span is due at its end
        return 0.45 if found.start is None or found.end is None or (d - c).days > 400 else 0.6
    return 0.4


def nature_fit(question: Question, figure: Figure) -> float:
    goal = figure.nature in ("goal", "forecast")
    if question.nature is None:
        return 0.9 if goal else 1.0
    if question.nature in ("goal", "forecast"):
        return 1.0 if goal else 0.1
    return 1.0 if not goal else 0.1


def not_a_total(question: Question, figure: Figure, text: str, start: int) -> float:
    """Less than 1 for how many there are in all (达到140家) where those added are asked for."""
    if figure.measure != "level":
        return 1.0
    reached = _REACHED.search(text[: max(0, figure.quantity.start - start)]) is not None
    if question.measure == "increment":
        return _POOR if reached else 1.0
    # By the end of 2022, or in all: 达到140家 rather than 培育40家.
    in_all = question.measure == "cumulative" or (question.period is not None and _is_point(question.period))
    in_all = in_all or asking_cues().has("raised_to", question.normal)
    aimed = figure.nature in ("goal", "forecast") and figure.quantity.unit_class == "count"
    return _HARDLY if in_all and aimed and not reached else 1.0


def unit_fit(question: Question, figure: Figure) -> float:
    """Whether the number is of the sort asked for: a share is not a count, a growth rate is not a level."""
    quantity, measure = figure.quantity, figure.measure
    if question.kind == "rank" or question.measure == "rank":
        return 1.0 if quantity.ordinal or measure == "rank" else _WRONG
    if quantity.ordinal:
        return _WRONG
    fit = _measure_fit(question, figure)
    if question.unit:
        return _of_unit(question, figure, fit)
    asked = _asked_class(question.normal)
    return fit if not asked or asked == quantity.unit_class else 0.15 * fit


def _measure_fit(question: Question, figure: Figure) -> float:
    """Whether the figure is of the side asked for: its level, growth, share, what was added, how many in all."""
    measure, wanted = figure.measure, question.measure
    percent = figure.quantity.unit_class in _PERCENT
    if wanted == "difference":
        return 1.0 if measure == "difference" else 0.3
    if question.kind == "growth" or wanted == "growth":
        return _growth_fit(figure)
    if question.kind == "share" or wanted == "share":
        return 1.0 if measure == "share" else (0.6 if percent and measure == "level" else 0.1)
    if wanted in ("increment", "cumulative"):
        if {measure, wanted} == {"increment", "cumulative"}:
            return _POOR
        return 1.0 if measure == wanted else (0.8 if measure == "level" else _POOR)
    if percent and any(_RATIO.search(form) for term in question.terms for form in (term.text, *term.zh)):
        return 1.0 if measure != "growth" else 0.8
    return _level_fit(question, figure)


def _growth_fit(figure: Figure) -> float:
    """The fit of a figure where a growth rate is asked for."""
    if figure.measure == "growth":
        return 1.0
    if figure.measure in ("difference", "multiple"):
        return 0.4
    return 0.5 if figure.quantity.unit_class in _PERCENT else 0.1


def _level_fit(question: Question, figure: Figure) -> float:
    """The fit of a figure where how much or how many there is is asked for."""
    measure = figure.measure
    if measure in ("growth", "difference", "share") and question.unit not in ("%", "个百分点"):
        return 0.9 if measure == "growth" and _GROWTH.search(question.normal) else _POOR
    if measure == "increment":
        # "at the end of 2023" asks how many there are, not how many were added.
        return 0.6 if _is_point(question.period) else 0.85
    return 0.85 if measure == "cumulative" else 1.0


def _of_unit(question: Question, figure: Figure, fit: float) -> float:
    """The fit with the unit that the question names."""
    quantity = figure.quantity
    if question.unit == quantity.unit:
        return fit if quantity.unit in COMMON_UNITS else 1.3 * fit
    if question.unit == "%" and quantity.unit_class in _PERCENT:
        return fit
    if question.language == "en" and {question.unit, quantity.unit} <= _COUNTERS | _PEOPLE:
        return fit  # English counts without a counter: laboratories are 个, 家 or 座
    return fit * (0.8 if _alike(question.unit, quantity.unit) else 0.15)


@lru_cache(maxsize=64)
def _asked_class(text: str) -> str:
    """The sort of number a question asks for without naming a unit: how long did it take → time."""
    return next(
        (name for name in ("time", "length", "area", "mass", "money") if asking_cues().has(f"asks_{name}", text)), ""
    )


# Units so common that sharing one says little.
COMMON_UNITS = frozenset(["个", "家", "元", "%", "人", "项", "次", "年", "个百分点"])


def _is_point(period: Period | None) -> bool:
    """Whether a period is a moment to count at (the end of 2023) rather than a span in which things happen."""
    if period is None or period.start is None or period.end is None:
        return period is not None and period.by_end
    return period.by_end or (period.end - period.start).days < 35


# Counters that stand for one another: a question's 多少个 or 几个 takes any of them.
_COUNTERS = LEXICON.words("thing_counters")
_PEOPLE = LEXICON.words("people_counters")
_VEHICLES = LEXICON.words("vehicle_counters")


def _alike(asked: str, found: str) -> bool:
    if asked == "个" and found in _COUNTERS:
        return True
    same = any({asked, found} <= group for group in (_COUNTERS, _PEOPLE, _VEHICLES))
    return asked in found or found in asked or same
