"""Personal names in a text: where one begins and ends, and what only looks like one.

Comes in: a text and a spot beside an office, a verb of speech or an age. Goes out: how long the name is that begins or
ends there. A name is a family name with one or two more characters, or a run of the characters that foreign names are
written with; what the dictionary has as a word, a body or a place is none.
"""

from __future__ import annotations

import re

from index.entities.chinese_names import SURNAMES, is_japanese, split_name
from index.entities.foreign_names import DOTS, run_after, run_before
from index.entities.places import canonical
from index.lexicon import LEXICON
from index.text import HAN, is_han, part_of_speech

# What may follow a name: the end, a mark, a digit or one of the usual words of a report.
AFTER = re.compile(
    rf"$|[^{HAN}{DOTS}]|介绍|表示|指出|透露|强调|认为|出席|主持|告诉|坦言|建议|提出|宣布|会见|会谈|参加|讲话|致辞|回应|解释|报告|列席|汇报|发言|负责|指挥|领衔|带队|牵头|一行|代表|接受|调研|"
    "[说称在作与和及等同向对率将就于以为分别也还带是当主签了的到从发又再已曾今昨近都把被让给随陪用则却正]"
)
# A verb of speech, a mark or a time: only these may follow a name that begins like an ordinary word.
_SURE_AFTER = re.compile(rf"$|[^{HAN}{DOTS}]|说|称|表示|介绍|指出|透露|认为|告诉|坦言|当天|日前|在")
_MARK = re.compile(rf"$|[^{HAN}{DOTS}]|说|介绍|告诉|坦言|透露")
_SPEAKS = re.compile(rf"\d|{LEXICON.any_of('speech_verbs').pattern}")
_VERB = re.compile("v$|[dpt]")
_WORD_OR_NAME = ("a", "an", "n", "ns", "nz")
_NAME_STOP = frozenset("等们的了在是与及将把被让到不也都就这那其此该之而或并但")
# Words of these sorts are no names: verbs, adverbs, times … ("nr" are names, "ns" and "nz" may be).
_ORDINARY = re.compile("n$|nt|n[gil]|[vadtpcrmqufbjilkz]")
_FOLLOWS = re.compile("[vdptcm]")
# Words of these sorts go on behind a name (毛泽东庄严宣告); a noun is more often part of it.
_GOES_ON = re.compile("[vdptcmazirl]")
# Family names so rare, and words so common, that nobody is found by them.
_NO_SURNAMES = frozenset("和国由都但初位那后所相")
_BODY_ENDS = LEXICON.words("nobody_endings")
_SHORT_BODY_ENDS = LEXICON.words("short_nobody_endings")
# What may stand in front of a name that the dictionary knows as one.
_BEFORE_NAME = frozenset("的由在对向和与受以据请随经")
# How far around a name the article is asked how else it writes it.
_AROUND = 4000


def name_at(text: str, at: int, end: int) -> int:
    """Length of the personal name that begins at `at`, 0 if there is none.

    Of 方勤 and 方勤正 the one is taken that the article writes more often, else the longer."""
    foreign = _foreign_at(text, at, end)
    if is_japanese(text[at : min(at + 4, end)]) and may_end(text, at + 4, end):
        return 4
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
    if text.startswith(LEXICON.longest_first("speech_verbs"), short):
        return True
    if text[short] == "作" and text[long : long + 1] in "的了重":
        return True
    left, right = max(0, at - _AROUND), at + _AROUND
    longer = text.count(text[at:long], left, right)
    others = text.count(text[at:short], left, right) - longer
    if others > longer or longer > 1:
        return others > longer
    return bool(_FOLLOWS.match(part_of_speech(text[long - 1 : long + 1])))


def _is_name(text: str, at: int, width: int, stop: int, end: int) -> bool:
    given = text[at + width : stop]
    if stop > end or not all(is_han(c) and c not in _NAME_STOP for c in given):
        return False
    name = text[at:stop]
    if given[-1] in "部局委署厅院办们" or name in LEXICON.words("nobody") or (len(name) == 2 and given in "军媒方"):
        return False
    if width == 1 and text[at] in _NO_SURNAMES:  # 和秀兰, named more than once, but not 和外长
        known = text.count(name, max(0, at - _AROUND), at + _AROUND) > 1
        known = known and not is_word(name) and not is_word(given)  # 国务院, 和群众
        return known and len(name) > 2 and not LEXICON.any_of("offices").search(name) and may_end(text, stop, end)
    if is_word(name):  # 文静 and 高峰 are words and names
        sort = part_of_speech(name)
        return sort in _WORD_OR_NAME and name[-1] not in _BODY_ENDS and _MARK.match(text, stop, end) is not None
    if width == 2 and part_of_speech(given) and part_of_speech(text[at : at + 2])[:1] in ("s", "m"):  # 东方智慧
        return False
    if len(given) > 1 and _VERB.match(part_of_speech(given)):  # 来购物, but 李建设
        return _SPEAKS.match(text, stop, end) is not None
    if len(name) > 2 and (is_word(name[:2]) or is_word(given)):
        sure = _SURE_AFTER.match(text, stop, end) is not None
        return sure or (not is_word(name[:2]) and part_of_speech(text[stop : stop + 2]).startswith("v"))
    return may_end(text, stop, end)


def may_end(text: str, at: int, end: int) -> bool:
    """Whether a name may end here: before a mark, a usual word of reports, a verb or a time."""
    if AFTER.match(text, at, end):
        return True
    return at + 2 <= end and _GOES_ON.match(part_of_speech(text[at : at + 2])) is not None


def is_word(text: str) -> bool:
    """Whether the dictionary has it as a word that is no name."""
    return text in LEXICON.words("nobody") or _ORDINARY.match(part_of_speech(text)) is not None


def _foreign_at(text: str, at: int, end: int) -> int:
    for size in range(run_after(text, at, end), 1, -1):
        name = text[at : at + size]
        if text[at + size - 1] not in DOTS and may_end(text, at + size, end):
            return size if _no_word(name) else 0
    return 0


def _no_word(name: str) -> bool:
    """Whether a run of foreign characters is neither a place nor another word."""
    if canonical(name) is not None or is_word(name):
        return False
    return not any(canonical(name[:size]) for size in range(3, len(name)))


def name_before(text: str, at: int, floor: int, *, loose: bool = False) -> int:
    """Where a name that ends at `at` begins ("唐良智" in 唐良智市长), -1 if there is none. `loose`: also behind 的."""
    for size in (3, 2, 4):
        start = at - size
        name = text[max(start, 0) : at]
        if (
            start < floor
            or (split_name(name) is None and not is_japanese(name))
            or (name[0] in _NO_SURNAMES and size < 3)
            or LEXICON.any_of("offices").search(name)
        ):
            continue
        if start > floor and text[start - 1] in DOTS:
            continue
        clean = start == floor or not re.match(f"[{HAN}]", text[start - 1]) or (loose and text[start - 1] in "的，由")
        clean = clean or (part_of_speech(name) == "nr" and text[start - 1] in _BEFORE_NAME)
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


def ends_body(name: str) -> bool:
    """Whether it is more likely the name of a body or a paper: 商务部, 俄方."""
    return name[-1] in _BODY_ENDS or (len(name) == 2 and name[-1] in _SHORT_BODY_ENDS)
