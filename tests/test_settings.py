"""Settings from a file and the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SettingsError
from index.settings import Settings, load_settings


def test_defaults_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(environ={}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "wenyu.toml"
    file.write_text('port = 7000\nindex_dir = "索引"\n', encoding="utf-8")
    settings = load_settings(file, {"WENYU_PORT": "7001", "HOME": "/x"})
    assert (settings.port, settings.index_dir) == (7001, "索引")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("prot = 1", "unknown setting 'prot'"),
        ("port = 'x'", "must be a int"),
        ("port = -1", "greater than 0"),
        ("=", "cannot"),
    ],
)
def test_a_bad_setting_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "wenyu.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=says):
        load_settings(file, {})


def test_a_missing_named_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot read settings"):
        load_settings(tmp_path / "no.toml", {})
