"""JSON and JSON lines → articles. In: text. Out: a `Loaded` for each record that holds a text.

A record is an object with a text under a name such as content, body or 正文; its other words are its metadata, as front
matter is. Records without a text but with plain values are the rows of a table.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from typing import Any

from index.errors import ArticleError
from index.files.loaded import Lines, Loaded
from index.files.tables.grid import Cell, lay_out
from index.types import Note

MAX_RECORDS = 5_000
_TEXT = ("content", "text", "body", "正文", "内容", "article", "content_html", "html", "description", "summary", "摘要")
_TITLE = ("title", "headline", "标题", "题目", "name", "subject")
_LISTS = (
    "articles",
    "items",
    "data",
    "list",
    "results",
    "records",
    "rows",
    "news",
    "posts",
    "entries",
    "docs",
    "value",
)
_LEAST_TEXT = 12
_MAX_COLUMNS = 60
_MAX_NESTED = 6

Read = Callable[[str], Loaded]


def looks_like_records(text: str) -> bool:
    """Whether a text is JSON, or a JSON object on each line."""
    head = text.lstrip("\ufeff \t\r\n")[:1]
    if head not in ("{", "["):
        return False
    try:
        values = list(_values(text))
    except ArticleError:
        return False
    return any(isinstance(value, (dict, list)) and value for value in values)


def load_records(text: str, read: Read) -> list[Loaded]:
    """The articles of the records; `read` reads the text of one, whatever its markup. Raises ArticleError when the text
    is not JSON or holds nothing to read."""
    values = [record for value in _values(text) for record in _records(value, 0)]
    found = [loaded for loaded in (_article(value, read) for value in values[:MAX_RECORDS]) if loaded]
    if not found:
        table = _table(values)
        if table is None:
            raise ArticleError("the JSON holds no article; records need a text under content, text, body or 正文.")
        return [table]
    beyond = len(values) - MAX_RECORDS
    left = sum(1 for value in values[:MAX_RECORDS]) - len(found)
    notes = [f"{beyond:,} records beyond the first {MAX_RECORDS:,} not read; split the file."] if beyond > 0 else []
    notes += [f"{left:,} records without a text not read."] if left else []
    first = found[0]
    found[0] = Loaded(first.text, first.title, first.meta, first.marks, first.tables, (*first.notes, *map(Note, notes)))
    return found


def _values(text: str) -> Iterator[Any]:
    """The JSON value of the text, or those of its lines."""
    text = text.lstrip("\ufeff").strip()
    try:
        yield json.loads(text)
        return
    except RecursionError as error:
        raise ArticleError("the JSON is nested too deeply.") from error
    except ValueError as error:
        whole = error
    values = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                values.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                where = f"line {number}: {error}" if number > 1 else str(whole)
                raise ArticleError(f"the file is not JSON ({where}).") from error
    yield from values


def _records(value: Any, depth: int) -> list[dict[str, Any]]:
    """The objects that may be articles, out of the lists they are wrapped in."""
    if depth > _MAX_NESTED:
        return []
    if isinstance(value, list):
        return [record for item in value for record in _records(item, depth + 1)]
    if not isinstance(value, dict):
        return []
    named = {str(key).lower(): inner for key, inner in value.items()}
    if _words(named, _TEXT):
        return [value]
    for name in _LISTS:
        if isinstance(named.get(name), (list, dict)) and named[name]:
            return _records(named[name], depth + 1)
    return [value]


def _words(named: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        inner = named.get(name)
        if isinstance(inner, list) and inner and all(isinstance(part, str) for part in inner):
            inner = "\n\n".join(inner)
        if isinstance(inner, str) and inner.strip():
            return inner
    return ""


def _article(value: dict[str, Any], read: Read) -> Loaded | None:
    named = {str(key).lower(): inner for key, inner in value.items()}
    text = _words(named, _TEXT)
    if not text:
        strings = [inner for key, inner in named.items() if isinstance(inner, str) and key not in _TITLE]
        text = max(strings, key=len, default="")
        text = text if len(text) >= 3 * _LEAST_TEXT and any(c in "。！？.!?" for c in text) else ""
    if not text.strip():
        return None
    if "&lt;" in text and "<" not in text:
        text = html.unescape(text)
    found = read(text)
    if not found.text.strip():
        return None
    meta = tuple(
        (f"front:{key}", str(inner).strip()[:300])
        for key, inner in named.items()
        if isinstance(inner, (str, int, float)) and not isinstance(inner, bool) and str(inner).strip() and inner != text
    )
    title = " ".join(_words(named, _TITLE).split())[:300] or found.title
    return Loaded(found.text, title, (*meta, *found.meta), found.marks, found.tables, found.notes)


def _table(values: list[dict[str, Any]]) -> Loaded | None:
    """Records of plain values as a table with their names as heads."""
    flat = [v for v in values if v and all(not isinstance(inner, (dict, list)) for inner in v.values())]
    names = list(dict.fromkeys(str(key) for value in flat for key in value))[:_MAX_COLUMNS]
    rows = [[Cell(name, head=True) for name in names]]
    rows += [[Cell("" if value.get(name) is None else str(value.get(name))) for name in names] for value in flat]
    laid = lay_out(rows, 1) if len(flat) >= 1 else None
    if laid is None:
        return None
    lines = Lines()
    lines.add_table(laid.table)
    return lines.loaded()
