"""The data of the write side. Frozen, slotted, and importing nothing of ours.

All offsets are positions in `Article.text` (Python code points), end exclusive, unless a field says otherwise.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Language = Literal["zh", "en"]
Precision = Literal["day", "month", "year", "unknown"]
BlockKind = Literal["heading", "paragraph", "item", "caption", "turn", "row"]
Nature = Literal["result", "goal", "forecast"]
Measure = Literal["level", "growth", "share", "rank", "difference", "multiple", "increment", "cumulative"]
UnitClass = Literal[
    "count", "money", "percent", "point", "time", "length", "area", "mass", "volume", "energy", "ratio", "other"
]


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """When an article was published, and the words that prove it.

    `value` is the first day of the span the evidence allows (2022-01-01 for precision "year"), None when unknown.
    `quote` is the proving words as they stand (in the file, so also front matter); `rule` names the rule that read
    them.
    `start`/`end` are offsets in the article's text, or -1 when the words are outside it (front matter, meta tags).
    """

    value: date | None
    precision: Precision
    rule: str
    quote: str = ""
    start: int = -1
    end: int = -1

    def iso(self) -> str | None:
        """The date as the JSON contract prints it: 2025-01-20, 2025-01, 2025 or None."""
        if self.value is None or self.precision == "unknown":
            return None
        return self.value.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


@dataclass(frozen=True, slots=True)
class Period:
    """An absolute span of days that a time expression means; both ends inclusive.

    `start` None: open to the past ("截至去年底"); `end` None: open to the future or "近年来".
    `text` is the expression as it stands, `rule` the grammar rule that read it ("last_year", "year", "quarter" …).
    `by_end`: the span is only a deadline or a reading date ("到2027年", "截至去年底"): the value holds at `end`.
    `anchored`: True when the article's (or question's) date was needed to resolve it.
    """

    start: date | None
    end: date | None
    text: str
    rule: str
    by_end: bool = False
    anchored: bool = False

    def year(self) -> int | None:
        """The single calendar year the period lies in (for `by_end`, the year of its end), else None."""
        if self.by_end:
            return self.end.year if self.end else None
        if self.start and self.end and self.start.year == self.end.year:
            return self.start.year
        return None


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression in a text: where it stands and what it means (None: cannot be resolved without a date)."""

    start: int
    end: int
    text: str
    period: Period | None
    rule: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as it stands in a text.

    `value` is exact, scaled by 万/亿/million (115万辆 → 1150000). A range has `high`. `bound` is what the words around
    say of the value: "" exact, "about" (约 左右 近 余 多), "over" (超 突破 以上 不少于), "under" (不到 以下 近).
    `unit` is canonical ("辆", "元", "%", "个百分点", "家" …; English units are mapped: vehicles → 辆, RMB → 元).
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    unit_class: UnitClass
    high: Decimal | None = None
    bound: Literal["", "about", "over", "under"] = ""
    ordinal: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of an article with what it is about. `quantity` offsets are in the article's text.

    `indicator` is the words the number measures ("整车产量", "规上工业增加值"), with `indicator_start/end` where they
    stand (-1 when they are implied). `place` is canonical Chinese ("重庆市", "涪陵区", "两江新区"), `body` a company or
    institution or sub-area ("直管区", "小康动力") or "". `period_source` says which rule gave the period: "clause",
    "sentence", "paragraph", "heading", "article" or "none". `sentence_start/end` bound the proving sentence.
    """

    quantity: Quantity
    indicator: str
    indicator_start: int
    indicator_end: int
    period: Period | None
    period_source: str
    nature: Nature
    measure: Measure
    place: str
    place_source: str
    body: str
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, caption, speaker turn or table row: `Article.text[start:end]`.

    The cells of a "row" stand in it with a tab between them; `Article.tables` tells what each cell is.

    `heading` is the text of the heading that governs the block ("" if none), `speaker` who says it ("张智奎"),
    `speaker_role` the office given with the name ("涪陵区委书记"), `place` the canonical place the block is about.
    """

    kind: BlockKind
    start: int
    end: int
    heading: str = ""
    speaker: str = ""
    speaker_role: str = ""
    place: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What could not be read of a file that was read otherwise, in words for people: what, how much, what to do.

    `needs` names the module whose absence is the cause ("rapidocr"), "" when nothing that can be installed is.
    """

    text: str
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the line `Article.text[start:end]`, which is what is quoted for a cell.

    `cells[c]` is what stands in column c of the grid ("" for nothing): a cell merged over several rows or columns is
    given in each of them. `spans[c]` is where these words stand inside the line, (-1, -1) for nothing, so that
    `Article.text[slice(*spans[c])] == cells[c]`.
    """

    start: int
    end: int
    cells: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an article as a grid: `rows` all have the same number of cells.

    The first `header_rows` rows are heads of columns, the first `header_columns` columns heads of rows; 0 when the
    table has none. `caption` is its title ("" when only the block's heading names it), `unit` the unit that holds for
    all its cells ("万吨" from 单位：万吨); a unit of one row or column stands in its head (粮食产量（万吨）).

    >>> head = Row(0, 8, ("指标", "2022年"), ((0, 2), (3, 8)))
    >>> table = Table((head, Row(9, 14, ("产量", "36"), ((9, 11), (12, 14)))), 1, 1)
    >>> table.heads(1, 1)
    (('产量',), ('2022年',))
    """

    rows: tuple[Row, ...]
    header_rows: int = 0
    header_columns: int = 0
    caption: str = ""
    unit: str = ""

    def heads(self, row: int, column: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What names a cell: the heads of its row from left to right, and of its column from top to bottom."""
        across = self.rows[row].cells[: self.header_columns]
        down = (head.cells[column] for head in self.rows[: self.header_rows])
        return tuple(dict.fromkeys(c for c in across if c)), tuple(dict.fromkeys(c for c in down if c))


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text: `text == source[start:end]`; `name` is the canonical Chinese name."""

    start: int
    end: int
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """A name with the office the article gives ("" for none). Offsets are in the article; `role_start` is -1 where the
    office does not stand beside this name. `spot` is where the person stands in `sentence`: the name, or a pronoun."""

    name: str
    role: str
    source: str
    start: int
    end: int
    role_start: int
    role_end: int
    sentence: tuple[int, int]
    spot: int = -1


@dataclass(frozen=True, slots=True)
class SentenceMentions:
    """What the sentence `Article.text[start:end]` names: times (read by the article's date), places, and bodies, that
    is companies and institutions. Offsets of the mentions are in the sentence."""

    start: int
    end: int
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mentions:
    """Whom, what and when an article names, found once when it is indexed: what each sentence names, sorted by where it
    starts, and every person where the article names them, in order."""

    sentences: tuple[SentenceMentions, ...] = ()
    people: tuple[Person, ...] = ()

    def of_sentence(self, start: int, end: int) -> SentenceMentions | None:
        """What the sentence of these offsets names, None when it is no sentence that was looked at.

        >>> Mentions((SentenceMentions(0, 4), SentenceMentions(4, 9))).of_sentence(4, 9)
        SentenceMentions(start=4, end=9, times=(), places=(), bodies=())
        """
        at = bisect_left(self.sentences, (start, end), key=lambda one: (one.start, one.end))
        found = self.sentences[at] if at < len(self.sentences) else None
        return found if found is not None and (found.start, found.end) == (start, end) else None


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a file, decoded and cleaned. `source` is its path inside the folder, with forward slashes; one of
    several articles in a file has "#" and its number behind it, and the path alone is in `file`. `mentions` tells
    whom, what and when it names, found when it was indexed; None only for an article that comes from no index."""

    source: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    published: DateEvidence
    language: Language
    place: str
    sha256: str
    encoding: str
    size: int
    tables: tuple[Table, ...] = ()
    notes: tuple[Note, ...] = ()
    file: str = ""
    mentions: Mentions | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One or a few whole sentences of one article: what is embedded, searched and shown.

    `text == article.text[start:end]`. `context` (title, heading, speaker, place, absolute periods) stands in front of
    it when it is embedded and tokenised, never when it is quoted. `sentences` are (start, end) offsets in the article.
    """

    id: int
    source: str
    title: str
    published: DateEvidence
    start: int
    end: int
    text: str
    context: str
    heading: str
    speaker: str
    speaker_role: str
    place: str
    language: Language
    sentences: tuple[tuple[int, int], ...]
    figures: tuple[Figure, ...] = ()

    def embedded(self) -> str:
        """What the encoder and the keyword index see."""
        return f"{self.context}\n{self.text}" if self.context else self.text


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not indexed, and why, in words for people. `needs` names a module whose absence is the cause."""

    source: str
    reason: str
    needs: str = ""
