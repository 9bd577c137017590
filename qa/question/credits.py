"""Whether a question asks who made an article, and as what.

In: a `Question` or one of its terms. Out: the craft asked for, or yes or no.
"""

from __future__ import annotations

import re

from index.text import fold
from qa.lexicon import CUES
from qa.types import Question, Term

# Whom somebody spoke to is no author: 向重庆日报讲述铜梁要写好…, "told the newspaper".
_TOLD_TO = re.compile(
    "(?:向|对|告诉|接受)[^，,。]{1,14}(?:介绍|透露|讲述?|谈|说明?|表示|采访|解读).*"
    "|\\b(?:told|speaking to|spoke to)\\b.*"
)
_CRAFTS = ("editor", "photographer", "writer")


def asks_credits(question: Question) -> bool:
    """Whether the question is who made an article."""
    return question.kind in ("person", "open", "organisation") and craft_asked(question) is not None


def is_of_credits(term: Term) -> bool:
    """Whether a term only says that credits are asked for (写, edited, 报道)."""
    folded = fold(term.text)
    lists = ("credit_objects", *(f"credit_{craft}_asks" for craft in _CRAFTS))
    return any(CUES.any_of(name).search(folded) for name in lists)


def craft_asked(question: Question) -> str | None:
    """Which part in the making of an article is asked for: "writer", "editor", "photographer"; None for none."""
    asked = _TOLD_TO.sub("", fold(question.normal))
    if not CUES.any_of("credit_objects").search(asked):
        return None
    return next((craft for craft in _CRAFTS if CUES.any_of(f"credit_{craft}_asks").search(asked)), None)
