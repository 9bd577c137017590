"""Cue words of Chinese text, read once from `cues.toml`: `CUES.any_of("enumeration_verbs")`.

The words that say what things are (offices, bodies, verbs of speech) are in `index.lexicon`.
"""

from __future__ import annotations

from pathlib import Path

from index.lexicon import WordLists

CUES = WordLists(Path(__file__).with_name("cues.toml"))
