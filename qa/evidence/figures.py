"""The figures of the scored sentences, each with how well it fits what is asked.

Comes in: a `Question` and the scored sentences of the hits. Goes out: `Fitted` figures, best first, each with how well
its indicator, place, period, nature and unit fit, so that a refusal can say which of them did not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.numbers import BOUND_AFTER, BOUND_BEFORE, find_quantities
from index.text import fold
from index.types import Figure, Quantity
from qa.evidence.coverage import Evidence, Scored, forms_of, strength
from qa.evidence.figure_fits import clause_of, nature_fit, not_a_total, period_fit, place_fit, unit_fit
from qa.lexicon import asking_cues
from qa.types import Cite, FigureValue, Question, Term

_ASKING = re.compile(
    r"(?:部分|方面|这块|这一块|一项|大概|大约)?(?:各|分别)?(?:是|有|为|达到?|达了|占)?(?:多少|多大|多高|几)"
)
_CLASS = re.compile("[一二三四五六七八九十特甲乙丙]级|[1-9]级")
_LEVEL = re.compile("国家级|省部?级|市级|区级|县级")
_WORTH = 0.2
# An indicator of another level or class is hardly the one asked for.
_OTHER = 0.35


# A number so small may be told and asked for by chance.
_TELLING = 11


@dataclass(frozen=True, slots=True)
class Fitted:
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

    @property
    def value(self) -> FigureValue:
        """The figure as an answer states it, proved by its sentence."""
        figure = self.figure
        cite = Cite(self.source, figure.sentence_start, figure.sentence_end, self.scored.sentence.hit, figure)
        return FigureValue(figure, self.quantity, cite)


def worded(figure: Figure, sentence: str, start: int) -> Quantity:
    """The figure's quantity with the words that bound it ("超过", "左右") in its text; `sentence` begins at `start`.

    What an answer prints is then the article's own wording, not a synonym of it.
    """
    quantity = figure.quantity
    a, b = quantity.start - start, quantity.end - start
    if quantity.text and quantity.text != sentence[a:b] and sentence[a:b].strip("+-−± ") in quantity.text:
        return quantity  # a cell of a table: its unit stands in a head
    lead = sentence[max(0, a - 14) : a]
    before = BOUND_BEFORE.search(lead)
    after = BOUND_AFTER.match(sentence, b)
    left = a - len(lead) + before.start() if before else a
    right = after.end() if after else b
    text = sentence[left:right].strip()
    # "3个、13.2个、5.7个百分点": the last of a row carries the unit of all.
    if quantity.unit in ("%", "个百分点") and not after and not text.endswith(("%", "％", "点", "成", "成多")):
        text = text.removesuffix("个") + quantity.unit
    return replace(quantity, text=text)


def fitted_figures(question: Question, scored: Sequence[Scored], evidence: Evidence) -> list[Fitted]:
    """Every figure of the scored sentences, best first."""
    found: list[Fitted] = []
    for item in scored:
        sentence = item.sentence
        # No figure fits its question better than the sentence around it does.
        for figure in sentence.passage.figures if item.coverage >= _WORTH else ():
            if not sentence.start <= figure.quantity.start < sentence.end:
                continue
            found.append(
                Fitted(
                    figure, item, _indicator(figure, item, evidence), place_fit(question, figure, item),
                    period_fit(question, figure.period, figure.measure), nature_fit(question, figure),
                    unit_fit(question, figure) * not_a_total(question, figure, sentence.text, sentence.start),
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
        nearness *= _OTHER
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
    asked = asking_cues().has("average", question.normal)
    return 0.8 if asked and not asking_cues().has("average", clause) else 1.0


def unless_told(question: Question, found: Sequence[Fitted]) -> list[Fitted]:
    """The figures without the numbers that the question itself tells: "119 projects got money. How much was it?"."""
    if question.kind in ("yesno", "series"):
        return list(found)
    told = {quantity.value for quantity in find_quantities(question.text) if quantity.value >= _TELLING}
    return [candidate for candidate in found if candidate.figure.quantity.value not in told]
