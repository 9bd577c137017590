"""Places named in a text, Chinese or English, as canonical Chinese names; which place lies in which.

In: any text. Out: `PlaceMention`s in order, not overlapping, longest name first. The names, their parents, English
forms and aliases are `places.tsv`; the words made of country names (African, Israeli) `places_adjectives.tsv`; when a
string that reads like a name is none (重庆日报, 北京时间, 扩大连接) is `places_guards.toml`. Words that mean the place
an article is about (全市, 我区, citywide) are `find_scopes`. Time is linear in the text.
"""

from __future__ import annotations

import re

from index.entities.foreign_names import DOTS, is_foreign_name, run_after, run_before
from index.entities.place_tables import WORD, Gazetteer, Guards, Place, load, load_english, plain, words_of
from index.text import fold, is_han, part_of_speech, segment
from index.types import PlaceMention

_LONGEST_ENGLISH = 9
_JOINING = frozenset("和与及同或而更")
_WINDOW = 8  # characters on each side that are cut into words around a name
# What may stand behind the bare name of a district that follows its province's.
_ENDS = re.compile(r"$|[^\u4e00-\u9fff]|[的等和与及在是有为将将把从到之举发种建实推]|一[家位名个]|今年|去年")
_BARE = re.compile("(?:在|位于|来到|走进|前往|抵达|地处)([\u4e00-\u9fff]{2,4})(?=[,;。、的!?]|$)")
# In front of the bare name of a county.
_LIES = frozenset(("in", "at", "near", "outside", "around", "across", "throughout", "into", "from", "to"))
# Scope words: the level of the place that an article is about. 我国 is a place (China), not a scope.
_SCOPES = {
    "全市": "全市", "我市": "全市", "本市": "全市", "市域": "全市", "全市域": "全市",
    "全区": "全区", "我区": "全区", "本区": "全区", "全县": "全县", "我县": "全县", "本县": "全县",
    "全省": "全省", "我省": "全省", "本省": "全省", "全国": "全国",
}  # fmt: skip
_SCOPE = re.compile(
    "|".join(sorted(_SCOPES, key=len, reverse=True))
    + r"|\b(?:city-?\s?wide|(?:the\s)?(?:whole|entire)\scity|(?:the\s)?city(?:'s| as a whole)"
    + r"|district-?\s?wide|(?:the\s)?(?:whole|entire)\sdistrict|county-?\s?wide|(?:the\s)?(?:whole|entire)\scounty"
    + r"|province-?\s?wide|nation-?\s?wide|country-?\s?wide|(?:the\s)?(?:whole|entire)\scountry|national average)\b"
)
_ENGLISH_SCOPES = (
    ("district", "全区"), ("county", "全县"), ("province", "全省"), ("nation", "全国"), ("country", "全国"),
)  # fmt: skip


def find_places(text: str, loose: bool = False) -> tuple[PlaceMention, ...]:
    """All places named in `text`, in order, longest name first, never overlapping.

    `loose` also takes short forms that are ordinary words (江北, 长寿, 石柱, 科学城) where they stand alone, as they
    do in questions ("江北2024年GDP"), and words made of a country's name ("the Israeli army").

    >>> [m.name for m in find_places("涪陵和两江新区，重庆日报")]
    ['涪陵区', '两江新区']
    >>> [m.name for m in find_places("Liangjiang's output")]
    ['两江新区']
    """
    gazetteer = load()
    folded = fold(text)
    found = _with_bare(text, folded, gazetteer, _chinese(text, folded, gazetteer, loose))
    if any("a" <= c <= "z" for c in set(folded)):
        found = sorted([*found, *_english(text, folded, gazetteer, loose)], key=lambda m: m.start)
    return tuple(found)


def _chinese(text: str, folded: str, gazetteer: Gazetteer, loose: bool) -> list[PlaceMention]:
    found: list[PlaceMention] = []
    lengths, names = gazetteer.lengths, gazetteer.chinese
    position, last = 0, len(folded) - 1
    while position < last:
        sizes = lengths.get(folded[position : position + 2])
        step = 1
        for size in sizes or ():
            alias = folded[position : position + size]
            name = names.get(alias)
            end = position + size
            if name is None and loose and alias in gazetteer.loose and _stands_alone(folded, position, end):
                name = gazetteer.loose[alias]
            if name is None or end > last + 1:
                continue
            if _allowed(folded, position, end, alias, gazetteer.guards):
                end -= _lent(folded, end, alias, name, gazetteer)
                found.append(PlaceMention(position, end, text[position:end], name))
                inner = _within(folded, end, name, gazetteer)
                if inner:
                    found.append(PlaceMention(end, end + len(inner) - 1, text[end : end + len(inner) - 1], inner))
            # A guarded name is passed over whole: 重庆日报 holds no other place, 扩大连接 might hold 连接….
            step = end - position if found and found[-1].end == end else 1
            break
        position += step
    return found


def _with_bare(text: str, folded: str, gazetteer: Gazetteer, found: list[PlaceMention]) -> list[PlaceMention]:
    """With the counties that stand bare between a word of lying or going and a mark (在阜平，), when one place alone is
    called so and no ordinary word is."""
    bare = []
    for match in _BARE.finditer(folded):
        start, end = match.span(1)
        names = gazetteer.stems.get(match[1], ())
        known = len(names) == 1 and not any(m.start < end and start < m.end for m in found)
        if known and part_of_speech(match[1])[:2] in ("ns", "nr", ""):
            bare.append(PlaceMention(start, end, text[start:end], names[0]))
    return sorted([*found, *bare], key=lambda m: m.start) if bare else found


def _within(folded: str, at: int, outer: str, gazetteer: Gazetteer) -> str:
    """The district or county of `outer` whose bare name stands right behind it (山东|沾化), or "". In front of another
    noun the bare name may be an ordinary word, so it must end there: a mark, or a word that no name goes on with."""
    for size in (4, 3, 2):
        for name in gazetteer.stems.get(folded[at : at + size], ()):
            if len(name) == size + 1 and _ENDS.match(folded, at + size) and contains(outer, name):
                return name
    return ""


def _lent(folded: str, end: int, alias: str, name: str, gazetteer: Gazetteer) -> int:
    """1 when the last character belongs to the office behind: 涪陵|区委书记, 重庆|市长 (not 重庆市|长寿区)."""
    if alias[-1] not in "区县市省州" or gazetteer.chinese.get(alias[:-1]) != name:
        return 0
    behind = folded[end : end + 2]
    if behind[:1] == "长":
        return 0 if behind in gazetteer.lengths or behind in ("长期", "长足", "长效", "长远", "长龙") else 1
    return 1 if behind[:1] in ("委", "场", "民") else 0


def _stands_alone(folded: str, start: int, end: int) -> bool:
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    opens = not before.isalnum() or before in "和与及在那对比的"
    if end - start > 2:
        # Three characters (科学城) are no ordinary word; only another name in front could own them (光明科学城).
        return opens
    return opens and (not after.isalnum() or after in "0123456789今去全的呢和与及g")


def _allowed(folded: str, start: int, end: int, alias: str, guards: Guards) -> bool:
    if _in_foreign_name(folded, start, end):
        return False
    if start and folded[start - 1] in guards.not_after.get(alias, ""):
        return False
    if end < len(folded) and folded[end] in guards.not_before_characters.get(alias, ""):
        return False
    behind = folded[end : end + 5]
    if behind.startswith(guards.not_before_words.get(alias, ())):
        return behind.startswith(guards.but_before)
    if behind.startswith(guards.not_before) and not behind.startswith(guards.but_before):
        return False
    if behind.startswith(guards.street) and not behind.startswith(guards.not_street):
        return False
    return end - start != 2 or not _cut_through(folded, start, end)


def _cut_through(folded: str, start: int, end: int) -> bool:
    """Whether a name of two characters is a joining word and a piece of its neighbour: 推广|和|田间, 扩大|同|各国."""
    opens, closes = folded[start] in _JOINING, folded[end - 1] in _JOINING
    if not opens and not closes:
        return False
    first, last = start, end
    while first > max(0, start - _WINDOW) and is_han(folded[first - 1]):
        first -= 1
    while last < min(len(folded), end + _WINDOW) and is_han(folded[last]):
        last += 1
    at, middle = first, start + 1
    for word in segment.cut(folded[first:last]):
        if (opens and at == middle) or (closes and at + len(word) == middle and len(word) > 1):
            return True
        at += len(word)
    return False


def _in_foreign_name(folded: str, start: int, end: int) -> bool:
    """Whether a dot joins the name with another part of a foreign person's: 阿里 of 阿里·哈梅内伊."""
    behind, before = folded[end : end + 1], folded[start - 1 : start]
    if not (behind and behind in DOTS) and not (before and before in DOTS):
        return False
    first, last = start - run_before(folded, start, 0), end + run_after(folded, end + 1, len(folded)) + 1
    if behind in DOTS and last > end + 2 and is_foreign_name(folded[start:last]):
        return True
    return before in DOTS and start - first > 2 and is_foreign_name(folded[first:end])


def _english(text: str, folded: str, gazetteer: Gazetteer, loose: bool) -> list[PlaceMention]:
    words = [(m.start(), m.end(), plain(m.group())) for m in WORD.finditer(folded)]
    found: list[PlaceMention] = []
    index = 0
    while index < len(words):
        size = _english_size(text, words, index, gazetteer, loose)
        if size:
            start, end = words[index][0], words[index + size - 1][1]
            end -= 2 if folded[end - 2 : end] in ("'s", "’s") else 0
            end -= 1 if folded[end - 1] == "." and not gazetteer.guards.upper_only & {words[index][2] + "."} else 0
            name = load_english().names[tuple(w[2] for w in words[index : index + size])]
            found.append(PlaceMention(start, end, text[start:end], name))
        index += size or 1
    return found


def _english_size(text: str, words: list[tuple[int, int, str]], index: int, gazetteer: Gazetteer, loose: bool) -> int:
    """How many words from `index` on are the longest English place name there; 0 when none."""
    guards, english = gazetteer.guards, load_english()
    if words[index][2] not in english.first_words:
        return 0
    for size in range(min(_LONGEST_ENGLISH, len(words) - index), 0, -1):
        key = tuple(w[2] for w in words[index : index + size])
        if key not in english.names or (not loose and key in english.adjectives):
            continue
        start, end = words[index][0], words[index + size - 1][1]
        # Words of one name stand next to each other: at most a bracket, hyphen or space between.
        if any(words[n + 1][0] - words[n][1] > 3 for n in range(index, index + size - 1)):
            continue
        if key in english.bare and not _lies_in(text, words, index):
            continue
        joined = " ".join(key)
        if joined in guards.capital_only and not text[start].isupper():
            return 0
        if joined in guards.upper_only and not text[start:end].removesuffix("'s").isupper():
            return 0
        after = words[index + size] if index + size < len(words) else None
        if after and after[0] - end <= 1 and after[2] in guards.english_not_before:
            return 0
        if " ".join(w[2] for w in words[index + size : index + size + 2]) in guards.english_not_before_pairs:
            return 0
        return size
    return 0


def _lies_in(text: str, words: list[tuple[int, int, str]], index: int) -> bool:
    """Whether the bare name of a county ("Shulan") stands as a place: with a capital, behind a word of lying or going,
    and before no other word with a capital, which would make a company or a person of it (Dongfeng Motor)."""
    start, end, _ = words[index]
    before = words[index - 1][2] if index else ""
    after = text[words[index + 1][0]] if index + 1 < len(words) else ""
    return text[start].isupper() and not after.isupper() and before in _LIES and text[end - 2 : end] not in ("'s", "’s")


def find_scopes(text: str) -> tuple[PlaceMention, ...]:
    """Words for the place an article (or asker) speaks of: 全市, 我区, citywide. `name` is 全市 全区 全县 全省 全国."""
    found = []
    for match in _SCOPE.finditer(fold(text)):
        word = match.group()
        name = _SCOPES.get(word) or next((zh for key, zh in _ENGLISH_SCOPES if key in word or key[:6] in word), "全市")
        found.append(PlaceMention(match.start(), match.end(), text[match.start() : match.end()], name))
    return tuple(found)


def canonical(name: str) -> str | None:
    """The canonical Chinese name of a place given in any form, or None: "涪陵" → "涪陵区", "Fuling" → "涪陵区"."""
    gazetteer = load()
    key = fold(name.strip())
    known = gazetteer.chinese.get(key) or gazetteer.loose.get(key)
    if known is None and name in gazetteer.places:
        return name
    return known or load_english().names.get(words_of(key))


def place(name: str) -> Place | None:
    """The row of the gazetteer for a name in any form, or None."""
    known = canonical(name)
    return load().places[known] if known else None


def parent(name: str) -> str | None:
    """The place that `name` administratively lies in, or None: "涪陵区" → "重庆市"."""
    known = place(name)
    return known.parents[0] if known and known.parents else None


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` lies in `outer` (any depth; a place does not contain itself)."""
    target, start = canonical(outer), canonical(inner)
    if target is None or start is None or target == start:
        return False
    places, seen, todo = load().places, {start}, [start]
    while todo:
        for above in places[todo.pop()].parents:
            if above == target:
                return True
            if above not in seen and above in places:
                seen.add(above)
                todo.append(above)
    return False


def english(name: str) -> str | None:
    """The English name of a place given in any form, or None."""
    known = place(name)
    return known.english if known else None
