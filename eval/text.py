"""Text as it is compared here: without white space and markup, and forms of one answer folded together.

Comes in: strings of files, quotes, answers. Goes out: folded strings and how much of one stands in another.
"""

from __future__ import annotations

import html
import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

# Tags are short; the bound keeps a file of nothing but "<" linear.
_TAG = re.compile(r"<[^<>]{0,4000}>")
_SPACE = re.compile(r"\s+")
# Markdown headings, and the bullets of lists, at the start of a line.
_BULLET = re.compile(r"^[ \t\u3000]*(?:#{1,6}|[-+●○•◆■▪])", re.MULTILINE)
_MARK = re.compile(r"\[\d{1,3}\]")
_COMPARED_LENGTH = 1200


def squash(text: str) -> str:
    """`text` as a quote and its file are compared: no white space, bullets, or marks of headings and emphasis."""
    return _SPACE.sub("", _BULLET.sub("", text)).replace("*", "")


def squash_file(path: Path) -> str:
    """The text of a .txt, .md or .html file, squashed; markup dropped. Undecodable bytes are replaced."""
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = raw.decode("utf-8", "replace")
    return squash(html.unescape(_TAG.sub("", text)))


@cache
def _simplify() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def fold(text: str) -> str:
    """`text` for comparing answers: NFKC, Simplified, lower case, letters, digits and `.%+:` only."""
    simple = str(_simplify().convert(unicodedata.normalize("NFKC", text))).casefold()
    return "".join(c for c in simple if c.isalnum() or c in ".%+:")


def unmarked(text: str) -> str:
    """`text` without citation marks like [1]."""
    return _MARK.sub("", text)


def covers(evidence: str, text: str) -> bool:
    """True when `text` (a passage or a quote) shows `evidence`: one holds the other, or they share a run of at
    least half of the evidence.

    A quote shorter than a fifth of the evidence (and under 12 characters) proves nothing alone.
    """
    wanted, shown = squash(evidence)[:_COMPARED_LENGTH], squash(text)[:_COMPARED_LENGTH]
    if not wanted or not shown:
        return False
    if wanted in shown:
        return True
    if shown in wanted:
        return len(shown) >= min(12, len(wanted) / 5)
    run = SequenceMatcher(None, wanted, shown, autojunk=False).find_longest_match()
    return run.size * 2 >= len(wanted)
