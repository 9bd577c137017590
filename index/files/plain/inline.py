"""The marks inside a Markdown paragraph → plain words. Struck-out words go, all others stay."""

from __future__ import annotations

import html
import re

from index.files.marks import formulas, raised

_EMBED = re.compile(r"!\[\[[^\]\n]{0,300}\]\]")
_WIKI = re.compile(r"\[\[(?:[^\[\]|\n]{1,300}\|)?([^\[\]|\n]{1,300})\]\]")
_PICTURE = re.compile(r"!\[([^\]\n]{0,300})\]\([^()\n]{0,1000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{0,500})\]\([^()\n]{0,1000}\)")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,60}\]")
_STRUCK = re.compile(
    r"~~(?=\S)[^~\n]{1,1000}?(?<=\S)~~|<(del|s|strike)\b[^<>]{0,100}>[^\n]{0,1000}?</\1\s?>", re.IGNORECASE
)
_MARKED = re.compile(r"==(?=[^\s=])([^=\n]{1,500})(?<=\S)==")
_RUBY = re.compile(r"<rt\b[^<>]{0,100}>[^<>\n]{0,200}</rt>|<rp>[^<>\n]{0,10}</rp>", re.IGNORECASE)
_SUP = re.compile(r"<sup\b[^<>]{0,200}>([^\n]{0,200}?)</sup\s?>|(?<!\^)\^([\d]{1,3})\^", re.IGNORECASE)
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>\n]{0,300})?/?>|<!--[^\n]{0,500}?-->|%%[^%\n]{1,500}%%")
_CODE = re.compile(r"(`{1,3})([^`\n]{1,500})\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~$-])")
_STARS = re.compile(r"\*{1,3}|~~")
_LOW = re.compile(r"(?<![A-Za-z0-9_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![A-Za-z0-9_])")
# Stands for an escaped sign while emphasis is read; a private character, refused by no encoding and never shown.
_SHIELD = "\ue000"


def inline(part: str) -> str:
    """The words of a paragraph (its lines stay lines) without emphasis, links, tags, note marks and escapes."""
    part = _EMBED.sub("", part)
    part = _WIKI.sub(r"\1", part)
    part = _PICTURE.sub(r"\1", part)
    part = _LINK.sub(r"\1", part)
    part = _STRUCK.sub("", part)
    part = _FOOTNOTE.sub("", part)
    part = _MARKED.sub(r"\1", part)
    part = _CODE.sub(r"\2", part)
    part = formulas(part)
    if "<" in part or "^" in part or "%%" in part:
        part = _RUBY.sub("", part)
        part = _SUP.sub(lambda m: raised(part_before(m), _TAG.sub("", m.group(1) or m.group(2) or "")), part)
        part = _TAG.sub("", _BREAK.sub(" ", part))
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
    return html.unescape(part).replace("\r", " ") if "&" in part else part


def part_before(match: re.Match[str]) -> str:
    """The few characters in front of a match."""
    return match.string[max(0, match.start() - 6) : match.start()]


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
