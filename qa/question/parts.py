"""The single questions in one that asks for several places, years or indicators.

In: a `Question`. Out: the questions it holds, in its order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from index.entities import contains
from index.text import fold
from index.types import Nature
from qa.lexicon import asking_cues
from qa.question.kind import measure_of, nature_of
from qa.types import Question

_ASKS = re.compile("多少|几|多[大高]")
_JOINT = re.compile("以及|和|与|及|、|[,，;；]? ?\\band\\b|[,，;；]")

_ADDED_AND_ALL = ("increment", "cumulative")
# "in 2024": a time and at most so many more signs is a time alone.
_BARE = 4


def parts_of(question: Question) -> list[Question]:
    """The single questions in one that asks for several places, years or indicators; itself alone when it is one."""
    if len(question.places) > 1 and not _nested(question.places):
        return [replace(question, places=(place,)) for place in question.places]
    # "averaged over 2020 and 2021" asks once.
    if len(question.periods) > 1 and question.kind != "series" and not asking_cues().has("average", question.normal):
        said = zip(question.periods, *_said(question), strict=True)
        return [
            replace(question, period=period, periods=(period,), nature=nature, measure=measure)
            for period, nature, measure in said
        ]
    indicators = [term for term in question.terms if term.role == "indicator"]
    if len(indicators) > 1:
        rest = tuple(term for term in question.terms if term.role != "indicator")
        return [replace(question, terms=(one, *rest)) for one in indicators]
    sides = {measure_of(piece, question.kind) for piece in _JOINT.split(question.normal)}
    if sides >= set(_ADDED_AND_ALL):
        # 新增多少家，累计多少家: those added and how many there are in all.
        return [replace(question, measure=measure) for measure in _ADDED_AND_ALL]
    return [question]


def _said(question: Question) -> tuple[list[Nature | None], list[str]]:
    """Goal or result, and which side of the figure, for each of the question's times, as the words of its part of the
    question say: 2024年实际、2025年目标; "output in 2024, and the targets for 2025 and 2027"."""
    text = question.normal
    spans = [(text.find(folded), len(folded)) for folded in (fold(period.text) for period in question.periods)]
    starts = [at for at, _ in spans]
    if min(starts) < 0 or sorted(starts) != starts:
        return [question.nature] * len(starts), [question.measure] * len(starts)
    parts = _cut(text, spans)
    told = [nature_of(part, (), date.max) for part in parts]
    # 2025年和2027年的目标, "the targets for 2025 and 2027": a time alone shares what is said of its neighbour.
    bare = [
        len(_JOINT.sub("", part).strip()) <= size + _BARE and not _ASKS.search(part)
        for part, (_, size) in zip(parts, spans, strict=True)
    ]
    order = range(1, len(told)) if question.language == "en" else range(len(told) - 2, -1, -1)
    for i in order:
        if bare[i] and told[i] is None:
            told[i] = told[i - 1] if question.language == "en" else told[i + 1]
    own = [measure_of(part, question.kind) for part in parts]
    apart = len(set(own)) > 1 and not any(bare)
    natures = told if len(set(told)) > 1 else [question.nature] * len(starts)
    return natures, own if apart else [question.measure] * len(starts)


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The parts of the question that belong to each of its times."""
    cuts = [0]
    for (at, size), (after, _) in pairwise(spans):
        joint = _JOINT.search(text, at + size, after)
        cuts.append(joint.start() if joint else after)
    return [text[a:b] for a, b in pairwise([*cuts, len(text)])]


def _nested(places: Sequence[str]) -> bool:
    """Whether one of the places lies in another: 重庆两江新区 is one place named twice."""
    return any(contains(a, b) for a in places for b in places if a != b)
