"""Figures: each number of an article with what it measures, when, where, and whether it is reached or wanted.

Comes in: an Article. Goes out: Figures in the order of the text. A number that several subjects share (均增长6%) gives
one Figure for each; numbers that measure nothing (names, brackets, plain durations) give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.entities import contains, find_places, find_scopes
from index.figures import english as figures_en
from index.figures.body import body_names, find_body
from index.figures.changes import with_changes
from index.figures.context import (
    Ground,
    anchor_of,
    carried_aim,
    governing,
    heading_nature,
    home_of,
    in_name,
    inherits,
    opens_sentence,
    resolve_period,
    settle_nature,
    spoken_aim,
    spoken_nature,
)
from index.figures.draft import FigureDraft, Sentence, drafts
from index.figures.measure import measure_of
from index.figures.noun_before import Clauses, skip_map
from index.figures.place import PlaceAt, names_village, resolve_scope, subject_place
from index.figures.tables import table_figures
from index.numbers import find_quantities
from index.text import HAN_CHARACTER, sentence_spans
from index.times import NOT_PERIODS, find_times
from index.types import Article, Block, Figure, Nature, Period, TimeMention

_THAT_PLACE = re.compile("该[国省市区县州镇]|当地(?!时间)")
_MOST_PARTS = 12
_ITEM_MARK = re.compile("[ *]*[①-⑳●○·•◆■\\-*（(]?[ *]*[0-9一二三四五六七八九十]{0,2}[)）、.．]?")


def find_figures(article: Article) -> tuple[Figure, ...]:
    """All figures of an article, in order of their numbers.

    Time is linear in the length of the text. Raises nothing.
    """
    names, titled = body_names(article.text), _title_period(article)
    figures: list[Figure] = []
    lead_in: tuple[Period | None, Nature | None] = (None, None)
    turn: tuple[str, bool] = ("", False)
    cells = tuple(table_figures(article))
    rows = {figure.sentence_start for figure in cells}
    for block in article.blocks:
        if block.start in rows:
            continue  # its cells say what they are; its words in a row say nothing
        ground = _ground(article, block, names, titled)
        ground.aim = turn[1] and block.speaker != "" and block.speaker == turn[0]
        if block.kind == "item" or _marked(article.text, block):
            ground.heading_period = lead_in[0] or ground.heading_period
            ground.heading_nature = lead_in[1] or ground.heading_nature
        found = list(_block_figures(article, block, ground))
        figures.extend(found)
        turn = (block.speaker, ground.aim)
        if article.text[block.start : block.end].rstrip(" *").endswith(("：", ":")):
            words = article.text[block.start : block.end]
            lead_in = (_heading_period(words, article), heading_nature(words))
        elif block.kind in ("heading", "turn"):
            lead_in = (None, None)
    figures = with_changes(article, figures)
    figures.extend(cells)
    return tuple(sorted(figures, key=lambda f: (f.quantity.start, f.indicator_start)))


def _marked(text: str, block: Block) -> bool:
    return text[block.start : block.start + 1] in "①②③④⑤⑥⑦⑧⑨⑩●○·•"


def _ground(article: Article, block: Block, names: tuple[str, ...], titled: Period | None) -> Ground:
    place, source = home_of(block, article.place)
    period = _heading_period(block.heading, article) if block.heading else None
    return Ground(
        published=article.published,
        heading_period=period or titled,
        heading_nature=heading_nature(block.heading),
        place=place,
        place_source=source,
        home=article.place,
        names=names,
    )


def _heading_period(heading: str, article: Article) -> Period | None:
    """The year, plan or month that a heading names; names in 《》 do not count."""
    for mention in find_times(heading, *anchor_of(article.published)):
        if mention.period is None or mention.rule in NOT_PERIODS:
            continue
        if in_name(heading, mention, (0, len(heading))):
            continue
        if mention.rule in ("by", "as_of") and mention.start > 2:
            continue
        if mention.rule in ("bare_year", "by") or inherits(mention):
            return mention.period
    return None


# A title with 今年 may look ahead; one with 前7个月 says what its numbers cover.
_SPANS_OF_YEAR = frozenset({"months", "quarters", "quarter", "half", "month"})


def _title_period(article: Article) -> Period | None:
    period = _heading_period(article.title, article)
    return period if period is not None and (not period.anchored or period.rule in _SPANS_OF_YEAR) else None


def _block_figures(article: Article, block: Block, ground: Ground) -> Iterator[Figure]:
    words = article.text[block.start : block.end]
    times = [_shifted(m, block.start) for m in find_times(words, *anchor_of(article.published))]
    local = tuple(replace(m, start=m.start - block.start, end=m.end - block.start) for m in times)
    quantities = [
        replace(q, start=q.start + block.start, end=q.end + block.start) for q in find_quantities(words, local)
    ]
    places = _places(words, block.start, ground)
    for parts in _whole_sentences(article.text, block):
        start, end = parts[0][0], parts[-1][1]
        sentence = Sentence(
            start, end,
            [q for q in quantities if start <= q.start < end],
            [m for m in times if start <= m.start < end],
            [p for p in places if start <= p.start < end],
            Clauses(article.text, start, end), {},
        )  # fmt: skip
        sentence.skips = skip_map(sentence.times, [(p.start, p.end) for p in sentence.places], sentence.quantities)
        if HAN_CHARACTER.search(article.text, start, end):
            found = _sentence_figures(article.text, block, sentence, ground)
        else:
            found = figures_en.sentence_figures(
                article.text, sentence.quantities, sentence.times, sentence.places, (start, end), ground
            )
        for figure in found:
            at = figure.quantity.start
            part = next((p for p in parts if p[0] <= at < p[1]), (start, end))
            yield replace(figure, sentence_start=part[0], sentence_end=part[1])
        _remember(article.text, sentence, ground)


def _whole_sentences(text: str, block: Block) -> list[list[tuple[int, int]]]:
    """Sentence spans, those joined by semicolons together: time and aim (到2027年…；力争…；…) hold across them."""
    groups: list[list[tuple[int, int]]] = []
    for span in sentence_spans(text, block.start, block.end):
        if (
            groups
            and len(groups[-1]) < _MOST_PARTS
            and text[groups[-1][-1][0] : groups[-1][-1][1]].rstrip().endswith(("；", ";"))
        ):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _shifted(mention: TimeMention, by: int) -> TimeMention:
    return replace(mention, start=mention.start + by, end=mention.end + by)


def _places(words: str, offset: int, ground: Ground) -> list[PlaceAt]:
    """Places and scope words (全市 → the city the block is about), in order."""
    named = [PlaceAt(p.start + offset, p.end + offset, p.name, False) for p in find_places(words)]
    found = list(named)
    at, local = 0, ground.place
    there = [(m.start(), m.end(), "") for m in _THAT_PLACE.finditer(words)]
    for first, last, scope in sorted([*((s.start, s.end, s.name) for s in find_scopes(words)), *there]):
        start, end = first + offset, last + offset
        while at < len(named) and named[at].start < start:
            local, at = named[at].name, at + 1
        if at and named[at - 1].end > start:
            continue
        # 涪陵全区 is 涪陵's 全区; so is a later 全区 until another place is named.
        beside = at > 0 and named[at - 1].end == start
        name = local if beside or not scope else resolve_scope(scope, local, ground.place, ground.home)
        found.append(PlaceAt(start, end, name, True))
    return sorted(found, key=lambda p: p.start)


def _remember(text: str, sentence: Sentence, ground: Ground) -> None:
    """What the next sentences of the paragraph inherit: the time and place that opened this one, and its aim."""
    for mention in sentence.times:
        if inherits(mention) and opens_sentence(text, mention, sentence.start):
            ground.paragraph_period = mention.period
            break
    place = next((p for p in sentence.places if _opens(text, p, sentence)), None)
    if place is not None and not (ground.place and place.name != ground.place and contains(place.name, ground.place)):
        ground.paragraph_place = place.name
    ground.aim = spoken_aim(text, sentence.start, sentence.end, ground.aim, sentence.times, ground)


def _opens(text: str, place: PlaceAt, sentence: Sentence) -> bool:
    starts = [sentence.start]
    # 春节期间，香港…: a time alone in front of the first comma opens nothing.
    comma = next(iter(sentence.clauses.hard), None)
    if comma is not None and sentence.skips.get(sentence.start) == comma:
        starts.append(comma + 1)
    bounds = (sentence.start, sentence.end)
    return subject_place(text, sentence.end, [place], bounds, -1, sentence.skips, starts) is not None


def _sentence_figures(text: str, block: Block, sentence: Sentence, ground: Ground) -> Iterator[Figure]:
    for draft in drafts(text, sentence):
        yield _settle(text, block, sentence, draft, ground)


def _settle(text: str, block: Block, sentence: Sentence, draft: FigureDraft, ground: Ground) -> Figure:
    """Period, nature, measure, place and body of one draft."""
    quantity, phrase = draft.quantity, draft.phrase
    bounds = (sentence.start, sentence.end)
    mention, source = governing(text, quantity, sentence.times, bounds, phrase.clause_start)
    right = sentence.clauses.right(quantity.end)
    spoken = spoken_nature(text, quantity, bounds, right) or carried_aim(
        text, mention, phrase.clause_start, bounds, ground
    )
    period, source = resolve_period(mention, source, ground, spoken or ground.heading_nature)
    nature = settle_nature(spoken, period, source, ground, text[sentence.start : quantity.start], quantity.ordinal)
    if source == "article":
        period, source = resolve_period(None, "", ground, nature)
    noun_start = draft.span.start if draft.span else quantity.start
    starts = [sentence.start, *[h + 1 for h in sentence.clauses.hard]]
    place = subject_place(text, quantity.start, sentence.places, bounds, noun_start, sentence.skips, starts)
    name, place_source = ground.place, ground.place_source
    # In a report that goes through many places a village of its own may lie in any of them.
    roams = not (ground.home or ground.place) and names_village(text, block.start, sentence.start, quantity.start)
    if place is not None:
        name, place_source = place.name, "sentence"
    elif ground.paragraph_place and not roams:
        name, place_source = ground.paragraph_place, "paragraph"
    lead = text[phrase.clause_start : quantity.start]
    return Figure(
        quantity=quantity,
        indicator=draft.indicator,
        indicator_start=draft.span.start if draft.span else -1,
        indicator_end=draft.span.end if draft.span else -1,
        period=period,
        period_source=source,
        nature=nature,
        measure="difference" if draft.compared and quantity.unit_class == "point" else measure_of(
            quantity, draft.indicator, phrase.tail, lead),
        place=name,
        place_source=place_source if name else "none",
        body=draft.owner or find_body(text, quantity, noun_start, bounds, block, ground.names),
        sentence_start=sentence.start,
        sentence_end=sentence.end,
    )  # fmt: skip
