"""How well the decision keeps its promise: the four outcomes, calibration, risk and coverage.

In: for each question the probability of its best candidate, whether that is right, whether the question can be
answered. Out: numbers and tables. The formulas are those of selective question answering.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.decide.label import Outcome

BINS = 10


@dataclass(frozen=True, slots=True)
class Told:
    """A question decided: the probability shown, is the candidate right, can the question be answered at all."""

    probability: float
    right: bool
    answerable: bool


@dataclass(frozen=True, slots=True)
class Four:
    """Shares: of the questions with an answer those `right`, `wrong` though answered, `refused` though it is there (the
    rest was told as unsure and is not right); of those without the `due` refusals. `there`, `absent`: how many."""

    right: float
    wrong: float
    refused: float
    due: float
    there: int
    absent: int

    def line(self) -> str:
        """The shares as a row of a table."""
        return f"{self.right:.3f}  {self.wrong:.3f}  {self.refused:.3f}  {self.due:.3f}  ({self.there} + {self.absent})"


def four(outcomes: Iterable[Outcome]) -> Four:
    """The four shares; a share of nothing is 0."""
    n = Counter(outcomes)
    there, absent = n["right"] + n["wrong"] + n["refused"] + n["unsure"], n["due"] + n["false"]
    return Four(
        n["right"] / (there or 1), n["wrong"] / (there or 1), n["refused"] / (there or 1), n["due"] / (absent or 1),
        there, absent,
    )  # fmt: skip


def outcome_at(told: Told, answered: float, partial: float) -> Outcome:
    """What becomes of a question at the two thresholds."""
    if told.probability < partial:
        return "refused" if told.answerable else "due"
    if not told.answerable:
        return "false"
    return "right" if told.right else "wrong" if told.probability >= answered else "unsure"


def calibration_error(told: Sequence[Told], least: float = 0.0) -> float:
    """The expected calibration error over `BINS` bins of equal width, of answers shown with at least `least`."""
    shown = [one for one in told if one.probability >= least]
    total = 0.0
    for rows in bins(shown).values():
        total += abs(sum(one.probability for one in rows) - sum(one.right for one in rows))
    return total / (len(shown) or 1)


def bins(told: Iterable[Told]) -> dict[int, list[Told]]:
    """The questions by tenths of probability."""
    found: dict[int, list[Told]] = {}
    for one in told:
        found.setdefault(min(BINS - 1, int(one.probability * BINS)), []).append(one)
    return dict(sorted(found.items()))


def brier(told: Sequence[Told]) -> float:
    """The mean squared distance of probability and truth."""
    return sum((one.probability - one.right) ** 2 for one in told) / (len(told) or 1)


def risk_at(told: Sequence[Told], coverage: float) -> float:
    """The share of wrong answers among the `coverage` share of questions decided most surely."""
    surest = sorted(told, key=lambda one: -one.probability)[: max(1, round(coverage * len(told)))]
    return sum(not one.right for one in surest) / (len(surest) or 1)


def choose_thresholds(told: Sequence[Told], wrong: float, due: float) -> tuple[float, float]:
    """The lowest thresholds for `answered` and `partial` at which at most `wrong` of the questions with an answer are
    wrong though answered and at least `due` of the others are refused."""
    steps = [i / 100 for i in range(5, 96)]

    def at(answered: float, partial: float) -> Four:
        return four(outcome_at(one, answered, partial) for one in told)

    partial = next((step for step in steps if at(step, step).due >= due), steps[-1])
    answered = next((step for step in steps if step >= partial and at(step, partial).wrong <= wrong), steps[-1])
    return answered, partial


def table(told: Sequence[Told], answered: float, partial: float) -> list[str]:
    """The measures of a set of questions as lines for people."""
    lines = [f"right  wrong  refused  due: {four(outcome_at(one, answered, partial) for one in told).line()}"]
    lines.append(f"Brier {brier(told):.3f}  calibration error {calibration_error(told):.3f}")
    lines += [
        f"  {low / BINS:.1f}–{(low + 1) / BINS:.1f}: {len(rows):4d} questions, told "
        f"{sum(r.probability for r in rows) / len(rows):.2f}, right {sum(r.right for r in rows) / len(rows):.2f}"
        for low, rows in bins(told).items()
    ]
    lines.append("risk at coverage " + "  ".join(f"{c:.1f}: {risk_at(told, c):.3f}" for c in (0.2, 0.4, 0.6, 0.8)))
    return lines
