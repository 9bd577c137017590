"""Answers that are times: a day, a month, a year, or the hour of a day.

Comes in: `Material`. Goes out: a `Candidate` with the time of the best sentence, read by its article's date, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.text import fold
from index.times import NOT_PERIODS
from index.types import TimeMention
from qa.answers.sentence import tells
from qa.evidence import Material, Scored, features_of, proof, says
from qa.types import Candidate, Kind, Line, Note, When

WAY = "date"
# How many of the best sentences are looked at for a time.
_LOOKED_AT = 4
# A time as the answer wants a sentence that covers this much.
_SURE = 0.6
# And one in the question's own language at least this much, even when it leads all others.
_PLAINLY = 0.5
_PARTS_OF_DAY = "凌晨|清晨|早上|早晨|早|上午|中午|午间|下午|午后|傍晚|晚上|晚间|晚|夜间|深夜"
_CLOCK = re.compile(
    rf"(?<![\d.:：])(?:(?P<part>{_PARTS_OF_DAY})?(?P<hour>[01]?\d|2[0-4])(?:[:：](?P<minute>[0-5]\d)(?!\d)|时(?P<m>[0-5]?\d分)?)|"
    rf"(?P<led>{_PARTS_OF_DAY})(?P<h>[01]?\d|2[0-4])点(?P<mm>半|[0-5]?\d分)?|"
    r"(?P<en>[01]?\d(?::[0-5]\d)? ?[ap]\.?m\.?))",
    re.IGNORECASE,
)
_AFTER_NOON = ("下午", "午后", "傍晚", "晚上", "晚间", "晚", "夜间", "深夜")
_ASKS_CLOCK = re.compile(r"几点|几时|\bwhat time\b|\b(?:what|which) hour\b")
_MONTHS = r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# How exact the time is that the question asks for, and how such times are written.
_EXACT = (
    (re.compile(r"哪个?一?月|几月|\b(?:what|which) month\b"), re.compile(f"月|{_MONTHS}", re.I)),
    (
        re.compile(r"哪一?[天日]|几[号日]|日期|\b(?:what|which) (?:day|date)\b"),
        re.compile(rf"[日号天]|\d {_MONTHS}|{_MONTHS} \d", re.I),
    ),
    (re.compile(r"哪几年|\b(?:what|which) years\b"), re.compile(r"\d年?[—–至到-]+\d| to ")),
    (re.compile(r"哪一?年|何年|\b(?:what|which) year\b"), re.compile(r"年|[12]\d{3}")),
)
# “2024年度盛典”: a time in a name is part of the name.
_NAMED = re.compile("“[^“”，。；]{2,24}”")
_BOUNDARY = re.compile("[，。；：！？,;!?]")
# What a time less exact than asked loses beside one that is, and what each sign between time and words takes off.
_UNFIT, _FAR = 1.0, 0.001
# How much a time's own words count beside its sentence's score.
_CLOSE = 0.4
_VERB = 0.5
# Nearest first: the words that follow a time in its clause, then those of the clause itself.
_BEHIND, _AROUND = 0.6, 0.4


class Dates:
    """A day, a month, a year, or the hour of a day."""

    name = WAY
    kinds: frozenset[Kind] = frozenset(("date",))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """The time of each of the best sentences. Feature: `near`, how much of the question stands by it."""
        read = _clock if _ASKS_CLOCK.search(material.question.normal) else _day
        found = ((item, read(material, item)) for _, item in material.ranked()[:_LOOKED_AT])
        return [
            replace(told[1], features=features_of(material, item, near=told[0])) for item, told in found if told
        ]  # fmt: skip

    def choose(self, material: Material) -> Candidate | None:
        """The time of the sentence that says what is asked."""
        return date_answer(material)


def date_answer(material: Material) -> Candidate | None:
    """The time the best sentence gives, read by its article's date; of sentences that are nearly as good, the one whose
    time stands with what is asked."""
    read = _clock if _ASKS_CLOCK.search(material.question.normal) else _day
    best: tuple[float, Candidate] | None = None
    for score, item in material.ranked()[:_LOOKED_AT]:
        if not says(material, item, _SURE):
            break
        # In one language what happened is said in its own words.
        if material.language == item.sentence.passage.language and item.coverage < _PLAINLY:
            break
        found = read(material, item) if tells(material, item) else None
        if found is not None and (best is None or score + _CLOSE * found[0] > best[0]):
            best = (score + _CLOSE * found[0], found[1])
    return best[1] if best else None


def _day(material: Material, item: Scored) -> tuple[float, Candidate] | None:
    """The time the sentence gives, with how much of the question stands by it."""
    found = _time_in(material, item)
    if found is None:
        return None
    value, mention = found
    return value, _told(material, item, When(mention.text, mention.period), _relative_note(material, item, mention))


def _told(material: Material, item: Scored, when: When, notes: tuple[Note, ...]) -> Candidate:
    return Candidate(WAY, when, (Line(when, (proof(material, item),)),), item.coverage, notes=notes)


def _clock(material: Material, item: Scored) -> tuple[float, Candidate] | None:
    """The hour the sentence gives, with the day beside it."""
    text = item.sentence.text
    found = list(_CLOCK.finditer(text))
    if not found:
        return None
    values = _nearness(material, text, [match.span() for match in found])
    match = found[values.index(max(values))]
    words = match[0].strip()
    day = next((m for m in _mentions(material, item) if m.start <= match.start() <= m.end and m.period), None)
    converted = material.language == "en" and match["en"] is None
    if not converted and day is not None and _EXACT[1][0].search(material.question.normal):
        words = text[day.start : match.start()] + words  # 几号几点: the day as it stands before the hour
    on_24 = _on_24_hours(match) if match["en"] is None else ""
    notes = _relative_note(material, item, day) if day else ()
    return max(values), _told(material, item, When(words, day.period if day else None, True, on_24), notes)


def _on_24_hours(match: re.Match[str]) -> str:
    """The hour as figures of the day: 晚9:30 → 21:30."""
    hour = int(match["hour"] or match["h"])
    minute = (match["minute"] or match["m"] or match["mm"] or "0").rstrip("分")
    if (match["part"] or match["led"]) in _AFTER_NOON and hour < 12:
        hour += 12
    return f"{hour}:{30 if minute == '半' else int(minute):02d}"


def _mentions(material: Material, item: Scored) -> list[TimeMention]:
    mentions = item.sentence.mentions.times
    # 现在 and 目前 say that something holds, not when it came to be.
    named = [match.span() for match in _NAMED.finditer(item.sentence.text)]
    return [
        mention for mention in mentions
        if mention.rule not in NOT_PERIODS
        and mention.rule != "now"
        and not any(start < mention.start and mention.end < end for start, end in named)
    ]  # fmt: skip


def _time_in(material: Material, item: Scored) -> tuple[float, TimeMention] | None:
    """The time expression that the words asked about stand by, as exact as the question wants it."""
    asked = {(p.start, p.end) for p in material.question.periods}
    mentions = [m for m in _mentions(material, item) if m.period is None or (m.period.start, m.period.end) not in asked]
    if not mentions:
        return None
    exact = next((written for wanted, written in _EXACT if wanted.search(material.question.normal)), None)
    if exact:
        # 新中国成立后 is no year.
        mentions = [m for m in mentions if not _since(m)]
        if not mentions:
            return None
    values = _nearness(material, item.sentence.text, [(m.start, m.end) for m in mentions])
    if exact and any(exact.search(mention.text) for mention in mentions):
        # Asked for the day, the year beside it is no answer.
        values = [v if exact.search(m.text) else v - _UNFIT for v, m in zip(values, mentions, strict=True)]
    return max(values), mentions[values.index(max(values))]


def _since(mention: TimeMention) -> bool:
    """Whether a mention is of all the time since something that it names by no date."""
    period = mention.period
    open_ended = period is not None and (period.start is None or period.end is None)
    lasts = open_ended or (
        period is not None and period.start and period.end and (period.end - period.start).days > 800
    )
    return bool(lasts) and re.search(r"\d", mention.text) is None


def _nearness(material: Material, text: str, spans: list[tuple[int, int]]) -> list[float]:
    """How much of the question stands behind each time, up to the next one, and in its clause: a time comes before
    what happens at it, in its clause or in the next (2021年9月，大桥开工)."""
    behind, around = [], []
    for at, (start, end) in enumerate(spans):
        before = spans[at - 1][1] if at else 0
        clause = max((m.end() for m in _BOUNDARY.finditer(text, before, start)), default=before)
        if _bracketed(text, start):
            # A time in brackets is that of the name before it.
            behind.append(text[clause:start])
            around.append(text[clause:start])
            continue
        after = next((a for a, _ in spans[at + 1 :] if not _bracketed(text, a)), len(text))
        cut = text.find("；", end, after)
        shut = _BOUNDARY.search(text, end + 1, after)
        behind.append(text[end : cut if cut >= 0 else after])
        around.append(text[clause : shut.start() if shut else after])
    values = _held(material, [*behind, *around])
    size = len(spans)
    return [_BEHIND * values[i] + _AROUND * values[size + i] - _FAR * i for i in range(size)]


def _bracketed(text: str, start: int) -> bool:
    return text[max(0, start - 1) : start] in ("（", "(")


def _held(material: Material, texts: list[str]) -> list[float]:
    """How much of what is asked each text holds, in [0, 1]: what happens, which questions say last, counts more than
    what it happens to, and a name, which holds for the whole sentence, nothing."""
    evidence = material.evidence
    plain = [i for i, term in enumerate(evidence.terms) if term.role not in ("name", "quoted")]
    kept = plain or range(len(evidence.terms))
    # A verb is a light word elsewhere; here it says which time is meant.
    weights = [max(_VERB, evidence.terms[i].weight) * (1 + 2 * at / max(1, len(kept) - 1)) for at, i in enumerate(kept)]
    values = []
    for text, soft in zip(texts, evidence.soft(texts), strict=True):
        hard = evidence.strengths(fold(text))
        held = (w * max(hard[i], soft[i]) for w, i in zip(weights, kept, strict=True))
        values.append(sum(held) / (sum(weights) or 1.0))
    return values


def _relative_note(material: Material, item: Scored, mention: TimeMention) -> tuple[Note, ...]:
    published = material.articles[item.sentence.source].published
    if mention.period is None:
        return (Note("undated", mention.text),)
    if mention.period.anchored and (written := published.iso()):
        return (Note("relative", mention.text, written, mention.period),)
    return ()
