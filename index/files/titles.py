"""Titles that files state of themselves. Programs fill them with file names and the names of templates."""

from __future__ import annotations

import re

_PROGRAMS = re.compile(
    r"(?:microsoft\s(?:word|powerpoint|excel)|powerpoint\s?(?:演示文稿|presentation)|幻灯片|演示文稿|slide|工作簿|sheet|book|文档"
    r"|document|untitled|无标题|未命名|新建|doc|presentation|wps|标题|title|none|null|\d+)\s{0,2}[-–—_.:：]?\s{0,2}\d{0,4}"
    r"|(?:microsoft\s(?:word|powerpoint|excel)|untitled|无标题|未命名|新建).{0,80}",
    re.IGNORECASE,
)
_FILE = re.compile(
    r".{1,120}\.(?:docx?|pdf|wps|indd|pptx?|xlsx?|txt|fit|ps|html?|cdr|ai|pub|qxd|pmd)(?:\s.{0,20})?", re.IGNORECASE
)
_WORD = re.compile(r"[\u3400-\u9fff]|[A-Za-z]{3,}")


def plausible_title(title: str, text: str) -> str:
    """The title, or "" when it is a program's or the text has hardly a word of it.

    >>> plausible_title("幻灯片 1", "铜梁区粮食生产"), plausible_title("铜梁区粮食生产", "铜梁区粮食产量达36.5万吨。")
    ('', '铜梁区粮食生产')
    """
    title = " ".join(title.split())
    if not title or len(title) > 200 or _PROGRAMS.fullmatch(title) or _FILE.fullmatch(title):
        return ""
    words = set(_WORD.findall(title.lower()))
    head = text[:20_000].lower()
    return title if words and sum(word in head for word in words) * 5 >= len(words) else ""
