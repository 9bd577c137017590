"""The line format of a question set, read and checked.

One JSON object a line. Needed: `question` and `answers` (an empty list: the articles hold no answer). All else has a
default. docs/evaluation.md describes each field; `FIELDS` is the list of names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.text import squash, squash_file
from index.errors import QuestionError

# The kinds of the bundled set. A set of your own may use any word.
ANSWERABLE = (
    "quantity", "year", "nature", "place", "person", "office", "list", "definition", "date", "yesno", "series",
    "reason", "open", "noisy", "traditional", "mixed", "followup",
)  # fmt: skip
UNANSWERABLE = ("no_year", "no_nature", "no_place", "no_indicator", "no_country", "no_topic")
FIELDS = (
    "id", "language", "kind", "split", "question", "history", "answers", "items", "period", "nature", "place",
    "evidence", "source", "published", "why", "drafted",
)  # fmt: skip
LONGEST_LINE = 100_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that proves an answer. Lines of one question with the same `fact` say the same thing: any one is
    enough. `published` is the article's date as far as it is known (2022-01), "" when it is not judged."""

    source: str
    text: str
    published: str = ""
    fact: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One part of an answer of several parts: accepted forms, and the period and nature it must carry ("" any)."""

    forms: tuple[str, ...]
    period: str = ""
    nature: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with what counts as right. `answers`: any one is right. `items`: all are needed.

    `period` is 2024, 2024-01 or 2021/2025; `nature` "result" or "goal"; `place` canonical Chinese.
    """

    id: str
    question: str
    language: str
    kind: str
    split: str
    history: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    period: str = ""
    nature: str = ""
    place: str = ""
    evidence: tuple[Evidence, ...] = ()
    why: str = ""
    drafted: bool = False

    @property
    def answerable(self) -> bool:
        """True when the articles hold the answer."""
        return bool(self.answers or self.items)

    def facts(self) -> dict[int, tuple[Evidence, ...]]:
        """Evidence by fact number."""
        found: dict[int, list[Evidence]] = {}
        for one in self.evidence:
            found.setdefault(one.fact, []).append(one)
        return {fact: tuple(ones) for fact, ones in found.items()}


def load_questions(path: Path) -> tuple[Gold, ...]:
    """Read a question set. Raises QuestionError naming file, line and mend; an empty file is an error too."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"cannot read questions from {path}: {error}; give a UTF-8 JSON-lines file.") from error
    golds: list[Gold] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        gold = _parse(line, number, path)
        if gold.id in seen:
            raise QuestionError(f"{path}, line {number}: id {gold.id!r} is also on line {seen[gold.id]}; change one.")
        seen[gold.id] = number
        golds.append(gold)
    if not golds:
        raise QuestionError(f'{path} holds no questions; write one JSON object a line: {{"question", "answers"}}.')
    return tuple(golds)


def _parse(line: str, number: int, path: Path) -> Gold:
    where = f"{path}, line {number}"
    if len(line) > LONGEST_LINE:
        raise QuestionError(f"{where}: longer than {LONGEST_LINE} characters; is this a question set?")
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise QuestionError(f"{where}: not JSON ({error}); mend the line or remove it.") from error
    if not isinstance(row, dict):
        raise QuestionError(f'{where}: not an object; write {{"question": "…", "answers": ["…"]}}.')
    try:
        return gold_from(row, number)
    except ValueError as error:
        raise QuestionError(f"{where}: {error}") from error


def gold_from(row: Mapping[str, Any], number: int) -> Gold:
    """One object as a Gold; raises ValueError with what is wrong and how to mend it."""
    unknown = sorted(set(row) - set(FIELDS))
    if unknown:
        raise ValueError(f"unknown field {unknown[0]!r}; known are {', '.join(FIELDS)}.")
    question = _text(row, "question")
    if not question.strip():
        raise ValueError("`question` is missing or empty; write the question as a string.")
    if "answers" not in row and "items" not in row:
        raise ValueError("`answers` is missing; give a list of accepted answers, [] when there is none.")
    answers = _texts(row, "answers")
    items = _items(row)
    language = _text(row, "language") or ("zh" if any("\u3400" <= c <= "\u9fff" for c in question) else "en")
    if language not in ("zh", "en"):
        raise ValueError(f"`language` is {language!r}; use zh or en.")
    split = _text(row, "split") or "test"
    if split not in ("dev", "test"):
        raise ValueError(f"`split` is {split!r}; use dev or test.")
    nature = _text(row, "nature")
    if nature not in ("", "result", "goal", "forecast"):
        raise ValueError(f"`nature` is {nature!r}; use result, goal or forecast.")
    evidence = _evidence(row)
    if evidence and not answers and not items:
        raise ValueError("there is `evidence` but no answer; give `answers` or remove the evidence.")
    kind = _text(row, "kind") or ("open" if answers or items else "no_topic")
    if kind in UNANSWERABLE and (answers or items):
        raise ValueError(f"`kind` is {kind} but there is an answer; use another kind or remove the answer.")
    if kind in ANSWERABLE and not (answers or items):
        raise ValueError(f"`kind` is {kind} but there is no answer; use one of {', '.join(UNANSWERABLE)}.")
    return Gold(
        id=_text(row, "id") or f"line-{number}", question=question, language=language, kind=kind, split=split,
        history=_texts(row, "history"), answers=answers, items=items, period=_text(row, "period"), nature=nature,
        place=_text(row, "place"), evidence=evidence, why=_text(row, "why"), drafted=row.get("drafted") is True,
    )  # fmt: skip


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"`{name}` is {value!r}; it must be a string.")
    return value


def _texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise ValueError(f"`{name}` must be a list of strings that are not empty.")
    return tuple(value)


def _items(row: Mapping[str, Any]) -> tuple[Item, ...]:
    value = row.get("items", [])
    if not isinstance(value, list):
        raise ValueError("`items` must be a list, one entry for each part of the answer.")
    items = []
    for one in value:
        part = {"forms": one} if isinstance(one, list) else {"forms": [one]} if isinstance(one, str) else one
        if not isinstance(part, dict) or not part.get("forms"):
            raise ValueError('an entry of `items` must be a string, a list of forms, or {"forms": [...]}.')
        items.append(Item(_texts(part, "forms"), _text(part, "period"), _text(part, "nature")))
    return tuple(items)


def _evidence(row: Mapping[str, Any]) -> tuple[Evidence, ...]:
    value = row.get("evidence", [])
    source, published = _text(row, "source"), _text(row, "published")
    if isinstance(value, str):
        value = [{"text": value}] if value.strip() else []
    if not isinstance(value, list):
        raise ValueError("`evidence` must be a sentence, or a list of sentences or objects.")
    found = []
    for one in value:
        part = {"text": one} if isinstance(one, str) else one
        if not isinstance(part, dict) or not _text(part, "text").strip():
            raise ValueError('an entry of `evidence` must be a sentence or {"source", "text"}.')
        fact = part.get("fact", 0)
        if not isinstance(fact, int):
            raise ValueError(f"`fact` is {fact!r}; it must be a whole number.")
        found.append(
            Evidence(_text(part, "source") or source, _text(part, "text"), _text(part, "published") or published, fact)
        )
    if found and not all(one.source for one in found):
        raise ValueError("`evidence` without `source`; say which file it stands in.")
    return tuple(found)


def misplaced(golds: Iterable[Gold], articles: Path) -> list[str]:
    """One line of words for each piece of evidence that does not stand in its file (white space and markup aside)."""
    texts: dict[str, str | None] = {}
    problems = []
    for gold in golds:
        for one in gold.evidence:
            if one.source not in texts:
                path = articles / one.source
                texts[one.source] = squash_file(path) if path.is_file() else None
            text = texts[one.source]
            if text is None:
                problems.append(f"{gold.id}: no file {one.source} in {articles}.")
            elif squash(one.text) not in text:
                problems.append(f"{gold.id}: the evidence does not stand in {one.source}: {one.text[:60]}")
    return problems
