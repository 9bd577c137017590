"""A folder of articles becomes an index: only what changed is read and encoded again, and the result is the same as
that of a build from nothing.

    report = build_index(Path("seeds"), Path(".wenyu"), settings=Settings())

The new generation is written beside the one in use and put in its place whole (see `docs/index-format.md`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

from index.build.merge import Merged, merge
from index.build.model import BuildModel
from index.build.plan import Found, Plan, check_folder, compare, look, nothing_changed, pipeline, reading, same_reading
from index.build.pool import read_files
from index.build.publish import (
    claim_folder,
    clear_errors,
    clear_litter,
    clear_old,
    generation_in_use,
    next_generation,
    publish,
)
from index.build.read import Reading
from index.build.words import Lexicon
from index.build.write import Before, load_before, make_vectors, write_rows, write_stores
from index.errors import IndexFolderError
from index.settings import Settings
from index.store import (
    FORMAT,
    FileSum,
    Index,
    Manifest,
    SkippedRecord,
    building,
    generation_name,
    make_folder,
    open_index,
    remove_generation,
    schema,
    store_articles_dir,
)
from index.types import Skipped

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `articles`, `passages`, `figures` and `skipped` describe the index now.

    `reused`: articles taken over without being read again; `encoded`: texts sent through the model; `removed`:
    articles that are gone; `unchanged`: nothing had to be written, `generation` was in use before. `read`: the articles
    that were read now; `partly`: of which files a part could not be read, and what, as the index has them now.
    """

    articles: int
    passages: int
    figures: int
    skipped: tuple[Skipped, ...]
    reused: int
    encoded: int
    removed: int
    seconds: float
    generation: int
    unchanged: bool
    read: tuple[str, ...] = ()
    partly: tuple[Skipped, ...] = ()


def build_index(
    articles_dir: Path,
    index_dir: Path,
    *,
    settings: Settings,
    model: str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring the index in `index_dir` up to date with the files in `articles_dir`.

    `model` is the name or folder of a sentence-transformers model (default: `settings.model`, else the model of the
    index that is there, else the bundled one; "bundled" names that).
    `progress(stage, done, total)` is called with the stages "read", "encode" and "write".
    Raises IndexLocked when another build runs, IndexFolderError when the folder cannot be written (an index that was
    there stays in use), ModelError when the model cannot be used.
    """
    started = time.monotonic()
    articles_dir, index_dir = Path(articles_dir), Path(index_dir)
    check_folder(articles_dir, index_dir)
    with clear_errors(index_dir):
        claim_folder(index_dir)
        with building(index_dir):
            clear_litter(index_dir)
            build = _Build(articles_dir, index_dir, settings, model or settings.model, progress or _quiet)
            return build.run(started)


def needs_build(
    articles_dir: Path, index_dir: Path, settings: Settings, model: str | None = None, opened: Index | None = None
) -> bool:
    """True when `build_index` would change something: no index that can be used, other files, settings or model.

    Opens no model: a model is compared by its name here, by its fingerprint when it is loaded. `opened` is the index
    in `index_dir` where the caller has it open already.
    Raises IndexFolderError when the articles folder is not there.
    """
    old = opened or _old_index(Path(index_dir))
    if old is None:
        return True
    name = model or settings.model
    if (name and name != old.manifest.model) or not same_reading(old, settings):
        return True
    if old.manifest.articles_dir != store_articles_dir(articles_dir, index_dir):
        return True
    found = look(Path(articles_dir), settings)
    return not nothing_changed(old, compare(old, found), found)


class _Build:
    """One build, from the look at the folder to the new pointer. Runs under the lock."""

    def __init__(self, articles_dir: Path, index_dir: Path, settings: Settings, model: str, progress: Progress) -> None:
        self.articles_dir = articles_dir
        self.index_dir = index_dir
        self.settings = settings
        self.asked = model
        self.progress = progress

    def run(self, started: float) -> BuildReport:
        old = _old_index(self.index_dir)
        model = BuildModel(self.asked, old)
        if old is not None and not model.made(old):
            old = None  # other vectors, other tokens: nothing of it can be used again
        rows = old if old is not None and same_reading(old, self.settings) else None
        found = look(self.articles_dir, self.settings)
        plan = compare(rows, found)
        if rows is not None and nothing_changed(rows, plan, found) and self._same_place(rows):
            same = _report(rows.manifest, rows.skipped, len(plan.kept), 0, 0, started, unchanged=True)
            return replace(same, partly=_partly(rows, plan, {}))
        with ThreadPoolExecutor(max_workers=1) as second_core:
            loading = second_core.submit(load_before, old)
            lexicon = Lexicon()
            readings, failed = self._read(plan, found, lexicon)
            before = loading.result()
        if before is None and rows is not None:
            # Every byte is what was written, and still it cannot be read: then all of it is made anew.
            old, rows = None, None
            plan, lexicon = compare(None, found), Lexicon()
            readings, failed = self._read(plan, found, lexicon)
        skipped = _sorted_skips(found, plan, failed)
        merged = merge(rows, before.digests if before is not None else None, plan, readings, lexicon)
        manifest, encoded = self._write(model, before, rows is not None, merged, skipped, found)
        clear_old(self.index_dir, manifest.generation)
        gone = _gone(old, plan, readings)
        names = tuple(record.skipped for record in skipped)
        report = _report(manifest, names, len(plan.kept), encoded, gone, started, unchanged=False)
        return replace(report, read=tuple(sorted(readings)), partly=_partly(rows, plan, readings))

    def _same_place(self, old: Index) -> bool:
        return old.manifest.articles_dir == store_articles_dir(self.articles_dir, self.index_dir)

    def _read(self, plan: Plan, found: Found, lexicon: Lexicon) -> tuple[dict[str, Reading], list[SkippedRecord]]:
        """What is new: its rows, whose words go into `lexicon`; and what could not be read."""
        readings: dict[str, Reading] = {}
        failed: list[SkippedRecord] = []
        jobs = [(source, found.stamps[source]) for source in plan.fresh]
        for done, result in enumerate(read_files(self.articles_dir, jobs, self.settings)):
            self.progress("read", done, len(jobs))
            if isinstance(result, SkippedRecord):
                failed.append(result)
                continue
            for one in (result, *result.more):
                source = one.record.summary.source
                lexicon.add(source, one.words)
                readings[source] = replace(self._with_file(one, found), words=(), more=())
        self.progress("read", len(plan.fresh), len(plan.fresh))
        return readings, failed

    def _with_file(self, reading: Reading, found: Found) -> Reading:
        """The reading with the file's real name in its record, where the source is not that."""
        file = found.paths[reading.record.of_file()].relative_to(self.articles_dir).as_posix()
        return (
            reading
            if file == reading.record.summary.source
            else replace(reading, record=replace(reading.record, file=file))
        )

    def _write(
        self,
        model: BuildModel,
        before: Before | None,
        carry: bool,
        merged: Merged,
        skipped: tuple[SkippedRecord, ...],
        found: Found,
    ) -> tuple[Manifest, int]:
        matrix, encoded = make_vectors(merged, model, before, self.progress)
        number = next_generation(self.index_dir)
        folder = self.index_dir / generation_name(number)
        try:
            self.progress("write", 0, 1)
            make_folder(folder)
            files = write_rows(folder, merged, skipped)
            files += write_stores(folder, matrix, merged, model, before if carry else None)
            manifest = self._manifest(number, model, merged, len(skipped), found, files)
            publish(self.index_dir, folder, manifest)
        except BaseException:
            # A failure after the pointer was put in place leaves a whole new index: then it stays.
            if generation_in_use(self.index_dir) != number:
                remove_generation(folder)
            raise
        self.progress("write", 1, 1)
        return manifest, encoded

    def _manifest(
        self, number: int, model: BuildModel, merged: Merged, skipped: int, found: Found, files: list[FileSum]
    ) -> Manifest:
        from index.text import SEGMENTER

        return Manifest(
            format=FORMAT,
            generation=number,
            created=datetime.now(timezone.utc).isoformat(timespec="seconds"),
            version=_version(),
            schema=schema(),
            pipeline=pipeline(),
            reading=reading(self.settings),
            segmenter=SEGMENTER,
            model=model.name,
            fingerprint=model.fingerprint,
            dimension=model.dimension,
            articles=len(merged.articles.spans) - 1,
            passages=len(merged.origin),
            figures=merged.figures,
            skipped=skipped,
            articles_dir=store_articles_dir(self.articles_dir, self.index_dir),
            looked_ns=found.looked_ns,
            files=tuple(sorted(files, key=lambda file: file.name)),
        )


def _old_index(index_dir: Path) -> Index | None:
    """The index in use, None when there is none or it cannot be used: then everything is made anew."""
    try:
        return open_index(index_dir, stores=False)
    except IndexFolderError:
        return None


def _sorted_skips(found: Found, plan: Plan, failed: list[SkippedRecord]) -> tuple[SkippedRecord, ...]:
    records = [*(SkippedRecord(skipped) for skipped in found.skipped), *plan.unreadable, *failed]
    return tuple(sorted(records, key=lambda record: (record.skipped.source, record.skipped.reason)))


def _gone(old: Index | None, plan: Plan, readings: dict[str, Reading]) -> int:
    if old is None:
        return 0
    names = (record.summary.source for record in old.all_sources)
    return sum(name not in plan.kept and name not in readings for name in names)


def _partly(old: Index | None, plan: Plan, readings: Mapping[str, Reading]) -> tuple[Skipped, ...]:
    """What of the files was not read, by file."""
    records = [reading.record for reading in readings.values()]
    records += [old.all_sources[at] for at, _ in plan.kept.values()] if old is not None else []
    notes = [Skipped(r.of_file(), note.text, note.needs) for r in records for note in r.summary.notes]
    return tuple(sorted(notes, key=lambda note: (note.source, note.reason)))


def _report(
    manifest: Manifest,
    skipped: tuple[Skipped, ...],
    reused: int,
    encoded: int,
    removed: int,
    started: float,
    *,
    unchanged: bool,
) -> BuildReport:
    return BuildReport(
        articles=manifest.articles,
        passages=manifest.passages,
        figures=manifest.figures,
        skipped=skipped,
        reused=reused,
        encoded=encoded,
        removed=removed,
        seconds=time.monotonic() - started,
        generation=manifest.generation,
        unchanged=unchanged,
    )


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("wenyu")
    except PackageNotFoundError:
        return "0"


def _quiet(stage: str, done: int, total: int) -> None:
    """No progress wanted."""
