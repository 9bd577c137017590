"""The words around numbers: approximations, currency signs, what marks a number as part of a name, and the pattern.

Every repeat is bounded, so matching stays linear in the text.
"""

from __future__ import annotations

import re
from typing import Literal

from index.numerals import ENGLISH_NUMBER_WORDS, HAN_NUMERAL_CHARS, PART_WORDS
from index.quantity_units import EN_UNIT, UNITS, ZH_UNIT

_ABOUT = "大约 大概 约为 约 近似 左右 上下 前后 余 多 来 几 about around approximately roughly some nearly~ circa an_estimated or_so"
_OVER = (
    "超过 超出 超 逾 突破 多于 大于 高于 以上 及以上 之上 不少于 不低于 不止 至少 最少 起码 more_than over above at_least exceeding exceeded "
    "exceeds exceed surpassing surpassed surpasses surpass upwards_of no_less_than not_less_than no_fewer_than or_more "
    "and_above or_above greater_than topping topped minimum_of in_excess_of passed past plus +"
)
_UNDER = (
    "将近 接近 近 不到 不足 未满 低于 少于 小于 以下 以内 之内 不超过 不高于 不多于 至多 最多 及以下 under below less_than fewer_than "
    "nearly almost close_to at_most no_more_than not_more_than up_to or_less or_fewer and_below or_below approaching"
)
WORD_BOUNDS: dict[str, Literal["about", "over", "under"]] = {}
for _bound, _words in (("about", _ABOUT), ("over", _OVER), ("under", _UNDER)):
    for _word in _words.split():
        WORD_BOUNDS[_word.replace("_", " ")] = _bound  # type: ignore[assignment]


def _longest_first(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_AFTER_ZH = ["左右", "上下", "以上", "以下", "以内", "之内", "及以上", "及以下", "之上"]
_AFTER_EN = ["or so", "or more", "and above", "or above", "or less", "or fewer", "and below", "or below"]
BOUND_AFTER = re.compile(f" ?(?:{_longest_first(_AFTER_ZH)}|(?i:{_longest_first(_AFTER_EN)})(?![a-z])|\\+(?![0-9A-Z]))")
_BEFORE_ZH = [w for w in WORD_BOUNDS if not w.isascii() and w not in (*_AFTER_ZH, "余", "多", "来", "几", "前后")]
_BEFORE_EN = [
    w for w in WORD_BOUNDS if w.isascii() and w not in _AFTER_EN and w not in ("plus", "+", "past", "nearly~")
]
BOUND_BEFORE = re.compile(
    f"(?:({_longest_first(_BEFORE_ZH)})[了至达到为 ]{{0,2}}|(?<![a-z])((?i:{_longest_first(_BEFORE_EN)})) (?:a |the )?)$"
)

CURRENCY_SIGNS = {
    "$": "美元", "us$": "美元", "usd": "美元", "usd ": "美元", "¥": "元", "￥": "元", "rmb": "元", "cny": "元", "cn¥": "元",
    "人民币": "元", "€": "欧元", "eur": "欧元", "£": "英镑", "gbp": "英镑", "hk$": "港元", "hkd": "港元", "jpy": "日元",
}  # fmt: skip
_SIGN = "(?:(?:US|HK|CN)?[$¥]|[€£￥]|(?:USD|RMB|CNY|EUR|GBP|HKD|JPY)|人民币) ?"

# A letter, sign or code mark that touches a number makes it part of a name: M9, COVID-19, 1+6, v2.1, 京A12345.
CODE_BEFORE = re.compile("(?:[A-Za-z_#/\\\\=@:]|[A-Za-z0-9]-|[0-9A-Za-z+]\\+|[0-9A-Za-z]\\.|[0-9]:|[〔\\[])$")
CODE_AFTER = re.compile(
    "[A-Za-z_#\\\\=@]|[:：][0-9]|\\+[0-9A-ZN]|[./-][0-9]|号(?!称)|版|强(?![大化劲])|级(?!别)|后(?=[的，、]|$)|[〕\\]]|[nst][dht]\\b"
)
IDIOMS = re.compile(
    ".?(?:千方百计|千家万户|万家灯火|万众|千万(?:不|别|要)|千山万水|千里|万里|百姓|十分(?![之钟])|百花|百年|万物|四面八方|三心二意|五湖四海|"
    "四川|九龙|三峡|三亚|万州|五粮|七一|八一|五一|十一国庆|三农|两会|两岸|双十一|一带一路|二维码|三维|二手|一流|一线|二线|一体|"
    "第三方|三国|百科|百度|万达|万科|四大名著|第一线|三令五申|三位一体|五位一体|四个自信|两山|十堰|一一|九九|千禧|十[五六七八九]大|二十[一二]?大|最后一公里|[两双]位数|个位数|三角(?![形债])|七国集团|欧佩克)"
)
# 一家 and 一个 say "a", not "one"; 两 and above count.
NOT_COUNTED = re.compile("[一零〇○]")
# 上百家 counts, 百家 alone is a way of speaking.
LONE_SCALE = re.compile("[上近超逾约达成]$")
# 1类创新药, 央视2套: which one, not how many.
NAMED_CLASS = {"类": re.compile("创?新药|医疗器械|疫苗"), "套": re.compile("播|频道|节目|黄金")}
SESSION = re.compile("会议|全会|全体|集体|代表大会")

_ARABIC = "(?:[0-9]{1,3}(?:,[0-9]{3}){1,8}(?![0-9])|[0-9]{1,24})(?:\\.[0-9]{1,18})?"
_HAN = (
    f"[{HAN_NUMERAL_CHARS}几]{{1,20}}(?:点[零〇一二三四五六七八九]{{1,12}}[十百千万亿]{{0,4}})?|数[十百千万亿]{{1,4}}"
)
_EN_WORDS = _longest_first([w for w in ENGLISH_NUMBER_WORDS if w not in ("one",)])
_ENGLISH = f"(?<![A-Za-z])(?i:one(?= (?:hundred|thousand|million|billion|trillion|dozen|and))|{_EN_WORDS})(?:(?: |-| and )(?i:one|{_EN_WORDS}|point)){{0,12}}(?![A-Za-z])"
_HALF_OF = "(?<![A-Za-z])(?i:half|quarter)(?: an?)?(?= (?:million|billion|trillion|thousand|dozen))"
_NUM = f"(?:{_ARABIC}|{_HAN}|{_HALF_OF}|{_ENGLISH})"
_NUM2 = f"(?:{_ARABIC}|{_HAN})"
_SCALE_ZH = " ?(?:[十百]?[万亿]|[十百]|千(?!克|米|瓦|卡|帕|赫|字节|伏|焦))(?: ?[余多](?=[万亿]))?(?:[万亿]){0,2}"
_SCALE = f"(?:{_SCALE_ZH}| ?(?i:thousand|million|billion|trillion|quadrillion|lakhs?|crores?|mln|bn|tn)(?![A-Za-z])|(?:[kKMmBb]|mn)(?![A-Za-z0-9]))"
_MORE = "(?: ?[余多来](?=[个家人项件条台辆万亿元年名位次种户所处座公吨亩平立米千天小月场款]| ))"
_COUNT_NOUNS = _longest_first(
    [f for f, (u, c) in UNITS.items() if c == "count" and f.isascii() and f.islower() and len(f) > 3]
)
_NOT_ADJECTIVE = "(?:of|in|to|and|the|by|for|was|is|are|were|on|at|from|or|as|a|an|per|than|with)"
NOUN_AHEAD = re.compile(f" (?:(?!{_NOT_ADJECTIVE} )[A-Za-z][A-Za-z'-]{{0,24}} ){{1,4}}?({_COUNT_NOUNS})(?![A-Za-z-])")
_RANGE = " ?(?:[-–—~～―至到]|\\bto\\b){1,2} ?"
_UNIT = f"(?: ?{ZH_UNIT}| ?{EN_UNIT}|-{EN_UNIT})"
_PARTS = "|".join(f"{w}s?" for w in PART_WORDS if w != "half")
PATTERN = re.compile(
    f"(?P<part>(?<![A-Za-z])(?i:(?:a|one|two|three|four|five|six|seven|eight|nine)[ -](?:{_PARTS})|half(?= of))(?![A-Za-z]))"
    f"|(?P<fraction>(?P<base>[百千万]|[{HAN_NUMERAL_CHARS}]{{1,6}}|[0-9]{{1,5}})分之(?P<share>{_NUM2}))"
    '|(?P<doubling>翻(?P<folds>[一两二三四])?番|翻倍|(?:实现|营收|收入|产值|规模|产能)[0-9]{0,2}年?[“"]?(?P<twice>倍增)(?!计划|行动|工程))'
    f"|(?P<ordinal>第(?P<nth>{_NUM2})(?P<nth_unit>位|名|条|届|次|期|个|批|家|大|季|站|场|轮|颗|座|代|号|章|款|项|部|类|产业)?"
    "|(?<![A-Za-z0-9.,])(?P<nth_en>[0-9]{1,4})(?:st|nd|rd|th)(?![A-Za-z])"
    "|\\b(?P<nth_word>(?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))(?= (?:in|among|place|nationwide|largest|highest|worldwide)))"
    f"|(?P<plain>(?P<sign>{_SIGN})?(?P<num>{_NUM})(?P<more>{_MORE})?(?P<scale>{_SCALE})?(?P<more2>{_MORE})?"
    f"(?P<unit1>{_UNIT})?(?:{_RANGE}(?:{_SIGN})?(?P<num2>{_NUM2})(?P<scale2>{_SCALE})?(?P<unit2>{_UNIT})?)?)"
)
