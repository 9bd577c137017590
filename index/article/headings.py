"""Headings of pages whose order was lost: text torn out of columns, and numbered sections that come out of turn.

In: drafts. Out: the drafts with headings set by words instead of by place. The text itself is never moved.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.article.blocks import Draft

_HAN = re.compile(r"[\u3400-\u9fffA-Za-z0-9]+")
_NUMBER = re.compile(r"(?:(\d{1,2})[ 　.、．]|([一二三四五六七八九十]{1,2})、)")
_SHORT_NAME = re.compile(r"(?:简称|下称|以下简称)[“《\"]?([^”》\"）)，。]{2,12})")
_CHINESE = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
_TWO_PHRASES = re.compile(r"\S{5,30}[ 　]\S{5,30}(?:[ 　]\S{5,30})?")
_BOX_LABEL = 3
_ENOUGH, _NEXT_DOOR = 0.25, 0.2
_MOST_SECTIONS = 60
# A headline's words come back in two sections of five; with fewer than four sections that says nothing.
_FEWEST_SECTIONS, _SHARED_BY = 4, 0.4
_MOST_NAMES = 50


def place_headings(drafts: Sequence[Draft], torn: bool) -> tuple[Draft, ...]:
    """Give each draft the heading its words belong to, where its place in the file does not tell."""
    return _by_words(drafts) if torn else _continued(drafts)


def headline(drafts: Sequence[Draft]) -> str:
    """The heading of a torn page that speaks for all of it: its words come back in most sections. "" if none."""
    sections = _sections(drafts)
    held = Counter(gram for _, grams in sections for gram in grams)
    best, score = "", 0.0
    if len(sections) < _FEWEST_SECTIONS:
        return ""
    for block in drafts:
        if block.kind != "heading" or len(block.text) <= _BOX_LABEL:
            continue
        grams = _grams(block.text)
        spread = sum(held[gram] for gram in grams) / max(1, len(sections))
        # Words shared with many sections count, length does not: hence the root. Two phrases make a headline.
        weight = spread / math.sqrt(len(grams) or 1) * (1.25 if _TWO_PHRASES.fullmatch(block.text) else 1.0)
        if weight > score and spread >= _SHARED_BY * len(grams):
            best, score = block.text, weight
    return best


def _grams(text: str) -> set[str]:
    """Pairs of neighbouring characters."""
    return {run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1)}


def _sections(drafts: Sequence[Draft]) -> list[tuple[range, set[str]]]:
    """Runs of blocks between headings; a question of an interview opens a run of its own."""
    out: list[tuple[range, set[str]]] = []
    start: int | None = None
    for n, block in enumerate([*drafts, Draft("heading", "")]):
        opens = block.kind == "turn" and block.text == block.question
        if (block.kind == "heading" or opens) and start is not None:
            words = "".join(d.text for d in drafts[start:n])
            out.append((range(start, n), _grams(words)))
            start = None
        if start is None and block.kind not in ("heading", "caption"):
            start = n
    return out


def _by_words(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Match headings with the sections they share most words with; each heading goes to one section.

    A pair of characters counts the more, the fewer sections hold it. Next-door sections are preferred a little.
    """
    sections = _sections(drafts)
    spread = Counter(gram for _, grams in sections for gram in grams)
    title = headline(drafts)
    pairs = []
    for n, block in enumerate(drafts):
        if block.kind != "heading" or len(block.text) <= _BOX_LABEL or block.text == title:
            continue
        grams = _grams(block.text)
        # Words that no section holds tell nothing of where the heading belongs.
        weights = {g: math.log((len(sections) + 1) / spread[g]) for g in grams if spread[g]}
        total = sum(weights.values()) or 1.0
        for s, (run, held) in _near(sections, n):
            score = sum(weight for g, weight in weights.items() if g in held) / total
            score += _NEXT_DOOR if _touches(drafts, n, run) else 0.0
            pairs.append((score, -abs(run.start - n), n, s))
    chosen: dict[int, list[int]] = {}
    taken: set[int] = set()
    for score, _, n, s in sorted(pairs, reverse=True):
        beside = any(abs(n - other) == 1 for other in chosen.get(s, ()))
        if n not in taken and score >= _ENOUGH and (beside or s not in chosen):
            chosen.setdefault(s, []).append(n)
            taken.add(n)
    out = [replace(d, heading="") if d.kind != "heading" else d for d in drafts]
    for s, heads in chosen.items():
        words = " ".join(drafts[n].text for n in sorted(heads))
        for n in sections[s][0]:
            out[n] = replace(out[n], heading=words)
    return tuple(out)


def _near(sections: Sequence[tuple[range, set[str]]], n: int) -> list[tuple[int, tuple[range, set[str]]]]:
    """The sections a heading may belong to: all of a page's, the nearest of a very long text's."""
    middle = bisect_left(sections, n, key=lambda section: section[0].start) if len(sections) > _MOST_SECTIONS else 0
    first = max(0, middle - _MOST_SECTIONS // 2)
    return list(enumerate(sections[first : first + _MOST_SECTIONS], first))


def _touches(drafts: Sequence[Draft], n: int, run: range) -> bool:
    """Whether nothing but captions stands between heading `n` and the section."""
    between = drafts[n + 1 : run.start] if n < run.start else drafts[run.stop : n]
    return all(d.kind == "caption" for d in between)


def _continued(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Numbered sections in the order 3, 1, 2: text before section 3 that uses a short name which only section 2
    introduces ("简称…") is the rest of section 2, and gets its heading."""
    numbered = [(n, _number(d.text)) for n, d in enumerate(drafts) if d.kind == "heading" and _number(d.text)]
    order = [number for _, number in numbered]
    if len(order) < 2 or sorted(order) == order or sorted(order) != list(range(1, len(order) + 1)):
        return tuple(drafts)
    first, wanted = numbered[0][0], order[0] - 1
    owner = next((n for n, number in numbered if number == wanted), None)
    if owner is None:
        return tuple(drafts)
    section = drafts[owner + 1 :]
    until = next((i for i, d in enumerate(section) if d.kind == "heading" and _number(d.text)), len(section))
    names = [m.group(1) for d in section[:until] for m in _SHORT_NAME.finditer(d.text)][:_MOST_NAMES]
    heading = next((d.heading for d in section if d.kind not in ("heading", "caption")), drafts[owner].text)
    start = next((n for n, d in enumerate(drafts[:first]) if any(name in d.text for name in names)), None)
    if start is None:
        return tuple(drafts)
    return tuple(
        replace(d, heading=heading) if start <= n < first and d.kind != "heading" else d for n, d in enumerate(drafts)
    )


def _number(text: str) -> int:
    """The number a heading begins with, 0 when none."""
    match = _NUMBER.match(text)
    if not match:
        return 0
    if match.group(1):
        return int(match.group(1))
    word = match.group(2)
    return _CHINESE[word] if len(word) == 1 else 10 + _CHINESE.get(word[1], 0) if word[0] == "十" else 0
