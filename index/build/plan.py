"""What a build has to do: which files changed since the last one, and whether its rows can be used again at all."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from index.errors import IndexFolderError
from index.settings import Settings
from index.store import Index, SkippedRecord, SourceRecord, Stamp, holds_index, schema, sum_file
from index.types import Skipped

# Settings that change what is read out of a file. `max_files` and `max_file_bytes` also decide which files are read,
# but that shows in the list of files.
_READING = (
    "passage_chars", "max_file_bytes", "max_html_bytes", "max_unpacked_bytes", "max_text_chars", "max_figures",
    "max_files", "file_deadline_s", "reader_memory_mb",
)  # fmt: skip
_PIPELINE_SUFFIXES = (".py", ".tsv", ".txt", ".toml", ".json", ".jsonl", ".safetensors")
_SAMPLE = 1 << 20  # bytes at each end of a file


@dataclass(frozen=True, slots=True)
class Found:
    """The articles folder at one moment: stamps of the files to read (sorted by source), where they lie, the files left
    out, and when the look began (ns since the epoch)."""

    stamps: Mapping[str, Stamp]
    paths: Mapping[str, Path]
    skipped: tuple[Skipped, ...]
    looked_ns: int


@dataclass(frozen=True, slots=True)
class Plan:
    """`kept`: source → its article id in the old index and its stamp now; `unreadable`: files that were opened before
    and still are what could not be read; `fresh`: sources to read; `removed`: whether files that were there before
    are gone."""

    kept: Mapping[str, tuple[int, Stamp]]
    unreadable: tuple[SkippedRecord, ...]
    fresh: tuple[str, ...]
    removed: bool


def check_folder(articles_dir: Path, index_dir: Path | None = None) -> None:
    """Raise IndexFolderError when the articles folder is not there, or is the index folder or lies in it."""
    if not articles_dir.is_dir():
        raise IndexFolderError(
            f"there is no folder {articles_dir}; give the folder of your articles: wenyu index FOLDER."
        )
    if index_dir is not None and index_dir.is_dir():
        articles, index = Path(os.path.realpath(articles_dir)), Path(os.path.realpath(index_dir))
        if articles == index or index in articles.parents:
            raise IndexFolderError(
                f"the articles in {articles_dir} cannot lie in the index folder {index_dir}; "
                "give another with --index DIR."
            )


def look(articles_dir: Path, settings: Settings) -> Found:
    """List the folder. Raises IndexFolderError when it is not there or cannot be listed."""
    from index.files import scan

    check_folder(articles_dir)
    looked_ns = time.time_ns()
    try:
        files, skipped = scan(articles_dir, settings, holds_index)
    except OSError as error:
        raise IndexFolderError(
            f"cannot list the folder {articles_dir}: {error.strerror or error}; check its rights and try again."
        ) from error
    stamps: dict[str, Stamp] = {}
    paths: dict[str, Path] = {}
    left_out = list(skipped)
    for file in sorted(files, key=lambda f: f.source):
        try:
            stamps[file.source] = Stamp.of(file.path)
            paths[file.source] = file.path
        except OSError:
            left_out.append(Skipped(file.source, "the file was removed while the folder was being read."))
    return Found(stamps, paths, tuple(sorted(left_out, key=lambda s: (s.source, s.reason))), looked_ns)


def compare(old: Index | None, found: Found) -> Plan:
    """Set the folder against the old index, file by file, by content. Only files whose stamp cannot be trusted are
    opened (see `Stamp.at_rest`)."""
    if old is None:
        return Plan({}, (), tuple(found.stamps), False)
    known: dict[str, list[int]] = {}
    for i, record in enumerate(old.all_sources):
        known.setdefault(record.of_file(), []).append(i)
    failed = {record.skipped.source: record for record in old.skipped_records if record.sha256}
    kept: dict[str, tuple[int, Stamp]] = {}
    unreadable: list[SkippedRecord] = []
    fresh: list[str] = []
    for source, stamp in found.stamps.items():
        before: SourceRecord | SkippedRecord | None = failed.get(source)
        if source in known:
            before = old.all_sources[known[source][0]]
        unchanged = before is not None and _same(before, stamp, found.paths[source], old.manifest.looked_ns)
        if before is None or not unchanged or any(map(_is_there_now, before.needs())):
            fresh.append(source)
        elif isinstance(before, SourceRecord):
            kept.update((old.all_sources[i].summary.source, (i, stamp)) for i in known[source])
        else:
            unreadable.append(SkippedRecord(before.skipped, before.sha256, stamp))
    removed = any(source not in found.stamps for source in known)
    return Plan(kept, tuple(unreadable), tuple(fresh), removed)


def nothing_changed(old: Index | None, plan: Plan, found: Found) -> bool:
    """True when the old index already says all that a new one would."""
    if old is None or plan.fresh or plan.removed:
        return False
    before = {(s.source, s.reason) for s in old.skipped}
    now = {(s.source, s.reason) for s in found.skipped} | {
        (r.skipped.source, r.skipped.reason) for r in plan.unreadable
    }
    return before == now


def same_reading(old: Index, settings: Settings) -> bool:
    """True when the old rows are what this version would read out of the same files."""
    manifest = old.manifest
    return (manifest.pipeline, manifest.reading, manifest.schema) == (pipeline(), reading(settings), schema())


def reading(settings: Settings) -> str:
    """The settings that articles are read with, as the manifest keeps them."""
    return json.dumps({name: getattr(settings, name) for name in _READING}, sort_keys=True)


@lru_cache(maxsize=1)
def pipeline() -> str:
    """The digest of the code and data that turn files into rows: every module and table of this package, and both
    ends of the bundled model's files.

    Another version of any of them may read an article differently, so an index of another digest is read anew
    (vectors of texts that come out the same are still used again).
    """
    home = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(home.rglob("*")):
        training = path.relative_to(home).parts[0] == "training"
        if path.suffix in _PIPELINE_SUFFIXES and path.is_file() and not training:
            with path.open("rb") as file:
                size = file.seek(0, 2)
                file.seek(0)
                digest.update(f"{path.relative_to(home).as_posix()}\0{size}\0".encode())
                digest.update(file.read(_SAMPLE))
                file.seek(max(_SAMPLE, size - _SAMPLE))
                digest.update(file.read())
    return digest.hexdigest()[:16]


def _is_there_now(module: str) -> bool:
    """Whether a module that a file was not read for want of has been installed since: then it is tried again."""
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _same(record: SourceRecord | SkippedRecord, stamp: Stamp, path: Path, looked_ns: int) -> bool:
    if record.stamp == stamp and stamp.at_rest(looked_ns):
        return True
    if record.stamp is None or record.stamp.size != stamp.size:
        return False
    try:
        return sum_file(path, "").sha256 == record.sha256
    except OSError:
        return False
