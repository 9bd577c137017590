"""Sources as references: GB/T 7714—2015 (numeric, electronic) and BibTeX.

In: the quotes of answers. Out: a reference for each article once, in the order in which they are first quoted. Only
what the articles' files say stands in them: title, day of publication, file name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from qa.types import Answer, Quote

_SPECIAL = re.compile(r"([\\{}$&#%_^~])")
_KEY = re.compile(r"[^0-9A-Za-z]{1,200}")


def sources(answers: Iterable[Answer]) -> list[Quote]:
    """The first quote of each article."""
    found: dict[str, Quote] = {}
    for answer in answers:
        for quote in answer.citations:
            found.setdefault(quote.source, quote)
    return list(found.values())


def gbt7714(quote: Quote, number: int, cited: date | None = None) -> str:
    """A line such as `[1] 题名[EB/OL]. (2025-01-20)[2026-06-01]. 文件名.`; `cited`: the day it was looked up.

    The day of publication is left out where it is not known.
    """
    day = f"({quote.date})" if quote.date else ""
    seen = f"[{cited.isoformat()}]" if cited else ""
    dates = f" {day}{seen}." if day or seen else ""
    return f"[{number}] {' '.join(quote.title.split())}[EB/OL].{dates} {quote.source}."


def bibtex(quote: Quote, cited: date | None = None) -> str:
    """An @online entry for biblatex."""
    seen = cited.isoformat() if cited else ""
    fields = {"title": quote.title, "date": quote.date or "", "urldate": seen, "note": quote.source}
    key = _KEY.sub("-", quote.source.rsplit(".", 1)[0]).strip("-") or "article"
    rows = [f"  {name} = {{{_escaped(value)}}}" for name, value in fields.items() if value]
    return f"@online{{{key},\n" + ",\n".join(rows) + "\n}\n"


def _escaped(text: str) -> str:
    """Text that TeX prints as it stands.

    >>> _escaped("50% of A_B {x}")
    '50\\\\% of A\\\\_B \\\\{x\\\\}'
    """
    plain = " ".join(text.split()).replace("\\", "\0")
    return _SPECIAL.sub(r"\\\1", plain).replace("\0", "\\textbackslash{}")
