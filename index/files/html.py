"""A page, or a piece of one → plain lines with marks, title and metadata. Parsed with lxml, in linear time.

A whole page goes through trafilatura for its main text; a piece (and a page trafilatura finds nothing in) is read in
full, without scripts, styles, menus, sharing and QR-code boxes, and lines that advertise the site.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml import html as lxml_html

from index.errors import ArticleError
from index.files.meta import boilerplate, page_lines, page_meta, page_title

if TYPE_CHECKING:
    from index.files.load import Loaded

_DECLARATION = re.compile(r"\s*<\?xml[^<>]{0,200}\?>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NAME_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SPACE = re.compile(r"\s+")
_TIGHT = re.compile(r"\s+|\|")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_RENDITION = {"head": "h2", "item": "item", "li": "item", "figcaption": "caption", "caption": "caption", "tr": "item"}
# Nested deeper than this a page is read flat: tools that walk trees by recursion would give up or fall over.
_MAX_DEPTH = 120
_DEEPEST = 2_000
# Longer pages are read in full: looking for each line in the page would take time with the square of its length.
_MOST_LINES = 3_000


def load_html(text: str) -> Loaded:
    """Read a page or fragment. Raises ArticleError when it cannot be parsed or nests too deep."""
    from index.files.load import Loaded

    text = _CONTROL.sub("", _DECLARATION.sub("", drop_comments(text)))
    whole = re.search(r"<(?:html|body)\b", text[:20_000], re.IGNORECASE) is not None
    tree = _parse(text)
    depth = depth_of(tree)
    if depth >= _DEEPEST:
        # The parser drops what lies deeper without a word; half an article is worse than none.
        raise ArticleError(f"the page nests its elements more than {_DEEPEST:,} deep.")
    meta, title = page_meta(tree), page_title(tree)
    flat = lines_of(tree)
    main = _main(text, flat) if whole and depth <= _MAX_DEPTH else []
    lines = _without_promotion(main or flat)
    if whole:
        meta += page_lines(line for line, _ in flat)
        meta += _markup_date(tree, meta)
    marks = tuple((2 * n, kind) for n, (_, kind) in enumerate(lines))
    return Loaded("\n\n".join(line for line, _ in lines), title, meta, marks)


def _markup_date(tree: Any, meta: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """What htmldate reads off the markup, where the page states no day itself."""
    if any(key in boilerplate().published_keys or key.startswith("page:") for key, _ in meta):
        return ()
    from htmldate import find_date

    try:
        found = find_date(tree, original_date=True, extensive_search=False, outputformat="%Y-%m-%d")
    except Exception:  # a third-party heuristic over hostile markup; no day is an answer too
        return ()
    return (("htmldate", found),) if found else ()


def drop_comments(text: str) -> str:
    """The page without comments. One that is never closed costs its opening mark only, not the rest of the page.

    >>> drop_comments("a<!-- x [<p <!-- y -->b<!-- c")
    'ab c'
    """
    out: list[str] = []
    at = 0
    while True:
        begin = text.find("<!--", at)
        if begin < 0:
            return "".join([*out, text[at:]]) if out else text
        out.append(text[at:begin])
        close = text.find("-->", begin + 4)
        if close < 0:
            return "".join(out) + text[begin:].replace("<!--", "")
        at = close + 3


def _parse(text: str) -> Any:
    parser = lxml_html.HTMLParser(recover=True, huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ArticleError(f"the page cannot be parsed as HTML ({error}).") from error
    return tree


def depth_of(tree: Any) -> int:
    """How deep the elements nest, without recursion."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def lines_of(tree: Any) -> list[tuple[str, str]]:
    """The visible lines of a tree in order, each with its mark: "h1" … "h6", "item", "caption" or "paragraph"."""
    rules = boilerplate()
    out: list[tuple[str, str]] = []
    words: list[str] = []
    kinds: list[str] = ["paragraph"]
    walk = etree.iterwalk(tree, events=("start", "end"))

    def flush(kind: str) -> None:
        line = _SPACE.sub(" ", "".join(words)).strip()
        words.clear()
        if line:
            out.append((line, kind))

    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        tag = tag.lower()
        if event == "start":
            if not tag or _dropped(element, tag, rules):
                walk.skip_subtree()
                continue
            if tag in rules.block_tags:
                flush(kinds[-1])
            elif tag in ("td", "th", "cell") and words:
                words.append("  ")
            kinds.append(_kind(element, tag, kinds[-1], rules))
            words.append(element.text or "")
        else:
            if tag and not _dropped(element, tag, rules):
                kind = kinds.pop()
                if tag in rules.block_tags or kind != kinds[-1]:
                    flush(kind)
            words.append(element.tail or "")
    flush("paragraph")
    return out


def _kind(element: Any, tag: str, outer: str, rules: Any) -> str:
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return tag
    if tag == "head" and str(element.get("rend", ""))[:1] == "h":
        return str(element.get("rend"))[:2]
    if outer == "caption" or _parts(element) & rules.caption_words:
        return "caption"
    return _RENDITION.get(tag, outer)


def _dropped(element: Any, tag: str, rules: Any) -> bool:
    if tag in rules.drop_tags and not (tag == "head" and element.get("rend")):
        return True
    if tag in ("html", "body", "article", "main"):
        return False
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    return bool(_parts(element) & rules.class_words)


def _parts(element: Any) -> set[str]:
    """The words of an element's class and id, lower case: "appendQr_wrap" → append, qr, wrap."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if names == " ":
        return set()
    whole = names[:300].lower().split()
    return {part.lower() for part in _NAME_PARTS.findall(names[:300])} | set(whole)


def _main(text: str, flat: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The main text by trafilatura, or nothing when it found too little of the page to be trusted."""
    import trafilatura

    try:
        found = trafilatura.bare_extraction(
            text, include_comments=False, include_tables=True, include_links=False, include_images=False, fast=True
        )
    except Exception:  # a third-party heuristic over hostile markup; the plain reading below always works
        return []
    body = getattr(found, "body", None)
    if body is None:
        return []
    # What our own reading takes for surroundings (menus, sharing), or cannot find, is not taken from elsewhere.
    own = [_TIGHT.sub("", line) for line, _ in flat]
    alone, joined = set(own), "".join(own)
    found_lines = lines_of(body)
    lines = []
    for line, kind in found_lines[:_MOST_LINES]:
        tight = _TIGHT.sub("", line)
        if tight in alone or tight in joined:
            lines.append((line, kind))
    kept, total = (sum(len(line) for line, _ in part) for part in (lines, flat))
    whole = kept * 5 >= sum(len(line) for line, _ in found_lines) * 4
    return lines if whole and kept >= min(120, total // 4) else []


def _without_promotion(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Drop lines that advertise the site, at the head and the foot only: inside an article they may be its subject."""
    first, last = 0, len(lines)
    while first < last and _promotes(lines[first][0]):
        first += 1
    while last > first and _promotes(lines[last - 1][0]):
        last -= 1
    return lines[first:last]


def _promotes(line: str) -> bool:
    return len(line) <= 60 and any(pattern.search(line) for pattern in boilerplate().promotion)
