"""A page, or a piece of one → plain lines with marks, title and metadata. Parsed with lxml, in linear time.

A whole page is read in full first, without menus, sharing and the like; then the article's part of it is chosen (see
`article.py`). A piece is read in full. What a reader would see and is not taken is counted and told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from index.errors import ArticleError
from index.files.loaded import Loaded
from index.files.web.article import choose
from index.files.web.lines import Line, collect, lines_of
from index.files.web.meta import boilerplate, page_lines, page_meta, page_title
from index.files.web.parse import depth_of, parse
from index.files.web.weight import weigh

# Nested deeper than this a page is read flat: tools that walk trees by recursion would give up or fall over.
_MAX_DEPTH = 120
_DEEPEST = 2_000
_SHORT_SHARE, _FEW = 0.5, 300


def load_html(text: str) -> Loaded:
    """Read a page or fragment. Raises ArticleError when it cannot be parsed or nests too deep."""
    whole = re.search(r"<(?:html|body)\b", text[:20_000], re.IGNORECASE) is not None
    tree = parse(text)
    depth = depth_of(tree)
    if depth >= _DEEPEST:
        # The parser drops what lies deeper without a word; half an article is worse than none.
        raise ArticleError(f"the page nests its elements more than {_DEEPEST:,} deep.")
    meta, title = page_meta(tree), page_title(tree)
    weights = weigh(tree)
    flat = lines_of(tree, weights)
    main = choose(text, flat, weights) if whole and depth <= _MAX_DEPTH else []
    lines = _without_promotion(main or flat)
    found = collect(lines)
    if whole:
        meta += page_lines(flat, title, lines)
        meta += _markup_date(tree, meta)
        kept = sum(len(line.text) for line in lines if not line.linked)
        if weights.total >= _FEW and kept < _SHORT_SHARE * weights.total:
            found.note(
                f"of {weights.total:,} characters of text on the page {kept:,} were taken for the article; "
                "if more of it belongs there, save the page's article alone (its print view) and index that."
            )
    return found.loaded(title, meta)


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


def _without_promotion(lines: Sequence[Line]) -> list[Line]:
    """Drop lines that advertise the site, at the head and the foot only: inside an article they may be its subject."""
    first, last = 0, len(lines)
    while first < last and _promotes(lines[first].text):
        first += 1
    while last > first and _promotes(lines[last - 1].text):
        last -= 1
    return list(lines[first:last])


def _promotes(line: str) -> bool:
    return len(line) <= 60 and any(pattern.search(line) for pattern in boilerplate().promotion)
