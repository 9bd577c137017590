"""What a question holds side by side: places, times, subjects, or words joined by 比, 和, "than", "or".

In: the folded question and the names the articles know. Out: `Side`s, each with its span, so that a question for one of
them can be made by leaving the others out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.entities import canonical, contains, find_places
from index.text import fold, segment
from index.types import Period
from qa.operate.subjects import Names
from qa.types import Question

Sort = Literal["place", "name", "period", "words"]
_SUFFIX = re.compile("(?:'s|的)")
_JOINT_ZH = "和|与|跟|同|、|及|还是|或者?|比起?|较"
# 博士补贴比硕士高多少; 硕士和博士哪个补贴高; "masters or doctors", "between A and B".
_BESIDE_ZH = re.compile(
    f"(?P<a>[^,，。?？和与跟同、及比较或的]{{1,12}}?)(?:{_JOINT_ZH})(?P<b>[^,，。?？、和与跟比]{{1,12}}?)"
    "(?=哪|谁|的|之间|相差|差|相比|比较|比|合计|加|一共|总共|共|各|分别|都|,|，|:|：|(?:19|20)[0-9]{2}年|去年|今年|前年|上半年|下半年|前?[一二三四]季度|$|[?？])"
)
_NAME_EN = r"[\w'&.-]+(?: [\w'&.-]+)"
_BESIDE_EN = re.compile(
    r"\b(?:between|of|for|in|did|does|do|is|was|were|are|has|have|had|:|,|-|add(?:ed)?|up|both) (?:the )?"
    rf"(?P<a>{_NAME_EN}{{0,4}}?) (?:and|or|versus|vs\.?|compared (?:with|to)) (?:the )?(?P<b>{_NAME_EN}{{0,3}}?)"
    r"(?=[?,.;:]| (?:in|had|has|have|was|were|is|are|did|does|grew|for|by|during|combined|together|at)\b|$)"
)
_OR_EN = re.compile(rf"(?:[,:] |^)(?:the )?(?P<a>{_NAME_EN}{{0,3}}?) or (?:the )?(?P<b>{_NAME_EN}{{0,3}}?)(?=[?:,]|$)")

_BI = re.compile(
    "比(?P<b>[^,，。?？]{1,14}?)(?=(?:要|还|更)?(?:多|高|大|快|长|贵|远|重|好|强|晚|少|低|小|慢|短|便宜|近|轻|差|弱|早)"
    "(?:多少|几|吗|么|了|出|[ ?？]|$|[\u4e00-\u9fff]{1,6}(?:多少|几)))"
)
_CODE = re.compile("[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things side by side: its span in the folded question, and what it is."""

    sort: Sort
    start: int
    end: int
    text: str
    place: str = ""
    name: str = ""
    period: Period | None = None


def sides_of(question: Question, names: Names) -> tuple[Side, ...]:
    """The two or more things of one sort that the question names, in its order; none where it names one or none."""
    text = question.normal
    for found in (_named(text, names), _places(text)):
        if len(found) > 1:
            return tuple(found)
    against = _against(text, question) if question.language == "zh" else []
    times = _periods(text, question.periods)
    if not against and len(times) > 1:
        return tuple(times)
    return tuple(against or _words(text, question.language))


def _named(text: str, names: Names) -> list[Side]:
    found: dict[str, Side] = {}
    for start, end, name in names.within(text):
        found.setdefault(name, Side("name", start, _owner_end(text, end), text[start:end], name=name))
    return list(found.values())


def _places(text: str) -> list[Side]:
    found: dict[str, Side] = {}
    for mention in find_places(text, loose=True):
        side = Side(
            "place", mention.start, _owner_end(text, mention.end), text[mention.start : mention.end], mention.name
        )
        found.setdefault(mention.name, side)
    inner = [n for n in found if not any(contains(n, other) for other in found if other != n)]
    return [found[name] for name in inner]


def _periods(text: str, periods: Sequence[Period]) -> list[Side]:
    found: list[Side] = []
    after = 0
    for period in periods:
        told = fold(period.text)
        at = text.find(told, after)
        at = text.find(told) if at < 0 else at
        if at < 0:
            return []
        found.append(Side("period", at, at + len(told), told, period=period))
        after = at + len(told)
    spans = {(side.period.start, side.period.end) for side in found if side.period}
    return sorted(found, key=lambda side: side.start) if len(spans) == len(found) else []


def _owner_end(text: str, end: int) -> int:
    match = _SUFFIX.match(text, end)
    return match.end() if match else end


def _against(text: str, question: Question) -> list[Side]:
    """A and B of "A比B多多少", where B is said in short: a place by its bare name, or the part in which it differs."""
    match = _BI.search(text)
    if match is None or any(fold(period.text) in match["b"] for period in question.periods):
        return []
    at, other = match.start("b"), match["b"].strip()
    known = canonical(other)
    first = find_places(text[: match.start()], loose=True)
    if known is not None and first:
        one = first[-1]
        return [
            Side("place", one.start, _owner_end(text, one.end), one.text, place=one.name),
            Side("place", at, match.end("b"), other, place=known),
        ]
    start = max(
        (text.find(fold(p.text)) + len(p.text) for p in question.periods if fold(p.text) in text[: match.start()]),
        default=0,
    )
    start = max([start, *(place.end for place in first)])
    lead = text[start : match.start()].strip(" ,，的")
    words = list(segment.cut(lead))
    if len(words) > 1 and not other.endswith(words[-1]) and not _CODE.search(lead[-1:]):
        lead = "".join(words[:-1]).rstrip("的")
    if not lead or lead == other:
        return []
    begin = text.find(lead, start)
    return [
        Side("words", begin, begin + len(lead), lead, name=lead),
        Side("words", at, match.end("b"), other, name=other),
    ]


def _words(text: str, language: str) -> list[Side]:
    patterns = (_BESIDE_ZH,) if language == "zh" else (_OR_EN, _BESIDE_EN)
    for pattern in patterns:
        match = pattern.search(text)
        if match:
            return [
                Side("words", match.start(group), match.end(group), match[group].strip(), name=match[group].strip())
                for group in ("a", "b")
            ]
    return []
