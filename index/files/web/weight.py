"""How much running text each part of a page holds, and so what may be dropped for its name.

In: a parsed page. Out: `Weights`. A box is dropped for its class, id, tag or style only when it holds little of the
page's running text (menus, sharing, QR codes do); the box that holds the article never is, whatever it is called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from index.files.web.meta import Boilerplate, boilerplate

_NAME_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_HIDDEN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0(?:px|pt|em|%)?\s{0,3}(?:;|$)"
    r"|opacity\s{0,3}:\s{0,3}0(?:\.0{1,3})?\s{0,3}(?:;|$)",
    re.IGNORECASE,
)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s{0,3}:[^;]{0,40}line-through", re.IGNORECASE)
_STOP = re.compile("[。！？；，、,.!?;]")
# The least share of a page's running text that makes a box its article, or too much of it to be dropped.
_ARTICLE_SHARE = 0.25
_SHORT_RUN = 12
# What readers wrote below an article goes, however long, where so much text stands outside of it.
_ARTICLE_CHARS = 150


@dataclass(frozen=True, slots=True)
class Weights:
    """`total`: characters of running text on the page; `within`: by element, those inside it (elements without any are
    left out)."""

    total: int
    within: dict[Any, int]

    def large(self, element: Any) -> bool:
        """Whether an element holds so much of the page that it must not be dropped."""
        return self.total > 0 and self.within.get(element, 0) >= _ARTICLE_SHARE * self.total


def weigh(tree: Any) -> Weights:
    """Count the running text of every element: words with clauses or sentences, outside links. One pass."""
    rules = boilerplate()
    within: dict[Any, int] = {}
    total = 0
    depth_in_link = 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if not tag or tag in rules.drop_tags:
                # What follows the element still belongs to the page.
                total += _add(within, element.getparent(), 0 if depth_in_link else _running(element.tail))
                walk.skip_subtree()
                continue
            depth_in_link += tag == "a"
            total += _add(within, element, 0 if depth_in_link else _running(element.text))
            continue
        if not tag or tag in rules.drop_tags:
            continue
        depth_in_link -= tag == "a"
        parent = element.getparent()
        if parent is not None:
            _add(within, parent, within.get(element, 0))
        total += _add(within, parent, 0 if depth_in_link else _running(element.tail))
    return Weights(total, within)


def _add(within: dict[Any, int], element: Any, count: int) -> int:
    if element is not None and count:
        within[element] = within.get(element, 0) + count
    return count


def _running(text: str | None) -> int:
    """Characters of a text that reads as running text."""
    words = (text or "").strip()
    return len(words) if len(words) >= _SHORT_RUN and (_STOP.search(words) or len(words) > 40) else 0


def name_parts(element: Any) -> set[str]:
    """The words of an element's class and id, lower case: "appendQr_wrap" → append, qr, wrap."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if names == " ":
        return set()
    whole = names[:300].lower().split()
    return {part.lower() for part in _NAME_PARTS.findall(names[:300])} | set(whole)


def is_dropped(element: Any, tag: str, rules: Boilerplate, weights: Weights) -> bool:
    """Whether an element is no part of what a reader of the page would take for its words."""
    if tag in rules.drop_tags:
        return not (tag == "head" and element.get("rend"))
    if tag in rules.struck_tags or _STRUCK.search(element.get("style") or ""):
        return True
    if tag in ("html", "body", "article", "main"):
        return False
    parts = name_parts(element)
    if parts & rules.comment_words and weights.total - weights.within.get(element, 0) >= _ARTICLE_CHARS:
        return True
    named = (
        tag in rules.unless_large_tags
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style") or "") is not None
        or bool(parts & (rules.class_words | rules.comment_words))
    )
    return named and not weights.large(element)
