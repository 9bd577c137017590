"""An answer before its citations are numbered.

Comes in: lines of text, each with the slices that prove it. Goes out: the text with marks [1] [2] and the quotes in
the order of their first mark.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.types import Article, Figure
from qa.answers.figure.candidates import Candidate
from qa.types import Hit, Quote, Status


@dataclass(frozen=True, slots=True)
class Cite:
    """A slice of an article that proves something, with the hit it came from and its figure, if that is the proof."""

    source: str
    start: int
    end: int
    hit: Hit | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer and its proof."""

    text: str
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What one way of answering came to. `figures` are the candidates the answer states, the main one first."""

    status: Status
    lines: tuple[Line, ...]
    bold: str = ""
    notes: tuple[str, ...] = ()
    confidence: float = 0.0
    figures: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no answer, in the asker's language, and how near the best candidate came."""

    reasons: tuple[str, ...]
    confidence: float = 0.0


def cite_figure(candidate: Candidate) -> Cite:
    """The sentence that holds the figure."""
    figure = candidate.figure
    hit = candidate.scored.sentence.hit
    return Cite(candidate.source, figure.sentence_start, figure.sentence_end, hit, figure)


def number(
    lines: tuple[Line, ...], articles: Mapping[str, Article], reading: Callable[[Cite], str]
) -> tuple[str, tuple[Quote, ...], dict[tuple[str, int, int], int]]:
    """The text with its marks, the quotes, and the number of each cited slice."""
    numbers: dict[tuple[str, int, int], int] = {}
    quotes: list[Quote] = []
    out: list[str] = []
    for line in lines:
        marks: list[str] = []
        for cite in line.cites:
            key = (cite.source, cite.start, cite.end)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                quotes.append(quote(numbers[key], cite, articles[cite.source], reading(cite)))
            mark = f"[{numbers[key]}]"
            if mark not in marks:
                marks.append(mark)
        out.append(f"{line.text} {''.join(marks)}".rstrip() if marks else line.text)
    return "\n".join(out), tuple(quotes), numbers


def quote(n: int, cite: Cite, article: Article, reading: str = "") -> Quote:
    """A numbered quote: exactly the article's text between the two offsets."""
    start, end = trim(article.text, cite.start, cite.end)
    passage = cite.hit.passage if cite.hit else None
    return Quote(
        n, article.text[start:end], article.source, article.title, article.published.iso(), article.published.precision,
        start, end, passage.start if passage else start, passage.end if passage else end, reading,
    )  # fmt: skip


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The slice without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
