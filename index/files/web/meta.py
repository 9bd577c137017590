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
_SITE = re.compile(r"\s?(?:[_|｜]|\s[-–—]{1,2}\s|--|——).{1,40}$")
_BYLINE = re.compile(
    r"(?:(?:19|20)\d\d[-/.年]\s{0,2}\d{1,2}[-/.月]\s{0,2}\d{1,2}|[发發][布佈](?:时间|日期|時間)|民[國国]|[Pp]ublished|[Pp]osted)"
)
_ITEMPROPS = frozenset({"datepublished", "datecreated", "dateupdate", "pubdate"})
_WECHAT = re.compile(
    r"""\b(?:var\s+ct|createTime|ori_create_time)\s*=\s*['"](\d{10}|20\d\d-\d\d-\d\d[ \d:]{0,9})['"]"""
)
_SCRIPT_DAY = re.compile(
    r"""["']?\b(?:publish(?:ed)?_?(?:time|date|at)?|pub_?(?:time|date)|release_?(?:time|date))["']?\s*[:=]\s*"""
    r"""["'](\d{10}(?:\d{3})?(?=["'])|20\d\d[-/]\d{1,2}[-/]\d{1,2})""",
    re.IGNORECASE,
)
_MAX_SCRIPT = 400_000
_ABOVE, _BELOW = 8, 4
_MAX_JSON = 200_000
_MAX_VALUE = 300


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """`boilerplate.toml`, ready to use."""

    class_words: frozenset[str]
    comment_words: frozenset[str]
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
        frozenset(raw["comment_words"]),
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
    for tag in tree.iter():
        name = (tag.get("itemprop") or "").lower() if isinstance(tag.tag, str) and tag.tag != "meta" else ""
        value = (
            (tag.get("content") or tag.get("datetime") or _words(tag)).strip()[:_MAX_VALUE]
            if name in _ITEMPROPS
            else ""
        )
        if value:
            found.setdefault(f"itemprop:{name}", value)
    for key, value in _json_ld(tree):
        if key in ("datePublished", "pubDate"):
            found.setdefault(f"jsonld:{key.lower()}", value[:_MAX_VALUE])
    found.update(_script_days(tree))
    address = _address(tree)
    if address:
        found.setdefault("url", address)
    return tuple(found.items())


def _script_days(tree: Any) -> dict[str, str]:
    """Days that scripts set: WeChat's own names for its article's, and other names where all scripts agree on one."""
    own: dict[str, str] = {}
    others: set[str] = set()
    for tag in tree.iter("script"):
        text = (tag.text or "")[:_MAX_SCRIPT]
        for match in _WECHAT.finditer(text):
            own.setdefault("script:ct", match.group(1))
        others.update(match.group(1) for match in _SCRIPT_DAY.finditer(text))
    days = {value[:10] for value in others}
    return own or ({"script:published": min(others)} if len(days) == 1 else {})


def _address(tree: Any) -> str:
    """The page's own address, as its head gives it."""
    for tag in tree.iter("link", "meta"):
        if (tag.get("rel") or "").lower() == "canonical" and tag.get("href"):
            return str(tag.get("href"))[:500]
        if (tag.get("property") or "").lower() == "og:url" and tag.get("content"):
            return str(tag.get("content"))[:500]
    return ""


def page_lines(flat: Sequence[Line], title: str, chosen: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    """Short lines with a day on them that stand by the article's title or at its end, at most five.

    Elsewhere on a page days are those of the visit, of the site, or of other articles.
    """
    near = [line for line in _near(flat, title, chosen) if len(line.text) <= 120]
    found = [line.text for line in near if _BYLINE.search(line.text)]
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
    """datePublished, pubDate and headline of the page's JSON-LD, whatever it is nested in."""
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
                for key in ("datePublished", "pubDate", "headline"):
                    if isinstance(node.get(key), str) and node[key].strip():
                        yield key, node[key].strip()
                todo.extend(value for value in node.values() if isinstance(value, (dict, list)))
