"""What a page says of itself: title, dates and author from meta tags, JSON-LD, time elements and its byline.

In: a parsed page. Out: (key, words) pairs; the words are kept as they stand, `dates.py` reads them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.text import read_toml

if TYPE_CHECKING:
    from index.files.web.lines import Line

_SPACE = re.compile(r"\s+")
_SITE = re.compile(r"\s*(?:[_|｜]|\s[-–—]{1,2}\s|--|——).{1,40}$")
_BYLINE = re.compile(
    r"(?:(?:19|20)\d\d[-/.年]\s{0,2}\d{1,2}[-/.月]\s{0,2}\d{1,2}|发布(?:时间|日期)|[Pp]ublished|[Pp]osted)"
)
_ELSEWHERE = re.compile(
    r"今天是|今日是|今天\s?[:：]|现在是|(?:现在|当前|系统|北京)(?:的)?(?:时间|日期)|欢迎|您是第|(?:最近|最后|网站|本站|全站|站点)更新"
    r"|[Ll]ast [Uu]pdated|[Tt]oday is|农历"
)
_ABOVE, _BELOW = 8, 4
_MAX_JSON = 200_000
_MAX_VALUE = 300


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """`boilerplate.toml`, ready to use."""

    class_words: frozenset[str]
    unless_large_tags: frozenset[str]
    drop_tags: frozenset[str]
    struck_tags: frozenset[str]
    block_tags: frozenset[str]
    caption_words: frozenset[str]
    promotion: tuple[re.Pattern[str], ...]
    published_keys: tuple[str, ...]
    kept_keys: frozenset[str]


@cache
def boilerplate() -> Boilerplate:
    """The lists of what surrounds an article on a page."""
    raw = read_toml(Path(__file__).with_name("boilerplate.toml"))
    return Boilerplate(
        frozenset(raw["class_words"]),
        frozenset(raw["unless_large_tags"]),
        frozenset(raw["drop_tags"]),
        frozenset(raw["struck_tags"]),
        frozenset(raw["block_tags"]),
        frozenset(raw["caption_words"]),
        tuple(re.compile(pattern) for pattern in raw["promotion"]),
        tuple(raw["published_keys"]),
        frozenset(raw["kept_keys"]),
    )


def page_meta(tree: Any) -> tuple[tuple[str, str], ...]:
    """Metadata that may tell the date, author or source, in document order, the first of each key."""
    wanted = set(boilerplate().published_keys) | boilerplate().kept_keys
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        value = _SPACE.sub(" ", tag.get("content") or "").strip()[:_MAX_VALUE]
        for attribute in ("property", "name", "itemprop"):
            key = (tag.get(attribute) or "").strip().lower()
            if key in wanted and value:
                found.setdefault(key, value)
    for tag in tree.iter("time"):
        value = (tag.get("datetime") or "").strip()[:_MAX_VALUE]
        if value and (tag.get("pubdate") is not None or "publ" in f"{tag.get('itemprop')} {tag.get('class')}".lower()):
            found.setdefault("time:published", value)
    for key, value in _json_ld(tree):
        if key == "datePublished":
            found.setdefault("jsonld:datepublished", value[:_MAX_VALUE])
    return tuple(found.items())


def page_lines(flat: Sequence[Line], title: str, chosen: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    """Short lines with a day on them that stand by the article's title or at its end, at most five.

    Elsewhere on a page days are those of the visit, of the site, or of other articles.
    """
    near = [line for line in _near(flat, title, chosen) if len(line.text) <= 120]
    found = [line.text for line in near if _BYLINE.search(line.text) and not _ELSEWHERE.search(line.text)]
    return tuple((f"page:{n}", line) for n, line in enumerate(found[:5]))


def _near(flat: Sequence[Line], title: str, chosen: Sequence[Line]) -> Iterator[Line]:
    """The lines from a little before the title to the first paragraph, and those at the end of the article."""
    own = {id(line) for line in chosen if line.kind != "row"}
    running = [n for n, line in enumerate(flat) if id(line) in own and _is_long(line.text)]
    first = running[0] if running else len(flat)
    named = [n for n, line in enumerate(flat[: first + 1]) if title and (title in line.text or line.text in title)]
    named = [n for n in named if len(flat[n].text) >= 4]
    begin = max(0, min(named[-1:] or [first]) - _ABOVE)
    last = running[-1] + 1 if running else first
    for line in (*flat[begin : first + 1], *flat[last : last + _BELOW]):
        if not line.linked * 2 > len(line.text):
            yield line


def _is_long(text: str) -> bool:
    return len(text) >= 18 and any(c in "。！？；，" for c in text)


def page_title(tree: Any) -> str:
    """The title: og:title, else the only h1, else JSON-LD's headline, else <title> without the site's name."""
    for tag in tree.iter("meta"):
        if (tag.get("property") or tag.get("name") or "").lower() in ("og:title", "articletitle", "twitter:title"):
            value = _SPACE.sub(" ", tag.get("content") or "").strip()
            if value:
                return str(value)[:_MAX_VALUE]
    heads = [_SPACE.sub(" ", _words(tag)).strip() for tag in tree.iter("h1")]
    heads = [head for head in heads if head]
    if len(heads) == 1:
        return heads[0][:_MAX_VALUE]
    for key, value in _json_ld(tree):
        if key == "headline":
            return value[:_MAX_VALUE]
    for tag in tree.iter("title"):
        whole = _SPACE.sub(" ", _words(tag)).strip()[:_MAX_VALUE]
        return _SITE.sub("", whole) or whole
    return ""


def _words(tag: Any) -> str:
    return "".join(tag.itertext())


def _json_ld(tree: Any) -> Iterator[tuple[str, str]]:
    """datePublished and headline of the page's JSON-LD, whatever it is nested in."""
    for tag in tree.iter("script"):
        text = tag.text or ""
        if (tag.get("type") or "").lower() != "application/ld+json" or len(text) > _MAX_JSON:
            continue
        try:
            todo: list[Any] = [json.loads(text)]
        except (ValueError, RecursionError):
            continue
        while todo:
            node = todo.pop()
            if isinstance(node, list):
                todo.extend(node)
            elif isinstance(node, dict):
                for key in ("datePublished", "headline"):
                    if isinstance(node.get(key), str) and node[key].strip():
                        yield key, node[key].strip()
                todo.extend(value for value in node.values() if isinstance(value, (dict, list)))
