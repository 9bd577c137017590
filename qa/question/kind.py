"""What sort of answer a question wants: its language, kind, measure, unit, and goal or result.

In: the question's view (see `question_view`) and what was recognised in it. Out: single values; nothing raises.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from index.numbers import UNITS
from index.text import HAN_CHARACTER
from index.types import Language, Nature, Period
from qa.lexicon import asking_cues
from qa.types import Kind, Term

_LATIN_WORD = re.compile("[A-Za-z\u00c0-\u024f]{2,}")
_CHINESE_ASKS = re.compile("多少|什么|甚麼|什麼|哪|谁|誰|吗|嗎|呢|几|幾|为何|為何|怎|是|的|如何")
_ENGLISH_ASKS = re.compile(
    r"\b(?:what|how|who|which|when|where|why|is|are|was|were|did|does|do|the|of|in|and|for|list|tell|about)\b", re.I
)
_AFTER_HOW_MANY = re.compile(r"\bhow many ((?:[a-z0-9'&-]+ ?){1,6})")
_ASKS_NEXT = re.compile(
    r"(?<=[a-z0-9)”\"'%])[.!;] (?=(?:(?:and|but|so) )?(?:what|which|who|whose|how|where|when|why|did|does|do|is|was"
    r"|were|are|has|have|had|can|could|will|would|should|in what|in which|by how|by what|name|list)\b)"
)
_COUNT_EN = re.compile(r"\bhow (?:many|much)\b(?! (?:places|ranks|positions))")
_VERB = re.compile(
    r"\b(?:did|does|do|are|is|was|were|has|have|had|will|would|can|could|there|should|must|may|might|shall|need|in|by|at|"
    r"of|for|above|below|over|worth|exceeding|costing|with|that|which|who|from|to)\b"
)
_EACH = re.compile(r"\b(?:a|per|each|every) (?:year|month|day|week|person)\b")
_COUNTED = re.compile(
    "(?:多少|好多|(?<![近这前那过去好])几(?!个点))(?:[万亿千百]*)(个百分点|[^\\s,，。?？、的是]{1,5})"
)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIGURES_LISTED = re.compile(
    r"^(?:and |please )?list (?:\S+ ){0,14}(?:targets?|goals?|figures?|values?|numbers?|rates?|growth|output|sales)\b|"
    "^(?:请)?(?:列出|列举|给出).*(?:目标|增速|产量|销量|数量|数据|数值|产值)"
)
# Of several years, "what growth targets were set for 2021 and 2022" asks for figures too.
_FIGURES_OF_YEARS = re.compile(
    r"\b(?:what|which) (?:\S+ ){0,6}(?:targets?|goals?|figures?|values?|numbers?|rates?|sales|exports|imports)\b|"
    "(?:目标|增速|产量|销量|数量|数据|数值|产值|增加值|投资|收入|总量)(?:各|分别)?(?:是|为|有)(?:哪些|什么|多少)"
)
_AMOUNT = re.compile(r"\bwhat (?:total |exact |overall )?(?:volume|amount|number|quantity|share|percentage|value)\b")
_HOW_MANY_POINTS = re.compile(r"\bhow many (?:percentage )?points?\b")
# 连什么都要进口: a thing is asked for, not how much of it.
_WHAT_THING = re.compile("(?<![是为达到])(?:什么|啥)(?!水平|程度|规模|时候|位置|意思)")
_WHICH_AREA = re.compile("哪一?个?(?:区县|区|县|市|省|城市|新区|国家)(?![长委府的])")
_LISTED = re.compile(
    r"哪|列|分别|名单|\b(?:which|list|name|types|kinds)\b|\bwhat (?:are|were) the (?:\w{1,30} )?(?:\w{1,30}s)\b"
)


def language_of(text: str) -> Language:
    """The language to answer in: the one the question asks in, else the script there is more of.

    >>> language_of("What is 规上工业增加值?"), language_of("两江新区GDP是多少"), language_of("liangjiang car output")
    ('en', 'zh', 'en')
    """
    sample = text[:2000]
    han = len(HAN_CHARACTER.findall(sample))
    latin = len(_LATIN_WORD.findall(sample))
    if not han:
        return "en" if latin or any(c.isalpha() for c in sample) else "zh"
    if not latin:
        return "zh"
    chinese, english = len(_CHINESE_ASKS.findall(sample)), len(_ENGLISH_ASKS.findall(sample))
    if chinese != english and (chinese == 0 or english == 0):
        return "zh" if chinese else "en"
    return "zh" if han >= 2 * latin else "en"


def asking(view: str) -> str:
    """The part of an English question that asks, behind sentences that only tell.

    >>> asking("it had hoped for 400. where did revenue really land?")
    'where did revenue really land?'
    """
    starts = [match.end() for match in _ASKS_NEXT.finditer(view)]
    return view[starts[-1] :] if starts else view


def kind_of(view: str, terms: tuple[Term, ...], persons: tuple[str, ...], offices: bool) -> Kind:
    """The kind of answer. `offices`: the question names an office, so that bare key words ask for its holder."""
    part = asking(view)
    if part != view and (kind := kind_of(part, terms, persons, offices)) != "open":
        return kind
    asked = asking_cues().polite.sub(" ", view)
    for name, pattern in asking_cues().kinds:
        settled = _settled(name, asked, terms, persons) if pattern.search(asked) else None
        if settled is not None:
            return settled
    return _kind_without_cue(asked, terms, persons, offices)


def _settled(name: Kind, asked: str, terms: tuple[Term, ...], persons: tuple[str, ...]) -> Kind | None:
    """The kind that a question with the cue of kind `name` is of; None when the cue means something else there."""
    known = asking_cues()
    if name in ("person", "who_said"):
        if _WHICH_AREA.search(asked):
            return None  # 哪个区说要建…: the district is asked for
        return "office" if name == "person" and persons and known.has("who_is", asked) else name
    if name in ("growth", "share", "quantity"):
        return _figure_kind(name, asked)
    if name == "list":
        return _list_kind(asked, terms)
    if name == "yesno" and known.has("interrogative", asked) and not re.search("是不是|是否|有没有", asked):
        return None
    if name == "rank" and _COUNT_EN.search(asked):
        return None  # "how many did it sell when it topped the ranking"
    return name


def _figure_kind(name: Kind, asked: str) -> Kind:
    """ "新能源汽车占比" and "growth" in an indicator's own name still ask for that figure."""
    known = asking_cues()
    if name != "growth" and known.has("grown_percent", asked):
        return "growth"
    if known.has("over_time", asked):
        return "series"
    if name == "growth" and known.has("contribution", asked):
        return "share"
    if name == "quantity" and known.has("deed_asked", asked) and not known.has("counted", asked):
        return "open"
    return name


def _list_kind(asked: str, terms: tuple[Term, ...]) -> Kind | None:
    """A list, how many, or None when a single thing or figures are asked for."""
    if asking_cues().has("how_many", asked) and not re.search("哪|分别", asked):
        return "quantity"
    if _AMOUNT.search(asked) or _single_what(asked, terms) or _figures_listed(asked, terms):
        return None
    return "list"


def _figures_listed(asked: str, terms: tuple[Term, ...]) -> bool:
    """Whether figures are to be listed, not things: the growth targets for 2021 and 2022, 列出2021、2022年的产量."""
    figures = any(term.role == "indicator" for term in terms) or len(_YEARS.findall(asked)) > 1
    if len(set(_YEARS.findall(asked))) > 1 and _FIGURES_OF_YEARS.search(asked):
        return any(term.role == "indicator" for term in terms)
    return bool(_FIGURES_LISTED.search(asked)) and figures


def _single_what(asked: str, terms: tuple[Term, ...]) -> bool:
    """ "What are/were" and the like in front of a single figure: "what were exports in 2023"."""
    plural = re.search(r"\bwhat (?:are|were|\w{1,30} (?:did|does|do))\b", asked)
    listed = _LISTED.search(asked)
    return bool(plural and not listed and any(term.role == "indicator" for term in terms))


def _kind_without_cue(asked: str, terms: tuple[Term, ...], persons: tuple[str, ...], offices: bool) -> Kind:
    known = asking_cues()
    indicator = any(term.role == "indicator" for term in terms)
    strong = [term for term in terms if term.strong]
    if known.has("deed_asked", asked) or _WHAT_THING.search(asked):
        return "open"
    if known.has("what_is", asked):
        if indicator:
            return "quantity"
        if persons:
            return "open" if strong else "office"
        # The goal for the gazelle firms in 2027 is a number of them.
        if known.has("goal_of_year", asked):
            return "quantity"
        return "definition" if len(terms) <= 1 else "open"
    if known.has("keyword_open", asked) and not indicator:
        return "open"
    if offices and not indicator and not persons and not known.has("interrogative", asked):
        return "person"
    if persons and not strong and not known.has("interrogative", asked):
        return "office"
    return "quantity" if indicator or _figures_listed(asked, terms) else "open"


def nature_of(view: str, periods: tuple[Period, ...], today: date) -> Nature | None:
    """Goal, forecast or result when the question says so; a time wholly to come asks for a goal."""
    for part in dict.fromkeys((asking(view), view)):
        spoken = _spoken_nature(part)
        if spoken is not None:
            return spoken
    ends = [period.start or period.end for period in periods]
    if ends and all(day is not None and day > today for day in ends):
        return "goal"
    return None


def _spoken_nature(view: str) -> Nature | None:
    known = asking_cues()
    text = known.patterns["goal_not"].sub(" ", known.patterns["goal_aside"].sub(" ", view))
    if known.has("goal", text):
        return "goal"
    if known.has("forecast", text):
        return "forecast"
    return "result" if known.has("result", text) else None


def measure_of(view: str, kind: Kind) -> str:
    """Which side of the figure: growth, share, rank, difference, multiple, increment, cumulative, or "" for none."""
    for name, pattern in asking_cues().measures:
        if pattern.search(view) and not (name == "rank" and _COUNT_EN.search(view)):
            return name
    if kind in ("growth", "share", "rank"):
        return kind
    patterns = dict(asking_cues().kinds)
    if kind in ("series", "yesno", "reason") and patterns["growth"].search(view):
        return "growth"
    if kind in ("series", "yesno") and patterns["share"].search(view):
        return "share"
    return ""


def unit_of(view: str, kind: Kind, measure: str) -> str:
    """The canonical unit asked for ("辆", "%", "元", "家"), "" when the question leaves it open."""
    if re.search("个?百分点|\\bpercentage points?\\b|\\bby how many points\\b", view):
        return "个百分点"
    counted = _COUNTED.search(view)
    if counted:
        unit = _longest_unit(counted[1])
        if unit:
            return "%" if unit == "成" else unit
    for unit, pattern in asking_cues().units:
        if pattern.search(view):
            return unit
    if measure == "difference" and _HOW_MANY_POINTS.search(view):
        return "个百分点"
    how_many = _AFTER_HOW_MANY.search(view)
    if how_many:
        return _english_unit(how_many[1])
    return "%" if kind in ("growth", "share") and measure in ("growth", "share") else ""


def _longest_unit(text: str) -> str:
    units = unit_forms()
    return next((units[text[:size]] for size in range(min(5, len(text)), 0, -1) if text[:size] in units), "")


def _english_unit(words: str) -> str:
    """The unit of what is counted: the last word before the verb (little giant firms → 家)."""
    words = _EACH.split(words)[0]
    verb = _VERB.search(words)
    counted = (words[: verb.start()] if verb else words).split()
    units = unit_forms()
    for size in (3, 2, 1):
        phrase = " ".join(counted[-size:])
        if len(counted) >= size and phrase in units:
            return units[phrase]
    # "how many people work at": the noun is people, whatever they do.
    return units.get(counted[0], "") if counted and (not verb or counted[0] in ("people", "persons")) else ""


@cache
def unit_forms() -> dict[str, str]:
    """Every writing of a unit of the unit list, with the unit."""
    forms: dict[str, str] = {}
    for form, (unit, _) in UNITS.items():
        forms.setdefault(form.lower(), unit)
    return forms
