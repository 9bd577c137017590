"""placeholder until the rules land"""
from __future__ import annotations
from collections.abc import Mapping
from index.types import DateEvidence


def infer_date(text: str, meta: Mapping[str, str], source: str = "", title: str = "") -> DateEvidence:
    return DateEvidence(None, "unknown", "none")
