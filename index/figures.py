"""Figures: each number of an article with what it measures, when, where, and whether it is reached or wanted.

Comes in: an Article. Goes out: Figures in the order of the text. A number that several subjects share (均增长6%) gives
one Figure for each; numbers that measure nothing (names, brackets, plain durations) give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from index import figures_en
from index.figures_body import body_names, find_body
from index.figures_context import (
    Ground,
    PlaceAt,
    anchor_of,
    governing,
    heading_nature,
    home_of,
    inherits,
    resolve_period,
    resolve_scope,
    settle_nature,
    spoken_nature,
    subject_place,
)
from index.figures_cues import pattern
from index.figures_cues import words as cue_words
from index.figures_group import complete_items, linked_runs, split_items, with_qualifier
from index.figures_measure import measure_of
from index.figures_phrase import Clauses, Phrase, Span, is_bracket, nearest_head, phrase_after, phrase_before, skip_map
from index.places import find_places, find_scopes
from index.quantity import find_quantities
from index.sentences import sentence_spans
from index.timex import NOT_PERIODS, find_times
from index.types import Article, Block, Figure, Nature, Period, Quantity, TimeMention

_LEADS = pattern("zh", "leads")
_ZERO = Decimal(0)
_HAN = re.compile("[\u4e00-\u9fff]")
_ITEM_MARK = re.compile("[ *]*[①-⑳●○·•◆■\\-*（(]?[ *]*[0-9一二三四五六七八九十]{0,2}[)）、.．]?")


@dataclass(slots=True)
class Sentence:
    """One sentence with what was found in it; offsets are the article's."""

    start: int
    end: int
    quantities: list[Quantity]
    times: list[TimeMention]
    places: list[PlaceAt]
    clauses: Clauses
    skips: dict[int, int]


@dataclass(slots=True)
class Draft:
    """A number with the words it measures, before period and place are settled."""

    quantity: Quantity
    phrase: Phrase
    indicator: str
    span: Span | None
    compared: bool


def find_figures(article: Article) -> tuple[Figure, ...]:
    """All figures of an article, in order of their numbers.

    Time is linear in the length of the text. Raises nothing.
    """
    names = body_names(article.text)
    figures: list[Figure] = []
    lead_in: tuple[Period | None, Nature | None] = (None, None)
    for block in article.blocks:
        ground = _ground(article, block, names)
        if block.kind == "item" or (block.kind == "paragraph" and _marked(article.text, block)):
            ground.heading_period = lead_in[0] or ground.heading_period
            ground.heading_nature = lead_in[1] or ground.heading_nature
        found = list(_block_figures(article, block, ground))
        figures.extend(found)
        if article.text[block.start : block.end].rstrip(" *").endswith(("：", ":")):
            words = article.text[block.start : block.end]
            lead_in = (_heading_period(words, article), heading_nature(words))
        elif block.kind in ("heading", "turn"):
            lead_in = (None, None)
    return tuple(sorted(figures, key=lambda f: (f.quantity.start, f.indicator_start)))


def _marked(text: str, block: Block) -> bool:
    return text[block.start : block.start + 1] in "①②③④⑤⑥⑦⑧⑨⑩●○·•"


def _ground(article: Article, block: Block, names: tuple[str, ...]) -> Ground:
    place, source = home_of(block, article.place)
    period = _heading_period(block.heading, article) if block.heading else None
    return Ground(
        published=article.published,
        heading_period=period or _title_period(article),
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
        if heading.rfind("《", 0, mention.start) > heading.rfind("》", 0, mention.start):
            continue
        if mention.rule == "bare_year" or inherits(mention):
            return mention.period
    return None


def _title_period(article: Article) -> Period | None:
    period = _heading_period(article.title, article)
    return period if period is not None and not period.anchored else None


def _block_figures(article: Article, block: Block, ground: Ground) -> Iterator[Figure]:
    words = article.text[block.start : block.end]
    if not re.search("[0-9０-９零一二两三四五六七八九十百几半倍番数]|(?i:hundred|thousand|million|dozen|two|three|four|five)", words):
        return
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
        sentence.skips = skip_map(sentence.times, [(p.start, p.end) for p in sentence.places])
        if _HAN.search(article.text, start, end):
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
        if groups and text[groups[-1][-1][0] : groups[-1][-1][1]].rstrip().endswith(("；", ";")):
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
    for scope in find_scopes(words):
        start, end = scope.start + offset, scope.end + offset
        while at < len(named) and named[at].start < start:
            local, at = named[at].name, at + 1
        if at and named[at - 1].end > start:
            continue
        # 涪陵全区 is 涪陵's 全区; so is a later 全区 until another place is named.
        beside = at > 0 and named[at - 1].end == start
        name = local if beside else resolve_scope(scope.name, local, ground.place, ground.home)
        found.append(PlaceAt(start, end, name, True))
    return sorted(found, key=lambda p: p.start)


def _remember(text: str, sentence: Sentence, ground: Ground) -> None:
    """What the next sentences of the paragraph inherit: the time and place that governed this one from its front."""
    for mention in sentence.times:
        if inherits(mention) and not _beside_number(text, mention):
            ground.paragraph_period = mention.period
            break
    place = subject_place(text, Quantity(sentence.end, sentence.end, "", _ZERO, "", "other"), sentence.places[:1],
                          (sentence.start, sentence.end), -1, _LEADS, sentence.skips, [sentence.start])  # fmt: skip
    if place is not None:
        ground.paragraph_place = place.name


def _beside_number(text: str, mention: TimeMention) -> bool:
    """由去年的4201亿元, 比上年增长: such a time is not what the paragraph is about."""
    return text[mention.end : mention.end + 1] == "的" or text[:mention.start].endswith(tuple("比较由从与同"))


def _sentence_figures(text: str, block: Block, sentence: Sentence, ground: Ground) -> Iterator[Figure]:
    drafts = [d for d in _drafts(text, sentence) if d is not None]
    for draft in _distribute(text, sentence, drafts):
        figure = _settle(text, block, sentence, draft, ground)
        if figure is not None:
            yield figure


def _drafts(text: str, sentence: Sentence) -> Iterator[Draft]:
    last: Draft | None = None
    for i, quantity in enumerate(sentence.quantities):
        previous = sentence.quantities[i - 1] if i else None
        following = sentence.quantities[i + 1] if i + 1 < len(sentence.quantities) else None
        phrase = phrase_before(text, quantity, previous, sentence.clauses, sentence.skips)
        if not _counts(text, quantity, phrase):
            continue
        draft = _name(text, quantity, phrase, following, sentence, last)
        if not draft.indicator and quantity.unit_class in ("length", "time", "other"):
            continue
        if draft.indicator:
            last = draft
        yield draft


_RANK_LEAD = re.compile("(?:列|居|位居|位列|排名?|排在|跻身|前|全[国省市区县球]|世界|西部|中西部|同类|进入[^，。]{0,8})[^，。；]{0,8}$")
_TIME_VERB = re.compile("达|超|至|到|缩短|延长|压缩|仅|平均|不足|为|提前|减少|推迟|历时")
_ENOUGH = re.compile("达|为|至|到|突破|超|约|近|增|降|升|占|报|有|是")


def _counts(text: str, quantity: Quantity, phrase: Phrase) -> bool:
    """Whether a number measures anything: not a class limit, a plain duration, a session or an article of law."""
    if is_bracket(text, quantity):
        return False
    if quantity.ordinal:
        lead = text[max(0, quantity.start - 14) : quantity.start]
        return quantity.unit in ("位", "名") and _RANK_LEAD.search(lead) is not None
    if quantity.unit_class == "time":
        return _TIME_VERB.search(phrase.tail) is not None and phrase.noun is not None
    if quantity.unit == "":
        return _ENOUGH.search(phrase.tail) is not None or quantity.value >= 10**4 or quantity.unit_class == "ratio"
    return True


_COMPARISON = re.compile("(?:高于|低于|高出|快于|慢于|好于|领先于?|超出|(?:比|较|同)(?=[上去前同全往规预计]|[0-9]{4}))[^，。；]{0,24}$")
_STRONG = re.compile("达|突破|为|至|到|超|增|升|降|占|接近|保持在|稳定在|不少于|不低于|分别")


def _name(
    text: str, quantity: Quantity, phrase: Phrase, following: Quantity | None, sentence: Sentence, previous: Draft | None
) -> Draft:
    """The indicator of one number: the noun before it, the noun after it, or the one it takes over."""
    noun, compared = phrase.noun, False
    earlier = previous.indicator if previous else ""
    low = noun.start if noun else phrase.clause_start
    if match := _COMPARISON.search(text, low, quantity.start):
        compared = True
        noun = _before_comparison(text, noun, match.start())
    after = None
    if quantity.unit_class not in ("percent", "point", "ratio") and not quantity.ordinal:
        after = phrase_after(text, quantity, following, sentence.clauses, [m.start for m in sentence.times])
    # 119个工业项目获得33.58亿元资金: the words before are what the number before counted.
    used = previous is not None and noun is not None and previous.span is not None and noun.start == previous.span.start
    if after is not None and (noun is None or used or (quantity.unit_class == "count" and not _STRONG.search(phrase.tail))):
        noun = after
    if noun is None:
        own = "" if earlier else _far_head(text, quantity, sentence)
        return Draft(quantity, phrase, earlier or own, None, compared)
    words = text[noun.start : noun.end].replace("*", "").replace("预计", "")
    if _too_general(words) and noun is not after and phrase.verb:
        start = noun.start - len(phrase.verb)
        if text.startswith(phrase.verb, start):
            noun = Span(start, noun.end)
            words = text[noun.start : noun.end]
    return Draft(quantity, phrase, with_qualifier(words, earlier), noun, compared)


def _before_comparison(text: str, noun: Span | None, at: int) -> Span | None:
    if noun is None or at - noun.start < 2:
        return None
    end = at
    while end > noun.start and text[end - 1] in " ，、":
        end -= 1
    return Span(noun.start, end) if end - noun.start >= 2 else None


def _far_head(text: str, quantity: Quantity, sentence: Sentence) -> str:
    """For a number with no noun beside it: the nearest statistical noun of the sentence."""
    span = nearest_head(text, quantity, sentence.start, sentence.end)
    return text[span.start : span.end] if span else ""


def _too_general(words: str) -> bool:
    return len(words) <= 2 and words in cue_words("zh", "generic")


def _distribute(text: str, sentence: Sentence, drafts: list[Draft]) -> list[Draft]:
    """Numbers in a row over subjects in a row (分别), and one number over several subjects (均)."""
    result: list[Draft] = []
    runs = {run[0]: run for run in linked_runs(text, [d.quantity for d in drafts])}
    done: set[int] = set()
    for i, draft in enumerate(drafts):
        if i in done:
            continue
        run = runs.get(i)
        for k in run or ():
            # What is said of the first number in a row holds for all: 分别增长5.8%、17.3%.
            if not drafts[k].phrase.tail:
                drafts[k].phrase = replace(drafts[k].phrase, tail=draft.phrase.tail)
        if run and "分别" in text[draft.phrase.clause_start : draft.quantity.start]:
            result.extend(_over_run([drafts[k] for k in run], result))
            done.update(run)
        elif draft.span is not None and re.search("[均都]", draft.phrase.tail):
            items = complete_items(split_items(draft.indicator, None))
            result.extend(replace_indicator(draft, item) for item in items)
        else:
            result.append(draft)
    return result


def _over_run(drafts: list[Draft], earlier: list[Draft]) -> list[Draft]:
    first = drafts[0]
    count = len(drafts)
    if first.span is not None and not first.compared:
        items = split_items(first.indicator, count)
        if len(items) == count:
            return [replace_indicator(d, item, first.span) for d, item in zip(drafts, complete_items(items), strict=True)]
    before = [d for d in earlier if d.indicator][-count:]
    if len(before) == count and len({d.indicator for d in before}) == count:
        return [replace_indicator(d, b.indicator, b.span) for d, b in zip(drafts, before, strict=True)]
    return [replace_indicator(d, first.indicator, first.span) if d.span is None else d for d in drafts]


def replace_indicator(draft: Draft, indicator: str, span: Span | None = None) -> Draft:
    return Draft(draft.quantity, draft.phrase, indicator, span or draft.span, draft.compared)


def _settle(text: str, block: Block, sentence: Sentence, draft: Draft, ground: Ground) -> Figure | None:
    """Period, nature, measure, place and body of one draft."""
    quantity, phrase = draft.quantity, draft.phrase
    if not draft.indicator:
        return None
    bounds = (sentence.start, sentence.end)
    mention, source = governing(text, quantity, sentence.times, bounds, phrase.clause_start)
    right = sentence.clauses.right(quantity.end)
    spoken = spoken_nature(text, quantity, bounds, right)
    period, source = resolve_period(mention, source, ground, spoken or ground.heading_nature)
    nature = settle_nature(spoken, period, source, ground, text[sentence.start : quantity.start])
    if source == "article":
        period, source = resolve_period(None, "", ground, nature)
    noun_start = draft.span.start if draft.span else quantity.start
    starts = [sentence.start, *[h + 1 for h in sentence.clauses.hard]]
    place = subject_place(text, quantity, sentence.places, bounds, noun_start, _LEADS, sentence.skips, starts)
    name, place_source = (place.name, "sentence") if place else (
        (ground.paragraph_place, "paragraph") if ground.paragraph_place else (ground.place, ground.place_source))  # fmt: skip
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
        body=find_body(text, quantity, noun_start, bounds, block, ground.names),
        sentence_start=sentence.start,
        sentence_end=sentence.end,
    )  # fmt: skip
