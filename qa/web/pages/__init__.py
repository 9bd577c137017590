"""What is shown: answers, sources, lists and tables as escaped HTML, with the page's style and script."""

from __future__ import annotations

from qa.web.pages.articles import Summary, articles_html, note_html, progress_html
from qa.web.pages.escape import esc
from qa.web.pages.evaluation import results_html
from qa.web.pages.marked import lang_of
from qa.web.pages.matched import Pair
from qa.web.pages.page import earlier_html, head_html, thread_html
from qa.web.pages.source import Place, empty_html, source_html
from qa.web.pages.timeline import series_of, table_html

__all__ = [
    "Pair",
    "Place",
    "Summary",
    "articles_html",
    "earlier_html",
    "empty_html",
    "esc",
    "head_html",
    "lang_of",
    "note_html",
    "progress_html",
    "results_html",
    "series_of",
    "source_html",
    "table_html",
    "thread_html",
]
