"""Who may open the page: a file of `user:salt:hash` lines, hashed with scrypt.

Comes in: a user name and a password. Goes out: yes or no, in a time that does not tell which of the two was wrong.
`python -m qa.web.auth USER >> users` asks for a password and prints one line for the file.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import SettingsError

# 16 MiB and about 50 ms a try on one core: dear to guess, cheap to log in.
_COST = {"n": 2**14, "r": 8, "p": 1, "maxmem": 64 * 2**20}
_KEY_BYTES = 32
MAX_PASSWORD = 1024


def _digest(password: str, salt: bytes) -> bytes:
    secret = password[:MAX_PASSWORD].encode("utf-8", "surrogatepass")
    return hashlib.scrypt(secret, salt=salt, dklen=_KEY_BYTES, **_COST)


@dataclass(frozen=True, slots=True)
class Users:
    """The users of an auth file: name → (salt, hash)."""

    entries: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)

    def check(self, user: str, password: str) -> bool:
        """Whether the password is the user's. An unknown user costs the same work as a wrong password."""
        known = self.entries.get(user)
        salt, expected = known if known is not None else (b"\0" * 16, b"\0" * _KEY_BYTES)
        same = hmac.compare_digest(_digest(password, salt), expected)
        return same and known is not None and len(password) <= MAX_PASSWORD


def make_line(user: str, password: str) -> str:
    """One line of an auth file. Raises SettingsError for an empty or unusable name or password."""
    if not user or user != user.strip() or ":" in user or not user.isprintable() or len(user) > 100:
        raise SettingsError(f"the user name {user!r} cannot be used; take up to 100 characters without ':' or spaces.")
    if not password or len(password) > MAX_PASSWORD:
        raise SettingsError(f"the password must have 1 to {MAX_PASSWORD} characters.")
    salt = secrets.token_bytes(16)
    return f"{user}:{salt.hex()}:{_digest(password, salt).hex()}"


def read_users(path: Path) -> Users:
    """The users of an auth file. Raises SettingsError when it cannot be read or a line is not `user:salt:hash`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot read the auth file {path}: {error}; check its name.") from error
    entries: dict[str, tuple[bytes, bytes]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        user, _, rest = line.strip().partition(":")
        salt, _, digest = rest.partition(":")
        try:
            entry = bytes.fromhex(salt), bytes.fromhex(digest)
        except ValueError:
            entry = b"", b""
        if not user or len(entry[0]) < 16 or len(entry[1]) != _KEY_BYTES:
            raise SettingsError(
                f"{path} line {number} is not user:salt:hash; make it with `python -m qa.web.auth USER`."
            )
        entries[user] = entry
    if not entries:
        raise SettingsError(f"{path} names no user; add one with `python -m qa.web.auth USER >> {path}`.")
    return Users(entries)
