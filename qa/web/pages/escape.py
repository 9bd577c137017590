"""Text → HTML that can only be read, never run.

Comes in: any text (an article's words, a title, a file name, a question). Goes out: HTML text without markup.
Every word that the page did not write itself passes through here, on the server.
"""

from __future__ import annotations

import html

# Controls that a browser drops or that turn the reading direction of what follows: shown as their number instead,
# so that a file name cannot pretend to be another one. Tab, line feed and carriage return stay.
_DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _visible(char: str) -> str:
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    if char in _DIRECTION or (code < 32 and char not in "\t\n\r") or 0x7F <= code <= 0x9F:
        return f"⟨U+{code:04X}⟩"
    return char


def visible(text: str) -> str:
    """The text with control and direction characters shown by number and lone surrogates replaced.

    >>> visible("a\\u202etxt.exe")
    'a⟨U+202E⟩txt.exe'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def esc(text: str) -> str:
    """`text` as HTML text, safe inside an element and inside a double-quoted attribute.

    >>> esc('<img onerror="x">')
    '&lt;img onerror=&quot;x&quot;&gt;'
    """
    return html.escape(visible(text), quote=True)
