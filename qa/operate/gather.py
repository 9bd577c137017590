"""One figure for each place, body or time that the articles give it for: what is ranked, chosen among, or listed.

In: the candidate figures of a question for an indicator. Out: one `Chosen` for each, all of one measure and unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from index.entities import contains, place
from index.text import fold
from index.types import Figure, Period
from qa.evidence import FITS, Fitted
from qa.operate.compute import comparable
from qa.operate.find import ACCEPT, Ground, chosen_of, owner_of, same_indicator, same_side
from qa.operate.types import Chosen, Over

Key = tuple[str, str]
# A figure belongs to the row when it is nearly as much about what is asked as the best of it.
_ALIKE = 0.7
_LEAST = 2
# Words in front of a number that name a thing.
_NAMED = 3
_DAYS: dict[Over, tuple[int, int]] = {"month": (27, 31), "quarter": (89, 92), "year": (364, 366)}
_ITEM_CUT = re.compile("(?:总?投资|产量|产值|收入|面积|长度|全长|的){1,4}$")


def gather(found: Sequence[Fitted], over: Over, ground: Ground) -> tuple[Chosen, ...]:
    """One figure for each place, body, time or thing, best first of its own; empty when there are fewer than two."""
    able = [c for c in found if min(c.period, c.nature) >= FITS and c.about >= ACCEPT]
    if not able:
        return ()
    best = max(c.about * c.period * c.nature for c in able)
    rows = [
        _row(pivot, able, over, ground)
        for pivot in able[:12]
        if pivot.about * pivot.period * pivot.nature >= 0.8 * best
    ]
    full = [row for row in rows if len(row) >= _LEAST]
    if not full:
        return ()
    chosen = max(full, key=lambda row: (sum(one.score for one in row.values()), len(row)))
    return tuple(_without_wholes(chosen, over).values())


def _row(pivot: Fitted, able: Sequence[Fitted], over: Over, ground: Ground) -> dict[Key, Chosen]:
    """The best figure of each key among those that can be held against `pivot`."""
    key_of = _key(over, ground)
    row: dict[Key, Chosen] = {}
    rank: dict[Key, tuple[float, date]] = {}
    for c in able:
        key = key_of(c)
        if key is None or not _fits_beside(c, pivot, over):
            continue
        worth = (c.about * c.period * c.nature, _end(c.figure.period))
        if key not in row or worth > rank[key]:
            row[key], rank[key] = chosen_of(key[1], c), worth
    return row


def _fits_beside(c: Fitted, pivot: Fitted, over: Over) -> bool:
    a, b = c.figure, pivot.figure
    if c.about < _ALIKE * pivot.about or not comparable(a.quantity, b.quantity) or not same_side(a, b):
        return False
    if not same_indicator(a, b):
        return False
    if over in _DAYS:
        return (a.place, a.body) == (b.place, b.body) and (a.nature == "result") == (b.nature == "result")
    return _same_span(a.period, b.period) and (a.nature == "result") == (b.nature == "result")


def _same_span(one: Period | None, other: Period | None) -> bool:
    """Whether two figures are of the same time, as far as it is told."""
    if one is None or other is None:
        return True
    if one.by_end or other.by_end:
        return one.end is not None and other.end is not None and abs((one.end - other.end).days) <= 31
    return (one.start, one.end) == (other.start, other.end)


def _end(period: Period | None) -> date:
    return (period.end or period.start or date.min) if period else date.min


def _key(over: Over, ground: Ground) -> Callable[[Fitted], Key | None]:
    if over in _DAYS:
        low, high = _DAYS[over]
        return lambda c: _time_key(c.figure.period, low, high)
    if over == "place":
        return lambda c: _place_key(c, ground)
    if over == "body":
        return lambda c: _body_key(c, ground)
    return lambda c: _item_key(c, ground)


def _time_key(period: Period | None, low: int, high: int) -> Key | None:
    if period is None or period.end is None:
        return None
    if period.start is None or period.by_end:
        ends = (period.end.month, period.end.day) == (12, 31)
        return (str(period.end), str(period.end.year)) if ends and high > 300 else None
    days = (period.end - period.start).days + 1
    return (f"{period.start}–{period.end}", period.text) if low <= days <= high else None


def _place_key(c: Fitted, ground: Ground) -> Key | None:
    figure = c.figure
    if figure.body and place(figure.body) is not None:
        return (figure.body, figure.body)
    if figure.body:
        return (fold(figure.body), figure.body)
    return (figure.place, figure.place) if figure.place else None


def _body_key(c: Fitted, ground: Ground) -> Key | None:
    owner = owner_of(c, ground.names)
    if not owner:
        own = ground.names.of.get(c.source, ())
        owner = own[0] if own else ""
    return (owner, owner) if owner else None


def _item_key(c: Fitted, ground: Ground) -> Key | None:
    figure = c.figure
    if figure.body:
        return (fold(figure.body), figure.body)
    owner = owner_of(c, ground.names)
    if owner:
        return (owner, owner)
    item = _ITEM_CUT.sub("", _lead(c, figure))
    return (item, item) if len(item) >= _NAMED else None


def _lead(c: Fitted, figure: Figure) -> str:
    """The words in front of the number in its clause: what it is said of."""
    sentence = c.scored.sentence
    text = sentence.text[: figure.quantity.start - sentence.start]
    clause = re.split("[，。；：、,;:（(]|其中", text)[-1]
    return re.split("为|达到?|完成|实现|有|是|增长|下降|同比|占|超过|每", clause)[0].strip()


def _without_wholes(row: dict[Key, Chosen], over: Over) -> dict[Key, Chosen]:
    """The row without a place that holds others of it: the city's total is no district's figure."""
    if over != "place":
        return row
    return {
        key: one for key, one in row.items()
        if not any(other is not key and contains(key[0], other[0]) for other in row)
    }  # fmt: skip
