"""Who speaks: interview labels ("重庆日报：", "张智奎："), headings that name a speaker, and reported speech.

In: lines or paragraphs. Out: `Speaker`s, a name with the office given with it. `speakers.toml` holds the words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.article.clean import LABEL
from index.entities import split_name
from index.lexicon import LEXICON, either
from index.text import read_toml

_HAN_RUN = re.compile(r"[\u3400-\u9fff·（）()A-Za-z0-9“”]{2,40}$")
_LEADING = re.compile(r"^(?:据|对此|其中|日前|近日|如今|目前|随后|同时|另外|此外|和|与|由|在|经)+")
_ENGLISH_NAME = re.compile(r"[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]*){0,3}$")
_OFFICE_ENDS = "人长家员士授理记事任师"
_MAX_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker's name and office; either may be "" (“市经信委负责人” has no name)."""

    name: str
    role: str


NOBODY = Speaker("", "")


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """`speakers.toml`, ready to use."""

    askers: frozenset[str]
    answerers: frozenset[str]
    not_speakers: frozenset[str]
    same: tuple[str, ...]
    not_names: frozenset[str]
    before_office: tuple[str, ...]
    office: re.Pattern[str]
    reported: re.Pattern[str]


@cache
def speaker_words() -> SpeakerWords:
    """The words that tell who speaks."""
    raw = read_toml(Path(__file__).with_name("speakers.toml"))
    verbs = either(LEXICON.words("speech_verbs"))
    return SpeakerWords(
        frozenset(raw["askers"]),
        frozenset(raw["answerers"]),
        frozenset(raw["not_speakers"]),
        tuple(raw["same"]),
        LEXICON.words("nobody_endings"),
        tuple(raw["before_office"]),
        LEXICON.any_of("offices"),
        re.compile(f"(?:^|(?<=[”。！？]))([^，。！？：；、\\s“”]{{1,30}}?)(?:{verbs})(?=[，：。,:])"),
    )


def interview_labels(text: str) -> frozenset[str]:
    """The labels that stand in front of turns, askers and answerers; empty when the text is no interview.

    An interview has a label that comes back and asks, and names (or 答) that answer it.
    """
    known = speaker_words()
    found: list[tuple[str, bool]] = []
    lines = [line.strip() for line in text.split("\n")[:_MAX_LINES]]
    lines = [line for line in lines if line]
    for n, line in enumerate(lines):
        match = LABEL.match(line[:60])
        if match and match.group(1) not in known.not_speakers:
            asks = any("？" in part or "?" in part for part in lines[n : n + 4])
            found.append((match.group(1), asks))
    counts = Counter(label for label, _ in found)
    asking = Counter(label for label, asks in found if asks)
    askers = {n for n in counts if n in known.askers or (counts[n] >= 2 and asking[n] * 2 > counts[n])}
    askers -= known.answerers
    if not askers:
        return frozenset()
    labels = set(askers)
    waiting = False
    for label, _ in found:
        if label in askers:
            waiting = True
        elif waiting and (label in known.answerers or counts[label] >= 2 or _is_name(label)):
            labels.add(label)
            waiting = False
    return frozenset(labels) if len(labels) > len(askers) else frozenset()


def is_asker(label: str, labels: frozenset[str], text: str) -> bool:
    """Whether a turn is a question: its label is a known asker's, or the turn ends with a question mark."""
    if label in speaker_words().answerers:
        return False
    return label in labels and (label in speaker_words().askers or text.rstrip("”\"' ").endswith(("？", "?")))


def _is_name(label: str) -> bool:
    return split_name(label) is not None or "·" in label or _ENGLISH_NAME.fullmatch(label) is not None


def split_office(words_: str) -> Speaker | None:
    """An office with a name after it: "市人大代表、涪陵区委书记黎勇" → 黎勇, 涪陵区委书记. None when there is no name.

    >>> split_office("向新求质 市人大代表 涪陵区委书记黎勇")
    Speaker(name='黎勇', role='涪陵区委书记')
    """
    last = re.split(r"[\s、，：:]", words_.strip(" ：:“”"))[-1]
    found = None
    for match in speaker_words().office.finditer(last):
        found = match
    if found is None:
        return None
    name = last[found.end() :]
    return Speaker(name, _own_office(last[: found.end()])) if _is_name(name) and len(name) <= 12 else None


def _own_office(text: str) -> str:
    """The office alone, without words in front that tell of somebody else."""
    cut = max((text.rfind(mark) + len(mark) for mark in speaker_words().before_office if mark in text), default=0)
    return _LEADING.sub("", text[cut:] or text)


def _name_then_office(subject: str) -> Speaker | None:
    """ "习近平总书记": a name with the office behind it."""
    for size in (3, 2):
        office = speaker_words().office.fullmatch(subject, size)
        if office and split_name(subject[:size]):
            return Speaker(subject[:size], office.group())
    return None


def role_of(name: str, text: str) -> str:
    """The office that stands right before a name somewhere in a text, or ""."""
    at = text.find(name)
    for _ in range(20):
        if at < 0:
            return ""
        before = _HAN_RUN.search(text[max(0, at - 40) : at].rstrip(" "))
        if before:
            office = split_office(before.group() + name)
            if office and office.name == name:
                return office.role
        at = text.find(name, at + len(name))
    return ""


def reported_speaker(paragraph: str) -> Speaker | str | None:
    """Who a paragraph's words are reported of: "”黎勇说，", "市经信委负责人表示，"; "same" for 这位负责人 and 他.

    None when nobody is named, or more than one.
    """
    found: list[Speaker | str] = []
    known = speaker_words()
    for match in speaker_words().reported.finditer(paragraph[:3000]):
        subject = _LEADING.sub("", match.group(1))
        if subject in known.same:
            found.append("same")
            continue
        office = split_office(subject) or _name_then_office(subject)
        if office:
            found.append(office)
        elif (split_name(subject) and subject[-1] not in known.not_names) or (
            speaker_words().office.search(subject[-4:]) and subject[-1] in _OFFICE_ENDS
        ):
            found.append(Speaker(subject, ""))
    names = {s.name if isinstance(s, Speaker) else s for s in found}
    return found[0] if len(names) == 1 else None
