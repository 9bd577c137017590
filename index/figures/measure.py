"""How a number measures: level, growth, share, rank, difference, multiple, increment or cumulative."""

from __future__ import annotations

import re

from index.figures.cues import alternation, english, words
from index.types import Measure, Quantity

_GROWTH = re.compile(alternation(words("zh", "growth")))
_TO = re.compile("(?:增长|增加|提高|提升|上升|扩大|下降|减少|降低|缩小|压缩|缩短|跌|[升降增])(?:到|至|为)")
# 创新培育 is no 新培育.
_INCREMENT = re.compile(f"(?<![创革更全最])(?:{alternation(words('zh', 'increment'))})")
_CUMULATIVE = re.compile("累计|总计|累积|总数|合计")
_SHARE = re.compile("占|比重|份额|贡献率|覆盖率|渗透率|普及率|比例|自给率")
_RATE_UP = re.compile("增速|增幅|涨幅|增长率|降幅|跌幅")
_TIMES_OF = re.compile("(?:是|为|相当于|等于)[^，。；]{2,16}的$")
_BOUNDS = re.compile("不[少低高多]于|不超过|至[少多]|最[少多高低]|高达|多达")
_DIFFERENCE = re.compile("(?<!不)高于|(?<!不)低于|高出|快于|慢于|好于|领先|超出|落后")


def measure_of(quantity: Quantity, noun: str, tail: str, lead: str) -> Measure:
    """`noun` is what is measured, `tail` the predicate before the number, `lead` the clause up to the number."""
    if quantity.ordinal:
        return "rank"
    core = tail.replace(" ", "").replace("*", "")
    reached = _TO.search(core) is not None
    if quantity.unit_class == "point" or _DIFFERENCE.search(lead[-24:]):
        return "difference"
    core = _BOUNDS.sub("", core)
    growth = _GROWTH.search(core) is not None and not reached
    if quantity.unit_class == "ratio":
        return "multiple"
    if quantity.unit_class == "percent":
        if _TIMES_OF.search(lead):
            return "multiple"
        if _RATE_UP.search(noun) or _RATE_UP.search(core):
            return "growth"
        if growth:
            return "growth"
        # 六成: what does not grow by tenths is a share in tenths.
        if _SHARE.search(noun) or _SHARE.search(core) or quantity.text.endswith("成"):
            return "share"
        return "level"
    if _CUMULATIVE.search(lead[-30:]):
        return "cumulative"
    if growth or _INCREMENT.search(core) or _INCREMENT.search(lead[-30:]):
        return "increment"
    return "level"


def english_measure(quantity: Quantity, before: str, after: str) -> Measure:
    """The same for English, from the words on both sides."""
    if quantity.ordinal:
        return "rank"
    near = before[-40:]
    if quantity.unit_class == "point":
        return "difference"
    if quantity.unit_class == "ratio":
        return "multiple"
    if quantity.unit_class == "percent":
        if english("en", "share").search(near) or re.match(" of (?:the|all|total|its|china)", after.lower()):
            return "share"
        if english("en", "growth").search(near) or re.match(
            " (?:growth|increase|rise|drop|decline|year)", after.lower()
        ):
            return "growth"
        return "level"
    if english("en", "increment").search(near):
        return "increment"
    return "cumulative" if re.search("(?i)cumulative|in total|altogether", near) else "level"
