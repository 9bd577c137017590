"""Chinese words that an asker and an article use for the same thing: 公司 and 企业, 砸钱 and 投资.

Comes in: a word of a question. Goes out: the other words that may stand for it, nearest first. The file states general
facts of Chinese: each line is one set, a word and what an article may have in its place. Each of those may stand for
the first word as well, but not for one another: 老板 may be a 董事长 or a 创始人, who are two. No line changes which
figure is asked for (新增 is never 累计). The terms of policy and trade are in the glossary.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.errors import WenYuError
from index.text import read_numbered

_FILE = Path(__file__).with_name("synonyms.tsv")
# So many small words of a segmented text may make one word of the file: 灾后 重建.
_LONGEST = 4
_MOST = 10
# A word that holds another one is so many characters longer on either side at most.
_AROUND = 3


@cache
def _load() -> dict[str, list[str]]:
    """The other words for each word: those of its own line first."""
    others: dict[str, list[str]] = {}
    for number, line in read_numbered(_FILE):
        words = line.split("|")
        if len(words) < 2 or not all(words):
            raise WenYuError(f"{_FILE.name}, line {number}: no set of words. Restore the file from the repository.")
        others[words[0]] = [*words[1:], *others.get(words[0], ())]
        for word in words[1:]:
            others.setdefault(word, []).append(words[0])
    return others


def others(word: str) -> tuple[str, ...]:
    """The other words for `word` (folded), nearest first; none when the file does not know it.

    >>> others("核电厂")
    ('核电站',)
    """
    return tuple(dict.fromkeys(_load().get(word, ())))[:_MOST]


def inside_another(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is only a part of a longer word of the file that stands there (养老 in 养老院).

    >>> inside_another("几家养老院", 2, 4), inside_another("养老的人", 0, 2)
    (True, False)
    """
    known = _load()
    return any(
        text[a:b] in known
        for a in range(max(0, start - _AROUND), start + 1)
        for b in range(end, min(len(text), end + _AROUND) + 1)
        if b - a > end - start
    )


def joined(words: Sequence[str]) -> list[str]:
    """The words of a segmented text, those that make one word of the file put together, longest first.

    >>> joined(["民用", "飞机", "的", "技术"])
    ['民用飞机', '的', '技术']
    """
    known = _load()
    kept: list[str] = []
    at = 0
    while at < len(words):
        runs = ("".join(words[at : at + size]) for size in range(min(_LONGEST, len(words) - at), 1, -1))
        whole = next((run for run in runs if len(run) > 2 and run in known), words[at])
        kept.append(whole)
        length = 0
        while length < len(whole):
            length += len(words[at])
            at += 1
    return kept
