"""Where an article names people: beside an office, as the subject of a verb of speech, or again later on.

Comes in: an article. Goes out: `Person`s in order. A name is a family name with one or two more characters, or a run of
the characters that foreign names are written with; it is believed only beside an office or before a verb of speech,
and then wherever the same article names that person again, if only with 他 or 她.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from index.foreign_names import DOTS, is_foreign_name, run_after, run_before
from index.names import SURNAMES, split_name
from index.places import canonical
from index.segment import part_of_speech
from index.sentences import sentence_spans
from index.types import Article, Block
from qa.cues import any_of, cues
from qa.people_office import LONGEST, office_start

_HAN = "\u4e00-\u9fff"
# What may follow a name: the end, a mark, a digit or one of the usual words of a report.
_AFTER = re.compile(
    rf"$|[^{_HAN}{DOTS}]|介绍|表示|指出|透露|强调|认为|出席|主持|告诉|坦言|建议|提出|宣布|会见|会谈|参加|讲话|致辞|回应|解释|报告|列席|汇报|发言|负责|指挥|领衔|带队|牵头|一行|代表|接受|调研|"
    "[说称在作与和及等同向对率将就于以为分别也还带是当主签了的到从发又再已曾今昨近都把被让给随陪用则却正]"
)
# A verb of speech, a mark or a time: only these may follow a name that begins like an ordinary word.
_SURE_AFTER = re.compile(rf"$|[^{_HAN}{DOTS}]|说|称|表示|介绍|指出|透露|认为|告诉|坦言|当天|日前|在")
_MARK = re.compile(rf"$|[^{_HAN}{DOTS}]|说|介绍|告诉|坦言|透露")
_SPEAKS = re.compile(r"\d|说|介绍|表示|告诉|坦言|透露|指出|强调")
_VERB = re.compile("v$|[dpt]")
_WORD_OR_NAME = ("a", "an", "n", "ns", "nz")
_TIME_BEFORE_VERB = re.compile(
    r"(?:\d{1,2}日|当天|当日|日前|今天|昨天|近日|随后|同时|当地时间|也|还|则|又|对此|向?记者)$"
)
_NAME_STOP = frozenset("等们的了在是与及将把被让到不也都就这那其此该之而或并但")
# Words of these sorts are no names: verbs, adverbs, times … ("nr" are names, "ns" and "nz" may be).
_ORDINARY = re.compile("n$|nt|n[gil]|[vadtpcrmqufbjilkz]")
_FOLLOWS = re.compile("[vdptcm]")
# Words of these sorts go on behind a name (毛泽东庄严宣告); a noun is more often part of it.
_GOES_ON = re.compile("[vdptcmazirl]")
# Family names so rare, and words so common, that nobody is found by them.
_NO_SURNAMES = frozenset("和国由都但初位那后所相")
# What bodies and papers end with: 商务部 and 文章 begin with a family name and are nobody.
_BODY_ENDS = frozenset("部局院委署厅办社报章件告处团府党")
_SHORT_BODY_ENDS = frozenset("军媒方会书文国队")
_LABELS = frozenset(["记者", "编辑", "作者", "责编", "责任编辑", "主编", "摄影", "通讯员", "撰文", "供稿"])
_CLAUSE = re.compile("[，。；：！？,;:!?\n]")
_BECOMES = re.compile("是|担任|出任|现任|当选为?|就任|兼任|获任|接任|升任|曾任|任|当|身兼")
_APPOINTS = re.compile("任命|选举|推选|聘请|聘任|提名|推举|委任")
_ENDS_OFFICE = re.compile(f"$|[^{_HAN}]|和|兼|及|与|一职|职务|以来|期间|后|时")
_PRONOUN = re.compile("(?:^|(?<=[，。；：！？“,;:]))(?:他|她)(?![们人国方乡日])")
# How far around a name the article is asked how else it writes it.
_AROUND = 4000


@dataclass(frozen=True, slots=True)
class Person:
    """A name with the office the article gives ("" for none). Offsets are in the article; `role_start` is -1 where the
    office does not stand beside this name. `spot` is where the person stands in `sentence`: the name, or a pronoun."""

    name: str
    role: str
    source: str
    start: int
    end: int
    role_start: int
    role_end: int
    sentence: tuple[int, int]
    spot: int = -1


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
            for person in (*_beside_offices(article, start, end), *_saying(article, start, end)):
                found.setdefault((person.name, person.start), person)
    roles = _fullest_roles(found.values())
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
    for match in any_of("role_suffixes").finditer(text, start, end):
        if match[0] in _LABELS and (named := _labelled(text, match.end(), end)):
            for at, size in named:
                yield Person(text[at : at + size], match[0], source, at, at + size, *match.span(), (start, end), at)
            continue
        size = name_at(text, match.end(), end)
        if size:
            at, left = match.end(), office_start(text, match.start(), start)
            yield Person(text[at : at + size], text[left:at], source, at, at + size, left, at, (start, end), at)
            continue
        held = _held(text, match.start(), match.end(), start, end)
        if held is not None:
            at, stop, left, right = held
            yield Person(text[at:stop], text[left:right], source, at, stop, left, right, (start, end), at)


def _held(text: str, role: int, role_end: int, start: int, end: int) -> tuple[int, int, int, int] | None:
    """Name and office (start, end of each) where the name stands in front: 唐良智市长, 王明（市长）, 王明是…市长."""
    if _AFTER.match(text, role_end, end):
        before = _name_before(text, role, start)
        if before >= 0:
            return before, role, role, role_end
    if not _ENDS_OFFICE.match(text, role_end, end):
        return None
    clause = max((m.end() for m in _CLAUSE.finditer(text, max(start, role - 60), role)), default=start)
    paren = max(text.rfind("（", clause, role), text.rfind("(", clause, role))
    if paren >= 0:
        at = _name_before(text, paren, start, loose=True)
        return (at, paren, paren + 1, role_end) if at >= 0 and role_end - paren <= LONGEST + 1 else None
    for verb in _BECOMES.finditer(text, clause, role):
        at = _name_before(text, verb.start(), clause, loose=True)
        if at >= 0 and role_end - verb.end() <= LONGEST:
            return at, verb.start(), verb.end(), role_end
    for verb in _APPOINTS.finditer(text, clause, role):
        size = name_at(text, verb.end(), role)
        stop = verb.end() + size
        if size and text[stop : stop + 1] in "为担出":
            return verb.end(), stop, stop + (1 if text[stop] == "为" else 2), role_end
    return None


def name_at(text: str, at: int, end: int) -> int:
    """Length of the personal name that begins at `at`, 0 if there is none.

    Of 方勤 and 方勤正 the one is taken that the article writes more often, else the longer."""
    foreign = _foreign_at(text, at, end)
    for width in (2, 1):
        if text[at : at + width] not in SURNAMES:
            continue
        fit = [stop for stop in (at + width + 2, at + width + 1) if _is_name(text, at, width, stop, end)]
        if len(fit) == 2 and _shorter(text, at, fit[1], fit[0]):
            fit = fit[1:]
        if fit:
            return max(fit[0] - at, foreign)
    return foreign


def _shorter(text: str, at: int, short: int, long: int) -> bool:
    """Whether the shorter of two names is meant: 高健说 is 高健, 王明来到 is 王明."""
    if text.startswith(cues("speech_verbs"), short) or (text[short] == "作" and text[long : long + 1] in "的了重"):
        return True
    left, right = max(0, at - _AROUND), at + _AROUND
    longer = text.count(text[at:long], left, right)
    others = text.count(text[at:short], left, right) - longer
    if others > longer or longer > 1:
        return others > longer
    return bool(_FOLLOWS.match(part_of_speech(text[long - 1 : long + 1])))


def _is_name(text: str, at: int, width: int, stop: int, end: int) -> bool:
    given = text[at + width : stop]
    if stop > end or not all("\u4e00" <= c <= "\u9fff" and c not in _NAME_STOP for c in given):
        return False
    name = text[at:stop]
    if given[-1] in "部局委署厅办们" or name in cues("nobody") or (len(name) == 2 and given in "军媒方"):
        return False
    if width == 1 and text[at] in _NO_SURNAMES:  # 和秀兰, named more than once, but not 和外长
        known = text.count(name, max(0, at - _AROUND), at + _AROUND) > 1
        return known and len(name) > 2 and not any_of("role_suffixes").search(name) and _may_end(text, stop, end)
    if is_word(name):  # 文静 and 高峰 are words and names
        return part_of_speech(name) in _WORD_OR_NAME and _MARK.match(text, stop, end) is not None
    if width == 2 and part_of_speech(given) and part_of_speech(text[at : at + 2])[:1] in ("s", "m"):  # 东方智慧
        return False
    if len(given) > 1 and _VERB.match(part_of_speech(given)):  # 来购物, but 李建设
        return _SPEAKS.match(text, stop, end) is not None
    if len(name) > 2 and (is_word(name[:2]) or is_word(given)):
        sure = _SURE_AFTER.match(text, stop, end) is not None
        return sure or (not is_word(name[:2]) and part_of_speech(text[stop : stop + 2]).startswith("v"))
    return _may_end(text, stop, end)


def _may_end(text: str, at: int, end: int) -> bool:
    """Whether a name may end here: before a mark, a usual word of reports, a verb or a time."""
    if _AFTER.match(text, at, end):
        return True
    return at + 2 <= end and _GOES_ON.match(part_of_speech(text[at : at + 2])) is not None


def is_word(text: str) -> bool:
    """Whether the dictionary has it as a word that is no name."""
    return text in cues("nobody") or _ORDINARY.match(part_of_speech(text)) is not None


def _foreign_at(text: str, at: int, end: int) -> int:
    for size in range(run_after(text, at, end), 1, -1):
        name = text[at : at + size]
        if text[at + size - 1] not in DOTS and _may_end(text, at + size, end):
            return size if _no_word(name) else 0
    return 0


def _no_word(name: str) -> bool:
    """Whether a run of foreign characters is neither a place nor another word."""
    if canonical(name) is not None or is_word(name):
        return False
    return not any(canonical(name[:size]) for size in range(3, len(name)))


def _name_before(text: str, at: int, floor: int, *, loose: bool = False) -> int:
    """Where a name that ends at `at` begins ("唐良智" in 唐良智市长), -1 if there is none. `loose`: also behind 的."""
    for size in (3, 2, 4):
        start = at - size
        name = text[max(start, 0) : at]
        if (
            start < floor
            or split_name(name) is None
            or (name[0] in _NO_SURNAMES and size < 3)
            or any_of("role_suffixes").search(name)
        ):
            continue
        if start > floor and text[start - 1] in DOTS:
            continue
        clean = start == floor or not re.match(f"[{_HAN}]", text[start - 1]) or (loose and text[start - 1] in "的，由")
        word = canonical(name) is not None or is_word(name) or is_word(name[:2]) or _NAME_STOP.intersection(name)
        if clean and not word:
            return start
    size = run_before(text, at, floor)
    while size >= 2:
        name = text[at - size : at]
        if any(canonical(text[max(floor, at - size - more) : at]) for more in (0, 1, 2)):
            return -1
        dotted = any(dot in name for dot in DOTS)
        skip = 0 if dotted else next((n for n in range(min(size - 2, 6), 1, -1) if canonical(name[:n])), 0)
        if not skip:
            return at - size if not is_word(name) and (size > 2 or not loose) else -1
        size -= skip
    return -1


def _saying(article: Article, start: int, end: int) -> Iterator[Person]:
    """The people of one sentence who stand without an office before a verb of speech, at the head of their clause."""
    text = article.text
    for verb in any_of("speech_verbs").finditer(text, start, end):
        at = verb.start()
        while at > start and (time := _TIME_BEFORE_VERB.search(text, max(start, at - 8), at)):
            at = time.start()
        begin = _name_before(text, at, start)
        foreign = begin >= 0 and is_foreign_name(text[begin:at])
        name = text[begin:at]
        if begin < 0 or name in cues("nobody") or _ends_body(name) or (foreign and at - begin < 3):
            continue
        if begin > start and re.match(f"[{_HAN}]", text[begin - 1]):
            continue
        yield Person(text[begin:at], "", article.source, begin, at, -1, -1, (start, end), begin)


def _fullest_roles(known: Iterable[Person]) -> dict[str, str]:
    """The fullest office the article gives each name, "" for none; 特朗普 holds that of 唐纳德·特朗普."""
    roles: dict[str, str] = {}
    for person in known:
        if len(person.role) >= len(roles.setdefault(person.name, "")) and person.role not in _LABELS:
            roles[person.name] = person.role
    for whole, role in list(roles.items()):
        for part in re.split(f"[{DOTS}]", whole):
            if part != whole and not roles.get(part, part):
                roles[part] = role
    return roles


def _ends_body(name: str) -> bool:
    """Whether it is more likely the name of a body or a paper: 商务部, 俄方."""
    return name[-1] in _BODY_ENDS or (len(name) == 2 and name[-1] in _SHORT_BODY_ENDS)


def _again(article: Article, roles: dict[str, str], sentences: list[tuple[int, int, int]]) -> Iterator[Person]:
    """Where the article names somebody again, with the fullest office it gives."""
    if not roles:
        return
    starts = [start for start, _, _ in sentences]
    names = re.compile("|".join(map(re.escape, sorted(roles, key=len, reverse=True))))
    for match in names.finditer(article.text):
        at = bisect_right(starts, match.start()) - 1
        if at < 0 or match.start() >= sentences[at][1] or not _apart(article.text, *match.span()):
            continue
        yield Person(match[0], roles[match[0]], article.source, *match.span(), -1, -1, sentences[at][:2], match.start())


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
