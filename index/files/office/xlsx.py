"""A spreadsheet (.xlsx) → tables and lines. In: bytes. Out: `Loaded`. Read straight from its XML.

Each visible sheet is a section; rows between blank rows are a table. Numbers are written as the sheet shows them as far
as that changes what they say: percent, days; hidden rows and sheets are counted, not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from index.errors import ArticleError
from index.files.loaded import Lines, Loaded
from index.files.office.package import Package
from index.files.tables.grid import MAX_COLUMNS, Cell, lay_out, squeeze
from index.files.titles import plausible_title
from index.settings import Settings

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s?\d{0,3}", re.IGNORECASE)
_DATE_FORMAT = re.compile(r"(?<!\\)[ymd年月日](?![^\[]*\])", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]{0,255}"|\\.|\[[^\]]{0,255}\]')
_BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58})
_MAX_ROWS, _MAX_MERGES, _MAX_SHEETS = 100_000, 50_000, 200


@dataclass(frozen=True, slots=True)
class _Book:
    strings: tuple[str, ...]
    formats: tuple[str, ...]  # by cell style: "date", "month", "percent:N" or ""
    start: datetime


def load_xlsx(data: bytes, settings: Settings) -> Loaded:
    """The sheets of a workbook in order."""
    with Package(data, "Excel", settings) as package:
        part = package.main_part("xl/workbook.xml")
        book = package.xml(part)
        if book is None:
            raise ArticleError("the file is not an Excel workbook (it holds no xl/workbook.xml).")
        relations = package.relations(part)
        kinds = dict(relations.values())
        properties = book.find(f"{_S}workbookPr")
        late = properties is not None and properties.get("date1904") in ("1", "true")
        start = datetime(1904, 1, 1) if late else datetime(1899, 12, 30)
        texts = _Book(
            _strings(package.xml(kinds.get("sharedStrings", ""))), _formats(package.xml(kinds.get("styles", ""))), start
        )
        lines, hidden = Lines(), 0
        for sheet in list(book.iter(f"{_S}sheet"))[:_MAX_SHEETS]:
            if sheet.get("state") in ("hidden", "veryHidden"):
                hidden += 1
                continue
            _, name = relations.get(sheet.get(f"{_R}id") or "", ("", ""))
            tree = package.xml(name) if name else None
            if tree is not None:
                _sheet(tree, sheet.get("name") or "", texts, lines)
        if hidden:
            lines.note(f"{hidden} hidden sheet{'s' * (hidden > 1)} not read; show them in Excel to have them read.")
        title, meta = package.core()
    return lines.loaded(plausible_title(title, "\n".join(lines.lines)), meta)


def _strings(tree: Any) -> tuple[str, ...]:
    """The shared strings, without readings over characters."""
    found = []
    for item in tree.iter(f"{_S}si") if tree is not None else ():
        runs = [run for run in item.iter(f"{_S}t") if run.getparent().tag != f"{_S}rPh"]
        found.append("".join(_shown(run) for run in runs))
    return tuple(found)


def _shown(text: Any) -> str:
    """A run's words; struck-out ones are taken back."""
    properties = text.getparent().find(f"{_S}rPr")
    struck = properties.find(f"{_S}strike") if properties is not None else None
    return "" if struck is not None and struck.get("val") not in ("0", "false") else text.text or ""


def _formats(tree: Any) -> tuple[str, ...]:
    if tree is None:
        return ()
    own = {f.get("numFmtId"): f.get("formatCode") or "" for f in tree.iter(f"{_S}numFmt")}
    cells = tree.find(f"{_S}cellXfs")
    return tuple(_format(xf.get("numFmtId") or "0", own) for xf in (cells if cells is not None else ()))


def _format(key: str, own: dict[str | None, str]) -> str:
    if key in own:
        code = _QUOTED.sub("", own[key].split(";")[0])
        if "%" in code:
            return f"percent:{len(code.partition('.')[2].rstrip('%').strip())}"
        if _DATE_FORMAT.search(code) and not re.search(r"[#0?]", code):
            lower = own[key].lower()
            return "date" if "d" in lower or "日" in lower else "month" if "y" in lower else ""
        return ""
    number = int(key) if key.isdigit() else 0
    if number in (9, 10):
        return "percent:0" if number == 9 else "percent:2"
    return "date" if number in _BUILT_IN_DATES else ""


def _sheet(tree: Any, name: str, book: _Book, lines: Lines) -> None:
    if name and not _DEFAULT_NAME.fullmatch(name.strip()):
        lines.add(name.strip(), "h2")
    merges, covered = _merges(tree)
    block: list[list[Cell]] = []
    last = hidden = total = 0
    for row in tree.iter(f"{_S}row"):
        total += 1
        if total > _MAX_ROWS:
            lines.note(f"sheet {name}: rows beyond {_MAX_ROWS:,} not read; split the sheet into several files.")
            break
        if row.get("hidden") in ("1", "true"):
            hidden += 1
            continue
        number = int(row.get("r") or last + 1)
        cells = list(_cells(row, number, book, merges, covered))
        if number > last + 1 or not any(cell.text for cell in cells):
            _add(block, lines)
            block = []
        if any(cell.text for cell in cells):
            block.append(cells)
        last = number
    _add(block, lines)
    if hidden:
        lines.note(
            f"sheet {name}: {hidden} hidden row{'s' * (hidden > 1)} not read; show them in Excel to have them read."
        )


def _cells(
    row: Any, number: int, book: _Book, merges: dict[tuple[int, int], tuple[int, int]], covered: set[tuple[int, int]]
) -> Iterator[Cell]:
    at = 0
    for cell in row.iter(f"{_S}c"):
        match = _REFERENCE.fullmatch(cell.get("r") or "")
        column = _column(match.group(1)) if match else at
        if column >= MAX_COLUMNS:
            return
        for gap in range(at, column):
            if (number, gap) not in covered:
                yield Cell("")
        at = column + 1
        if (number, column) in covered:
            continue
        height, width = merges.get((number, column), (1, 1))
        yield Cell(_value(cell, book), height, width)


def _column(letters: str) -> int:
    n = 0
    for letter in letters:
        n = n * 26 + ord(letter) - 64
    return n - 1


def _merges(tree: Any) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Merged cells: the first of each → rows and columns, and all the places that the others cover."""
    merges: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for n, merge in enumerate(tree.iter(f"{_S}mergeCell")):
        ends = [_REFERENCE.fullmatch(part) for part in (merge.get("ref") or "").split(":")]
        if n >= _MAX_MERGES or len(ends) != 2 or None in ends:
            continue
        (c1, r1), (c2, r2) = (((_column(m.group(1)), int(m.group(2)))) for m in ends if m)
        c2, r2 = min(c2, c1 + MAX_COLUMNS), min(r2, r1 + 2_000)
        merges[(r1, c1)] = (r2 - r1 + 1, c2 - c1 + 1)
        if len(covered) < 1_000_000:
            covered.update((r, c) for r in range(r1, r2 + 1) for c in range(c1, c2 + 1) if (r, c) != (r1, c1))
    return merges, covered


def _value(cell: Any, book: _Book) -> str:
    kind, value = cell.get("t") or "n", cell.findtext(f"{_S}v") or ""
    if kind == "s":
        return book.strings[int(value)] if value.isdigit() and int(value) < len(book.strings) else ""
    if kind == "inlineStr":
        return "".join(_shown(run) for run in cell.iter(f"{_S}t"))
    if kind == "b":
        return "是" if value == "1" else "否"
    if kind in ("str", "d"):
        return value
    if kind == "e" or not value:
        return ""
    style = cell.get("s") or ""
    form = book.formats[int(style)] if style.isdigit() and int(style) < len(book.formats) else ""
    return _number(value, form, book.start)


def _number(value: str, form: str, start: datetime) -> str:
    """A number as the sheet shows it: without the dust of binary fractions."""
    try:
        number = float(value)
    except ValueError:
        return value
    if form.startswith("percent"):
        return f"{_plain(number * 100)}%"
    if form and 1 <= number < 200_000:
        day = start + timedelta(days=int(number))
        return f"{day.year}年{day.month}月{day.day}日" if form == "date" else f"{day.year}年{day.month}月"
    return _plain(number)


def _plain(number: float) -> str:
    text = f"{number:.12g}"
    return f"{number:.0f}" if "e" in text and abs(number) < 1e18 else text


def _add(block: list[list[Cell]], lines: Lines) -> None:
    """A table, or lines when the rows are no grid."""
    if not block:
        return
    laid = lay_out(block)
    if laid is None:
        for row in block:
            lines.add("  ".join(squeeze(cell.text) for cell in row if cell.text), "")
        return
    for line in laid.before:
        lines.add(line, "caption" if len(line) <= 60 else "")
    lines.add_table(laid.table)
    for line in laid.after:
        lines.add(line, "caption" if len(line) <= 60 else "")
