"""Settings: one frozen dataclass, read from `wenyu.toml` and `WENYU_*` in the environment.

Comes in: an optional TOML file and the environment. Goes out: `Settings`. The environment wins over the file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from index.errors import SettingsError
from index.text import UNREADABLE, read_toml

# In the articles folder itself: the names of the folder's own, read by the read side, no article (docs/articles.md).
NAMES_FILE = "names.tsv"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every limit and default a user can change; units are in the names."""

    index_dir: str = ".wenyu"
    articles_dir: str = "seeds"
    model: str = ""
    reranker: str = ""
    passage_chars: int = 200
    max_file_bytes: int = 20_000_000
    max_html_bytes: int = 2_000_000
    max_unpacked_bytes: int = 100_000_000
    max_text_chars: int = 5_000_000
    max_figures: int = 100_000
    max_files: int = 200_000
    max_question_chars: int = 500
    max_k: int = 100
    file_deadline_s: float = 20.0
    reader_memory_mb: int = 1_000
    refuse_below: float = 0.6
    partial_below: float = 0.5
    read_below: float = 0.85
    rules_above: float = 0.85
    reader: str = "bundled"
    host: str = "127.0.0.1"
    port: int = 7860
    names: str = ""
    proxy: str = ""

    def __post_init__(self) -> None:
        for f in fields(self):
            value = getattr(self, f.name)
            if isinstance(value, (int, float)) and value <= 0:
                raise SettingsError(f"setting {f.name} is {value}; it must be greater than 0.")


def load_settings(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read settings from `path` (default: `wenyu.toml` in the working folder, if there) and `WENYU_*` variables.

    Raises SettingsError for an unknown name, a wrong type or a value out of range.
    """
    environ = os.environ if environ is None else environ
    file = path or Path("wenyu.toml")
    raw: dict[str, Any] = {}
    if path is not None or file.is_file():
        try:
            raw = read_toml(file)
        except UNREADABLE as error:
            raise SettingsError(f"cannot read settings from {file}: {error}; mend the file or remove it.") from error
    known: dict[str, type[Any]] = {f.name: type(getattr(Settings(), f.name)) for f in fields(Settings)}
    for name, text in environ.items():
        key = name.removeprefix("WENYU_").lower()
        if name.startswith("WENYU_") and key in known:
            raw[key] = text
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in known:
            raise SettingsError(f"unknown setting {key!r}; known settings are {', '.join(sorted(known))}.")
        try:
            kind = known[key]
            values[key] = kind(value)
        except (TypeError, ValueError) as error:
            raise SettingsError(f"setting {key} is {value!r}; it must be a {known[key].__name__}.") from error
    return replace(Settings(), **values)
