"""The auth file: made, read, checked."""

from __future__ import annotations

import hmac
from pathlib import Path

import pytest

from index.errors import SettingsError
from qa.web import auth
from qa.web.auth import main
from qa.web.guard import users as users_file
from qa.web.guard.users import make_line, read_users


def test_a_password_is_checked_against_its_salted_hash(tmp_path: Path) -> None:
    path = tmp_path / "users"
    path.write_text(f"# people\n{make_line('amy', 'pass:word')}\n\n{make_line('李雷', '密码')}\n", encoding="utf-8")
    users = read_users(path)
    assert users.check("amy", "pass:word")
    assert users.check("李雷", "密码")
    assert not users.check("amy", "密码")
    assert not users.check("bob", "pass:word")
    assert not users.check("", "")
    assert not users.check("amy", "pass:word" * 200)


def test_the_same_password_gives_other_lines() -> None:
    assert make_line("a", "b") != make_line("a", "b")
    assert "secret" not in make_line("a", "secret")


def test_an_unknown_user_costs_the_same_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "users"
    path.write_text(make_line("amy", "x") + "\n", encoding="utf-8")
    users, compared = read_users(path), []
    monkeypatch.setattr(users_file.hmac, "compare_digest", lambda a, b: compared.append((len(a), len(b))) or a == b)
    users.check("amy", "wrong")
    users.check("nobody", "wrong")
    assert compared == [(32, 32), (32, 32)]
    assert hmac is users_file.hmac


@pytest.mark.parametrize(
    "text", ["", "# nobody\n", "amy\n", "amy:zz:zz\n", "amy:00:00\n", ":" + "00" * 16 + ":" + "00" * 32 + "\n"]
)
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, text: str) -> None:
    path = tmp_path / "users"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"python -m qa\.web\.auth"):
        read_users(path)
    with pytest.raises(SettingsError, match="check its name"):
        read_users(tmp_path / "none")


@pytest.mark.parametrize(("user", "password"), [("", "x"), ("a:b", "x"), (" a", "x"), ("a\nb", "x"), ("a", "")])
def test_names_and_passwords_that_cannot_be_used(user: str, password: str) -> None:
    with pytest.raises(SettingsError):
        make_line(user, password)


def test_the_command_prints_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(auth.getpass, "getpass", lambda prompt, stream: "s3cret")
    assert main(["amy"]) == 0
    path = tmp_path / "users"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert read_users(path).check("amy", "s3cret")
    assert main([]) == 2
    assert main(["a:b"]) == 2
