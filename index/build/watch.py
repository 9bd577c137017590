"""Follow a folder: when its files change and come to rest, bring the index up to date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from index.build.build import BuildReport, build_index
from index.build.plan import Found, look
from index.errors import WenYuError
from index.settings import Settings

OnBuild = Callable[["BuildReport | WenYuError"], None]


def watch(
    articles_dir: Path,
    index_dir: Path,
    settings: Settings,
    *,
    model: str | None = None,
    interval: float = 1.0,
    stop: Event | None = None,
    on_build: OnBuild | None = None,
) -> None:
    """Look at the folder every `interval` seconds until `stop` is set (without one: until interrupted).

    Builds once at the start, then after each change, when two looks in a row saw the same files: a file that is still
    being written is left alone until it is whole. `on_build` gets the report of each build that changed the index
    (and of the first), or the error that stopped it; after an error the next look tries again, and an error that
    stays the same is told once.
    """
    stop = stop or Event()
    tell = on_build or _nothing
    built: object = None
    before: object = None
    told = ""
    while True:
        try:
            seen = _signature(look(Path(articles_dir), settings))
            if seen != built and (built is None or seen == before):
                report = build_index(articles_dir, index_dir, settings=settings, model=model)
                if built is None or not report.unchanged:
                    tell(report)
                built, told = seen, ""
            before = seen
        except WenYuError as error:
            if str(error) != told:
                tell(error)
            told = str(error)
        if stop.wait(interval):
            return


def _signature(found: Found) -> object:
    """What a build would see. A file that was changed just now counts as another one when it has come to rest: an
    edit within the same tick of the clock is found then."""
    stamps = tuple((source, stamp, stamp.at_rest(found.looked_ns)) for source, stamp in found.stamps.items())
    return (stamps, found.skipped)


def _nothing(result: BuildReport | WenYuError) -> None:
    """Nobody wants to know."""
