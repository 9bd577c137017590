"""The counted noun behind a Chinese number: 49家|企业, 200余个|智能化改造项目, 近1000万只的|销量."""

from __future__ import annotations

import re

from index.figures.cues import pattern, words
from index.figures.noun_before import COMPOUND, LONGEST_PHRASE, SPACES, Clauses, Span, balance
from index.types import Quantity

# Single characters end a noun only where they are no part of a word (重要, 社会, 智能, 内在, 国有, 行为).
_STOPS = re.compile(
    pattern("zh", "stops").pattern
    + "|(?<![重主需必])要(?!素|求|点|闻)|(?<![社机工协商学理议员大博展盛年])会(?![议员展计])"
    "|(?<![性功智职产储节可技动新势效赋光热电核])能(?![源力级量耗])"
    "|(?<![内存所现潜])在(?![线建])|(?<![国拥所特公共私享含没])有(?![色机限效])|(?<![行成作人认])为|(?<![但可凡于])是|就(?!业|餐|医|读)|将|(?<![立改公])正(?!式|确|规)"
    "|(?<![到周])到(?!位)|(?<![甚乃])至|[由占达已均都并被较]|从(?!业)|(?<!导)向(?![量])|(?<![参给赠])与(?!会)|居(?!民|住|家|委)|获(?!得感)|等"
)
_HOLLOW = words("zh", "hollow")
_HOLLOW_LEAD = re.compile("(?:规模的?|左右的?|上下的?)(?=[^，。；、]{2})")
_FAMILY = re.compile("(?:产业|企业|项目|集群)(?![链化园业集基联大群名单])")
_NOUN_START_NOT = re.compile(
    "[，。；、：！？）)\n]|的?(?:基础上|基础之上|前提|背景|时候|情况|一半|增长|位居|成为|同比|来自|用于|以来|以后|之前|时间|期间|目标|和|与|及|或|为|是|在|由|将|已|正|有|被|比|较|均|都|分别|总|其中|并|而|从|向|到|至|增速|增幅)"
)


def phrase_after(
    text: str, quantity: Quantity, following: Quantity | None, clauses: Clauses, times: list[int]
) -> Span | None:
    """The counted noun after a number: 49家|企业, 200余个|智能化改造项目, 近1000万只的|销量."""
    room = _room(text, quantity.end, following, clauses, times)
    if room is None:
        return None
    low, high = room
    soft = clauses.soft_after(low, high)
    if soft is not None and not (text[soft - 1] in "化级型性类" and clauses.soft_after(soft + 1, high) is None and (
        following is None or following.start >= clauses.right(low))):  # fmt: skip
        high = soft
    end = _cut_after(text, low, high, high in (soft, clauses.right(quantity.end)))
    near = "约近超逾" if following is not None and end == following.start else ""
    low, end = balance(text, low, _trimmed(text, low, end, near))
    if text[end - 1 : end] in "”’" and (opened := max(text.rfind("“", low, end), text.rfind("‘", low, end))) - low >= 2:
        # 15万家企业“上云、用数、赋智”: the quoted words say what the enterprises do.
        end = opened if text[low:opened] in _GENERIC else end
    if end - low == 1 and text[low] in "市县区省州镇乡村港岛":
        return Span(low, end)
    if end - low < 2 or text[low:end].strip("“”‘’") in _HOLLOW:
        return None
    return listed_as(text, Span(low, end), clauses)


def _room(
    text: str, low: int, following: Quantity | None, clauses: Clauses, times: list[int]
) -> tuple[int, int] | None:
    """Where the noun can stand: behind the number and what says nothing, before the next number, time or clause."""
    high = clauses.right(low)
    if following is not None:
        high = min(high, following.start)
    for start in times:
        if low <= start < high:
            high = start
    while low < high and text[low] in SPACES:
        low += 1
    if text.startswith("的", low):
        low += 1
    if low >= high or _NOUN_START_NOT.match(text, low):
        return None
    if match := _HOLLOW_LEAD.match(text, low, high):
        low = match.end()
    if _STOPS.match(text, low, high) and not COMPOUND.match(text[low : low + 4]):
        return None
    return low, high


def _trimmed(text: str, low: int, end: int, near: str) -> int:
    """The end of the noun without what only leads on; `near` are further characters that do."""
    if end - low > 10 and (family := _FAMILY.search(text, low + 2, end)) and family.end() < end - 1:
        end = family.end()
        near = ""
    while end > low and text[end - 1] in SPACES + "的等、和与及“‘" + near:
        end -= 1
    return end - 1 if text[end : end + 1] == "与" and text[end - 1] == "参" else end


_GENERIC = words("zh", "generic")
_LISTED = re.compile(
    "(?:成功|首次|相继|先后)?(?:入选|获评|被评为|被认定为|获认定为|上榜|列入|纳入|跻身|荣获|获批)[了为]?"
)
_LIST_NAME = re.compile("(?:名单|榜单|目录|称号|行列|之列|名录)$")


def listed_as(text: str, noun: Span, clauses: Clauses) -> Span:
    """49家企业入选…“小巨人”企业名单 counts the list's members, not 企业: the name of the list is the indicator."""
    if text[noun.start : noun.end] not in _GENERIC:
        return noun
    match = _LISTED.match(text, noun.end)
    if match is None:
        return noun
    start, end = match.end(), clauses.right(match.end())
    soft = clauses.soft_after(start, end)
    end = soft if soft is not None else end
    if tail := _LIST_NAME.search(text[start:end]):
        end = start + tail.start()
    start, end = balance(text, start, min(end, start + LONGEST_PHRASE))
    return Span(start, end) if end - start >= 4 else noun


# 村庄拥有了…, …节目和《…》: a verb with 了, or a title beside the noun, is no part of it.
_ENDS = re.compile("[\u4e00-\u9fff]{2}了|[和与及、的]《")


def _cut_after(text: str, low: int, high: int, closed: bool) -> int:
    """Where the noun ends: before the first verb that is not at its very front, or after a quoted tail."""
    high = min(high, low + 32)
    if match := _ENDS.search(text, low + 1, high):
        high = max(low + 1, match.start())
    for match in _STOPS.finditer(text, low, high):
        inside = text.rfind("“", low, match.start()) > text.rfind("”", low, match.start())
        # …资金支持的 and …项目开工，: what ends the words is part of the name.
        last = not match.group().startswith(("的", "基")) and (
            (match.end() >= high and closed) or text[match.end()] == "的"
        )
        if match.start() - low >= 2 and not last and not inside and not COMPOUND.match(text[match.start() : high]):
            return match.start()
    return high
