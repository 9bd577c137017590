"""Words in quotation marks: names, translations, and sentences that somebody remembers.

In: a question's text or view. Out: the quoted terms, which must stand in the answer as they are, unless they are a
translation or no article holds them so; then the words in them are read like any others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.text import HAN_CHARACTER, fold, segment
from qa.lexicon import Glossary, asking_cues, to_zh
from qa.question.terms import Found
from qa.question.view import View
from qa.types import Term

_QUOTED = re.compile('[“"「『《]([^“”"「」『』《》]{1,80})[”"」』》]')
# A word of a sentence that is not remembered word for word.
_PLAIN = 0.45
# So many words of one's own in quotation marks are a translation, fewer a name.
_QUOTED_WORDS, _QUOTED_CONTENT = 4, 2
_SMALL = frozenset(
    ("a", "an", "the", "of", "in", "on", "at", "for", "from", "and", "to", "with", "by", "as", "is", "our")
)
# A quotation so long is a sentence.
_SENTENCE_QUOTED = 10
_MARKS = re.compile("[^0-9a-z\u4e00-\u9fff]+")


def unquoted(text: str, glossary: Glossary) -> str:
    """The text without quotation marks inside an English term of the glossary: "little giant" firms."""

    def bare(match: re.Match[str]) -> str:
        inner = match[1].strip()
        whole = f"{inner} {text[match.end() : match.end() + 24].lstrip()}"
        longer = inner.isascii() and any(m.start == 0 and m.end > len(inner) for m in glossary.find_en(whole))
        return inner if longer or _translated(inner, glossary) else match[0]

    return _QUOTED.sub(bare, text)


def _translated(inner: str, glossary: Glossary) -> bool:
    """Whether a quotation is somebody's English for Chinese words, most of which are known: it stands nowhere so."""
    words = re.findall("[a-z]+", inner.lower())
    content = [word for word in words if word not in _SMALL]
    if len(words) < _QUOTED_WORDS or len(content) < _QUOTED_CONTENT:
        return False
    if not inner.isascii() or glossary.entry(inner):
        return False
    known = sum(
        bool(word in asking_cues().words["stop_en"] or to_zh((word,)) or glossary.entry(word)) for word in content
    )
    return 3 * known >= 2 * len(content)


def read_quoted(view: View, glossary: Glossary) -> list[Found]:
    """Words in quotation marks that the glossary does not know; those must stand in the answer as they are."""
    found = []
    for match in _QUOTED.finditer(view.raw):
        inner = match[1].strip()
        if not inner or glossary.entry(inner) or not view.free(match.start(), match.end()):
            continue
        around = view.raw[match.start() : match.end() + 4]
        if any(m.start == 0 and m.end > len(match[0]) - 1 for m in glossary.find_zh(around)):
            continue
        forms = (fold(inner),) if HAN_CHARACTER.search(inner) or not inner.islower() else ()
        found.append(Found(match.start(), match.end(), Term(inner, forms, "quoted", 1.0, "quoted"), "quoted"))
        view.take(match.start(), match.end())
    return found


def in_own_words(terms: tuple[Term, ...], texts: Iterable[str]) -> tuple[Term, ...]:
    """The terms with the words of a long Chinese quotation in its place when no text holds it as it is quoted: few
    remember a sentence word for word."""
    if not any(map(_is_sentence, terms)):
        return terms
    read: list[Term] = []
    whole = [_unmarked(text) for text in texts]
    for term in terms:
        if not _is_sentence(term) or any(_unmarked(term.text) in text for text in whole):
            read.append(term)
            continue
        words = [word for word in segment.cut(fold(term.text)) if len(word) > 1 and HAN_CHARACTER.search(word)]
        words = [word for word in dict.fromkeys(words) if word not in asking_cues().words["stop"]]
        read += [Term(word, (word,), "topic", _PLAIN, "common") for word in words]
    return tuple(read)


def _is_sentence(term: Term) -> bool:
    return term.role == "quoted" and len(HAN_CHARACTER.findall(term.text)) >= _SENTENCE_QUOTED


def _unmarked(text: str) -> str:
    return _MARKS.sub("", fold(text))
