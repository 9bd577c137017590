"""The source pane: one article, opened at one sentence.

Comes in: an `Article`, the sentence to show, the other citations of the same answer. Goes out: escaped HTML with the
sentence marked (`id="wy-hit"`), its neighbours around it, and buttons to the citation before and after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Article, Block, Language
from qa.types import Quote
from qa.web.pages.escape import esc
from qa.web.pages.icons import icon_button
from qa.web.pages.marked import Span, date_words, lang_of, marked, precision_words
from qa.web.pages.turn import copy_text
from qa.web.strings import words

# An article is shown whole up to twice this many characters, else this far on each side of the sentence.
REACH = 30_000
_TAGS = {"heading": "h4", "item": "p", "caption": "p", "turn": "p", "paragraph": "p", "row": "p"}


@dataclass(frozen=True, slots=True)
class Place:
    """What the pane shows. `turn` and `n` say which citation it is (0: none, a nearest passage or the list of
    articles); `order` holds the turn's citations, for the buttons and the lighter marks."""

    source: str
    start: int
    end: int
    turn: int = 0
    n: int = 0
    order: tuple[Quote, ...] = ()
    quoted: str = ""


def empty_html(language: Language) -> str:
    """The pane before anything is opened."""
    return f'<div class="wy-pane wy-pane-empty"><p>{esc(words("pane_empty", language))}</p></div>'


def source_html(article: Article, place: Place, language: Language, state: str = "") -> str:
    """The article with the place marked. `state`: "", "changed" or "missing", what became of the file since."""
    text = article.text
    start, end = max(0, min(place.start, len(text))), max(0, min(place.end, len(text)))
    warnings = []
    if state:
        warnings.append(words(f"source_{state}", language))
    if place.quoted and text[start:end] != place.quoted:
        # The index moved on since the answer was given: find the words, or say that they are gone.
        found = text.find(place.quoted)
        if found >= 0:
            start, end = found, found + len(place.quoted)
        else:
            start = end = 0
            warnings.append(words("quote_gone", language))
    warn = "".join(f'<p class="wy-warn" role="alert">{esc(line)}</p>' for line in warnings)
    label = esc(words("pane", language))
    return (
        f'<section class="wy-pane" aria-label="{label}" data-at="{esc(article.source)}:{start}:{end}">'
        f"{_head(article, place, language)}{warn}{_text(article, place, start, end, language)}</section>"
    )


def _head(article: Article, place: Place, language: Language) -> str:
    when = date_words(article.published.iso(), article.published.precision, language)
    exact = precision_words(article.published.precision, language)
    proof = article.published.quote
    evidence = f'<q class="wy-proof">{esc(proof)}</q>' if proof else ""
    size = words("length", language, count=f"{len(article.text):,}")
    return (
        f'<header class="wy-pane-head">{_steps(place, language)}'
        f'<h3 lang="{lang_of(article.title)}">{esc(article.title)}</h3>'
        f'<p class="wy-meta"><time class="wy-date">{esc(when)}</time>'
        f"{f' <span class=wy-precision>{esc(exact)}</span>' if exact else ''}{evidence}"
        f'<span class="wy-file" title="{esc(article.source)}">{esc(article.source)} · {esc(size)}</span></p></header>'
    )


def _steps(place: Place, language: Language) -> str:
    def button(act: str, name: str, key: str, more: str = "", off: bool = False) -> str:
        return icon_button(act, name, words(key, language), more, disabled=off)

    parts = []
    numbers = [quote.n for quote in place.order]
    if place.n in numbers:
        at = numbers.index(place.n)
        before, after = numbers[max(at - 1, 0)], numbers[min(at + 1, len(numbers) - 1)]
        counted = esc(words("citation_of", language, n=at + 1, count=len(numbers)))

        def step(n: int) -> str:
            return f' data-turn="{place.turn}" data-n="{n}"'

        parts += [
            button("open", "prev", "previous", step(before) + ' data-step="prev"', at == 0),
            f'<span class="wy-count">{counted}</span>',
            button("open", "next", "next", step(after) + ' data-step="next"', at == len(numbers) - 1),
            button("copy", "copy", "copy", f' data-copy="{esc(copy_text(place.order[at], language))}"'),
        ]
    parts.append(button("back", "back", "back"))
    parts.append(button("close", "close", "close"))
    return f'<div class="wy-steps">{"".join(parts)}</div>'


def _spans(article: Article, place: Place, start: int, end: int, language: Language) -> list[Span]:
    """The mark for the opened sentence, then lighter ones for the turn's other citations in this article."""
    label = esc(words("marked_sentence", language))
    spans = [Span(start, end, f'<mark class="wy-hit" aria-label="{label}">')] if start < end else []
    for quote in place.order:
        if quote.source != article.source or quote.n == place.n:
            continue
        if quote.start < end and start < quote.end:
            continue
        title = esc(words("open_citation", language, n=quote.n, title=""))
        spans.append(
            Span(
                quote.start,
                quote.end,
                f'<mark class="wy-also" data-act="open" data-turn="{place.turn}" data-n="{quote.n}" title="{title}">',
            )
        )
    return spans


def _window(article: Article, start: int) -> tuple[int, int]:
    """The range of blocks around `start` that is shown."""
    blocks, size = article.blocks, len(article.text)
    if size <= 2 * REACH:
        return 0, len(blocks)
    low = next((i for i, b in enumerate(blocks) if b.end > start - REACH), 0)
    high = next((i for i, b in enumerate(blocks) if b.start > start + REACH), len(blocks))
    return low, high


def _text(article: Article, place: Place, start: int, end: int, language: Language) -> str:
    spans = _spans(article, place, start, end, language)
    low, high = _window(article, start)
    blocks = article.blocks[low:high]
    shown = "".join(_block(article, block, spans, start, end) for block in blocks)
    # The id stands once, on the first piece of the sentence, wherever blocks cut it.
    shown = shown.replace('<mark class="wy-hit"', '<mark id="wy-hit" class="wy-hit"', 1)
    label = esc(words("article_text", language))
    return (
        f'<div class="wy-article" tabindex="0" role="region" aria-label="{label}" lang="{lang_of(article.text)}">'
        f"{_more(article, low, language, up=True)}{shown}{_more(article, high, language, up=False)}</div>"
    )


def _more(article: Article, at: int, language: Language, *, up: bool) -> str:
    """A button to the part of a very long article that is not shown."""
    blocks = article.blocks
    if (up and at == 0) or (not up and at >= len(blocks)):
        return ""
    offset = blocks[at - 1].end if up else blocks[at].start
    hidden = offset if up else len(article.text) - offset
    label = esc(words("more_before" if up else "more_after", language, count=f"{hidden:,}"))
    return (
        f'<p><button type="button" class="wy-quiet" data-act="read" data-source="{esc(article.source)}" '
        f'data-start="{max(0, offset - 1 if up else offset)}">{label}</button></p>'
    )


def _block(article: Article, block: Block, spans: Sequence[Span], start: int, end: int) -> str:
    tag = _TAGS.get(block.kind, "p")
    here = " wy-here" if block.start < end and start < block.end else ""
    speaker = ""
    if block.speaker and block.kind == "turn" and not article.text[block.start : block.end].startswith(block.speaker):
        speaker = f'<span class="wy-speaker">{esc(block.speaker)}</span>'
    inner = marked(article.text, block.start, block.end, [s for s in spans if s.start < block.end])
    return f'<{tag} class="wy-b wy-b-{esc(block.kind)}{here}">{speaker}{inner}</{tag}>'
