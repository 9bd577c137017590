"""One file → the rows an index keeps of it: article, passages, words. Nothing here touches the index folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import ArticleError
from index.settings import Settings
from index.store import (
    ArticleSummary,
    SkippedRecord,
    SourceRecord,
    Stamp,
    article_codec,
    dumps,
    passage_codec,
    sum_file,
)
from index.types import Article, Figure, Passage, Skipped


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one article. `embedded` and `words` have one entry for each passage line; `more` are the other
    articles of the same file."""

    record: SourceRecord
    article: bytes
    passages: tuple[bytes, ...]
    embedded: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    more: tuple[Reading, ...] = ()


def read_file(root: Path, source: str, stamp: Stamp, settings: Settings) -> Reading | SkippedRecord:
    """Read the articles of one file. A file that cannot be read comes back as skipped, with the reason in words.

    `stamp` was taken before; an edit between the two shows as another stamp at the next look.
    """
    from index.article import read_articles

    needs = ""
    try:
        first, *others = (reading_of(article, stamp, settings) for article in read_articles(root, source, settings))
        return replace(first, more=tuple(others))
    except ArticleError as error:
        reason, needs = str(error), error.needs
    except MemoryError:
        reason = too_much_memory(settings)
    except FileNotFoundError:
        reason = "the file was removed while the folder was being read."
    except OSError as error:
        reason = f"the file cannot be opened: {error.strerror or error}."
    except Exception as error:  # one odd file must not stop the others; the kind of error is kept for a report
        reason = f"the file could not be read as an article ({type(error).__name__}: {error})."
    return SkippedRecord(Skipped(source, reason, needs), file_hash(root / source), stamp)


def reading_of(article: Article, stamp: Stamp, settings: Settings) -> Reading:
    """The rows of an article. Raises ArticleError when it holds more figures than may be kept."""
    from index.article import annotate, split_passages
    from index.figures import find_figures
    from index.text import tokenise

    figures: tuple[Figure, ...] = find_figures(article)
    if len(figures) > settings.max_figures:
        raise ArticleError(
            f"it holds {len(figures):,} figures; at most {settings.max_figures:,} are kept (max_figures)."
        )
    passages = split_passages(article, 0, settings.passage_chars, figures)
    _check(article, passages)
    article = annotate(article, (sentence for passage in passages for sentence in passage.sentences))
    embedded = tuple(passage.embedded() for passage in passages)
    summary = ArticleSummary(
        source=article.source,
        title=article.title,
        published=article.published,
        length=len(article.text),
        passages=len(passages),
        figures=len(figures),
        place=article.place,
        language=article.language,
        notes=article.notes,
    )
    return Reading(
        record=SourceRecord(summary, article.sha256, stamp, whole=article.file),
        article=dumps(article_codec().encode(article)),
        passages=tuple(dumps(passage_codec().encode(passage)) for passage in passages),
        embedded=embedded,
        words=tuple(tuple(tokenise(text)) for text in embedded),
    )


def _check(article: Article, passages: Iterable[Passage]) -> None:
    """A quote is a slice, and what a passage row leaves out is its article's: held here once, for every index."""
    for passage in passages:
        if passage.text != article.text[passage.start : passage.end]:
            raise ValueError(f"passage {passage.start}:{passage.end} is not a slice of its article")
        if (passage.source, passage.title, passage.published) != (article.source, article.title, article.published):
            raise ValueError(f"passage {passage.start}:{passage.end} does not carry its article's source, title, date")


def too_much_memory(settings: Settings) -> str:
    """The reason given for a file that needs more memory than it may have."""
    return f"reading it needs more than {settings.reader_memory_mb:,} MB of memory (reader_memory_mb)."


def file_hash(path: Path) -> str:
    """SHA-256 of a file in hex, "" when it cannot be read."""
    try:
        return sum_file(path, "").sha256
    except OSError:
        return ""
