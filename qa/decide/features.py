"""The evidence for each candidate, as named features in [0, 1]; what a candidate knows of itself comes with it.

In: `Material`, the best hits, what the reader made of them, and the candidates. Out: the candidates with `features`
filled in. `FEATURES` is the table of them all; where nothing is asked or known a fit counts as `UNKNOWN`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.numbers import find_quantities
from index.text import fold
from qa.evidence import (
    Fitted,
    Material,
    Scored,
    missing_places,
    missing_terms,
    missing_times,
    overlaps,
    place_of_sentence,
    times_told,
)
from qa.question import sort_shares
from qa.types import (
    Bodies,
    Candidate,
    Cite,
    FigureValue,
    Hit,
    Items,
    Missing,
    People,
    Question,
    When,
    Where,
    YesNo,
)

UNKNOWN = 0.5
_NUMBERS = ("quantity", "share", "growth", "rank", "series")
_NAMES = ("person", "office", "organisation", "place", "who_said")
_LONG = ("reason", "definition", "open")
# Which sorts of question (`qa.question.SORTS`) the values answer.
_NUMBER_SORTS = ("number", "calc", "compare", "date")
_WORD_SORTS = ("person", "office", "body", "place", "list", "reason", "definition", "open")
_OF_VALUE: tuple[tuple[type, tuple[str, ...]], ...] = (
    (YesNo, ("yesno",)), (FigureValue, ("number", "calc", "compare")), (When, ("date",)), (Items, ("list",)),
    (People, ("person", "office")), (Bodies, ("body", "list")), (Where, ("place", "list")),
)  # fmt: skip
_SHORT = 16  # characters of words with a number in them that are a number

FEATURES: Mapping[str, str] = {
    "read": "the reader's probability that the passage answers; for yes or no, that it says either",
    "span": "the reader's probability of this span in its passage; for yes or no, of the side it takes",
    "joint": "`read` times `span`, as a share of the best candidate's",
    "read_margin": "how far `read` lies above the best of the other passages, around 0.5",
    "read_best": "the best `read` of all passages",
    "familiar": "the share of the question's weight in terms the glossary knows: the rules' home ground",
    "votes": "the share of the reader's belief that falls on this wording, over all passages",
    "hit": "the passage's retrieval score",
    "hit_share": "that score as a share of the best hit's",
    "rank": "1 over the passage's rank",
    "coverage": "how much of the question the sentence and what governs it hold",
    "own": "how much of it the sentence holds by itself",
    "meaning": "how well the whole question matches the sentence across languages",
    "figure": "1 when a figure is the answer",
    "indicator": "fit of the figure's indicator",
    "figure_place": "fit of the figure's place",
    "figure_period": "fit of the figure's period",
    "nature": "fit of goal, result or forecast",
    "unit_fit": "fit of the figure's unit",
    "place": "the sentence speaks of the place asked about",
    "time_told": "a time that the sentence tells is the one asked about",
    "asks_time": "1 when the question names a time",
    "place_known": "the article names every place asked about",
    "place_near": "the sentence, its heading or the title names a place asked about",
    "asks_name": "1 when it names a person, body or words in quotation marks",
    "names_known": "the share of these names that the article holds",
    "names_near": "the share of them that the sentence, its heading or the title holds",
    "years_apart": "years between the time asked about and the article's date, 3 or more as 1",
    "terms_gone": "1 when a word the question turns on is in no passage",
    "place_gone": "1 when a place asked about is in no passage",
    "time_gone": "1 when no good sentence touches the time asked about",
    "rules_sure": "the rules' own confidence",
    "agrees": "the rules' answer holds the same value",
    "same_sentence": "the rules' answer is proved by the same sentence",
    "same_article": "the rules' answer is proved by the same article",
    "sort_fits": "a number where a number is asked, none where none is",
    "wanted": "the learned share of the sort of answer that this is",
    "wants_words": "the learned share of reasons, definitions and open questions",
    "length": "characters of the value, 60 or more as 1",
    "kind": "what is asked: 0 number, .2 name, .4 time, .6 words, .8 list, 1 yes or no",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A span that the reader marked: its place in the article, and how likely it is the answer."""

    source: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Shared:
    """What all candidates of a question have in common."""

    material: Material
    hits: Sequence[Hit]
    reads: Mapping[tuple[str, int], float]
    rules: Candidate | Missing
    gone: tuple[float, float, float]
    common: Mapping[str, float]
    sorts: Mapping[str, float]
    joint: float


def weighed(
    material: Material, hits: Sequence[Hit], rules: Candidate | Missing, candidates: Sequence[Candidate],
    reads: Mapping[tuple[str, int], float], spans: Sequence[Marked] = (),
) -> list[Candidate]:  # fmt: skip
    """The candidates with all their features. `reads`: how likely each passage (source, start) answers, as far read;
    `spans`: what the reader marked there."""
    candidates = [_with_span(one, spans) for one in candidates]
    question = material.question
    gone = (
        missing_terms(question, material.evidence, material.scored) is not None,
        missing_places(question, material.scored) is not None,
        missing_times(question, material.articles, material.scored) is not None,
    )
    terms, place, time = map(float, gone)
    sorts = sort_shares(question.text, question.language)
    joints = [_read_of(one, hits, reads) * one.features.get("span", 0.0) for one in candidates]
    shared = Shared(
        material, hits, reads, rules, (terms, place, time), _common(question, rules), sorts, max(joints, default=0.0)
    )
    wordings: dict[str, float] = {}
    for one, joint in zip(candidates, joints, strict=True):
        key = wording(one)
        wordings[key] = wordings.get(key, 0.0) + joint
    total = sum(wordings.values()) or 1.0
    return [replace(one, features=_features(shared, one, wordings[wording(one)] / total)) for one in candidates]


def _with_span(candidate: Candidate, spans: Sequence[Marked]) -> Candidate:
    """A figure that the reader did not propose itself, with the reader's probability of a span over it."""
    value = candidate.value
    if not isinstance(value, FigureValue) or "span" in candidate.features:
        return candidate
    at, end, source = value.figure.quantity.start, value.figure.quantity.end, value.cite.source
    over = [one.score for one in spans if one.source == source and one.start < end and one.end > at]
    return replace(candidate, features={**candidate.features, "span": max(over)}) if over else candidate


def wording(candidate: Candidate) -> str:
    """What a candidate answers, folded: candidates of one wording say the same."""
    value = candidate.value
    if isinstance(value, FigureValue):
        return fold(value.figure.quantity.text)
    if isinstance(value, YesNo):
        return f"yes {value.holds}"
    for name in ("point", "words", "texts", "names", "places"):
        told = getattr(value, name, None)
        if told:
            return fold(told if isinstance(told, str) else " ".join(getattr(one, "text", one) for one in told))
    return fold(getattr(value, "text", ""))


def _common(question: Question, rules: Candidate | Missing) -> dict[str, float]:
    kind = question.kind
    sort = (
        0.0 if kind in _NUMBERS else 0.2 if kind in _NAMES else 0.4 if kind == "date"
        else 0.6 if kind in _LONG else 0.8 if kind == "list" else 1.0
    )  # fmt: skip
    named = bool(question.persons or question.bodies or any(t.role in ("name", "quoted") for t in question.terms))
    weight = sum(term.weight for term in question.terms)
    known = sum(term.weight for term in question.terms if term.established)
    return {
        "familiar": known / weight if weight else UNKNOWN,
        "asks_time": float(bool(question.periods)), "asks_name": float(named), "kind": sort,
        "rules_sure": rules.confidence,
    }  # fmt: skip


def _features(shared: Shared, candidate: Candidate, votes: float) -> dict[str, float]:
    material, question = shared.material, shared.material.question
    cite = candidate.cites[0] if candidate.cites else None
    item = _sentence(material, cite)
    hit = _hit(shared.hits, cite)
    best = max(shared.reads.values(), default=0.0)
    key = (hit.passage.source, hit.passage.start) if hit else ("", -1)
    read = _read_of(candidate, shared.hits, shared.reads)
    others = max((value for other, value in shared.reads.items() if other != key), default=0.0)
    text = wording(candidate)
    told = {
        **shared.common, "read": read, "span": 0.0, **candidate.features,
        "read_margin": UNKNOWN + (read - others) / 2, "read_best": best, "votes": votes,
        "terms_gone": shared.gone[0], "place_gone": shared.gone[1], "time_gone": shared.gone[2],
        "length": min(1.0, len(text) / 60), "sort_fits": _sort_fits(question, candidate, text),
        "wanted": sum(shared.sorts[sort] for sort in _sorts(candidate, text)),
        "wants_words": sum(shared.sorts[sort] for sort in _LONG),
    }  # fmt: skip
    told["joint"] = told["read"] * told["span"] / shared.joint if shared.joint else 0.0
    first = shared.hits[0].score if shared.hits else 0.0
    told |= {
        "hit": hit.score if hit else 0.0, "hit_share": hit.score / first if hit and first else 0.0,
        "rank": 1 / hit.rank if hit else 0.0,
    }  # fmt: skip
    told |= _of_sentence(material, item) | _of_article(material, item, hit) | _of_figure(material, candidate)
    return told | _of_rules(shared.rules, candidate, cite, text)


def _read_of(candidate: Candidate, hits: Sequence[Hit], reads: Mapping[tuple[str, int], float]) -> float:
    """How likely the passage of a candidate answers."""
    if "read" in candidate.features:
        return candidate.features["read"]
    hit = _hit(hits, candidate.cites[0] if candidate.cites else None)
    return reads.get((hit.passage.source, hit.passage.start), 0.0) if hit else 0.0


def _sentence(material: Material, cite: Cite | None) -> Scored | None:
    """The scored sentence that a slice begins in."""
    if cite is None:
        return None
    held = (
        item for item in material.scored
        if _meets(cite, Cite(item.sentence.source, item.sentence.start, item.sentence.end))
    )  # fmt: skip
    return max(held, key=lambda item: item.coverage, default=None)


def _hit(hits: Sequence[Hit], cite: Cite | None) -> Hit | None:
    if cite is None:
        return None
    return next((hit for hit in hits if _meets(cite, _whole(hit))), cite.hit)


def _whole(hit: Hit) -> Cite:
    return Cite(hit.passage.source, hit.passage.start, hit.passage.end)


def _meets(one: Cite, other: Cite) -> bool:
    """Whether two slices share a character."""
    return one.source == other.source and one.start < other.end and one.end > other.start


def _sort_fits(question: Question, candidate: Candidate, text: str) -> float:
    if question.kind in (*_LONG, "list", "yesno"):
        return UNKNOWN
    number = isinstance(candidate.value, FigureValue) or bool(find_quantities(text))
    if question.kind == "date":
        return UNKNOWN if number else 0.0
    return float(number == (question.kind in _NUMBERS))


def _sorts(candidate: Candidate, text: str) -> tuple[str, ...]:
    """The learned sorts of question that such a value may answer."""
    value = candidate.value
    for of, sorts in _OF_VALUE:
        if isinstance(value, of):
            return sorts
    return _NUMBER_SORTS if find_quantities(text) and len(text) <= _SHORT else _WORD_SORTS


def _of_sentence(material: Material, item: Scored | None) -> dict[str, float]:
    question = material.question
    if item is None:
        zero = dict.fromkeys(("coverage", "own", "meaning"), 0.0)
        return {**zero, "place": UNKNOWN, "time_told": UNKNOWN}
    spans = times_told(item.sentence) if question.periods else ()
    touched = any(overlaps(wanted, span) for wanted in question.periods for span in spans)
    return {
        "coverage": item.coverage, "own": item.own, "meaning": item.meaning,
        "place": place_of_sentence(question, item), "time_told": float(touched) if spans else UNKNOWN,
    }  # fmt: skip


def _of_article(material: Material, item: Scored | None, hit: Hit | None) -> dict[str, float]:
    question = material.question
    unknown = dict.fromkeys(("place_known", "place_near", "names_known", "names_near", "years_apart"), UNKNOWN)
    if item is None:
        return unknown
    article = material.articles[item.sentence.source]
    near = f"{item.sentence.text} {hit.passage.context if hit else ''} {article.title}"
    if question.places:
        short = [place.rstrip("省市县区") for place in question.places]
        unknown["place_known"] = float(all(place in article.text or place in article.title for place in short))
        unknown["place_near"] = float(any(place in near for place in short))
    names = [term.zh or (term.text,) for term in question.terms if term.role in ("name", "quoted")]
    names += [(name,) for name in (*question.persons, *question.bodies)]
    if names:
        whole = article.title + article.text
        unknown["names_known"] = sum(any(form in whole for form in forms) for forms in names) / len(names)
        unknown["names_near"] = sum(any(form in near for form in forms) for forms in names) / len(names)
    if question.periods and article.published.value is not None:
        period = question.periods[0]
        day = period.end or period.start or article.published.value
        unknown["years_apart"] = min(3, abs(day.year - article.published.value.year)) / 3
    return unknown


def _of_figure(material: Material, candidate: Candidate) -> dict[str, float]:
    value = candidate.value
    names = ("indicator", "figure_place", "figure_period", "nature", "unit_fit")
    if not isinstance(value, FigureValue):
        return {"figure": 0.0, **dict.fromkeys(names, UNKNOWN)}
    fitted = _fitted(material.figures, value)
    if fitted is None:
        return {"figure": 1.0, **dict.fromkeys(names, UNKNOWN)}
    fits = (fitted.indicator, fitted.place, fitted.period, fitted.nature, fitted.unit)
    return {"figure": 1.0, **{name: min(1.0, fit) for name, fit in zip(names, fits, strict=True)}}


def _fitted(figures: Sequence[Fitted], value: FigureValue) -> Fitted | None:
    at = value.figure.quantity.start
    return next((f for f in figures if f.source == value.cite.source and f.figure.quantity.start == at), None)


def _of_rules(rules: Candidate | Missing, candidate: Candidate, cite: Cite | None, text: str) -> dict[str, float]:
    if isinstance(rules, Missing):
        return dict.fromkeys(("agrees", "same_sentence", "same_article"), UNKNOWN)
    said = wording(rules)
    same = cite is not None and any(_meets(cite, other) for other in rules.cites)
    article = cite is not None and any(c.source == cite.source for c in rules.cites)
    agrees = bool(text) and (text in said or said in text)
    return {"agrees": float(agrees), "same_sentence": float(same), "same_article": float(article)}
