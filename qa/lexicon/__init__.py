"""The two languages side by side: glossary, a folder's own names, words, synonyms, cue words.

In: words of one language. Out: those of the other, or of the same thing, with where they stand.
"""

from __future__ import annotations

from qa.lexicon.asking import asking_cues
from qa.lexicon.cues import CUES
from qa.lexicon.folder_names import read_names
from qa.lexicon.glossary import Entry, Glossary, GlossaryMatch, stem
from qa.lexicon.synonyms import inside_another, joined, others
from qa.lexicon.words import apart_words, common_words, find_words, stems, to_zh

__all__ = [
    "CUES",
    "Entry",
    "Glossary",
    "GlossaryMatch",
    "apart_words",
    "asking_cues",
    "common_words",
    "find_words",
    "inside_another",
    "joined",
    "others",
    "read_names",
    "stem",
    "stems",
    "to_zh",
]
