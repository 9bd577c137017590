"""Answers to take along: Markdown, a page, a Word file with footnotes, figures as CSV, references.

In: `Answer`s, one or a whole conversation. Out: the bytes of a file.
"""

from __future__ import annotations

from qa.export.files import ENDINGS, export
from qa.export.references import bibtex, gbt7714
from qa.export.table import figures_csv

__all__ = ["ENDINGS", "bibtex", "export", "figures_csv", "gbt7714"]
