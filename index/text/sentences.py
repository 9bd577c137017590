"""Sentence spans of Chinese and English text. In: a text and a range. Out: (start, end) of each sentence.

A sentence ends at 。！？ (and … at a line's end) or at . ! ? where these end a sentence in English, and takes the
quotation marks and brackets that close right after it. A line end ends one too. Decimals, abbreviations, initials and
web addresses are not split. One pass, a bounded look at each mark, and a hard maximum length: time is linear.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from index.text.tables import read_lines

MAX_CHARS = 600
# What numbers are written with, in digits or characters.
_NUMERIC = frozenset("0123456789.,%％．，０１２３４５６７８９〇零一二三四五六七八九十百千万亿")
_STOP = re.compile(r"[。！？!?…\n]|\.(?=[\s\"'”’」』)\]）]|$)")
_CLOSERS = "”’」』】）)]》\"'"
_LAST_WORD = re.compile(r"[A-Za-z][A-Za-z.]{0,23}$")
_SOFT = "；;，,、：: \t"
_LOOK = 8


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of `text[start:end]`, in order, without white space at their ends; none is empty.

    >>> s = "增长8.8%。他说：“好。”Dr. Li agreed."
    >>> [s[a:b] for a, b in sentence_spans(s)]
    ['增长8.8%。', '他说：“好。”', 'Dr. Li agreed.']
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin, at = start, start
    while at < end:
        found = _STOP.search(text, at, end)
        stop = _after_stop(text, found.start(), begin, end) if found else end
        if stop < 0:
            assert found is not None
            at = found.end()
            if at - begin < 2 * MAX_CHARS:
                continue
            stop = at
        _emit(text, begin, stop, spans)
        begin = at = stop
    if begin < end:
        _emit(text, begin, end, spans)
    return tuple(spans)


def _after_stop(text: str, mark: int, begin: int, end: int) -> int:
    """Where the sentence that `text[mark]` may end really ends, or -1 when it goes on."""
    char = text[mark]
    if char == "\n":
        return mark + 1
    if char == "." and _is_abbreviation(text, mark, begin, end):
        return -1
    after = mark + 1
    # Bounded looks: a run of a hundred thousand marks must not be scanned again from each of them.
    while after < min(end, mark + _LOOK) and text[after] in "。！？!?….":
        after += 1
    closed = after
    while closed < min(end, after + _LOOK) and text[closed] in _CLOSERS and not _opens(text, closed, after, end):
        closed += 1
    if closed > after or char != "…":
        # “……吗？”他说: a quotation that the sentence goes on after is not its end.
        return -1 if closed > after and _goes_on(text, closed, end) else closed
    return closed if _ends_line(text, after, end) else -1


def _opens(text: str, at: int, after: int, end: int) -> bool:
    """A straight quote after a space, or before a letter, opens rather than closes."""
    if text[at] not in "\"'":
        return False
    return at > after and text[at - 1].isspace()


def _goes_on(text: str, at: int, end: int) -> bool:
    """After closing marks: a comma, 的 or another mark of the same sentence follows."""
    return at < end and text[at] in "，、；：,;的等"


def _ends_line(text: str, at: int, end: int) -> bool:
    return at >= end or text[at] in "\n。"


def _is_abbreviation(text: str, dot: int, begin: int, end: int) -> bool:
    """Mr. / U.S. / an initial / a list number before a lower-case or digit continuation: no sentence end."""
    word = _LAST_WORD.search(text, max(begin, dot - 24), dot)
    follow = text[dot + 1 : min(end, dot + 4)].lstrip("\"'”’)] \t")
    if dot - begin <= 4 and text[begin:dot].strip().isdigit():
        return True  # "1." that numbers an item
    if not word:
        return False
    if not follow:
        return False
    name = word.group().lower().rstrip(".")
    if name in _abbreviations():
        return True
    initials = len(name) == 1 or (len(name) <= 5 and "." in name)
    if initials:
        return name != "i" and not (name in ("u.s", "u.k", "a.m", "p.m", "e.u") and _new_sentence(follow))
    return False


def _new_sentence(follow: str) -> bool:
    return follow[0].isupper() and follow[:2] not in ("Go", "De", "Tr", "Co", "Se", "Pr", "St")


@cache
def _abbreviations() -> frozenset[str]:
    lines = read_lines(Path(__file__).with_name("abbreviations.txt"))
    return frozenset(word for line in lines for word in line.split())


def _emit(text: str, begin: int, stop: int, spans: list[tuple[int, int]]) -> None:
    """Add the span without outer white space; a piece over the maximum is cut at its last comma or space."""
    while begin < stop and text[begin].isspace():
        begin += 1
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    while stop - begin > MAX_CHARS:
        cut = begin + MAX_CHARS
        soft = max(text.rfind(mark, begin + MAX_CHARS // 2, cut) for mark in _SOFT)
        cut = soft + 1 if soft > 0 else cut
        cut = _outside_number(text, begin, cut) if text[cut] in _NUMERIC else cut
        _emit(text, begin, cut, spans)
        begin = cut
        while begin < stop and text[begin].isspace():
            begin += 1
    if stop > begin:
        spans.append((begin, stop))


def _outside_number(text: str, begin: int, cut: int) -> int:
    """`cut`, or the beginning of the number that it would part; a number without end is parted all the same."""
    at = cut
    while at > begin + MAX_CHARS // 2 and text[at - 1] in _NUMERIC:
        at -= 1
    return at if at > begin + MAX_CHARS // 2 else cut
