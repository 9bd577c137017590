"""Which figure of the articles is the one asked for.

Comes in: a `Question` and the scored sentences of the hits. Goes out: `Candidate`s, best first, each with how well its
indicator, place, period, nature and unit fit, so that a refusal can say which of them did not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from index.fold import fold
from index.places import contains, find_places
from index.quantity_words import BOUND_AFTER, BOUND_BEFORE
from index.types import Figure, Period, Quantity
from qa.evidence import CONTEXT, Evidence, Scored, forms_of, strength
from qa.question_cues import cues as question_cues
from qa.types import Question, Term

_ASKING = re.compile(r"(?:各|分别)?(?:是|有|为|达到?|达了|占)?(?:多少|多大|多高|几)")
_RATIO = re.compile(r"(?:率|比重|占比|强度|份额|比例|ratio|rate|share|intensity)$")
_GROWTH = re.compile(r"增长|增速|增幅|涨|提升|下降|grow|increase|rise|rose|fall|fell|decline")
_CLASS = re.compile("[一二三四五六七八九十特甲乙丙]级|[1-9]级")
_LEVEL = re.compile("国家级|省部?级|市级|区级|县级")
_REACHED = re.compile(r"(?:达到?|增至|增加到|扩大到|突破|超过|累计|总数为?|共有?)$")
# Below this a fit counts as "not what was asked".
FITS = 0.5
_WORTH = 0.2
_WRONG, _POOR, _SCOPE = 0.05, 0.35, 0.2
# A figure whose time nobody knows does not answer a question that names one.
UNDATED = 0.45
_NATION = "中国"
_PERCENT = ("percent", "point", "ratio")
# How many days may lie between two "by then" that mean the same time.
_SAME_TIME = 31
_YEAR = 366
# "The past year" of a January article is nearly the year before.
_NEARLY = 0.9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure with its fits, each in [0, 1]. `score` is their product; `about` leaves place, period and nature out."""

    figure: Figure
    scored: Scored
    indicator: float
    place: float
    period: float
    nature: float
    unit: float

    @property
    def about(self) -> float:
        return min(1.0, self.indicator * self.unit)

    @property
    def score(self) -> float:
        return self.about * self.place * self.period * self.nature

    @property
    def quantity(self) -> Quantity:
        """The quantity with its bound words, as an answer prints it."""
        return worded(self.figure, self.scored.sentence.text, self.scored.sentence.start)

    @property
    def source(self) -> str:
        return self.scored.sentence.source


def worded(figure: Figure, sentence: str, start: int) -> Quantity:
    """The figure's quantity with the words that bound it ("超过", "左右") in its text; `sentence` begins at `start`.

    What an answer prints is then the article's own wording, not a synonym of it.
    """
    quantity = figure.quantity
    a, b = quantity.start - start, quantity.end - start
    lead = sentence[max(0, a - 14) : a]
    before = BOUND_BEFORE.search(lead)
    after = BOUND_AFTER.match(sentence, b)
    left = a - len(lead) + before.start() if before else a
    right = after.end() if after else b
    text = sentence[left:right].strip()
    # "3个、13.2个、5.7个百分点": the last of a row carries the unit of all.
    if quantity.unit in ("%", "个百分点") and not text.endswith(("%", "％", "点")) and not after:
        text = text.removesuffix("个") + quantity.unit
    return replace(quantity, text=text)


def candidates(question: Question, scored: Sequence[Scored], evidence: Evidence) -> list[Candidate]:
    """Every figure of the scored sentences, best first."""
    found: list[Candidate] = []
    for item in scored:
        sentence = item.sentence
        # No figure fits its question better than the sentence around it does.
        for figure in sentence.passage.figures if item.coverage >= _WORTH else ():
            if not sentence.start <= figure.quantity.start < sentence.end:
                continue
            found.append(
                Candidate(
                    figure, item, _indicator(figure, item, evidence), place_fit(question, figure, item),
                    period_fit(question, figure.period, figure.measure), _nature(question, figure),
                    _unit(question, figure) * _not_a_total(question, figure, sentence.text, sentence.start),
                )
            )  # fmt: skip
    return sorted(found, key=lambda c: (-c.score, c.scored.sentence.hit.rank, c.figure.quantity.start))


def _indicator(figure: Figure, item: Scored, evidence: Evidence) -> float:
    """Coverage of the question's terms, the figure's own indicator counting most, then its clause, then the rest."""
    sentence = item.sentence
    own = fold(figure.indicator)
    clause = clause_of(figure, item)
    values = []
    head = _head(evidence.question)
    leads = head is not None and strength(head, own) >= 0.95
    at = figure.indicator_start if figure.indicator_start >= 0 else figure.quantity.start
    before = sentence.folded[: max(0, at - sentence.start)]
    for term, whole, in_own, in_clause in zip(
        evidence.terms, item.strengths, evidence.strengths(own), evidence.strengths(clause), strict=True
    ):
        near = max(in_own, 0.92 * in_clause, 0.95 * _elliptical(term, own, before))
        # An indicator named elsewhere in the sentence is another figure's; a topic there still governs this one.
        far = (0.6 if term.role == "indicator" and not leads else 0.85) * whole
        soft = whole if not term.zh else 0.0
        values.append(max(near, far, 0.9 * soft))
    coverage = evidence.weigh(values)
    lead = [v for v, t in zip(values, evidence.terms, strict=True) if t.role == "indicator"]
    floor = min(1.0, 0.4 + 0.6 * max(lead)) if lead and not leads else 1.0
    nearness = _specificity(own, evidence) if sentence.passage.language == "zh" else 1.0
    if head is not None and strength(head, own) < 0.8 <= max(strength(head, clause), strength(head, sentence.folded)):
        nearness *= 0.8
    if _other_level(evidence.question.normal, own):
        nearness *= _POOR
    if sentence.block.kind == "heading":
        nearness *= 0.9  # a heading rounds what its text says exactly
    return coverage * floor * nearness * _averaged(evidence.question, clause)


def _elliptical(term: Term, own: str, before: str) -> bool:
    """Whether the indicator is the tail of the term and its modifier stands earlier in the sentence.

    "规上工业总产值达2.6万亿元，增加值增长10.7%": 增加值 is that of 规上工业.
    """
    # After 、 comes another item, not the rest of the one before.
    if len(own) < 2 or not term.zh or before.rstrip("“ ").endswith("、"):
        return False
    tails = (form.text for form in forms_of(term) if form.text.endswith(own) and len(form.text) > len(own))
    return any(form[: -len(own)] in before for form in tails)


def _other_level(asked: str, own: str) -> bool:
    """Whether the indicator is of another level or class than the one asked for: 国家一级, 市级 for 国家级."""
    for kind in (_CLASS, _LEVEL):
        wanted, found = set(kind.findall(asked)), set(kind.findall(own))
        if wanted and found and not wanted & found:
            return True
    return False


@lru_cache(maxsize=64)
def _head(question: Question) -> Term | None:
    """The term right before the asking word: in 一般公共预算收入中税收是多少 it is 税收 that is asked."""
    if question.language != "zh":
        return None
    asked = _ASKING.search(question.normal)
    if asked is None:
        return None
    lead = question.normal[: asked.start()]
    for term in question.terms:
        if term.role in ("indicator", "topic") and any(lead.endswith(fold(form)) for form in (term.text, *term.zh)):
            return term
    return None


def _specificity(own: str, evidence: Evidence) -> float:
    """A little less for an indicator that says more than was asked (工业总产值 asked, 工业总产值增速 found)."""
    if not own or not evidence.terms:
        return 1.0
    longest = max((len(form.text) for term in evidence.terms if term.zh for form in forms_of(term)), default=len(own))
    surplus = max(0, len(own) - longest)
    return 1.0 - min(0.12, 0.01 * surplus)


def _averaged(question: Question, clause: str) -> float:
    """Less for a single year's rate where an average was asked."""
    asked = question_cues().has("average", question.normal)
    return 0.8 if asked and not question_cues().has("average", clause) else 1.0


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
        fit *= 0.5
    elif not question.bodies and figure.body:
        # Asked of the whole, found for a part: good enough when nothing better stands there.
        fit *= 0.93
    return fit


@lru_cache(maxsize=256)
def names_place(text: str, place: str) -> bool:
    """Whether `text` itself names the place, under any of its names."""
    return any(mention.name == place for mention in find_places(text))


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
    a, b = wanted.start or date.min, wanted.end or date.max
    c, d = found.start or date.min, found.end or date.max
    if (a, b) == (c, d):
        return 1.0
    if found.by_end and wanted.by_end:
        # "As of September" is told by an article of that month.
        return 1.0 if b == d else (0.8 if a <= d and abs((b - d).days) <= _SAME_TIME else _WRONG)
    if found.by_end:
        # "by the end of 2024" tells of 2024 as a whole, and of nothing before.
        return 0.95 if a <= d <= b else _WRONG
    if wanted.by_end and wanted.start is None and b == d:
        return 0.95  # a plan's span ends then
    if wanted.by_end:
        return 0.95 if c <= b <= d and found.year() == wanted.year() else _WRONG
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


def _nature(question: Question, figure: Figure) -> float:
    goal = figure.nature in ("goal", "forecast")
    if question.nature is None:
        return 0.9 if goal else 1.0
    if question.nature in ("goal", "forecast"):
        return 1.0 if goal else 0.1
    return 1.0 if not goal else 0.1


def _not_a_total(question: Question, figure: Figure, text: str, start: int) -> float:
    """Less than 1 for how many there are in all (达到140家) where those added are asked for."""
    level = question.measure == "increment" and figure.measure == "level"
    return _POOR if level and _REACHED.search(text[: max(0, figure.quantity.start - start)]) else 1.0


def _unit(question: Question, figure: Figure) -> float:
    """Whether the number is of the sort asked for: a share is not a count, a growth rate is not a level."""
    quantity, measure = figure.quantity, figure.measure
    percent = quantity.unit_class in _PERCENT
    if question.kind == "rank" or question.measure == "rank":
        return 1.0 if quantity.ordinal or measure == "rank" else _WRONG
    if quantity.ordinal:
        return _WRONG
    fit = 1.0
    wanted = question.measure
    if wanted == "difference":
        fit = 1.0 if measure == "difference" else 0.3
    elif question.kind == "growth" or wanted == "growth":
        if measure == "growth":
            fit = 1.0
        elif measure in ("difference", "multiple"):
            fit = 0.4
        else:
            fit = 0.1 if not percent else 0.5
    elif question.kind == "share" or wanted == "share":
        fit = 1.0 if measure == "share" else (0.6 if percent and measure == "level" else 0.1)
    elif wanted in ("increment", "cumulative"):
        fit = 1.0 if measure == wanted else (0.8 if measure == "level" else _POOR)
        if {measure, wanted} == {"increment", "cumulative"}:
            fit = _POOR
    elif percent and any(_RATIO.search(form) for term in question.terms for form in (term.text, *term.zh)):
        fit = 1.0 if measure != "growth" else 0.8
    elif measure in ("growth", "difference", "share") and question.unit not in ("%", "个百分点"):
        fit = 0.9 if measure == "growth" and _GROWTH.search(question.normal) else _POOR
    elif measure == "increment":
        # "at the end of 2023" asks how many there are, not how many were added.
        fit = 0.6 if _is_point(question.period) else 0.85
    elif measure == "cumulative":
        fit = 0.85
    if question.unit:
        if question.unit == quantity.unit:
            return fit if quantity.unit in COMMON_UNITS else 1.3 * fit
        if question.unit == "%" and percent:
            return fit
        if question.language == "en" and {question.unit, quantity.unit} <= _COUNTERS | _PEOPLE:
            return fit  # English counts without a counter: laboratories are 个, 家 or 座
        return fit * (0.8 if _alike(question.unit, quantity.unit) else 0.15)
    return fit


# Units so common that sharing one says little.
COMMON_UNITS = frozenset(["个", "家", "元", "%", "人", "项", "次", "年", "个百分点"])


def _is_point(period: Period | None) -> bool:
    """Whether a period is a moment to count at (the end of 2023) rather than a span in which things happen."""
    if period is None or period.start is None or period.end is None:
        return period is not None and period.by_end
    return period.by_end or (period.end - period.start).days < 35


# Counters that stand for one another: a question's 多少个 or 几个 takes any of them.
_COUNTERS = frozenset("个家项座户只处所条款种件批类艘")
_PEOPLE = frozenset("人名位")


def _alike(asked: str, found: str) -> bool:
    if asked == "个" and found in _COUNTERS:
        return True
    same = any({asked, found} <= group for group in (_COUNTERS, _PEOPLE))
    return asked in found or found in asked or same


def context_coverage(item: Scored) -> float:
    """How much of the coverage a sentence owes to itself rather than to its surroundings, in [0, 1]."""
    return item.own / item.coverage if item.coverage else 1.0 - CONTEXT
