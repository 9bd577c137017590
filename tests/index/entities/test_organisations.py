"""Organisations found by how their names end."""

from __future__ import annotations

import pytest

from index.entities.organisations import organisations_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("落户长沙的中南机床集团，年产数控机床3000台。", ["中南机床集团"]),
        ("由清河大学与东山银行共建。", ["清河大学", "东山银行"]),
        ("全年粮食总产量增长。", []),
    ],
)
def test_names_in_order(text: str, names: list[str]) -> None:
    found = organisations_in(text)
    assert len(found) == len(names)
    assert all(name.endswith(wanted[-4:]) for name, wanted in zip(found, names, strict=True))
