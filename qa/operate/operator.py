"""Works a plan out: operands found, held together, computed; or what is missing of them.

In: a question, its passages, and a way to read a rewritten one. Out: an `Operated`, or None when the question is a
plain lookup, or nothing of the plan can be found (then the usual ways of answering have their turn).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.entities import contains
from index.text import fold
from index.types import Quantity
from qa.operate import compute
from qa.operate.change import asks_change, changed_pair, without_change
from qa.operate.compute import Worked, amount
from qa.operate.find import Finder, Ground, chosen_of, fitting, together
from qa.operate.gather import gather
from qa.operate.plan import Read, plan_of
from qa.operate.subjects import names_of
from qa.operate.types import Chosen, Operand, Operated, Plan
from qa.types import Hit, Question

if TYPE_CHECKING:
    from qa.retrieve import Retriever

_DEPTH = 40
_MOST_ROWS = 20


class Operator:
    """Plans and works out questions over one index."""

    def __init__(self, retriever: Retriever, search: Callable[[Question], Sequence[Hit]] | None = None) -> None:
        """`search` finds the passages of a single question (default: all of the index)."""
        self._retriever = retriever
        self._finder = Finder(retriever, search or (lambda asked: retriever.search(asked, _DEPTH)))

    def operate(
        self, question: Question, hits: Sequence[Hit], read: Read, turns: Sequence[Question] = ()
    ) -> tuple[Operated, str, Ground] | None:
        """What came of the question's operation, its working, and the articles; None for a lookup."""
        articles = {hit.passage.source: self._retriever.index.article(hit.passage.source) for hit in hits}
        ground = Ground(articles, names_of(articles.values()), tuple(hits))
        plan = plan_of(question, ground.names, read, turns)
        if plan is None:
            return None
        if plan.operands:
            return self._beside(plan, ground)
        return self._gathered(plan, ground)

    def changed(self, question: Question, hits: Sequence[Hit], read: Read) -> tuple[Operated, str, Ground] | None:
        """By how much a value changed, from what it was before and after."""
        if not asks_change(question.normal):
            return None
        text = without_change(question.normal)
        if not text:
            return None
        asked = read(f"{text}是多少" if question.language == "zh" else f"what was {text}?")
        asked = replace(asked, language=question.language, kind="quantity", measure="", unit="")
        articles = {hit.passage.source: self._retriever.index.article(hit.passage.source) for hit in hits}
        found, ground = self._finder.figures(asked, Ground(articles, names_of(articles.values()), tuple(hits)))
        pair = changed_pair(found)
        if pair is None or not compute.comparable(pair[0].figure.quantity, pair[1].figure.quantity):
            return None
        row = (chosen_of("after", pair[0]), chosen_of("before", pair[1]))
        worked = compute.difference(*sorted((one.quantity for one in row), key=amount, reverse=True))
        plan = Plan("difference", asked, word="change")
        return Operated(plan, row, worked.result), worked.working, ground

    # --- operands that the question names -------------------------------------------------------------------

    def _beside(self, plan: Plan, ground: Ground) -> tuple[Operated, str, Ground] | None:
        options: list[list[Chosen]] = []
        named = [operand.name for operand in plan.operands]
        for operand in plan.operands:
            found, ground = self._finder.figures(operand.question, ground)
            rivals = [name for name in named if name and name != operand.name]
            options.append(fitting(operand, found, ground, rivals))
        gaps = tuple(operand.label for operand, fits in zip(plan.operands, options, strict=True) if not fits)
        if len(gaps) == len(options):
            return None
        if gaps and plan.operation in ("goal_met", "select", "each", "average"):
            return None
        if gaps:
            kept = tuple(fits[0] for fits in options if fits)
            return Operated(plan, kept, missing=gaps), "", ground
        row = together(options)
        if row is None:
            return None
        done = settle(plan, row)
        return (done[0], done[1], ground) if done else None

    # --- operands that the articles name --------------------------------------------------------------------

    def _gathered(self, plan: Plan, ground: Ground) -> tuple[Operated, str, Ground] | None:
        asked = plan.asked
        outer = asked.places if plan.over == "place" else ()
        found, ground = self._finder.figures(replace(asked, places=() if outer else asked.places), ground)
        if plan.word == "parts":
            return self._parts(plan, found, ground)
        over = "year" if plan.over == "year" else plan.over
        row = gather(found, over, ground)
        row = tuple(one for one in row if _inside(one.label, outer) and not _left_out(one.label, plan.excluded))
        if len(row) < 2:
            return None
        return (*_arranged(plan, row), ground)

    def _parts(self, plan: Plan, found: Sequence[object], ground: Ground) -> tuple[Operated, str, Ground] | None:
        """The sum over the months (or quarters) of the time asked, where they fill it and nothing tells the whole."""
        period = plan.asked.period
        whole = [c for c in found if getattr(c, "period", 0.0) >= 0.9 and getattr(c, "score", 0.0) >= 0.42]
        if whole or period is None or period.start is None or period.end is None:
            return None
        for over in ("month", "quarter"):
            row = [one for one in gather(found, over, ground) if one.period and one.period.start and one.period.end]  # type: ignore[arg-type]
            row.sort(key=lambda one: one.period.start)  # type: ignore[union-attr,arg-type,return-value]
            days = sum(
                (one.period.end - one.period.start).days + 1
                for one in row
                if one.period and one.period.start and one.period.end
            )
            if row and days == (period.end - period.start).days + 1:
                worked = compute.total([one.quantity for one in row])
                return Operated(plan, tuple(row), worked.result), worked.working, ground
        return None


def _inside(label: str, outer: Sequence[str]) -> bool:
    return not outer or any(contains(place, label) or place == label for place in outer)


def _left_out(label: str, excluded: Sequence[str]) -> bool:
    return any(name.strip() and (name.strip() in label or label in name) for name in excluded)


def settle(plan: Plan, row: tuple[Chosen, ...]) -> tuple[Operated, str] | None:
    """The result of an operation over operands that belong together."""
    if plan.operation in ("each", "series"):
        return Operated(plan, row), ""
    if plan.operation in ("select", "rank"):
        return _arranged(plan, row)
    quantities = [one.quantity for one in row]
    if plan.operation == "goal_met" and not _one_measure(row):
        return None
    if plan.operation in ("compare", "goal_met"):
        return _compared(plan, row)
    worked = _computed(plan, quantities)
    if worked is None:
        return None
    return Operated(plan, row, worked.result), worked.working

_IN_ALL = "总投资"


def _one_measure(row: Sequence[Chosen]) -> bool:
    """Whether a result and a goal are of one measure, by the article's own words. What projects cost in all (总投资) is
    no result of a year and not held against its plan. Where one has no words of its own nothing speaks against it."""
    one, other = (fold(chosen.figure.indicator) for chosen in row[:2])
    return (one in other or other in one) and (_IN_ALL in one) == (_IN_ALL in other)


def _computed(plan: Plan, parts: Sequence[Quantity]) -> Worked | None:
    if plan.operation == "difference":
        ordered = sorted(parts, key=lambda q: -amount(q))
        return compute.difference(ordered[0], ordered[1])
    if plan.operation == "sum":
        return compute.total(parts)
    if plan.operation == "average":
        return compute.average(parts)
    if plan.operation == "ratio":
        return compute.ratio(parts[0], parts[1])
    return None


def _compared(plan: Plan, row: tuple[Chosen, ...]) -> tuple[Operated, str]:
    """Which of two is more; and whether that is what the question claims."""
    one, other = (amount(chosen.quantity) for chosen in row[:2])
    gap = (one - other) * plan.direction
    holds = (gap >= 0 if plan.or_equal else gap > 0) != plan.negated
    worked = compute.difference(*(c.quantity for c in sorted(row[:2], key=lambda c: -amount(c.quantity))))
    winner = () if one == other else (0,) if gap > 0 else (1,)
    return Operated(plan, row, worked.result, verdict=holds if plan.yesno else None, winners=winner), worked.working


def _arranged(plan: Plan, row: Sequence[Chosen]) -> tuple[Operated, str]:
    """The row in order, with those that the question asks for as winners."""
    if plan.operation in ("sum", "average"):
        worked = _computed(plan, [one.quantity for one in row])
        assert worked is not None
        return Operated(plan, tuple(row), worked.result), worked.working
    if plan.operation in ("each", "series"):
        ordered = sorted(row, key=_time_order) if plan.over in ("month", "quarter", "year") else list(row)
        return Operated(plan, tuple(ordered)), ""
    ordered = sorted(row, key=lambda one: -plan.direction * amount(one.quantity))[:_MOST_ROWS]
    if plan.operation == "rank":
        return Operated(plan, tuple(ordered), winners=tuple(range(len(ordered)))), ""
    if plan.limit is not None:
        limit = amount(plan.limit)
        over = [i for i, one in enumerate(ordered) if (amount(one.quantity) - limit) * plan.direction > 0]
        return Operated(plan, tuple(ordered), winners=tuple(over)), ""
    nth = min(plan.nth, len(ordered)) - 1
    level = amount(ordered[nth].quantity)
    winners = tuple(i for i, one in enumerate(ordered) if amount(one.quantity) == level)
    return Operated(plan, tuple(ordered), winners=winners), ""


def _time_order(one: Chosen) -> str:
    period = one.period
    return str((period.start or period.end) if period else "")


__all__ = ["Operand", "Operator", "settle"]
