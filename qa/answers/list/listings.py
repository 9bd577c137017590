"""Lists that an article spells out: "A、B、C三大产业", "一是…二是…", bullets under a sentence.

Comes in: an article and the scored sentences. Goes out: `Listing`s with their items as slices of the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.entities import find_places
from index.text import fold, sentence_spans
from index.types import Article, Block
from qa.answers.list.items import trim
from qa.answers.list.rows import COUNTED, Row, number, pairs, rows
from qa.evidence import Scored

_MARK = re.compile(
    r"(?:(?P<han>[一二三四五六七八九十]{1,2})(?:是|则)|(?P<part>[一二三四五六七八九十]{1,2})、(?=[^、，。]{2})|"
    r"第(?P<nth>[一二三四五六七八九十]{1,2})[，、,]|"
    r"(?P<ring>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫])|[（(](?P<par>\d{1,2}|[一二三四五六七八九十]{1,2})[）)]|(?P<dot>\d{1,2})[.．、](?=\D))"
)
# 在湖南，… begins a sentence about that place; two of them are no list yet.
_AT_A_PLACE = re.compile("[“\\s]*(?:在|到|赴)([\u4e00-\u9fff]{2,8})(?:考察|调研|视察)?(?:时|期间)?，")
_FEWEST_VISITED = 3


@dataclass(frozen=True, slots=True)
class Listing:
    """Items in order as (start, end) in the article, the sentences that hold them, and what the list says it counts.

    `count` is the number the article gives for the list (三大 → 3), 0 when it gives none."""

    source: str
    items: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    count: int
    near: int


def listings(article: Article, item: Scored) -> list[Listing]:
    """Every list that starts in, or right after, the scored sentence."""
    sentence = item.sentence
    found = _inline(article, sentence.start, sentence.end)
    marked = _marked(article, sentence.start, sentence.block)
    if marked is not None:
        found.append(marked)
    parallel = _parallel(article, sentence.block)
    if parallel is not None:
        found.append(parallel)
    visited = _place_by_place(article, sentence.block)
    if visited is not None:
        found.append(visited)
    bullets = _bullets(article, sentence.start, sentence.end, sentence.block)
    if bullets is not None:
        found.append(bullets)
    return found


def _inline(article: Article, start: int, end: int) -> list[Listing]:
    """The rows of things inside one sentence."""
    return [_listing(article, start, end, row) for row in rows(article.text[start:end])]


def _listing(article: Article, start: int, end: int, row: Row) -> Listing:
    places = tuple((start + a, start + b) for a, b in row.items)
    return Listing(article.source, places, ((start, end),), row.count, start + row.near)


def pair_listings(article: Article, item: Scored) -> list[Listing]:
    """Every two things that the scored sentence joins with 和 alone."""
    start, end = item.sentence.start, item.sentence.end
    return [_listing(article, start, end, row) for row in pairs(article.text[start:end])]


def _marked(article: Article, at: int, block: Block) -> Listing | None:
    """一是 … 二是 …, ① … ②, 第一，… anywhere in the same section and turn, from the first mark on."""
    spans = _section(article, block)
    marks: list[tuple[int, int, int]] = []
    for one in spans:
        for start, end in sentence_spans(article.text, one.start, one.end):
            first = _MARK.match(article.text, start, end)
            for m in _MARK.finditer(article.text, start, end):
                # Behind a mark at the head of a sentence, only its own kind goes on: 一是…；二是…, not the (1) in it.
                if first is not None and m.lastgroup != first.lastgroup:
                    continue
                before = article.text[max(start, m.start() - 1) : m.start()]
                if m.start() == start or before in ("，", "；", "：", "。", ",", ";", ":"):
                    number = _number_of(m)
                    if number:
                        marks.append((number, m.end(), end))
    sequence = _sequence(marks, at)
    if len(sequence) < 2:
        return None
    items = tuple(trim(article.text, a, _first_clause(article.text, a, b)) for _, a, b in sequence)
    sentences = tuple(dict.fromkeys(_sentence_at(article, a) for a, _ in items))
    return Listing(article.source, items, sentences, len(items), items[0][0])


def _parallel(article: Article, block: Block) -> Listing | None:
    """Paragraphs that open alike, as many as the heading counts: "四个赋能" over 聚力创新赋能，… 聚力改革赋能，…"""
    counted = COUNTED.search(block.heading)
    if counted is None or number(counted["count"]) < 2:
        return None
    noun = re.sub(r"[^\u4e00-\u9fff].*", "", counted["noun"])
    spans: list[tuple[int, int]] = []
    for one in _section(article, block):
        for start, end in sentence_spans(article.text, one.start, one.end):
            stop = _first_clause(article.text, start, end)
            if 2 <= len(noun) < stop - start <= 20 and article.text[start:stop].endswith(noun):
                spans.append((start, stop))
    if len(spans) != number(counted["count"]):
        return None
    sentences = tuple(_sentence_at(article, a) for a, _ in spans)
    return Listing(article.source, tuple(spans), sentences, len(spans), spans[0][0])


def _place_by_place(article: Article, block: Block) -> Listing | None:
    """Places told one sentence each: 在湖南，他指出…。在甘肃，他提出…。在湖北，他强调…。"""
    runs: list[list[tuple[int, int]]] = [[]]
    opened: dict[int, tuple[int, int]] = {}
    for one in _section(article, block):
        for start, end in sentence_spans(article.text, one.start, one.end):
            at = _AT_A_PLACE.match(article.text, start, end)
            if at is None or not find_places(at[1]):
                runs.append([])
                continue
            opened[start] = at.span(1)
            runs[-1].append((start, end))
    best = max(runs, key=len)
    if len(best) < _FEWEST_VISITED:
        return None
    items = tuple(opened[start] for start, _ in best)
    return Listing(article.source, items, tuple(best), 0, items[0][0])


def _number_of(match: re.Match[str]) -> int:
    if match["ring"]:
        return "①②③④⑤⑥⑦⑧⑨⑩⑪⑫".index(match["ring"]) + 1
    return number(match["han"] or match["part"] or match["nth"] or match["par"] or match["dot"] or "")


def _sequence(marks: Sequence[tuple[int, int, int]], at: int) -> list[tuple[int, int, int]]:
    """The run 1, 2, 3 … whose marks lie nearest to `at`."""
    runs: list[list[tuple[int, int, int]]] = []
    for mark in marks:
        if mark[0] == 1:
            runs.append([mark])
        elif runs and mark[0] == runs[-1][-1][0] + 1:
            runs[-1].append(mark)
    if not runs:
        return []
    return min(runs, key=lambda run: (not run[0][1] - 40 <= at <= run[-1][2], abs(run[0][1] - at)))


def _first_clause(text: str, start: int, end: int) -> int:
    """The end of the item's leading words: its first comma or full stop outside quotation marks."""
    depth = 0
    for i in range(start, end):
        if text[i] in "“（(《":
            depth += 1
        elif text[i] in "”）)》":
            depth = max(0, depth - 1)
        elif text[i] in "，。；：,;:！？" and not depth and i - start >= 2:
            return i
    return end


def _section(article: Article, block: Block) -> list[Block]:
    """The blocks that share heading and speaker with `block`."""
    same = (block.heading, block.speaker)
    return [b for b in article.blocks if (b.heading, b.speaker) == same and b.kind != "heading"]


def _sentence_at(article: Article, at: int) -> tuple[int, int]:
    block = next(b for b in article.blocks if b.start <= at < b.end)
    for start, end in sentence_spans(article.text, block.start, block.end):
        if start <= at < end:
            return start, end
    return block.start, block.end


def _bullets(article: Article, start: int, end: int, block: Block) -> Listing | None:
    """List items that follow the block of a sentence which announces them ("着力“三大工程”，…", ends with a colon)."""
    text = article.text[start:end]
    counted = [number(m["count"]) for m in COUNTED.finditer(text)]
    count = next((n for n in counted if n >= 2), 0)
    if not count and not text.rstrip().endswith(("：", ":")):
        return None
    blocks = list(article.blocks)
    at = next((i for i, b in enumerate(blocks) if b.start <= start < b.end), -1)
    items: list[Block] = []
    for one in blocks[at + 1 :] if at >= 0 else []:
        if one.kind == "item":
            items.append(one)
        elif one.kind == "heading" or (count and len(items) >= count) or len(items) == 0:
            break
    if len(items) < 2:
        return None
    items = items[:count] if count else items
    spans = tuple(_item_name(article.text, b) for b in items)
    sentences = ((start, end), *(_sentence_at(article, a) for a, _ in spans))
    return Listing(article.source, spans, tuple(dict.fromkeys(sentences)), len(items), start)


def _item_name(text: str, block: Block) -> tuple[int, int]:
    """A bullet's name: what stands in quotation marks at its head, else its first clause."""
    end = _first_clause(text, block.start, block.end)
    quoted = re.search(r"[“《]([^“”《》]{2,40})[”》]", text[block.start : end])
    if quoted:
        return block.start + quoted.start(1), block.start + quoted.end(1)
    return trim(text, block.start, end)


def item_texts(article: Article, listing: Listing) -> list[str]:
    """The items' words, white space folded, doubles dropped."""
    texts = (_bare(re.sub(r"\s+", " ", article.text[a:b]).strip()) for a, b in listing.items)
    return list(dict.fromkeys(t for t in texts if fold(t)))


def _bare(text: str) -> str:
    """The text without one pair of quotation marks around the whole of it."""
    inner = text[1:-1]
    whole = len(text) > 2 and text[0] in "“‘" and text[-1] in "”’" and not set(inner) & set("“”‘’")
    return inner if whole else text
