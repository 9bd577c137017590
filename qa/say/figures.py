"""Figures in words: the value, what it is about, and a row of several.

In: a `FigureValue`. Out: text in "zh" or "en".
"""

from __future__ import annotations

import re

from index.types import Figure
from qa.say.names import indicator_text, place_text
from qa.say.strings import say
from qa.say.times import period_text
from qa.say.values import value_text
from qa.types import FigureValue

_GOALS = ("goal", "forecast")
_SAYS_SHARE = re.compile(r"(?:比重|比例|占比|份额|率|强度)$|(?:ratio|rate|share)$")


def figure_text(value: FigureValue, language: str) -> str:
    """The value in words: as the article writes it, converted with the original beside it in the other language."""
    if language == "zh" and value.written == "zh":
        return value.quantity.text
    return value_text(value.quantity, language, value.figure.measure)


def headline(value: FigureValue, language: str) -> str:
    """The value and what it is about: "115万辆（2024年两江新区直管区整车产量）。"."""
    told, about = figure_text(value, language), about_text(value.figure, language)
    if language == "zh":
        return f"{told}（{about}）。" if about else f"{told}。"
    return f"{told} — {about}." if about else f"{told}."


def row(value: FigureValue, language: str) -> str:
    """The figure as one of several: what it is about, then the value."""
    return f"· {about_text(value.figure, language)}{'：' if language == 'zh' else ': '}{figure_text(value, language)}"


def about_text(figure: Figure, language: str) -> str:
    """What a figure is about, in words: period, place, body, indicator, and whether it is a goal."""
    return _about_zh(figure) if language == "zh" else _about_en(figure, language)


def _measure(figure: Figure, language: str) -> str:
    """The word for a rate or a share, unless the indicator says it itself."""
    if figure.measure == "share" and _SAYS_SHARE.search(figure.indicator):
        return ""
    return say(figure.measure, language) if figure.measure in ("growth", "share") else ""


def _nature(figure: Figure, language: str) -> str:
    return say(figure.nature, language) if figure.nature in _GOALS else ""


def _about_zh(figure: Figure) -> str:
    period = period_text(figure.period, "zh") if figure.period else ""
    indicator = indicator_text(figure.indicator, "zh") if figure.indicator else ""
    measure = _measure(figure, "zh")
    # Chinese keeps 直管区整车产量 as the article has it.
    where = "" if figure.place and figure.place in figure.indicator else figure.place
    body = "" if figure.body in figure.indicator or figure.body == figure.place else figure.body
    grown = measure if measure and not indicator.endswith(measure) else ""
    return "，".join(part for part in (f"{period}{where}{body}{indicator}{grown}", _nature(figure, "zh")) if part)


def _about_en(figure: Figure, language: str) -> str:
    # English names the part in its place's brackets.
    named = figure.indicator.removeprefix(figure.body) if figure.body else figure.indicator
    indicator = indicator_text(named, language) if named else ""
    measure = _measure(figure, language)
    body = place_text(figure.body, language) if figure.body and figure.body != figure.place else ""
    place = place_text(figure.place, language) if figure.place else ""
    period = period_text(figure.period, language) if figure.period else ""
    what = f"{indicator} ({measure})" if indicator and measure else indicator or measure
    return ", ".join(part for part in (what, body, place, period, _nature(figure, language)) if part)
