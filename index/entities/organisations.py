"""Names of companies and institutions in a sentence, found by how they end.

Comes in: a sentence. Goes out: names as they stand, in order.
"""

from __future__ import annotations

import re

from index.lexicon import LEXICON

_LEFT = re.compile(
    r"[，。、；：:,;！？“”‘’《》\s—]|来自|位于|依托|落户|汇聚|由|在|与|和|及|对|向|给|把|将|被|是|为|有|以|了|的|等"
)
_LONGEST = 30


def organisations_in(text: str) -> list[str]:
    """Organisation names in `text`: the run before a word such as 公司 or 大学, back to a mark or function word.

    >>> organisations_in("位于长寿区的重庆小康动力有限公司智能工厂，现场繁忙有序。")
    ['重庆小康动力有限公司']
    """
    found: list[str] = []
    done = 0
    for match in LEXICON.any_of("body_endings").finditer(text):
        if match.start() < done:
            continue
        left = max(done, match.start() - _LONGEST)
        for edge in _LEFT.finditer(text, left, match.start()):
            left = edge.end()
        if match.start() - left >= 2:
            found.append(text[left : match.end()])
            done = match.end()
    return found
