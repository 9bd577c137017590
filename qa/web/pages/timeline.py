"""Figures of an answer that span several years → the points of a chart and the table under it.

Comes in: `Answer.figures`. Goes out: a `Series` (one indicator, one unit) or None, and the table as escaped HTML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from index.types import Language, Quantity
from qa.say import indicator_text, place_text, value_text
from qa.types import Answer, AnswerFigure
from qa.web.pages.escape import esc
from qa.web.pages.marked import mark_button
from qa.web.strings import words

MIN_YEARS = 2
_SCALES = {
    "zh": ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
    "en": (
        (Decimal(10) ** 12, "trillion "),
        (Decimal(10) ** 9, "billion "),
        (Decimal(10) ** 6, "million "),
        (Decimal(10) ** 3, "thousand "),
    ),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One value in one year; `value` is scaled by the series' factor."""

    year: int
    value: float
    kind: str
    figure: AnswerFigure


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one indicator, by year, and the words of the value axis ("亿元")."""

    title: str
    unit: str
    points: tuple[Point, ...]

    def chart_points(self) -> tuple[Point, ...]:
        """One point for each year and kind: the first that the answer gives."""
        seen: dict[tuple[int, str], Point] = {}
        for point in self.points:
            seen.setdefault((point.year, point.kind), point)
        return tuple(seen.values())

    def limits(self) -> list[float]:
        """The ends of the value axis: a little beyond the smallest and the largest value, never past 0."""
        values = [point.value for point in self.points]
        low, high = min(values), max(values)
        room = (high - low or abs(high) or 1.0) * 0.15
        return [max(low - room, 0.0) if low >= 0 else low - room, high + room]


def year_of(figure: AnswerFigure) -> int | None:
    """The one calendar year a figure belongs to; an open start ("by the end of 2023") counts for its end."""
    start, end = (figure.period_start or "")[:4], (figure.period_end or "")[:4]
    if not end.isdigit() or (start.isdigit() and start != end):
        return None
    return int(end)


def _number(figure: AnswerFigure) -> Decimal | None:
    try:
        number = Decimal(figure.number)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _scale(values: Sequence[Decimal], language: Language) -> tuple[Decimal, str]:
    largest = max(abs(value) for value in values)
    return next(((factor, word) for factor, word in _SCALES[language] if largest >= factor), (Decimal(1), ""))


def series_of(answer: Answer, language: Language) -> Series | None:
    """The largest group of figures with one unit and measure, if it spans at least two years."""
    groups: dict[tuple[str, str], list[tuple[int, Decimal, AnswerFigure]]] = defaultdict(list)
    for figure in answer.figures:
        year, number = year_of(figure), _number(figure)
        if year is not None and number is not None:
            groups[figure.unit, figure.measure].append((year, number, figure))
    if not groups:
        return None
    best = max(groups.values(), key=lambda rows: len({year for year, _, _ in rows}))
    if len({year for year, _, _ in best}) < MIN_YEARS:
        return None
    factor, word = _scale([number for _, number, _ in best], language)
    points = tuple(
        Point(year, float(number / factor), words(f"nature_{figure.nature}", language), figure)
        for year, number, figure in sorted(best, key=lambda row: (row[0], row[2].citation))
    )
    first = points[0].figure
    return Series(about(first, language, body=False), f"{word}{unit_words(first.unit, language)}".strip(), points)


def about(figure: AnswerFigure, language: Language, *, body: bool = True) -> str:
    """What a figure measures, where (and of whom, with `body`), in words."""
    where = [place_text(name, language) for name in (figure.place, figure.body if body else "") if name]
    what = [indicator_text(figure.indicator, language)] if figure.indicator else []
    return " · ".join(where + what)


def unit_words(unit: str, language: Language) -> str:
    """A canonical unit in words, without a number.

    >>> unit_words("辆", "en"), unit_words("元", "en"), unit_words("%", "en"), unit_words("辆", "zh")
    ('vehicles', 'RMB', '%', '辆')
    """
    if language == "zh" or not unit:
        return unit
    two = Quantity(0, len(unit) + 1, f"2{unit}", Decimal(2), unit, "other")
    return value_text(two, language, beside=False).replace("2", "", 1).strip()


def table_html(series: Series, turn: int, language: Language, titles: dict[int, str]) -> str:
    """The table under the chart: year, value as the article has it, result or goal, place, citation."""
    heads = "".join(
        f'<th scope="col">{esc(words(f"column_{name}", language))}</th>'
        for name in ("year", "value", "nature", "what", "source")
    )
    rows = []
    for point in series.points:
        figure = point.figure
        what = about(figure, language)
        mark = mark_button(figure.citation, turn, language, titles.get(figure.citation, ""))
        rows.append(
            f'<tr><th scope="row">{point.year}</th><td>{esc(figure.display or figure.value)}</td>'
            f'<td><span class="wy-nature wy-nature-{esc(figure.nature)}">{esc(point.kind)}</span></td>'
            f"<td>{esc(what)}</td><td>{mark}</td></tr>"
        )
    caption = esc(words("timeline_of", language, title=series.title))
    return (
        f'<div class="wy-tablebox"><table class="wy-table"><caption>{caption}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
