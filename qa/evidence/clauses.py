"""A clause asked for by its number: "what does Article 3 say", 第三条规定了什么.

In: the question and the scored sentences. Out: only the sentences of that clause, where some are; else all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.text import fold, parse_numeral
from index.types import Article
from qa.evidence.coverage import Scored
from qa.types import Question

_NUMERAL = "[0-9〇零一二三四五六七八九十百]{1,6}"
_ASKED = re.compile(
    f"第({_NUMERAL})(条|章|节|款)(?!例)|\\b(article|clause|section|chapter)s? (?:no\\.? )?([0-9]{{1,3}})\\b"
)
_MARK = re.compile(f"\\s{{0,8}}第({_NUMERAL})(条|章|节|款)")
_ENGLISH = {"article": "条", "clause": "条", "section": "节", "chapter": "章"}


def clause_asked(text: str) -> tuple[int, str] | None:
    """The number and the sort of the one clause a question names, None where it names none or several.

    >>> clause_asked("管理办法第三条规定了什么"), clause_asked("What does Article 12 say?"), clause_asked("第一季度")
    ((3, '条'), (12, '条'), None)
    """
    found = {_read(match) for match in _ASKED.finditer(fold(text))}
    return next(iter(found)) if len(found) == 1 else None


def _read(match: re.Match[str]) -> tuple[int, str]:
    if match[3]:
        return int(match[4]), _ENGLISH[match[3]]
    return int(parse_numeral(match[1]) or 0), match[2]


def of_clause(question: Question, scored: Sequence[Scored], articles: Mapping[str, Article]) -> list[Scored]:
    """The sentences of the clause asked for; all of them where none is, or no article numbers its clauses so."""
    asked = clause_asked(question.text)
    if asked is None:
        return list(scored)
    return [item for item in scored if _clause(item, asked[1], articles) == asked[0]] or list(scored)


def _clause(item: Scored, sort: str, articles: Mapping[str, Article]) -> int:
    """The number of the clause a sentence stands in: the last mark that begins a paragraph before it, 0 for none."""
    text = articles[item.sentence.source].text
    at = item.sentence.start
    while at >= 0:
        at = text.rfind("\n", 0, at)
        mark = _MARK.match(text, at + 1)
        if mark and mark[2] == sort:
            return int(parse_numeral(mark[1]) or 0)
    return 0
