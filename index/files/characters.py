"""Characters as people mean them: radicals that fonts put in place of characters, marks without width, entities.

In: a text. Out: the same text; no line is added or lost. What a quote shows is the text after this.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from pathlib import Path

_ODD = re.compile("[\u2e80-\u2fdf\uf900-\ufad9\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffc]")
_KEPT = "\u200c\u200d"  # joiners shape letters of other scripts; between Chinese and digits they are nothing
_JOINER = re.compile("(?<![\u0600-\u0dff])[\u200c\u200d](?![\u0600-\u0dff])")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,6});")
_KNOWN = re.compile(
    r"&(?:nbsp|lt|gt|amp|quot|apos|[lr][sd]quo|[mn]dash|hellip|middot|e[mn]sp|thinsp|times|#\d{2,6}|#[xX]\w{2,6});"
)
_WRITTEN_END = re.compile(r"\\n(?=[\s\\\u2014-\u9fff\uff00-\uffef\d“]|$)")
_WRITTEN = re.compile(r"\\(?:r\\n|[nrt\"/]|u[0-9a-fA-F]{4})")
_ESCAPES = {"\\n": "\n", "\\r\\n": "\n", "\\r": "\n", "\\t": "\t", '\\"': '"', "\\/": "/"}


def settle(text: str) -> str:
    """Radicals and compatibility forms as the characters they stand for; marks without width are dropped.

    >>> settle("粮⻝⽣产达36\\u200b.5万吨")
    '粮食生产达36.5万吨'
    """
    if text.isascii():
        return text
    if "\u200c" in text or "\u200d" in text:
        text = _JOINER.sub("", text)
    return _ODD.sub(lambda match: _meant(match.group()), text)


@cache
def _meant(char: str) -> str:
    if char in _KEPT:
        return char
    if char < "\u2e80" or char > "\ufad9":
        return ""
    found = _radicals().get(char) or unicodedata.normalize("NFKC", char)
    return found if len(found) == 1 else char


@cache
def _radicals() -> dict[str, str]:
    lines = (Path(__file__).parent / "radicals.txt").read_text(encoding="utf-8").split("\n")
    return {line[0]: line[1] for line in lines if len(line) == 2}


def unescape_entities(text: str) -> str:
    """A plain text's HTML entities as characters, where it plainly uses them.

    >>> unescape_entities("产量&nbsp;36.5&#19975;吨 AT&T")
    '产量\\xa036.5万吨 AT&T'
    """
    if "&" not in text or not _KNOWN.search(text):
        return text
    return _ENTITY.sub(lambda match: html.unescape(match.group()).replace("\r", " "), text)


def unescape_written(text: str) -> str:
    """A text in which line ends are written as backslash and n (a program's dump) with its real line ends.

    >>> unescape_written("生产\\\\n\\\\n\\\\u3000\\\\u3000产量达36.5万吨。\\\\n"), unescape_written("C:\\\\new\\\\note")
    ('生产\\n\\n\\u3000\\u3000产量达36.5万吨。\\n', 'C:\\\\new\\\\note')
    """
    ends = len(_WRITTEN_END.findall(text)) if "\\n" in text else 0
    if ends < 2 or text.count("\n") > ends:
        return text
    return _WRITTEN.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    written = match.group()
    if written in _ESCAPES:
        return _ESCAPES[written]
    code = int(written[2:], 16)
    return written if 0xD800 <= code < 0xE000 or code < 0x20 else chr(code)
