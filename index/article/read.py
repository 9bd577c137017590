"""A loaded document → `Article`: clean, tell headings and speakers, date, place. The write side's one way to read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from index.article.blocks import DATE_LINE, Draft, draft
from index.article.clean import clean
from index.article.headings import headline, place_headings
from index.article.place import article_place, block_place, place_named
from index.article.speakers import NOBODY, Speaker, interview_labels, reported_speaker, role_of
from index.article.tables import place_tables
from index.dates import infer_date
from index.errors import ArticleError
from index.files import load_all, path_of, read_bytes
from index.raw import RawDocument
from index.settings import Settings
from index.types import Article, Block, Language

_LONGEST_TITLE = 120
_CUT_TITLE = 40


def read_article(root: Path, source: str, settings: Settings) -> Article:
    """Read the file `source` (a path with forward slashes) of the folder `root`; of several articles in it, the first.

    Raises ArticleError with the reason when it cannot be read as an article.
    """
    return read_articles(root, source, settings)[0]


def read_articles(root: Path, source: str, settings: Settings) -> tuple[Article, ...]:
    """Every article of the file `source`. Raises what `read_article` raises."""
    data = read_bytes(path_of(root, source), settings.max_file_bytes)
    return tuple(build_article(raw) for raw in load_all(source, data, settings))


def build_article(raw: RawDocument) -> Article:
    """Clean a loaded document and tell its parts. Blocks follow each other in `text`, one line each.

    Raises ArticleError when nothing is left to read.
    """
    labels = interview_labels(raw.text)
    cleaned = clean(raw.text, raw.marks, labels)
    if not cleaned.pieces:
        raise ArticleError("the file holds no text.")
    drafts = draft(cleaned, labels, bool(raw.title))
    title = _title(raw.title, drafts, cleaned.torn) or PurePosixPath(raw.file or raw.source).stem
    drafts = place_headings(drafts, cleaned.torn)
    text = "\n".join(d.text for d in drafts)
    drafts = _with_speakers(drafts, text)
    place = article_place(title, drafts)
    return Article(
        source=raw.source,
        title=title,
        text=text,
        blocks=_blocks(drafts, place),
        published=infer_date(text, dict(raw.meta), raw.source, title),
        language=language_of(text),
        place=place,
        sha256=raw.sha256,
        encoding=raw.encoding,
        size=raw.size,
        tables=place_tables(drafts, raw.tables),
        notes=raw.notes,
        file=raw.file,
    )


def language_of(text: str) -> Language:
    """ "zh" when Chinese characters carry the text, else "en"; a Chinese character weighs as much as a short word."""
    sample = text[:20_000]
    han = sum(1 for c in sample if "\u3400" <= c <= "\u9fff")
    latin = sum(1 for c in sample if c.isascii() and c.isalpha())
    return "zh" if han * 4 >= latin and han else "en"


def _title(given: str, drafts: Sequence[Draft], torn: bool) -> str:
    """The title the file gives, else its first heading (with the one right under it), else its opening words."""
    given = re.sub(r"\s+", " ", given).strip()
    if given:
        return given[:_LONGEST_TITLE]
    if torn:
        found = headline(drafts)
        if found:
            return found[:_LONGEST_TITLE]
    heads = [d.text for d in drafts[:2] if d.kind == "heading"]
    if drafts[0].kind == "row":
        # A sheet is called what its file is called.
        return ""
    if drafts[0].kind == "heading":
        both = " ".join(heads)
        return both if len(heads) == 2 and len(both) <= 60 and drafts[1].level > drafts[0].level else heads[0]
    # A line that only dates the article names it no better than its file does.
    first = next((d.text for d in drafts if not DATE_LINE.fullmatch(d.text)), drafts[0].text)
    cut = re.split(r"[。！？；\n]|(?<=[a-z])\. ", first, maxsplit=1)[0] or first
    return cut if len(cut) <= _CUT_TITLE else cut[:_CUT_TITLE] + "…"


def _with_speakers(drafts: Sequence[Draft], text: str) -> tuple[Draft, ...]:
    """Add the office to each named speaker, and speakers that a paragraph's own words name."""
    roles: dict[str, str] = {}
    last = NOBODY
    out = []
    for block in drafts:
        speaker = block.speaker
        if not speaker.name and block.kind in ("paragraph", "item"):
            found = reported_speaker(block.text)
            speaker = last if found == "same" else found if isinstance(found, Speaker) else speaker
        if speaker.name and not speaker.role:
            if speaker.name not in roles:
                roles[speaker.name] = role_of(speaker.name, text)
            speaker = Speaker(speaker.name, roles[speaker.name])
        last = speaker if speaker.name else last
        out.append(replace(block, speaker=speaker))
    return tuple(out)


def _blocks(drafts: Sequence[Draft], place: str) -> tuple[Block, ...]:
    blocks = []
    at = 0
    named: dict[str, str] = {}
    for block in drafts:
        end = at + len(block.text)
        if block.heading not in named:
            named[block.heading] = place_named(block.heading, place)
        where = block_place(block, named[block.heading], place)
        speaker = block.speaker
        blocks.append(Block(block.kind, at, end, block.heading, speaker.name, speaker.role, where, block.level))
        at = end + 1
    return tuple(blocks)
