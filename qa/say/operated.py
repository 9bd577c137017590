"""An operation's outcome in words: the result, who is more, the rows, the working.

In: an `Operated` and its working. Out: lines of text, each with the slices of articles that prove it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.text import fold
from index.types import Quantity
from qa.operate import Chosen, Operated, Result, plain
from qa.say.names import indicator_text, nature_text, place_text
from qa.say.strings import say_worked as _say
from qa.say.times import period_text
from qa.say.values import value_text
from qa.types import Cite, FigureValue, Status

_SCALES = {"": 0, "万": 4, "亿": 8, "万亿": 12}


@dataclass(frozen=True, slots=True)
class Told:
    """Lines with their proof, the words in them that are the answer, and what was worked out, how, from what."""

    lines: tuple[tuple[str, tuple[Cite, ...]], ...]
    bold: str = ""
    status: Status = "answered"
    confidence: float = 0.0
    operation: str = "lookup"
    working: str | None = None
    figures: tuple[FigureValue, ...] = ()


def told(outcome: Operated, working: str, language: str) -> Told:
    """The outcome in words of the asker's language; partial where an operand is missing."""
    values = tuple(FigureValue(one.figure, one.quantity, cite_of(one)) for one in outcome.chosen)
    return replace(
        _told(outcome, working, language),
        status="partial" if outcome.missing else "answered",
        confidence=outcome.confidence,
        operation=outcome.plan.operation,
        working=working or None,
        figures=values,
    )


def _told(outcome: Operated, working: str, language: str) -> Told:
    if outcome.missing:
        return _gap(outcome, language)
    operation = outcome.plan.operation
    if operation in ("select", "rank", "each", "series"):
        return _rows(outcome, language)
    head, bold = _head(outcome, language)
    cites = tuple(cite_of(one) for one in outcome.chosen)
    lines: list[tuple[str, tuple[Cite, ...]]] = [(head + _say("stop", language), cites)]
    if len(outcome.chosen) > 2 or operation not in ("compare", "goal_met"):
        lines += [(_row(one, language), (cite_of(one),)) for one in outcome.chosen]
    if working and operation not in ("compare", "goal_met"):
        lines.append((_say("working", language, working=working_text(working, language)), cites))
    return Told(tuple(lines), bold)


def _head(outcome: Operated, language: str) -> tuple[str, str]:
    operation, result = outcome.plan.operation, outcome.result
    if operation in ("compare", "goal_met"):
        return _compared(outcome, language)
    assert result is not None
    value = result_text(result, language)
    labels = [_label(one, language) for one in outcome.chosen]
    if operation == "difference":
        return _difference(outcome, value, labels, language), value
    if operation == "ratio":
        return _say("times", language, one=labels[0], other=labels[1], value=value), value
    return _say("average" if operation == "average" else "sum", language, value=value), value


def _difference(outcome: Operated, value: str, labels: Sequence[str], language: str) -> str:
    one, other = (c.quantity.value for c in outcome.chosen[:2])
    if outcome.plan.word == "change":
        after, before = (_value(chosen, language) for chosen in outcome.chosen[:2])
        return _say(
            "changed_up" if _greater(outcome.chosen) else "changed_down",
            language,
            value=value,
            before=before,
            after=after,
        )
    goal = outcome.plan.operands and outcome.plan.operands[1].label == "goal"
    if goal:
        return _say("goal_over" if one >= other else "goal_left", language, value=value)
    if one == other:
        return _say("equal", language, one=labels[0], other=labels[1], value=_value(outcome.chosen[0], language))
    more, less = (labels[0], labels[1]) if _greater(outcome.chosen) else (labels[1], labels[0])
    return _say("difference", language, more=more, less=less, value=value)


def _greater(chosen: Sequence[Chosen]) -> bool:
    from qa.operate import amount

    return amount(chosen[0].quantity) >= amount(chosen[1].quantity)


def _compared(outcome: Operated, language: str) -> tuple[str, str]:
    one, other = outcome.chosen[:2]
    text = {"one": _label(one, language), "other": _label(other, language),
            "first": _value(one, language), "second": _value(other, language)}  # fmt: skip
    key = "same" if not outcome.winners else "above" if _greater(outcome.chosen) else "below"
    head = _say(key, language, **text)
    if outcome.verdict is None:
        if not outcome.winners:
            return head, text["first"]
        best = outcome.chosen[outcome.winners[0]]
        rest = outcome.chosen[1 - outcome.winners[0]]
        told = [(_label(c, language), _value(c, language)) for c in (best, rest)]
        keys = ("winner", "second")
        pair = [_say(key, language, label=a, value=b) for key, (a, b) in zip(keys, told, strict=True)]
        return ("；" if language == "zh" else "; ").join(pair), told[0][0]
    answer = _say("yes" if outcome.verdict else "no", language)
    return answer + head, answer.strip(" 。.")


def _rows(outcome: Operated, language: str) -> Told:
    plan, chosen = outcome.plan, outcome.chosen
    lines: list[tuple[str, tuple[Cite, ...]]] = []
    bold = ""
    if plan.operation == "select":
        winners = [chosen[i] for i in outcome.winners]
        comma = _say("comma", language)
        names = comma.join(_label(one, language) for one in winners)
        if plan.limit is not None:
            head = comma.join(
                f"{_label(one, language)}{_say('of', language, about=_value(one, language))}" for one in winners
            )
            head = head or _say("none_beyond", language)
        else:
            head = _say("winner", language, label=names, value=_value(winners[0], language))
        bold = names if plan.limit is None else head if winners else ""
        lines.append(
            (head + _say("stop", language), tuple(cite_of(one) for one in winners) or tuple(map(cite_of, chosen)))
        )
        rest = [one for i, one in enumerate(chosen) if i not in outcome.winners]
        if rest:
            lines.append((_say("among", language, n=len(chosen)), ()))
        lines += [(_row(one, language), (cite_of(one),)) for one in chosen] if rest else []
        return Told(tuple(lines), bold)
    key = "ranked" if plan.operation == "rank" else "row"
    for n, one in enumerate(chosen, 1):
        text = _say(key, language, n=n, label=_label(one, language), value=_value(one, language))
        lines.append((text, (cite_of(one),)))
    return Told(tuple(lines), _value(chosen[0], language))


def _gap(outcome: Operated, language: str) -> Told:
    labels = _say("comma", language).join(label_text(label, language) for label in outcome.missing)
    lines: list[tuple[str, tuple[Cite, ...]]] = [(_say("missing", language, labels=labels), ())]
    lines += [(_row(one, language), (cite_of(one),)) for one in outcome.chosen]
    return Told(tuple(lines), "")


def cite_of(one: Chosen) -> Cite:
    """The sentence (or row) that holds the figure."""
    return Cite(one.source, one.figure.sentence_start, one.figure.sentence_end, one.hit, one.figure)


def _row(one: Chosen, language: str) -> str:
    figure = one.figure
    about = [period_text(figure.period, language) if figure.period else ""]
    about.append(indicator_text(figure.indicator, language) if figure.indicator else "")
    if figure.nature != "result":
        about.append(nature_text(figure.nature, language))
    inner = (" " if language == "en" else "").join(part for part in about if part and fold(part) not in fold(one.label))
    label = _label(one, language)
    label = f"{label}{_say('of', language, about=inner)}" if inner else label
    return _say("row", language, label=label, value=_value(one, language))


def _label(one: Chosen, language: str) -> str:
    return label_text(one.label, language, one)


def label_text(label: str, language: str, one: Chosen | None = None) -> str:
    """An operand's name in the asker's language."""
    if label in ("result", "goal", "before", "after"):
        return _say(label, language)
    if one is not None and one.period is not None and label == fold(one.period.text):
        return period_text(one.period, language) or label
    if language == "en" and not label.isascii():
        return place_text(label, language)
    return label


def _value(one: Chosen, language: str) -> str:
    if language == "zh" and one.written == "zh":
        return one.quantity.text
    return value_text(one.quantity, language, one.figure.measure)


def result_text(result: Result, language: str) -> str:
    """A computed number with its unit: 968亿元, "96.8 billion yuan (RMB)", 1.52倍."""
    number = plain(result.value)
    bound = result.bound or ("" if result.exact else "about")
    if result.unit == "倍":
        text = _say("times_en", language, number=number)
    elif result.unit == "个百分点":
        text = _say("points", language, number=number)
    elif result.unit == "%":
        text = _say("percent", language, number=number)
    elif language == "zh":
        text = f"{number}{result.scale}{result.unit}"
    else:
        text = _english(result)
    return _say(f"bound_{bound}", language, value=text) if bound else text


def _english(result: Result) -> str:
    value = result.value.scaleb(_SCALES[result.scale])
    quantity = Quantity(0, 0, f"{plain(result.value)}{result.scale}{result.unit}", value, result.unit, "other")
    return value_text(quantity, "en", beside=False)


def working_text(working: str, language: str) -> str:
    """The working as the asker reads it: the units of its result in English for an English question."""
    if language == "zh":
        return working
    head, sign, tail = working.rpartition("= ") if "= " in working else working.rpartition("≈ ")
    return f"{head}{sign}{tail}"


def as_quantity(result: Result) -> Quantity:
    """A computed number as a quantity."""
    value = result.value.scaleb(_SCALES[result.scale]) if result.scale else result.value
    return replace(Quantity(0, 0, "", Decimal(value), result.unit, "other"), bound="")


__all__ = ["Told", "cite_of", "result_text", "told", "working_text"]
