"""Places, indicators, offices, people and list items in words; the Chinese stands where the English is not known.

In: Chinese words of an article. Out: text in "zh" (unchanged) or "en". Nothing is guessed: a phrase is translated
when the glossary and the gazetteer cover all of it, otherwise it stays Chinese.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from index.entities import chinese_names as names
from index.entities import places
from index.text import HAN_CHARACTER, read_toml
from index.types import Figure
from qa.lexicon import Glossary
from qa.say.strings import say
from qa.say.times import period_text
from qa.say.values import value_text

_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+&/-]*")
_MARKS = "“”\"'‘’「」《》()（）[] 　，,"
# Particles inside a phrase that English word order already says.
_PARTICLES = {"的": "", "和": " and", "与": " and", "及": " and", "、": ",", "等": ""}
_SHARE = re.compile(r"^(.{0,20}?)占(.{2,20}?)的?(?:比重|比例|份额)$")
# Kinds of place, and single places, that English names with an article.
_THE = frozenset(("zone", "area"))
_THE_COUNTRIES = frozenset(("美国", "英国", "荷兰", "菲律宾", "阿联酋", "欧盟", "巴哈马", "马尔代夫", "中东"))


@cache
def _offices() -> dict[str, str]:
    raw = read_toml(Path(__file__).with_name("offices.toml"))
    return dict(raw["of_place"])


def place_text(name: str, language: str) -> str:
    """A place, or a part or body of one, in `language`: 涪陵区 → "Fuling District", 直管区 → "directly administered
    area"; unknown names stay as they are."""
    if language == "zh" or not HAN_CHARACTER.search(name):
        return name if language != "zh" else places.canonical(name) or name
    return places.english(name) or indicator_text(name, language)


def indicator_text(zh: str, language: str) -> str:
    """What is measured, in `language`.

    >>> indicator_text("整车产量", "en"), indicator_text("制造业增加值占地区生产总值比重", "en")
    ('vehicle output', 'share of manufacturing value added in GDP')
    """
    if language == "zh" or not HAN_CHARACTER.search(zh):
        return zh
    return _translate(zh, Glossary.in_use()) or zh


@lru_cache(maxsize=8192)
def _translate(zh: str, glossary: Glossary) -> str:
    """The English of a Chinese phrase, or "" when not all of it is known."""
    text = zh.strip(_MARKS)
    whole = glossary.entry(text)
    if whole is not None and whole.en:
        return whole.en[0]
    share = _SHARE.match(text)
    if share and share[2]:
        of = _translate(share[2], glossary)
        if of and not share[1]:
            return f"share of {of}"
        part = _translate(share[1], glossary) if share[1] else ""
        if part and of:
            return f"{part} as a share of {of}"
    return _compose(text, glossary)


def _compose(text: str, glossary: Glossary) -> str:
    spans: list[tuple[int, int, str]] = []
    taken = [False] * len(text)
    for mention in places.find_places(text):
        spans.append((mention.start, mention.end, places.english(mention.name) or ""))
        taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    for match in glossary.find_zh(text):
        if not any(taken[match.start : match.end]):
            spans.append((match.start, match.end, match.entry.en[0]))
            taken[match.start : match.end] = [True] * (match.end - match.start)
    for latin in _LATIN.finditer(text):
        if not any(taken[latin.start() : latin.end()]):
            spans.append((latin.start(), latin.end(), latin.group()))
            taken[latin.start() : latin.end()] = [True] * (latin.end() - latin.start())
    if not spans:
        return ""
    words = {start: (end, english) for start, end, english in spans}
    out, at = "", 0
    while at < len(text):
        if at in words:
            end, english = words[at]
            if not english:
                return ""
            out += (" " if out else "") + english
            at = end
            continue
        if text[at] in _PARTICLES:
            out += _PARTICLES[text[at]] if out else ""
        elif text[at] not in _MARKS:
            return ""
        at += 1
    return out.strip(" ,")


def list_item_text(zh: str, language: str) -> str:
    """An item of a list: in English with the Chinese beside it where it is known, else the Chinese alone."""
    item = zh.strip()
    if language == "zh" or not HAN_CHARACTER.search(item):
        return item
    english = _translate(item, Glossary.in_use())
    return say("beside", "en", told=english, original=item) if english else item


def role_text(role: str, language: str) -> str:
    """An office with its place: 涪陵区委书记 → "Party secretary of Fuling District"; unknown offices stay Chinese.

    >>> role_text("两江新区管委会主任", "en")
    'director of the Liangjiang New Area Administrative Committee'
    """
    role = role.strip(_MARKS)
    if language == "zh" or not HAN_CHARACTER.search(role):
        return role
    parts = [part for part in re.split("[、，,；;]", role) if part.strip()]
    told = [_one_role(part.strip(_MARKS)) for part in parts]
    if not told or not all(told):
        return role
    return ", ".join(told[:-1]) + (" and " if len(told) > 1 else "") + told[-1]


def _one_role(role: str) -> str:
    """One office in English, or ""."""
    glossary, offices = Glossary.in_use(), _offices()
    known = glossary.entry(role)
    if known is not None and known.en:
        return known.en[0]
    for cut in range(min(len(role) - 1, 16), 1, -1):
        name = places.canonical(role[:cut])
        if name is None:
            continue
        office = role[cut:]
        english = places.english(name) or ""
        if office in offices:
            return offices[office].replace("{the}", english).format(_with_article(name, english))
        entry = glossary.entry(office)
        if entry is not None and entry.kind == "office":
            return f"{entry.en[0]} of {_with_article(name, english)}"
    for cut in range(min(len(role) - 1, 16), 1, -1):
        body, post = glossary.entry(role[:cut]), glossary.entry(role[cut:])
        if body is not None and post is not None and post.kind == "office" and body.kind in ("org", "office"):
            return f"{post.en[0]} of {body.en[0]}"
    return ""


def _with_article(name: str, english: str) -> str:
    place = places.place(name)
    needs = name in _THE_COUNTRIES or (place is not None and place.kind in _THE)
    return f"the {english}" if needs and not english.lower().startswith("the ") else english


def person_text(name: str, role: str, language: str) -> str:
    """A person with the office: "Xu Hongqiu (许宏球), director of …" or 许宏球（两江新区管委会主任）.

    A name the glossary knows in English is given so, a Chinese name in pinyin, any other stands in Chinese.
    """
    if language == "zh":
        return say("person", "zh", name=name, role=role) if role else name
    told = name
    if HAN_CHARACTER.search(name):
        known = Glossary.in_use().entry(name)
        latin = known.en[0] if known is not None and known.kind == "person" else names.pinyin(name)
        told = say("beside", "en", told=latin, original=name) if latin else name
    return say("person", "en", name=told, role=role_text(role, "en")) if role else told


def nature_text(nature: str, language: str) -> str:
    """ "result", "goal" or "forecast" in words."""
    return say(nature, language)


def reading_line(figure: Figure, language: str = "en") -> str:
    """Who · what · when · how much · goal or result, for readers of `language`; parts not recognised are left out."""
    where = place_text(figure.place, language) if figure.place else ""
    body = place_text(figure.body, language) if figure.body and figure.body != figure.place else ""
    if where and body:
        where = say("reading_place", language, place=where, body=body)
    what = indicator_text(figure.indicator, language) if figure.indicator else ""
    value = value_text(figure.quantity, language, figure.measure, beside=False)
    parts = [where or body, what, period_text(figure.period, language), value, nature_text(figure.nature, language)]
    return say("reading_joint", language).join(part for part in parts if part)
