"""Marks and quotes: lines of text with their proof become one text and its citations.

Comes in: lines of text, each with the slices that prove it. Goes out: the text with marks [1] [2] and the quotes in
the order of their first mark.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from index.types import Article
from qa.types import Cite, Quote

# A line in words and the slices that prove it.
Proved = tuple[str, tuple[Cite, ...]]


def number(
    lines: Sequence[Proved], articles: Mapping[str, Article], reading: Callable[[Cite], str]
) -> tuple[str, tuple[Quote, ...], dict[tuple[str, int, int], int]]:
    """The text with its marks, the quotes, and the number of each cited slice."""
    numbers: dict[tuple[str, int, int], int] = {}
    quotes: list[Quote] = []
    out: list[str] = []
    for line, cites in lines:
        marks: list[str] = []
        for cite in cites:
            key = (cite.source, cite.start, cite.end)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                quotes.append(quote(numbers[key], cite, articles[cite.source], reading(cite)))
            mark = f"[{numbers[key]}]"
            if mark not in marks:
                marks.append(mark)
        out.append(f"{line} {''.join(marks)}".rstrip() if marks else line)
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
