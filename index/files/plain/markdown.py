"""Markdown → plain lines with marks. In: the text. Out: `Loaded`. Only markup and struck-out words are dropped.

Headings, list marks, emphasis, links, pictures, quotes, callouts, footnotes, tables (with pipes or as HTML) and code
fences are known; anything else stays as it stands. Each step is one pass over a line or a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.files.loaded import Loaded
from index.files.plain.inline import inline
from index.files.plain.tables import from_pipes, is_rule, pipe_cells, pipe_table
from index.files.tables.grid import Laid
from index.raw import RawTable

_HASHES = re.compile(r" {0,3}(#{1,6})")
_ITEM = re.compile(r"[ \t]{0,12}[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_NUMBERED = re.compile(r"[ \t]{0,12}\d{1,3}[.)][ \t]+(?=\S)")
_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?){1,8}")
_CALLOUT = re.compile(r"[ \t]{0,12}\[![A-Za-z-]{1,30}\][+-]?[ \t]*")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_RULE = re.compile(r"[ \t]{0,3}(?:(?:-[ \t]*){3,200}|(?:\*[ \t]*){3,200}|(?:_[ \t]*){3,200})$")
_SETEXT = re.compile(r"[ \t]{0,3}(=+|-+)[ \t]*$")
_PICTURE = re.compile(r"!\[([^\]\n]{0,300})\]\([^()\n]{0,1000}\)")
_FOOTNOTE = re.compile(r"[ \t]{0,3}\[\^[^\]\s]{1,60}\]:[ \t]*")
_REFERENCE = re.compile(r"[ \t]{0,3}\[[^\]\^\n][^\]\n]{0,100}\]:[ \t]+\S+.*$")
_HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_HTML_TABLE_END = re.compile(r"</table\s{0,3}>(?:\s{0,3}</(?:body|html|div|center|p)\s{0,3}>)*", re.IGNORECASE)
_HTML_OPEN = re.compile(r"(?:<(?:html|body|div|center|p)\b[^<>]{0,200}>\s{0,3}){1,20}$", re.IGNORECASE)
_MOST_LINES = 20_000


class _Reader:
    """Collects lines, marks and tables. `_open` counts the lines at the end whose inline marks are still to be read:
    emphasis may cross a line end but neither a blank line nor another block."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.marks: list[tuple[int, str]] = []
        self.tables: list[RawTable] = []
        self._open = 0

    def add(self, line: str, kind: str) -> None:
        if not line.strip():
            self.close()
        if kind:
            self.marks.append((len(self.lines), kind))
        self.lines.append(line)
        self._open += bool(line.strip())
        if kind.startswith("h"):
            self.close()

    def close(self) -> None:
        if self._open:
            done = inline("\n".join(self.lines[-self._open :])).split("\n")
            # Whatever a mark unfolds to, lines stay as many as they were.
            done = [*done[: self._open - 1], " ".join(done[self._open - 1 :])]
            self.lines[-self._open :] = done + [""] * (self._open - len(done))
        self._open = 0

    def add_table(self, laid: Laid) -> None:
        self.close()
        for line in laid.before:
            self.add(line, "caption")
        self.close()
        self.tables.append(laid.table)
        for row in laid.table.rows:
            self.marks.append((len(self.lines), "row"))
            self.lines.append("\t".join(row.cells))
        for line in laid.after:
            self.add(line, "caption")
        self.close()


def load_markdown(text: str) -> Loaded:
    """Plain lines of a Markdown text and what its marks said: "h1" … "h6", "item", "caption", "row", "paragraph"."""
    reader = _Reader()
    lines = text.split("\n")
    fenced = False
    at = 0
    while at < len(lines):
        line = lines[at]
        if _FENCE.match(line):
            fenced = not fenced
            reader.add("", "")
        elif fenced:
            reader.add(line, "paragraph")
        else:
            end = _table(lines, at, reader)
            if end > at:
                at = end
                continue
            kind, plain = _line(line, reader)
            reader.add(plain, kind)
        at += 1
    reader.close()
    return Loaded("\n".join(reader.lines), "", (), tuple(reader.marks), tuple(reader.tables))


def _table(lines: Sequence[str], at: int, reader: _Reader) -> int:
    """Read the table that begins with line `at`; the line behind it, or `at` when there is none."""
    if _HTML_TABLE.search(lines[at]):
        return _html_table(lines, at, reader)
    end = pipe_table(lines, at)
    if end == at:
        return at
    rows = [[inline(cell) for cell in pipe_cells(line)] for n, line in enumerate(lines[at:end]) if n != 1]
    laid = from_pipes(rows)
    if laid is None:
        reader.close()
        for row in rows:
            reader.add("  ".join(cell for cell in row if cell), "item")
        return end
    reader.add_table(laid)
    return end


def _html_table(lines: Sequence[str], at: int, reader: _Reader) -> int:
    """A table written as HTML inside Markdown, over one line or many. What stands around it on its lines is kept."""
    from index.files.web.lines import read_fragment

    depth, end = 0, at
    while end < len(lines) and end - at < _MOST_LINES:
        depth += len(_HTML_TABLE.findall(lines[end])) - len(_HTML_TABLE_END.findall(lines[end]))
        end += 1
        if depth <= 0:
            break
    whole = "\n".join(lines[at:end])
    first = _HTML_TABLE.search(whole)
    assert first is not None, "the caller saw it"
    last = [match.end() for match in _HTML_TABLE_END.finditer(whole)]
    stop = last[-1] if last else len(whole)
    before = _HTML_OPEN.sub("", whole[: first.start()])
    if before.strip():
        reader.add(*_line(before, reader)[::-1])
    reader.close()
    tables = iter((found := read_fragment(whole[first.start() : stop])).tables)
    marks = dict(found.marks)
    left = 0
    for n, line in enumerate(found.text.split("\n")):
        if marks.get(n) == "row" and not left:
            table = next(tables)
            left = len(table.rows)
            reader.add_table(Laid((), table, ()))
        elif marks.get(n) != "row" and line.strip():
            reader.add(line, marks.get(n, ""))
        left -= marks.get(n) == "row"
    reader.close()
    if whole[stop:].strip():
        reader.add(*_line(whole[stop:], reader)[::-1])
    return end


def _line(line: str, reader: _Reader) -> tuple[str, str]:
    """Kind ("" when the mark-up says nothing) and the words of one line; may mark the line before (=== below it)."""
    lines = reader.lines
    under = _SETEXT.match(line)
    if under and lines and lines[-1].strip() and len(lines[-1]) < 120 and not lines[-1].rstrip().endswith(("。", "，")):
        reader.marks.append((len(lines) - 1, "h1" if under.group(1)[0] == "=" else "h2"))
        return "", ""
    if _RULE.match(line) or is_rule(line) or _REFERENCE.match(line):
        return "", ""
    quote = _QUOTE.match(line)
    if quote:
        line = _CALLOUT.sub("", line[quote.end() :], count=1)
    note = _FOOTNOTE.match(line)
    if note:
        return "paragraph", line[note.end() :]
    heading = _heading(line)
    if heading:
        return heading
    alone = _PICTURE.fullmatch(line.strip())
    if alone:
        return "caption", alone.group(1)
    if line.count("|") >= 2 and line.strip().startswith("|"):
        return "item", "  ".join(cell for cell in pipe_cells(line) if cell)
    item = _ITEM.match(line)
    if item:
        return "item", line[item.end() :]
    return ("item" if _NUMBERED.match(line) else ""), line


def _heading(line: str) -> tuple[str, str] | None:
    """Mark and words of a heading with #, without the # that may close it. Cut by hand: a pattern that lets spaces,
    words and # share out the line tries every way to share a long run of spaces."""
    hashes = _HASHES.match(line)
    if hashes is None:
        return None
    rest = line[hashes.end() :].rstrip(" \t").rstrip("#").rstrip(" \t")
    if rest and rest[0] not in " \t":
        return None
    return f"h{len(hashes.group(1))}", rest.lstrip(" \t")
