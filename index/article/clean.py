"""Lines → whole paragraphs. In: the lines of a document and their marks. Out: `Piece`s, one per heading or paragraph.

Lines cut by a column's width are joined, also across blank lines when the sentence goes on; a paragraph that a page
or a picture cut in two is joined when its first half is an open sentence. A rule (a line of dashes, stars or the
like) is dropped and ends the paragraph before it, finished or not. Only white space moves: a line end between Chinese
characters goes, one between Latin words becomes a space.

White space inside a line: runs become one space; between a Chinese and a Latin character or digit it goes ("2 月",
"达到 2.4 万亿元"), as it stands there in some texts and not in others; letters spaced out ("链 韧 性") close up.
Headings keep their single spaces ("1 加快智能化转型", where the number is no part of the words).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

_ENDS = re.compile(r"(?:[。！？!?…；;：:]|(?<=[A-Za-z0-9)%])\.)[”’」』）)】\]》\"']{0,4}$")
_CJK = "\u2e80-\u2fdf\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef①-⒛●○■□◆◇★☆▲△▼"
_CJK_CHAR = re.compile(f"[{_CJK}]")
# Marks that both scripts use; the character beyond them decides.
_SHARED = "“”‘’—…·"
_BETWEEN = re.compile(f"(?<=[{_CJK}])[ ](?=[!-~°±×])|(?<=[!-~°±×])[ ](?=[{_CJK}])")
_SPACE = re.compile(r"\s+")
_SPACED_OUT = re.compile(r"[\u3400-\u9fff](?: [\u3400-\u9fff])+[，。、；]?")
_RULE = re.compile(r"[-–—=*_~]{3,}")
_TIGHTEN = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}!-~])|(?<=[!-~]) (?=[{_CJK}])|(?<=[0-9.,]) (?=[0-9.,%])")
_APART, _HAN_PAIR = re.compile("[\u3400-\u9fff] (?=[\u3400-\u9fff])"), re.compile("[\u3400-\u9fff](?=[\u3400-\u9fff])")
_OPEN_DECIMAL = re.compile(r"[^\d\s.．、()（）][\s]?\d{1,9}[.．]$")
_GOES_ON = re.compile(r"\d{1,6}(?!\d|\s?[.．、)）])")
_POINT_FIRST = re.compile(r"[.．]\d{1,6}(?!\d)")
_CLAUSE = re.compile("[，、；,;。！？]")
_BULLET = "●○■□◆◇★☆▪▫•·‣►▶➢※"
_MID_BULLET = re.compile("(?<=[。；！？”])\\s*(?=[●○■◆★▪•►▶➢]\\s?\\S)")
_ENUMERATED = re.compile(
    r"[①-⑳]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．)](?!\d)|[一二三四五六七八九十]是|其[一二三四五六]"
)
_OPENERS, _CLOSERS = "《“‘（(【「『", "》”’）)】」』"
_CREDIT = re.compile(r"(?:摄|供图|摄影|制图|/图|图片|资料图|绘图?)[）)。]?$|/[\u3400-\u9fff]{2,8}$")
LABEL = re.compile(r"([^\s：:，。；！？、“”《》()（）\d]{1,12}|[A-Z][A-Za-z.' -]{0,30})[：:](?=\s?\S)")
_DIGITS = "0123456789.．,"
_MIN_WRAPPED = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading or paragraph as cleaned. `kind` is what the markup said ("h1" … "h6", "item", "caption", "row",
    "paragraph") or "" when it said nothing; `gap` counts the blank lines in front; `ended` tells that it ends as
    sentences do."""

    text: str
    kind: str = ""
    gap: int = 0
    ended: bool = True
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank. `gap` counts the blank lines and rules in front; `ruled` tells of a rule among them,
    `cut` that its last number goes on in the next line."""

    text: str
    kind: str
    gap: int
    width: int
    ended: bool
    ruled: bool
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The pieces, and whether the lines were layout (`torn`: columns of a page, so headings may stand far off)."""

    pieces: tuple[Piece, ...]
    torn: bool


def clean(text: str, marks: Iterable[tuple[int, str]] = (), labels: frozenset[str] = frozenset()) -> Cleaned:
    """Join the lines of `text` into whole paragraphs. `labels` are the speakers whose turns always begin a new one.

    Without its white space, every piece stands in `text` without its white space.
    """
    lines = _lines(text, dict(marks))
    wrapped = _is_wrapped(lines)
    pieces: list[Piece] = []
    group: list[_Line] = []
    for n, line in enumerate(lines):
        if group and _joins(group, line, lines, n, wrapped, labels):
            group.append(line)
            continue
        pieces.extend(_pieces(group))
        group = [line]
    pieces.extend(_pieces(group))
    return Cleaned(tuple(pieces), wrapped)


def _lines(text: str, marks: dict[int, str]) -> list[_Line]:
    out: list[_Line] = []
    gap, ruled = 0, False
    for n, raw in enumerate(text.split("\n")):
        if marks.get(n) == "row" and raw:
            # Its tabs say where a cell ends.
            out.append(_Line(raw, "row", gap, 0, True, ruled))
            gap, ruled = 0, False
            continue
        line = _SPACE.sub(" ", raw).strip()
        if " " in line and (_SPACED_OUT.fullmatch(line) or _is_spread(line)):
            line = _TIGHTEN.sub("", line)
        if not line or _RULE.fullmatch(line):
            gap += 1
            ruled = ruled or bool(line)
            continue
        if out and not gap and _cut_number(out[-1], line, marks.get(n, "")):
            # The point at a line's end is a decimal point: the sentence goes on.
            out[-1] = replace(out[-1], ended=False, cut=True)
        out.append(_Line(line, marks.get(n, ""), gap, _width(line), bool(_ENDS.search(line[-8:])), ruled))
        gap, ruled = 0, False
    return out


def _is_spread(line: str) -> bool:
    """Whether a space stands behind nearly every character, as some recognisers of scans leave them."""
    apart = len(_APART.findall(line))
    return apart >= 4 and apart * 5 >= 2 * len(_HAN_PAIR.findall(line)) + 2 * apart


def _cut_number(before: _Line, line: str, kind: str) -> bool:
    """Whether a number goes on over the line end: "达36." and "5万吨", "120" and ".4亿元", "1," and "234户"."""
    if kind or before.kind or not _CJK_CHAR.search(before.text):
        return False
    if before.text[-1] in ".．" and _OPEN_DECIMAL.search(before.text):
        return _GOES_ON.match(line) is not None
    return before.text[-1].isdigit() and _POINT_FIRST.match(line) is not None


def _width(line: str) -> int:
    """Columns a line fills: two for a full-width character. Lines past any column need no exact count."""
    if line.isascii() or len(line) > 400:
        return len(line)
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in line)


def _is_wrapped(lines: Sequence[_Line]) -> bool:
    """Whether line ends are layout: many lines end in mid-sentence just where the next word would not have fitted."""
    considered = full = within = 0
    for n, line in enumerate(lines[:-1]):
        if line.kind or line.width < 16:
            continue
        considered += 1
        if not line.ended and line.width <= 200 and _is_full(lines, n):
            full += 1
            within += _CLAUSE.search(line.text) is not None or ". " in line.text
    # Headings and names of one length are not wrapped text: a sentence's lines hold commas and stops inside.
    return full >= _MIN_WRAPPED and full * 3 >= considered and within * 4 >= full


def _is_full(lines: Sequence[_Line], n: int) -> bool:
    """A line as wide as its column: about as wide as a neighbour, the next word of the next line not fitting in."""
    width = lines[n].width
    near = [lines[m].width for m in (n - 2, n - 1, n + 1, n + 2) if 0 <= m < len(lines)]
    if n + 1 >= len(lines):
        return False
    if _is_cjk(lines[n + 1].text[:4]) or _is_cjk(lines[n].text[:-5:-1]):
        # The first line of a paragraph is indented by two characters, of which nothing may be left.
        return width >= 8 and any(abs(width + indent - other) <= 3 for other in near for indent in (0, 4))
    first = lines[n + 1].text.split(" ", 1)[0]
    return width + 1 + len(first) > max([*near, width]) - 2


def _joins(
    group: list[_Line], line: _Line, lines: Sequence[_Line], n: int, wrapped: bool, labels: frozenset[str]
) -> bool:
    """Whether `line` goes on with the paragraph that `group` holds so far."""
    last = group[-1]
    if "row" in (line.kind, last.kind):
        return False
    if line.ruled or line.kind.startswith("h") or last.kind.startswith("h") or "caption" in (line.kind, last.kind):
        return False
    label = LABEL.match(line.text)
    if (label and label.group(1) in labels) or line.text[0] in _BULLET or line.kind == "item":
        return False
    if last.cut:
        return True
    if last.ended:
        return wrapped and line.gap == 0 and not _ENUMERATED.match(line.text) and _is_full(lines, n - 1)
    so_far = "".join(part.text[-400:] for part in group[-8:])
    if _CREDIT.search(last.text) and len(group) == 1 and not wrapped:
        return False
    if not wrapped:
        return _is_broken(so_far, lines, n)
    if _unclosed(so_far):
        return True
    sentence_like = _CLAUSE.search(so_far) is not None
    if line.gap == 0:
        return not _is_heading_over(group, line, sentence_like)
    if so_far[-1] in "，、,":
        return True
    return (sentence_like and (len(group) > 1 or _is_full(lines, n - 1))) or _is_column(lines, n)


def _is_heading_over(group: list[_Line], line: _Line, sentence_like: bool) -> bool:
    """A short line without a clause right over a wider one: a heading set tight over its text."""
    return len(group) == 1 and not sentence_like and group[0].width * 4 <= line.width * 3 and not group[0].ended


def _is_column(lines: Sequence[_Line], n: int) -> bool:
    """The line before `n` is exactly as wide as its neighbours on both sides: one line of a spaced-out column."""
    widths = [lines[m].width for m in (n - 2, n - 1, n) if 0 <= m < len(lines)]
    return len(widths) == 3 and max(widths) - min(widths) <= 2 and widths[1] >= 24


def _is_broken(so_far: str, lines: Sequence[_Line], n: int) -> bool:
    """In a text of whole paragraphs: the one before breaks off in a sentence that cannot end there.

    A comma or an open bracket at its end says so. So does a long last sentence with several clauses, unless a heading
    stands right before it (then it is that heading's summary line).
    """
    if so_far[-1] in "，、,":
        return not (lines[n].text[0] in '“"' and lines[n].ended)
    tail = re.split("[。！？!?；;]", so_far[-400:])[-1]
    if _unclosed(so_far[-400:]) and len(tail) >= 10:
        return True
    clauses = len(_CLAUSE.findall(tail))
    if n >= 2 and not lines[n - 2].ended and lines[n - 2].width < 60:
        return False
    whole = re.split("[。！？!?]", so_far[-400:])[-1]
    if so_far[-1] in _CLOSERS:
        return False
    return clauses >= 2 and len(whole) >= 45 and _CJK_CHAR.match(so_far[-1]) is not None


def _is_cjk(edge: str) -> bool:
    """Whether an edge of a line is Chinese; `edge` runs inwards from it."""
    for c in edge:
        if c not in _SHARED:
            return _CJK_CHAR.match(c) is not None
    return True


def _unclosed(text: str) -> bool:
    """Whether the last opening mark has no closing one after it (within 80 characters)."""
    tail = text[-80:]
    depth = 0
    for c in reversed(tail):
        if c in _CLOSERS:
            depth += 1
        elif c in _OPENERS:
            if depth == 0:
                return True
            depth -= 1
    return False


def _pieces(group: Sequence[_Line]) -> list[Piece]:
    """One piece of the group's lines; bullets in mid-line begin pieces of their own."""
    if not group:
        return []
    if group[0].kind == "row":
        return [Piece(group[0].text, "row", group[0].gap)]
    text = group[0].text
    parts = [text]
    for line in group[1:]:
        # Between digits of a Chinese text a line end is no space: the number goes on.
        goes_on = parts[-1][-1] in _DIGITS and line.text[0] in _DIGITS and _CJK_CHAR.search(parts[-1]) is not None
        tight = goes_on or _is_cjk(parts[-1][:-5:-1]) or _is_cjk(line.text[:4]) or parts[-1][-1] == "-"
        glue = "" if tight else " "
        parts.append(glue + line.text)
    joined = "".join(parts)
    first = group[0]
    out = []
    for number, part in enumerate(_MID_BULLET.split(joined)):
        bullet = part[0] in _BULLET and len(part) > 1
        words = part.lstrip(_BULLET + " ") if bullet else part
        if words:
            gap = first.gap if number == 0 else 0
            out.append(Piece(words, first.kind, gap, bool(_ENDS.search(words[-8:])), bullet))
    return out


def close_up(text: str) -> str:
    """The paragraph without spaces between a Chinese and a Latin character: the rule for all but headings.

    >>> close_up("2 月 19 日，达到 2.4 万亿元， Micro LED 等")
    '2月19日，达到2.4万亿元，Micro LED等'
    """
    return _BETWEEN.sub("", text)
