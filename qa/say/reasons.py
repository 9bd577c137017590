"""Why something is missing, what should be known beside an answer, and what a turn took over, in words.

In: a `Reason`, `Note` or `Carried`, and the asker's language. Out: text.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.types import Period
from qa.say.names import indicator_text, nature_text, place_text
from qa.say.strings import say
from qa.say.times import period_text
from qa.types import Carried, Note, Reason, Term

_KEYS = {"changed": "note_changed", "gone": "note_missing_file"}


def reason_text(reason: Reason, language: str) -> str:
    """Why there is no answer."""
    if reason.code == "articles":
        return say("no_articles", language)
    if reason.code == "terms":
        return say("missing_terms", language, what=_comma(language).join(dict.fromkeys(map(str, reason.asked))))
    if reason.code in ("place", "period"):
        asked, found = _joined(reason.asked, language), _joined(reason.found, language)
        return say(f"missing_{reason.code}{'_other' if found else ''}", language, asked=asked, found=found)
    return say(f"missing_{reason.code}", language)


def _joined(things: Iterable[str | Period], language: str) -> str:
    texts = (period_text(one, language) if isinstance(one, Period) else place_text(one, language) for one in things)
    return _comma(language).join(dict.fromkeys(texts))


def note_text(note: Note, language: str) -> str:
    """What should be known beside an answer."""
    if note.code in _KEYS:
        return say(_KEYS[note.code], language, source=note.words)
    if note.code == "period_scope":
        found, asked = period_text(note.period, language), period_text(note.asked, language)
        return say("note_period_scope", language, found=found, asked=asked)
    if note.code == "heading":
        return say("note_heading", language, heading=note.words)
    period = period_text(note.period, language)
    return say(f"note_{note.code}", language, words=note.words, date=note.date, period=period)


def carried_text(carried: Carried, language: str) -> str:
    """What a turn took over from the turns before: "地点：两江新区"."""
    texts = (_carried(one, carried.code, language) for one in carried.value)
    return say(f"carried_{carried.code}", language, value=_comma(language).join(texts))


def _carried(value: str | Term | Period, code: str, language: str) -> str:
    if isinstance(value, Period):
        return period_text(value, language)
    if isinstance(value, Term):
        return _term(value, language)
    if code == "nature":
        return nature_text(value, language)
    return place_text(value, language) if code in ("place", "body") else value


def _term(term: Term, language: str) -> str:
    if language == "zh":
        return term.text if not term.text.isascii() or not term.zh else term.zh[0]
    return indicator_text(term.text, "en")


def _comma(language: str) -> str:
    return "、" if language == "zh" else ", "
