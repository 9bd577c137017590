"""Where the words of an office begin: 带您认识河南省裴寨村党支部书记 is the office 河南省裴寨村党支部书记.

Comes in: a text and where an office ends in it. Goes out: where it begins, with the place and body it is of.
"""

from __future__ import annotations

import re

from index.entities.chinese_names import split_name
from index.entities.places import canonical, find_places
from index.lexicon import LEXICON
from index.text import part_of_speech

# The longest office that is read, in characters.
LONGEST = 30
_ROLE_LEFT = re.compile(
    r"[时现曾历原]任|[，。、；：:,;！？“”‘’（）()《》\s]|据|由|经(?![济信理营委贸])|(?<!总)是|与|(?<!共)和(?!国)|(?<![埃普])及|在|请|了|(?<![合共协大相不])同(?![济仁])|(?<![反供相适响])应(?![急用对届])|对(?![外口接])|连任|会见|会晤|访问|陪同|出席|任命|选举|当选|担任|出任|告诉|"
    "采访|邀请|感谢|认识|走访|看望|跟随|来自|致电|作为|身为|听取|见到|跟着|成为|叫做|的(?!士)"
)
_JOINT = re.compile("和|与")
# The body that an office is of ends so: 宪法和法律委员会主任 is one office.
_BODY = LEXICON.any_of("authority_endings")


def office_start(text: str, at: int, floor: int) -> int:
    """Where the office that ends at `at` begins: after the last mark or function word before it, with a further office
    of the same person in front (馆长、院长方勤)."""
    floor = max(floor, at - LONGEST)
    start = floor
    for match in _ROLE_LEFT.finditer(text, floor, at):
        if not (_JOINT.fullmatch(match[0]) and _within(text, start, match, at)):
            start = match.end()
    start = _from_place(text, start, at)
    offices = LEXICON.longest_first("offices")
    if start > floor and text[start - 1] in "、 " and text[floor : start - 1].endswith(offices):
        return min(start, office_start(text, start - 1, floor))
    return start


def _within(text: str, start: int, joint: re.Match[str], at: int) -> bool:
    """Whether 和 stands inside the name of one body: 宪法和法律委员会, not 市长和副市长 nor 中国和俄罗斯外长."""
    first, second = text[start : joint.start()], text[joint.end() : at]
    if not 1 < len(first) <= 10 or not _BODY.search(second) or LEXICON.any_of("offices").search(first):
        return False
    return canonical(first) is None and not _BODY.search(first[-3:]) and split_name(first) is None


def _from_place(text: str, start: int, at: int) -> int:
    """The office from its place on, when a verb stands in front of that (带您认识河南省…)."""
    if at - start < 5:
        return start
    first = next((m.start for m in find_places(text[start:at])), 0)
    spoken = (part_of_speech(text[start + i : start + i + 2]) for i in range(max(0, first - 1)))
    return start + first if first and any(tag.startswith(("v", "r", "d")) for tag in spoken) else start
