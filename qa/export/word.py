"""Answers as a Word file (.docx) in which each mark is a real footnote with the quote and its source.

Written as the few parts a document needs, for python-docx knows no footnotes. Opens in Word, WPS and LibreOffice.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

from qa.export.references import gbt7714, sources
from qa.say import say
from qa.types import Answer, Quote

_MARK = re.compile(r"\[([0-9]{1,3})\]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}.footnotes+xml"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_R}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_OWN_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_R}"><Relationship Id="rId1" Type="{_OFFICE}/footnotes" '
    'Target="footnotes.xml"/></Relationships>'
)
# The two that every document has: the line above footnotes, and the line where one goes on.
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


class _Notes:
    """The footnotes so far; each mark of an answer gets one of its own."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def add(self, quote: Quote, language: str) -> str:
        number = len(self.parts) + 1
        day = quote.date or say("date_unknown", language)
        words = _run(f" {quote.text} — {quote.title} · {day} · {quote.source}")
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        self.parts.append(f'<w:footnote w:id="{number}"><w:p>{mark}{words}</w:p></w:footnote>')
        return (
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )  # fmt: skip


def word(answers: Iterable[Answer], day: date) -> bytes:
    """The questions with their answers, footnotes and references."""
    answers, notes, body = list(answers), _Notes(), []
    for answer in answers:
        body.append(f"<w:p>{_run(answer.question.text, bold=True, size=28)}</w:p>")
        body += [f"<w:p>{_marked(line, answer, notes)}</w:p>" for line in answer.text.split("\n")]
        body += [f"<w:p>{_run(note, size=18)}</w:p>" for note in answer.notes]
    listed = sources(answers)
    if listed:
        body.append(f"<w:p>{_run(say('sources', answers[0].question.language), bold=True, size=24)}</w:p>")
        body += [f"<w:p>{_run(gbt7714(quote, number, day))}</w:p>" for number, quote in enumerate(listed, 1)]
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/_rels/document.xml.rels": _OWN_RELATIONS,
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{"".join(body)}</w:body></w:document>',
        "word/footnotes.xml": f'{_HEAD}<w:footnotes xmlns:w="{_W}">{_SEPARATORS}{"".join(notes.parts)}</w:footnotes>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return file.getvalue()


def _marked(line: str, answer: Answer, notes: _Notes) -> str:
    """A line of the answer whose marks are footnotes; a mark without a quote stays as it is written."""
    quotes = {quote.n: quote for quote in answer.citations}
    runs, at = [], 0
    for match in _MARK.finditer(line):
        quote = quotes.get(int(match[1]))
        if quote is not None:
            runs += [_run(line[at : match.start()].rstrip(" ")), notes.add(quote, answer.question.language)]
            at = match.end()
    return "".join([*runs, _run(line[at:])])


def _run(text: str, *, bold: bool = False, size: int = 22) -> str:
    """Words of one look; `size` in half points."""
    if not text:
        return ""
    look = f"<w:rPr>{'<w:b/>' if bold else ''}<w:sz w:val=\"{size}\"/></w:rPr>"
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(_FORBIDDEN.sub("", text))}</w:t></w:r>'
