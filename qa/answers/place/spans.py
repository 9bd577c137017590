"""Places a sentence names, also those no gazetteer holds: forest farms, villages, ports, ski resorts.

In: a sentence and the sort of place that is asked for. Out: `PlaceSpan`s, in order, an inner place joined with the one
it follows (江苏南通, 甘肃八步沙林场). Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.entities import places
from qa.answers.place.sorts import Sort, endings
from qa.types import PlaceName

# Where a name that only its ending shows begins: behind a mark, a word of lying or going, a function word.
_EDGE = re.compile(
    r"[^\u4e00-\u9fff0-9A-Za-z]|来自|位于|坐落|依托|落户|走进|来到|前往|抵达|驶[入抵离]|进入|离开|建设|打造|推进|支持|建成|开通|守护|治理"
    r"|推动|调度|联合|利用|新增|实施|围绕|今年|去年|紧[临邻靠]|记者|以及|还有|包括|如今|目前|近日|日前|[在与和及对向从到至由被把将是为有以了的等沿于给让使就该本此]"
    r"|[这那一]个|多个|我国"
)
# Words that say of what kind a place is, and do not name it (国家级新区, 大型水库).
_GENERIC = re.compile(
    "(?:国家级?|省级|市级|国际|国有|大型|中型|小型|综合|工业|产业|经济|科技|技术|高新|生态|旅游|自由|贸易|试验|示范|现代|农业|林业|海洋|重要"
    "|主要|世界级?|一流|最|首|新|大|小|老|旧|美丽|传统|先进|制造|创新|合作|数字|智能|绿色|海上|深水|枢纽|物流|保税|开放|开发|内陆"
    "|边境|沿海|沿边|各|每|全|两|当地|部分|整|几|[0-9一二三四五六七八九十百千万余多个座处条家所])*"
)
_LONGEST = 14
_AFTER = re.compile(
    r"$|[^\u4e00-\u9fff]|[的是在与和及等有将为于上内里外受已以也被从到向举发作成投正通出实现今一二三四五六七八九十]"
)
_GOES_ON = re.compile("城市|高速|建设|管理|集团|公司|经济|小镇|化|式|型")
# In front of these endings the character makes another word: 景区, 城市, 各国, 网站.
_OTHER_WORD = {
    "区": "景园地社小库片山牧林城特新灾校厂战辖全市街", "市": "城全股上门集超楼夜都", "国": "各全我外出回本祖两大强多",
    "县": "全各", "村": "农乡", "乡": "城返家老", "镇": "乡城村", "站": "网基车",
    "路": "道公铁马线出思", "海": "沿上出大",
    "港": "香", "江": "沿", "山": "江上", "城": "县全新", "省": "全各", "洲": "各",
}  # fmt: skip


# Behind a place that begins what stands in quotation marks: the rest of a name that is none of a place.
_NAMED_AFTER = re.compile('[^“”"，。、；省市县区镇村港州]{1,8}[”"]')


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place in a text. `names`: gazetteer names it is made of, the outer first; `fine`: it has a part
    beyond them, which begins at `core`."""

    start: int
    end: int
    text: str
    names: tuple[str, ...]
    fine: bool
    core: int = 0

    @property
    def name(self) -> PlaceName:
        """The place as an answer names it."""
        return PlaceName(self.text, self.names, self.text[self.core :] if self.fine else "")


def spans_in(text: str, sort: Sort | None) -> list[PlaceSpan]:
    """The places `text` names. Names that only their ending shows count when they end like the sort, or, when any
    place is asked for, like something that is always a place (林场, 口岸)."""
    spans = _joined(text)
    ends = sort.ends if sort is not None and sort.ends else endings() if sort is None or sort.any else ()
    for start, end in _fine(text, ends) if ends else ():
        inside = [one for one in spans if one.start < end and start < one.end]
        if any(one.end >= end for one in inside):
            continue
        before = next((one for one in spans if one.end == start), None)
        first = min([start, *(one.start for one in inside), *([before.start] if before else [])])
        names = tuple(name for one in (*([before] if before else []), *inside) for name in one.names)
        spans = [one for one in spans if one not in inside and one is not before]
        core = before.end - first if before else 0
        core = max([core, *(one.end - first for one in inside if one.start == first)])
        spans.append(PlaceSpan(first, end, text[first:end], names, True, core))
    return sorted(spans, key=lambda one: one.start)


def _joined(text: str) -> list[PlaceSpan]:
    """The gazetteer's places, one that follows the place it lies in joined with it."""
    spans: list[PlaceSpan] = []
    for mention in places.find_places(text):
        if _NAMED_AFTER.match(text, mention.end) and text[mention.start - 1 : mention.start] in ("“", '"'):
            continue  # “上海精神”
        last = spans[-1] if spans else None
        gap = text[last.end : mention.start] if last else ""
        if last and gap in ("", "省", "市") and places.contains(last.names[-1], mention.name):
            whole = text[last.start : mention.end]
            spans[-1] = PlaceSpan(last.start, mention.end, whole, (*last.names, mention.name), False)
        else:
            spans.append(PlaceSpan(mention.start, mention.end, mention.text, (mention.name,), False))
    return spans


def _fine(text: str, ends: Sequence[str]) -> list[tuple[int, int]]:
    """Spans whose ending makes them places: a name in front of it, and nothing behind it that the name goes on with."""
    found: list[tuple[int, int]] = []
    for match in _ending(tuple(ends)).finditer(text):
        left = max(found[-1][1] if found else 0, match.start() - _LONGEST)
        for edge in _EDGE.finditer(text, left, match.start()):
            # 延和乡: a word that joins may also be the last of a name.
            left = edge.end() if edge.end() < match.start() else left
        name, ending = text[left : match.start()], match.group()
        if not name or _GENERIC.fullmatch(name) or name[-1] in "性型级式化" or _GOES_ON.match(text, match.end()):
            continue
        if len(ending) == 1 and (
            len(name) > 6 or name[-1] in _OTHER_WORD.get(ending, "") or not _AFTER.match(text, match.end())
        ):
            continue
        found.append((left, match.end()))
    return found


@lru_cache(maxsize=64)
def _ending(ends: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(ends, key=len, reverse=True))))
