"""Numbers a question names to say which sentence it means ("who promised 2.6 million cars").

In: the question as typed and its times. Out: terms in the forms the articles may write.
"""

from __future__ import annotations

from decimal import Decimal

from index.numbers import find_quantities
from index.types import Period
from qa.types import Kind, Term

# Kinds of answer that are no figure: there a number is part of what is asked about.
NUMBERS_HELP: frozenset[Kind] = frozenset(
    ("person", "office", "who_said", "organisation", "place", "date", "list", "definition", "reason", "open")
)
# Below this a number counts parts (哪三个, "the four pillars") and stands in many sentences.
_TELLING = Decimal(20)
_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_WEIGHT = 0.8


def number_terms(text: str, periods: tuple[Period, ...]) -> list[Term]:
    """Numbers the question names, as the articles may write them (2.6 million: 260万); no years, no small counts.

    >>> [term.zh[0] for term in number_terms("Who promised 2.6 million cars?", ())]
    ['260万']
    """
    terms: list[Term] = []
    for number in find_quantities(text):
        if number.ordinal or number.value < _TELLING or any(number.text in period.text for period in periods):
            continue
        plain = f"{number.value.normalize():f}"
        scaled = [(number.value / scale, name) for scale, name in _SCALES if number.value >= scale]
        forms = [f"{value.normalize():f}{name}" for value, name in scaled] + [plain]
        if number.unit_class == "percent":
            forms = [f"{plain}%"]
        terms.append(Term(number.text, tuple(dict.fromkeys(forms)), "topic", _WEIGHT, "number"))
    return terms
