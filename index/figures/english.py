"""Figures of English sentences: the noun phrase before the verb, or the counted noun after the number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.figures.context import Ground, resolve_period, settle_nature
from index.figures.cues import english
from index.figures.measure import english_measure
from index.figures.place import PlaceAt
from index.times import NOT_PERIODS
from index.types import Figure, Nature, Quantity, TimeMention

_BREAK = re.compile(r"[,;:()\u2014](?![0-9])|\.(?=\s|$)|(?<=\s)(?:while|and|but|with|which|that)(?=\s)")
_LEAD = re.compile(
    r"(?i)(?:\s+|(?:the|a|an|its|their|our|his|and|but|while|with|that|which|of|in|by|to|for|from|at|on|also|it|they|we|"
    r"has|have|had|aims?|plans?|will|expected|targets?|city|municipality)\b|['’]s\b)+"
)
_TAIL_WORDS = re.compile(
    r"(?i)(?:\s|about|around|nearly|almost|some|roughly|approximately|over|than|more|less|least|by|to|at|of|from|a|the|up|an|"
    r"year-on-year|average|total|will|would|be|been|has|have|had|also|only|just|set|expected|aims?|targets?)"
)
_FILLERS = frozenset(
    ("is", "are", "was", "were", "has", "have", "had", "will", "aim", "aims", "plan", "plans", "target", "targets",
     "expect", "expects", "to", "in", "of")
)  # fmt: skip
_LONGEST_FILLER = max(map(len, _FILLERS))
_AFTER = re.compile(
    r"\s+(?:of\s+(?:the\s+)?)?((?:(?!(?:in|by|from|as|to|and|or|at|on|for|with|last|this|were|was|is|are|have|has|had)\b)[A-Za-z][\w'’-]*\s?){1,6})"
)


def sentence_figures(
    text: str,
    quantities: list[Quantity],
    times: list[TimeMention],
    places: list[PlaceAt],
    bounds: tuple[int, int],
    ground: Ground,
) -> Iterator[Figure]:
    """The figures of one English sentence."""
    earlier: tuple[str, int, int] | None = None
    for i, quantity in enumerate(quantities):
        after = _AFTER.match(text, quantity.end, bounds[1])
        bare = quantity.unit == "" and quantity.value < 100 and not quantity.ordinal
        if quantity.unit_class == "time" or (bare and after is None):
            continue
        low = max([bounds[0], *[m.end() for m in _BREAK.finditer(text, bounds[0], quantity.start)]])
        if i and quantities[i - 1].end > low:
            low = quantities[i - 1].end
        noun = _noun_before(text, low, quantity, times, places)
        counted = quantity.unit_class in ("count", "other") and after is not None
        if noun is None and counted and after is not None:
            noun = (after.group(1).strip(), after.start(1), after.start(1) + len(after.group(1).rstrip()))
        if noun is None:
            noun = earlier if earlier is None else (earlier[0], -1, -1)
        if noun is None:
            continue
        earlier = noun
        yield _figure(text, quantity, noun, times, places, bounds, ground)


def _noun_before(
    text: str, low: int, quantity: Quantity, times: list[TimeMention], places: list[PlaceAt]
) -> tuple[str, int, int] | None:
    """The subject of the verb before a number: "vehicle output" in "Chongqing's vehicle output reached"."""
    for mention in times:
        if low <= mention.start < quantity.start and text[low : mention.start].strip() in ("", "In", "in", "By", "by"):
            low = mention.end
    end = quantity.start
    verbs = [m for kind in ("reach", "growth") for m in english("en", kind).finditer(text, low, end)]
    verbs = [m for m in verbs if m.group().lower() not in ("of", "to", "at", "with", "growth", "worth")] or verbs
    if verbs:
        end = min(m.start() for m in verbs)
    else:
        return None
    start = low
    moved = True
    while moved and start < end:
        moved = False
        if match := _LEAD.match(text, start, end):
            start, moved = match.end(), True
        for place in places:
            if place.start == start and place.end <= end:
                start, moved = place.end, True
    words = text[start:end]
    stripped = _without_fillers(words)
    if len(stripped) < 2:
        return None
    return stripped, start, start + len(stripped)


def _without_fillers(words: str) -> str:
    """The words without the small words, commas and spaces at their end. Word by word from the end: a pattern that
    looks for such an end tries each space of a long run as its beginning."""
    end = len(words)
    while True:
        while end and (words[end - 1].isspace() or words[end - 1] == ","):
            end -= 1
        at = end
        while at and end - at <= _LONGEST_FILLER and (words[at - 1].isalnum() or words[at - 1] == "_"):
            at -= 1
        if words[at:end].lower() not in _FILLERS:
            return words[:end]
        end = at


def _figure(
    text: str,
    quantity: Quantity,
    noun: tuple[str, int, int],
    times: list[TimeMention],
    places: list[PlaceAt],
    bounds: tuple[int, int],
    ground: Ground,
) -> Figure:
    usable = [m for m in times if m.rule not in NOT_PERIODS]
    nearest = min(usable, key=lambda m: _distance(text, m, quantity), default=None)
    before, after = text[bounds[0] : quantity.start], text[quantity.end : bounds[1]]
    spoken = _nature(before)
    period, source = resolve_period(nearest, "sentence", ground, spoken)
    nature = settle_nature(spoken, period, source, ground, before)
    inside = [p for p in places if p.start < quantity.start] or places
    place = inside[-1].name if inside else ground.paragraph_place or ground.place
    return Figure(
        quantity, noun[0], noun[1], noun[2], period, source, nature, english_measure(quantity, before, after),
        place, "sentence" if inside else ground.place_source if place else "none", "", bounds[0], bounds[1],
    )  # fmt: skip


def _distance(text: str, mention: TimeMention, quantity: Quantity) -> int:
    """How far a time stands from a number; a comma or "and" between them counts as far."""
    left, right = sorted(((mention.end, quantity.start), (quantity.end, mention.start)), key=lambda s: s[1] - s[0])[
        -1:
    ][0]
    gap = text[min(left, right) : max(left, right)]
    return len(gap) + 60 * len(re.findall(r"[,;]|\band\b|\bwhile\b", gap))


def _nature(before: str) -> Nature | None:
    if english("en", "forecast").search(before):
        return "forecast"
    return "goal" if english("en", "goal").search(before) else None
