"""The patterns of English time expressions; `timex_en` says what each means. Every repeat is bounded."""

from __future__ import annotations

import re

_MONTH_NAMES = (
    "january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
    "september|sept|sep", "october|oct", "november|nov", "december|dec",
)  # fmt: skip
MONTH_NUMBERS = {name: n for n, names in enumerate(_MONTH_NAMES, 1) for name in names.split("|")}
_WEEKDAYS = ("monday|mon", "tuesday|tues|tue", "wednesday|wed", "thursday|thurs|thu", "friday|fri", "saturday|sat",
             "sunday|sun")  # fmt: skip
WEEKDAY_NUMBERS = {name: n for n, names in enumerate(_WEEKDAYS) for name in names.split("|")}
ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
    "final": 4,
}
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
PLAN_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
}  # fmt: skip

M = "(?:" + "|".join(f"{n}\\.?" for names in _MONTH_NAMES for n in names.split("|")) + ")(?![a-z])"
_Y = "(?:1[0-9]{3}|2[01][0-9]{2})(?![0-9,.]?[0-9])(?![0-9%])"
_D = "(?:the )?(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9])"
TO = " ?(?:-|–|—|~|to|through|until|till|and) ?"
_REL = "(?:this|last|next|the (?:previous|past|last|current|coming|next|following|same)|previous|past|current|coming)"
_REL_YEAR = f"(?:the year before last|{_REL} (?:fiscal |calendar |full )?year|the year after next)"
_NAMED_YEAR = f"(?:(?:the )?(?:fiscal year |fy ?|year |full[ -]year )?{_Y}|{_REL_YEAR}|the year(?! (?:ending|to)))"
_OF = "(?:,? ?(?:of|in|for)? ?)"
_QUARTER = (
    f"(?:(?:the )?(?:first|second|third|fourth|final|1st|2nd|3rd|4th)[ -]quarter|(?:the )?last quarter(?= of)|"
    f"q[1-4])(?:(?:{_OF}|-){_NAMED_YEAR})?|{_Y}[ -]?q[1-4]"
)
_HALF = f"(?:(?:the )?(?:first|second|1st|2nd|latter) half|h[12])(?:{_OF}{_NAMED_YEAR})"
_NINE = f"(?:the )?first (?:{_SMALL}|[0-9]{{1,2}}) (?:months|quarters)(?:{_OF}{_NAMED_YEAR})?"
_M_BARE = "(?:" + "|".join(n for names in _MONTH_NAMES for n in names.split("|")) + ")(?![a-z])"
_PART = (
    "(?:(?:the )?(?:end|close|beginning|start|outset|middle)(?: of|-)|year-end(?: of)?|early(?: in)?|late(?: in)?"
    "|mid-?|end-) ?"
)
_DAY = (
    f"{M} ?{_D}(?:(?:{TO}{_D})? ?,? ?(?:in )?{_Y}|{TO}{_D}(?! ?{M}))?|"
    f"{_D}(?:{TO}{_D})? (?:of )?{M}(?: ?,? (?:in |of )?{_Y})?"
)
_MONTH = f"{_Y} {M}|(?:{M}{TO}{M}|{M})(?: ?,? |-)(?:of |in )?(?:{_NAMED_YEAR})|{_REL} (?:{M}|month|quarter|week)"
# "in March", but not "in March 2024", which is longer.
_MONTH_ALONE = (
    "(?:in|since|until|by|from|during|last|early|late|mid) "
    f"(?:{'|'.join(name for names in _MONTH_NAMES for name in names.split('|'))})"
    f"(?![a-z])(?!\\.?,? ?(?:of )?[12][0-9]{{3}})(?!{TO}{_M_BARE})"
)
_SEASON = f"(?:(?:late|early|mid)[- ])?(?:the )?(?:spring|summer|autumn|fall|winter)(?: of)? {_NAMED_YEAR}"
_YEAR_PART = f"{_QUARTER}|{_HALF}|{_NINE}|{_PART}(?:{_NAMED_YEAR}|{_MONTH}|{_M_BARE})"
_POINT = f"(?:{_SEASON}|{_DAY}|{_YEAR_PART}|{_MONTH}|{_NAMED_YEAR})"
PRE = "(?:(?:by|before|later than|as of|up to|until|till|since|starting|from|after|no later than|as at|through) )"
COUNT = f"(?:[0-9]{{1,3}}|{_SMALL}|a|an|several|few)"
_UNIT = "(?:years?|decades?|months?|weeks?|days?|quarters?|fiscal years?)"
_SPAN = (
    f"(?:(?:in |over |for |during )?(?:the )?(?:past|last|previous|next|coming|following|"
    f"recent) (?:{COUNT} )?(?:years|decade|decades|months|weeks|days|quarters)"
    f"|within (?:the next )?{COUNT} {_UNIT}|{COUNT} {_UNIT} (?:ago|earlier|later|from now))"
)
_PLAN = (
    "(?:(?:by |at )?(?:the )?(?:end of )?(?:the )?(?:[12]?[0-9](?:st|nd|rd|th)|" + "|".join(PLAN_WORDS) + ") "
    "(?:(?:five|5)[- ]?(?:year|yr) plan|fyp)(?: period)?)"
)
_COMPARE = (
    "year[- ]on[- ]year|year[- ]over[- ]year|y-?o-?y|y/y|month[- ]on[- ]month|quarter[- ]on[- ]quarter|"
    "(?:from|than|over|on|compared (?:with|to)) (?:a|the|the previous|the prior|last) year(?: earlier| before|"
    " ago)?|a year earlier|a year ago|"
    "(?:from|in|over) the same period (?:last year|a year earlier|of last year)|two-year average"
)
_WEEKDAY = (
    "(?:(?:this|last|next|on|coming) )?(?:"
    + "|".join(n for names in _WEEKDAYS for n in names.split("|") if len(n) > 4)
    + ")"
)
_NAMED_DAY = "today|yesterday|tomorrow|tonight|the day before yesterday|the day after tomorrow"
_NOW = (
    "so far(?: this year)?|to date|at present|currently|right now|as of now|(?<=between )now|nowadays|"
    "until now|up to now|year to date"
)
_RECENT = "(?:in |over )?(?:the )?recent (?:years|months|weeks|days)|recently|lately"
_DECADE = "(?:the )?(?:early |late |mid-)?(?:1[5-9]|20)[0-9]0 ?[’']?s"
_ISO = (
    "[12][0-9]{3}-[01][0-9]-[0-3][0-9](?![0-9])|[0-3]?[0-9][/.-][0-3]?[0-9][/.-](?:19|20)[0-9]{2}(?![0-9])"
    f"|[0-3]?[0-9][/-]{M}[/-](?:19|20)[0-9]{{2}}(?![0-9])"
)
_END = f"(?:{_PART}(?:{_NAMED_YEAR}|{_MONTH}|{_M_BARE})|{_DAY}|{_MONTH}|{_M_BARE}|{_QUARTER}|{_NAMED_YEAR})"
_FROM_TO = (
    f"(?:from|between) {_END} (?:to|until|till|through|and) (?:{_END}|now|today)(?![a-z])|(?:{_DAY}) ?(?:-|–|—|"
    f"to|through|until) ?(?:{_DAY})(?![a-z0-9])"
)
_YEARS = (
    f"between {_Y} and {_Y}|(?:(?:from|during|in) )?(?:the )?(?:fy ?)?{_Y} ?(?:-|–|—|~|to|through|until|till) ?(?:{_Y}|"
    f"[0-9]{{2}}(?![0-9%.,]))"
)
GRAMMAR = re.compile(
    "(?<![A-Za-z0-9$€£¥+/:#])(?<![0-9][.,\\-])(?:" + "|".join((
        f"(?P<compare>{_COMPARE})",
        f"(?P<plan>{_PLAN})",
        f"(?P<iso>{_ISO})",
        f"(?P<range>{_FROM_TO})",
        f"(?P<years>{_YEARS})(?![A-Za-z])",
        f"(?P<length>{_SPAN})",
        f"(?P<now>{_NOW})",
        f"(?P<recent>{_RECENT})",
        f"(?P<day>{_NAMED_DAY})",
        f"(?P<decade>{_DECADE})",
        f"(?P<point>{PRE}?{_POINT})(?![A-Za-z])",
        f"(?P<month>{_MONTH_ALONE})",
        f"(?P<weekday>{_WEEKDAY})",
    )) + ")",
    re.IGNORECASE,
)  # fmt: skip
COUNTED = re.compile(
    " ?(?:[个项件台辆户次名万亿千元%吨亩条座张份套场所株棵多余]|人(?![工才民类大文生居社])|家(?![电具装博乡居庭])"
    "|百(?!强|家|货)|公[里顷斤]|平方|米(?!兰)|位(?!于))"
)
YEAR_ALONE = re.compile("[0-9]{4}")
AMBIGUOUS_MONTH = re.compile("(?i)(?:in |by |since |until |from |during |last |early |late |mid )?(may|march|mar)$")
YEAR_LEAD = re.compile(
    "(?i)(?:\\b(?:in|by|since|from|to|of|until|till|through|during|before|after|for|between|and|year|fy|the|mid|early|late|end|"
    "than|over|on|with|versus|vs\\.?|at)[ -]|[(（,，“\"'‘《—–-] ?|^)$"
)
