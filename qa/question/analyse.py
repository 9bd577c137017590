"""What is asked: language, kind of answer, place, indicator, period, goal or result, unit.

In: a question in Chinese (Simplified, Traditional, full-width, key words only, mixed) or English (also noisy), and
today's date, which is the anchor of 今年 in it. Out: a `Question`. Raises QuestionError only when there is nothing to
read or too much of it; everything else gets the best reading there is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from index.errors import QuestionError
from index.lexicon import LEXICON
from index.text import fold, has_han
from index.types import Period
from qa.lexicon import Glossary, GlossaryMatch, asking_cues
from qa.question.counted import counted_span, part_asked
from qa.question.kind import kind_of, language_of, measure_of, nature_of, unit_of
from qa.question.numbers import NUMBERS_HELP, number_terms
from qa.question.persons import read_persons
from qa.question.places import read_bodies, read_places
from qa.question.quotes import read_quoted, unquoted
from qa.question.spelling import mend
from qa.question.terms import Found, apart, read_terms
from qa.question.times import outside_speech, read_times, year_begun
from qa.question.view import View
from qa.types import Kind, Question, Term

__all__ = ["analyse", "language_of", "whole_characters"]

_COUNTS = frozenset(("quantity", "yesno", "series", "rank", "growth", "share"))
_AND = re.compile("和|与|及|、|以及|,| and |&|/")
_COUNTERS = LEXICON.words("thing_counters") | LEXICON.words("people_counters") | {"个项目", "元", "%"}
_MADE_OR_SOLD = re.compile("生产|制造|销售|produced?|make|made|manufactured?|sold|sell|built?|rolled off")
_SHARE_OF = re.compile(
    "(?:占|share of|percentage of|proportion of|part of|fraction of|contribution(?: rate)? to)(?: \\S{1,30}){0,3} ?$"
)
_UNITS_COUNTED = re.compile(r"\bhow many (?:people|persons|times|days|years|months|weeks|hours|minutes)\b")
_SHARE_OF_ZH = re.compile("(?:占|对).{0,12}$")
_HOW_LONG = re.compile("(?<![期寿长命限])(?:是|有|要|需)?(?:多久|多长时间)")
_BASE_HAS = re.compile(
    r"\b(?:share|percentage|proportion|fraction|part|percent) of (?:the |all )?(?:[a-z'-]+ ){1,6}?"
    r"(?:have|has|had|own|owned|use|used|lack|lacked|got|get) "
)
_HAS = re.compile("(?:一共|总共|共|各)?有?(?:多少|几)[家个项座所名位条种]$")
_HOLDS = re.compile("(?:里面?|之?中|当中|之内)[,，]?$")
_SEARCH_FORMS = 3


def whole_characters(text: str) -> str:
    """The text without halves of characters, which no encoding can write and no tokenizer takes.

    >>> whole_characters("产量\\ud83d")
    '产量\ufffd'
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def analyse(
    text: str, today: date, glossary: Glossary | None = None, *, max_chars: int = 100_000, home: str = ""
) -> Question:
    """Read a question. `today` anchors 今年 and "last year"; a date in the question wins; `home` is what 全市 means.

    Raises QuestionError when `text` has no letter or digit, or more than `max_chars` characters.

    >>> q = analyse("两江新区2024年整车产量是多少", date(2026, 1, 1))
    >>> q.kind, q.places, q.period.year(), q.terms[0].text
    ('quantity', ('两江新区',), 2024, '整车产量')
    """
    text = whole_characters(text)
    language = language_of(text)
    if len(text) > max_chars:
        raise QuestionError(f"the question has {len(text)} characters; ask it in {max_chars} or fewer.")
    if not any(c.isalnum() for c in text):
        raise QuestionError("the question holds no words; type a question in Chinese or English.")
    known = glossary or Glossary.in_use()
    with known.using():
        mended = unquoted(mend(text), known)
    view = View(mended)
    periods = read_times(view, today)
    _set_aside(view)
    quoted = read_quoted(view, known)
    bodies = read_bodies(view, known)
    places = read_places(view, known, home)
    rest = view.rest_raw()
    offices = [m for m in apart((*known.find_zh(rest), *known.find_en(rest))) if m.entry.kind == "office"]
    held = View(mended)
    for match in offices:
        held.take(match.start, match.end)
    persons = _persons(view, held, known, offices)
    found = [*quoted, *read_terms(view, known)]
    found.sort(key=lambda f: f.start)
    terms = tuple(f.term for f in found)
    kind = kind_of(view.text, terms, persons, bool(offices))
    if kind == "who_said":
        periods = outside_speech(periods, view.text)
    found = _one_indicator(_listed_along(_promoted(found, kind, view), view), kind, view)
    terms = (*(f.term for f in found), *(_person_term(name) for name in persons))
    if kind in NUMBERS_HELP:
        terms = (*terms, *number_terms(view.raw, periods))
    measure = measure_of(view.text, kind)
    nature = nature_of(view.text, periods, today)
    if nature == "goal":
        periods = tuple(map(year_begun, periods))
    return Question(
        text=text,
        language=language,
        normal=fold(view.raw),
        search=search_text(view.raw, language, terms, places, periods),
        kind=kind,
        terms=terms,
        places=places,
        bodies=bodies,
        persons=persons,
        period=periods[0] if len(periods) == 1 else None,
        periods=periods,
        nature=nature,
        unit=unit_of(view.text, kind, measure),
        measure=measure,
    )


def _set_aside(view: View) -> None:
    """Take the words that name something only to leave it out: no term is read from them."""
    for name in ("goal_aside", "left_out"):
        for match in asking_cues().patterns[name].finditer(view.text):
            view.take(match.start(), match.end())


def _persons(view: View, held: View, known: Glossary, offices: list[GlossaryMatch]) -> tuple[str, ...]:
    """People, read with the offices taken, so that 书记 and 主任 are no part of a name."""
    for at, free in enumerate(view.rest()):
        if free == "\x00":
            held.take(at, at + 1)
    before = held.rest()
    persons = read_persons(held, known, frozenset(m.start for m in offices), frozenset(m.end for m in offices))
    for at, (was, now) in enumerate(zip(before, held.rest(), strict=True)):
        if was != now:
            view.take(at, at + 1)
    return persons


def _person_term(name: str) -> Term:
    """A Chinese name must stand in the text; one in pinyin is matched by whoever knows the names of the articles."""
    if has_han(name):
        return Term(name, (fold(name),), "name", 1.0, "person")
    return Term(name, (), "topic", 0.3, "spelt")


def _promoted(found: list[Found], kind: Kind, view: View) -> list[Found]:
    """What is counted becomes the indicator when the question has none (多少家小巨人企业, "how many gazelles")."""
    if kind in _COUNTS and (part := part_asked(view.text)):
        return [_as_part(f, part) for f in found]
    if kind not in _COUNTS or any(f.term.role == "indicator" for f in found):
        return found
    if _HOW_LONG.search(view.text):
        return found  # 先停多久: what lasts is said in words of all sorts
    if kind == "yesno" and not any(char.isdigit() for char in view.rest()):
        return found  # nothing is counted by whoever asks whether something is so
    by_noun = _counted(found, view)
    if by_noun is not None:
        return by_noun
    if language_of(view.text) == "en" and _UNITS_COUNTED.search(view.text):
        return found  # "how many people had they moved": what is counted is said, and is no indicator
    able = [f for f in found if f.kind not in ("quoted", "office", "org", "person", "unit")]
    if kind == "share" and (base := _BASE_HAS.search(view.text)):
        able = [f for f in able if f.start >= base.end()] or able  # "what share of households had toilets"
    if kind == "share":
        able = [f for f in able if not _SHARE_OF_ZH.search(view.text[max(0, f.start - 16) : f.start])] or able
    glossed = [f for f in able if f.kind and f.term.strong] or [f for f in able if f.term.zh]
    if not glossed:
        return found
    asked = re.search("多少|几|how many|how much|number of", view.text)
    heaviest = max(f.term.weight for f in glossed)
    top = [f for f in glossed if f.term.weight >= heaviest - 0.15]
    spot = asked.end() if asked else len(view.text)
    best = min(top, key=lambda f: f.start - spot if f.start >= spot else spot - f.end)
    chosen = {id(best)} | {id(f) for f in top if _and_between(f, best, view)}
    verbs = [f for f in found if f.kind in ("word", "") and _MADE_OR_SOLD.fullmatch(f.term.text.lower())]
    said = view.rest() + " ".join(f.term.text.lower() for f in verbs)
    made_of = best.kind in ("sector", "product", "org") and unit_of(view.text, kind, "") not in _COUNTERS
    suffix = _output_or_sale(said) if made_of else ""
    kept = [f for f in found if not suffix or f not in verbs]
    if best in verbs:
        # "How much phosphate did it produce": the product is unknown, but what is counted is its output.
        counted = _output_or_sale(best.term.text.lower())
        named = replace(
            best,
            term=replace(best.term, zh=tuple(dict.fromkeys((counted, *best.term.zh)) if counted else best.term.zh)),
        )
        kept = [named if f is best else f for f in kept]
        chosen.add(id(named))
    return [replace(f, term=_as_indicator(f.term, suffix)) if id(f) in chosen else f for f in kept]


def _counted(found: list[Found], view: View) -> list[Found] | None:
    """The terms with the noun that is counted as the indicator; None when no noun is, or it is no term."""
    language = language_of(view.text)
    span = counted_span(view.text, language)
    inside = [f for f in found if span and span[0] <= f.start and f.end <= span[1] and f.kind != "quoted"]
    if span is None:
        return None
    if not inside and language == "en":
        # "It linked rural clinics; how many clinics?": the noun was read where it first stands.
        again = view.text[span[0] : span[1]].strip()
        inside = [f for f in found if f.kind != "quoted" and fold(f.term.text) == again]
    noun = view.raw[span[0] : span[1]]
    if not inside and len(noun) == 1 and (forms := _longer(fold(noun))):
        named = Found(span[0], span[1], Term(noun, (*forms, fold(noun)), "indicator", 1.0, "indicator"), "")
        return sorted([*found, named], key=lambda f: f.start)
    if not inside:
        return found if language == "en" else None
    if language == "en":
        head = max(inside, key=lambda f: (f.term.tells, f.end))
        if head.kind in ("sector", "product", "org") and unit_of(view.text, "quantity", "") not in _COUNTERS:
            return None
        return _with_listed(found, head, view)
    owner = next((f for f in found if f.kind and _HAS.match(view.text[f.end : span[0]])), None)
    if owner is not None and owner.term.strong and all(f.kind in ("", "word") for f in inside):
        return _with_listed(found, owner, view)  # 世界500强企业有多少家|落户
    whole = view.raw[span[0] : span[1]]
    if any(f.kind for f in inside):
        return _with_listed(found, inside[0], view)
    joined = Found(span[0], span[1], Term(whole, (fold(whole),), "indicator", 1.0, "indicator"), "")
    return sorted([f for f in found if f not in inside] + [joined], key=lambda f: f.start)


def _longer(noun: str) -> tuple[str, ...]:
    """What a noun of one character is short for: 税 of 收了多少税 is 税收."""
    rows = (row.split("|") for row in sorted(asking_cues().words["short_nouns"]))
    return next((tuple(row[1:]) for row in rows if row[0] == noun), ())


def _as_part(found: Found, part: tuple[int, int]) -> Found:
    """The term as the indicator when it is the part asked for, else as what that is a part of."""
    if part[0] <= found.start and found.end <= part[1]:
        return replace(found, term=_as_indicator(found.term, ""))
    if found.term.role != "indicator":
        return found
    return replace(found, term=replace(found.term, role="topic", kind="part", weight=0.6))


def _with_listed(found: list[Found], head: Found, view: View) -> list[Found]:
    """The terms with the head, and what is listed beside it, as indicators."""
    chosen = {id(head)} | {id(f) for f in found if _and_between(f, head, view)}
    return [replace(f, term=_as_indicator(f.term, "")) if id(f) in chosen else f for f in found]


def _output_or_sale(said: str) -> str:
    """产量 when the question counts what is made (生产了多少辆车), 销量 when what is sold."""
    if asking_cues().sold.search(said):
        return "销量"
    return "产量" if asking_cues().made.search(said) else ""


def _as_indicator(term: Term, suffix: str) -> Term:
    forms = [form + suffix for form in term.zh[:4] if len(form) > 1] if suffix else list(term.zh)
    return replace(term, role="indicator", kind="indicator", weight=1.0, zh=tuple(dict.fromkeys(forms)))


def _and_between(one: Found, other: Found, view: View) -> bool:
    first, second = sorted((one, other), key=lambda f: f.start)
    between = view.text[first.end : second.start].strip('“”" ')
    return first is not second and bool(_AND.fullmatch(f" {between} ") or _AND.fullmatch(between))


def _listed_along(found: list[Found], view: View) -> list[Found]:
    """Words listed beside the indicator are counted like it (产业大脑、未来工厂、智能工厂各有多少)."""
    if not asking_cues().has("each", view.text) or not any(f.term.role == "indicator" for f in found):
        return found
    counted = {id(f) for f in found if f.term.role == "indicator"}
    for _ in found:
        counted |= {id(f) for f in found for g in found if id(g) in counted and _and_between(f, g, view)}
    return [replace(f, term=_as_indicator(f.term, "")) if id(f) in counted else f for f in found]


def _one_indicator(found: list[Found], kind: Kind, view: View) -> list[Found]:
    """Of several indicators that are not listed with "and", only one is asked for; the others say of what."""
    indicators = [f for f in found if f.term.role == "indicator"]
    if len(indicators) < 2:
        return found
    demoted: set[int] = set()
    for f in indicators:
        before = view.text[max(0, f.start - 24) : f.start]
        share = kind == "share" or "贡献" in view.text or "contribut" in view.text
        if share and (_SHARE_OF.search(before) or _SHARE_OF_ZH.search(before)) and len(demoted) + 1 < len(indicators):
            demoted.add(id(f))
    # 一般公共预算收入里，税收是多少: the first holds the second.
    demoted |= {id(a) for a, b in pairwise(indicators) if _HOLDS.match(view.text[a.end : b.start])}
    left = [f for f in indicators if id(f) not in demoted]
    listed = (_listed(view.text[a.end : b.start]) for a, b in pairwise(left))
    if not all(listed):
        keep = max(left, key=lambda f: (max((len(form) for form in f.term.zh[:1]), default=0), f.start))
        demoted |= {id(f) for f in left if f is not keep}
    return [
        replace(f, term=replace(f.term, role="topic", kind="part", weight=0.6)) if id(f) in demoted else f
        for f in found
    ]


def _listed(between: str) -> bool:
    return len(between) < 16 and bool(_AND.search(between))


def search_text(
    text: str, language: str, terms: tuple[Term, ...], places: tuple[str, ...], periods: tuple[Period, ...]
) -> str:
    """What the retriever is given: the question, and the other forms of what it names that it does not hold itself.

    `text` is the question as typed with its spaces in order; for Chinese it is given folded.
    """
    extra: list[str] = list(places)
    for term in terms:
        common = term.role == "topic" and not term.strong
        limit = 2 if language == "zh" else 1 if common else _SEARCH_FORMS
        extra += list(term.zh[:limit]) or [term.text]
    for period in periods:
        year = period.year()
        extra += [f"{year}年"] if year else []
    folded = fold(text)
    added = [form for form in dict.fromkeys(extra) if form and fold(form) not in folded]
    return " ".join([text if language == "en" else folded, *added])
