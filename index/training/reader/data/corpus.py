"""All the texts that the reader's training reads, from the archives and from the project's own articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.training.reader.data.articles import Article, choose, load_articles
from index.training.reader.data.public import load_public
from index.training.reader.data.text import simplify

# Sentence files whose neighbouring lines are one document, and files of terms; all with free licences.
ORDERED = ("ntrex", "tico19", "d2l_book")
SINGLE = ("tatoeba",)
TERMS = ("cedict", "dbp15k_entities", "admin_divisions", "cldr_names")
# Read for counting pieces alone; nothing of these is learned.
COUNTED = (
    "news_commentary_10k", "newstest2017", "newstest2018", "newstest2019", "newstest2020", "newstest2021",
    "wmt22_general", "wmt21_22_system_outputs", "3am_captions", "spoken_8k", "omw_wordnet", "geo_china_cities",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles for training: `own` and `public`; the folder of parallel files."""

    own: tuple[Article, ...]
    public: tuple[Article, ...]
    parallel: Path

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles."""
        return (*self.own, *self.public)

    def pairs(self, name: str) -> Iterator[tuple[str, str]]:
        """English and Chinese of a parallel file."""
        with (self.parallel / f"{name}.tsv").open(encoding="utf-8") as lines:
            for line in lines:
                english, _, chinese = line.rstrip("\n").partition("\t")
                if english and chinese:
                    yield english.strip(), simplify(chinese.split("\t")[0].strip())

    def places(self) -> set[str]:
        """Chinese names of places, with and without what kind of place they are."""
        whole = {chinese for _, chinese in self.pairs("admin_divisions") if 2 <= len(chinese) <= 6}
        return whole | {name[:-1] for name in whole if len(name) > 2 and name[-1] in "省市县区"}

    def texts(self) -> Iterator[str]:
        """Every text, for counting the pieces."""
        for article in self.articles:
            yield from (article.text, article.context, *(question.text for question in article.questions))
            yield from (question.answer for question in article.questions)
        for name in (*ORDERED, *SINGLE, *TERMS, *COUNTED):
            for pair in self.pairs(name):
                yield from pair


def load_corpus(data: Path) -> Corpus:
    """The training part of everything. `data`: the unpacked archives."""
    return Corpus(choose(load_articles(), "train"), load_public(data), data / "parallel")
