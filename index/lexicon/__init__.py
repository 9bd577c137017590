"""The vocabulary that says what things are: offices, bodies, verbs of speech, counters, short names of countries."""

from __future__ import annotations

from index.lexicon.lists import LEXICON, WordLists, either

__all__ = ["LEXICON", "WordLists", "either"]
