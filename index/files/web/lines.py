"""The visible lines of a page, or of a piece of one, in order: their words, kinds and tables.

In: a parsed tree. Out: `Line`s. Marks inside words are read for what they mean: struck-out words and readings over
characters (ruby) go, raised numbers are powers or the marks of notes, formulas become plain characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from index.files.loaded import Lines, Loaded
from index.files.marks import formulas, plain_formula, raised
from index.files.web.math import formula
from index.files.web.meta import Boilerplate, boilerplate
from index.files.web.parse import parse
from index.files.web.tables import read_table
from index.files.web.weight import Weights, is_dropped, name_parts, weigh
from index.raw import RawTable

_SPACE = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n\s*")
_RENDITION = {"head": "h2", "item": "item", "li": "item", "figcaption": "caption", "caption": "caption", "tr": "item"}
_RAISED = re.compile(r"vertical-align\s{0,3}:\s{0,3}(?:super|text-top)", re.IGNORECASE)
_PRE = re.compile(r"white-space\s{0,3}:\s{0,3}pre", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. `kind` is "h1" … "h6", "item", "caption", "row" or "paragraph"; `table` is set on the first
    row of each table; `linked` counts the characters that are links; `box` is the element that it stands in."""

    text: str
    kind: str
    linked: int = 0
    table: RawTable | None = None
    box: Any = None


@dataclass(frozen=True, slots=True)
class _Inside:
    """What an element makes of the words in it: the kind of its lines, its box, links, kept line ends."""

    kind: str = "paragraph"
    box: Any = None
    link: bool = False
    pre: bool = False


@dataclass(slots=True)
class _Open:
    """The line being collected, and the elements that are open."""

    words: list[str] = field(default_factory=list)
    linked: int = 0
    inside: list[_Inside] = field(default_factory=lambda: [_Inside()])

    def say(self, text: str | None) -> None:
        if text:
            self.words.append(text if self.inside[-1].pre else text.replace("\n", " "))
            self.linked += len(text.strip()) if self.inside[-1].link else 0


def lines_of(tree: Any, weights: Weights | None = None) -> list[Line]:
    """The lines of a tree. Linear in its size, without recursion."""
    rules = boilerplate()
    weights = weights or weigh(tree)
    out: list[Line] = []
    at = _Open()
    walk = etree.iterwalk(tree, events=("start", "end"))
    skipped: Any = None
    for event, element in walk:
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        if event == "start":
            if not tag or is_dropped(element, tag, rules, weights):
                skipped = element
                walk.skip_subtree()
                if tag == "script" and "math/tex" in (element.get("type") or ""):
                    at.words.append(plain_formula(element.text or ""))
            elif _whole(element, tag, at, out, weights):
                skipped = element
                walk.skip_subtree()
            else:
                _enter(element, tag, at, out, rules)
            continue
        if element is skipped:
            skipped = None
        elif tag:
            _leave(tag, at, out, rules)
        at.say(element.tail)
    _flush(at, out, "paragraph")
    return out


def _whole(element: Any, tag: str, at: _Open, out: list[Line], weights: Weights) -> bool:
    """Read an element whole, where its words are no plain run: raised words, formulas, tables of data."""
    if tag == "sup" or (tag == "span" and _RAISED.search(element.get("style") or "")):
        at.words.append(raised("".join(at.words)[-8:], "".join(element.itertext())[:200]))
        return True
    if tag == "math":
        at.words.append(formula(element))
        return True
    if tag != "table":
        return False
    laid = read_table(element, lambda cell: cell_words(cell, weights))
    if laid is None:
        return False
    _flush(at, out, at.inside[-1].kind)
    out.extend(Line(line, "caption", 0, None, element) for line in laid.before)
    for n, row in enumerate(laid.table.rows):
        out.append(Line("\t".join(row.cells), "row", 0, laid.table if n == 0 else None, element))
    out.extend(Line(line, "caption", 0, None, element) for line in laid.after)
    return True


def _enter(element: Any, tag: str, at: _Open, out: list[Line], rules: Boilerplate) -> None:
    outer = at.inside[-1]
    if tag in rules.block_tags:
        _flush(at, out, outer.kind)
    elif tag in ("td", "th", "cell") and at.words:
        at.words.append("  ")
    box = element if tag in rules.block_tags else outer.box
    pre = outer.pre or tag in ("pre", "textarea") or _PRE.search(element.get("style") or "") is not None
    at.inside.append(_Inside(_kind(element, tag, outer.kind, rules), box, outer.link or tag == "a", pre))
    at.say(element.text)


def _leave(tag: str, at: _Open, out: list[Line], rules: Boilerplate) -> None:
    inner = at.inside[-1]
    if tag in rules.block_tags or inner.kind != at.inside[-2].kind:
        _flush(at, out, inner.kind)
    at.inside.pop()


def _flush(at: _Open, out: list[Line], kind: str) -> None:
    words = _BREAKS.sub("\n", _SPACE.sub(" ", "".join(at.words))).strip()
    at.words.clear()
    linked, at.linked = at.linked, 0
    for line in formulas(words).split("\n"):
        if line.strip():
            out.append(Line(line.strip(), kind, linked, None, at.inside[-1].box))


def cell_words(cell: Any, weights: Weights) -> str:
    """The words of a cell or another small element on one line."""
    return " ".join(line.text.replace("\t", " ") for line in lines_of(cell, weights))


def _kind(element: Any, tag: str, outer: str, rules: Boilerplate) -> str:
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return tag
    if tag == "head" and str(element.get("rend", ""))[:1] == "h":
        return str(element.get("rend"))[:2]
    if outer == "caption" or name_parts(element) & rules.caption_words:
        return "caption"
    return _RENDITION.get(tag, outer)


def collect(lines: list[Line]) -> Lines:
    """The lines as a loaded document keeps them."""
    out = Lines()
    for line in lines:
        if line.table is not None:
            out.add_table(line.table)
        elif line.kind != "row":
            out.add(line.text, line.kind)
    return out


def read_fragment(text: str) -> Loaded:
    """A piece of HTML, read in full."""
    return collect(lines_of(parse(text))).loaded()
