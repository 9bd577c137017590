"""Whose figure it is: the companies, schools and other bodies that articles are about, and which of them owns a figure.

In: articles. Out: their `Names`: the subject of each title, what is 简称, bodies by how their names end, heads of table
rows. A figure belongs to the last of these names in front of it in its sentence, else to the article's subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.entities import canonical, organisations_in
from index.text import fold, part_of_speech, segment
from index.types import Article
from qa.evidence import Scored
from qa.types import Hit, Question

if TYPE_CHECKING:
    from index.store import Index

_ALIAS = re.compile(
    '([\u4e00-\u9fffA-Za-z0-9（）()·]{4,30}?)[（(](?:以下|下|文中)?(?:统称|简称|称)(?:为)?[：:]?[“"‘「]?([\u4e00-\u9fffA-Za-z0-9·]{2,12})[”"’」]?'
)
_NUMBERED = re.compile(
    "第[一二三四五六七八九十百0-9]{1,3}(?:中学|小学|人民医院|医院|幼儿园|实验小学|实验中学|高级中学)"
)
_MARKS = re.compile("[，。、；：？！“”‘’（）()《》\n\\s,.;:]")
_TIMES = re.compile(
    "^(?:[0-9〇一二三四五六七八九十]+[年月日]|今年|去年|上半年|下半年|前[一二三四]季度|近日|日前|昨日|今日)"
)
_NO_NAME = re.compile(
    "^(?:我[国市区县省]|全[国市区县省]|记者|公司|企业|项目|今年|去年|关于|第[一二三四五六七八九十0-9]+届?|本报讯?|一[图组]|如何|为何)$"
)
# The last word of what a body, a building or a place is called.
_SORTS = re.compile(
    "(?:公司|集团|股份|银行|医院|大学|学院|中学|小学|学校|幼儿园|电子|材料|光电|建材|食品|物流|新能|能源|科技|药业|医药|制药|生物|汽车|"
    "重工|机械|精工|制造|轴承|智控|智能|软件|网络|通信|传媒|文旅|航空|航运|港|地产|置业|建设|化工|石化|钢铁|铝业|铜业|矿业|水泥|纸业|"
    "纺织|服饰|家居|电器|电气|电力|电池|动力|储能|光伏|水务|环保|农业|牧业|乳业|酒业|饮料|茶业|农商行|证券|保险|基金|信托|百货|超市|"
    "零售|酒店|餐饮|教育|出版|影业|乐园|博物馆|图书馆|美术馆|体育馆|大桥|机场|车站|景区|公园|村|镇|乡|街道|社区|区|县|市|州)$"
)
_VERB = re.compile("v|d|p")
_ADMIN = ("区", "县", "市", "省", "镇", "乡", "州", "国")
_COMPANY = re.compile("(?:股份有限公司|有限责任公司|有限公司|集团|公司|总公司)$")
_BODY = re.compile(
    "^(?!记者|新增|全年|区内|市内|本|该|我|全|两家|一家|多家|各|家).{2,}(?:公司|集团|银行|医院|大学|学院|中学|小学|股份|设计院|研究院|总厂|钢铁|电厂)$"
)
_Given = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
_SEEN: dict[tuple[str, str, int], _Given] = {}
_KEPT = 4096
_LONGEST, _SHORTEST = 18, 3


@dataclass(frozen=True, slots=True)
class Names:
    """Subjects: `groups` maps each writing (folded) to the one that stands for it; `of` the subjects of a source."""

    groups: Mapping[str, str]
    of: Mapping[str, tuple[str, ...]]

    def within(self, text: str) -> list[tuple[int, int, str]]:
        """Names in a folded text, the longest where they overlap, in order: start, end, what stands for it."""
        found: list[tuple[int, int, str]] = []
        for name in sorted(self.groups, key=len, reverse=True):
            at = text.find(name)
            while at >= 0:
                if all(at + len(name) <= a or b <= at for a, b, _ in found):
                    found.append((at, at + len(name), self.groups[name]))
                at = text.find(name, at + 1)
        return sorted(found)


def names_of(articles: Iterable[Article]) -> Names:
    """The subjects of the articles."""
    groups: dict[str, str] = {}
    of: dict[str, tuple[str, ...]] = {}
    for article in articles:
        own, pairs = _names(article)
        for alias, full in pairs:
            stands = groups.get(fold(full), fold(alias))
            groups[fold(alias)] = groups[fold(full)] = stands
        for name in own:
            shorter = next((one for one in own if one != name and one in name and _COMPANY.search(name)), name)
            groups.setdefault(fold(name), groups.get(fold(shorter), fold(shorter)))
        of[article.source] = tuple(dict.fromkeys(groups[fold(name)] for name in own[:1]))
    return Names(groups, of)


def _names(article: Article) -> _Given:
    """The same as `_read`, kept for articles seen lately: an article is known by its file's digest."""
    key = (article.source, article.sha256, len(article.text))
    if key not in _SEEN:
        if len(_SEEN) >= _KEPT:
            _SEEN.clear()
        _SEEN[key] = _read(article)
    return _SEEN[key]


def _read(article: Article) -> _Given:
    """The names an article gives, its subject first, and pairs of a short name and the full one."""
    pairs = tuple((m[2], m[1]) for m in _ALIAS.finditer(article.text) if len(m[1]) > len(m[2]))
    subject = title_subject(article.title, article.text)
    aliases = [alias for alias, _ in pairs]
    if subject and any(subject.startswith(alias) for alias in aliases):
        subject = next(alias for alias in aliases if subject.startswith(alias))
    bodies = [n for n in organisations_in(article.text) if _SHORTEST <= len(n) <= _LONGEST and _BODY.search(n)]
    numbered = _NUMBERED.findall(article.text + article.title)
    every = [subject, *aliases, *numbered, *bodies]
    kept = [name for name in dict.fromkeys(every) if name and not _NO_NAME.match(name) and canonical(name) is None]
    if subject and subject not in kept:
        kept = [name for name in kept if name != subject]
    return tuple(kept), pairs


def title_subject(title: str, text: str) -> str:
    """The words at the head of the title with which clauses of the text begin again, cut between words; "" for none.

    >>> title_subject("恺达电子发布上半年业绩", "恺达电子发布上半年业绩\\n恺达电子上半年营业收入为18.4亿元。")
    '恺达电子'
    """
    head = _MARKS.split(_TIMES.sub("", title).strip(), maxsplit=1)[0][:_LONGEST]
    if len(head) < _SHORTEST or canonical(head) is not None:
        return ""
    body = text.partition(head)[2] or text
    size = max((n for n in range(_SHORTEST, len(head) + 1) if head[:n] in body), default=0)
    if not size:
        return ""
    cut = 0
    for word in segment.cut(head):
        if cut + len(word) > size:
            break
        cut += len(word)
    name = head[:cut]
    able = len(name) >= _SHORTEST and canonical(name) is None and not _is_plain(name)
    return name if able and _acts(name, head[cut:]) else ""


def _acts(name: str, rest: str) -> bool:
    """Whether the words name somebody who does something: a body or place by its last word, and a verb behind it."""
    if not _SORTS.search(name):
        return False
    following = next(iter(segment.cut(rest)), "")
    return not following or bool(_VERB.match(part_of_speech(following))) or following[:1].isdigit()


def _is_plain(name: str) -> bool:
    """Whether the words are a place and what lies in it, or begin with a verb: no subject of their own."""
    words = list(segment.cut(name))
    known = canonical(words[0]) is not None and words[0].endswith(_ADMIN)
    return len(words) > 1 and known and len(words[0]) >= len(name) - 2


def held(question: Question, scored: Sequence[Scored], names: Names) -> list[Scored]:
    """The sentences that may speak of the subjects the question names; all when it names none.

    A sentence of an article about another subject, which does not name the one asked, speaks of that other.
    """
    asked = _asked(question, names)
    return [item for item in scored if not asked or _of(asked, item.sentence.source, item.sentence.folded, names)]


def held_hits(question: Question, hits: Sequence[Hit], article: Callable[[str], Article]) -> list[Hit]:
    """The same for passages."""
    names = names_of(article(source) for source in dict.fromkeys(hit.passage.source for hit in hits))
    asked = _asked(question, names)
    return [hit for hit in hits if not asked or _of(asked, hit.passage.source, fold(hit.passage.text), names)]


def _asked(question: Question, names: Names) -> set[str]:
    return {name for _, _, name in names.within(question.normal)}


def _of(asked: set[str], source: str, folded: str, names: Names) -> bool:
    own = set(names.of.get(source, ()))
    told = {name for _, _, name in names.within(folded)}
    return bool(told & asked or own & asked) or not (own or told)


def short_names(text: str, index: Index, hits: Sequence[Hit]) -> str:
    """The (folded) text with the full names of bodies as short as the articles found call them."""
    names = names_of(index.article(source) for source in dict.fromkeys(hit.passage.source for hit in hits))
    for start, end, name in reversed(names.within(text)):
        if _COMPANY.search(text[start:end]) and text[start:end] != name:
            text = f"{text[:start]}{name}{text[end:]}"
    return text
