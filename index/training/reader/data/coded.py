"""English questions made of Chinese ones word for word, as filler where nobody has written a real one.

Words are looked up in dictionaries, longest first; the question word moves to the front. The result is poor English
("how many Beijing population 2019?") and still teaches which Chinese word an English one asks for.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

_ASKING = {
    "多少": "how many", "为什么": "why", "什么时候": "when", "何时": "when", "哪一年": "in which year",
    "哪年": "in which year", "哪里": "where", "哪儿": "where", "何处": "where", "哪个": "which", "哪位": "who",
    "哪些": "which", "哪": "which", "谁": "who", "何人": "who", "什么": "what", "何": "what", "几": "how many",
    "怎么": "how", "如何": "how", "为何": "why",
}  # fmt: skip
_SMALL = {
    "年": "year", "月": "month", "日": "day", "人": "people", "位": "", "个": "", "名": "", "种": "kind", "座": "",
    "家": "", "第": "", "中": "in", "上": "on", "下": "under", "后": "after", "前": "before", "时": "when", "与": "and",
    "和": "and", "或": "or", "对": "for", "为": "is", "从": "from", "到": "to", "以": "with", "因": "because",
    "来自": "from", "的": "", "了": "", "是": "is", "在": "in", "于": "in", "被": "by", "把": "", "由": "by",
}  # fmt: skip
_DROPPED = frozenset("及也都就所而其之则会将曾")
_NO_GLOSS = re.compile(r"variant of|surname|abbr|see |CL:|Kangxi|lit\.")
_LONGEST = 8


class Coder:
    """A dictionary from Chinese to English, applied word by word."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """`pairs`: English and Chinese; earlier ones go first."""
        self._english: dict[str, list[str]] = {}
        for english, chinese in pairs:
            gloss = re.sub(r"\([^()]{0,200}\)", "", english).split(";")[0].strip()
            gloss = re.sub(r"^(?:to|a|an|the) ", "", gloss)
            known = self._english.setdefault(chinese, [])
            if gloss and len(chinese) <= _LONGEST and len(known) < 2 and not _NO_GLOSS.search(english):
                known.append(gloss)

    def code(self, question: str, chance: random.Random) -> str:
        """The question in English words."""
        front: list[str] = []
        words: list[str] = []
        for piece in self._cut(question.rstrip("？?。 ")):
            if piece in _ASKING:
                (words if front else front).append(_ASKING[piece])
            elif piece in _SMALL:
                words.append(_SMALL[piece])
            elif piece not in _DROPPED:
                words.append(chance.choice(self._english.get(piece) or [piece]))
        text = " ".join(word for word in (*front, *words) if word)
        return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text) + "?"

    def _cut(self, text: str) -> list[str]:
        pieces, at = [], 0
        while at < len(text):
            latin = re.compile(r"[A-Za-z0-9.,%·-]+").match(text, at)
            length = len(latin[0]) if latin else 0
            if not length:
                lengths = range(min(_LONGEST, len(text) - at), 1, -1)
                length = next((n for n in lengths if self._known(text[at : at + n])), 1)
            pieces.append(text[at : at + length])
            at += length
        return pieces

    def _known(self, word: str) -> bool:
        return word in _ASKING or word in _SMALL or bool(self._english.get(word))
