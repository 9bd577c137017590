"""Everything an answer says in words, in either language: values, times, places, indicators, offices, people.

In: canonical Chinese, `Quantity`, `Period` or `Figure`; and "zh" or "en". Out: text for people. Conversions are exact;
what is not known in the language asked for stands in Chinese.
"""

from __future__ import annotations

from qa.say.answer_strings import say
from qa.say.names import (
    indicator_text,
    list_item_text,
    nature_text,
    person_text,
    pinyin_key,
    place_text,
    reading_line,
    role_text,
)
from qa.say.times import date_text, period_text
from qa.say.values import chinese_number, english_number, plain_number, value_text

__all__ = [
    "chinese_number",
    "date_text",
    "english_number",
    "indicator_text",
    "list_item_text",
    "nature_text",
    "period_text",
    "person_text",
    "pinyin_key",
    "place_text",
    "plain_number",
    "reading_line",
    "role_text",
    "say",
    "value_text",
]
