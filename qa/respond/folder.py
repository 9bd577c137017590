"""Answers about the folder, summaries of articles, and short replies to what asks for no fact.

Comes in: a question, the conversation, the index. Goes out: an `Answer`, or None when the question asks for a fact.
Every point of a summary and every article listed has its quote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from index.store import ArticleSummary
from index.text import fold
from index.types import Figure
from qa.operate import (
    FolderPlan,
    Point,
    Read,
    first_named,
    folder_plan,
    is_word,
    key_figures,
    only_time,
    points_of,
    within,
)
from qa.respond.answerer import Answerer
from qa.say import Told, indicator_text, nature_text, period_text, place_text, reading_line, say, value_text
from qa.say import say_worked as _say
from qa.types import NOT_FOUND, Answer, Cite, Hit, Question, Why

if TYPE_CHECKING:
    from qa.retrieve import Retriever

_SHOWN, _READ, _DEPTH = 20, 3000, 40
_ONE_WORD = 4
_MOST_POINTS = 5
_NOWHY = Why()
_Line = tuple[str, tuple[Cite, ...]]
Again = Callable[[str, Sequence[str], str], Answer]


class FolderAnswerer:
    """Answers what is asked of the folder or of whole articles."""

    def __init__(self, retriever: Retriever, answerer: Answerer, today: date) -> None:
        self._retriever = retriever
        self._index = retriever.index
        self._answerer = answerer
        self._today = today

    def answer(self, question: Question, history: Sequence[str], read: Read, again: Again) -> Answer | None:
        """The answer, or None when the question asks for a fact."""
        plan = folder_plan(question)
        if plan is None:
            return self._short(question, history)
        if plan.asks in ("hello", "who", "thanks", "bye"):
            return self._reply(question, plan.asks)
        if plan.asks in ("english", "chinese", "source"):
            return self._again(question, plan, history, again)
        if plan.asks in ("summary", "goals", "overview"):
            return self._summary(question, plan, read)
        return self._folder(question, plan, read)

    # --- short replies ------------------------------------------------------------------------------------

    def _short(self, question: Question, history: Sequence[str]) -> Answer | None:
        if history:
            return None
        if only_time(question):
            told = period_text(question.periods[0], question.language)
            return self._reply(question, "only_time", period=told)
        return self._word(question) if is_word(question) else None

    def _reply(self, question: Question, key: str, **fields: object) -> Answer:
        return Answer(question, NOT_FOUND, _say(key, question.language, **fields), operation="folder")

    def _again(self, question: Question, plan: FolderPlan, history: Sequence[str], again: Again) -> Answer:
        """The answer before, in the other language or as its source."""
        if not history:
            return self._reply(question, "no_turn")
        if plan.asks != "source":
            return again(history[-1], history[:-1], "en" if plan.asks == "english" else "zh")
        before = again(history[-1], history[:-1], "")
        if not before.citations:
            return replace(before, question=question)
        seen = {quote.source: quote for quote in reversed(before.citations)}
        lines = [
            f"{_say('from_source', question.language, **_named(quote.title, quote.date, quote.source))} [{quote.n}]"
            for quote in sorted(seen.values(), key=lambda q: q.n)
        ]
        return replace(
            before, question=question, text="\n".join(lines), bold="", figures=(), operation="folder", working=None
        )

    # --- summaries ----------------------------------------------------------------------------------------

    def _summary(self, question: Question, plan: FolderPlan, read: Read) -> Answer | None:
        if not plan.about:
            if len(self._index.articles) == 1:
                return self.summarise(question, self._index.articles[0].source)
            if plan.this or plan.asks == "summary":
                return self._which(question)
            if plan.asks != "goals":
                return None
        asked = read(plan.about) if plan.about else replace(question, terms=())
        hits = self._retriever.search(replace(asked, language=question.language), _DEPTH)
        if not hits:
            return None
        if plan.asks == "summary":
            source = self._meant(asked, hits)
            return self.summarise(question, source) if source else None
        return self._overview(question, plan, asked, hits)

    def summarise(self, question: Question, source: str, goals: bool = False) -> Answer:
        """The key points of one article, each with its quote, and its key figures."""
        article = self._index.article(source)
        passages = [self._index.passages[i] for i in self._index.passage_ids(source)]
        points = points_of(article, passages)
        title = _named(article.title, article.published.iso(), source, question.language)
        head = _say("summary_of", question.language, **title)
        return self._pointed(question, head, [(source, point) for point in points], goals, "summary")

    def _overview(self, question: Question, plan: FolderPlan, asked: Question, hits: Sequence[Hit]) -> Answer | None:
        """What several articles say of one thing: the sentences that name it and hold figures."""
        forms = [fold(form) for term in asked.terms for form in (term.text, *term.zh)]
        places = asked.places
        points: list[tuple[str, Point]] = []
        for source in dict.fromkeys(hit.passage.source for hit in hits):
            article = self._index.article(source)
            about = [
                p for p in places if article.place == p or p in article.title or p.rstrip("区县市") in article.title
            ]
            if places and not about:
                continue
            passages = [self._index.passages[i] for i in self._index.passage_ids(source)]
            for point in points_of(article, passages, forms, most=8):
                text = fold(article.text[point.start : point.end])
                goal = any(figure.nature != "result" for figure in point.figures)
                if plan.asks == "goals" and not goal:
                    continue
                if not forms or any(form in text for form in forms) or (plan.asks == "goals" and places):
                    points.append((source, point))
        if not points:
            return None
        key = "goals_of" if plan.asks == "goals" else "overview_of"
        head = _say(key, question.language, about=plan.about)
        return self._pointed(question, head, points[:_MOST_POINTS], plan.asks == "goals", "summary")

    def _pointed(
        self, question: Question, head: str, points: Sequence[tuple[str, Point]], goals: bool, operation: str,
        tail: str = "",
    ) -> Answer:  # fmt: skip
        language = question.language
        lines = [_line(head)]
        articles = {source: self._index.article(source) for source, _ in points}
        for source, point in points:
            text = articles[source].text[point.start : point.end].strip()
            gloss = " | ".join(reading_line(figure, language="en") for figure in point.figures[:3])
            told = _say("gloss", language, text=text, gloss=gloss) if gloss and language == "en" else text
            lines.append(_line(_say("point", language, text=told), (_cite(source, point),)))
        of = {id(point): source for source, point in points}
        rows = key_figures([point for _, point in points], goals)
        if rows:
            lines.append(_line(_say("figures_head", language)))
            lines += [
                _line(_figure_row(figure, language), (_cite(of[id(point)], point, figure),)) for point, figure in rows
            ]
        if tail:
            lines.append(_line(tail))
        whole = Told(tuple(lines), confidence=0.6, operation=operation)
        return self._answerer.finish_worked(question, whole, articles)

    def _meant(self, asked: Question, hits: Sequence[Hit]) -> str:
        """The article a summary is asked of: its title holds the most of the words, else its passages rank best."""
        forms = [[fold(form) for form in (term.text, *term.zh)] for term in asked.terms]
        best = ("", -1.0)
        for hit in hits:
            title = fold(hit.passage.title)
            held = sum(max((len(form) for form in some if form in title), default=0) > 0 for some in forms)
            place = sum(place in hit.passage.title or hit.passage.place == place for place in asked.places)
            worth = held + place + hit.score
            if worth > best[1]:
                best = (hit.passage.source, worth)
        return best[0]

    def _word(self, question: Question) -> Answer | None:
        """One word: what the articles say of it in figures, and a question back."""
        hits = self._retriever.search(question, _DEPTH)
        forms = [fold(form) for term in question.terms for form in (term.text, *term.zh)]
        points: list[tuple[str, Point]] = []
        for hit in hits:
            passage = hit.passage
            article = self._index.article(passage.source)
            for start, end in passage.sentences:
                figures = tuple(f for f in passage.figures if start <= f.quantity.start < end)
                about = [f for f in figures if f.place in question.places or any(w in fold(f.indicator) for w in forms)]
                if about and len(points) < _ONE_WORD and not any(p.start == start for _, p in points):
                    points.append((article.source, Point(start, end, passage, tuple(about[:2]))))
        if not points:
            return None
        word = question.text.strip(" ?？。")
        tail = _say("ask_back", question.language, about=word)
        done = self._pointed(
            question, _say("overview_of", question.language, about=word), points, False, "summary", tail
        )
        return replace(done, status="partial")

    # --- the folder -----------------------------------------------------------------------------------------

    def _which(self, question: Question) -> Answer:
        found = within(self._index.articles, (), False, self._today)[:_SHOWN]
        lines = [_say("which_article", question.language)]
        lines += [_say("listed", question.language, **_of(one, question.language)) for one in found]
        return Answer(question, NOT_FOUND, "\n".join(lines), operation="folder")

    def _folder(self, question: Question, plan: FolderPlan, read: Read) -> Answer | None:
        language = question.language
        found = within(self._index.articles, plan.periods, plan.recent, self._today)
        cites: dict[str, tuple[int, int]] = {}
        if plan.about and plan.asks in ("count", "list", "newest", "oldest"):
            found, cites = self._holding(found, plan, read)
        if not found:
            return Answer(question, NOT_FOUND, _say("no_articles_found", language), operation="folder")
        if plan.asks in ("newest", "oldest"):
            one = found[0] if plan.asks == "newest" else found[-1]
            line = _line(_say(plan.asks, language, **_of(one, language)), (self._title_cite(one, cites),))
            return self._listing(question, [line], one.title)
        key = "article" if len(found) == 1 else "articles"
        lines = [_line(_say(key, language, n=len(found)))]
        for one in found[:_SHOWN]:
            lines.append(_line(_say("listed", language, **_of(one, language)), (self._title_cite(one, cites),)))
        if len(found) > _SHOWN:
            lines.append(_line(_say("more_articles", language, n=len(found) - _SHOWN)))
        return self._listing(question, lines, _say(key, language, n=len(found)).rstrip("。."))

    def _listing(self, question: Question, lines: Sequence[_Line], bold: str) -> Answer:
        articles = {cite.source: self._index.article(cite.source) for line in lines for cite in line[1]}
        told = Told(tuple(lines), bold, confidence=0.9, operation="folder")
        return self._answerer.finish_worked(question, told, articles)

    def _holding(
        self, articles: Sequence[ArticleSummary], plan: FolderPlan, read: Read
    ) -> tuple[list[ArticleSummary], dict[str, tuple[int, int]]]:
        """The articles that hold the words asked about, each with the sentence that does."""
        asked = read(plan.about)
        forms = [plan.about, *(form for term in asked.terms for form in term.zh), *asked.places, *asked.persons]
        forms += [place[:-1] for place in asked.places if len(place) > 2]
        if len(articles) > _READ:
            near = {hit.passage.source for hit in self._retriever.search(asked, 100)}
            articles = [one for one in articles if one.source in near]
        spots = {one.source: first_named(self._index.article(one.source), forms) for one in articles}
        held = {source: spot for source, spot in spots.items() if spot is not None}
        return [one for one in articles if one.source in held], held

    def _title_cite(self, one: ArticleSummary, cites: dict[str, tuple[int, int]]) -> Cite:
        """What proves that the article is there: the sentence that holds the words, else its title or first line."""
        article = self._index.article(one.source)
        if one.source in cites:
            start, end = cites[one.source]
            return Cite(one.source, start, end)
        at = article.text.find(article.title)
        if at >= 0:
            return Cite(one.source, at, at + len(article.title))
        end = article.text.find("\n")
        return Cite(one.source, 0, end if end > 0 else min(len(article.text), 80))


def _line(text: str, cites: tuple[Cite, ...] = ()) -> _Line:
    return text, cites


def _cite(source: str, point: Point, figure: Figure | None = None) -> Cite:
    hit = Hit(1, 1.0, point.passage, _NOWHY)
    return Cite(source, point.start, point.end, hit, figure)


def _figure_row(figure: Figure, language: str) -> str:
    indicator = indicator_text(figure.indicator, language) if figure.indicator else ""
    value = figure.quantity.text if language == "zh" else value_text(figure.quantity, language, figure.measure)
    about = [period_text(figure.period, language) if figure.period else "", figure.body]
    about.append(place_text(figure.place, language) if figure.place else "")
    about.append(nature_text(figure.nature, language))
    if figure.measure in ("growth", "share"):
        indicator += _say_measure(figure.measure, language)
    joined = ("，" if language == "zh" else ", ").join(part for part in about if part)
    return _say("figure", language, indicator=indicator, value=value, about=joined)


def _say_measure(measure: str, language: str) -> str:
    return say(measure, language) if language == "zh" else f" ({measure})"


def _of(one: ArticleSummary, language: str) -> dict[str, str]:
    return _named(one.title, one.published.iso(), one.source, language)


def _named(title: str, day: str | None, source: str, language: str = "zh") -> dict[str, str]:
    unknown: Literal["日期不详", "undated"] = "日期不详" if language == "zh" else "undated"
    return {"title": title, "date": day or unknown, "source": source}
