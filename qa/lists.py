"""Lists that an article spells out: "A、B、C三大产业", "一是…二是…", bullets under a sentence.

Comes in: an article and the scored sentences. Goes out: `Listing`s with their items as slices of the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.fold import fold
from index.numerals import parse_numeral
from index.sentences import sentence_spans
from index.types import Article, Block
from qa.cues import any_of
from qa.evidence import Scored

_COUNTED = re.compile(
    r"(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:大|个|项|类|种|条|家|篇|座|方面|重)(?P<noun>[^、，。；：:,;]{0,16})"
)
_MARK = re.compile(
    r"(?:(?P<han>[一二三四五六七八九十]{1,2})是|第(?P<nth>[一二三四五六七八九十]{1,2})[，、,]|"
    r"(?P<ring>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫])|[（(](?P<par>\d{1,2}|[一二三四五六七八九十]{1,2})[）)]|(?P<dot>\d{1,2})[.．、](?=\D))"
)
_SPLIT = re.compile(r"、|;|；")
_TAIL_JOIN = re.compile(r"以及|和|及|与")
# "A、B，以及C、D": a comma that ends no list.
_GOES_ON = re.compile("以及|还有|并包括")
# "A+B+C", "A→B→C": the parts of a formula.
_FORMULA = re.compile(
    "[^，。；：！？、“”‘’《》+→\\s]{1,20}(?:[+→][^，。；：！？、“”‘’《》+→\\s]{1,20}){2,11}"
)
_QUOTED_ROW = re.compile("“([^“”、]{1,30}(?:、[^“”、]{1,30})+)”")
_QUOTED_RUN = re.compile(r"(?:[“‘《「『][^“”‘’《》「」『』]{1,40}[”’》」』]){2,}")
_QUOTED_ONE = re.compile(r"[“‘《「『]([^“”‘’《》「」『』]{1,40})[”’》」』]")
_SAID_OF_ALL = re.compile("等|均|入选|进入|成为|分别|相继|先后|位居|跻身")
_CLAUSE_END = "。！？；：:，,"
_MAX_ITEM = 60


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
    bullets = _bullets(article, sentence.start, sentence.end, sentence.block)
    if bullets is not None:
        found.append(bullets)
    return found


def _number(text: str) -> int:
    value = parse_numeral(text)
    return int(value) if value is not None else 0


def _inline(article: Article, start: int, end: int) -> list[Listing]:
    """Enumerations with 、 inside one sentence, and runs of quoted names."""
    text = article.text[start:end]
    found: list[Listing] = []
    counted = [(m.start(), m.end(), _number(m["count"])) for m in _COUNTED.finditer(text)]
    for left, right in _runs(text):
        spans = _items(text, left, right)
        count, near = 0, left
        for at, stop, number in counted:
            before = left <= at <= right + 1 or right <= at <= right + 2
            after = 0 <= left - stop <= 3
            if number >= 2 and (before or after):
                count, near = number, at
                if before:
                    spans = _items(text, left, at)
                break
        spans = _fit(text, spans, count)
        if len(spans) >= 2:
            places = tuple((start + a, start + b) for a, b in spans)
            found.append(Listing(article.source, places, ((start, end),), count, start + near))
    for quote in _QUOTED_ROW.finditer(text):
        behind = ((n, at) for at, _, n in counted if 0 <= at - quote.end() <= 1 and n > 1)
        count, near = next(behind, (0, quote.start()))
        spans = _fit(text, _items(text, quote.start(1), quote.end(1)), count)
        if len(spans) > 1:
            row = tuple((start + a, start + b) for a, b in spans)
            found.append(Listing(article.source, row, ((start, end),), count, start + near))
    for formula in _FORMULA.finditer(text):
        parts = [(start + formula.start() + m.start(), start + formula.start() + m.end())
                 for m in re.finditer("[^+→]+", formula[0])]  # fmt: skip
        if all(b - a > 1 and not article.text[a:b].isascii() for a, b in parts):
            found.append(Listing(article.source, tuple(parts), ((start, end),), 0, start + formula.start()))
    for run in _QUOTED_RUN.finditer(text):
        quoted = tuple((start + run.start() + m.start(1), start + run.start() + m.end(1))
                       for m in _QUOTED_ONE.finditer(run[0]))  # fmt: skip
        found.append(Listing(article.source, quoted, ((start, end),), len(quoted), start + run.start()))
    return found


def _runs(text: str) -> list[tuple[int, int]]:
    """Clauses that hold at least one 、 (or ； between short parts), as (start, end)."""
    runs: list[tuple[int, int]] = []
    left = 0
    depth = 0
    for i, char in enumerate(text):
        if char in "（(《":
            depth += 1
        elif char in "）)》":
            depth = max(0, depth - 1)
        elif char == "，" and _GOES_ON.match(text, i + 1):
            continue
        elif char in _CLAUSE_END and not depth:
            if "、" in text[left:i]:
                runs.append((left, i))
            left = i + 1
    if "、" in text[left:]:
        runs.append((left, len(text.rstrip("。！？\n "))))
    return runs


def _items(text: str, left: int, right: int) -> list[tuple[int, int]]:
    """The parts of text[left:right] between 、, the words that introduce the first one taken off."""
    spans: list[tuple[int, int]] = []
    at = left
    depth = 0
    for i in range(left, right):
        char = text[i]
        if char in "（(“《":
            depth += 1
        elif char in "）)”》":
            depth = max(0, depth - 1)
        elif char == "、" and not depth:
            spans.append((at, i))
            at = i + 1
        elif char == "，" and not depth and (joint := _GOES_ON.match(text, i + 1)):
            spans.append((at, i))
            at = joint.end()
    spans.append((at, right))
    if spans:
        first, last = spans[0]
        # "大力推动创新、深入实施制造": when the others are deeds too, the first keeps its verb.
        deeds = any(any_of("enumeration_verbs").search(text, a, min(a + 5, b)) for a, b in spans[1:])
        if not deeds:
            spans[0] = (_after_verb(text, first, last), last)
        a, b = spans[-1]
        spans[-1] = (a, _before_etc(text, a, b))
    return [_trim(text, a, b) for a, b in spans if text[a:b].strip() and b - a <= _MAX_ITEM]


def _after_verb(text: str, left: int, right: int) -> int:
    """Where the first item begins: after the last introducing verb, 的 kept out of quotation marks."""
    at = left
    for match in any_of("enumeration_verbs").finditer(text, left, right):
        if match.end() < right and text.count("“", left, match.start()) == text.count("”", left, match.start()):
            at = match.end()
    return at


def _before_etc(text: str, left: int, right: int) -> int:
    """Where the last item ends: before 等, or before what is said of all of them (入选, 均, 成为 …)."""
    match = _SAID_OF_ALL.search(text, left + 2, right)
    return match.start() if match else right


def _trim(text: str, a: int, b: int) -> tuple[int, int]:
    while a < b and text[a] in " \n\t　的了和及与":
        a += 1
    while b > a and text[b - 1] in " \n\t　":
        b -= 1
    return a, b


def _fit(text: str, spans: list[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """Make the parts agree with the number the article gives: split the last at 和, or keep the nearest `count`."""
    if count and len(spans) == count - 1:
        a, b = spans[-1]
        for match in _TAIL_JOIN.finditer(text, a, b):
            if match.start() - a >= 2 and b - match.end() >= 2:
                return [*spans[:-1], (a, match.start()), (match.end(), b)]
    if not count and spans:
        a, b = spans[-1]
        joint = _TAIL_JOIN.search(text, a + 2, b)
        if joint and b - joint.end() >= 2 and joint[0] != "与":
            return [*spans[:-1], (a, joint.start()), (joint.end(), b)]
    return spans[-count:] if count and len(spans) > count else spans


def _marked(article: Article, at: int, block: Block) -> Listing | None:
    """一是 … 二是 …, ① … ②, 第一，… anywhere in the same section and turn, from the first mark on."""
    spans = _section(article, block)
    marks: list[tuple[int, int, int]] = []
    for one in spans:
        for start, end in sentence_spans(article.text, one.start, one.end):
            first = _MARK.match(article.text, start, end)
            for m in [first] if first else _MARK.finditer(article.text, start, end):
                before = article.text[max(start, m.start() - 1) : m.start()]
                if m.start() == start or before in ("，", "；", "：", "。", ",", ";", ":"):
                    number = _number_of(m)
                    if number:
                        marks.append((number, m.end(), end))
    sequence = _sequence(marks, at)
    if len(sequence) < 2:
        return None
    items = tuple(_trim(article.text, a, _first_clause(article.text, a, b)) for _, a, b in sequence)
    sentences = tuple(dict.fromkeys(_sentence_at(article, a) for a, _ in items))
    return Listing(article.source, items, sentences, len(items), items[0][0])


def _parallel(article: Article, block: Block) -> Listing | None:
    """Paragraphs that open alike, as many as the heading counts: "四个赋能" over 聚力创新赋能，… 聚力改革赋能，…"""
    counted = _COUNTED.search(block.heading)
    if counted is None or _number(counted["count"]) < 2:
        return None
    noun = re.sub(r"[^\u4e00-\u9fff].*", "", counted["noun"])
    spans: list[tuple[int, int]] = []
    for one in _section(article, block):
        for start, end in sentence_spans(article.text, one.start, one.end):
            stop = _first_clause(article.text, start, end)
            if 2 <= len(noun) < stop - start <= 20 and article.text[start:stop].endswith(noun):
                spans.append((start, stop))
    if len(spans) != _number(counted["count"]):
        return None
    sentences = tuple(_sentence_at(article, a) for a, _ in spans)
    return Listing(article.source, tuple(spans), sentences, len(spans), spans[0][0])


def _number_of(match: re.Match[str]) -> int:
    if match["ring"]:
        return "①②③④⑤⑥⑦⑧⑨⑩⑪⑫".index(match["ring"]) + 1
    return _number(match["han"] or match["nth"] or match["par"] or match["dot"] or "")


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
    counted = [_number(m["count"]) for m in _COUNTED.finditer(text)]
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
    return _trim(text, block.start, end)


def item_texts(article: Article, listing: Listing) -> list[str]:
    """The items' words, white space folded, doubles dropped."""
    texts = (_bare(re.sub(r"\s+", " ", article.text[a:b]).strip()) for a, b in listing.items)
    return list(dict.fromkeys(t for t in texts if fold(t)))


def _bare(text: str) -> str:
    """The text without one pair of quotation marks around the whole of it."""
    inner = text[1:-1]
    whole = len(text) > 2 and text[0] in "“‘" and text[-1] in "”’" and not set(inner) & set("“”‘’")
    return inner if whole else text
