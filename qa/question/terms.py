"""The words a question is about, as `Term`s with the Chinese forms that count as the same.

In: a `View` in which times, places and people are taken. Out: terms in the order of the question. Neighbours that make
one indicator are joined (汽车电子 + 产值, "output of industrial robots"); words that only ask (多少, 增速) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.lexicon import LEXICON
from index.numbers import find_quantities
from index.text import HAN, HAN_CHARACTER, fold, segment
from qa.lexicon import Glossary, GlossaryMatch, apart_words, asking_cues, find_words, inside_another, joined, others
from qa.question.view import View
from qa.types import Role, Term, TermKind

# What the glossary's entries are, and how much of a question each carries.
_KINDS: dict[str, tuple[TermKind, float]] = {
    "indicator": ("indicator", 1.0), "org": ("body", 1.0), "person": ("person", 1.0), "office": ("office", 1.0),
    "policy": ("policy", 0.9), "sector": ("sector", 0.8), "product": ("product", 0.8), "event": ("event", 0.8),
    "place": ("place", 0.8), "unit": ("unit", 0.3), "word": ("word", 0.5),
}  # fmt: skip
_LIGHT, _LONG, _SHORT = 0.25, 0.6, 0.5
_LATIN = {"code": 0.8, "owned": 0.85, "common": 0.45}
_MOST_FORMS, _MOST_TERMS, _LONGEST_HEAD = 12, 12, 6
_ONLY_DIGITS = frozenset("0123456789")
_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_RUN = re.compile(r"[A-Za-z0-9\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f&.+'’/-]*")
_OF = re.compile("^(?: growth)? (?:of|in|for|from|by) (?:the )?(?:all )?(?:\x00+(?:'s)? ?)?$")
_POST_OF = re.compile("^ (?:of|at) (?:the )?[^,;.?!]{0,60}$")
_BODY_ENDS = LEXICON.in_order("authority_endings")
# The head of a body in Chinese, by how the body's name ends.
_USUAL_POSTS = (("委", "主任"), ("委员会", "主任"), ("管委会", "主任"), ("办", "主任"), ("局", "局长"), ("部", "部长"))
_OWNER = re.compile(" of (?:the )?[A-Z]")
_JOINED = re.compile('^(?:的|“|”|"| )*$')


@dataclass(frozen=True, slots=True)
class Found:
    """A term with its span in the view, and kind and first form of its glossary entry ("" for a word of its own)."""

    start: int
    end: int
    term: Term
    kind: str
    canon: str = ""


def read_terms(view: View, glossary: Glossary) -> list[Found]:
    """Glossary terms and other content words of what is left of the question, in order."""
    rest = view.rest_raw()
    whole = [m for m in glossary.find_zh(rest) if m.entry.kind != "word" or not inside_another(rest, m.start, m.end)]
    found = _joined(view, apart((*whole, *glossary.find_en(rest))), glossary)
    for item in found:
        view.take(item.start, item.end)
    known = asking_cues()
    found = [f for f in found if f.canon not in known.words["measure_words"]]
    for number in find_quantities(view.rest()):
        if number.text[-1:] not in _ONLY_DIGITS:
            view.take(number.start, number.end)
    found += _han_words(view) + _latin_words(view)
    found.sort(key=lambda f: f.start)
    if len(found) > _MOST_TERMS:
        best = sorted(found, key=lambda f: -f.term.weight)[:_MOST_TERMS]
        found = [f for f in found if f in best]
    return _unique(found)


def apart(matches: Iterable[GlossaryMatch]) -> list[GlossaryMatch]:
    """Matches of both languages in order, the longer of two that overlap."""
    kept: list[GlossaryMatch] = []
    for match in sorted(matches, key=lambda m: m.start - m.end):
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def _unique(found: list[Found]) -> list[Found]:
    seen: set[tuple[str, ...]] = set()
    kept = []
    for item in found:
        key = item.term.zh or (item.term.text.lower(),)
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return kept


def _found(match: GlossaryMatch) -> Found:
    return Found(match.start, match.end, _term(match), match.entry.kind, match.entry.zh[0])


def _term(match: GlossaryMatch) -> Term:
    entry = match.entry
    text = _balanced(match.text.strip())
    forms = [fold(text)] if HAN_CHARACTER.search(text) else []
    # An English word may have several senses; all their Chinese forms count, the first sense's first.
    for sense in match.entries[:3]:
        forms += [fold(form) for form in sense.zh]
    if entry.kind == "word":
        forms += others(fold(text))
    forms = [form for form in dict.fromkeys(_unquoted(f) for f in forms) if form][:_MOST_FORMS]
    kind, weight = _KINDS.get(entry.kind, _KINDS["word"])
    if entry.zh[0] in asking_cues().words["light_words"]:
        kind, weight = "light", _LIGHT
    role: Role = "indicator" if entry.kind == "indicator" else "name" if entry.kind in ("org", "person") else "topic"
    return Term(text, tuple(forms), role, weight, kind)


def _unquoted(form: str) -> str:
    return form.replace("“", "").replace("”", "").replace('"', "")


def _balanced(text: str) -> str:
    """The text without quotation marks that lost their partner: 小巨人”企业 → 小巨人企业."""
    text = _unquoted(text) if text.count("“") != text.count("”") or text.count('"') % 2 else text
    return text.replace("' ", " ") if text.count("'") == 1 else text


def _joined(view: View, matches: list[GlossaryMatch], glossary: Glossary) -> list[Found]:
    """Matches as terms, a head joined with what it is the head of."""
    heads = asking_cues().words["heads"]
    found: list[Found] = []
    skip = -1
    for at, match in enumerate(matches):
        if at == skip:
            continue
        item = _found(match)
        head = match.entry.zh[0] in heads or match.text in heads
        before = found[-1] if found else None
        if head and before and _modifies(before) and _JOINED.match(view.text[before.end : match.start]):
            found[-1] = _compound(view, before, item, glossary)
            continue
        following = matches[at + 1] if at + 1 < len(matches) else None
        if head and following and _OF.match(view.rest()[match.end : following.start]):
            other = _found(following)
            if _modifies(other):
                found.append(_compound(view, other, item, glossary))
                skip = at + 1
                continue
        of_body = following and _is_body(following) and _POST_OF.search(view.text[match.end : following.start])
        if following and of_body and _is_post(match):
            found.append(_post(view, item, _found(following)))
            skip = at + 1
            continue
        if head and HAN_CHARACTER.search(match.text):
            run = _run_before(view, match.start)
            if run < match.start:
                word = view.raw[run : match.start]
                other = Found(run, match.start, Term(word, (fold(word),), "topic", _LONG, "content"), "")
                found.append(_compound(view, other, item, glossary))
                continue
        found.append(item)
    return found


def _is_post(match: GlossaryMatch) -> bool:
    return match.entry.kind == "office" and not HAN_CHARACTER.search(match.text) and not _is_body(match)


def _is_body(match: GlossaryMatch) -> bool:
    return match.entry.kind == "office" and match.entry.zh[0].endswith(_BODY_ENDS)


def _post(view: View, post: Found, body: Found) -> Found:
    """ "director of the … administrative committee" as one office: 管委会主任."""
    usual = next((p for end, p in _USUAL_POSTS if body.term.zh[0].endswith(end) and p in post.term.zh), "")
    posts = [usual] if usual else list(post.term.zh[:3])
    forms = [b + p for p in posts for b in body.term.zh[:4]]
    text = view.raw[post.start : body.end]
    return Found(post.start, body.end, Term(text, tuple(dict.fromkeys(forms)), "topic", 1.0, "office"), "office")


def _modifies(found: Found) -> bool:
    if found.canon in asking_cues().words["measure_words"]:
        return False
    return found.kind in ("sector", "policy", "product", "word", "org", "") and found.term.role != "quoted"


def _compound(view: View, modifier: Found, head: Found, glossary: Glossary) -> Found:
    """One indicator of a modifier and its head, in the forms of both."""
    start, end = min(modifier.start, head.start), max(modifier.end, head.end)
    text = view.raw[start:end]
    own = [fold(text)] if HAN_CHARACTER.search(text) and " " not in text else []
    for whole in (f"{head.term.text} of {modifier.term.text}", f"{modifier.term.text} {head.term.text}"):
        own += [fold(_unquoted(form)) for form in glossary.to_zh(whole)]
    heads = [form for form in head.term.zh if len(form) <= _LONGEST_HEAD][:3] or list(head.term.zh[:1])
    # The output of an industry's enterprises is the industry's.
    owners = dict.fromkeys(form.removesuffix("企业") or form for form in modifier.term.zh[:4])
    forms = own + [m + h for m in dict.fromkeys((*modifier.term.zh[:4], *owners)) for h in heads]
    term = Term(text, tuple(dict.fromkeys(forms))[:_MOST_FORMS], "indicator", 1.0, "indicator")
    return Found(start, end, term, "indicator")


def _run_before(view: View, end: int) -> int:
    """Where the content words that stand directly before `end` begin (锂电池 in 锂电池产量)."""
    text, start = view.rest(), end
    while start > 0 and HAN_CHARACTER.match(text[start - 1]):
        start -= 1
    words = list(segment.cut(text[start:end])) if start < end else []
    stop = asking_cues().words["stop"]
    begin = end
    for word in reversed(words):
        if word in stop:
            break
        begin -= len(word)
    return begin if end - begin >= 2 else end


def _blank(match: re.Match[str]) -> str:
    return "\x00" * len(match.group())


def _han_words(view: View) -> list[Found]:
    """Content words of the Chinese left over; neighbouring single characters the dictionary does not know make one."""
    text = asking_cues().polite.sub(_blank, view.rest())
    text = asking_cues().patterns["asking"].sub(_blank, text)
    stop = asking_cues().words["stop"]
    found: list[Found] = []
    for run in _HAN_RUN.finditer(text):
        at, singles = run.start(), run.start()
        for word in [*joined(list(segment.cut(run.group()))), ""]:
            if len(word) == 1 and word not in stop:
                at += 1
                continue
            if at - singles >= 2 and text[singles:at] not in stop:  # 涨得快
                found.append(_own(view, singles, at))
            if len(word) > 1 and word not in stop and not _numeral(word):
                found.append(_own(view, at, at + len(word)))
            at += len(word)
            singles = at
    return found


def _own(view: View, start: int, end: int) -> Found:
    word = view.raw[start:end]
    folded = fold(word)
    return Found(start, end, Term(word, (folded, *others(folded)), "topic", _LONG if end - start > 2 else _SHORT), "")


def _numeral(word: str) -> bool:
    counted = all(c in "零一二两三四五六七八九十百千万亿几多第成分之半" for c in word)
    return counted or (word[0] in "万亿" and len(word) == 2)


def _latin_words(view: View) -> list[Found]:
    """Latin words left over. A code or acronym (M9, AIC) may stand in a Chinese text as it is, a plain word not."""
    raw = asking_cues().polite.sub(_blank, view.rest())
    stop = asking_cues().words["stop_en"]
    typed_words = ((match.start(), *_typed(view, match)) for match in _LATIN_RUN.finditer(raw))
    words = apart_words((at, at + len(typed), word) for at, typed, word in typed_words)
    read = [(at, view.raw[at:end], word) for at, end, word in words]
    chinese = {start: (end, forms) for start, end, forms in find_words((at, at + len(t), w) for at, t, w in read if w)}
    found: list[Found] = []
    done = 0
    for at, typed, word in read:
        end, forms = chinese.get(at, (at + len(typed), ()))
        expression = end > at + len(typed)
        if at < done or not word or (word in stop and not expression) or not any(c.isalpha() for c in word):
            continue
        code = any(c.isdigit() for c in word) or (len(word) > 1 and typed.isupper()) or _in_chinese(view, at)
        if len(word) < 2 and not code:
            continue
        # "the mayor's wife": what is had is asked for, more than who has it.
        kind: TermKind = "code" if code else "owned" if _owned(view.raw, at, end) else "common"
        term = Term(view.raw[at:end], (word,) if code and not expression else forms, "topic", _LATIN[kind], kind)
        found.append(Found(at, end, term, ""))
        done = end
    return found


def is_owned(term: Term) -> bool:
    """Whether the term is what somebody has; the question turns on it as on a name."""
    return term.role == "topic" and term.kind == "owned"


def _owned(raw: str, at: int, end: int) -> bool:
    """Whether the word is what somebody has: the mayor's wife, the maximum range of the M9."""
    if raw[max(0, at - 3) : at] in ("'s ", "’s "):
        return True
    return bool(_OWNER.match(raw, end)) and raw[:at].lower().startswith(("what is ", "what was ", "what's "))


def _typed(view: View, match: re.Match[str]) -> tuple[str, str]:
    """A Latin word as typed, and as it is compared."""
    typed = view.raw[match.start() : match.end()].strip(".'’-/+&")
    return typed, fold(typed).removesuffix("'s").removesuffix("’s")


def _in_chinese(view: View, at: int) -> bool:
    """Whether the question around is Chinese, so that a Latin word in it is probably one of the article's own."""
    around = view.text[max(0, at - 12) : at + 24]
    return len(HAN_CHARACTER.findall(view.text)) >= 4 and HAN_CHARACTER.search(around) is not None
