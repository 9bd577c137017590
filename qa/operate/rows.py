"""Questions on a row of things: how many there are, the n-th of them, all but some.

In: the question, folded. Out: the question for the row itself, and what is to be done with its items.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_COUNT = re.compile("(?:一共|总共|共|都)?(?:有|是|包括)?(?:几|多少)(?=[个项座条种类位处])(.)(?P<after>[^?？。]{0,14})")
_NTH = re.compile("第([一二三四五六七八九十]|[0-9]{1,2})(?:个|项|家|条|种|座|所|位|名)(?!月|季|五年|百|千)")
_NTH_EN = re.compile(
    r"^(?:what|which) (?:is|was) the (second|third|fourth|fifth|sixth)\b(?! (?:quarter|half|year|most|larg))"
)
_EXCEPT = re.compile("除了?([^,，?？]{1,20}?)(?:以外|之外|外)?[,，]?(?:还有|其他|其它|剩下|另外)(?:的)?(?:还)?(?:有)?")
_WHAT = re.compile("(?:是|叫)(?:什么|哪个|哪一个|谁|啥)[?？ ]*$")
_NUMBERS = {word: n for n, word in enumerate("一二三四五六七八九十", 1)}
_ORDINALS = {w: n for n, w in enumerate(("first", "second", "third", "fourth", "fifth", "sixth", "seventh"), 1)}


@dataclass(frozen=True, slots=True)
class RowPlan:
    """`text` asks for the whole row; then its items are counted, the `nth` is taken (-1: the last), or `without` left
    out."""

    does: Literal["count", "nth", "except"]
    text: str
    nth: int = 0
    without: str = ""
    unit: str = ""


def row_plan(text: str, language: str) -> RowPlan | None:
    """What is asked of a row; None when the question is about none."""
    if language == "zh":
        return _except(text) or _nth(text) or _count(text)
    nth = _NTH_EN.search(text)
    return RowPlan("nth", f"which are the {text[nth.end() :].strip(' ?')}?", _ORDINALS[nth[1]]) if nth else None


def _except(text: str) -> RowPlan | None:
    match = _EXCEPT.search(text)
    if match is None:
        return None
    rest = f"{text[: match.start()]}{text[match.end() :]}"
    return RowPlan("except", rest, without=match[1].strip())


def _nth(text: str) -> RowPlan | None:
    match = _NTH.search(text)
    if match is None:
        return None
    if _WHAT.search(text) is None:
        return None
    rest = _WHAT.sub("", text[: match.start()] + text[match.end() :])
    n = _NUMBERS.get(match[1]) or int(match[1])
    return RowPlan("nth", f"{rest.strip(' 的')}有哪些", n)


def _count(text: str) -> RowPlan | None:
    match = _COUNT.search(text)
    if match is None:
        return None
    rest = f"{text[: match.start()]}{match['after']}".strip(" ?？")
    return RowPlan("count", f"{rest}有哪些", unit=match[1])
