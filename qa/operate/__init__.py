"""Operations over figures: difference, sum, ratio, compare, select, rank, each, and what else follows from figures.

`Operator` reads a plan from a question, finds its operands and works it out exactly; `Operated` is what came of it.
"""

from __future__ import annotations

from qa.operate.operator import Operator
from qa.operate.plan import Read
from qa.operate.rows import RowPlan, row_plan
from qa.operate.types import Chosen, Operand, Operated, Operation, Plan, Result

__all__ = ["Chosen", "Operand", "Operated", "Operation", "Operator", "Plan", "Read", "Result", "RowPlan", "row_plan"]
