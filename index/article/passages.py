"""An article → passages of whole sentences, about 200 Chinese characters each.

In: an `Article` (and its figures). Out: `Passage`s. A passage never crosses a heading, a speaker's turn or a change of
place, never cuts a sentence, and carries what its words leave out in `context`: title, heading, speaker, place, date.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.text import sentence_spans
from index.types import Article, Block, Figure, Passage

# A block this much over the wanted length stays whole: one passage reads better than one and a stump.
_WHOLE = 1.75
_SHORT_CAPTION = 10
_DECK = 14
# An English sentence needs about three characters for what Chinese says in one.
_ENGLISH = 3


@dataclass(frozen=True, slots=True)
class _Span:
    """Sentences that belong together; `block` tells heading, speaker and place."""

    sentences: tuple[tuple[int, int], ...]
    block: Block


def split_passages(
    article: Article, first_id: int = 0, chars: int = 200, figures: Sequence[Figure] = ()
) -> tuple[Passage, ...]:
    """Split an article; ids count up from `first_id`, `chars` is the wanted length in Chinese characters.

    `figures` go to the passage that holds their sentence. Every passage is `article.text[start:end]`, and its
    `sentences` cover it but for white space.
    """
    size = chars if article.language == "zh" else chars * _ENGLISH
    spans = list(_spans(article, size)) or list(_spans(_headings_only(article), size))
    starts = [span.sentences[0][0] for span in spans]
    held: dict[int, list[Figure]] = {}
    for figure in figures:
        held.setdefault(bisect_right(starts, figure.sentence_start) - 1, []).append(figure)
    out = []
    for n, span in enumerate(spans):
        start, end = span.sentences[0][0], span.sentences[-1][1]
        mine = tuple(f for f in held.get(n, ()) if f.sentence_start < end)
        out.append(
            Passage(
                id=first_id + n,
                source=article.source,
                title=article.title,
                published=article.published,
                start=start,
                end=end,
                text=article.text[start:end],
                context=context_line(article, span.block, article.text[start:end]),
                heading=span.block.heading,
                speaker=span.block.speaker,
                speaker_role=span.block.speaker_role,
                place=span.block.place,
                language=article.language,
                sentences=span.sentences,
                figures=mine,
            )
        )
    return tuple(out)


def context_line(article: Article, block: Block, text: str) -> str:
    """What stands in front of a passage when it is embedded and tokenised, never when it is quoted.

    Parts that the passage says itself are left out: title, heading, speaker and office, place, date.
    """
    speaker = block.speaker_role + block.speaker if block.speaker else ""
    parts = [article.title, block.heading, speaker, block.place, _day(article)]
    kept = [part for n, part in enumerate(parts) if part and part not in text and part not in " ".join(parts[:n])]
    return " | ".join(kept)


def _day(article: Article) -> str:
    """The article's date in its own language, as exact as it is known."""
    day, precision = article.published.value, article.published.precision
    if day is None or precision == "unknown":
        return ""
    if article.language == "en":
        return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]
    return {"day": f"{day.year}年{day.month}月{day.day}日", "month": f"{day.year}年{day.month}月"}.get(
        precision, f"{day.year}年"
    )


def _spans(article: Article, size: int) -> Iterator[_Span]:
    """Sentences grouped into passages, in the article's order."""
    waiting: list[tuple[int, int]] = []
    lead: tuple[tuple[int, int], ...] = ()
    owner: Block | None = None
    for block in article.blocks:
        if block.kind == "heading":
            if waiting and owner:
                yield _Span(tuple(waiting), owner)
                waiting = []
            text = article.text[block.start : block.end]
            # A heading that says something (a pull quote, a summary) opens the passage under it.
            says = len(text) >= _DECK and block.level != 1 and re.search("[，。；：“]|, ", text)
            lead = sentence_spans(article.text, block.start, block.end) if says else ()
            owner = None
            continue
        if block.kind == "caption":
            if waiting and owner:
                yield _Span(tuple(waiting), owner)
                waiting = []
            if block.end - block.start >= _SHORT_CAPTION:
                yield _Span(sentence_spans(article.text, block.start, block.end), block)
            continue
        if waiting and owner and not _together(owner, block, waiting, size):
            yield _Span(tuple(waiting), owner)
            waiting = []
        if lead:
            # In a torn page the heading in front may belong to another section.
            mine = article.text[lead[0][0] : lead[-1][1]] in block.heading
            waiting, lead = (list(lead) if mine else []), ()
        owner = block if not waiting or owner is None else owner
        groups = _groups(sentence_spans(article.text, block.start, block.end), waiting, size)
        for group in groups[:-1]:
            yield _Span(group, block)
        waiting = list(groups[-1]) if groups else waiting
        owner = block if len(groups) > 1 else owner
    if waiting and owner:
        yield _Span(tuple(waiting), owner)


def _headings_only(article: Article) -> Article:
    """An article without a paragraph (a lone headline): its headings are all there is to quote."""
    return replace(article, blocks=tuple(replace(block, kind="paragraph") for block in article.blocks))


def _together(owner: Block, block: Block, waiting: Sequence[tuple[int, int]], size: int) -> bool:
    """Whether a block may go on in the passage of the one before: same heading, speaker and place, and short."""
    same = (owner.heading, owner.speaker, owner.place) == (block.heading, block.speaker, block.place)
    length = block.end - waiting[0][0]
    return same and block.kind != "turn" and (length <= size or (block.kind == "item" == owner.kind and length <= size))


def _groups(
    sentences: Sequence[tuple[int, int]], waiting: Sequence[tuple[int, int]], size: int
) -> list[tuple[tuple[int, int], ...]]:
    """Cut a block's sentences (after those waiting) into groups of about `size` characters, as even as they come."""
    every = [*waiting, *sentences]
    if not every:
        return []
    total = every[-1][1] - every[0][0]
    if total <= size * _WHOLE:
        return [tuple(every)]
    target = total / max(1, round(total / size))
    groups: list[tuple[tuple[int, int], ...]] = []
    current: list[tuple[int, int]] = []
    for begin, end in every:
        if current and (end - current[0][0]) - target > target - (current[-1][1] - current[0][0]):
            groups.append(tuple(current))
            current = []
        current.append((begin, end))
    if groups and current and current[-1][1] - current[0][0] < size // 4:
        groups[-1] += tuple(current)
    elif current:
        groups.append(tuple(current))
    return groups
