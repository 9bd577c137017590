"""Operations over figures: difference, sum, ratio, compare, select, rank, each, and what else follows from figures.

`Operator` reads a plan from a question, finds its operands and works it out exactly; `Operated` is what came of it.
What a whole folder or article holds is read here as well: `folder_plan`, `points_of`, `key_figures`.
"""

from __future__ import annotations

from qa.operate.compute import amount, plain
from qa.operate.folder import FolderPlan, first_named, folder_plan, is_word, only_time, within
from qa.operate.operator import Operator
from qa.operate.plan import Read
from qa.operate.rows import RowPlan, row_plan
from qa.operate.subjects import held, held_hits, names_of, short_names
from qa.operate.summary import Point, key_figures, points_of
from qa.operate.types import Chosen, Operand, Operated, Operation, Plan, Result

__all__ = [
    "Chosen",
    "FolderPlan",
    "Operand",
    "Operated",
    "Operation",
    "Operator",
    "Plan",
    "Point",
    "Read",
    "Result",
    "RowPlan",
    "amount",
    "first_named",
    "folder_plan",
    "held",
    "held_hits",
    "is_word",
    "key_figures",
    "names_of",
    "only_time",
    "plain",
    "points_of",
    "row_plan",
    "short_names",
    "within",
]
