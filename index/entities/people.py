"""Where an article names people: beside an office, as the subject of a verb of speech, or again later on.

Comes in: an article. Goes out: `Person`s in order. A name is a family name with one or two more characters, or a run of
the characters that foreign names are written with; it is believed only beside an office or before a verb of speech,
and then wherever the same article names that person again, if only with 他 or 她.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.entities.chinese_names import split_name
from index.entities.foreign_names import DOTS, is_foreign_name
from index.entities.name_spans import ends_body, may_end, name_at, name_before
from index.entities.offices import LONGEST, office_start
from index.lexicon import LEXICON
from index.text import CLAUSE_MARK, HAN, part_of_speech, sentence_spans
from index.types import Article, Block, Person

_TIME_BEFORE_VERB = re.compile(
    r"(?:\d{1,2}日|当天|当日|日前|今天|昨天|近日|随后|同时|当地时间|也|还|则|又|对此|向?记者)$"
)
_LABELS = LEXICON.words("credits")
_BECOMES = re.compile("是|担任|出任|现任|当选为?|就任|兼任|获任|接任|升任|曾任|任|当|身兼")
_APPOINTS = re.compile("任命|选举|推选|聘请|聘任|提名|推举|委任")
_ENDS_OFFICE = re.compile(f"$|[^{HAN}]|和|兼|及|与|一职|职务|以来|期间|后|时")
# An age makes a name of what follows it: 67岁的艾买提, 今年42岁的林小满.
_AGED = re.compile("[0-9]{1,3}周?岁的?")
_FORMER = re.compile("[时曾历原前]任$")
_LONGEST_NAME = 12
_PRONOUN = re.compile("(?:^|(?<=[，。；：！？“,;:]))(?:他|她)(?![们人国方乡日])")


def find_people(article: Article) -> tuple[Person, ...]:
    """Everyone the article names with an office or as a speaker, and where it names them again, in order."""
    found: dict[tuple[str, int], Person] = {}
    sentences: list[tuple[int, int, int]] = []
    for number, block in enumerate(article.blocks):
        if block.speaker and (block.speaker_role or split_name(block.speaker)):
            person = _speaker(article, block)
            found.setdefault((person.name, -1), person)
        for start, end in sentence_spans(article.text, block.start, block.end):
            sentences.append((start, end, number))
            for person in (
                *_beside_offices(article, start, end),
                *_saying(article, start, end),
                *_aged(article, start, end),
            ):
                found.setdefault((person.name, person.start), person)
    roles = _fullest_roles(found.values(), article.text)
    for key, person in found.items():
        if not person.role and roles[person.name]:
            found[key] = replace(person, role=roles[person.name])
    for person in _again(article, roles, sentences):
        found.setdefault((person.name, person.start), person)
    ordered = sorted(found.values(), key=lambda p: p.spot)
    return (*ordered, *_pronouns(article, ordered, sentences))


def _speaker(article: Article, block: Block) -> Person:
    at = article.text.find(block.speaker, max(0, block.start - len(block.speaker) - 2), block.end)
    start = at if at >= 0 else block.start
    return Person(block.speaker, block.speaker_role, article.source, start, start + len(block.speaker),
                  -1, -1, _spoken(article, block, at), start)  # fmt: skip


def _spoken(article: Article, block: Block, named: int) -> tuple[int, int]:
    """The sentence that names the speaker: with the name in front of it (谭庆：…), or where the name stands in it."""
    spans = list(sentence_spans(article.text, block.start, block.end)) or [(block.start, block.end)]
    if named < 0:
        return spans[0]
    start, end = next((span for span in spans if span[0] <= named < span[1]), spans[0])
    return min(start, named), end


def _beside_offices(article: Article, start: int, end: int) -> Iterator[Person]:
    """The people who stand beside an office in one sentence."""
    text, source = article.text, article.source
    for match in LEXICON.any_of("offices").finditer(text, start, end):
        if match[0] == "代表" and _stands_for(text, match.start(), start, end):
            continue
        if match[0] in _LABELS and (named := _labelled(text, match.end(), end)):
            for at, size in named:
                yield Person(text[at : at + size], match[0], source, at, at + size, *match.span(), (start, end), at)
            continue
        at = match.end()
        left = office_start(text, match.start(), start)
        at += text[at : at + 1] == "的" and text[left - 1 : left] == "任"  # 时任镇长的林小满
        size = name_at(text, at, end)
        if size:
            stop = match.end()
            yield Person(text[at : at + size], text[left:stop], source, at, at + size, left, stop, (start, end), at)
            continue
        held = _held(text, match.start(), match.end(), start, end)
        if held is not None:
            at, stop, left, right = held
            yield Person(text[at:stop], text[left:right], source, at, stop, left, right, (start, end), at)


def _stands_for(text: str, at: int, start: int, end: int) -> bool:
    """Whether 代表 is what somebody does whom an office and a name in front of it tell: 国务院总理李强代表国务院."""
    before = LEXICON.any_of("offices").finditer(text, max(start, at - _LONGEST_NAME), at)
    return any(match.end() + name_at(text, match.end(), end) == at > match.end() for match in before)


def _held(text: str, role: int, role_end: int, start: int, end: int) -> tuple[int, int, int, int] | None:
    """Name and office (start, end of each) where the name stands in front: 唐良智市长, 王明（市长）, 王明是…市长."""
    if may_end(text, role_end, end):
        before = name_before(text, role, start)
        if before >= 0:
            return before, role, role, role_end
    if not _ENDS_OFFICE.match(text, role_end, end):
        return None
    clause = max((m.end() for m in CLAUSE_MARK.finditer(text, max(start, role - 60), role)), default=start)
    paren = max(text.rfind("（", clause, role), text.rfind("(", clause, role))
    if paren >= 0:
        at = name_before(text, paren, start, loose=True)
        return (at, paren, paren + 1, role_end) if at >= 0 and role_end - paren <= LONGEST + 1 else None
    for verb in _BECOMES.finditer(text, clause, role):
        at = name_before(text, verb.start(), clause, loose=True)
        if at >= 0 and role_end - verb.end() <= LONGEST:
            return at, verb.start(), verb.end(), role_end
    for verb in _APPOINTS.finditer(text, clause, role):
        size = name_at(text, verb.end(), role)
        stop = verb.end() + size
        if size and text[stop : stop + 1] in "为担出":
            return verb.end(), stop, stop + (1 if text[stop] == "为" else 2), role_end
    return None


def _saying(article: Article, start: int, end: int) -> Iterator[Person]:
    """The people of one sentence who stand without an office before a verb of speech, at the head of their clause."""
    text = article.text
    for verb in LEXICON.any_of("speech_verbs").finditer(text, start, end):
        at = verb.start()
        while at > start and (time := _TIME_BEFORE_VERB.search(text, max(start, at - 8), at)):
            at = time.start()
        begin = name_before(text, at, start)
        foreign = begin >= 0 and is_foreign_name(text[begin:at])
        name = text[begin:at]
        if begin < 0 or name in LEXICON.words("nobody") or ends_body(name) or (foreign and at - begin < 3):
            continue
        if begin > start and re.match(f"[{HAN}]", text[begin - 1]):
            continue
        yield Person(text[begin:at], "", article.source, begin, at, -1, -1, (start, end), begin)


def _aged(article: Article, start: int, end: int) -> Iterator[Person]:
    """The people of one sentence who are named behind their age."""
    text = article.text
    for age in _AGED.finditer(text, start, end):
        at = age.end()
        size = name_at(text, at, end)
        if size and not LEXICON.any_of("offices").search(text, at, at + size):
            yield Person(text[at : at + size], "", article.source, at, at + size, -1, -1, (start, end), at)


def _fullest_roles(known: Iterable[Person], text: str) -> dict[str, str]:
    """The fullest office the article gives each name, "" for none; 特朗普 holds that of 唐纳德·特朗普. A former one
    (时任镇长) is told there alone."""
    roles: dict[str, str] = {}
    for person in known:
        if _FORMER.search(text[max(0, person.role_start - 2) : max(0, person.role_start)]):
            roles.setdefault(person.name, "")
        elif len(person.role) >= len(roles.setdefault(person.name, "")) and person.role not in _LABELS:
            roles[person.name] = person.role
    for whole, role in list(roles.items()):
        for part in re.split(f"[{DOTS}]", whole):
            if part != whole and not roles.get(part, part):
                roles[part] = role
    return roles


def _again(article: Article, roles: dict[str, str], sentences: list[tuple[int, int, int]]) -> Iterator[Person]:
    """Where the article names somebody again, with the fullest office it gives."""
    if not roles:
        return
    starts = [start for start, _, _ in sentences]
    for start, end in _spots(roles, article.text):
        at = bisect_right(starts, start) - 1
        if at < 0 or start >= sentences[at][1] or not _apart(article.text, start, end):
            continue
        name = article.text[start:end]
        yield Person(name, roles[name], article.source, start, end, -1, -1, sentences[at][:2], start)


def _spots(names: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Where any of the names stands, the longest where several begin; never overlapping. However many names there are,
    each character is looked at once: a yearbook has thousands."""
    heads: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        heads.setdefault(name[:2], []).append(name)
    first = re.compile("|".join(re.escape(character) for character in sorted({head[0] for head in heads})))
    at = 0
    while match := first.search(text, at):
        start = match.start()
        begun = (*heads.get(text[start : start + 2], ()), *heads.get(match[0], ()))
        name = next((name for name in begun if text.startswith(name, start)), "")
        at = start + (len(name) or 1)
        if name:
            yield start, at


def _apart(text: str, start: int, end: int) -> bool:
    """Whether a short name is no part of other words (高健 in 提高健康)."""
    if end - start > 2:
        return True
    return not (part_of_speech(text[start - 1 : start + 1]) and part_of_speech(text[end - 1 : end + 1]))


def _pronouns(article: Article, known: list[Person], sentences: list[tuple[int, int, int]]) -> Iterator[Person]:
    """他 and 她 at the head of a clause, where the sentences before in the paragraph name one person alone."""
    by_sentence: dict[int, dict[str, Person]] = {}
    for person in known:
        by_sentence.setdefault(person.sentence[0], {})[person.name] = person
    last: Person | None = None
    block = -1
    for start, end, number in sentences:
        if number != block:
            last, block = None, number
        named = by_sentence.get(start)
        if named:
            last = next(iter(named.values())) if len(named) == 1 else None
            continue
        pronoun = _PRONOUN.search(article.text, start, end) if last else None
        if last and pronoun:
            yield replace(last, sentence=(start, end), spot=pronoun.start(), role_start=-1, role_end=-1)


def _labelled(text: str, at: int, end: int) -> list[tuple[int, int]]:
    """Names after a credit such as 记者 or 编辑：, several with spaces or 、 between them, as (start, length)."""
    found: list[tuple[int, int]] = []
    while at < end and text[at] in ":： 　、":
        at += 1
        size = name_at(text, at, end)
        if size:
            found.append((at, size))
            at += size
    return found
