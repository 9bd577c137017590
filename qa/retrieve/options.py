"""What a search may be asked: how many passages, from when, from which files. Checked here, once.

In: the arguments of `Retriever.search`. Out: `Options`, or a QuestionError that says what to give instead.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from index.errors import QuestionError
from index.store import Index
from index.types import DateEvidence
from qa.types import Mode

_LONGEST_GLOB, _MOST_GLOBS = 1000, 1000
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True, slots=True)
class Options:
    """A checked search: `k` passages by `mode`, of articles published within the dates whose source fits one of the
    globs (one a line)."""

    k: int
    mode: Mode
    date_from: date | None
    date_to: date | None
    source: str | None

    def filtered(self) -> bool:
        """True when not all articles may be searched."""
        return not (self.date_from is None and self.date_to is None and self.source is None)


def check_options(
    k: int, mode: str, date_from: date | None, date_to: date | None, source: str | None, max_k: int
) -> Options:
    """The options, if all can be used. Raises QuestionError."""
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= max_k:
        raise QuestionError(f"cannot return {k!r} passages; ask for 1 to {max_k} of them.")
    if mode not in MODES:
        raise QuestionError(f"there is no search mode {mode!r}; use one of {', '.join(MODES)}.")
    for name, value in (("first", date_from), ("last", date_to)):
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise QuestionError(f"the {name} date is {value!r}; give a datetime.date such as date(2024, 1, 31).")
    if date_from is not None and date_to is not None and date_from > date_to:
        raise QuestionError(f"the first date {date_from} is after the last date {date_to}; swap them.")
    if source is not None and not _usable(source):
        raise QuestionError(
            "the source must be a file name or a pattern such as 2024/*.txt, up to 1,000 characters, "
            f"or up to {_MOST_GLOBS} of them, one a line."
        )
    return Options(k, mode, date_from, date_to, source)


def _usable(source: object) -> bool:
    globs = source.split("\n") if isinstance(source, str) else []
    return 0 < len(globs) <= _MOST_GLOBS and all(glob.strip() and len(glob) <= _LONGEST_GLOB for glob in globs)


def published_span(published: DateEvidence) -> tuple[date, date] | None:
    """The first and last day on which the article may have been published, None when unknown.

    >>> published_span(DateEvidence(date(2024, 2, 1), "month", "rule"))
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    day = published.value
    if day is None or published.precision == "unknown":
        return None
    if published.precision == "day":
        return day, day
    if published.precision == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return date(day.year, 1, 1), date(day.year, 12, 31)


def allowed_articles(index: Index, options: Options) -> NDArray[np.bool_]:
    """Which articles may be searched, (articles,).

    With a date given, an article of unknown date is left out; one dated to a month or a year is in when any day of
    that span is.
    """
    allowed = np.ones(len(index.articles), dtype=np.bool_)
    dated = options.date_from is not None or options.date_to is not None
    globs = options.source.split("\n") if options.source is not None else []
    for i, article in enumerate(index.articles):
        if globs and not any(fnmatchcase(article.source, glob) for glob in globs):
            allowed[i] = False
        elif dated:
            span = published_span(article.published)
            allowed[i] = span is not None and _overlaps(span, options.date_from, options.date_to)
    return allowed


def _overlaps(span: tuple[date, date], first: date | None, last: date | None) -> bool:
    return (first is None or span[1] >= first) and (last is None or span[0] <= last)
