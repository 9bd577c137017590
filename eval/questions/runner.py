"""Ask every question of a set, and keep for each what happened.

Comes in: questions, an assistant over a retriever, the folder of the articles. Goes out: one `Outcome` a question,
which is also one line of the per-question file. Nothing here aggregates; `eval.summary` does.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Protocol

from eval.questions.format import Gold
from eval.questions.judging import judge
from eval.text import covers, squash, squash_file
from index.errors import QuestionError
from qa.types import NOT_FOUND, Answer, Hit, Question, Quote

DEPTH = 10
PLAIN_SUFFIXES = (".txt", ".md", ".html", ".htm")
_OPENING, _CLOSING = "“「『", "”」』"


class Asker(Protocol):
    """What is measured: the assistant."""

    def ask(self, text: str, history: Sequence[str] = ()) -> Answer:
        """The answer to `text`."""
        ...


Search = Callable[["str | Question", int], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as the report shows it. `proves`: it shows evidence of the gold answer; `verbatim`: its words stand in
    the file; `dated`: None when the gold date is not known, else whether it agrees."""

    source: str
    text: str
    date: str
    verbatim: bool
    proves: bool
    dated: bool | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question gave. `gains` as in eval.metrics, over the first 10 hits; `facts` how many there are to find.
    `search_ms` and `answer_ms` are wall time. `expected` and `answer` are for people."""

    id: str
    question: str
    language: str
    kind: str
    split: str
    answerable: bool
    history: tuple[str, ...]
    expected: str
    why: str
    status: str
    answer: str
    bold: str
    confidence: float
    reason: str
    detail: str
    spoken: bool
    gains: tuple[float, ...]
    facts: int
    cited_facts: int
    citations: tuple[Cited, ...]
    search_ms: float
    answer_ms: float
    pair: str = ""

    @property
    def right(self) -> bool:
        """True when the answer is right (a refusal where there is no answer)."""
        return self.reason == "right"

    @property
    def refused(self) -> bool:
        """True when the product said that the articles hold no answer."""
        return self.status == NOT_FOUND


def run(
    golds: Iterable[Gold],
    asker: Asker,
    search: Search,
    articles: Path | None,
    progress: Callable[[], None] = lambda: None,
    read: Callable[[str], str] | None = None,
) -> tuple[Outcome, ...]:
    """Ask all questions, one after another. An exception of the product is an outcome of reason "error", not a stop.

    `articles` is the folder the quotes are checked in, `read` gives the text of a file that is not plain text.
    """
    files = Files(articles, read)
    outcomes = []
    for gold in golds:
        outcomes.append(_one(gold, asker, search, files))
        progress()
    return tuple(outcomes)


def _one(gold: Gold, asker: Asker, search: Search, files: Files) -> Outcome:
    began = time.perf_counter()
    try:
        answer = asker.ask(gold.question, gold.history)
        answered = time.perf_counter()
        # A follow-up is searched for with what the conversation adds; others as they are typed.
        hits = search(answer.question if gold.history else gold.question, DEPTH)
        searched = time.perf_counter()
    except Exception as error:
        return _failed(gold, f"{type(error).__name__}: {error}")
    gains = gains_of(gold, hits)
    verdict = judge(gold, answer, retrieved=any(gains) or not gold.evidence)
    cited = tuple(_cited(gold, quote, files) for quote in answer.citations)
    found = sum(any(covers(e.text, c.text) for e in ones for c in answer.citations) for ones in gold.facts().values())
    return Outcome(
        **_known(gold), status=answer.status, answer=answer.text, bold=answer.bold, confidence=answer.confidence,
        reason=verdict.reason, detail=verdict.detail, spoken=speaks(answer.text, answer.question.language, gold),
        gains=gains, facts=len(gold.facts()), cited_facts=found, citations=cited,
        search_ms=(searched - answered) * 1000, answer_ms=(answered - began) * 1000, pair=pair_of(gold, hits),
    )  # fmt: skip


def _failed(gold: Gold, detail: str) -> Outcome:
    return Outcome(
        **_known(gold), status="error", answer="", bold="", confidence=0.0, reason="error", detail=detail,
        spoken=False, gains=(), facts=len(gold.facts()), cited_facts=0, citations=(), search_ms=0.0, answer_ms=0.0,
    )  # fmt: skip


def _known(gold: Gold) -> dict[str, Any]:
    expected = " / ".join(gold.answers) or "; ".join(
        f"{item.forms[0]} ({item.period})" if item.period else item.forms[0] for item in gold.items
    )
    return {
        "id": gold.id, "question": gold.question, "language": gold.language, "kind": gold.kind, "split": gold.split,
        "answerable": gold.answerable, "history": gold.history, "expected": expected, "why": gold.why,
    }  # fmt: skip


def gains_of(gold: Gold, hits: Sequence[Hit]) -> tuple[float, ...]:
    """1.0 for each hit, in rank order, that shows a fact of the gold evidence no earlier hit showed."""
    open_facts = gold.facts()
    gains = []
    for hit in hits:
        shown_here = [
            fact for fact, ones in open_facts.items()
            if any(one.source == hit.passage.source and covers(one.text, hit.passage.text) for one in ones)
        ]  # fmt: skip
        for fact in shown_here:
            del open_facts[fact]
        gains.append(1.0 if shown_here else 0.0)
    return tuple(gains)


def pair_of(gold: Gold, hits: Sequence[Hit]) -> str:
    """Question language and article language, as in "en-zh"; "" without evidence."""
    sources = {one.source for one in gold.evidence}
    if not sources:
        return ""
    language = next((hit.passage.language for hit in hits if hit.passage.source in sources), "zh")
    return f"{gold.language}-{language}"


def speaks(text: str, language: str, gold: Gold) -> bool:
    """Is the answer written in the question's language? Its quotation marks aside: those are the article's words."""
    own = _unquoted(text)
    han = sum("\u3400" <= c <= "\u9fff" for c in own)
    latin = sum(c.isascii() and c.isalpha() for c in own)
    if not han and not latin:
        return True
    wanted = gold.language if gold.kind != "mixed" else language
    return han > 0 if wanted == "zh" else latin * 2 > han


def _unquoted(text: str) -> str:
    """What stands outside quotation marks; a quote may hold quotes (“…“专精特新”企业…”)."""
    depth, own = 0, []
    for c in text:
        if c in _OPENING:
            depth += 1
        elif c in _CLOSING:
            depth = max(0, depth - 1)
        elif not depth:
            own.append(c)
    return "".join(own)


def _cited(gold: Gold, quote: Quote, files: Files) -> Cited:
    known = {one.source: one.published for one in gold.evidence if one.published}
    wanted = known.get(quote.source)
    return Cited(
        source=quote.source, text=quote.text, date=quote.date or "",
        verbatim=files.holds(quote.source, quote.text),
        proves=any(one.source == quote.source and covers(one.text, quote.text) for one in gold.evidence),
        dated=None if wanted is None else agrees(quote.date or "", wanted),
    )  # fmt: skip


def agrees(date: str, gold: str) -> bool:
    """Dates agree as far as both are exact (2022-01 with 2022-01-20); an unknown date does not agree."""
    return bool(date) and (date.startswith(gold) or gold.startswith(date))


class Files:
    """The article files, squashed and kept, for checking quotes.

    A file that is not plain text (.pdf, .docx) is checked against what `read` gives for it.
    """

    def __init__(self, folder: Path | None, read: Callable[[str], str] | None = None) -> None:
        self.folder, self._read = folder, read
        self._texts: dict[str, str] = {}

    def holds(self, source: str, quote: str) -> bool:
        """Do the words of the quote, white space aside, stand in the file?"""
        if source not in self._texts:
            self._texts[source] = self._text(source)
        return bool(quote) and squash(quote) in self._texts[source]

    def _text(self, source: str) -> str:
        path = self.folder / source if self.folder else None
        if path is not None and path.is_file() and path.suffix.lower() in PLAIN_SUFFIXES:
            return squash_file(path)
        return squash(self._read(source)) if self._read else ""


def write_outcomes(outcomes: Iterable[Outcome], path: Path) -> None:
    """One JSON object a line."""
    lines = [json.dumps(asdict(outcome), ensure_ascii=False) for outcome in outcomes]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_outcomes(path: Path) -> tuple[Outcome, ...]:
    """Lines written by `write_outcomes`. Raises QuestionError naming the line that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"cannot read {path}: {error}; give the questions.jsonl of an earlier report.") from error
    outcomes = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                outcomes.append(_outcome(json.loads(line)))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise QuestionError(f"{path}, line {number}: not a line of an earlier report ({error}).") from error
    return tuple(outcomes)


def _outcome(row: Mapping[str, Any]) -> Outcome:
    known = {field.name for field in fields(Outcome)}
    values = {name: value for name, value in row.items() if name in known}
    values["citations"] = tuple(Cited(**one) for one in values["citations"])
    values["gains"], values["history"] = tuple(values["gains"]), tuple(values["history"])
    return Outcome(**values)
