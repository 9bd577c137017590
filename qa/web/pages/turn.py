"""One turn of the conversation → HTML: the answer first, its proof under it, what is near but no proof apart.

Comes in: `Turn`, a view on the articles' texts. Goes out: escaped HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from index.text import fold
from index.types import Language
from qa.say import carried_text
from qa.types import Answer, Quote
from qa.web.pages.escape import esc
from qa.web.pages.icons import icon_button
from qa.web.pages.marked import Span, date_words, lang_of, marked, precision_words, with_marks
from qa.web.pages.matched import View, matches, strength
from qa.web.state import Filters, Turn
from qa.web.strings import words

_LONG_QUESTION = 300
_STATUS_ICONS = {"answered": "", "conflict": "⇄", "partial": "◐", "not_found": "∅"}


def turn_html(turn: Turn, language: Language, view: View, *, pending: bool = False, last: bool = False) -> str:
    """A question with its answer, or with what went wrong, or with a line that says the search is on."""
    if pending:
        body = f'<p class="wy-pending" role="status">{esc(words("searching", language))}</p>'
    elif turn.answer is None:
        body = f'<div class="wy-answer wy-error" role="alert"><p>{esc(turn.error)}</p></div>'
    else:
        body = _answer(turn, turn.answer, language, view, last)
    return f'<article class="wy-turn" id="wy-turn-{turn.id}">{_question(turn, language)}{body}</article>'


def _question(turn: Turn, language: Language) -> str:
    asked = f'<h2 class="wy-question" lang="{lang_of(turn.question)}">{esc(turn.question[:_LONG_QUESTION])}</h2>'
    if len(turn.question) > _LONG_QUESTION:
        summary = esc(words("long_question", language, count=f"{len(turn.question):,}"))
        head = f"{turn.question[:_LONG_QUESTION]}…"
        asked = (
            f'<h2 class="wy-question" lang="{lang_of(turn.question)}">{esc(head)}</h2>'
            f'<details class="wy-more"><summary>{summary}</summary>'
            f'<p class="wy-scroll">{esc(turn.question)}</p></details>'
        )
    return asked + filter_line(turn.filters, language)


def filter_line(filters: Filters, language: Language) -> str:
    """The filters a question was asked with, "" when there were none."""
    if not filters:
        return ""
    parts = []
    if filters.start or filters.end:
        ends = [day.isoformat() if day else "…" for day in (filters.start, filters.end)]
        parts.append(" – ".join(ends))
    if filters.sources:
        parts.append(words("filter_sources", language, count=len(filters.sources)))
    return f'<p class="wy-filters">{esc(words("filtered", language))} {esc(" · ".join(parts))}</p>'


def _answer(turn: Turn, answer: Answer, language: Language, view: View, last: bool) -> str:
    spoken = answer.question.language
    return "".join(
        (
            f'<div class="wy-answer wy-{esc(answer.status)}">',
            _carried(answer, language),
            _badge(answer, language),
            _body(turn, answer, spoken),
            _list("wy-notes", answer.notes),
            "</div>",
            _cards(turn, answer, language, view),
            _closest(turn, answer, language, view),
            _follow_ups(turn, answer, language),
            _foot(turn, answer, language, last),
        )
    )


def _carried(answer: Answer, language: Language) -> str:
    if not answer.question.carried:
        return ""
    kept = " · ".join(carried_text(one, answer.question.language) for one in answer.question.carried)
    return f'<p class="wy-carried">{esc(words("carried", language))} {esc(kept)}</p>'


def _badge(answer: Answer, language: Language) -> str:
    if answer.status == "answered":
        return ""
    icon = _STATUS_ICONS[answer.status]
    return f'<p class="wy-badge"><span aria-hidden="true">{icon}</span> {esc(words(answer.status, language))}</p>'


def _body(turn: Turn, answer: Answer, language: Language) -> str:
    known = {quote.n: quote.title for quote in answer.citations}
    out: list[str] = []
    bold, items = answer.bold, False
    for line in answer.text.splitlines():
        if not line.strip():
            continue
        is_item = line.lstrip().startswith(("- ", "· ", "• "))
        if is_item != items:
            out.append("<ul>" if is_item else "</ul>")
            items = is_item
        text = line.lstrip()[2:] if is_item else line.strip()
        html = with_marks(text, known, turn.id, language, bold)
        bold = "" if "<strong>" in html else bold
        out.append(f"<li>{html}</li>" if is_item else f"<p>{html}</p>")
    return f'<div class="wy-text" lang="{lang_of(answer.text)}">{"".join(out)}{"</ul>" if items else ""}</div>'


def _list(name: str, lines: Sequence[str]) -> str:
    items = "".join(f'<li lang="{lang_of(line)}">{esc(line)}</li>' for line in lines)
    return f'<ul class="{name}">{items}</ul>' if items else ""


def copy_text(quote: Quote, language: Language) -> str:
    """A quote with its citation, ready for a document."""
    when = date_words(quote.date, quote.date_precision, language)
    place = words("characters", language, start=quote.start, end=quote.end)
    return words("copy_form", language, quote=quote.text, title=quote.title, date=when, file=quote.source, place=place)


def _meta(quote: Quote, language: Language) -> str:
    when = date_words(quote.date, quote.date_precision, language)
    exact = precision_words(quote.date_precision, language)
    stamp = f' datetime="{esc(quote.date)}"' if quote.date else ""
    note = f' <span class="wy-precision">{esc(exact)}</span>' if exact else ""
    return (
        f'<p class="wy-meta"><time class="wy-date"{stamp}>{esc(when)}</time>{note}'
        f'<span class="wy-file" title="{esc(quote.source)}">{esc(quote.source)}</span></p>'
    )


def _passage(quote: Quote, text: str | None) -> str:
    """The quoted sentence marked in its passage; the quote alone when the article cannot be read."""
    if text is None or text[quote.start : quote.end] != quote.text:
        return f"<mark>{esc(quote.text)}</mark>"
    start = quote.passage_start if quote.passage_end > quote.passage_start else quote.start
    end = max(quote.passage_end, quote.end)
    return marked(text, min(start, quote.start), end, [Span(quote.start, quote.end)])


def _card(turn: Turn, answer: Answer, quote: Quote, language: Language, view: View) -> str:
    text = view.text_of(quote.source)
    passage = text[quote.passage_start : quote.passage_end] if text and quote.passage_end else quote.text
    chips = _chips(answer, f"{quote.title}\n{passage}", language, view)
    changed = f'<p class="wy-warn">{esc(words(f"source_{quote.changed}", language))}</p>' if quote.changed else ""
    reading = f'<p class="wy-reading">{esc(quote.reading)}</p>' if quote.reading else ""
    label = esc(words("open_citation", language, n=quote.n, title=quote.title))
    return (
        f'<li class="wy-card" data-card data-turn="{turn.id}" data-n="{quote.n}">'
        f'<button type="button" class="wy-card-head" data-act="open" data-turn="{turn.id}" data-n="{quote.n}" '
        f'aria-label="{label}"><span class="wy-n" aria-hidden="true">{quote.n}</span>'
        f'<span class="wy-title" lang="{lang_of(quote.title)}">{esc(quote.title)}</span></button>'
        f"{_meta(quote, language)}{changed}"
        f'<blockquote lang="{lang_of(quote.text)}">{_passage(quote, text)}</blockquote>{reading}'
        f'<div class="wy-card-foot"><details><summary>{esc(words("matched", language))}</summary>'
        f'<ul class="wy-chips">{chips}</ul></details>'
        f'<button type="button" class="wy-quiet" data-act="copy" data-copy="{esc(copy_text(quote, language))}">'
        f"{esc(words('copy', language))}</button></div></li>"
    )


def _chips(answer: Answer, text: str, language: Language, view: View) -> str:
    """The words that matched, each as it was asked and as it was found, and how well in a word."""
    items = []
    for match in matches(answer.question, text, view.pairs(answer.question.text, text)):
        shown = match.asked if fold(match.asked) == fold(match.found) else f"{match.asked} → {match.found}"
        word = strength(match.score)
        how = "" if match.score >= 0.99 else f" <small>{esc(words(f'strength_{word}', language))}</small>"
        items.append(f'<li class="wy-match-{word}">{esc(shown)}{how}</li>')
    return "".join(items) or f"<li>{esc(words('matched_none', language))}</li>"


def _cards(turn: Turn, answer: Answer, language: Language, view: View) -> str:
    if not answer.citations:
        return ""
    cards = "".join(_card(turn, answer, quote, language, view) for quote in answer.citations)
    label = esc(words("sources", language))
    word = words(f"strength_{strength(answer.confidence)}", language)
    support = f'<span class="wy-strength">{esc(words("support", language, word=word))}</span>'
    return f'<section aria-label="{label}"><h3>{label}{support}</h3><ol class="wy-cards">{cards}</ol></section>'


def _closest(turn: Turn, answer: Answer, language: Language, view: View) -> str:
    """Nearest passages: no number, no card, no mark in the text; only where to look further."""
    if not answer.closest:
        return ""
    items = []
    for position, quote in enumerate(answer.closest):
        when = date_words(quote.date, quote.date_precision, language)
        label = esc(words("open_closest", language, title=quote.title))
        reading = f'<p class="wy-reading">{esc(quote.reading)}</p>' if quote.reading else ""
        items.append(
            f'<li><p lang="{lang_of(quote.text)}">{esc(quote.text)}</p>{reading}'
            f'<button type="button" class="wy-quiet" data-act="open" data-turn="{turn.id}" data-near="{position}" '
            f'aria-label="{label}">{esc(quote.title)} · {esc(when)}</button></li>'
        )
    heading = esc(words("closest", language))
    why = esc(words("closest_note", language))
    return (
        f'<section class="wy-closest" aria-label="{heading}"><h3>{heading}</h3><p class="wy-note">{why}</p>'
        f"<ul>{''.join(items)}</ul></section>"
    )


def _follow_ups(turn: Turn, answer: Answer, language: Language) -> str:
    if not answer.follow_ups:
        return ""
    buttons = "".join(ask_button(question) for question in answer.follow_ups[:4])
    label = esc(words("follow_ups", language))
    return f'<nav class="wy-follow" aria-label="{label}"><h3>{label}</h3><div class="wy-asks">{buttons}</div></nav>'


def ask_button(question: str) -> str:
    """A button that asks a question."""
    return (
        f'<button type="button" class="wy-ask" data-act="ask" data-q="{esc(question)}" lang="{lang_of(question)}">'
        f"{esc(question)}</button>"
    )


def _link(turn: Turn, language: Language) -> str:
    """The address that asks a turn's question again, within its dates."""
    fields = {"q": turn.question, "lang": language}
    for name, day in (("from", turn.filters.start), ("to", turn.filters.end)):
        if day is not None:
            fields[name] = day.isoformat()
    return f"?{urlencode(fields, errors='replace')}"


def _foot(turn: Turn, answer: Answer, language: Language, last: bool) -> str:
    this = f' data-turn="{turn.id}"'
    buttons = []
    for vote in ("up", "down"):
        pressed = f' data-vote="{vote}" aria-pressed="{"true" if turn.vote == vote else "false"}"'
        buttons.append(icon_button("vote", vote, words(f"vote_{vote}", language), this + pressed))
    copied = esc(answer.text + "".join(f"\n[{q.n}] {copy_text(q, language)}" for q in answer.citations))
    buttons.append(icon_button("copy", "copy", words("copy_answer", language), f'{this} data-copy="{copied}"'))
    buttons.append(
        icon_button("link", "link", words("copy_link", language), f' data-link="{esc(_link(turn, language))}"')
    )
    if last:
        buttons.append(icon_button("retry", "retry", words("retry", language), this))
    thanks = f'<span class="wy-thanks">{esc(words("thanks", language))}</span>' if turn.vote else ""
    took = f'<span class="wy-ms">{esc(words("took", language, ms=f"{max(answer.ms, 1):.0f}"))}</span>'
    return f'<footer class="wy-foot">{"".join(buttons)}{thanks}{took}</footer>'
