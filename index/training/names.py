"""Pairs of names made rather than downloaded: parts of foreign names, and pinyin spellings of Chinese ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from index.training.cleaning import Pair

_FOREIGN = re.compile(r"[·・．]")
_HAN_ONLY = re.compile(r"[\u4e00-\u9fff]+")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_GIVEN = (
    "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文辉力志永健世广义兴良海山仁波宁贵福生龙元全胜学祥才发武新利清"
    "飞彬富顺信子杰宏球春光东林鹏晓峰红梅玉兰丽云凤洁琳素莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉"
)


def name_parts(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Split names written with a middle dot into their parts: Harry Reid | 哈里·瑞德 → Harry | 哈里, Reid | 瑞德.

    Only where both sides have the same number of parts; a part pair is kept once per name it occurs in.
    """
    parts = []
    for pair in pairs:
        english = re.sub(r"\([^)]{0,200}\)", "", pair.english).split()
        chinese = [part for part in _FOREIGN.split(re.sub(r"[(（].*", "", pair.chinese)) if part]
        if len(english) == len(chinese) > 1:
            parts += [Pair(e, c) for e, c in zip(english, chinese, strict=True) if len(e) > 2 and len(c) > 1]
    return tuple(parts)


def romanise(name: str) -> tuple[str, ...]:
    """The pinyin syllables of a Chinese name, plain lower case; ü as u, as newspapers write it.

    >>> romanise("两江")
    ('liang', 'jiang')
    """
    from pypinyin import Style, lazy_pinyin

    return tuple(syllable for syllable in lazy_pinyin(name, style=Style.NORMAL, v_to_u=True, errors="ignore"))


def place_pairs(names: Iterable[str]) -> tuple[Pair, ...]:
    """Chinese place names with their pinyin joined and capitalised: 两江 → Liangjiang."""
    pairs: dict[Pair, None] = {}
    for name in names:
        if _HAN_ONLY.fullmatch(name) and 2 <= len(name) <= 4:
            syllables = romanise(name)
            if len(syllables) == len(name):
                pairs[Pair("".join(syllables).capitalize(), name)] = None
    return tuple(pairs)


def person_pairs(chinese_texts: Iterable[str], least: int = 1) -> tuple[Pair, ...]:
    """Names of people: every surname with the given-name characters above, spelt Xu Hongqiu | 许宏球.

    `chinese_texts` decide which surnames come often: a surname is drawn once per 2,000 of its occurrences and at
    least `least` times; the given names go round the list, so the result is the same on every machine.
    """
    counts = Counter(character for text in chinese_texts for character in text if character in _SURNAMES)
    pairs = []
    turn = 0
    for surname in _SURNAMES:
        for _ in range(min(12, least + counts[surname] // 2000)):
            first, second = _GIVEN[turn % len(_GIVEN)], _GIVEN[(turn * 7 + 3) % len(_GIVEN)]
            turn += 1
            given = "".join(romanise(first + second)).capitalize()
            pairs.append(Pair(f"{''.join(romanise(surname)).capitalize()} {given}", surname + first + second))
    return tuple(pairs)
