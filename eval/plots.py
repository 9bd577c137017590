"""Plots as inline SVG: bars with intervals, a risk–coverage curve, lines over a logarithmic axis.

Written out by hand, so that a page carries them without images, scripts or a plotting library, prints sharply and
follows the reader's light or dark scheme. Numbers in; a string of SVG out; every label is escaped.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH = 640
_LABEL, _BAR, _GAP = 150, 16, 8
_COLOURS = ("#2563eb", "#d97706", "#059669", "#be185d", "#7c3aed", "#0891b2", "#65a30d", "#dc2626")


def _svg(width: float, height: float, body: Sequence[str], title: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>{"".join(body)}</svg>'
    )


def _text(x: float, y: float, text: str, anchor: str = "start", css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{css}"/>'


def bars(rows: Sequence[tuple[str, float, float, float, int]], title: str) -> str:
    """Horizontal bars from 0 to 1: (label, value, low, high, n), with the interval as a whisker."""
    scale = WIDTH - _LABEL - 110
    body, y = [], 4.0
    for label, value, low, high, n in rows:
        middle = y + _BAR / 2
        body += [
            _text(_LABEL - 8, middle + 4, label, "end"),
            f'<rect x="{_LABEL}" y="{y:.1f}" width="{scale}" height="{_BAR}" class="track"/>',
            f'<rect x="{_LABEL}" y="{y:.1f}" width="{max(0.0, min(1.0, value)) * scale:.1f}" height="{_BAR}" '
            'class="bar"/>',
            _line(_LABEL + low * scale, middle, _LABEL + high * scale, middle, "whisker"),
            _text(_LABEL + scale + 8, middle + 4, f"{value:.0%}", css="value"),
            _text(WIDTH - 2, middle + 4, f"n {n}", "end", "quiet"),
        ]
        y += _BAR + _GAP
    return _svg(WIDTH, y + 2, body, title)


def counts(rows: Mapping[str, int], title: str) -> str:
    """Horizontal bars of whole numbers, as long as the largest allows."""
    most = max(rows.values(), default=0) or 1
    scale = WIDTH - _LABEL - 60
    body, y = [], 4.0
    for label, count in rows.items():
        body += [
            _text(_LABEL - 8, y + _BAR / 2 + 4, label, "end"),
            f'<rect x="{_LABEL}" y="{y:.1f}" width="{count / most * scale:.1f}" height="{_BAR}" class="bar miss"/>',
            _text(_LABEL + count / most * scale + 8, y + _BAR / 2 + 4, str(count), css="value"),
        ]
        y += _BAR + _GAP
    return _svg(WIDTH, y + 2, body, title)


def curve(points: Sequence[tuple[float, float]], mark: float, title: str) -> str:
    """Risk over coverage; a dashed line marks the coverage the product runs at."""
    left, top, width, height = 56.0, 12.0, WIDTH - 80.0, 220.0
    most = max((risk for _, risk in points), default=0.0)
    ceiling = next((step for step in (0.05, 0.1, 0.2, 0.3, 0.5) if most <= step), 1.0)
    body = []
    for i in range(6):
        x, y = left + width * i / 5, top + height * (1 - i / 5)
        body += [_line(left, y, left + width, y, "grid"), _text(left - 8, y + 4, f"{ceiling * i / 5:.0%}", "end")]
        body.append(_text(x, top + height + 18, f"{i / 5:.0%}", "middle"))
    path = " ".join(f"{left + c * width:.1f},{top + height * (1 - min(r, ceiling) / ceiling):.1f}" for c, r in points)
    body += [
        f'<polyline points="{path}" class="curve"/>',
        _line(left + mark * width, top, left + mark * width, top + height, "mark"),
        _text(left + mark * width - 6, top + 12, "now", "end", "quiet"),
        _text(left + width / 2, top + height + 36, "share of questions answered", "middle", "quiet"),
        _text(left + 6, top + 12, "share of those wrong", "start", "quiet"),
    ]
    return _svg(WIDTH, top + height + 44, body, title)


def log_lines(series: Mapping[str, Sequence[tuple[float, float]]], title: str, x_name: str, y_name: str) -> str:
    """Lines over two logarithmic axes, for sizes against times; points that are not above 0 are left out."""
    lines = {name: [(x, y) for x, y in points if x > 0 and y > 0] for name, points in series.items()}
    lines = {name: points for name, points in lines.items() if points}
    xs = [x for points in lines.values() for x, _ in points] or [1.0]
    ys = [y for points in lines.values() for _, y in points] or [1.0]
    x0, _ = _decades(xs)
    y0, y1 = _decades(ys)
    left, top, width, height = 64.0, 12.0, 430.0, 260.0
    # The wide axis ends at the data, not at the next power of ten.
    wide = max(math.log10(max(xs)) + 0.05 - x0, 1.0)

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            left + (math.log10(x) - x0) / wide * width,
            top + (1 - (math.log10(y) - y0) / (y1 - y0)) * height,
        )

    body = []
    for power in range(y0, y1 + 1):
        y = at(10.0**x0, 10.0**power)[1]
        body += [_line(left, y, left + width, y, "grid"), _text(left - 8, y + 4, _plain(10.0**power), "end")]
    for power in range(x0, int(x0 + wide) + 1):
        x = at(10.0**power, 10.0**y0)[0]
        body += [_line(x, top, x, top + height, "grid"), _text(x, top + height + 18, _plain(10.0**power), "middle")]
    for i, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[i % len(_COLOURS)]
        dots = [at(x, y) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
        body.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in dots]
        body.append(f'<rect x="{left + width + 16}" y="{top + i * 20}" width="10" height="10" fill="{colour}"/>')
        body.append(_text(left + width + 32, top + i * 20 + 10, name))
    body.append(_text(left + width / 2, top + height + 38, x_name, "middle", "quiet"))
    body.append(_text(left + 6, top + 12, y_name, "start", "quiet"))
    return _svg(left + width + 200, top + height + 46, body, title)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
