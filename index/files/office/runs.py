"""The words of a Word paragraph, run by run. In: a `w:p` element. Out: its text; a line break in it is a line end.

Deleted, moved-away, struck-out and hidden runs are left out; a raised number is a power or the mark of a note.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from index.files.marks import raised
from index.files.office.numbering import W
from index.files.web.math import formula

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Drawings repeat their text for older programs; only the first of the two is the document's.
SKIPPED = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "footnoteReference", "endnoteReference")}
    | {f"{W}rt", f"{W}commentReference", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_OFF = frozenset({"0", "false", "off"})


def words_of(paragraph: Any) -> str:
    """The text of a paragraph, without that of the text boxes in it."""
    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        tag = element.tag
        if tag in SKIPPED or tag in (f"{W}txbxContent", f"{W}pPr"):
            walk.skip_subtree()
        elif tag in (f"{M}oMath",):
            parts.append(formula(element))
            walk.skip_subtree()
        elif tag == f"{W}r":
            walk.skip_subtree()
            properties = element.find(f"{W}rPr")
            if not _is_on(properties, "vanish", "strike", "dstrike", "webHidden"):
                words = _run(element)
                parts.append(raised("".join(parts)[-8:], words) if _is_raised(properties) else words)
    return "".join(parts)


def _run(run: Any) -> str:
    parts = []
    walk = etree.iterwalk(run, events=("start",))
    for _, element in walk:
        tag = element.tag
        if tag in SKIPPED or tag == f"{W}txbxContent":
            walk.skip_subtree()
        elif tag == f"{W}t":
            parts.append((element.text or "").replace("\n", " "))
        elif tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif tag in (f"{W}tab", f"{W}ptab"):
            parts.append(" ")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{W}sym":
            parts.append(" ")
    return "".join(parts)


def _is_on(properties: Any, *names: str) -> bool:
    for name in names:
        found = properties.find(f"{W}{name}") if properties is not None else None
        if found is not None and (found.get(f"{W}val") or "1").lower() not in _OFF:
            return True
    return False


def _is_raised(properties: Any) -> bool:
    """Superscript, or lifted by more than a quarter of a usual line (position is in half points)."""
    if properties is None:
        return False
    align, position = properties.find(f"{W}vertAlign"), properties.find(f"{W}position")
    if align is not None and align.get(f"{W}val") == "superscript":
        return True
    value = (position.get(f"{W}val") if position is not None else "") or ""
    return value.isdigit() and int(value) >= 6
