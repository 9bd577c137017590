"""The one reader of the tables that lie beside the code: TOML, tab-separated rows, records under a header, word lists.

In: the path of a file, UTF-8. Out: what stands in it. A table of the program that cannot be read is a broken
installation, so nothing is caught here; for a file of the user's, catch `UNREADABLE` and say what to mend.

    read_toml(Path(__file__).with_name("cues.toml"))
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# What reading a file that somebody else wrote may raise.
UNREADABLE = (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError)


def read_toml(path: Path) -> dict[str, Any]:
    """The whole TOML file. Raises one of `UNREADABLE` where it is missing, no UTF-8 or no TOML."""
    return parse_toml(path.read_text(encoding="utf-8"))


def parse_toml(text: str) -> dict[str, Any]:
    """TOML that stands in another text. Raises ValueError where it is none."""
    table: dict[str, Any] = tomllib.loads(text)
    return table


def read_numbered(path: Path) -> tuple[tuple[int, str], ...]:
    """The lines of a list that say something, neither blank nor a remark ("#"), each with its number from 1."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return tuple((number, line) for number, line in lines if line and not line.startswith("#"))


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a list as they stand, without blank ones and remarks."""
    return tuple(line for _, line in read_numbered(path))


def read_rows(path: Path) -> tuple[tuple[str, ...], ...]:
    """The fields of each line of a table parted by tabs, without blank lines and remarks."""
    return tuple(tuple(line.split("\t")) for line in read_lines(path))


def read_records(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a table whose first line names its columns; a column that a row leaves out is empty."""
    header, *rows = read_rows(path)
    return tuple({name: row[i] if i < len(row) else "" for i, name in enumerate(header)} for row in rows)


def parts(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, split by "|".

    >>> parts("重庆|全重庆"), parts("")
    (('重庆', '全重庆'), ())
    """
    return tuple(part for part in cell.split("|") if part)
