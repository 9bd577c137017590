"""Answer and Hit → JSON objects of the contract, plain text for a terminal, Markdown.

Comes in: `Answer` or `Hit`. Goes out: a dict with exactly the keys of the documented contract, or a string.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from qa.say.strings import say
from qa.types import Answer, Hit, Quote

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$~!&])")


def hit_json(hit: Hit) -> dict[str, Any]:
    """One line of `wenyu search --json`."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "text": passage.text,
        "source": passage.source,
        "title": passage.title,
        "date": passage.published.iso(),
        "date_precision": passage.published.precision,
        "start": passage.start,
        "end": passage.end,
        "why": {name: rank for name, rank in asdict(hit.why).items() if rank is not None},
    }


def quote_json(quote: Quote) -> dict[str, Any]:
    """One citation, or one of the closest passages of a refusal."""
    return {
        "n": quote.n,
        "quote": quote.text,
        "source": quote.source,
        "title": quote.title,
        "date": quote.date,
        "date_precision": quote.date_precision,
        "start": quote.start,
        "end": quote.end,
    }


def answer_json(answer: Answer, id: object = None) -> dict[str, Any]:
    """The object of `wenyu ask --json`; `id` is echoed from an input line."""
    return {
        "id": id,
        "question": answer.question.text,
        "language": answer.question.language,
        "status": answer.status,
        "answer": answer.text,
        "citations": [quote_json(quote) for quote in answer.citations],
        "closest": [quote_json(quote) for quote in answer.closest],
        "figures": [asdict(figure) for figure in answer.figures],
        "follow_ups": list(answer.follow_ups),
        "notes": list(answer.notes),
        "kind": answer.question.kind,
        "operation": answer.operation,
        "confidence": round(min(1.0, max(0.0, answer.confidence)), 3),
        "working": answer.working,
        "ms": round(answer.ms, 1),
    }


def _when(quote: Quote, language: str) -> str:
    return quote.date or say("date_unknown", language)


def answer_text(answer: Answer) -> str:
    """The answer for a terminal: answer, notes, numbered quotes with source and date, closest, follow-ups."""
    language = answer.question.language
    lines = [answer.text]
    lines += [f"  · {note}" for note in answer.notes]
    for quotes, heading in ((answer.citations, "sources"), (answer.closest, "closest")):
        if quotes:
            lines += ["", say(heading, language)]
        for quote in quotes:
            lines.append(f"[{quote.n}] {quote.text}")
            if quote.reading:
                lines.append(f"    = {quote.reading}")
            lines.append(f"    {quote.title} · {_when(quote, language)} · {quote.source}:{quote.start}-{quote.end}")
    if answer.follow_ups:
        lines += ["", say("follow_ups", language), *(f"  ? {line}" for line in answer.follow_ups)]
    return "\n".join(lines)


def hits_text(hits: Sequence[Hit], language: str) -> str:
    """Hits for a terminal."""
    if not hits:
        return say("no_hits", language)
    lines: list[str] = []
    for hit in hits:
        passage = hit.passage
        date = passage.published.iso() or say("date_unknown", language)
        place = f"{passage.source}:{passage.start}-{passage.end}"
        lines += [f"{hit.rank}. {passage.title} · {date} · {place}  ({hit.score:.2f})", f"   {passage.text}", ""]
    return "\n".join(lines[:-1])


def escape_markdown(text: str) -> str:
    """Backslash every character Markdown, HTML or LaTeX would act on.

    >>> escape_markdown("a*b <c>")
    'a\\\\*b \\\\<c\\\\>'
    """
    return _MARKDOWN.sub(r"\\\1", text)


def answer_markdown(answer: Answer) -> str:
    """The answer as Markdown: the value in bold, quotes as block quotes, everything from articles escaped."""
    language = answer.question.language
    body = escape_markdown(answer.text)
    bold = escape_markdown(answer.bold)
    if bold:
        body = body.replace(bold, f"**{bold}**", 1)
    lines = [body]
    lines += [f"- {escape_markdown(note)}" for note in answer.notes]
    for quotes, heading in ((answer.citations, "sources"), (answer.closest, "closest")):
        if quotes:
            lines += ["", f"### {say(heading, language)}"]
        for quote in quotes:
            meta = f"{quote.title} · {_when(quote, language)} · {quote.source}"
            lines += ["", f"> [{quote.n}] {escape_markdown(quote.text)}", f"> — {escape_markdown(meta)}"]
    return "\n".join(lines)
