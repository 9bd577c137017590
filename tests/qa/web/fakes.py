"""A hand-made engine over the real texts of `seeds/`, small enough to know what each question gives.

Three known questions are answered with quotes found in the files; anything else is not found, with a nearest passage.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from index.types import Article, Block, DateEvidence, Passage, Skipped
from qa.types import Answer, AnswerFigure, Hit, Question, Quote, Term, Why
from qa.web.server.backend import Engine

SEEDS = Path(__file__).parents[3] / "seeds"
DATES = {"000": date(2022, 2, 22), "001": date(2025, 1, 20), "002": date(2021, 2, 19), "004": date(2024, 2, 18)}
OUTPUT = "2024年直管区整车产量达115万辆"
SERIES = (
    ("002", "2.27 万亿元", "2270000000000", "2020", "result", "达到 2.27 万亿元"),
    ("002", "2.4万亿元", "2400000000000", "2021", "goal", "全市规模以上工业总产值达到2.4万亿元"),
    ("000", "2.6万亿元", "2600000000000", "2021", "result", "重庆规模以上工业总产值达2.6万亿元"),
    ("004", "2.6万亿元", "2600000000000", "2023", "result", "全市规上工业总产值超过2.6万亿元"),
)


@dataclass(frozen=True)
class FakeSummary:
    source: str
    title: str
    published: DateEvidence
    length: int
    passages: int
    figures: int


@dataclass(frozen=True)
class FakeReport:
    articles: int
    passages: int
    encoded: int = 1
    skipped: tuple[Skipped, ...] = ()
    seconds: float = 0.1


def read_article(path: Path) -> Article:
    """A file as an article: each line with words is a paragraph, the first is the title."""
    text = path.read_text(encoding="utf-8", errors="replace")
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            blocks.append(Block("paragraph", at, at + len(line.rstrip("\n"))))
        at += len(line)
    known = DATES.get(path.name[:3])
    published = DateEvidence(known, "day", "fake", "1月20日下午") if known else DateEvidence(None, "unknown", "none")
    title = text[blocks[0].start : blocks[0].end].strip()[:60] if blocks else path.name
    return Article(path.name, title, text, tuple(blocks), published, "zh", "", "0", "utf-8", len(text))


class FakeIndex:
    """The articles of a folder, read anew each time it is made."""

    def __init__(self, folder: Path) -> None:
        self._articles = {path.name: read_article(path) for path in sorted(folder.glob("*.txt"))}
        self.skipped: Sequence[Skipped] = (Skipped("kaputt.txt", "empty"),)

    @property
    def articles(self) -> Sequence[FakeSummary]:
        return [FakeSummary(a.source, a.title, a.published, len(a.text), 1, 3) for a in self._articles.values()]

    def article(self, source: str) -> Article:
        return self._articles[source]

    def source_state(self, source: str) -> str:
        return "" if source in self._articles else "missing"

    def find(self, prefix: str, words: str) -> tuple[Article, int]:
        article = next(a for a in self._articles.values() if a.source.startswith(prefix))
        return article, article.text.index(words)


def quote_of(article: Article, n: int, start: int, end: int, reading: str = "") -> Quote:
    """A quote with the paragraph around it as its passage."""
    block = next(b for b in article.blocks if b.start <= start < b.end)
    published = article.published
    return Quote(
        n, article.text[start:end], article.source, article.title, published.iso(), published.precision, start, end,
        block.start, max(block.end, end), reading,
    )  # fmt: skip


class FakeRetriever:
    def __init__(self, index: FakeIndex) -> None:
        self.index = index

    def search(
        self,
        question: str,
        k: int = 5,
        *,
        mode: str = "hybrid",
        date_from: date | None = None,
        date_to: date | None = None,
        source: str | None = None,
    ) -> Sequence[Hit]:
        hits = []
        for summary in self.index.articles:
            if source and not fnmatchcase(summary.source, source):
                continue
            article = self.index.article(summary.source)
            block = article.blocks[0]
            passage = Passage(
                0, article.source, article.title, article.published, block.start, block.end,
                article.text[block.start : block.end], "", "", "", "", "", "zh", ((block.start, block.end),),
            )  # fmt: skip
            hits.append(Hit(len(hits) + 1, 0.5, passage, Why(dense=1)))
        return hits[:k]


class FakeAssistant:
    """Knows the vehicle output (both languages), a series of gross output, and an uploaded sentence."""

    def __init__(self, index: FakeIndex) -> None:
        self.index = index
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def samples(self, language: str = "zh", count: int = 4) -> Sequence[str]:
        zh = ("两江新区2024年整车产量是多少", "重庆规上工业总产值历年是多少")
        return (zh if language == "zh" else ("What was the vehicle output of Liangjiang New Area in 2024?",))[:count]

    def ask(
        self,
        text: str,
        history: Sequence[str] = (),
        *,
        date_from: date | None = None,
        date_to: date | None = None,
        source: str | None = None,
    ) -> Answer:
        self.asked.append((text, tuple(history)))
        language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"
        terms = (Term("整车产量" if language == "zh" else "vehicle output", ("整车产量",), "indicator"),)
        question = Question(text, language, text, text, "quantity", terms, places=("两江新区",))
        if "boom" in text:
            raise RuntimeError("/secret/path exploded")
        if date_to is not None and date_to < date(2025, 1, 1):
            return self._nothing(question)
        if "产量" in text or "vehicle output" in text:
            return self._output(question)
        if "总产值" in text:
            return self._series(question)
        return self._uploaded(question) or self._nothing(question)

    def _output(self, question: Question) -> Answer:
        article, start = self.index.find("001", OUTPUT)
        other = article.text.index("重庆每下线2辆新能源汽车就有1辆是")
        english = question.language == "en"
        quotes = (
            quote_of(article, 1, start, start + len(OUTPUT) + 1, "Liangjiang · output · 2024 · 1.15 million" * english),
            quote_of(article, 2, other, other + 22, "Liangjiang · 1 of 2 NEVs" * english),
        )
        text = "2024年两江新区直管区整车产量为115万辆 [1]。\n另见 [2]。"
        bold = "115万辆"
        if english:
            bold = "1.15 million (115万辆)"
            text = f"In 2024 vehicle output was {bold} [1].\nSee also [2]."
        follow = ("那新能源汽车呢？", "2025年的目标是多少？") if not english else ("And the GDP?",)
        return Answer(question, "answered", text, quotes, follow_ups=follow, notes=("直管区，不是全域",), bold=bold,
                      confidence=0.9, ms=4.2)  # fmt: skip

    def _series(self, question: Question) -> Answer:
        quotes, figures = [], []
        for n, (prefix, value, number, year, nature, words) in enumerate(SERIES, 1):
            article, start = self.index.find(prefix, words)
            quotes.append(quote_of(article, n, start, start + len(words)))
            figures.append(
                AnswerFigure(value, number, None, "元", "", "规上工业总产值", "重庆市", "", year, f"{year}-01-01",
                             f"{year}-12-31", nature, "level", value, n)
            )  # fmt: skip
        lines = "\n".join(f"- {f.period}年：{f.value} [{f.citation}]" for f in figures)
        return Answer(question, "answered", f"规上工业总产值历年如下：\n{lines}", tuple(quotes), figures=tuple(figures),
                      confidence=0.6, ms=6.0)  # fmt: skip

    def _uploaded(self, question: Question) -> Answer | None:
        for summary in self.index.articles:
            article = self.index.article(summary.source)
            start = article.text.find("火锅店")
            if start >= 0 and "火锅" in question.text:
                quote = quote_of(article, 1, start, article.blocks[-1].end)
                return Answer(question, "answered", f"{quote.text} [1]", (quote,), confidence=0.5)
        return None

    def _nothing(self, question: Question) -> Answer:
        article, start = self.index.find("001", "两江新区全域GDP突破5000亿元大关")
        near = quote_of(article, 0, start, start + 19)
        text = "文章里没有这个答案。" if question.language == "zh" else "The articles do not say."
        return Answer(question, "not_found", text, closest=(near,), confidence=0.1, ms=3.0)


def fake_engine(folder: Path = SEEDS) -> Engine:
    """An engine on a folder of .txt files."""
    index = FakeIndex(folder)
    return Engine(FakeRetriever(index), FakeAssistant(index))  # type: ignore[arg-type]


def copy_seeds(folder: Path) -> Path:
    """The five articles in a folder of the test's own."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in SEEDS.glob("*.txt"):
        shutil.copy(path, folder / path.name)
    return folder


def hostile(answer: Answer, text: str) -> Answer:
    """The answer with `text` in every place that comes from an article or a reader."""
    quote = replace(answer.citations[0], text=text, source=text, title=text, reading=text)
    return replace(answer, text=f"{text} [1]", citations=(quote,), notes=(text,), follow_ups=(text,), bold=text)
