"""What a question counts: the noun behind "how many" and 多少个.

In: the folded text of a question. Out: the span of that noun with what stands before it, so that the term in it can
be made the indicator ("how many green sorting centres for recyclables" counts centres, 设了多少个矫治教育场所 场所).
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.text import segment
from qa.lexicon import asking_cues
from qa.question.kind import unit_forms

_ENGLISH = re.compile(
    r"\b(?:how many(?: of)?|how much(?: of)?|how (?:big|large|long|tall|high|deep|wide|old|heavy) (?:is|are|was|were)|"
    r"(?:total |overall |exact )?(?:headcounts?|tally|counts?|numbers?|amounts?|quantit(?:y|ies)|volumes?) of|"
    r"what (?:total|amount|volume) of) (?:the |these |those |all |its |their |new |more |such |different |other )*"
)
# "of the budget revenue, how much came from taxes": the part is asked for.
_PART_OF = re.compile(
    r"\b(?:of|out of|in) (?:the |all )?[^,?]{3,80}, how (?:much|many) (?:of (?:it|that|them) )?"
    r"(?:came|comes|come|is|was|are|were) (?:from|in|for|due to)? ?(?:the )?([a-z][a-z -]{2,40}?)(?=[?.,]|$)"
)
# A keyword question names the count behind its noun: "smart factories number 2021".
_ENGLISH_BEHIND = re.compile(r"\b([a-z][a-z' -]{2,60}?) (?:number|count|total|amount)\b")
# "how many people work at": what follows is what they do.
_PEOPLE = ("people", "persons")
_MEASURE = "个|家|项|座|所|名|位|条|种|处|艘|架|支|批|款|件|间|场|次|类|套|户|只|把|片|辆|台|篇|株|棵|头|匹|栋|幢|轮|届"
_CHINESE = re.compile(
    f"(?:多少[万亿千百]*(?:{_MEASURE})?|(?<![近这前那过去好])几[万亿千百]*(?:{_MEASURE}))([\u4e00-\u9fff]{{1,14}})"
)
# 累计解析量是多少: a quantity that is asked by its own name.
_CHINESE_BEFORE = re.compile(
    "([\u4e00-\u9fff]{2,10}[量额数值率])(?:一共|总共|分别|大约)?(?:是|有|为|达到?|超过|突破|超|占)?了?(?:多少|多大|多高|几)"
    "|([\u4e00-\u9fff]{2,10}?)(?:一共|总共|分别|大约|到底)?(?:是|有|为|达到?)?(?<!了)多[高深宽长重厚](?!时间|的)"
)
_AVERAGE = frozenset(("平均", "人均", "年均", "最大", "最高", "最低"))
_CHINESE_ENDS = re.compile("[的了吗呢吧啊是在被获已将能可]")


@lru_cache(maxsize=1)
def _ends() -> re.Pattern[str]:
    """What ends the noun: a word of the rest of the sentence, a mark, or something recognised before."""
    words = "|".join(map(re.escape, sorted(asking_cues().words["noun_ends"], key=len, reverse=True)))
    return re.compile(rf"\b(?:{words})\b|[?,.;:!()\"“”]|\x00|$")


def counted_span(text: str, language: str) -> tuple[int, int] | None:
    """Where the noun that is counted stands in `text` (folded), None when nothing is counted or only a unit is.

    >>> text = "how many green sorting centres for recyclables was china expecting to have"
    >>> text[slice(*counted_span(text, "en"))]
    'green sorting centres'
    >>> text = "专门学校里设了多少个专门矫治教育场所?"
    >>> text[slice(*counted_span(text, "zh"))]
    '专门矫治教育场所'
    """
    return _english(text) if language == "en" else _chinese(text)


def part_asked(text: str) -> tuple[int, int] | None:
    """The part of a whole that an English question asks for, as its span; None when it asks for no part.

    >>> text = "of the budget revenue in 2024, how much came from taxes?"
    >>> text[slice(*part_asked(text))]
    'taxes'
    """
    part = _PART_OF.search(text)
    return part.span(1) if part else None


def _english(text: str) -> tuple[int, int] | None:
    match = _ENGLISH.search(text)
    if match is None:
        behind = _ENGLISH_BEHIND.search(text)
        return behind.span(1) if behind else None
    start = match.end()
    end = _ends().search(text, start)
    stop = end.start() if end else len(text)
    noun = text[start:stop].rstrip()
    words = noun.split()
    while len(words) > 1 and words[-1].endswith("ed") and len(words[-1]) > 4:
        noun = noun[: -len(words.pop())].rstrip()  # "nodes hooked up to": what was done with them
    if not words or words[-1] in asking_cues().words["counting_nouns"] or words[0] in _PEOPLE:
        return None
    return start, start + len(noun)


def _chinese(text: str) -> tuple[int, int] | None:
    match = _CHINESE.search(text)
    if match is None:
        before = _CHINESE_BEFORE.search(text)
        group = 1 if before and before[1] else 2
        return _last_word(text, before.start(group), before.end(group)) if before else None
    noun, begin = "", match.start(1)
    for word in segment.cut(_CHINESE_ENDS.split(match[1], 1)[0]):
        if not noun and (word in unit_forms() or word in asking_cues().words["counting_nouns"]):
            begin += len(word)  # 多少斤|粮
            continue
        # 有多少条船|避风: a noun of one character is followed by what it does.
        if word in asking_cues().words["stop"] or (len(noun) == 1 and len(word) > 1):
            break
        noun += word
    return (begin, begin + len(noun)) if noun else None


def _last_word(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The last word of the span with its ending: 解析量 of 累计解析量."""
    words = list(segment.cut(text[start:end]))
    size = len(words[-1]) if words else 0
    if size == 1 and len(words) > 1:
        size += len(words[-2])
    if len(words) > 1 and words[-2] in _AVERAGE and size == len(words[-1]):
        size += len(words[-2])
    return (end - size, end) if size > 1 else None
