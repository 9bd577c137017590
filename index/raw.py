"""What the readers of files give: plain lines, tables, and what the markup said of them.

Frozen and slotted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.types import Note

Media = Literal[
    "txt", "md", "html", "pdf", "docx", "xlsx", "csv", "pptx", "odt", "epub", "mhtml", "eml", "json", "feed"
]


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of a table as loaded. `cells` are its words from left to right, empty cells left out, one for a merged
    cell; the row's line is `"\\t".join(cells)`. `places[c]` is the index in `cells` of what stands in column c of the
    grid (a merged cell in every place that it covers), -1 where nothing stands."""

    cells: tuple[str, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as loaded; the fields are those of `Table`. Its rows are lines of the text, each marked "row", in order;
    all tables of a document follow each other in the order of their lines."""

    rows: tuple[RawRow, ...]
    header_rows: int = 0
    header_columns: int = 0
    caption: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file after decoding and loading: plain lines plus what its markup said.

    `text` has no markup left; `marks` says what the markup said of a line, as (line number from 0, kind): "h1" … "h6",
    "item", "caption", "row" or "paragraph". Lines without a mark are judged by their words and their place. `tables`
    tells the grid of the lines marked "row". `notes` says what of the file is not in the text.

    A file that holds several articles (a feed, a digest) gives one document each: `source` then ends in "#" and the
    number of the article, and `file` is the path of the file.
    """

    source: str
    text: str
    title: str
    encoding: str
    sha256: str
    size: int
    media: Media
    meta: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
    tables: tuple[RawTable, ...] = ()
    notes: tuple[Note, ...] = ()
    file: str = ""
