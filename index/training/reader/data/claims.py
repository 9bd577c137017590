"""Claims about a passage made of questions with answers: right ones, false ones, and ones it says nothing about."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from index.training.reader.data.articles import Article, Question
from index.training.reader.data.exchange import Exchanger, alter_number
from index.training.reader.data.text import sentences

_OPPOSITES = (
    ("增长", "下降"), ("增加", "减少"), ("上升", "下降"), ("提高", "降低"), ("高于", "低于"), ("超过", "不到"),
    ("扩大", "收窄"), ("上涨", "下跌"), ("已经", "尚未"), ("可以", "不可以"), ("不能", "能"), ("没有", "已经"),
    ("更多", "更少"), ("更高", "更低"), ("更快", "更慢"), ("未", "已"), ("多", "少"), ("高", "低"), ("是", "不是"),
    ("rose", "fell"), ("grew", "shrank"), ("up", "down"), ("increased", "decreased"), ("more", "less"),
    ("higher", "lower"), ("faster", "slower"), ("above", "below"), ("over", "under"), ("can", "cannot"),
    ("is not", "is"), ("was not", "was"), ("is", "is not"), ("was", "was not"), ("are", "are not"),
    ("will", "will not"),
    ("has", "has not"), ("have", "have not"), ("met", "missed"), ("before", "after"),
)  # fmt: skip
_VERDICT = re.compile(
    r"^(?:yes|no|nope|yep|是的|不是|没有|对|不对|能|不能|可以|不可以|会|不会|有|完成了|是)[，,.。;； ]+", re.IGNORECASE
)
_WORDS, _CHARACTERS = 6, 9
_SENTENCE_KINDS = frozenset(("open", "reason", "compare", "calc", "yesno", "definition"))


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement, and what the passage with the question's spans says of it: "yes", "no" or "unsaid"."""

    text: str
    verdict: str


def make_claim(question: Question, article: Article, exchanger: Exchanger, chance: random.Random) -> Claim | None:
    """A claim of a random kind out of a question; None where nothing fitting can be made."""
    if question.kind == "none":
        numbers = [other.answer for other in article.questions if other.answer and other.kind not in ("none", "yesno")]
        return Claim(_asked(question.text, chance.choice(numbers)), "unsaid") if numbers else None
    draw = chance.random()
    if question.verdict and draw < 0.6:
        return Claim(question.text, question.verdict)
    right = _statement(question, article, chance)
    if right is None:
        return None
    if draw < 0.4:
        return Claim(right, "yes")
    if draw < 0.5:
        altered = exchanger.alter(question, article, chance)
        return Claim(_asked(altered, question.answer), "unsaid") if altered and question.answer else None
    wrong = _falsified(right, question, article, chance)
    return Claim(wrong, "no") if wrong else None


def _asked(question: str, answer: str) -> str:
    return f"{question.rstrip()} {answer}"


def _statement(question: Question, article: Article, chance: random.Random) -> str | None:
    """A right statement: the answer where it is a sentence, a sentence of the article, or question and answer."""
    told = _VERDICT.sub("", question.answer)
    long = len(told.split()) >= _WORDS if question.language == "en" else len(told) >= _CHARACTERS
    if question.kind in _SENTENCE_KINDS and long:
        return told
    if question.language == "zh" and chance.random() < 0.25:
        start, end = question.spans[0]
        held = next((span for span in sentences(article.text) if span[0] <= start and end <= span[1]), None)
        return article.text[held[0] : held[1]].strip() if held and held[1] - held[0] <= 90 else None
    if question.verdict:
        return None
    return _asked(question.text, question.answer or article.text[slice(*question.spans[0])])


def _falsified(right: str, question: Question, article: Article, chance: random.Random) -> str | None:
    """The statement made false: another number, an opposite word, or the answer to another question of its kind."""
    ways = ["number", "opposite", "other", "other"]
    chance.shuffle(ways)
    for way in ways:
        wrong = None
        if way == "number":
            kept = question.text if right.startswith(question.text) else ""
            changed = alter_number(right[len(kept) :], chance)
            wrong = kept + changed if changed else None
        elif way == "opposite" and not right.startswith(question.text):
            wrong = _opposed(right, chance)
        elif way == "other" and right.startswith(question.text):
            others = [
                other.answer
                for other in article.questions
                if (other.kind, other.language) == (question.kind, question.language)
                and other.answer
                and question.answer not in other.answer
                and other.answer not in question.answer
            ]
            wrong = _asked(question.text, chance.choice(others)) if others else None
        if wrong and wrong != right:
            return wrong
    return None


def _opposed(text: str, chance: random.Random) -> str | None:
    options = []
    for old, new in (*_OPPOSITES, *((new, old) for old, new in _OPPOSITES if len(old) > 1)):
        pattern = rf"\b{old}\b" if old.isascii() else old
        found = re.search(pattern, text)
        if found:
            options.append(text[: found.start()] + new + text[found.end() :])
            if len(old) > 1:  # the surest words come first in the table
                break
    return chance.choice(options) if options else None
