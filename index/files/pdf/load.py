"""A PDF → lines, headings and tables. In: bytes. Out: `Loaded`. Encrypted or broken files raise ArticleError.

Characters are put in reading order by their places (`rows.py`, `layout.py`); running heads and page numbers are
dropped. Pages without text are recognised when the extra `ocr` is installed, and otherwise counted and told.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from index.errors import ArticleError
from index.files.loaded import Lines, Loaded
from index.files.pdf import ocr
from index.files.pdf.glyphs import glyphs_of
from index.files.pdf.layout import Item, arrange
from index.files.pdf.rows import is_vertical, rows_of, vertical_rows
from index.files.titles import plausible_title
from index.settings import Settings

MAX_PAGES = 2_000
_PAGE_NUMBER = re.compile(
    r"\s{0,40}(?:[-–—·.]{0,4}\s{0,4}\d{1,4}\s{0,4}[-–—·.]{0,4}|第\s?\d{1,4}\s?页.{0,12}"
    r"|(?:Page\s)?\d{1,4}\s?(?:/|of)\s?\d{1,4})\s{0,40}"
)
_DIGITS = re.compile(r"\d+")
_INSTALL = "install the recogniser with: pip install 'wenyu[ocr]', and index again."
_EDGE = 3
# The share of a file's time that recognising its scans may take.
_FOR_SCANS = 0.6
_FEW_GLYPHS = 8
_BIG, _LONGEST_HEADING = 1.18, 60


def load_pdf(data: bytes, settings: Settings) -> Loaded:
    """The pages' text in reading order. The text is capped at `settings.max_file_bytes`."""
    try:
        import pypdfium2 as pdfium
    except ImportError as error:
        raise ArticleError(
            "reading PDF files needs pypdfium2; install it with: pip install pypdfium2.", "pypdfium2"
        ) from error
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ArticleError("the PDF is encrypted with a password; save it without one and index again.") from error
        raise ArticleError(f"the PDF is broken ({error}).") from error
    try:
        return _read(document, settings)
    except (pdfium.PdfiumError, RecursionError, MemoryError, ValueError) as error:
        raise ArticleError(f"the PDF is broken ({type(error).__name__}: {str(error)[:120]}).") from error
    finally:
        document.close()


def _read(document: Any, settings: Settings) -> Loaded:
    count = len(document)
    if count > MAX_PAGES:
        raise ArticleError(f"the PDF has {count} pages; at most {MAX_PAGES} are read.")
    pages: list[list[Item]] = []
    scans = _Scans(settings)
    broken = total = 0
    for n in range(count):
        try:
            page = document[n]
        except Exception:  # pypdfium2 raises its own error for a page that cannot be loaded; the others can
            broken += 1
            pages.append([])
            continue
        items, drawn = _page(page)
        if not drawn and _has_picture(page):
            items = scans.read(page)
        page.close()
        total += sum(len(item.text) for item in items)
        if total > settings.max_file_bytes:
            raise ArticleError(f"the PDF unfolds to more than {settings.max_file_bytes:,} characters.")
        pages.append(items)
    lines = _collect(_without_running_heads(pages))
    if not any(line.strip() for line in lines.lines) and scans.without:
        raise ArticleError(f"none of the {count} pages holds text (a scan?); {_INSTALL}", ocr.MODULE)
    scans.tell(lines, count)
    if broken:
        lines.note(f"{broken} of {count} pages are broken and not read.")
    title = str(document.get_metadata_dict().get("Title") or "")
    return lines.loaded(plausible_title(title, "\n".join(lines.lines)))


class _Scans:
    """Recognises pages without text, within the share of a file's time that it may take, and counts what it could not:
    `without` the recogniser, `late`, `failed` and `bare` pages."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._begun = time.process_time()
        self.without = self.late = self.failed = self.bare = 0

    def read(self, page: Any) -> list[Item]:
        """The lines of a page, none when it could not be recognised."""
        if time.process_time() - self._begun > _FOR_SCANS * self._settings.file_deadline_s:
            self.late += 1
            return []
        try:
            found = ocr.read_page(page)
        except ArticleError:
            self.failed += 1
            return []
        self.without += found is None
        self.bare += found == []
        return found or []

    def tell(self, lines: Lines, count: int) -> None:
        """Note what was not recognised, and what to do."""
        settings = self._settings
        if self.without:
            lines.note(f"{self.without} of {count} pages hold no text (scans?); {_INSTALL}", ocr.MODULE)
        if self.bare:
            lines.note(f"{self.bare} of {count} pages are pictures in which no word was recognised.")
        if self.late:
            lines.note(
                f"{self.late} of {count} pages are scans that there was no time to recognise; raise file_deadline_s "
                f"(now {settings.file_deadline_s:g} s) in wenyu.toml and index again."
            )
        if self.failed:
            lines.note(
                f"{self.failed} of {count} pages are scans that could not be recognised; raise reader_memory_mb "
                f"(now {settings.reader_memory_mb:,} MB) in wenyu.toml and index again."
            )


def _page(page: Any) -> tuple[list[Item], bool]:
    """The lines of a page, and whether it holds text of its own."""
    glyphs = glyphs_of(page)
    drawn = sum(1 for glyph in glyphs if not glyph.char.isspace())
    if drawn < _FEW_GLYPHS and _has_picture(page):
        return [], False
    if is_vertical([glyph for glyph in glyphs if not glyph.char.isspace()]):
        return arrange(vertical_rows(glyphs)), True
    return arrange(rows_of(glyphs)), True


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _without_running_heads(pages: Sequence[list[Item]]) -> list[list[Item]]:
    """Drop page numbers, and lines at the head or foot that stand at the same place, but for numbers, on most pages."""

    def key(item: Item) -> tuple[str, int]:
        return _DIGITS.sub("#", item.text.strip()), round(item.bottom / 6)

    edges: Counter[tuple[str, int]] = Counter()
    for items in pages:
        edges.update(
            {key(item) for item in (*items[:_EDGE], *items[-_EDGE:]) if len(item.text) <= 80 and item.table is None}
        )
    filled = sum(1 for items in pages if items)
    repeated = {edge for edge, count in edges.items() if count >= 2 and count > filled * 0.5}
    out = []
    for items in pages:
        outer = {*range(_EDGE), *range(len(items) - _EDGE, len(items))}
        out.append(
            [
                item
                for n, item in enumerate(items)
                if item.table is not None
                or not (
                    n in outer and (key(item) in repeated or (_PAGE_NUMBER.fullmatch(item.text) and len(items) > 1))
                )
            ]
        )
    return out


def _collect(pages: Sequence[Sequence[Item]]) -> Lines:
    """Lines with headings told by their size, and tables."""
    lines = Lines()
    sizes: Counter[float] = Counter()
    for items in pages:
        for item in items:
            sizes[round(item.size * 2) / 2] += len(item.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    biggest = max((size for size, count in sizes.items() if count), default=0.0)
    heading: Item | None = None
    for items in pages:
        for item in items:
            if item.table is not None:
                heading = None
                _add_table(item, lines)
                continue
            big = body and item.size > _BIG * body and len(item.text) <= _LONGEST_HEADING
            if not big:
                heading = None
                lines.lines.extend([""] * (item.gap and bool(lines.lines)))
                lines.lines.append(item.text)
                continue
            goes_on = heading is not None and abs(heading.size - item.size) < 0.5 and not item.gap
            if goes_on:
                # A title over two lines.
                lines.lines[-1] += item.text
            else:
                lines.lines.extend([""] * bool(lines.lines))
                lines.marks.append((len(lines.lines), "h1" if item.size > 0.95 * biggest else "h2"))
                lines.lines.append(item.text)
            heading = item
    return lines


def _add_table(item: Item, lines: Lines) -> None:
    assert item.table is not None
    for line in item.table.before:
        lines.add(line, "caption")
    lines.add_table(item.table.table)
    for line in item.table.after:
        lines.add(line, "caption")
