"""What is asked: a question read, completed by the turns before, and parted into single ones.

In: text and today's date. Out: a `Question`.
"""

from __future__ import annotations

from qa.question.analyse import analyse, language_of, whole_characters
from qa.question.conversation import complete
from qa.question.credits import asks_credits, craft_asked, is_of_credits
from qa.question.parts import parts_of
from qa.question.quotes import in_own_words
from qa.question.sorts import BUCKETS, SORTS, buckets, sort_shares
from qa.question.sorts import FILE as SORTS_FILE
from qa.question.spelling import is_english
from qa.question.terms import is_owned

__all__ = [
    "BUCKETS",
    "SORTS",
    "SORTS_FILE",
    "analyse",
    "asks_credits",
    "buckets",
    "complete",
    "craft_asked",
    "in_own_words",
    "is_english",
    "is_of_credits",
    "is_owned",
    "language_of",
    "parts_of",
    "sort_shares",
    "whole_characters",
]
