"""Answers that are sentences, dates, places or organisations.

Comes in: `Material`. Goes out: a `Draft`, or None when this way of answering finds nothing, so that the next can be
tried.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.fold import fold
from index.places import contains, find_places
from index.timex import NOT_PERIODS, find_times
from index.types import TimeMention
from qa import phrases
from qa.cues import cues
from qa.draft import Cite, Draft, Line
from qa.evidence import SENTENCE, SOFT_FLOOR, Scored
from qa.material import Material, cite_sentence, local_coverage, proof, says, stop, widened
from qa.names_in_text import organisations_in
from qa.strings import text as ui

_LIES = re.compile("(?:位于|坐落于?|地处|落户|设在|建在|来自|在)$")
_WHOM = ("name", "quoted")
_OF_ONE = ("person", "date", "place", "organisation")
# What sort of place is asked for, and how the names of such places end.
_SORTS = (
    (re.compile("哪一?个?区县|\\bdistricts? (?:or|and) count"), ("区", "县")),
    (re.compile("哪一?个?县|\\bwhich (?:\\w+ ){0,2}count(?:y|ies)\\b"), ("县",)),
    (re.compile("哪一?个?(?:区|新区)|\\b(?:which|what) (?:\\w+ ){0,2}districts?\\b"), ("区",)),
    (re.compile("哪一?[个座]?城?市|\\b(?:which|what) (?:\\w+ ){0,2}cit(?:y|ies)\\b"), ("市",)),
)
# A single name or day as the answer wants a sentence that covers this much.
_SURE = 0.6
# A quoted statement's "he said" is not its point.
_SPEAKING = re.compile("(?:" + "|".join(map(re.escape, cues("speech_verbs"))) + ")[，：:, ]*$")
# The longest text set in bold, unless what the question asks about alone is longer.
_POINT = 60
_CLAUSE = re.compile(r"[^，。；：！？,;!?]+[，。；：！？,;!?]*")


def sentence_draft(material: Material, floor: float = SENTENCE) -> Draft | None:
    """The sentences that say it; the first quote grows to its neighbours so that it can be read alone."""
    ranked = material.ranked()
    if not ranked or not says(material, ranked[0][1], floor) or not _tells(material, ranked[0][1]):
        return None
    best = ranked[0][1]
    lead = widened(material, best)
    lines = [_statement(material, best, lead)]
    for score, item in ranked[1:]:
        outside = item.sentence.source != lead.source or not lead.start <= item.sentence.start < lead.end
        if outside and score >= 0.9 * ranked[0][0] and item.coverage >= floor and len(lines) < 3:
            lines.append(_statement(material, item, cite_sentence(item.sentence)))
    return Draft("answered", tuple(lines), _point(material, best), (), best.coverage)


def _tells(material: Material, item: Scored) -> bool:
    """Whether the sentence says anything of what is asked, not only whom it is asked of (founded, not Xiaokang)."""
    asked = [v for term, v in zip(material.evidence.terms, item.strengths, strict=True) if term.role not in _WHOM]
    if asked and max(asked) < SOFT_FLOOR:
        return False
    # The life of one is not that of another who is named elsewhere.
    passage, people = item.sentence.passage, material.question.persons
    if material.question.kind not in _OF_ONE:
        return True
    return not people or any(name in passage.text or name in passage.context for name in people)


def _point(material: Material, item: Scored) -> str:
    """The clauses that hold nearly all the sentence says of the question, and what they say of it: set in bold."""
    text = " ".join(item.sentence.text.split())
    clauses = [match.span() for match in _CLAUSE.finditer(text)]
    if len(clauses) < 2 or len(clauses) > 30:
        return text.strip()
    said = [span for span in clauses if not _SPEAKING.search(text[span[0] : span[1]])] or clauses
    runs = [(a, b) for a in range(len(said)) for b in range(a, min(len(said), a + 3))]
    found = local_coverage(material, [text[said[a][0] : said[b][1]] for a, b in runs])
    best = max(found)
    first, last = min(
        (run for run, value in zip(runs, found, strict=True) if value >= 0.9 * best),
        key=lambda run: said[run[1]][1] - said[run[0]][0],
    )
    # What is asked about stands in these clauses, what is said of it in them or behind them.
    while last + 1 < len(said) and said[last + 1][1] - said[first][0] <= _POINT:
        last += 1
    while first and said[last][1] - said[first - 1][0] <= _POINT:
        first -= 1
    return text[said[first][0] : said[last][1]].strip("，。；：！？,;!? ")


def _statement(material: Material, item: Scored, cite: Cite) -> Line:
    words = " ".join(item.sentence.text.split())
    if material.language == "en" and not words.isascii():
        return Line(f"{ui('english_lead', 'en')}“{words}”", (cite,))
    return Line(words, (cite,))


def date_draft(material: Material) -> Draft | None:
    """The time the best sentence gives, read by its article's date."""
    for _, item in material.ranked()[:4]:
        if not says(material, item, _SURE):
            break
        if not _tells(material, item):
            continue
        mention = _time_in(material, item)
        if mention is None:
            continue
        period = mention.period
        told = phrases.period_text(period, material.language) if period else mention.text
        beside = f"（{mention.text}）" if material.language == "zh" else f" ({mention.text})"
        words = "" if mention.text in told else beside
        line = Line(stop(told + words, material.language), (proof(material, item),))
        return Draft("answered", (line,), told, _relative_note(material, item, mention), item.coverage)
    return None


def _time_in(material: Material, item: Scored) -> TimeMention | None:
    """The time expression of the sentence that stands nearest to the words asked about."""
    sentence = item.sentence
    published = material.articles[sentence.source].published
    mentions = [m for m in find_times(sentence.text, published.value, published.precision) if m.rule not in NOT_PERIODS]
    asked = {(p.start, p.end) for p in material.question.periods}
    mentions = [m for m in mentions if m.period is None or (m.period.start, m.period.end) not in asked]
    places = [sentence.folded.find(fold(form)) for term in material.question.terms for form in term.zh]
    there = [at for at in places if at >= 0]
    return min(mentions, key=lambda m: min((abs(m.start - at) for at in there), default=m.start), default=None)


def _relative_note(material: Material, item: Scored, mention: TimeMention) -> tuple[str, ...]:
    published = material.articles[item.sentence.source].published
    if mention.period is None:
        return (ui("note_undated", material.language, words=mention.text),)
    if mention.period.anchored and published.iso():
        told = phrases.period_text(mention.period, material.language)
        return (ui("note_relative", material.language, words=mention.text, date=published.iso(), period=told),)
    return ()


def name_draft(material: Material) -> Draft | None:
    """A place or organisation that the best sentence names and the question does not."""
    question = material.question
    for _, item in material.ranked()[:4]:
        if not says(material, item, _SURE):
            break
        if not _tells(material, item):
            continue
        text = item.sentence.text
        names = _places_in(material, item) if question.kind == "place" else _organisations_in(item)
        fresh = [name for name in dict.fromkeys(names) if fold(name) not in question.normal]
        row = _enumerated(text, fresh)
        if len(row) > 2:
            separator = "、" if material.language == "zh" else "; "
            words = separator.join(phrases.list_item_text(name, material.language) for name in row)
            line = Line(stop(words, material.language), (proof(material, item),))
            return Draft("answered", (line,), words, (), item.coverage)
        if fresh:
            nearest = _nearest(material, item, fresh)
            words = phrases.indicator_text(nearest, material.language) if material.language == "en" else nearest
            line = Line(stop(words, material.language), (proof(material, item),))
            return Draft("answered", (line,), words, (), item.coverage)
    return None


def _places_in(material: Material, item: Scored) -> list[str]:
    """Places the sentence names, else the one it stands under; never the place asked about or one around it."""
    asked = material.question.places
    named = [mention for mention in find_places(item.sentence.text) if not _around(mention.name, asked)]
    under = (item.sentence.block.place, item.sentence.passage.place)
    governing = [place for place in under if place and not _around(place, asked)]
    sort = next((ends for cue, ends in _SORTS if cue.search(material.question.normal)), ())
    if not sort:
        return [mention.text for mention in named] or governing
    fitting = [mention.text for mention in named if mention.name.endswith(sort)]
    return fitting or [place for place in governing if place.endswith(sort)] or [mention.text for mention in named]


def _around(place: str, asked: Sequence[str]) -> bool:
    return any(place == one or contains(place, one) for one in asked)


def _organisations_in(item: Scored) -> list[str]:
    """Organisations the sentence names, else the body its figures are about."""
    sentence = item.sentence
    bodies = [
        figure.body
        for figure in sentence.passage.figures
        if figure.body and sentence.start <= figure.quantity.start < sentence.end
    ]
    return organisations_in(sentence.text) or bodies


def _enumerated(text: str, names: Sequence[str]) -> list[str]:
    """The longest row of `names` that stand one after the other with 、 between them (涪陵区政府、荣昌区政府 …)."""
    rows: list[list[str]] = [[]]
    end = -10
    for name in names:
        at = text.find(name, max(end, 0))
        gap = text[end:at] if 0 <= end <= at else ""
        if rows[-1] and at - end <= 8 and ("、" in gap or gap in ("和", "及", "与")):
            rows[-1].append(name)
        else:
            rows.append([name])
        end = at + len(name)
    return max(rows, key=len)


def _nearest(material: Material, item: Scored, names: Sequence[str]) -> str:
    folded = item.sentence.folded
    places = [folded.find(fold(form)) for term in material.question.terms for form in term.zh]
    there = [at for at in places if at >= 0] or [0]
    # "位于长寿区的重庆小康动力": where something lies is said by a word of lying, not by its name.
    lying = [name for name in names if _LIES.search(folded[: max(0, folded.find(fold(name)))][-4:])]
    return min(lying or names, key=lambda name: min(abs(folded.find(fold(name)) - at) for at in there))
