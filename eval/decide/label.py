"""Is what is answered right? By its value, out of the right article.

In: an `Asked` question and an `Answer`. Out: one of the four `Outcome`s. A number counts by value and unit, a time by
the days it means, words when they hold the gold words and little else; an explanation when a quote holds its words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from eval.decide.articles import Asked
from index.numbers import find_quantities
from index.text import fold
from index.times import NOT_PERIODS, find_times
from qa.types import NOT_FOUND, Answer, FigureValue, Said, Value, When, YesNo

# right, wrong though answered, refused though it is there, a due refusal, answered though nothing is there, and partly:
# told as unsure and not right.
Outcome = Literal["right", "wrong", "refused", "due", "false", "unsure"]
_EXPLAINED = ("reason", "definition", "open")
_MARKS = str.maketrans("", "", "，。、；：“”\"'《》（）() ")


def outcome(asked: Asked, answer: Answer) -> Outcome:
    """What became of a question."""
    if not asked.answerable:
        return "due" if answer.status == NOT_FOUND else "false"
    if answer.status == NOT_FOUND:
        return "refused"
    if right(asked, answer):
        return "right"
    return "unsure" if answer.status == "partial" else "wrong"


def right(asked: Asked, answer: Answer) -> bool:
    """Whether the answer is right and proved out of its article."""
    value, cited = answer.value, [quote.text for quote in answer.citations if quote.source == asked.source]
    if not asked.answerable or value is None or not cited:
        return False
    if asked.kind == "yesno" or isinstance(value, YesNo):
        return asked.kind == "yesno" and isinstance(value, YesNo) and value.holds == (asked.verdict == "yes")
    told = words_of(value)
    if asked.kind == "list":
        return _list(asked, told, value)
    if asked.kind in _EXPLAINED:
        return any(near(told, span) or any(span in quote for quote in cited) for span in asked.spans)
    span = asked.spans[0]
    return near(told, span) or same_number(told, span) or (asked.kind == "date" and _same_time(asked, value, told))


def words_of(value: Value) -> str:
    """The article's words that a value is."""
    if isinstance(value, FigureValue):
        return value.quantity.text
    if isinstance(value, Said):
        return value.point or value.text
    if isinstance(value, When):
        return value.words
    for name in ("texts", "names", "places"):
        told: Iterable[object] = getattr(value, name, ())
        if told:
            return "、".join(str(getattr(one, "text", one)) for one in told)
    return ""


def near(told: str, span: str) -> bool:
    """Whether the words hold the span and little else, or are the better half of it.

    >>> near("约115万辆", "115万辆"), near("2024年直管区的整车产量一共达到了115万辆，同比增长12%以上", "115万辆")
    (True, False)
    """
    a, b = fold(told).translate(_MARKS), fold(span).translate(_MARKS)
    if not a or not b:
        return False
    if b in a:
        return len(a) <= 2.2 * len(b) + 6
    return a in b and 2 * len(a) >= len(b)


def same_number(told: str, span: str) -> bool:
    """Whether the words are the number of the span, with at most one more beside it."""
    ours, gold = find_quantities(told), find_quantities(span)
    return bool(gold) and len(ours) <= 2 and any(
        one.value == gold[0].value and (one.unit == gold[0].unit or not one.unit or not gold[0].unit) for one in ours
    )  # fmt: skip


def _list(asked: Asked, told: str, value: Value) -> bool:
    size = sum(map(len, asked.spans))
    if isinstance(value, Said):
        return all(span in value.text for span in asked.spans) and len(value.point or value.text) <= 60 + 2 * size
    return all(fold(span) in fold(told) for span in asked.spans) and len(told) <= 3 * size + 20


def _same_time(asked: Asked, value: Value, told: str) -> bool:
    gold = _days(asked.spans[0], asked.published)
    ours = _days(told, asked.published)
    if not ours and isinstance(value, When) and value.period:
        ours = [(value.period.start, value.period.end)]
    return bool(gold) and bool(ours) and gold[0] == ours[0]


def _days(text: str, published: str) -> list[tuple[date | None, date | None]]:
    mentions = find_times(text, date.fromisoformat(published), "day")
    return [(m.period.start, m.period.end) for m in mentions if m.period and m.rule not in NOT_PERIODS]
