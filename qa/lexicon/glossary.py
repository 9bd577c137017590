"""The words of policy, industry and public life, Chinese and English, and how each is said in the other language.

In: `glossary.tsv` (zh, aliases, en, kind, source; alternatives split by "|", the first is the one to print). Out: an
immutable `Glossary` that finds its phrases in a text, longest first, in linear time, and renders them. Matching
forgives what writers vary: Traditional or full-width forms, quotation marks inside a term (“小巨人”企业), spaces
between Chinese characters; in English case, plural, hyphens, articles and British or American spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from index.entities import places
from index.text import fold, parts, read_records

_FILE = Path(__file__).with_name("glossary.tsv")
# Marks that writers set inside a term or leave out, and that change nothing of what it means.
_QUOTES = frozenset("“”\"'‘’「」『』《》〈〉·•")
_TOKEN = re.compile(r"[a-z0-9&.%+$\u00c0-\u024f]+(?:['’][a-z]+)*")
_ARTICLES = frozenset(("the", "a", "an"))
_GAP = re.compile(r"[\s\-\u2010-\u2015\"'“”‘’(),/]*(?:\b(?:the|a|an)\b[\s\"'“”‘’(]*)?")
_SPELLING = (
    ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ise", "ize"), ("labour", "labor"),
    ("centre", "center"), ("programme", "program"), ("colour", "color"), ("kilometre", "kilometer"),
    ("metre", "meter"), ("tonne", "ton"), ("aluminium", "aluminum"), ("defence", "defense"), ("utilised", "utilized"),
)  # fmt: skip
_LATIN = re.compile("[a-z]")
# Abbreviations that are other words in small letters: only in capitals.
_CAPITALS = frozenset((("who",), ("un",), ("cas",), ("sic",), ("sip",), ("drc",)))
_KEEP_ISE = frozenset(("enterprise", "rise", "raise", "precise", "otherwise", "wise", "exercise", "promise", "arise"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One term. `zh[0]` and `en[0]` are the forms to print, the others count as the same."""

    zh: tuple[str, ...]
    en: tuple[str, ...]
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class GlossaryMatch:
    """A term found in a text: `source[start:end] == text`. `entries` has several when an English word has senses."""

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        """The first sense, in the order of the file."""
        return self.entries[0]


# The glossary that questions are read and answers are said by, where it is not the bundled one.
_IN_USE: ContextVar[Glossary | None] = ContextVar("glossary in use", default=None)


class Glossary:
    """Immutable, safe to share between threads. `Glossary.load()` reads the bundled file once per process.

    >>> Glossary.load().entry("规上工业增加值").en[0]
    'value added of industrial enterprises above designated size'
    >>> Glossary.load().to_zh("Little Giants")[0]
    '小巨人企业'
    """

    def __init__(self, entries: Iterable[Entry], own: Iterable[Entry] = ()) -> None:
        """`own`: the entries of a folder's own names. Their forms, in both languages, win over those of `entries`."""
        self._own = tuple(own)
        self._entries = (*self._own, *entries)

    @classmethod
    def load(cls, path: Path | None = None) -> Glossary:
        """The bundled glossary (cached), or the one in `path`, a file of the same five columns."""
        return _bundled() if path is None else cls(_read(path))

    @classmethod
    def in_use(cls) -> Glossary:
        """The glossary of the folder that is being asked (see `using`); the bundled one when none is."""
        return _IN_USE.get() or _bundled()

    @contextmanager
    def using(self) -> Iterator[None]:
        """Whatever is read and said inside, in this thread, goes by this glossary."""
        before = _IN_USE.set(self)
        try:
            yield
        finally:
            _IN_USE.reset(before)

    def with_own(self, own: Iterable[Entry]) -> Glossary:
        """This glossary with a folder's own names in front; itself when there are none."""
        names = tuple(own)
        return Glossary(self._entries, names) if names else self

    @cached_property
    def _zh(self) -> dict[str, Entry]:
        forms: dict[str, Entry] = {}
        for entry in self._entries:
            for form in entry.zh:
                forms.setdefault(_squeeze(fold(form))[0], entry)
        return forms

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """How long the Chinese forms are that begin with two characters, longest first."""
        heads: dict[str, set[int]] = {}
        for form in self._zh:
            heads.setdefault(form[:2], set()).add(len(form))
        return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in heads.items()}

    @cached_property
    def _en(self) -> dict[tuple[str, ...], list[Entry]]:
        """English forms as tuples of words. Made at the first English word: a Chinese question need not wait for it."""
        forms = _english_forms(self._entries)
        return forms | _english_forms(self._own) if self._own else forms

    @cached_property
    def _longest(self) -> dict[str, int]:
        """The most words of any form that begins with a word."""
        longest: dict[str, int] = {}
        for key in self._en:
            longest[key[0]] = max(longest.get(key[0], 0), len(key))
        return longest

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order of the file."""
        return self._entries

    def find_zh(self, text: str) -> tuple[GlossaryMatch, ...]:
        """Chinese terms of two or more characters in `text`, leftmost and longest first, never overlapping."""
        squeezed, positions = _squeeze(fold(text))
        found: list[GlossaryMatch] = []
        at, last = 0, len(squeezed) - 1
        while at < last:
            for size in self._lengths.get(squeezed[at : at + 2], ()):
                entry = self._zh.get(squeezed[at : at + size])
                if entry is None or size < 2 or at + size > len(squeezed) or not _word_edges(squeezed, at, at + size):
                    continue
                start, end = positions[at], positions[at + size - 1] + 1
                # 创建“设计之都” holds no 建设: a term does not cross a quotation mark.
                if text.count("“", start, end) != text.count("”", start, end) and not text.count("”", start, end + 1):
                    continue
                found.append(GlossaryMatch(start, end, text[start:end], (entry,)))
                at += size - 1
                break
            at += 1
        return tuple(found)

    def find_en(self, text: str) -> tuple[GlossaryMatch, ...]:
        """English terms in `text`, leftmost and longest first, never overlapping."""
        folded = fold(text)
        tokens = _tokens(folded) if _LATIN.search(folded) else []
        found: list[GlossaryMatch] = []
        at = 0
        while at < len(tokens):
            size = self._english_size(folded, tokens, at)
            if size:
                start, end = tokens[at][0], tokens[at + size - 1][1]
                key = tuple(t for _, _, t in tokens[at : at + size])
                if key in _CAPITALS and not text[start:end].isupper():
                    at += 1
                    continue
                found.append(GlossaryMatch(start, end, text[start:end], tuple(self._en[key])))
            at += size or 1
        return tuple(found)

    def _english_size(self, folded: str, tokens: list[tuple[int, int, str]], at: int) -> int:
        limit = min(self._longest.get(tokens[at][2], 0), len(tokens) - at)
        for step in range(1, limit):
            if not _GAP.fullmatch(folded, tokens[at + step - 1][1], tokens[at + step][0]):
                limit = step
                break
        for size in range(limit, 0, -1):
            if tuple(t for _, _, t in tokens[at : at + size]) in self._en:
                return size
        return 0

    def entry(self, zh: str) -> Entry | None:
        """The entry that a Chinese form belongs to, or None."""
        return self._zh.get(_squeeze(fold(zh.strip()))[0])

    def to_zh(self, en: str) -> tuple[str, ...]:
        """Chinese forms of an English term or place (all senses, in file order); empty when not known."""
        senses = self._en.get(tuple(t for _, _, t in _tokens(fold(en))), [])
        if senses:
            return tuple(dict.fromkeys(form for entry in senses for form in entry.zh))
        name = places.canonical(en)
        return (name,) if name else ()


def _read(path: Path) -> list[Entry]:
    return [
        Entry((row["zh"], *parts(row["aliases"])), parts(row["en"]), row["kind"], row["source"])
        for row in read_records(path)
    ]


@cache
def _bundled() -> Glossary:
    return Glossary(_read(_FILE))


def _english_forms(entries: Iterable[Entry]) -> dict[tuple[str, ...], list[Entry]]:
    forms: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        for form in entry.en:
            senses = forms.setdefault(tuple(t for _, _, t in _tokens(fold(form))), [])
            if entry not in senses:
                senses.append(entry)
    forms.pop((), None)
    return forms


def _squeeze(folded: str) -> tuple[str, list[int]]:
    """The text without quotation marks and without spaces next to Chinese; and where each character stood."""
    kept: list[str] = []
    positions: list[int] = []
    size = len(folded)
    for at, character in enumerate(folded):
        if character in _QUOTES:
            continue
        if character == " " and (not kept or kept[-1] > "\u2e80" or (at + 1 < size and folded[at + 1] > "\u2e80")):
            continue
        kept.append(character)
        positions.append(at)
    return "".join(kept), positions


def _word_edges(text: str, start: int, end: int) -> bool:
    """Latin letters of a term must not be cut out of a longer word (AI in "said", GDP in "GDPR")."""
    if start and _latin(text[start]) and _latin(text[start - 1]):
        return False
    return not (end < len(text) and _latin(text[end - 1]) and text[end].isascii() and text[end].isalpha())


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _tokens(folded: str) -> list[tuple[int, int, str]]:
    """Words as they are compared, with their offsets; articles left out."""
    tokens = []
    for match in _TOKEN.finditer(folded):
        word, end = match.group().rstrip("."), match.end() - len(match.group()) + len(match.group().rstrip("."))
        if word and word not in _ARTICLES:
            tokens.append((match.start(), end, stem(word)))
    return tokens


@cache
def _spelling(word: str) -> str:
    if word not in _KEEP_ISE:
        for british, american in _SPELLING:
            if british in word:
                return word.replace(british, american)
    return word


def stem(word: str) -> str:
    """One lower-case English word without possessive and plural, in American spelling. Both sides go through it, so
    it only has to be consistent, not pretty.

    >>> stem("companies"), stem("vehicles"), stem("digitalisation"), stem("business"), stem("city's")
    ('company', 'vehicle', 'digitalization', 'business', 'city')
    """
    word = word.replace("’", "'")
    word = word.removesuffix("'s").removesuffix("s'") if "'" in word else word
    word = word.replace("'", "")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        elif word.endswith(("sses", "xes", "ches", "shes")):
            word = word[:-2]
        else:
            word = word[:-1]
    return _spelling(word) if len(word) < 40 else word
