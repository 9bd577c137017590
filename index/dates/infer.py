"""When an article was published, with the words that prove it. In: its text and metadata. Out: `DateEvidence`.

In this order: what the file says outright (front matter, meta tags, 发布时间, a signature date), its name, and what
the words imply: a day without a year (今天（9月24日）, a dateline, the day of the event) with the year that the text's
other words settle (see `dates_year.py`). A day of a file's system is never used. Where nothing settles the year, the
date is unknown, and the rule says why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from index.dates.lead import MonthDay, find_month_day
from index.dates.names import addresses, day_of_address, from_name, front_keys, year_of_name
from index.dates.parse import Day, first_day, stamped_day
from index.dates.stated import BYLINE, full_dateline, stated_in_line
from index.dates.year import YearFound, find_year
from index.files import boilerplate
from index.types import DateEvidence, Precision

_HEAD, _TAIL, _LINE = 12, 6, 120
_OLDEST = 1900


def infer_date(
    text: str, meta: Mapping[str, str], source: str = "", title: str = "", today: date | None = None
) -> DateEvidence:
    """The day (month, year) an article was published, and its proof.

    `meta` holds what the loader found ("front:date", "article:published_time", "page:0" …), `source` the file's name.
    Days after `today` (default: the day it is, and one more for time zones) are never taken. `quote` with `start` -1 is
    outside the text, or two places of it joined by " … " (the day, and the words that settle its year).
    """
    latest = (today or date.today()) + timedelta(days=1)
    return (
        _from_meta(meta, latest)
        or _stated(text, title, latest)
        or _from_address(text, meta, latest)
        or from_name(source, latest)
        or _weak_meta(meta, latest)
        or _implied(text, title, source, latest)
    )


def _from_meta(meta: Mapping[str, str], latest: date) -> DateEvidence | None:
    for key in (*front_keys(meta), *boilerplate().published_keys):
        value = meta.get(key, "")
        day = stamped_day(value[:300]) if value else None
        if day and _possible(day, latest):
            if key.startswith("front:"):
                return DateEvidence(day.value, day.precision, "front_matter", f"{key[6:]}: {value}")
            return DateEvidence(day.value, day.precision, f"meta:{key}", value)
    found = [(stated, line) for key, line in meta.items() if key.startswith("page:")
             if (stated := stated_in_line(line, latest, alone=False)) is not None]  # fmt: skip
    if found:
        best, line = min(found, key=lambda pair: pair[0].rank)
        return DateEvidence(best.day.value, best.day.precision, "page_line", line)
    return None


def _weak_meta(meta: Mapping[str, str], latest: date) -> DateEvidence | None:
    """What htmldate read off the markup: only after our own rules, which it has been seen to lose to."""
    value = meta.get("htmldate", "")
    day = first_day(value) if value else None
    return DateEvidence(day.value, day.precision, "htmldate", value) if day and _possible(day, latest) else None


def _possible(day: Day, latest: date) -> bool:
    return day.value.year >= _OLDEST and day.value <= latest


def _stated(text: str, title: str, latest: date) -> DateEvidence | None:
    """A day stated as the article's own: a line with 发布时间, a byline with a clock, a dateline, a signature."""
    lines = _lines(text)
    best: tuple[int, DateEvidence] | None = None
    for start, line in dict.fromkeys([*lines[:_HEAD], *lines[-_TAIL:]]):
        if len(line) > _LINE:
            day = full_dateline(line[:200], latest)
            found = (BYLINE, _evidence(day, "dateline", text, start)) if day else None
        else:
            stated = stated_in_line(line, latest, alone=True, title=title)
            found = (stated.rank, _evidence(stated.day, "stated", text, start)) if stated else None
        if found and (best is None or found[0] < best[0]):
            best = found
    return best[1] if best else None


def _from_address(text: str, meta: Mapping[str, str], latest: date) -> DateEvidence | None:
    """The day in the address of the page, which the file or a line of the text gives."""
    for address in (meta.get("url", ""), *addresses(line for _, line in _lines(text))):
        day = day_of_address(address)
        if day and _possible(day, latest):
            at = text.find(address) if address else -1
            return DateEvidence(day.value, "day", "address", address, at, at + len(address) if at >= 0 else -1)
    return None


def _lines(text: str) -> list[tuple[int, str]]:
    """The first and last lines with their offsets; a long text is not split whole."""
    out = []
    at = 0
    head = text[:20_000]
    for line in head.split("\n"):
        out.append((at, line))
        at += len(line) + 1
    if len(text) > len(head):
        out = out[:_HEAD]
        tail = text[-4_000:]
        at = len(text) - len(tail)
        for line in tail.split("\n"):
            out.append((at, line))
            at += len(line) + 1
    return out


def _evidence(day: Day, rule: str, text: str, offset: int) -> DateEvidence:
    start, end = day.start + offset, day.end + offset
    return DateEvidence(day.value, day.precision, rule, text[start:end], start, end)


def _implied(text: str, title: str, source: str, latest: date) -> DateEvidence:
    """The day and the year that the article's words imply."""
    head = len(title) if title and text.startswith(title) else 0
    whole, shift = (text, 0) if head or not title else (f"{title}\n{text}", len(title) + 1)
    day = find_month_day(text, head)
    year = find_year(whole, (day.month, day.day) if day else None, latest.year)
    if year is None:
        named = year_of_name(source, latest)
        if named:
            return named
        reason = "no year in the words" if day else "no date in the words"
        return DateEvidence(None, "unknown", f"unknown: {reason}")
    year_words = (year.clue.start - shift, year.clue.end - shift)
    if day is None or day.on(year.year) is None or _too_late(day, year, latest):
        return _two(text, whole, None, year, year_words, date(year.year, 1, 1), "year")
    value = day.on(year.year)
    assert value is not None
    return _two(text, whole, day, year, year_words, value, day.precision)


def _too_late(day: MonthDay, year: YearFound, latest: date) -> bool:
    value = day.on(year.year)
    return value is None or value > latest


def _two(
    text: str,
    whole: str,
    day: MonthDay | None,
    year: YearFound,
    year_words: tuple[int, int],
    value: date,
    precision: Precision,
) -> DateEvidence:
    """Evidence of one place of the text, or of two joined by an ellipsis."""
    stop = year.clue.end + len(re.split("[。；\n]", whole[year.clue.end : year.clue.end + 40], maxsplit=1)[0])
    proof, year_words = whole[year.clue.start : stop], (year_words[0], year_words[1] + stop - year.clue.end)
    inside = year_words[0] >= 0
    if day is None:
        start, end = year_words if inside else (-1, -1)
        return DateEvidence(value, precision, f"year:{year.clue.rule}", proof, start, end)
    rule = f"{day.rule}+year:{year.clue.rule}"
    if inside and year_words[0] <= day.start and day.end <= year_words[1]:
        return DateEvidence(value, precision, rule, proof, *year_words)
    return DateEvidence(value, precision, rule, f"{text[day.start : day.end]} … {proof}")
