"""What `eval.fuzz` tries, and what must hold of each result. In: an input. Raises: any fault.

A target makes an input and runs it; errors that its module documents are good answers, anything else that escapes is
a fault, and so is a promise that does not hold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from eval.endurance.inputs import (
    Maker,
    bytes_of,
    bytes_of_file,
    bytes_of_files,
    bytes_of_turns,
    file_of,
    files_of,
    question_of,
    text_of,
    turns_of,
)
from index.article import build_article, clean, split_passages
from index.errors import ArticleError, QuestionError
from index.figures import find_figures
from index.files import decode, load
from index.numbers import find_quantities
from index.raw import RawDocument
from index.settings import Settings
from index.text import MAX_CHARS, fold, sentence_spans, tokenise
from index.times import find_times
from index.types import Article
from qa.question import analyse

if TYPE_CHECKING:
    from qa.respond import Assistant
    from qa.types import Quote

TODAY = date(2025, 6, 1)
_SETTINGS = Settings()
_DROPPED = frozenset("●○■□◆◇★☆▪▫•·‣►▶➢※-–—=*_~")
T = TypeVar("T")


class Broken(Exception):
    """A promise did not hold; the message says which."""


@dataclass(frozen=True, slots=True)
class Target(Generic[T]):
    """`make` draws an input, `run` tries it, `size` is how long it is (characters or bytes).

    `read` takes any bytes as an input, for a fuzzer that makes bytes; `write` is its reverse.
    """

    name: str
    make: Callable[[Maker], T]
    run: Callable[[T], None]
    size: Callable[[T], int]
    read: Callable[[bytes], T]
    write: Callable[[T], bytes]


def must(held: bool, promise: str) -> None:
    """Raise Broken when a promise did not hold."""
    if not held:
        raise Broken(promise)


def _ordered(spans: Iterable[tuple[int, int]], length: int, what: str) -> None:
    at = 0
    for start, end in spans:
        must(at <= start < end <= length, f"{what} {start}:{end} is out of order or out of range")
        at = end


def _solid(text: str) -> str:
    return "".join(text.split())


def try_decode(data: bytes) -> None:
    """Text without NUL, or ArticleError; valid UTF-8 without NUL bytes is never read as anything else."""
    try:
        text, name = decode(data)
    except ArticleError:
        return
    must(bool(text.strip()) and bool(name) and "\0" not in text, "decoded text is empty or holds NUL")
    if name == "utf-8":
        must(text.encode("utf-8") == data, "UTF-8 was changed")


def _loaded(file: tuple[str, bytes]) -> RawDocument | None:
    try:
        return load(file[0], file[1], _SETTINGS)
    except ArticleError:
        return None


def try_load(file: tuple[str, bytes]) -> None:
    """Lines with marks that are in range, or ArticleError."""
    raw = _loaded(file)
    if raw is not None:
        must(bool(raw.text.strip()), "a loaded document is empty")
        must(all(0 <= n <= raw.text.count("\n") for n, _ in raw.marks), "a mark lies outside the text")


def try_clean(text: str) -> None:
    """But for white space every piece is a slice of the text, in order; between pieces stand bullets and rules."""
    tight, at = _solid(text), 0
    for piece in clean(text).pieces:
        words = _solid(piece.text)
        found = tight.find(words, at)
        must(found >= 0, "a piece is no slice of the text without white space")
        must(_DROPPED.issuperset(tight[at:found]), "cleaning dropped more than white space, bullets and rules")
        at = found + len(words)
    must(_DROPPED.issuperset(tight[at:]), "cleaning dropped more than white space, bullets and rules")


def _article(file: tuple[str, bytes]) -> Article | None:
    raw = _loaded(file)
    if raw is None:
        return None
    try:
        return build_article(raw)
    except ArticleError:
        return None


def try_article(file: tuple[str, bytes]) -> None:
    """Blocks in order; passages are slices of whole sentences; the proof of the date is a slice."""
    article = _article(file)
    if article is None:
        return
    _ordered(((b.start, b.end) for b in article.blocks), len(article.text), "block")
    proof = article.published
    if proof.start >= 0:
        must(article.text[proof.start : proof.end] == proof.quote, "the proof of the date is no slice")
    must(proof.value is None or proof.precision != "unknown", "an unknown date has a value")
    figures = find_figures(article)
    for passage in split_passages(article, 0, 200, figures):
        must(article.text[passage.start : passage.end] == passage.text, "a passage is no slice")
        _ordered(passage.sentences, len(article.text), "sentence of a passage")
    for figure in figures:
        q = figure.quantity
        must(article.text[q.start : q.end] == q.text, "a figure is no slice")
        must(figure.sentence_start <= q.start < q.end <= figure.sentence_end, "a figure lies outside its sentence")
        must(-1 <= figure.indicator_start <= figure.indicator_end <= len(article.text), "an indicator out of range")


def try_sentences(text: str) -> None:
    """Ordered, none too long, nothing lost but white space."""
    spans = sentence_spans(text)
    _ordered(spans, len(text), "sentence")
    must(all(end - start <= 2 * MAX_CHARS for start, end in spans), "a sentence is too long")
    must(_solid("".join(text[a:b] for a, b in spans)) == _solid(text), "sentences lost characters")


def try_times(text: str) -> None:
    """Mentions are ordered slices, and a period does not end before it begins."""
    mentions = find_times(text, TODAY)
    _ordered(((m.start, m.end) for m in mentions), len(text), "time")
    for m in mentions:
        must(text[m.start : m.end] == m.text, "a time is no slice")
        if m.period and m.period.start and m.period.end:
            must(m.period.start <= m.period.end, "a period ends before it begins")


def try_quantities(text: str) -> None:
    """Quantities are ordered slices with a finite value."""
    found = find_quantities(text)
    _ordered(((q.start, q.end) for q in found), len(text), "quantity")
    for q in found:
        must(text[q.start : q.end] == q.text, "a quantity is no slice")
        must(q.value.is_finite() and (q.high is None or q.high.is_finite()), "a quantity is not finite")


def try_tokens(text: str) -> None:
    """Folding keeps the length; words hold no white space alone."""
    must(len(fold(text)) == len(text), "folding changed the length")
    must(all(word.strip() for word in tokenise(text)), "a word is white space")


def try_question(text: str) -> None:
    """A question, or QuestionError."""
    with suppress(QuestionError):
        question = analyse(text, TODAY)
        must(all(0 < term.weight <= 1 for term in question.terms), "a term's weight is out of range")
        must(bool(question.search.strip()), "nothing is searched for")


@cache
def _assistant(folder: str) -> Assistant:
    from index.build import build_index
    from qa.respond import Assistant
    from qa.retrieve import Retriever

    build_index(Path(__file__).resolve().parents[2] / "seeds", Path(folder), settings=_SETTINGS)
    return Assistant(Retriever.open(folder, build=False, settings=_SETTINGS), settings=_SETTINGS, today=TODAY)


def try_ask(folder: str, turns: tuple[str, ...]) -> None:
    """Never raises; quotes are slices of what is indexed; a refusal cites nothing."""
    assistant = _assistant(folder)
    answer = assistant.ask(turns[-1], turns[:-1])
    must(bool(answer.text.strip()), "an answer without words")
    must(answer.status in ("answered", "conflict", "partial", "not_found"), "an unknown status")
    must(0 <= answer.confidence <= 1, "confidence is out of range")
    must(answer.status != "not_found" or not answer.citations, "a refusal cites")
    must(answer.status == "not_found" or bool(answer.citations), "an answer without proof")
    for quote in (*answer.citations, *answer.closest):
        _check_quote(assistant, quote)
    numbers = {quote.n for quote in answer.citations}
    must(all(figure.citation in numbers for figure in answer.figures), "a figure cites what is not there")


def _check_quote(assistant: Assistant, quote: Quote) -> None:
    text = assistant.retriever.index.article(quote.source).text
    must(bool(quote.text) and text[quote.start : quote.end] == quote.text, "a quote is no slice")


def try_folder(home: Path, files: tuple[tuple[str, bytes], ...]) -> None:
    """A folder of odd files is indexed, each file is in or listed with a reason, and the index is whole."""
    from index.build import build_index
    from index.store import verify

    articles = home / "articles"
    articles.mkdir(exist_ok=True)
    for old in articles.iterdir():
        old.unlink()
    for n, (name, data) in enumerate(files):
        (articles / f"{n} {name}").write_bytes(data)
    report = build_index(articles, home / "index", settings=_SETTINGS)
    must(report.articles + len(report.skipped) == len(files), "a file is neither indexed nor listed as skipped")
    must(all(skip.reason.strip() for skip in report.skipped), "a file is skipped without a reason")
    odd = [skip.reason for skip in report.skipped if "could not be read as an article" in skip.reason]
    must(not odd, f"a reader raised what it should not: {odd}")
    must(verify(home / "index") == [], "the index is not whole")


def visible(value: object, most: int = 300) -> str:
    """An input for the report: its beginning, with what cannot be shown written out."""
    shown = repr(value)[:most]
    return "".join(c if unicodedata.category(c)[0] != "C" else f"\\u{ord(c):04x}" for c in shown)


def _files_size(files: tuple[tuple[str, bytes], ...]) -> int:
    return sum(len(data) for _, data in files)


def _turns(maker: Maker) -> tuple[str, ...]:
    return tuple(maker.question() for _ in range(maker.dice.choice((1, 1, 1, 2, 3))))


def targets(scratch: Path) -> tuple[Target[object], ...]:
    """All targets; `scratch` is an empty folder for those that need one."""
    home = scratch / "folder"
    home.mkdir()
    seeds = str(scratch / "seeds")

    def text(name: str, run: Callable[[str], None]) -> Target[str]:
        return Target(name, Maker.text, run, len, text_of, bytes_of)

    def file(name: str, run: Callable[[tuple[str, bytes]], None]) -> Target[tuple[str, bytes]]:
        return Target(name, Maker.file, run, lambda one: len(one[1]), file_of, bytes_of_file)

    made: tuple[object, ...] = (
        Target("decode", Maker.data, try_decode, len, bytes, bytes),
        file("load", try_load),
        text("clean", try_clean),
        file("article and figures", try_article),
        text("sentences", try_sentences),
        text("times", try_times),
        text("quantities", try_quantities),
        text("fold and words", try_tokens),
        Target("question", Maker.question, try_question, len, question_of, bytes_of),
        Target(
            "ask",
            _turns,
            lambda turns: try_ask(seeds, turns),
            lambda turns: sum(map(len, turns)),
            turns_of,
            bytes_of_turns,
        ),
        Target(
            "folder",
            lambda maker: tuple(maker.file() for _ in range(maker.dice.randint(1, 6))),
            lambda files: try_folder(home, files),
            _files_size,
            files_of,
            bytes_of_files,
        ),
    )
    return made  # type: ignore[return-value]  # a target runs only what it made itself
