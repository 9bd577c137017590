"""Pieces of HTML shared by the conversation and the source pane: marks, marked slices, dates.

Comes in: texts and offsets. Goes out: escaped HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.types import Language
from qa.web.pages.escape import esc
from qa.web.strings import words

_MARK = re.compile(r"\[(\d{1,3})\]")
_CJK = re.compile(r"[\u3400-\u9fff]")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a text to mark: `text[start:end]`; `opening` and `closing` are the (safe) tags around it."""

    start: int
    end: int
    opening: str = "<mark>"
    closing: str = "</mark>"


def lang_of(text: str) -> str:
    """The `lang` attribute of a piece of text: Chinese as soon as it holds a Chinese character."""
    return "zh-CN" if _CJK.search(text[:4000]) else "en"


def marked(text: str, start: int, end: int, spans: Iterable[Span]) -> str:
    """`text[start:end]` as HTML with the spans marked; overlapping spans are cut where the earlier one ends.

    >>> marked("abcdef", 1, 5, [Span(2, 4)])
    'b<mark>cd</mark>e'
    """
    out: list[str] = []
    at = start
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        first, last = max(span.start, at), min(span.end, end)
        if first >= last:
            continue
        out += [esc(text[at:first]), span.opening, esc(text[first:last]), span.closing]
        at = last
    out.append(esc(text[at:end]))
    return "".join(out)


def mark_button(n: int, turn: int, language: Language, title: str = "") -> str:
    """The mark [n]: a button that opens citation n of a turn."""
    label = esc(words("open_citation", language, n=n, title=title))
    # The word joiner keeps a mark on the line of the word it belongs to.
    return (
        f'&#8288;<button type="button" class="wy-mark" data-act="open" data-turn="{turn}" data-n="{n}" '
        f'aria-label="{label}" title="{label}">{n}</button>'
    )


def with_marks(text: str, known: dict[int, str], turn: int, language: Language, bold: str = "") -> str:
    """One line of an answer: [n] becomes a button where citation n exists (`known`: n → title), the value is bold.

    The value is made bold where it first stands; a mark that names no citation is left out.
    """
    out: list[str] = []
    pieces = _MARK.split(text)
    for position, piece in enumerate(pieces):
        if position % 2:
            number = int(piece)
            if number in known:
                out.append(mark_button(number, turn, language, known[number]))
            continue
        if position + 1 < len(pieces):
            piece = piece.rstrip(" ")  # the mark brings its own space
        if bold and bold in piece:
            before, _, after = piece.partition(bold)
            out += [esc(before), "<strong>", esc(bold), "</strong>", esc(after)]
            bold = ""
        else:
            out.append(esc(piece))
    return "".join(out)


def date_words(value: str | None, precision: str, language: Language) -> str:
    """A date for people, no more exact than it is known; `value` is 2025-01-20, 2025-01, 2025 or None.

    >>> date_words("2025-01", "month", "en")
    'January 2025'
    """
    if not value or precision == "unknown":
        return words("date_unknown", language)
    parts = [int(part) for part in value.split("-")[: {"day": 3, "month": 2, "year": 1}.get(precision, 3)]]
    if language == "zh":
        return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    month = _MONTHS[parts[1] - 1] if len(parts) > 1 else ""
    return " ".join(word for word in (str(parts[2]) if len(parts) > 2 else "", month, str(parts[0])) if word)


def precision_words(precision: str, language: Language) -> str:
    """ "" for an exact day, else how exact the date is."""
    return "" if precision in ("day", "unknown") else words(f"precision_{precision}", language)
