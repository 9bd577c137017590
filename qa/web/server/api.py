"""The functions for programs: over HTTP (`gradio_client`) and as tools of an MCP server.

Their docstrings are what a program or an agent reads, so they say what comes in, what goes out and what to do with it.
Each returns JSON of the documented contract; what cannot be used raises `ApiFault` with words for people.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from index.errors import QuestionError, WenYuError
from qa.say import answer_json, hit_json
from qa.types import Mode
from qa.web.server.backend import Backend
from qa.web.state import Filters, parse_day

_MODES: tuple[Mode, ...] = ("hybrid", "dense", "keyword", "soft")
_MAX_HISTORY = 20
_MAX_READ = 20_000


class ApiFault(Exception):
    """A call that cannot be answered as it was made; the message says why and what to do."""


def _filters(date_from: str, date_to: str) -> Filters:
    try:
        start = parse_day(str(date_from or ""), last=False)
        end = parse_day(str(date_to or ""), last=True)
    except QuestionError as error:
        raise ApiFault(f"{error} is not a date; write it as 2024-01-31, 2024-01 or 2024.") from error
    return Filters(start, end)


def _glob(source: object) -> str:
    return str(source)[:1000].strip() if source else ""


def _question(text: object, limit: int) -> str:
    if not isinstance(text, str) or not text.strip():
        raise ApiFault("the question is empty; ask something in Chinese or English.")
    if len(text) > limit:
        raise ApiFault(f"the question has {len(text)} characters; {limit} are the most.")
    return text


def _whole(value: object) -> int | None:
    """A whole number, also as JSON may write it (4.0); None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if isinstance(value, int) or value.is_integer() else None


def functions(backend: Backend) -> tuple[Callable[..., Any], ...]:
    """`search_articles`, `ask_articles` and `read_article` over one backend."""

    def search_articles(
        question: str, k: int = 5, date_from: str = "", date_to: str = "", source: str = "", mode: str = "hybrid"
    ) -> list[dict[str, Any]]:
        """Find the passages of the indexed Chinese articles that are nearest to a question, best first.

        Use it to look around or to see several places; to get one answer with its proof, use ask_articles. Questions
        may be Chinese or English; passages come back in the articles' own words. A passage is where to look, not a
        proof: check that place, time and measure are the ones asked for.

        Args:
            question: What to look for, in Chinese or English, at most 500 characters.
            k: How many passages, 1 to 100.
            date_from: Only articles published on or after this day: 2024-01-31, 2024-01 or 2024. Empty: no limit.
            date_to: Only articles published on or before this day, month or year. Empty: no limit.
            source: Only this article, by its file name as results give it, or a pattern such as "2024/*". Empty: all.
            mode: "hybrid" (by meaning and keywords together), "dense" (meaning), "keyword", or "soft".

        Returns:
            A list of objects with rank, score (0 to 1), text, source (file), title, date (the article's publication
            date or null), date_precision (day, month, year, unknown), start and end (character offsets in the article,
            as read_article takes them) and why (the rank by each signal).
        """
        wanted = _question(question, backend.settings.max_question_chars)
        if mode not in _MODES:
            raise ApiFault(f"mode {str(mode)[:20]!r} is not one of {', '.join(_MODES)}.")
        count = _whole(k)
        if count is None or not 1 <= count <= backend.settings.max_k:
            raise ApiFault(f"k must be a whole number from 1 to {backend.settings.max_k}.")
        try:
            hits = backend.search(wanted, count, _filters(date_from, date_to), mode, _glob(source))
        except WenYuError as error:
            raise ApiFault(backend.public(error)) from error
        return [hit_json(hit) for hit in hits]

    def ask_articles(
        question: str, history: list[str] | None = None, date_from: str = "", date_to: str = "", source: str = ""
    ) -> dict[str, Any]:
        """Answer a question from the indexed Chinese articles, with the sentences that prove the answer.

        Every number in the answer stands in one of the citations. When the articles do not hold the answer the status
        is "not_found" and the nearest passages come under "closest": they are not proof, do not cite them as such.

        Args:
            question: A question in Chinese or English, at most 500 characters. The answer is in its language.
            history: The earlier questions of the same conversation, oldest first, so that "and in 2023?" is understood.
            date_from: Only articles published on or after this day: 2024-01-31, 2024-01 or 2024. Empty: no limit.
            date_to: Only articles published on or before this day, month or year. Empty: no limit.
            source: Only this article, by its file name, or a pattern such as "2024/*". Empty: all.

        Returns:
            An object with status (answered, conflict, partial, not_found), answer (marks like [1] name citations),
            citations (n, quote, source, title, date, date_precision, start, end), closest, figures (value, number,
            unit, indicator, place, period, result or goal), follow_ups, notes and ms.
        """
        wanted = _question(question, backend.settings.max_question_chars)
        earlier = history or []
        if not isinstance(earlier, list) or not all(isinstance(turn, str) for turn in earlier):
            raise ApiFault("history must be a list of earlier questions, oldest first.")
        try:
            answer = backend.ask(wanted, earlier[-_MAX_HISTORY:], _filters(date_from, date_to), _glob(source))
        except WenYuError as error:
            raise ApiFault(backend.public(error)) from error
        return answer_json(answer)

    def read_article(source: str, start: int = 0, length: int = 4000) -> dict[str, Any]:
        """Read an indexed article, or a part of it, with its title, its date and the words that prove the date.

        Use it after search_articles or ask_articles to read around a quote: pass the source they gave and a start a
        little before theirs.

        Args:
            source: The article's file name, as search_articles and ask_articles give it.
            start: The first character to read, from 0.
            length: How many characters, 1 to 20000.

        Returns:
            An object with source, title, date, date_precision, date_evidence, start, end, total_chars, text, and
            changed ("" or "changed" or "missing": what became of the file since it was indexed).
        """
        try:
            article = backend.article(str(source)[:1000])
        except WenYuError as error:
            raise ApiFault(backend.public(error)) from error
        if article is None:
            raise ApiFault("there is no such article in the index; take a source from search_articles.")
        from_, count = _whole(start), _whole(length)
        if from_ is None or count is None or from_ < 0 or count < 1:
            raise ApiFault("start must be a whole number from 0 and length a whole number from 1.")
        first = min(from_, len(article.text))
        last = min(first + min(count, _MAX_READ), len(article.text))
        return {
            "source": article.source,
            "title": article.title,
            "date": article.published.iso(),
            "date_precision": article.published.precision,
            "date_evidence": article.published.quote,
            "start": first,
            "end": last,
            "total_chars": len(article.text),
            "text": article.text[first:last],
            "changed": backend.source_state(article.source),
        }

    return search_articles, ask_articles, read_article
