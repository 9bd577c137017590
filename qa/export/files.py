"""An answer or a conversation as the file that its ending asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import PurePath

from index.errors import SettingsError
from qa.export.page import page
from qa.export.references import bibtex, gbt7714, sources
from qa.export.table import figures_csv
from qa.export.word import word
from qa.say import answer_markdown, escape_markdown
from qa.types import Answer

_Writer = Callable[[Sequence[Answer], date], bytes]


def _markdown(answers: Sequence[Answer], day: date) -> bytes:
    parts = [f"## {escape_markdown(answer.question.text)}\n\n{answer_markdown(answer)}\n" for answer in answers]
    listed = [f"{escape_markdown(gbt7714(quote, number, day))}\n" for number, quote in enumerate(sources(answers), 1)]
    return "\n".join([*parts, *listed]).encode("utf-8", "replace")


def _references(answers: Sequence[Answer], day: date) -> bytes:
    return "\n".join(bibtex(quote, day) for quote in sources(answers)).encode("utf-8", "replace")


def _lines(answers: Sequence[Answer], day: date) -> bytes:
    listed = [gbt7714(quote, number, day) for number, quote in enumerate(sources(answers), 1)]
    return ("\n".join(listed) + "\n").encode("utf-8", "replace")


ENDINGS: Mapping[str, _Writer] = {
    ".md": _markdown,
    ".html": lambda answers, day: page(answers, day).encode("utf-8", "replace"),
    ".docx": word,
    ".csv": lambda answers, day: figures_csv(answers).encode("utf-8", "replace"),
    ".bib": _references,
    ".txt": _lines,
}


def export(answers: Sequence[Answer], name: str, day: date) -> bytes:
    """The bytes of a file of that name: .md, .html or .docx for all, .csv for the figures, .bib for BibTeX, .txt for
    references after GB/T 7714. `day`: the day the sources were looked up. Raises SettingsError for another ending."""
    writer = ENDINGS.get(PurePath(name).suffix.lower())
    if writer is None:
        raise SettingsError(f"cannot export to {name}; give a name that ends in {', '.join(ENDINGS)}.")
    return writer(answers, day)
