"""Who holds which office, as the articles say it.

Comes in: an article. Goes out: `Person`s: a name, the office given with it, and where both stand. Only names that stand
beside an office, a verb of speech or as a speaker are taken: an unlabelled run of characters is never called a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from index.names import SURNAMES, is_pinyin_name, pinyin_key, split_name
from index.sentences import sentence_spans
from index.types import Article, Block
from qa.cues import cues
from qa.question_cues import cues as question_cues
from qa.types import Question, Term

_HAN = "\u4e00-\u9fff"
# What may follow a name: the end, punctuation, a verb of speech or one of the usual words of a report.
_AFTER = re.compile(
    r"$|[\s，。、；：:,;！？）)】”’（(《]|介绍|表示|指出|透露|强调|认为|说|称|在|出席|主持|作|与|和|及|等|告诉|坦言|建议|提出|宣布|会见|同|向|对|"
    r"率|将|就|于|以|为|分别|也|还|带|参加|讲话|致辞|回应|解释|一行|代表|是|当|接受|主|调研|会谈|签|了|的|到|从|发"
)
_NAME_STOP = frozenset("的了在是与及将把被让到不也都就这那其此该之而或并但")
# Credits, which are followed by a colon or a space and one or more names.
_LABELS = frozenset(["记者", "编辑", "作者", "责编", "责任编辑", "主编", "摄影", "通讯员", "撰文", "供稿"])
_ROLE_LEFT = re.compile(r"[，。、；：:,;！？“”‘’（）()《》\s]|据|由|经(?![济信理营委贸])|是|与|和|及|在|请|了")


@dataclass(frozen=True, slots=True)
class Person:
    """A name with the office that stands beside it ("" when the article gives none). Offsets are in the article."""

    name: str
    role: str
    source: str
    start: int
    end: int
    role_start: int
    role_end: int
    sentence: tuple[int, int]


@lru_cache(maxsize=1)
def _title_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, cues("role_suffixes"))))


def _name_at(text: str, at: int, end: int) -> int:
    """Length of the personal name that begins at `at`, 0 if there is none.

    A one-character given name is taken only before a verb of speech or when the longer one fits nothing: 高健说 is
    高健, 王志杰介绍 is 王志杰."""
    for width in (2, 1):
        if text[at : at + width] not in SURNAMES:
            continue
        short, long = at + width + 1, at + width + 2
        if _is_name(text, at, width, short, end) and text.startswith(cues("speech_verbs"), short):
            return short - at
        for stop in (long, short):
            if _is_name(text, at, width, stop, end) and _AFTER.match(text, stop, end):
                return stop - at
    return 0


def _is_name(text: str, at: int, width: int, stop: int, end: int) -> bool:
    given = text[at + width : stop]
    return stop <= end and all("\u4e00" <= c <= "\u9fff" and c not in _NAME_STOP for c in given)


def _role_start(text: str, at: int, floor: int) -> int:
    """Where the office that ends at `at` begins: after the last mark or function word before it."""
    start = floor
    for match in _ROLE_LEFT.finditer(text, max(floor, at - 30), at):
        if match.end() < at:
            start = match.end()
    return max(start, at - 30)


@lru_cache(maxsize=64)
def people_of(article: Article) -> tuple[Person, ...]:
    """Everyone the article names with an office or as a speaker, in order."""
    found: dict[tuple[str, int], Person] = {}
    for block in article.blocks:
        if block.speaker and (block.speaker_role or split_name(block.speaker)):
            at = article.text.find(block.speaker, max(0, block.start - len(block.speaker) - 2), block.end)
            start = at if at >= 0 else block.start
            person = Person(block.speaker, block.speaker_role, article.source, start, start + len(block.speaker),
                            -1, -1, _spoken(article, block, at))  # fmt: skip
            found.setdefault((person.name, -1), person)
        for start, end in sentence_spans(article.text, block.start, block.end):
            for person in _in_sentence(article, start, end):
                found.setdefault((person.name, person.start), person)
    return tuple(found.values())


def with_names(question: Question, articles: Mapping[str, Article]) -> Question:
    """The question with the people of the articles that it names: in pinyin ("Gao Jian") or in a word of its own."""
    latin = [term for term in question.terms if not term.zh and is_pinyin_name(term.text)]
    names = {person.name for article in articles.values() for person in people_of(article)}
    written = {pinyin_key(name): name for name in sorted(names, reverse=True)} if latin else {}
    known = {term: written.get(pinyin_key(term.text)) for term in latin}
    known |= {term: term.text for term in question.terms if term.text in names and term.role == "topic"}
    spelt = [name for name in sorted(names) if name not in question.persons and _stands_alone(name, question.normal)]
    terms = tuple(
        replace(term, zh=(name,), role="name") if (name := known.get(term)) else term for term in question.terms
    )
    found = tuple(dict.fromkeys([name for name in known.values() if name] + spelt))
    terms += tuple(Term(name, (name,), "name") for name in spelt if all(term.zh != (name,) for term in terms))
    if not found:
        return question
    kind = "office" if question.kind == "open" and asks_office(question.normal) else question.kind
    return replace(question, terms=terms, persons=tuple(dict.fromkeys((*question.persons, *found))), kind=kind)


def _stands_alone(name: str, text: str) -> bool:
    """Whether the name is no part of other words: a short one needs a mark or a usual word of names on both sides."""
    at = text.find(name)
    if at < 0 or len(name) > 2:
        return at >= 0
    before, behind = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
    return (not before or before in "的,:;、 是由和与(") and (not behind or behind in "的,:;、 是在说任为与和?!)当担")


def asks_office(text: str) -> bool:
    """Whether the question is what somebody does for a living."""
    return dict(question_cues().kinds)["office"].search(text) is not None


def _spoken(article: Article, block: Block, named: int) -> tuple[int, int]:
    """The sentence that names the speaker: with the name in front of it (谭庆：…), or where the name stands in it."""
    spans = list(sentence_spans(article.text, block.start, block.end)) or [(block.start, block.end)]
    if named < 0:
        return spans[0]
    start, end = next((span for span in spans if span[0] <= named < span[1]), spans[0])
    return min(start, named), end


def _in_sentence(article: Article, start: int, end: int) -> list[Person]:
    text = article.text
    found: list[Person] = []
    for match in _title_pattern().finditer(text, start, end):
        named = _labelled(text, match.end(), end) if match[0] in _LABELS else []
        for at, size in named:
            found.append(Person(text[at : at + size], match[0], article.source, at, at + size,
                                match.start(), match.end(), (start, end)))  # fmt: skip
        if named:
            continue
        length = _name_at(text, match.end(), end)
        if length:
            left = _role_start(text, match.start(), start)
            found.append(Person(text[match.end() : match.end() + length], text[left : match.end()], article.source,
                                match.end(), match.end() + length, left, match.end(), (start, end)))  # fmt: skip
            continue
        before = _name_before(text, match.start(), start)
        if before >= 0 and _AFTER.match(text, match.end(), end):
            found.append(Person(text[before : match.start()], text[match.start() : match.end()], article.source,
                                before, match.start(), match.start(), match.end(), (start, end)))  # fmt: skip
    return found


def _labelled(text: str, at: int, end: int) -> list[tuple[int, int]]:
    """Names after a credit such as 记者 or 编辑：, several with spaces or 、 between them, as (start, length)."""
    found: list[tuple[int, int]] = []
    while at < end and text[at] in ":： 　、":
        at += 1
        length = _name_at(text, at, end)
        if length:
            found.append((at, length))
            at += length
    return found


def _name_before(text: str, at: int, floor: int) -> int:
    """Where a name that ends at `at` begins ("唐良智" in 唐良智市长), -1 if there is none."""
    for length in (3, 2, 4):
        start = at - length
        if start < floor:
            continue
        name = text[start:at]
        if not re.fullmatch(f"[{_HAN}]+", name):
            continue
        surname = 2 if name[:2] in SURNAMES and length > 2 else (1 if name[0] in SURNAMES and length < 4 else 0)
        clean = start == floor or not re.match(f"[{_HAN}]", text[start - 1])
        if surname and clean:
            return start
    return -1
