"""The assistant: a question, with the conversation so far, becomes an `Answer`.

Comes in: a `Retriever` and questions. Goes out: `Answer`s; it never raises for what a user may type.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from index.errors import QuestionError
from index.settings import Settings
from qa.operate import Read, short_names
from qa.question import analyse, complete, language_of, whole_characters
from qa.respond.answerer import Answerer, Proposal
from qa.respond.folder import FolderAnswerer
from qa.respond.follow_ups import sample_questions
from qa.respond.operated import OperatedAnswerer
from qa.say import say
from qa.types import NOT_FOUND, Answer, Carried, Hit, People, Question, Term

if TYPE_CHECKING:
    from index.store import Index
    from qa.reader import Reader
    from qa.retrieve import Retriever

# How many passages an answer is looked for in, and how many earlier questions a turn may lean on.
DEPTH, MEMORY = 40, 6
_PRONOUN = re.compile(r"他|她|\b(?:he|she|his|her|him)\b")


_P = ParamSpec("_P")
_R = TypeVar("_R")


def _by_own_names(method: Callable[Concatenate[Assistant, _P], _R]) -> Callable[Concatenate[Assistant, _P], _R]:
    """The method, reading and answering by the glossary with the names of the folder that is asked."""

    @wraps(method)
    def by_own_names(assistant: Assistant, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with assistant.retriever.glossary.using():
            return method(assistant, *args, **kwargs)

    return by_own_names


class Assistant:
    """Answers questions over one index.

    >>> Assistant(Retriever.open()).ask("两江新区2024年整车产量是多少").status  # doctest: +SKIP
    'answered'
    """

    def __init__(
        self, retriever: Retriever, *, settings: Settings | None = None, today: date | None = None,
        reader: Reader | None = None,
    ) -> None:  # fmt: skip
        self.retriever = retriever
        self.settings = settings or Settings()
        self.reader = reader or _reader(self.settings)
        self._today = today
        self._home = home_of(retriever.index)

    @_by_own_names
    def ask(
        self,
        text: str,
        history: Sequence[str] = (),
        *,
        date_from: date | None = None,
        date_to: date | None = None,
        source: str | None = None,
        today: date | None = None,
        language: str = "",
    ) -> Answer:
        """Answer `text`; `history` holds the earlier questions of the conversation, oldest first.

        `date_from`, `date_to` and `source` (a glob) limit the articles, `today` anchors 今年 in the question.
        `language` ("zh", "en") answers in that language, whatever the question is in.
        """
        began = time.perf_counter()
        text, history = whole_characters(text), [whole_characters(earlier) for earlier in history]
        day = today or self._today or date.today()
        answerer = Answerer(self.retriever, self.settings, self.reader)
        read: Read = lambda said: analyse(said, day, home=self._home)  # noqa: E731
        limited = date_from is not None or date_to is not None or source is not None
        if not limited and (short := self._of_folder(text, history, day, answerer, read)):
            return replace(short, ms=_since(began))
        question = self._question(text, history, day)
        if isinstance(question, Answer):
            return replace(question, ms=_since(began))
        question = self._with_person(question, history, day)
        if language:
            question = replace(question, language="en" if language == "en" else "zh")

        def search(asked: Question) -> list[Hit]:
            return self.retriever.search(asked, DEPTH, date_from=date_from, date_to=date_to, source=source)

        try:
            hits = search(question)
        except QuestionError as error:
            return replace(_refusal(text, str(error)), ms=_since(began))
        # A company asked for by its full name is the one that its article calls by the short one.
        shorter = short_names(question.normal, self.retriever.index, hits)
        if shorter != question.normal:
            question = replace(read(shorter), text=question.text, language=question.language)
        working = OperatedAnswerer(self.retriever, answerer, search)
        answer = working.answer(question, hits, read, self._turns(history, day))
        if answer is None:
            told = answerer.answer(question, hits)
            answer = working.after(question, told, hits, read) or told
        return replace(answer, ms=_since(began))

    async def aask(self, text: str, history: Sequence[str] = (), **options: Any) -> Answer:
        """`ask` in a thread of its own, so that an event loop is not held up; `options` as there."""
        return await asyncio.to_thread(self.ask, text, history, **options)

    @_by_own_names
    def propose(self, text: str, history: Sequence[str] = (), *, today: date | None = None) -> Proposal | None:
        """Every candidate for an answer with its evidence; None where nothing is asked or found."""
        question = self._question(whole_characters(text), history, today or self._today or date.today())
        if isinstance(question, Answer):
            return None
        answerer = Answerer(self.retriever, self.settings, self.reader)
        hits = answerer.held(question, self.retriever.search(question, DEPTH))
        return answerer.propose(question, hits) if hits else None

    def _question(self, text: str, history: Sequence[str], day: date) -> Question | Answer:
        """The question, filled in from the turns before; or the answer that says why it cannot be read."""
        limit = self.settings.max_question_chars
        language = language_of(text[:2000])
        if not any(char.isalnum() for char in text):
            return _refusal(text, say("question_empty", language))
        if len(text) > limit:
            return _refusal(text[:limit], say("question_long", language, length=len(text), limit=limit))
        turns = self._turns(history, day)
        question = complete(analyse(text, day, home=self._home), turns)
        return question if turns or _asks_something(question) else _refusal(text, say("question_empty", language))

    def _of_folder(self, text: str, history: Sequence[str], day: date, answerer: Answerer, read: Read) -> Answer | None:
        """The answer to what is asked of the folder, of an article as a whole, or of nobody; None for a fact."""
        if not any(char.isalnum() for char in text) or len(text) > self.settings.max_question_chars:
            return None

        def again(before: str, earlier: Sequence[str], language: str) -> Answer:
            return self.ask(before, earlier, today=day, language=language)

        return FolderAnswerer(self.retriever, answerer, day).answer(read(text), history, read, again)

    def _turns(self, history: Sequence[str], day: date) -> list[Question]:
        """The questions of the conversation so far, each filled in from those before it."""
        turns: list[Question] = []
        for earlier in list(history)[-MEMORY:]:
            if any(char.isalnum() for char in earlier) and len(earlier) <= self.settings.max_question_chars:
                turns.append(complete(analyse(earlier, day, home=self._home), turns))
        return turns

    def _with_person(self, question: Question, history: Sequence[str], day: date) -> Question:
        """他 and "she" after a question whose answer is a person mean that person: the answer before is looked up."""
        if question.persons or not history or not _PRONOUN.search(question.normal):
            return question
        before = self.ask(history[-1], history[:-1], today=day)
        named = before.value.names if isinstance(before.value, People) and before.value.asked == "person" else ()
        if before.question.kind not in ("person", "who_said") or not named:
            return question
        name = named[0]
        term = Term(name, (name,), "name", kind="person")
        kept = tuple(one for one in question.terms if one not in before.question.terms)
        carried = (*question.carried, Carried("person", (name,)))
        return replace(
            question, persons=(name,), terms=(*kept, term), search=f"{question.search} {name}", carried=carried
        )

    @_by_own_names
    def summarise(self, source: str, language: str = "zh") -> Answer:
        """The key points of one article, each with its quote, in `language` ("zh" or "en").

        Raises KeyError when the index has no article of that source.
        """
        began = time.perf_counter()
        title = self.retriever.index.article(source).title
        question = Question(title, "en" if language == "en" else "zh", title, title, "open")
        answerer = Answerer(self.retriever, self.settings, self.reader)
        answer = FolderAnswerer(self.retriever, answerer, date.today()).summarise(question, source)
        return replace(answer, ms=_since(began))

    @_by_own_names
    def samples(self, language: str = "zh", count: int = 4) -> tuple[str, ...]:
        """Questions the indexed articles can answer, to show beside an empty chat."""
        return sample_questions(self.retriever.index, language, count)


def _reader(settings: Settings) -> Reader | None:
    """The reader of the settings, loaded when it first reads; None when reading is turned off or not installed."""
    from qa.reader import BUNDLED, MODEL_FOLDER, load_reader

    if settings.reader in ("", "none") or (settings.reader == BUNDLED and not MODEL_FOLDER.is_dir()):
        return None
    return load_reader(settings.reader)


def home_of(index: Index) -> str:
    """What 全市 and "the city" mean in a question: the place most of the articles are about, "" when none leads."""
    places = Counter(summary.place for summary in index.articles if summary.place)
    if not places:
        return ""
    place, count = places.most_common(1)[0]
    return place if 2 * count >= len(index.articles) else ""


def _asks_something(question: Question) -> bool:
    """A word, place, person or time to look for, or a kind of answer; "x" and "111" have neither, and any sentence
    would do as their answer."""
    about = (question.terms, question.places, question.bodies, question.persons, question.periods, question.period)
    return question.kind != "open" or bool(question.nature or question.unit or question.measure) or any(about)


def _refusal(text: str, why: str) -> Answer:
    language = language_of(text[:2000])
    question = Question(text, language, text, text, "open")
    return Answer(question, NOT_FOUND, why)


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000.0
