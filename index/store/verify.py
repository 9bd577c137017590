"""Check an index from end to end: `wenyu index --check`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.errors import IndexFolderError
from index.store.index import Index, open_index
from index.store.manifest import MANIFEST


def verify(index_dir: Path) -> list[str]:
    """What is wrong with the index in use, one sentence each; empty when it is whole.

    Beyond what opening checks (every file's SHA-256): every record parses, every passage is the slice of its article
    that it says it is, every sentence and figure lies inside, each store holds as many entries as there are passages,
    and nothing else lies in the generation's folder.
    """
    try:
        opened = open_index(index_dir)
    except IndexFolderError as error:
        return [str(error)]
    return [*_foreign_files(opened), *_records(opened), *_counts(opened)]


def _foreign_files(opened: Index) -> Iterator[str]:
    known = {file.name for file in opened.manifest.files} | {MANIFEST}
    for path in sorted(opened.folder.rglob("*")):
        name = path.relative_to(opened.folder).as_posix()
        if name not in known and not path.is_dir():
            yield f"{opened.folder.name}/{name} does not belong to the index; remove it."


def _records(opened: Index) -> Iterator[str]:
    figures = 0
    try:
        for summary in opened.articles:
            article = opened.article(summary.source)
            if article.source != summary.source or len(article.text) != summary.length:
                yield f"the record of {summary.source} is not that of its article."
            ids = opened.passage_ids(summary.source)
            if len(ids) != summary.passages:
                yield f"{summary.source} has {len(ids)} passages, its record says {summary.passages}."
            figures += summary.figures
            for passage in opened.passages[ids.start : ids.stop]:
                if article.text[passage.start : passage.end] != passage.text:
                    yield f"passage {passage.id} is not a part of {summary.source}."
        opened.skipped  # noqa: B018 - parsing it is the check
    except IndexFolderError as error:
        yield str(error)
    if figures != opened.manifest.figures:
        yield f"the articles have {figures} figures, the manifest says {opened.manifest.figures}."


def _counts(opened: Index) -> Iterator[str]:
    stores = (("vectors", opened.vectors), ("keywords", opened.keywords), ("soft", opened.soft))
    for name, store in stores:
        if store is not None and store.size != opened.manifest.passages:
            yield f"{name} holds {store.size} entries for {opened.manifest.passages} passages."
