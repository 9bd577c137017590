"""Chinese characters and the marks between clauses, as every room means them.

`HAN` is the inside of a character class: `re.compile(f"[{HAN}]{{2,6}}")`. `CLAUSE_MARKS` end a clause in either
language; a comma, colon or point inside a number counts as one, so ask for times and quantities first.
"""

from __future__ import annotations

import re

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN_CHARACTER = re.compile(f"[{HAN}]")
CLAUSE_MARKS = "，。；：！？,;:!?\n"
CLAUSE_MARK = re.compile(f"[{CLAUSE_MARKS}]")


def is_han(character: str) -> bool:
    """Whether it is one Chinese character (〇 and marks are none).

    >>> is_han("渝"), is_han("，"), is_han("a")
    (True, False, False)
    """
    return HAN_CHARACTER.fullmatch(character) is not None


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return HAN_CHARACTER.search(text) is not None
