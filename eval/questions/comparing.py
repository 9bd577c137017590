"""Two runs of one set, question by question.

Comes in: the outcomes of an earlier run and of this one. Goes out: which questions were won and lost, and the
probability that chance alone would differ so much (two-sided exact sign test).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics import sign_test
from eval.questions.runner import Outcome


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose verdict changed, before and now."""

    before: Outcome
    now: Outcome


@dataclass(frozen=True, slots=True)
class Comparison:
    """`ties`: questions with the same verdict; `only_before`/`only_now`: asked in one of the runs alone (by question
    and history, not by id), and left out of the test."""

    wins: tuple[Change, ...]
    losses: tuple[Change, ...]
    ties: int
    only_before: int
    only_now: int

    @property
    def p(self) -> float:
        """The p-value of the exact sign test over wins and losses."""
        return sign_test(len(self.wins), len(self.losses))

    def sentence(self) -> str:
        """The comparison in one line."""
        text = f"{len(self.wins)} won, {len(self.losses)} lost, {self.ties} the same; sign test p = {self.p:.3g}"
        if self.only_before or self.only_now:
            text += f" ({self.only_before} asked only before, {self.only_now} only now)"
        return text


def compare(before: Sequence[Outcome], now: Sequence[Outcome]) -> Comparison:
    """Pair the runs by what was asked."""
    old = {(o.question, o.history): o for o in before}
    wins: list[Change] = []
    losses: list[Change] = []
    ties = only_now = 0
    for outcome in now:
        earlier = old.pop((outcome.question, outcome.history), None)
        if earlier is None:
            only_now += 1
        elif earlier.right == outcome.right:
            ties += 1
        else:
            (wins if outcome.right else losses).append(Change(earlier, outcome))
    return Comparison(tuple(wins), tuple(losses), ties, len(old), only_now)
