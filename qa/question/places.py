"""The places and sub-areas a question names.

In: a `View` and the glossary. Out: canonical names; their spans are taken. A place inside the name of something else
(中国软件名园) is not one; of two places of which one lies in the other, the inner is meant (重庆两江新区); 全市 and
"the city" are the city the articles are about unless another is named.
"""

from __future__ import annotations

import re

from index.entities import Place, places
from index.text import has_han
from index.types import PlaceMention
from qa.lexicon import Glossary, GlossaryMatch, asking_cues
from qa.question.view import View

# Places this wide are named to say how wide a comparison is, not where something is.
_WIDE = frozenset(("country", "region", "area", "sea"))
_LOCAL = frozenset(("district", "county", "zone"))
_COMPARED = re.compile(
    "(?:范围内?|各省|各地)?(?:第|排|前|首|最|平均|领先|唯一|率先|居|的?(?:比重|比例|份额|排名|位次|多少|百分))"
)
_COMPARED_BEFORE = re.compile(
    "(?:占|居|列|比|较|高于|低于|快于|慢于|领跑|位居|全|rank(?:s|ed)? .{0,12}in|share of|above|below) ?(?:the )?$"
)
_LATIN_TAIL = re.compile(" ?(?:新区|区|县|市|省)")
_ASKED_BEFORE = re.compile("\\b(?:which|what) (?:[a-z]{1,16} ){0,2}$")
_NESTING = frozenset(("policy", "org", "event", "sector", "product", "indicator", "word"))


def read_places(view: View, glossary: Glossary, home: str = "") -> tuple[str, ...]:
    """Canonical places asked about, in order, each once. `home`: the city 全市 means, "" when not known."""
    compounds = [m for m in (*glossary.find_zh(view.raw), *glossary.find_en(view.raw)) if m.entry.kind in _NESTING]
    found: list[str] = []
    for mention in places.find_places(view.raw, loose=True):
        place = places.place(mention.name)
        free = view.free(mention.start, mention.end)
        if place is None or not free or _part_of_name(mention, place.kind, compounds):
            continue
        name, place = _without_asked(view.text, mention, place)
        view.take(mention.start, mention.end)
        if mention.text.isascii():
            tail = _LATIN_TAIL.match(view.text, mention.end)
            if tail:
                view.take(tail.start(), tail.end())
        if _set_aside(view.text, mention.start, mention.end):
            continue
        wide = place.kind in _WIDE and _compared(view.text, mention.start, mention.end)
        if not wide and name != "世界" and name not in found:
            found.append(name)
    inner = [name for name in found if not any(places.contains(name, other) for other in found)]
    return tuple(inner) or _by_scope(view, home)


def _without_asked(text: str, mention: PlaceMention, place: Place) -> tuple[str, Place]:
    """The place without the word that asks: "which Jilin city" asks for a city of Jilin, not of Jilin City."""
    if mention.text.isascii() and " " in mention.text and _ASKED_BEFORE.search(text, 0, mention.start):
        outer = places.place(mention.text.rsplit(" ", 1)[0])
        if outer is not None:
            return outer.name, outer
    return mention.name, place


def _part_of_name(mention: PlaceMention, kind: str, compounds: list[GlossaryMatch]) -> bool:
    if kind in _LOCAL:
        return False
    return any(
        m.start <= mention.start and mention.end <= m.end and m.end - m.start > mention.end - mention.start
        for m in compounds
    )


def _set_aside(text: str, start: int, end: int) -> bool:
    """Whether the place is named only to be left out: 两江新区以外, "apart from Chengdu"."""
    patterns = asking_cues().patterns
    before = [m for m in patterns["set_aside_before"].finditer(text, max(0, start - 20), start) if m.end() == start]
    return bool(before) or patterns["set_aside"].match(text[end : end + 4]) is not None


def _compared(text: str, start: int, end: int) -> bool:
    return bool(_COMPARED.match(text[end : end + 8]) or _COMPARED_BEFORE.search(text[max(0, start - 24) : start]))


def _by_scope(view: View, home: str) -> tuple[str, ...]:
    """全市 → the city the articles are about; 全国 → China when it is not a yardstick."""
    for scope in places.find_scopes(view.raw):
        free = view.free(scope.start, scope.end)
        if scope.name == "全市" and free:
            view.take(scope.start, scope.end)
            return (home,) if home else ()
        yardstick = _compared(view.text, scope.start, scope.end) or "average" in scope.text.lower()
        if scope.name == "全国" and free and not yardstick:
            view.take(scope.start, scope.end)
            return ("中国",)
    return ()


def read_bodies(view: View, glossary: Glossary) -> tuple[str, ...]:
    """Sub-areas and companies a figure may be limited to, by the shortest Chinese name they are known by."""
    found: list[str] = []
    for match in sorted((*glossary.find_zh(view.raw), *glossary.find_en(view.raw)), key=lambda m: m.start):
        name = match.entry.zh[0]
        if not view.free(match.start, match.end):
            continue
        if name in asking_cues().words["bodies"]:
            found.append(name)
        elif match.entry.kind == "org" and has_han(name):
            found.append(min((f for f in match.entry.zh if len(f) > 1), key=len))
    return tuple(dict.fromkeys(found))
