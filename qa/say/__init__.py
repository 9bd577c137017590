"""The only room with words for people: values, times, places, names, offices, reasons; answers as text, Markdown, JSON.

In: canonical Chinese, quantities, periods, figures and the values of `qa.types`; and "zh" or "en". Out: text for
people. Conversions are exact; what is not known in the language asked for stands in Chinese.
"""

from __future__ import annotations

from qa.say.figures import about_text, figure_text, headline
from qa.say.lines import bold_text, line_text
from qa.say.names import (
    indicator_text,
    list_item_text,
    nature_text,
    person_text,
    place_text,
    reading_line,
    role_text,
)
from qa.say.operated import Told, told
from qa.say.reasons import carried_text, note_text, reason_text
from qa.say.render import answer_json, answer_markdown, answer_text, escape_markdown, hit_json, hits_text
from qa.say.strings import say, say_worked
from qa.say.times import date_text, period_text
from qa.say.values import chinese_number, english_number, plain_number, value_text

__all__ = [
    "Told",
    "about_text",
    "answer_json",
    "answer_markdown",
    "answer_text",
    "bold_text",
    "carried_text",
    "chinese_number",
    "date_text",
    "english_number",
    "escape_markdown",
    "figure_text",
    "headline",
    "hit_json",
    "hits_text",
    "indicator_text",
    "line_text",
    "list_item_text",
    "nature_text",
    "note_text",
    "period_text",
    "person_text",
    "place_text",
    "plain_number",
    "reading_line",
    "reason_text",
    "role_text",
    "say",
    "say_worked",
    "told",
    "value_text",
]
