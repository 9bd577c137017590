"""One turn of the conversation → HTML: the answer first, its proof under it, what is near but no proof apart.

Comes in: `Turn`, the articles' texts. Goes out: escaped HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.types import Language
from qa.types import Answer, Quote
from qa.web.escape import esc
from qa.web.icons import icon_button
from qa.web.marked import Span, date_words, lang_of, marked, precision_words, with_marks
from qa.web.state import Filters, Turn
from qa.web.strings import words

# Gives the text around a quote: article text by source, None when the article cannot be read.
TextOf = Callable[[str], str | None]

STRONG, FAIR = 0.75, 0.45
_LONG_QUESTION = 300
_STATUS_ICONS = {"answered": "", "conflict": "⇄", "partial": "◐", "not_found": "∅"}


def strength(confidence: float) -> str:
    """A score in [0, 1] as the name of a word: strong, fair or weak."""
    return "strong" if confidence >= STRONG else "fair" if confidence >= FAIR else "weak"


def turn_html(turn: Turn, language: Language, text_of: TextOf, *, pending: bool = False, last: bool = False) -> str:
    """A question with its answer, or with what went wrong, or with a line that says the search is on."""
    if pending:
        body = f'<p class="wy-pending" role="status">{esc(words("searching", language))}</p>'
    elif turn.answer is None:
        body = f'<div class="wy-answer wy-error" role="alert"><p>{esc(turn.error)}</p></div>'
    else:
        body = _answer(turn, turn.answer, language, text_of, last)
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


def _answer(turn: Turn, answer: Answer, language: Language, text_of: TextOf, last: bool) -> str:
    spoken = answer.question.language
    return "".join(
        (
            f'<div class="wy-answer wy-{esc(answer.status)}">',
            _carried(answer, language),
            _badge(answer, language),
            _body(turn, answer, spoken),
            _list("wy-notes", answer.notes),
            "</div>",
            _cards(turn, answer, language, text_of),
            _closest(turn, answer, language, text_of),
            _follow_ups(turn, answer, language),
            _foot(turn, answer, language, last),
        )
    )


def _carried(answer: Answer, language: Language) -> str:
    if not answer.question.carried:
        return ""
    kept = " · ".join(answer.question.carried)
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


def matched_words(answer: Answer, text: str) -> tuple[str, ...]:
    """The words of the question that stand in `text`: as asked, or in a Chinese form that counts as the same.

    Goes out: "产量", or "vehicle output → 产量" when the words were found in their Chinese form.
    """
    lower = text.lower()
    found: list[str] = []
    for term in answer.question.terms:
        form = next((f for f in (term.text, *term.zh) if f and f.lower() in lower), "")
        if form:
            found.append(form if form == term.text else f"{term.text} → {form}")
    for word in (*answer.question.places, *answer.question.bodies, *answer.question.persons):
        bare = word[:-1] if len(word) > 2 and word[-1] in "省市区县州" else word
        found += [form for form in (word, bare) if form and form in text][:1]
    return tuple(dict.fromkeys(found))


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


def _card(turn: Turn, answer: Answer, quote: Quote, language: Language, text: str | None) -> str:
    passage = text[quote.passage_start : quote.passage_end] if text and quote.passage_end else quote.text
    found = matched_words(answer, f"{quote.title}\n{passage}")
    chips = "".join(f"<li>{esc(word)}</li>" for word in found) or f"<li>{esc(words('matched_none', language))}</li>"
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


def _cards(turn: Turn, answer: Answer, language: Language, text_of: TextOf) -> str:
    if not answer.citations:
        return ""
    cards = "".join(_card(turn, answer, quote, language, text_of(quote.source)) for quote in answer.citations)
    label = esc(words("sources", language))
    word = words(f"strength_{strength(answer.confidence)}", language)
    support = f'<span class="wy-strength">{esc(words("support", language, word=word))}</span>'
    return f'<section aria-label="{label}"><h3>{label}{support}</h3><ol class="wy-cards">{cards}</ol></section>'


def _closest(turn: Turn, answer: Answer, language: Language, text_of: TextOf) -> str:
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


def _foot(turn: Turn, answer: Answer, language: Language, last: bool) -> str:
    this = f' data-turn="{turn.id}"'
    buttons = []
    for vote in ("up", "down"):
        pressed = f' data-vote="{vote}" aria-pressed="{"true" if turn.vote == vote else "false"}"'
        buttons.append(icon_button("vote", vote, words(f"vote_{vote}", language), this + pressed))
    copied = esc(answer.text + "".join(f"\n[{q.n}] {copy_text(q, language)}" for q in answer.citations))
    buttons.append(icon_button("copy", "copy", words("copy_answer", language), f'{this} data-copy="{copied}"'))
    if last:
        buttons.append(icon_button("retry", "retry", words("retry", language), this))
    thanks = f'<span class="wy-thanks">{esc(words("thanks", language))}</span>' if turn.vote else ""
    took = f'<span class="wy-ms">{esc(words("took", language, ms=f"{max(answer.ms, 1):.0f}"))}</span>'
    return f'<footer class="wy-foot">{"".join(buttons)}{thanks}{took}</footer>'
