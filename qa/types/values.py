"""What an answer states, as data: every word of prose is made from these in `qa.say`, and nowhere before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.types import Figure, Language, Period, Quantity
from qa.types.hits import Cite


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A figure. `quantity` is its quantity with the words that bound it ("超过", "左右") in its text; `cite` its
    sentence."""

    figure: Figure
    quantity: Quantity
    cite: Cite

    @property
    def written(self) -> Language:
        """The language of the passage that gives it."""
        return self.cite.hit.passage.language if self.cite.hit is not None else "zh"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person and the office given with the name, "" for none. `foreign`: the name is no Chinese one, so that pinyin
    is not its spelling."""

    name: str
    role: str
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """People. `asked`: what about them is the answer: who (one person), what office, who made an article, or several
    people side by side."""

    holders: tuple[Holder, ...]
    asked: Literal["person", "office", "credits", "several"] = "person"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(holder.name for holder in self.holders)


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a list, in the article's own words and order."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class When:
    """A time: its words in the article and what they mean (None: not known without the article's date). With `hour` it
    is an hour of the day, `on_24` that hour in figures (21:30), and `period` its day."""

    words: str
    period: Period | None
    hour: bool = False
    on_24: str = ""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place: as it stands in a text, or the canonical name of one the text stands under. `known`: the gazetteer's
    names it is made of, the outer first; `own` its part beyond them. `verbatim`: nothing is known of it but its words.
    """

    text: str
    known: tuple[str, ...] = ()
    own: str = ""
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """Places."""

    places: tuple[PlaceName, ...]


@dataclass(frozen=True, slots=True)
class Bodies:
    """Organisations, in Chinese as they stand."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an article that answers, white space folded; `point` is the part of it that says what is asked."""

    text: str
    point: str = ""


@dataclass(frozen=True, slots=True)
class YesNo:
    """Whether what the question claims is so, and the figure or sentence that decides it. `corrects`: that figure is
    what the articles say instead."""

    holds: bool
    proof: FigureValue | Said
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Differ:
    """That the figures which follow differ though they are of one thing: by their articles' dates, or by what the
    articles say."""

    by: Literal["date", "source"]


Value = FigureValue | People | Items | When | Where | Bodies | YesNo | Said | Differ
