"""Chinese personal names in Latin letters: 许宏球 is "Xu Hongqiu".

In: a name in Chinese, or one written in pinyin by an asker. Out: the name as English news prints it (family name
first, given name in one word), and a key under which both writings meet. A name that does not begin with a known
family name (a transcribed foreign one) is not guessed at. `surnames.toml` holds the family names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from index.text import has_han, is_han, read_toml

_RAW = read_toml(Path(__file__).with_name("surnames.toml"))
_SINGLE = frozenset(_RAW["single"].replace("\n", ""))
_COMPOUND = frozenset(_RAW["compound"])
_JAPANESE = frozenset(_RAW["japanese"])
_READINGS: dict[str, str] = _RAW["readings"]
_KEYS = frozenset(_RAW["keys"].split())
# Every family name, of one character or two.
SURNAMES: frozenset[str] = _SINGLE | _COMPOUND
_LATIN_WORD = re.compile(r"[a-zà-ÿāēīōūǎěǐǒǔǖǘǚǜ]+(?:['’-][a-zà-ÿāēīōūǎěǐǒǔǖǘǚǜ]+)*")
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüê", "aaaaeeeeiiiioooouuuuuuuuue")
_VOWELS = "aeo"


def is_japanese(name: str) -> bool:
    """Whether a name of four characters reads as a Japanese one.

    >>> is_japanese("岸田文雄"), is_japanese("欧阳文雄")
    (True, False)
    """
    return len(name) == 4 and name[:2] in _JAPANESE


def split_name(name: str) -> tuple[str, str] | None:
    """Family name and given name of a Chinese name of two to four characters, or None when it does not read as one.

    >>> split_name("许宏球"), split_name("欧阳修"), split_name("拜登")
    (('许', '宏球'), ('欧阳', '修'), None)
    """
    if not 2 <= len(name) <= 4 or not all(map(is_han, name)):
        return None
    if name[:2] in _COMPOUND and len(name) > 2:
        return name[:2], name[2:]
    if name[0] in _SINGLE and len(name) < 4:
        return name[0], name[1:]
    return None


@lru_cache(maxsize=4096)
def pinyin(name: str) -> str | None:
    """The name as English news prints it, or None when it is not a Chinese personal name.

    >>> pinyin("许宏球"), pinyin("单田芳"), pinyin("吕安")
    ('Xu Hongqiu', 'Shan Tianfang', 'Lyu An')
    """
    parts = split_name(name)
    if parts is None:
        return None
    family = _READINGS.get(parts[0]) or "".join(_syllables(parts[0]))
    return f"{_print(family)} {_print(_join(_syllables(parts[1])))}"


def _syllables(characters: str) -> list[str]:
    # Imported here: pypinyin's tables take a tenth of a second that a Chinese question need not pay.
    from pypinyin import lazy_pinyin

    return [str(s) for s in lazy_pinyin(characters, v_to_u=True)]


def _join(syllables: list[str]) -> str:
    """Syllables in one word, with an apostrophe where the next begins with a vowel (Xi'an)."""
    return syllables[0] + "".join(("'" if s[0] in _VOWELS else "") + s for s in syllables[1:])


def _print(word: str) -> str:
    return word.replace("lü", "lyu").replace("nü", "nyu").capitalize()


def _plain(word: str) -> str:
    """A pinyin word without tones, apostrophes and the writings of ü (lü lv lyu → lu)."""
    word = word.lower().translate(_TONES)
    word = re.sub("[^a-z]", "", word)
    return re.sub("([ln])(?:v|yu)", r"\1u", word)


@lru_cache(maxsize=4096)
def pinyin_key(name: str) -> str:
    """One key for a Chinese name and for its pinyin in either order, any case, hyphened or not; "" when neither.

    >>> pinyin_key("许宏球") == pinyin_key("Hong-qiu XU") == pinyin_key("xu hongqiu") == "xuhongqiu"
    True
    """
    written = pinyin(name.strip()) if has_han(name) else name
    if written is None:
        return ""
    words = [_plain(w) for w in _LATIN_WORD.findall(written.lower()[:100])]
    words = [w for w in words if w]
    if len(words) < 2:
        return "".join(words)
    if words[0] not in _KEYS and words[-1] in _KEYS:
        words = [words[-1], *words[:-1]]
    return "".join(words)


def is_pinyin_name(text: str) -> bool:
    """Whether Latin text reads as a Chinese personal name: a family name and one or two syllables of a given name.

    >>> is_pinyin_name("Xu Hongqiu"), is_pinyin_name("Gross Output"), is_pinyin_name("Li Auto")
    (True, False, False)
    """
    words = [_plain(w) for w in _LATIN_WORD.findall(text.lower()[:60])]
    if not 2 <= len(words) <= 3 or (words[0] not in _KEYS and words[-1] not in _KEYS):
        return False
    family_first = words[0] in _KEYS
    given = words[1:] if family_first else words[:-1]
    return 1 <= _syllable_count("".join(given)) <= 2


def is_pinyin(word: str) -> bool:
    """Whether one Latin word can be cut into pinyin syllables (at most 12 letters are looked at).

    >>> is_pinyin("yongchuan"), is_pinyin("yongchaun"), is_pinyin("warning")
    (True, False, False)
    """
    return _syllable_count(word.lower()) > 0


_INITIALS = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINALS = (
    "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v"
)
_SYLLABLE = re.compile(f"(?:{_INITIALS})(?:{_FINALS})|ang|eng|ai|an|ao|ei|en|er|ou|a|e|o")


def _syllable_count(letters: str) -> int:
    """How many pinyin syllables `letters` is made of (fewest), 0 when it is not pinyin; at most 12 letters are read."""
    if not letters or len(letters) > 12:
        return 0
    best = {0: 0}
    for at in range(len(letters)):
        if at not in best:
            continue
        for end in range(at + 1, min(at + 6, len(letters)) + 1):
            if _SYLLABLE.fullmatch(letters, at, end):
                best[end] = min(best.get(end, 99), best[at] + 1)
    return best.get(len(letters), 0)
