"""Answers that are worked out: the outcome of an operation becomes an `Answer` with its quotes and its working.

Comes in: a question, the passages found for it, and a way to read a rewritten one. Goes out: an `Answer`, or None when
the question is a lookup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qa.operate import Operator, Read
from qa.respond.answerer import Answerer
from qa.say import told
from qa.types import Answer, Hit, Question

if TYPE_CHECKING:
    from qa.retrieve.retriever import Retriever

# Operands that are less sure than this make no answer.
SURE = 0.42


class OperatedAnswerer:
    """Answers questions whose answer has to be worked out."""

    def __init__(
        self, retriever: Retriever, answerer: Answerer, search: Callable[[Question], Sequence[Hit]] | None = None
    ) -> None:
        """`search` finds the passages of a single question, within the limits that the asker set."""
        self._operator = Operator(retriever, search)
        self._answerer = answerer

    def answer(
        self, question: Question, hits: Sequence[Hit], read: Read, turns: Sequence[Question] = ()
    ) -> Answer | None:
        """The answer, or None for a lookup."""
        done = self._operator.operate(question, hits, read, turns)
        if done is None:
            return None
        outcome, working, ground = done
        if outcome.confidence < SURE:
            return None
        return self._answerer.finish_worked(question, told(outcome, working, question.language), dict(ground.articles))
