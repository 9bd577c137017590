"""What one open page knows: its conversation, its filters, and what the browser keeps of them.

The browser keeps questions and filters only, never answers or markup; what comes back from it is checked like any
stranger's input and asked again, so a restored answer always rests on the index of today.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from index.errors import QuestionError
from index.types import Language
from qa.types import Answer

MAX_TURNS = 30
MAX_CONVERSATIONS = 20
MAX_SOURCES = 200
# What the browser sends back must fit the server's body limit beside the question itself.
MAX_SAVED_CHARS = 8_000


@dataclass(frozen=True, slots=True)
class Filters:
    """The articles an answer may rest on: published from `start` to `end` (inclusive), and only `sources` if any."""

    start: date | None = None
    end: date | None = None
    sources: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.start or self.end or self.sources)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer, or with the words that say why there is none."""

    id: int
    question: str
    filters: Filters = field(default_factory=Filters)
    answer: Answer | None = None
    error: str = ""
    vote: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as the browser keeps it: its questions, each with its filters, oldest first."""

    id: str
    asked: tuple[tuple[str, Filters], ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """All that the server holds for one open page. `lost`: the page has turns that are not known here any more."""

    language: Language = "zh"
    turns: tuple[Turn, ...] = ()
    next_id: int = 1
    conversation: str = ""
    earlier: tuple[Conversation, ...] = ()
    removing: str = ""
    lost: bool = False

    def turn(self, id: int) -> Turn | None:
        """The turn with this number, if it is still shown."""
        return next((turn for turn in self.turns if turn.id == id), None)

    def with_turn(self, turn: Turn) -> Session:
        """The session with `turn` added, or put in the place of the one with its number."""
        if self.turn(turn.id) is not None:
            return replace(self, turns=tuple(turn if old.id == turn.id else old for old in self.turns))
        return replace(self, turns=(*self.turns, turn)[-MAX_TURNS:], next_id=max(self.next_id, turn.id + 1))

    def history(self, before: int | None = None) -> tuple[str, ...]:
        """The questions asked so far that got an answer, oldest first (up to the turn `before`, exclusive)."""
        return tuple(t.question for t in self.turns if t.answer is not None and (before is None or t.id < before))

    def fresh(self) -> Session:
        """A new conversation; the one so far joins the earlier ones."""
        kept = self.remember()
        return replace(kept, turns=(), next_id=1, conversation=new_id())

    def remember(self) -> Session:
        """The session with its present conversation at the head of `earlier`."""
        asked = tuple((t.question, t.filters) for t in self.turns if t.answer is not None)
        if not asked:
            return self
        this = Conversation(self.conversation or new_id(), asked)
        others = tuple(old for old in self.earlier if old.id != this.id)
        return replace(self, conversation=this.id, earlier=(this, *others)[:MAX_CONVERSATIONS])


def new_id() -> str:
    """A name for a conversation, unique enough for one browser."""
    return secrets.token_hex(6)


def parse_day(text: str, *, last: bool) -> date | None:
    """A day from 2024, 2024-03 or 2024-03-05 (also 2024.3.5, 2024/3, 2024年3月); "" is None.

    `last`: the last day of the year or month instead of the first. Raises QuestionError for anything else.

    >>> parse_day("2024-02", last=True)
    datetime.date(2024, 2, 29)
    """
    plain = text.strip()[:20]
    if not plain:
        return None
    for mark in "年月./":
        plain = plain.replace(mark, "-")
    parts = [part for part in plain.replace("日", "").split("-") if part]
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
        raise QuestionError(text[:20])
    year, month, day = (int(part) for part in (*parts, *("0",) * (3 - len(parts))))
    try:
        if day:
            return date(year, month, day)
        if not last:
            return date(year, month or 1, 1)
        if month > 12:
            raise ValueError(month)
        following = date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
        return following - timedelta(days=1)
    except (ValueError, OverflowError):
        raise QuestionError(text[:20]) from None


def _filters_json(filters: Filters) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if filters.start:
        out["from"] = filters.start.isoformat()
    if filters.end:
        out["to"] = filters.end.isoformat()
    if filters.sources:
        out["in"] = list(filters.sources)
    return out


def save(session: Session) -> dict[str, Any]:
    """What the browser is given to keep: the language and the latest conversations that fit."""
    kept: list[dict[str, Any]] = []
    size = 0
    for talk in session.remember().earlier:
        asked = [{"q": question, **_filters_json(filters)} for question, filters in talk.asked[-MAX_TURNS:]]
        # Of the newest conversation at least the latest questions are kept: a page restores itself from them.
        while not kept and len(asked) > 1 and sum(len(str(item)) for item in asked) > MAX_SAVED_CHARS - 40:
            del asked[0]
        size += sum(len(str(item)) for item in asked) + 40
        if size > MAX_SAVED_CHARS:
            break
        kept.append({"id": talk.id, "asked": asked})
    return {"v": 1, "lang": session.language, "open": session.conversation if session.turns else "", "talks": kept}


def _texts(value: object, most: int, length: int) -> Iterable[str]:
    items = value if isinstance(value, list) else []
    return (item for item in items[:most] if isinstance(item, str) and 0 < len(item) <= length)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _asked(value: object, max_question: int) -> tuple[tuple[str, Filters], ...]:
    found: list[tuple[str, Filters]] = []
    for item in (value if isinstance(value, list) else [])[:MAX_TURNS]:
        if not isinstance(item, dict):
            continue
        question = item.get("q")
        if isinstance(question, str) and 0 < len(question) <= max_question:
            sources = tuple(_texts(item.get("in"), MAX_SOURCES, 1000))
            found.append((question, Filters(_day(item.get("from")), _day(item.get("to")), sources)))
    return tuple(found)


def load(saved: object, max_question: int) -> tuple[Session, str, bool]:
    """A session from what the browser kept, the id of the conversation that was open, and whether a language was kept.

    Anything that does not look as `save` wrote it is left out.
    """
    raw = saved if isinstance(saved, dict) and saved.get("v") == 1 else {}
    talks: list[Conversation] = []
    given = raw.get("talks")
    for item in (given if isinstance(given, list) else [])[:MAX_CONVERSATIONS]:
        if isinstance(item, dict) and isinstance(item.get("id"), str) and item["id"].isalnum():
            asked = _asked(item.get("asked"), max_question)
            if asked and len(item["id"]) <= 32:
                talks.append(Conversation(item["id"], asked))
    known = raw.get("lang") in ("zh", "en")
    language: Language = "en" if raw.get("lang") == "en" else "zh"
    opened = raw.get("open")
    session = Session(language=language, earlier=tuple(talks), conversation=new_id())
    return session, opened if isinstance(opened, str) else "", known
