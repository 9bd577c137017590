"""What Gradio keeps between requests, bounded: open pages by address, log-ins by time.

Comes in: Gradio's holder of sessions, and which address each session was seen at. Goes out: the same holder, which
makes room at the cost of the address that has the most, so that nobody's page is forgotten for a stranger's.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any


class Sessions:
    """Which address each open session belongs to, and which session makes room for a new one.

    `each`: sessions of one address; `total`: of all. What was used last stays longest.
    """

    def __init__(self, each: int, total: int) -> None:
        self.each, self.total = each, total
        self._addresses: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def note(self, session: str, address: str) -> None:
        """A session was seen at an address; the first one is its own."""
        with self._lock:
            self._addresses.setdefault(session, address)
            self._addresses.move_to_end(session)
            # Sessions that never came to anything (refused calls) are not remembered for ever.
            while len(self._addresses) > 4 * self.total:
                self._addresses.popitem(last=False)

    def address(self, session: str) -> str:
        """The address a session was first seen at; "" for a call of a program, which has no session of its own."""
        return self._addresses.get(session, "")

    def leaving(self, held: list[str]) -> list[str]:
        """The sessions (of `held`, longest unused first) that make room, so that all keep to the limits."""
        out: list[str] = []
        by_address: dict[str, list[str]] = {}
        for session in held:
            by_address.setdefault(self.address(session), []).append(session)
        for theirs in by_address.values():
            out += theirs[: max(0, len(theirs) - self.each)]
            del theirs[: max(0, len(theirs) - self.each)]
        for _ in range(max(0, len(held) - len(out) - self.total)):
            # What programs leave behind goes first, then a page of whoever has the most.
            most = max(by_address, key=lambda one: (bool(by_address[one]) and not one, len(by_address[one])))
            out.append(by_address[most].pop(0))
        return out


def bound_sessions(holder: Any, sessions: Sessions) -> None:
    """Let a Gradio `StateHolder` make room as `sessions` says, in place of forgetting whoever came first."""

    seen = 0

    def update(session: str) -> None:
        nonlocal seen
        with holder.lock:
            held = holder.session_data
            if session in held:
                held.move_to_end(session)
            if len(held) > seen:
                for gone in sessions.leaving(list(held)):
                    if gone != session:
                        held.pop(gone, None)
                        holder.time_last_used.pop(gone, None)
            seen = len(held)

    holder.update = update


class Tokens(dict[str, str]):
    """Log-in tokens and their users; a token ends after `seconds`, whatever its cookie says."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds, self._clock = seconds, clock
        self._since: dict[str, float] = {}

    def __setitem__(self, token: str, user: str) -> None:
        for old in [one for one in self if not self._lives(one)]:
            self.pop(old, None)
            self._since.pop(old, None)
        super().__setitem__(token, user)
        self._since[token] = self._clock()

    def _lives(self, token: str) -> bool:
        return self._clock() - self._since.get(token, float("-inf")) < self._seconds

    def get(self, token: Any, default: Any = None) -> Any:
        """The token's user while it lives."""
        return super().get(token, default) if token in self and self._lives(token) else default
