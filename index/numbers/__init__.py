"""A quantity becomes a Decimal with its unit."""

from __future__ import annotations

from index.numbers.find import find_quantities
from index.numbers.grammar import BOUND_AFTER, BOUND_BEFORE
from index.numbers.units import UNITS

__all__ = ["BOUND_AFTER", "BOUND_BEFORE", "UNITS", "find_quantities"]
