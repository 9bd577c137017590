"""The people a question names, in Chinese or in pinyin.

In: a `View` in which places, times and offices are taken. Out: names as they are asked for; their spans are taken. A
Chinese name is believed only beside an office or a word that follows people (是谁, 说, 担任 …), and only when the
dictionary does not know it as an ordinary word.
"""

from __future__ import annotations

import re
from itertools import pairwise

from index.entities import chinese_names as names
from index.entities import run_after, run_before
from index.text import segment
from qa.lexicon import Glossary, asking_cues
from qa.question.view import View

_EDGE = frozenset("\x00 ,.:;!?，。：；！？、“”‘’\"'()（）")
_BEFORE = frozenset("的由是据对和与请让问了及说")
_TITLES = frozenset(("书记", "主任", "市长", "区长", "县长", "局长", "部长", "省长", "总理", "主席", "经理"))
# What is asked of people alone, behind a name; in between may stand where they hold an office.
_OF_A_PERSON = re.compile(
    "(?:在[^,。?]{2,12})?(?:又|曾|还)?(?:是谁|是何人|是什么人|担任|任什么|任何职|的?职务|的职位|的身份|现任|什么职务|何许人)|(?:说|表示|宣布|指出|强调)(?:了|过|什么|,|:)"
)
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z\u00c0-\u024f]+)*")


def read_persons(
    view: View, glossary: Glossary, office_starts: frozenset[int], office_ends: frozenset[int]
) -> tuple[str, ...]:
    """Names in the question, in order, each once."""
    found = [*_known(view, glossary), *_chinese(view, glossary, office_starts, office_ends), *_pinyin(view)]
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _known(view: View, glossary: Glossary) -> list[tuple[int, str]]:
    found = []
    for match in (*glossary.find_zh(view.rest_raw()), *glossary.find_en(view.rest_raw())):
        if match.entry.kind == "person":
            view.take(match.start, match.end)
            found.append((match.start, match.entry.zh[0]))
    return found


def _chinese(
    view: View, glossary: Glossary, office_starts: frozenset[int], office_ends: frozenset[int]
) -> list[tuple[int, str]]:
    text = view.rest()
    spots: list[tuple[int, int]] = []
    for end in sorted(office_starts | {match.start() for match in asking_cues().person_after.finditer(text)}):
        for size in (4, 3, 2):
            start = end - size
            if start >= 0 and (_opens(text, start) or start in office_ends):
                spots.append((start, end))
    for at in sorted(office_ends):
        for size in (3, 2, 4):
            if at + size == len(text) or (at + size < len(text) and _closes(text, at + size)):
                spots.append((at, at + size))
    found: list[tuple[int, str]] = []
    for start, end in _foreign(text, glossary, office_ends):
        if view.free(start, end):
            view.take(start, end)
            found.append((start, view.raw[start:end]))
    for start, end in spots:
        if _is_name(text[start:end], glossary) and view.free(start, end):
            view.take(start, end)
            found.append((start, view.raw[start:end]))
    return found


def _foreign(text: str, glossary: Glossary, office_ends: frozenset[int]) -> list[tuple[int, int]]:
    """Runs of the characters of foreign names, behind an office or before what is asked of people alone."""
    spots = [(at, at + run_after(text, at, len(text))) for at in sorted(office_ends)]
    for match in _OF_A_PERSON.finditer(text):
        spots.append((match.start() - run_before(text, match.start(), 0), match.start()))
    return [
        (start, end)
        for start, end in spots
        if end - start > 1 and glossary.entry(text[start:end]) is None and not segment.part_of_speech(text[start:end])
    ]


def _opens(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in _EDGE or text[start - 1] in _BEFORE


def _closes(text: str, end: int) -> bool:
    return (
        text[end] in _EDGE or text[end] in "的是在任说对于为有提" or bool(asking_cues().person_after.match(text, end))
    )


def _is_name(candidate: str, glossary: Glossary) -> bool:
    if names.split_name(candidate) is None or glossary.entry(candidate) is not None:
        return False
    if candidate in asking_cues().words["stop"] or any(c in "的了是在和与谁什么哪几多少为何" for c in candidate):
        return False
    # An ordinary word (高度, 方案) is one piece for the segmenter; a name mostly is not.
    return candidate[1:] not in _TITLES and (len(candidate) > 2 or list(segment.cut(candidate)) != [candidate])


def _pinyin(view: View) -> list[tuple[int, str]]:
    """Two or three Latin words that read as a Chinese name; capitals are not asked for, plain English words refused."""
    text = view.rest_raw()
    words = [m for m in _WORD.finditer(text) if m.group().lower() not in asking_cues().words["stop_en"]]
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(words) - 1:
        for size in (3, 2):
            group = words[at : at + size]
            gaps = [b.start() - a.end() for a, b in pairwise(group)]
            adjacent = len(group) == size and gaps == [1] * (size - 1)
            end = group[-1].end() - (2 if group[-1].group()[-2:] in ("'s", "’s") else 0)
            span = text[group[0].start() : end]
            if adjacent and names.is_pinyin_name(span):
                view.take(group[0].start(), end)
                found.append((group[0].start(), span))
                at += size - 1
                break
        at += 1
    return found
