"""The words around numbers: approximations, currency signs, what marks a number as part of a name, and the pattern.

Every repeat is bounded, so matching stays linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from index.numbers.units import EN_UNIT, UNITS, ZH_ONE_UNIT, ZH_UNIT
from index.text import ENGLISH_NUMBER_WORDS, HAN_NUMERAL_CHARS, PART_WORDS, read_toml

Bound = Literal["", "about", "over", "under"]
_DATA = read_toml(Path(__file__).with_name("quantity.toml"))
WORD_BOUNDS: dict[str, Bound] = {word: bound for bound in ("about", "over", "under") for word in _DATA["bounds"][bound]}
CURRENCY_SIGNS: dict[str, str] = dict(_DATA["signs"])


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_AFTER = [w for w in _DATA["bounds"]["after"] if w != "+"]
_BEFORE = [w for w in WORD_BOUNDS if w not in _DATA["bounds"]["after"]]
BOUND_AFTER = re.compile(
    f" ?(?:{_longest_first(w for w in _AFTER if not w.isascii())}"
    f"|(?i:{_longest_first(w for w in _AFTER if w.isascii())})(?![a-z])|\\+(?![0-9A-Z]))"
)
BOUND_BEFORE = re.compile(
    f"(?:({_longest_first(w for w in _BEFORE if not w.isascii())})[了至达到为 ]{{0,2}}"
    f"|(?<![a-z])((?i:{_longest_first(w for w in _BEFORE if w.isascii())})) (?:a |the )?)$"
)
_SIGN = "(?:(?:US|HK|CN)?[$¥]|[€£￥]|(?:USD|RMB|CNY|EUR|GBP|HKD|JPY)|人民币) ?"

# A letter, sign or code mark that touches a number makes it part of a name: M9, COVID-19, 1+6, v2.1, 京A12345.
CODE_BEFORE = re.compile("(?:[A-Za-z_#/\\\\=@:]|[A-Za-z0-9]-|[0-9A-Za-z+]\\+|[0-9A-Za-z]\\.|[0-9]:|[〔\\[])$")
CODE_AFTER = re.compile(
    "[A-Za-z_#\\\\=@]|[:：][0-9]|\\+[0-9A-ZN]|[./-][0-9]|号(?!称)|版|强(?![大化劲])|级(?!别)|后(?=[的，、]|$)|(?<=[0-9]0)后|[〕\\]]|[nst][dht]\\b"
)
IDIOMS = re.compile(f".?(?:{_longest_first(_DATA['idioms']['words'])}|十分(?![之钟]))")
# 一家 and 一个 say "a", not "one"; 两 and above count.
NOT_COUNTED = re.compile("[一零〇○]")
# 上百家 counts, 百家 alone is a way of speaking.
LONE_SCALE = re.compile("[上近超逾约达成]$")
# 1类创新药, 央视2套: which one, not how many.
NAMED_CLASS = {"类": re.compile("创?新药|医疗器械|疫苗"), "套": re.compile("播|频道|节目|黄金")}
SESSION = re.compile("会议|全会|全体|集体|代表大会")

_ARABIC = "(?:[0-9]{1,3}(?:,[0-9]{3}){1,8}(?![0-9])|[0-9]{1,24})(?:\\.[0-9]{1,18})?"
# 千 stays with its unit (千瓦, 千米); 一 in 统一, 唯一 is no number.
_HAN_CHAR = f"(?:[{HAN_NUMERAL_CHARS.replace('千', '')}几]|千(?![克米瓦卡帕赫伏焦字]))"
_HAN = (
    f"(?<![统唯单专同划均])(?={_HAN_CHAR}){_HAN_CHAR}{{1,20}}"
    "(?:点[零〇一二三四五六七八九]{1,12}[十百千万亿]{0,4})?|数[十百千万亿]{1,4}"
)
_EN_WORDS = _longest_first([w for w in ENGLISH_NUMBER_WORDS if w not in ("one",)])
_ENGLISH = (
    f"(?<![A-Za-z])(?i:one(?= (?:hundred|thousand|million|billion|trillion|dozen|and))|{_EN_WORDS})(?:(?: |-|"
    f" and )(?i:one|{_EN_WORDS}|point)){{0,12}}(?![A-Za-z])"
)
_HALF_OF = "(?<![A-Za-z])(?i:half|quarter)(?: an?)?(?= (?:million|billion|trillion|thousand|dozen))"
_NUM = f"(?:{_ARABIC}|{_HAN}|{_HALF_OF}|{_ENGLISH})"
_NUM2 = f"(?:{_ARABIC}|{_HAN})"
_SCALE_ZH = " ?(?:[十百]?[万亿]|[十百]|千(?!克|米|瓦|卡|帕|赫|字节|伏|焦))(?: ?[余多](?=[万亿]))?(?:[万亿]){0,2}"
_SCALE = (
    f"(?:{_SCALE_ZH}| ?(?i:thousand|million|billion|trillion|quadrillion|lakhs?|crores?|mln|bn|tn)(?![A-Za-z])|"
    f"(?:[kKMmBb]|mn)(?![A-Za-z0-9]))"
)
_MORE = f"(?: ?[余多来](?= ?(?:{ZH_ONE_UNIT}|[万亿千百])| ))"
_COUNT_NOUNS = _longest_first(
    [f for f, (u, c) in UNITS.items() if c == "count" and f.isascii() and f.islower() and len(f) > 3]
)
_NOT_ADJECTIVE = "(?:of|in|to|and|the|by|for|was|is|are|were|on|at|from|or|as|a|an|per|than|with)"
NOUN_AHEAD = re.compile(f" (?:(?!{_NOT_ADJECTIVE} )[A-Za-z][A-Za-z'-]{{0,24}} ){{1,4}}?({_COUNT_NOUNS})(?![A-Za-z-])")
_RANGE = " ?(?:[-–—~～―至到]|\\bto\\b){1,2} ?"
_UNIT = f"(?: ?{ZH_UNIT}|[ -]?{EN_UNIT})"
_PARTS = "|".join(f"{w}s?" for w in PART_WORDS if w != "half")
# 两千亿级产业集群: the size of a whole thing. Behind a counter (两个万亿级…) it only says which are counted.
_SIZED = "集群|产业|市场|商圈|园区|基地|赛道|规模|板块|消费|经济"
_LEVEL = (
    f"(?<![{HAN_NUMERAL_CHARS}0-9.几数第个批条项座大])"
    f"(?P<size>[0-9]{{1,5}}(?:\\.[0-9]{{1,2}})?万?|[{HAN_NUMERAL_CHARS.replace('亿', '')}]{{1,6}})亿元?级"
    f"(?=(?:别|的)?[^，。；、！？,;的]{{0,8}}?(?:{_SIZED}))"
)
PATTERN = re.compile(
    f"(?P<part>(?<![A-Za-z])(?i:(?:a|one|two|three|four|five|six|seven|eight|nine)[ -](?:{_PARTS})|"
    f"half(?= of))(?![A-Za-z]))"
    f"|(?P<fraction>(?P<base>[百千万]|[{HAN_NUMERAL_CHARS}]{{1,6}}|[0-9]{{1,5}})分之(?P<share>{_NUM2}))"
    '|(?P<doubling>翻(?P<folds>[一两二三四])?番|翻倍|(?:实现|营收|收入|产值|规模|产能)[0-9]{0,2}年?[“"]?(?P<twice>倍增)(?!计划|行动|工程))'
    f"|(?P<ordinal>第(?P<nth>{_NUM2})(?P<nth_unit>位|名|条|届|次|期|个|批|家|大|季|站|场|轮|颗|座|代|号|章|款|项|部|类|产业)?"
    "|(?<![A-Za-z0-9.,])(?P<nth_en>[0-9]{1,4})(?:st|nd|rd|th)(?![A-Za-z])"
    "|\\b(?P<nth_word>(?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))(?= (?:in|among|"
    "place|nationwide|largest|highest|worldwide)))"
    f"|(?P<level>{_LEVEL})"
    f"|(?P<plain>(?P<sign>{_SIGN})?(?P<num>{_NUM})(?P<more>{_MORE})?(?P<scale>{_SCALE})?(?P<more2>{_MORE})?"
    f"(?P<unit1>{_UNIT})?(?:{_RANGE}(?:{_SIGN})?(?P<num2>{_NUM2})(?P<scale2>{_SCALE})?(?P<unit2>{_UNIT})?)?)"
)
