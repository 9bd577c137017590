"""What sort of things a list question asks for, and whether the items of a list are of that sort.

Comes in: the question and texts of the articles. Goes out: "place", "body" or None, and yes or no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.entities import find_places, organisations_in, split_name
from index.lexicon import LEXICON
from qa.types import Question

_WHICH = "哪[些几两三四五六七八九十0-9]{0,2}[个座家所条位名]?"
# What sort of things is asked for: places or bodies.
_SORTS = (
    ("place", re.compile(
        _WHICH + "(?:地方|地区|省份?|市|区县|区|县|城市|国家)|"
        r"\b(?:provinces|cities|districts|counties|countries|states|regions|places|towns)\b"
    )),
    ("body", re.compile(
        _WHICH + "(?:单位|部门|机构|公司|企业|大学|学校|高校|银行|协会)|"
        r"\b(?:companies|firms|enterprises|departments|agencies|universities|banks|organi[sz]ations|institutions)\b"
    )),
)  # fmt: skip
# Asked for a country or a city, nothing that is no place answers; 地方 may be any spot.
_ONLY_PLACES = re.compile(
    _WHICH + "(?:省份|省|区县|城市|国家|省区市)|"
    r"\b(?:which|what|list|name)(?: the)?(?: [a-z0-9-]+){0,3} (?:provinces|cities|counties|countries)\b"
)
_ONLY_PEOPLE = re.compile(
    "哪[些几两三四五六七八九十0-9]{0,2}(?:位|名)(?!次)|"
    "哪[些几]个?(?:人(?!群|口|工)|代表(?!性|作)|委员(?!会)|官员|领导人?|专家|嘉宾|负责人)|"
    r"\b(?:which|what)(?: [a-z0-9-]+){0,3} (?:deputies|officials|leaders|experts|delegates|speakers|reporters|people)\b"
)
_ONLY_THINGS = re.compile(
    "哪[些几两三四五六七八九十0-9]{0,2}[个类种项]*(?:产品|商品|货物|行业|产业|领域|技术|措施|任务)"
)
# Bodies of a kind whose names show it.
_BODIES = (
    (re.compile(r"哪[^,。?？]{0,6}(?:大学|高校|院校)|\buniversities\b"), re.compile("大学|学院|院校|高校|校")),
    (re.compile(r"哪[^,。?？]{0,6}医院|\bhospitals\b"), re.compile("医院|院")),
    (re.compile(r"哪[^,。?？]{0,6}银行|\bbanks\b"), re.compile("银行|行")),
)
# What may stand behind a place's name in an item that is the place: 地区, 自治县境内.
_LONGEST_END = 5
_SURNAMED = re.compile("[\u4e00-\u9fff·]{2,}")


def sort_asked(question: Question) -> str | None:
    """ "place" or "body" when the question asks for such things, else None."""
    return next((sort for sort, cue in _SORTS if cue.search(question.normal)), None)


def fitting(sort: str, items: Sequence[str]) -> int:
    """How many of the items are, or name, something of the sort."""
    return sum(bool(find_places(item) if sort == "place" else organisations_in(item)) for item in items)


def of_other_sort(question: Question, items: Sequence[str]) -> bool:
    """Whether the question asks for things of one sort and no item is one: universities, countries, people; or asks for
    products and every item is a body.

    >>> from datetime import date
    >>> from qa.question.analyse import analyse
    >>> asked = analyse("出口到哪些国家？", date(2026, 1, 1))
    >>> of_other_sort(asked, ["连续掘进", "智能维保"]), of_other_sort(asked, ["意大利", "泰国"])
    (True, False)
    """
    asked = question.normal
    ends = next((ends for cue, ends in _BODIES if cue.search(asked)), None)
    if ends is not None:
        return not any(ends.search(item) for item in items)
    if _ONLY_PLACES.search(asked):
        return not any(find_places(item) for item in items) or any(_in_a_place(item) for item in items)
    if _ONLY_PEOPLE.search(asked):
        return not any(_person(item) for item in items)
    return bool(_ONLY_THINGS.search(asked)) and fitting("body", items) == len(items)


def tells_of_other_sort(question: Question, sentence: str) -> bool:
    """Whether a whole sentence names nothing of the sort asked for; a short run of its words may look like a name."""
    if _ONLY_PEOPLE.search(question.normal):
        return not LEXICON.any_of("offices").search(sentence)
    if _ONLY_PLACES.search(question.normal):
        return not find_places(sentence)
    return of_other_sort(question, [sentence])


def _in_a_place(item: str) -> bool:
    """Whether an item only begins with a place: 甲省乙农业示范区 lies in 甲省 and is neither province nor city."""
    mentions = find_places(item)
    return bool(mentions) and mentions[0].start == 0 and len(item) - mentions[-1].end > _LONGEST_END


def _person(text: str) -> bool:
    if LEXICON.any_of("offices").search(text):
        return True
    return text.isascii() or any(split_name(run) is not None for run in _SURNAMED.findall(text))
