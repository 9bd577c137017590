"""What a reader of one format gives, before the file's name, bytes and encoding are added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.raw import RawTable
from index.types import Note


@dataclass(frozen=True, slots=True)
class Loaded:
    """Text without markup, the line marks, a title ("" if none), metadata, tables, and what could not be read."""

    text: str
    title: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
    tables: tuple[RawTable, ...] = ()
    notes: tuple[Note, ...] = ()


class Lines:
    """Collects lines with their marks and tables for a `Loaded`; blank lines stand between them.

    >>> lines = Lines()
    >>> lines.add("一、概况", "h2"); lines.add("正文。")
    >>> lines.loaded().text, lines.loaded().marks
    ('一、概况\\n\\n正文。', ((0, 'h2'),))
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.marks: list[tuple[int, str]] = []
        self.tables: list[RawTable] = []
        self.notes: list[Note] = []

    def add(self, text: str, kind: str = "") -> None:
        """Add a line, or several with the same mark; blank ones are left out."""
        for line in text.split("\n"):
            if line.strip():
                self.lines.extend([""] if self.lines else [])
                if kind:
                    self.marks.append((len(self.lines), kind))
                self.lines.append(line)

    def add_table(self, table: RawTable) -> None:
        """Add the rows of a table, a line each."""
        self.tables.append(table)
        self.lines.extend([""] if self.lines else [])
        for row in table.rows:
            self.marks.append((len(self.lines), "row"))
            self.lines.append("\t".join(row.cells))

    def extend(self, loaded: Loaded) -> None:
        """Add all of another document, behind what is there."""
        self.lines.extend([""] if self.lines else [])
        shift = len(self.lines)
        self.lines.extend(loaded.text.split("\n"))
        self.marks.extend((n + shift, kind) for n, kind in loaded.marks)
        self.tables.extend(loaded.tables)
        self.notes.extend(loaded.notes)

    def note(self, text: str, needs: str = "") -> None:
        self.notes.append(Note(text, needs))

    def loaded(self, title: str = "", meta: Iterable[tuple[str, str]] = ()) -> Loaded:
        """All of it."""
        return Loaded(
            "\n".join(self.lines), title, tuple(meta), tuple(self.marks), tuple(self.tables), tuple(self.notes)
        )
