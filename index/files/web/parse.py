"""The tree of a page, parsed with lxml in linear time. In: text. Out: an element tree without comments."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from index.errors import ArticleError

_DECLARATION = re.compile(r"<\?xml[^<>]{0,200}\?>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def parse(text: str) -> Any:
    """The tree of a page or a piece of one. Raises ArticleError when it cannot be parsed."""
    text = _CONTROL.sub("", _DECLARATION.sub("", drop_comments(text)))
    parser = lxml_html.HTMLParser(recover=True, huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ArticleError(f"the page cannot be parsed as HTML ({error}).") from error


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


def depth_of(tree: Any) -> int:
    """How deep the elements nest, without recursion."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
