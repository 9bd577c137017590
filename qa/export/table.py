"""The figures of answers as CSV, a row a figure, with the sentence that proves it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from qa.types import Answer

COLUMNS = (
    "question", "indicator", "place", "body", "period", "period_start", "period_end", "nature", "value", "number",
    "high", "unit", "bound", "source", "title", "date", "quote",
)  # fmt: skip


def figures_csv(answers: Iterable[Answer]) -> str:
    """UTF-8 text with a byte order mark, which spreadsheets want. A cell that begins like a formula gets an apostrophe
    in front."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for answer in answers:
        quotes = {quote.n: quote for quote in answer.citations}
        for figure in answer.figures:
            quote = quotes.get(figure.citation)
            proof = (quote.source, quote.title, quote.date or "", quote.text) if quote else ("", "", "", "")
            own = [getattr(figure, name) or "" for name in COLUMNS[1:13]]
            writer.writerow([_safe(str(cell)) for cell in (answer.question.text, *own, *proof)])
    return "\ufeff" + text.getvalue()


def _safe(cell: str) -> str:
    number = cell[:1] == "-" and cell[1:].replace(".", "", 1).isdigit()
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not number else cell
