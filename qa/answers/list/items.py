"""Where the items of a row begin and end: "重点对甲、乙、丙等领域" holds 甲, 乙 and 丙.

Comes in: a sentence and the span of a row in it. Goes out: the items as (start, end) in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.text import fold, segment
from qa.lexicon import CUES

Span = tuple[int, int]

# Words that may join two things; each is one only as a word of its own.
JOINTS = frozenset(("和", "与", "及", "以及"))
ANY_JOINT = re.compile(r"以及|和|及|与")
# "A、B，以及C、D": a comma that ends no list.
GOES_ON = re.compile("以及|还有|并包括")
# What is said of all things of a row.
SAID_OF_ALL = re.compile("入选|进入|成为|分别|相继|先后|位居|跻身|齐头并进|三者|两者|四者|并重|并举")
# 市里与甲、乙签约: the row is with whom something is done.
_WITH = frozenset(("与", "同", "跟", "和"))
_TOGETHER = re.compile("等?.{0,6}?(?:签署|签订|签约|合作|共建|联合|结对|对接|达成|建立|开展|携手)")
# 甲、乙的部分地区: parts of all of them.
_SOME_OF = re.compile("的(?:部分|局部|大部|个别|一些|多个|多数)")
_INSIDE = frozenset(("向", "对", "由", "从", "能", "会", "可", "使", "让", "是", "为", "在", "共"))
_OPEN, _SHUT = "（(“《", "）)”》"
_MAX_ITEM = 60


def etc_at(text: str, left: int, right: int) -> int:
    """Where a 等 that ends a row stands, −1 for none: not the 等 of 高等 or 等级."""
    if "等" not in text[left + 1 : right]:
        return -1
    return next((a for a, b in tokens(text, left, right) if a >= left + 2 and text[a:b] in ("等", "等等")), -1)


def split_row(text: str, left: int, right: int) -> list[Span]:
    """The parts of text[left:right] between 、 and commas that go on, none inside brackets or quotation marks."""
    spans: list[Span] = []
    at = left
    depth = 0
    for i in range(left, right):
        char = text[i]
        if char in _OPEN:
            depth += 1
        elif char in _SHUT:
            depth = max(0, depth - 1)
        elif char == "、" and not depth:
            spans.append((at, i))
            at = i + 1
        elif char == "，" and not depth and (joint := GOES_ON.match(text, i + 1)):
            spans.append((at, i))
            at = joint.end()
    spans.append((at, right))
    return spans


def items_of(text: str, left: int, right: int) -> list[Span]:
    """The parts of text[left:right] between 、, without the words that lead up to them and what is said of them."""
    spans = [span for span in split_row(text, left, right) if text[slice(*span)].strip()]
    if not spans:
        return []
    spans[-1] = (spans[-1][0], _before_etc(text, *spans[-1], spans[:-1]))
    spans[0] = (_head(text, *spans[0], spans[1:]), spans[0][1])
    return [trim(text, a, b) for a, b in _alike(text, spans) if text[a:b].strip() and b - a <= _MAX_ITEM]


def _head(text: str, left: int, right: int, others: Sequence[Span]) -> int:
    """Where the first item begins: behind the verb or preposition that introduces the row."""
    verbs = CUES.any_of("enumeration_verbs")
    # "制定大力推动创新、深入实施制造": when the others are deeds too, the first keeps its own verb.
    if any(verbs.search(text, a, min(a + 5, b)) for a, b in others):
        ends = [m.end() for m in verbs.finditer(text, left, right)]
        ends += [b for a, b in tokens(text, left, right) if text[a:b] in CUES.longest_first("list_openers")]
        begun = [at for at in ends if verbs.match(text, at, right) or text[at - 1] == "了"]
        return max((at for at in begun if at < right), default=left)
    at = after_verb(text, left, right)
    with_whom = bool(_TOGETHER.match(text, others[-1][1])) if others else False
    # 以甲为主、以乙为辅: a preposition that every item has introduces none.
    for start, stop in tokens(text, at, right):
        word = text[start:stop]
        led = word in CUES.longest_first("list_openers") or (with_whom and word in _WITH)
        opens = led and stop < right and not any(text.startswith(word, a) for a, _ in others)
        if opens and text.count("“", at, start) == text.count("”", at, start):
            at = stop
    return at


def after_verb(text: str, left: int, right: int) -> int:
    """Where the first item begins: after the last introducing verb, 的 kept out of quotation marks."""
    at = left
    for match in CUES.any_of("enumeration_verbs").finditer(text, left, right):
        if match.end() < right and text.count("“", left, match.start()) == text.count("”", left, match.start()):
            at = match.end()
    return at


def _before_etc(text: str, left: int, right: int, others: Sequence[Span]) -> int:
    """Where the last item ends: before 等, a quoted name for all of them, or what is said of all (均, 入选, 在 …)."""
    end, etc = right, etc_at(text, left, right)
    quote = text.find("“", left + 2, right)
    if quote >= 0 and not any("“" in text[a:b] for a, b in others):
        end = quote
    for start, stop in tokens(text, left, end):
        word = text[start:stop]
        if start < left + 2:
            continue
        if word in ("等", "等等") or SAID_OF_ALL.match(word) or _SOME_OF.match(text, start):
            return start
        # 自动调向配置等: before 等, a 向 or 对 is part of the item's name.
        if etc > start and word in _INSIDE:
            continue
        said = word in CUES.longest_first("list_enders") or (
            stop < end and word in CUES.longest_first("list_predicates")
        )
        if said and not any(word in text[a:b] for a, b in others):
            return start
    return end


def _alike(text: str, spans: list[Span]) -> list[Span]:
    """Items of one make cut to it: when all others are as long as each other and share their first or last sign, what
    stands before the first or behind the last belongs to none (发挥富氧、富硒、富锶价值)."""
    if len(spans) < 3:
        return spans
    for at in (0, -1):
        others = spans[1:] if at == 0 else spans[:-1]
        size = others[0][1] - others[0][0]
        a, b = spans[at]
        if size < 2 or b - a < size + 1 or any(stop - start != size for start, stop in others):
            continue
        cut = (b - size, b) if at == 0 else (a, a + size)
        same = [*others, cut]
        shared = any(len({text[start if first else stop - 1] for start, stop in same}) == 1 for first in (True, False))
        edges = {edge for span in tokens(text, a, b) for edge in span}
        if shared and (cut[0] if at == 0 else cut[1]) in edges:
            spans = [cut, *spans[1:]] if at == 0 else [*spans[:-1], cut]
    return spans


def fit_count(text: str, spans: list[Span], count: int) -> list[Span]:
    """Make the parts agree with the number the article gives: split at 和 what is missing, or keep the nearest."""
    if not spans:
        return spans
    if not count:
        parts = _parted(text, *spans[-1], ("和", "及", "以及"))
        return [*spans[:-1], *parts]
    if len(spans) == count - 1:
        parts = _parted(text, *spans[-1], tuple(JOINTS))
        if len(parts) == 2:
            return [*spans[:-1], *parts]
    if len(spans) < count:
        whole = [part for span in spans for part in _parted(text, *span, tuple(JOINTS))]
        return whole if len(whole) <= count else spans
    return spans[-count:] if len(spans) > count else spans


def _parted(text: str, left: int, right: int, joints: Sequence[str]) -> list[Span]:
    """The two sides of the first joint that is a word of its own, at least two signs each; else the whole."""
    if ANY_JOINT.search(text, left + 2, right):
        for start, stop in tokens(text, left, right):
            if text[start:stop] in joints and start - left >= 2 and right - stop >= 2:
                return [(left, start), (stop, right)]
    return [(left, right)]


def trim(text: str, a: int, b: int) -> Span:
    """The span without white space and joints around it, and without a quotation mark that lost its partner."""
    while a < b and text[a] in " \n\t　的了和及与":
        a += 1
    while b > a and text[b - 1] in " \n\t　“《（(":
        b -= 1
    return a, b


def tokens(text: str, left: int, right: int) -> Iterator[Span]:
    """The words of text[left:right] as spans."""
    at = left
    for size in _sizes(text[left:right]):
        yield at, at + size
        at += size


@lru_cache(maxsize=2048)
def _sizes(text: str) -> tuple[int, ...]:
    return tuple(len(word) for word in segment.cut(fold(text)))
