"""The company, institution or sub-area a figure is about, where the text names one beside it."""

from __future__ import annotations

import re

from index.figures.cues import alternation, words
from index.types import Block, Quantity

_ALIAS = re.compile('(?:简称|下称)[：:]?[“"‘]?([\u4e00-\u9fffA-Za-z0-9·]{2,12})[”"’]?[)）]')
_COMPANY = re.compile("(?:股份有限公司|有限责任公司|有限公司|集团公司)")
_EDGE = frozenset("，。；：！？、（）()《》“”\n —的是在由家与和及位于为向对到从 ")
_AREAS = re.compile(alternation(words("zh", "bodies", "areas")))
_SAYS = re.compile("[^。！？\n]{0,24}(?:说|表示|介绍|透露|告诉)")
_LONGEST_NAME = 26


def body_names(text: str) -> tuple[str, ...]:
    """Names that an article gives its companies and institutions: full names and what they are 简称."""
    names = {m.group(1) for m in _ALIAS.finditer(text)} - {"意见", "方案", "通知", "办法", "条例", "计划", "规划"}
    for match in _COMPANY.finditer(text):
        begin = match.start()
        while begin > 0 and match.start() - begin < _LONGEST_NAME and text[begin - 1] not in _EDGE:
            begin -= 1
        if match.start() - begin >= 2:
            names.add(text[begin : match.end()])
    return tuple(sorted((n for n in names if not n.endswith(("会", "条", "例"))), key=lambda n: (-len(n), n)))


def find_body(
    text: str, quantity: Quantity, noun_start: int, sentence: tuple[int, int], block: Block, names: tuple[str, ...]
) -> str:
    """The sub-area right before the indicator (直管区), a company named earlier in the sentence, or who speaks."""
    low = max(sentence[0], quantity.start - 60)
    area = None
    for match in _AREAS.finditer(text, low, quantity.start):
        if (
            match.start() <= noun_start
            and match.end() <= quantity.start
            and not re.search("[，。；]", text[match.end() : max(match.end(), noun_start)])
        ):
            area = match.group()
    if area:
        return area
    if not names:
        return ""
    for name in names:
        if text.rfind(name, sentence[0], quantity.start) >= 0:
            return name
    for name in names:
        at = text.find(name, block.start, block.end)
        if at >= 0 and _SAYS.match(text, at + len(name), block.end):
            return name
    return ""
