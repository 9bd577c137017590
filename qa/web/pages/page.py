"""The conversation as a whole, the empty page, the earlier conversations, the head of the page → HTML."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Language
from qa.web.pages.escape import esc
from qa.web.pages.icons import icon_button
from qa.web.pages.marked import lang_of
from qa.web.pages.matched import View
from qa.web.pages.turn import ask_button, turn_html
from qa.web.state import Conversation, Session
from qa.web.strings import words

_TITLE_CHARS = 60


def head_html(language: Language) -> str:
    """The name of the product, what it does, and the switch between light and dark."""
    theme = icon_button("theme", "theme", words("theme", language))
    # What the page's script says, and the names it gives to controls that have none.
    told = {"title": "page_title", "copied": "copied", "send": "send", "language": "language", "waiting": "waiting"}
    data = "".join(f' data-{name}="{esc(words(key, language))}"' for name, key in told.items())
    return (
        f'<div class="wy-head" data-lang="{language}"{data}><h1><span lang="zh-CN">问渝</span> WenYu</h1>'
        f"<p>{esc(words('tagline', language))}</p>{theme}</div>"
    )


def thread_html(
    session: Session, view: View, samples: dict[Language, tuple[str, ...]], *, pending: bool = False
) -> str:
    """All turns, oldest first; the empty page when there is none. `pending`: the last turn is being answered."""
    label = esc(words("conversation", session.language))
    if not session.turns:
        inner = _empty(session.language, samples)
    else:
        last = session.turns[-1].id
        inner = "".join(
            turn_html(turn, session.language, view, pending=pending and turn.id == last, last=turn.id == last)
            for turn in session.turns
        )
    count = len(session.turns)
    return (
        f'<div class="wy-thread" role="log" aria-live="polite" aria-label="{label}" data-turns="{count}" '
        f'data-pending="{int(pending)}">{inner}</div>'
    )


def _empty(language: Language, samples: dict[Language, tuple[str, ...]]) -> str:
    order: tuple[Language, ...] = ("zh", "en") if language == "zh" else ("en", "zh")
    groups = "".join(
        f'<div class="wy-asks" lang="{"zh-CN" if one == "zh" else "en"}">{"".join(map(ask_button, samples[one]))}</div>'
        for one in order
        if samples.get(one)
    )
    heading = f"<h3>{esc(words('try', language))}</h3>" if groups else ""
    return (
        f'<div class="wy-empty"><h2>{esc(words("welcome", language))}</h2>'
        f"<p>{esc(words('welcome_more', language))}</p>{heading}{groups}</div>"
    )


def earlier_html(conversations: Sequence[Conversation], current: str, language: Language) -> str:
    """Earlier conversations as buttons, newest first, each under its first question."""
    if not conversations:
        return f'<p class="wy-note">{esc(words("no_earlier", language))}</p>'
    items = []
    for talk in conversations:
        first = talk.asked[0][0]
        title = first if len(first) <= _TITLE_CHARS else f"{first[:_TITLE_CHARS]}…"
        here = ' aria-current="true"' if talk.id == current else ""
        count = esc(words("questions", language, count=len(talk.asked)))
        items.append(
            f'<li><button type="button" class="wy-talk" data-act="talk" data-id="{esc(talk.id)}"{here}>'
            f'<span lang="{lang_of(first)}">{esc(title)}</span><small>{count}</small></button></li>'
        )
    forget = esc(words("forget", language))
    return (
        f'<ul class="wy-talks">{"".join(items)}</ul>'
        f'<button type="button" class="wy-quiet" data-act="forget">{forget}</button>'
    )
