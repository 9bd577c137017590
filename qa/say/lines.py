"""What an answer states, in words: each line of it, and the value that is set in bold.

In: a `Line` or a value of `qa.types`, and the asker's language. Out: text. The words of an article stand in it as they
are; what is translated or converted carries them beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from qa.say.figures import figure_text, headline, row
from qa.say.names import indicator_text, list_item_text, person_text, place_text, role_text
from qa.say.strings import say
from qa.say.times import period_text
from qa.types import (
    Bodies,
    Differ,
    FigureValue,
    Holder,
    Items,
    Line,
    People,
    PlaceName,
    Said,
    Value,
    When,
    Where,
    YesNo,
)

_T = TypeVar("_T")


def line_text(line: Line, language: str) -> str:
    """One line of an answer."""
    value = line.value
    if isinstance(value, FigureValue):
        return row(value, language) if line.row else headline(value, language)
    if isinstance(value, YesNo):
        return _verdict(value, language)
    if isinstance(value, Said):
        return _quoted(value.text, language, lead=True)
    if isinstance(value, Differ):
        return say("several", language, why=say("why_later" if value.by == "date" else "why_source", language))
    return _stop(_short(value, language), language)


def bold_text(value: Value, language: str) -> str:
    """The words of the value that are set in bold where they stand in the answer."""
    if isinstance(value, FigureValue):
        return figure_text(value, language)
    if isinstance(value, YesNo):
        return say("yes" if value.holds else "no", language).strip(" 。.")
    if isinstance(value, Said):
        return value.point
    if isinstance(value, When):
        return _time(value, language)
    if isinstance(value, People) and value.asked != "several":
        return _called(value)
    return _short(value, language)


def _called(value: People) -> str:
    """The names, or the office where that is asked, in Chinese as they stand."""
    return value.holders[0].role if value.asked == "office" else ", ".join(value.names)


def _short(value: Value, language: str) -> str:
    """The value as a phrase."""
    if isinstance(value, People):
        apart = "；" if value.asked == "credits" else "、"
        return _listed(value.holders, lambda holder: _holder(holder, language), apart, language)
    if isinstance(value, Items):
        return _listed(value.texts, lambda text: list_item_text(text, language), "；", language)
    if isinstance(value, Where):
        return _listed(value.places, lambda place: _place(place, language), "、", language)
    if isinstance(value, Bodies):
        return _listed(value.names, lambda name: indicator_text(name, language), "、", language)
    if isinstance(value, When):
        return _time(value, language) + _beside_time(value, language)
    return ""


def _listed(things: Iterable[_T], told: Callable[[_T], str], joint: str, language: str) -> str:
    """The things one after the other, each wording once."""
    return (joint if language == "zh" else "; ").join(dict.fromkeys(map(told, things)))


def _holder(holder: Holder, language: str) -> str:
    """The person with the office; a foreign name stands in Chinese, for its own spelling is not known from it."""
    if language == "en" and holder.foreign:
        role = role_text(holder.role, language) if holder.role else ""
        return say("person", language, name=holder.name, role=role) if role else holder.name
    return person_text(holder.name, holder.role, language)


def _place(place: PlaceName, language: str) -> str:
    """The place in words of the language: "Nantong, Jiangsu (江苏南通)"; what is not known stays Chinese."""
    if place.verbatim:
        return place.text
    if not place.known and not place.own:
        told = place_text(place.text, language)
        return told if told == place.text else _beside(told, place.text)
    if language == "zh" or place.text.isascii():
        return place.text
    known = [place_text(name, language) for name in reversed(place.known)]
    if not place.own:
        return _beside(", ".join(known), place.text)
    whole = indicator_text(place.text, language)
    return _beside(whole, place.text) if whole.isascii() else ", ".join([place.own, *known])


def _beside(english: str, chinese: str) -> str:
    """ "Nantong, Jiangsu (江苏南通)": names are known by their Chinese."""
    return f"{english} ({chinese})"


def _time(value: When, language: str) -> str:
    if value.hour:
        return f"{value.on_24} ({value.words})" if language == "en" and value.on_24 else value.words
    return period_text(value.period, language) if value.period else value.words


def _beside_time(value: When, language: str) -> str:
    """The day of an hour, or the article's own words for a time that was worked out."""
    if value.hour:
        on = period_text(value.period, language) if value.period else ""
        return (f"（{on}）" if language == "zh" else f", {on}") if on else ""
    if value.words in _time(value, language):
        return ""
    return f"（{value.words}）" if language == "zh" else f" ({value.words})"


def _verdict(value: YesNo, language: str) -> str:
    text = say("yes" if value.holds else "no", language)
    if isinstance(value.proof, Said):
        return text + _quoted(value.proof.text, language, lead=False)
    lead = say("article_says", language) if value.corrects else ""
    return f"{text}{lead}{headline(value.proof, language)}"


def _quoted(words: str, language: str, *, lead: bool) -> str:
    if language == "en" and not words.isascii():
        return f"{say('english_lead', 'en') if lead else ''}“{words}”"
    return words


def _stop(text: str, language: str) -> str:
    """The text with its language's full stop."""
    return text + ("。" if language == "zh" else ".")
