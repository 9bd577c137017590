"""The index of a long-running program: the newest that can be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import IndexDamaged, ModelError, WenYuError
from index.store import live


@pytest.mark.parametrize("error", [ModelError("the model is not there"), IndexDamaged("cut short")])
def test_f8_what_cannot_be_opened_leaves_the_present_index_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: WenYuError
) -> None:
    made: list[object] = []

    def open_index(folder: Path) -> object:
        if len(made) == 1 and not (tmp_path / "mended").exists():
            raise error
        made.append(object())
        return made[-1]

    monkeypatch.setattr(live, "open_index", open_index)
    (tmp_path / "CURRENT").write_text("1", encoding="utf-8")
    index = live.LiveIndex(tmp_path)
    (tmp_path / "CURRENT").write_text("22", encoding="utf-8")
    assert index.current() is made[0]
    assert index.problem == str(error)
    (tmp_path / "mended").touch()
    (tmp_path / "CURRENT").write_text("333", encoding="utf-8")
    assert index.current() is made[1]
    assert index.problem == ""
