"""The characters of a PDF page with their places. In: an open page of pypdfium2. Out: `Glyph`s in drawing order."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

MAX_GLYPHS = 200_000


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box in points, from the left and from the bottom of the page; `size` is its height."""

    char: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


def glyphs_of(page: Any) -> list[Glyph]:
    """The characters of a page that are drawn; blanks that the library makes up are left out."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    out: list[Glyph] = []
    box = [ctypes.c_double() for _ in range(4)]
    try:
        for i in range(min(text.count_chars(), MAX_GLYPHS)):
            code = raw.FPDFText_GetUnicode(text, i)
            if code < 0x20 or code in (0xFFFE, 0xFFFF) or raw.FPDFText_IsGenerated(text, i) == 1:
                continue
            if 0xD800 <= code < 0xE000 or not raw.FPDFText_GetCharBox(text, i, *box):
                continue
            left, right, bottom, top = (value.value for value in box)
            rect = raw.FS_RECTF()
            if raw.FPDFText_GetLooseCharBox(text, i, rect):
                bottom, top = min(rect.bottom, bottom), max(rect.top, top)
                left, right = min(rect.left, left), max(rect.right, right)
            size = raw.FPDFText_GetFontSize(text, i)
            height = top - bottom
            # The size of a scaled font says little; the box of the font tells what is seen.
            out.append(Glyph(chr(code), left, bottom, right, top, height if height > 0.5 else size))
    finally:
        text.close()
    return out
