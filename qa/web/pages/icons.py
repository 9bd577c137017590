"""The page's icons, from `icons.toml` beside this module: drawn, since not every machine has the signs in a font."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from index.text import read_toml
from qa.web.pages.escape import esc


@lru_cache(maxsize=1)
def _paths() -> dict[str, str]:
    raw = read_toml(Path(__file__).with_name("icons.toml"))
    return {name: str(path) for name, path in raw.items()}


def icon(name: str) -> str:
    """An icon as SVG, hidden from screen readers (its button carries the words). Raises KeyError for an unknown one."""
    return f'<svg class="wy-svg" viewBox="0 0 24 24" aria-hidden="true"><path d="{esc(_paths()[name])}"/></svg>'


def icon_button(act: str, name: str, label: str, more: str = "", *, disabled: bool = False) -> str:
    """A button with an icon. `label` is plain words, `more` further (safe) attributes."""
    off = " disabled" if disabled else ""
    return (
        f'<button type="button" class="wy-icon" data-act="{act}"{more} aria-label="{esc(label)}" '
        f'title="{esc(label)}"{off}>{icon(name)}</button>'
    )
