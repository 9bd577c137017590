"""Answers that are worked out: the outcome of an operation becomes an `Answer` with its quotes and its working.

Comes in: a question, the passages found for it, and a way to read a rewritten one. Goes out: an `Answer`, or None when
the question is a lookup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.operate import Operator, Read, RowPlan, row_plan
from qa.respond.answerer import Answerer
from qa.say import list_item_text, say_worked, told
from qa.types import NOT_FOUND, Answer, Hit, Items, Question

if TYPE_CHECKING:
    from qa.retrieve import Retriever

# Operands that are less sure than this make no answer.
SURE = 0.42


class OperatedAnswerer:
    """Answers questions whose answer has to be worked out."""

    def __init__(
        self, retriever: Retriever, answerer: Answerer, search: Callable[[Question], Sequence[Hit]] | None = None
    ) -> None:
        """`search` finds the passages of a single question, within the limits that the asker set."""
        self._operator = Operator(retriever, search)
        self._search = search or retriever.search
        self._answerer = answerer

    def answer(
        self, question: Question, hits: Sequence[Hit], read: Read, turns: Sequence[Question] = ()
    ) -> Answer | None:
        """The answer, or None for a lookup and where no passage is of a place asked about."""
        if not all(any(_of_place(place, hit) for hit in hits) for place in question.places):
            return None
        done = self._operator.operate(question, hits, read, turns)
        if done is None:
            return None
        outcome, working, ground = done
        if outcome.confidence < SURE:
            return None
        return self._answerer.finish_worked(question, told(outcome, working, question.language), dict(ground.articles))

    def after(self, question: Question, answer: Answer, hits: Sequence[Hit], read: Read) -> Answer | None:
        """What can be worked out where nothing is told as it is asked: items of a row counted or picked, a change."""
        row = row_plan(question.normal, question.language)
        if row is not None and question.kind != "yesno" and (row.does != "count" or _uncounted(question, answer)):
            picked = self._of_row(question, row, read)
            if picked is not None:
                return picked
        if answer.status != NOT_FOUND:
            return None
        done = self._operator.changed(question, hits, read)
        if done is None or done[0].confidence < SURE:
            return None
        outcome, working, ground = done
        return self._answerer.finish_worked(question, told(outcome, working, question.language), dict(ground.articles))

    def _of_row(self, question: Question, row: RowPlan, read: Read) -> Answer | None:
        """The items of the row that the question is about, counted or picked."""
        asked = replace(read(row.text), language=question.language)
        found = self._answerer.answer(asked, self._search(asked))
        if found.status != "answered" or not isinstance(found.value, Items):
            return None
        if row.does == "count" and any(char.isdigit() for text in found.value.texts for char in text[-4:]):
            return None  # a row of figures is no row of things
        items = [list_item_text(text, question.language) for text in found.value.texts]
        if row.does == "nth":
            if not 0 < row.nth <= len(items) and row.nth != -1:
                return None
            n = row.nth if row.nth > 0 else len(items)
            items = [items[n - 1]]
            text = say_worked("nth", question.language, item=items[0], n=n)
        elif row.does == "except":
            items = [item for item in items if row.without not in item and item not in row.without]
            text = say_worked("comma", question.language).join(items)
        else:
            joined = say_worked("comma", question.language).join(items)
            text = say_worked("counted", question.language, n=len(items), unit=row.unit, items=joined)
        marks = "".join(f"[{quote.n}]" for quote in found.citations)
        told_text = f"{text}{say_worked('stop', question.language)} {marks}".rstrip()
        operation = "count" if row.does == "count" else "select"
        return replace(found, question=question, text=told_text, bold=text, operation=operation)


def _uncounted(question: Question, answer: Answer) -> bool:
    """Whether nothing but the number itself is missing: the place and time asked are those of the articles."""
    if answer.status == "partial":
        return not question.periods
    plain = question.nature is None and not question.periods and not question.places
    return answer.status == NOT_FOUND and plain and {reason.code for reason in answer.missing} <= {"figure"}


def _of_place(place: str, hit: Hit) -> bool:
    """Whether a passage is of the place, or it or its title and heading name it."""
    short = place.rstrip("省市县区") if len(place) > 2 else place
    return hit.passage.place == place or short in f"{hit.passage.context} {hit.passage.text}"
