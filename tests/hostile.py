"""Texts that would make a regular expression slow: runs of one thing, behind words that lead up to a repeat.

In: a pattern and a length. Out: texts of about that length. The words are made from the parsed pattern: the shortest
text for all that stands before each of its repeats, so that the run begins where a repeat does.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

if sys.version_info >= (3, 11):
    from re import _constants as ops
    from re import _parser as parser
else:
    import sre_constants as ops
    import sre_parse as parser

RUNS = (
    " ", "\u3000", "\t", "\n", "#", "|", "-", "*", "=", "_", ">", "<", "`", "~", "!", "1", "一", "十", "0", "[", "]",
    "(", ")", "（", "）", "{", "“", "”", "\"", "'", "《", "》", "。", "，", "、", ".", ",", ":", "：",
    "/", "%", "a", "A", "z", "é",
    "中", "年", "的", "- ", "| ", "* ", "# ", "1 ", "1,", "1.", "a ", "A ", "中、", "中 ", "“”", "[]", "()", "|-",
    ":-|", "==\n", " \n", "\n\n", "2024年", "年月", "万亿", "百", "aA", "A.", "the ", "and ", "\u3000 ", "-1",
    "1%", "\\",
)  # fmt: skip
# What ends the run: a character that next to no pattern takes.
TAIL = "\0"


def runs(lead: str, length: int) -> Iterator[tuple[str, str]]:
    """Each run with its text of that length; the words that lead up to a repeat are a run too."""
    return ((run, run * (length // len(run))) for run in (*RUNS, *([lead] if lead.strip() else [])))


def leads(pattern: str, flags: int) -> list[str]:
    """The words before each repeat that has no small end, and no words at all."""
    found = {""}
    _walk(parser.parse(pattern, flags), "", found)
    return sorted(found, key=len)[:6]


def _walk(items: Any, before: str, found: set[str]) -> str:
    """Note what stands before each long repeat of a sequence; returns the shortest text of the sequence, behind
    `before`."""
    for op, value in items:
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, getattr(ops, "POSSESSIVE_REPEAT", None)):
            least, most, inner = value
            if most > 20:
                found.add(before)
            _walk(inner, before, found)
            for _ in range(min(least, 5)):
                before = _walk(inner, before, set())
        elif op is ops.SUBPATTERN:
            before = _walk(value[-1], before, found)
        elif op is ops.BRANCH:
            ends = [_walk(branch, before, found) for branch in value[1]]
            before = min(ends, key=len)
        elif op is getattr(ops, "ATOMIC_GROUP", None):
            before = _walk(value, before, found)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            _walk(value[1], before, found)
        elif op is ops.GROUPREF_EXISTS:
            before = _walk(value[1], before, found)
        else:
            before += _one(op, value)
    return before


def _one(op: Any, value: Any) -> str:
    """A character that an item takes ("" for a place such as ^)."""
    if op is ops.LITERAL:
        return chr(value)
    if op is ops.ANY:
        return "x"
    if op is ops.NOT_LITERAL:
        return "x" if value != ord("x") else "y"
    if op is ops.IN:
        return next((c for c in "x 1中，年\u3000。-()[]|#*:\n" if re.match(_class(value), c)), _member(value))
    return ""


def _class(items: Any) -> str:
    parts = []
    for op, value in items:
        if op is ops.NEGATE:
            parts.insert(0, "^")
        elif op is ops.LITERAL:
            parts.append(re.escape(chr(value)))
        elif op is ops.RANGE:
            parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        elif op is ops.CATEGORY:
            parts.append(_CATEGORIES.get(str(value), ""))
    return f"[{''.join(parts)}]"


def _member(items: Any) -> str:
    op, value = items[-1]
    return chr(value) if op is ops.LITERAL else chr(value[0]) if op is ops.RANGE else "x"


_CATEGORIES = {
    "CATEGORY_SPACE": r"\s", "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W",
}  # fmt: skip
