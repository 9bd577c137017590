"""Answers as one HTML page that needs nothing else and prints well."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from html import escape

from qa.export.references import gbt7714, sources
from qa.say import say
from qa.types import Answer, Quote

_MARK = re.compile(r"\[([0-9]{1,3})\]")
_STYLE = (
    "body{font:16px/1.6 system-ui,'Noto Sans CJK SC',sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "blockquote{margin:.6rem 0;padding-left:.8rem;border-left:3px solid #999}cite{color:#555;font-style:normal}"
    "h2{font-size:1.1rem;margin-top:2rem}"
)


def page(answers: Iterable[Answer], day: date) -> str:
    """The questions with their answers, quotes and references."""
    answers = list(answers)
    language = answers[0].question.language if answers else "zh"
    parts = [_one(answer, number) for number, answer in enumerate(answers, 1)]
    listed = "".join(f"<li>{escape(gbt7714(quote, n, day))}</li>" for n, quote in enumerate(sources(answers), 1))
    head = escape(say("sources", language))
    references = f"<h2>{head}</h2><ol style='list-style:none;padding:0'>{listed}</ol>" if listed else ""
    title = escape(answers[0].question.text if answers else "WenYu")
    tag = "zh-CN" if language == "zh" else "en"
    return (
        f"<!doctype html><html lang='{tag}'><meta charset='utf-8'><title>{title}</title><style>{_STYLE}</style>"
        f"<body>{''.join(parts)}{references}</body></html>\n"
    )


def _one(answer: Answer, number: int) -> str:
    text = _MARK.sub(rf"<sup><a href='#q{number}-\1'>[\1]</a></sup>", escape(answer.text)).replace("\n", "<br>")
    notes = "".join(f"<p><small>{escape(note)}</small></p>" for note in answer.notes)
    quotes = "".join(_quote(quote, number, answer.question.language) for quote in answer.citations)
    return f"<h2>{escape(answer.question.text)}</h2><p>{text}</p>{notes}{quotes}"


def _quote(quote: Quote, number: int, language: str) -> str:
    day = quote.date or say("date_unknown", language)
    meta = escape(f"{quote.title} · {day} · {quote.source}")
    return f"<blockquote id='q{number}-{quote.n}'>[{quote.n}] {escape(quote.text)}<br><cite>{meta}</cite></blockquote>"
