"""Pieces → drafts of blocks: what is a heading, a caption, an item or a turn, and which heading governs what.

In: cleaned pieces. Out: `Draft`s in order. Headings of marked-up texts are known; in plain text a heading is a short
line without a sentence's end that text follows. Where a page's order was lost on the way to text (columns), words
decide: see `reorder.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from index.article.clean import LABEL, Cleaned, Piece, close_up
from index.article.speakers import NOBODY, Speaker, is_asker, split_office
from index.entities import split_name
from index.types import BlockKind

_CREDIT = re.compile(
    r"^[（(【\[]?\s?(?:本报|新华社|央视网|来源|作者|记者|编辑|责编|责任编辑|文字|图片|据|原标题|审核|编审|校对|监制|通讯员|供稿"
    r"|数据来源|资料来源|受访者供|(?:计量)?单\s?位\s?[:：])"
    r"|(?:摄|供图|摄影|制图|图片|资料图|供稿)[）)]?$|记者[ 　][\u3400-\u9fff]{2,4}(?:[ 　、][\u3400-\u9fff]{2,4}){0,5}$"
    r"|^[▲△▼]|^(?:图|表)\s?\d{1,3}"
)
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、．.章节部分]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}(?:[.、．](?!\d)|[ 　]))\s?\S"
)
_LONGEST_HEADING, _LONGEST_ENGLISH, _LONGEST_CAPTION = 50, 110, 40


@dataclass(frozen=True, slots=True)
class Draft:
    """A block before it has a place in the article's text. `heading`, `speaker` as in `types.Block`; `question` is the
    opening question of the interview a block belongs to ("" outside interviews)."""

    kind: BlockKind
    text: str
    level: int = 0
    heading: str = ""
    speaker: Speaker = NOBODY
    question: str = ""


# A line that only dates the article, or dates it and names its source, is not its title.
_NAMED_SOURCE = r"(?:来源|來源|作者|记者|記者|编辑|編輯)\s?[:：]\s?\S{1,20}"
DATE_LINE = re.compile(
    rf"\W{{0,3}}(?:{_NAMED_SOURCE}\s{{1,4}})?"
    r"(?:[\u3400-\u9fff]{1,10}[报報网網社刊]\W{0,4})?(?:[发發][布佈表]时间|发布日期|發[布佈]時間|日期|时间|時間)?\W{0,3}"
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})\s?[年./-]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s?[月./-]\s?"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?日?)?[\d:\s]{0,10}(?:\W{0,4}(?:星期|周)[一二三四五六日天])?"
    rf"(?:\W{{0,4}}第?\s?[A-Z]?\d{{1,3}}\s?版)?(?:\W{{0,4}}{_NAMED_SOURCE})?\W{{0,3}}"
)


def draft(cleaned: Cleaned, labels: frozenset[str], has_title: bool) -> tuple[Draft, ...]:
    """Tell the kinds of the pieces and give each its heading and speaker. `has_title`: the file names its title
    elsewhere (front matter, a title tag), so the first line need not be one."""
    kinds = _kinds(cleaned, has_title)
    drafts: list[Draft] = []
    heading: list[str] = []
    speaker, section, question = NOBODY, NOBODY, ""
    open_heading = False
    for n, (piece, (kind, level)) in enumerate(zip(cleaned.pieces, kinds, strict=True)):
        if kind == "heading":
            heading = [*heading, piece.text] if open_heading else [piece.text]
            named = _heading_speaker(piece.text)
            section = named or (section if open_heading else NOBODY)
            open_heading, speaker, question = True, section, ""
            drafts.append(Draft("heading", piece.text, level))
            if level == 1 and n == _first(kinds) and not has_title:
                # The article's title is no section's heading.
                heading, open_heading = [], cleaned.torn
            continue
        if kind == "caption":
            drafts.append(Draft("caption", close_up(piece.text), 0, " ".join(heading)))
            continue
        open_heading = False
        if kind == "row":
            drafts.append(Draft("row", close_up(piece.text), 0, " ".join(heading)))
            continue
        label = LABEL.match(piece.text)
        if label and label.group(1) in labels:
            asks = is_asker(label.group(1), labels, piece.text)
            question = piece.text if asks else question
            speaker = Speaker(label.group(1), "")
            kind = "turn"
        drafts.append(Draft(kind, close_up(piece.text), level, " ".join(heading), speaker, question))
    return tuple(drafts)


def _first(kinds: Sequence[tuple[BlockKind, int]]) -> int:
    return next((n for n, (kind, _) in enumerate(kinds) if kind == "heading"), -1)


def _heading_speaker(text: str) -> Speaker | None:
    """A heading that ends with a colon after an office and a name opens what that person says."""
    return split_office(text) if text.endswith(("：", ":")) else None


def _kinds(cleaned: Cleaned, has_title: bool) -> list[tuple[BlockKind, int]]:
    pieces = cleaned.pieces
    usual_gap = median([p.gap for p in pieces]) if pieces else 0
    out: list[tuple[BlockKind, int]] = []
    for n in range(len(pieces)):
        out.append(_kind(pieces, n, out, usual_gap, cleaned.torn, has_title))
    # A heading needs something to stand over; in a torn page the words decide later.
    last = len(out) - 1
    while last > 0 and out[last][0] in ("heading", "caption"):
        if out[last][0] == "heading" and not pieces[last].kind and not cleaned.torn:
            out[last] = ("caption", 0)
        last -= 1
    return out


def _kind(
    pieces: Sequence[Piece], n: int, before: Sequence[tuple[BlockKind, int]], usual_gap: float, torn: bool, titled: bool
) -> tuple[BlockKind, int]:
    piece = pieces[n]
    if piece.kind.startswith("h"):
        return "heading", int(piece.kind[1])
    if piece.kind == "row":
        return "row", 0
    if piece.kind == "caption":
        return "caption", 0
    if piece.kind == "item" or piece.bullet:
        return "item", 0
    if len(piece.text) <= _LONGEST_CAPTION and _CREDIT.search(piece.text):
        return "caption", 0
    if piece.kind == "paragraph" and not _NUMBERED.match(piece.text):
        return "paragraph", 0
    named = not DATE_LINE.fullmatch(piece.text)
    if n and not named and not torn:
        return "caption", 0
    if n == 0 and named and not titled and not torn and not piece.ended and len(piece.text) <= 120:
        return "heading", 1
    if not _heading_like(pieces, n, before):
        return "paragraph", 0
    if _is_caption(piece, n, pieces, usual_gap, torn):
        return "caption", 0
    level = 3 if n and before[n - 1][0] == "heading" else 2
    return "heading", level


def _heading_like(pieces: Sequence[Piece], n: int, before: Sequence[tuple[BlockKind, int]]) -> bool:
    piece = pieces[n]
    chinese = any("\u3400" <= c <= "\u9fff" for c in piece.text)
    if len(piece.text) > (_LONGEST_HEADING if chinese else _LONGEST_ENGLISH):
        return False
    if piece.text.endswith(("：", ":")):
        return _heading_speaker(piece.text) is not None
    if piece.ended or piece.text[-1] in "，、,":
        return False
    quoted = piece.text[0] in '“"' and piece.text[-1] in '”"'
    if piece.text[-1] in '”"' and not quoted and "，" in piece.text:
        # Ends with a closing quotation mark and no stop: a sentence that ends in a quotation, unless it is short.
        return len(piece.text) <= 30
    if not chinese:
        return piece.text[:1].isupper() or piece.text[:1].isdigit()
    # A long line of several clauses is a paragraph whose stop was lost, but right under a heading it sums it up.
    return piece.text.count("，") <= 2 or (n > 0 and before[n - 1][0] == "heading")


def _is_caption(piece: Piece, n: int, pieces: Sequence[Piece], usual_gap: float, torn: bool) -> bool:
    """A lone line where a picture stood: set off by more blank lines than is usual, or a person's name alone."""
    if n == 0 or _NUMBERED.match(piece.text) or piece.text.endswith(("：", ":")):
        return False
    if piece.text[0] in "（(" and piece.text[-1] in "）)":
        return True
    if torn:
        return False
    set_off = piece.gap >= usual_gap + 2 and len(piece.text) <= _LONGEST_CAPTION
    following = pieces[n + 1].gap if n + 1 < len(pieces) else 0
    alone = split_name(piece.text) is not None and len(piece.text) <= 3 and piece.gap > usual_gap
    return alone or (set_off and (following <= usual_gap or following >= piece.gap))
