"""Who and where in a text: places, people, offices, organisations."""

from __future__ import annotations

from index.entities import chinese_names, places
from index.entities.chinese_names import is_japanese, is_pinyin_name, pinyin, pinyin_key, split_name
from index.entities.foreign_names import ALIKE, DOTS, likeness, run_after, run_before
from index.entities.organisations import organisations_in
from index.entities.people import find_people
from index.entities.place_tables import Place
from index.entities.places import canonical, contains, english, find_places, find_scopes, parent, place
from index.entities.romanised import characters, forms_in, syllables_of

__all__ = [
    "ALIKE", "DOTS", "Place", "canonical", "characters", "chinese_names", "contains", "english", "find_people",
    "find_places", "find_scopes", "forms_in", "is_japanese", "is_pinyin_name", "likeness", "organisations_in", "parent",
    "pinyin", "pinyin_key", "place", "places", "run_after", "run_before", "split_name", "syllables_of",
]
