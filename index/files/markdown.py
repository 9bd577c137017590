"""Markdown → plain lines with marks. In: the text. Out: `Loaded`. Only markup is dropped, no words.

Headings, list marks, emphasis, links, pictures, quotes, tables and code fences are known; anything else stays as it
stands. Each step is one pass over a line or a paragraph.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.files.load import Loaded

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$")
_ITEM = re.compile(r"[ \t]{0,12}[-*+][ \t]+(?=\S)")
_NUMBERED = re.compile(r"[ \t]{0,12}\d{1,3}[.)][ \t]+(?=\S)")
_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?){1,8}")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_RULE = re.compile(r"[ \t]{0,3}(?:(?:-[ \t]*){3,200}|(?:\*[ \t]*){3,200}|(?:_[ \t]*){3,200})$")
_SETEXT = re.compile(r"[ \t]{0,3}(=+|-+)[ \t]*$")
_TABLE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*(?::?-{2,}:?)?[ \t]*$")
_PICTURE = re.compile(r"!\[([^\]\n]{0,300})\]\([^()\n]{0,1000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{0,500})\]\([^()\n]{0,1000}\)")
_REFERENCE = re.compile(r"[ \t]{0,3}\[[^\]\n]{1,100}\]:[ \t]+\S+.*$")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>\n]{0,300})?/?>|<!--[^\n]{0,500}?-->")
_CODE = re.compile(r"(`{1,3})([^`\n]{1,500})\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_STARS = re.compile(r"\*{1,3}|~~")
_LOW = re.compile(r"(?<![A-Za-z0-9_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![A-Za-z0-9_])")
# Stands for an escaped sign while emphasis is read; a private character, refused by no encoding and never shown.
_SHIELD = "\ue000"


def load_markdown(text: str) -> Loaded:
    """Plain lines of a Markdown text and what its marks said: "h1" … "h6", "item", "caption", "paragraph"."""
    from index.files.load import Loaded

    lines: list[str] = []
    marks: list[tuple[int, str]] = []
    fenced = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
            lines.append("")
            continue
        kind, plain = ("paragraph", line) if fenced else _line(line, lines, marks)
        if kind:
            marks.append((len(lines), kind))
        lines.append(plain)
    return Loaded(_emphasis("\n".join(lines)), "", (), tuple(marks))


def _line(line: str, lines: list[str], marks: list[tuple[int, str]]) -> tuple[str, str]:
    """Kind ("" when the mark-up says nothing) and the words of one line; may mark the line before (=== below it)."""
    under = _SETEXT.match(line)
    if under and lines and lines[-1].strip() and len(lines[-1]) < 120 and not lines[-1].rstrip().endswith(("。", "，")):
        marks.append((len(lines) - 1, "h1" if under.group(1)[0] == "=" else "h2"))
        return "", ""
    if _RULE.match(line) or _TABLE_RULE.match(line) or _REFERENCE.match(line):
        return "", ""
    quote = _QUOTE.match(line)
    line = line[quote.end() :] if quote else line
    heading = _HEADING.match(line)
    if heading:
        return f"h{len(heading.group(1))}", heading.group(2) or ""
    alone = _PICTURE.fullmatch(line.strip())
    if alone:
        return "caption", alone.group(1)
    if line.count("|") >= 2 and line.strip().startswith("|"):
        return "item", "  ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    item = _ITEM.match(line)
    if item:
        return "item", line[item.end() :]
    return ("item" if _NUMBERED.match(line) else ""), line


def _emphasis(text: str) -> str:
    """Drop emphasis, links, tags and escapes, paragraph by paragraph (emphasis never crosses a blank line)."""
    return "\n\n".join(_inline(part) for part in text.split("\n\n"))


def _inline(part: str) -> str:
    part = _PICTURE.sub(r"\1", part)
    part = _LINK.sub(r"\1", part)
    part = _CODE.sub(r"\2", part)
    part = _TAG.sub("", part)
    shielded: list[str] = []

    def shield(match: re.Match[str]) -> str:
        shielded.append(match.group(1))
        return _SHIELD

    if _SHIELD not in part:
        part = _ESCAPE.sub(shield, part)
    if "*" in part or "~~" in part:
        part = _unstar(part)
    if "_" in part and len(_LOW.findall(part)) >= 2:
        part = _LOW.sub("", part)
    if shielded:
        rest = iter(shielded)
        part = re.sub(_SHIELD, lambda _: next(rest), part)
    return html.unescape(part) if "&" in part else part


def _unstar(part: str) -> str:
    """Drop runs of * and ~~ that come in pairs; a lone one (a multiplication, a footnote) stays."""
    runs = list(_STARS.finditer(part))
    drop: set[int] = set()
    waiting: dict[str, int] = {}
    for n, run in enumerate(runs):
        before = part[run.start() - 1 : run.start()]
        after = part[run.end() : run.end() + 1]
        if (before.isspace() and after.isspace()) or (before.isdigit() and after.isdigit()):
            continue
        opener = waiting.pop(run.group(), None)
        if opener is None:
            waiting[run.group()] = n
        else:
            drop.update((opener, n))
    out, at = [], 0
    for n, run in enumerate(runs):
        if n in drop:
            out.append(part[at : run.start()])
            at = run.end()
    return "".join(out) + part[at:]
