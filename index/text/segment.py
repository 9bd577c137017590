"""Cut Chinese text into words with jieba: its own Tokenizer, no HMM, no cache file, and our own words on top.

In: folded text (`index.fold`). Out: words whose concatenation is the text. Time is linear in the text.

jieba's usual start reads its whole dictionary (one second) and writes it to a cache in the shared temp folder, which
it later loads without checking who wrote it. Here nothing is written. A question needs a few hundred look-ups, so
the dictionary file is searched where it lies; a build needs millions, so after the first few thousand the whole
dictionary is read into memory. Both give the same words.
"""

from __future__ import annotations

import threading
import warnings
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from index.text.tables import read_lines

with warnings.catch_warnings():
    # jieba 0.42 has invalid escapes in its patterns and asks for pkg_resources, both warned about by newer Pythons.
    warnings.simplefilter("ignore")
    import jieba

_USER_WORDS = Path(__file__).with_name("user_words.txt")
# The dictionary of jieba 0.42.1, whose lines stand together by first character; any other is read whole.
_KNOWN_CRC = 328468845
_KNOWN_TOTAL = 60101967
_FIRST_HAN_LINE = "\n一 ".encode()
_LOOKUPS_BEFORE_READING_ALL = 4000
_LONGEST_RUN = 400
SEGMENTER = f"jieba-{jieba.__version__}-nohmm"


class Words:
    """Word frequencies as jieba's Tokenizer asks for them: 0 for a mere beginning of a word, KeyError for neither."""

    def __init__(self, dictionary: bytes, own: dict[str, int]) -> None:
        """`dictionary`: the bytes of jieba's dict.txt; `own`: words that are added, with their frequencies."""
        self._blob = b"\n" + dictionary
        self._own = _with_beginnings(own)
        self._known: dict[str, int | None] = {}
        self._whole: dict[str, int] | None = None
        self._head = self._blob.find(_FIRST_HAN_LINE) + 1
        self._groups: dict[str, tuple[int, int]] = {}
        self._lock = threading.Lock()
        if zlib.crc32(dictionary) != _KNOWN_CRC or self._head == 0:
            self._read_all()

    def get(self, word: str, default: int | None = None) -> int | None:
        """The frequency of `word`, `default` when no word begins with it."""
        if self._whole is not None:
            return self._whole.get(word, default)
        own = self._own.get(word)
        found = own or self._search(word)
        found = own if found is None else found
        return default if found is None else found

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.get(word) is not None

    def __getitem__(self, word: str) -> int:
        found = self.get(word)
        if found is None:
            raise KeyError(word)
        return found

    def _search(self, word: str) -> int | None:
        if word in self._known:
            return self._known[word]
        if len(self._known) >= _LOOKUPS_BEFORE_READING_ALL:
            self._read_all()
            assert self._whole is not None
            return self._whole.get(word)
        found = self._search_file(word)
        self._known[word] = found
        return found

    def _search_file(self, word: str) -> int | None:
        key = b"\n" + word.encode("utf-8", "replace")
        for start, end in ((0, self._head), self._group(word[0])):
            at = self._blob.rfind(key + b" ", start, end)
            if at >= 0:
                return int(self._blob[at + len(key) : self._blob.find(b"\n", at + 1)].split()[0])
        for start, end in ((0, self._head), self._group(word[0])):
            if self._blob.find(key, start, end) >= 0:
                return 0
        return None

    def _group(self, first: str) -> tuple[int, int]:
        """The bytes that hold all words beginning with `first` (their lines stand together, sorted by it)."""
        if first not in self._groups:
            lines = _Lines(self._blob, self._head)
            # Both places may lie inside the line before the one meant; a line too many does no harm.
            start = self._blob.rfind(b"\n", 0, self._head + bisect_left(lines, first))
            end = self._blob.find(b"\n", self._head + bisect_left(lines, chr(ord(first) + 1)))
            self._groups[first] = (max(start, 0), end + 1 if end >= 0 else len(self._blob))
        return self._groups[first]

    def _read_all(self) -> None:
        with self._lock:
            if self._whole is not None:
                return
            whole: dict[str, int] = {}
            for line in self._blob.decode("utf-8").splitlines():
                word, _, rest = line.partition(" ")
                if word:
                    whole[word] = int(rest.split(" ", 1)[0])
            # Our own words have the last say, but are no reason to forget that a beginning of theirs is a word.
            for word, frequency in self._own.items():
                if frequency or word not in whole:
                    whole[word] = frequency
            self._whole = _with_beginnings(whole)

    def tag(self, word: str) -> str:
        """The part of speech the dictionary file gives ("nr" for people), "" for a word it does not have."""
        key = b"\n" + word.encode("utf-8", "replace") + b" "
        spans = [(0, self._head), self._group(word[0])] if self._whole is None else [(0, len(self._blob))]
        for start, end in spans:
            at = self._blob.rfind(key, start, end)
            if at >= 0:
                line = self._blob[at + 1 : self._blob.find(b"\n", at + 1)].decode("utf-8").split()
                return line[2] if len(line) > 2 else ""
        return ""

    @property
    def whole(self) -> dict[str, int] | None:
        """All words in one dictionary once they have been read, None before."""
        return self._whole


class _Lines:
    """The first characters of a sorted word list, addressed by byte, for `bisect`."""

    def __init__(self, blob: bytes, head: int) -> None:
        self._blob, self._head = blob, head

    def __len__(self) -> int:
        return len(self._blob) - self._head

    def __getitem__(self, offset: int) -> str:
        """The first character of the line that starts at or after byte `offset`; the last possible one at the end."""
        start = self._blob.find(b"\n", self._head + offset - 1) + 1
        if start == 0 or start >= len(self._blob):
            return chr(0x10FFFF)
        return self._blob[start : start + 4].decode("utf-8", "ignore")[:1]


def _with_beginnings(words: dict[str, int]) -> dict[str, int]:
    whole = dict(words)
    for word in words:
        for length in range(1, len(word)):
            whole.setdefault(word[:length], 0)
    return whole


@cache
def _tokenizer() -> jieba.Tokenizer:
    own: dict[str, int] = {}
    for line in read_lines(_USER_WORDS):
        word, _, frequency = line.partition(" ")
        own[word] = int(frequency or 2000)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ = Words(_dictionary().read_bytes(), own)
    tokenizer.total = _KNOWN_TOTAL + sum(own.values())
    tokenizer.initialized = True
    return tokenizer


def _dictionary() -> Path:
    return Path(jieba.__file__).parent / "dict.txt"


def cut(run: str) -> Iterator[str]:
    """The words of a run of folded Chinese characters, in order; concatenated they are `run`.

    >>> list(cut("两江新区整车产量"))
    ['两江新区', '整车产量']
    """
    tokenizer = _tokenizer()
    if isinstance(tokenizer.FREQ, Words) and tokenizer.FREQ.whole is not None:
        tokenizer.FREQ = tokenizer.FREQ.whole  # a plain dictionary answers four times as fast
    for start in range(0, len(run), _LONGEST_RUN):
        yield from tokenizer.cut(run[start : start + _LONGEST_RUN], HMM=False)


@lru_cache(maxsize=65536)
def part_of_speech(word: str) -> str:
    """The dictionary's part of speech of one word, "" when it has no such word.

    >>> part_of_speech("强调"), part_of_speech("普京"), part_of_speech("徐芙蓉")
    ('v', 'ns', '')
    """
    return _tagged().tag(word) if word else ""


@cache
def _tagged() -> Words:
    # A second copy of the bytes: the first is let go once all words have been read.
    return Words(_dictionary().read_bytes(), {})
