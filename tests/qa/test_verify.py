"""Claims held against figures."""

from __future__ import annotations

import pytest

from index.quantity import find_quantities
from qa.verify import _holds


@pytest.mark.parametrize(
    ("claim", "found", "holds"),
    [
        ("产量达115万辆", "产量达115万辆", True),
        ("产量达120万辆", "产量达115万辆", False),
        ("企业超过5000家", "企业5035家", True),
        ("企业超过6000家", "企业5035家", False),
        ("企业不到100家", "企业93家", True),
        ("约500亿元", "达510亿元", True),
        ("约500亿元", "达610亿元", False),
        ("增长6%", "增长5%-7%", True),
        ("output of 1.15 million vehicles", "产量达115万辆", True),
    ],
)
def test_a_claim_holds_or_not(claim: str, found: str, holds: bool) -> None:
    assert _holds(find_quantities(claim)[0], find_quantities(found)[0]) is holds
