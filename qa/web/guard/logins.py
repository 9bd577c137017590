"""Logging in: wrong passwords are counted for each user at each address, right ones are remembered for a while.

Comes in: a user name, a password, the address they come from. Goes out: yes, no, or how long to wait before the next
try. Only failures count, so however often a program logs in rightly, nobody is shut out; and a stranger's failures are
his own, whichever names he tries them with.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from qa.web.guard.rates import Clock, Rates

FAILURES, WINDOW_S = 10, 60.0
# A right password is looked at anew after this long: HTTP Basic sends it with every request, each look costs scrypt.
REMEMBER_S = 300.0
_MAX_REMEMBERED = 1_000
# Passwords looked at at once: of all addresses together, and of one (the others wait or are asked to come back).
_AT_ONCE, _AT_ONCE_EACH = 2, 8


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a log-in is right; `wait`: seconds before another try is looked at, when this one was not."""

    right: bool
    wait: int = 0


class LogIns:
    """The log-ins of one server. `check` says whether a password is a user's; it is slow by design."""

    def __init__(self, check: Callable[[str, str], bool], clock: Clock = time.monotonic) -> None:
        self._check, self._clock = check, clock
        self._failures = Rates(FAILURES, WINDOW_S, clock)
        self._key = secrets.token_bytes(32)
        self._remembered: OrderedDict[bytes, float] = OrderedDict()
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._looking: Counter[str] = Counter()

    def _mark(self, user: str, password: str) -> bytes:
        """What is remembered of a log-in: a keyed hash, of use to nobody without this process's key."""
        whole = f"{len(user)}:{user}:{password}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, whole, hashlib.sha256).digest()

    def remembers(self, user: str, password: str) -> bool:
        """Whether this very log-in was found right within the last minutes."""
        return self._remembered.get(self._mark(user, password), -1.0) > self._clock()

    def _remember(self, user: str, password: str) -> None:
        self._remembered[self._mark(user, password)] = self._clock() + REMEMBER_S
        if len(self._remembered) > _MAX_REMEMBERED:
            self._remembered.popitem(last=False)

    async def verdict(self, user: str, password: str, address: str) -> Verdict:
        """Look at a log-in, in a thread of its own; a wrong one counts against this user at this address."""
        wait = self._failures.wait((user, address))
        if wait:
            # Also for a password that is remembered: or it could be guessed at without end.
            return Verdict(False, wait)
        if self.remembers(user, password):
            return Verdict(True)
        if self._looking[address] >= _AT_ONCE_EACH:
            return Verdict(False, 1)
        self._looking[address] += 1
        try:
            async with self._slots:
                right = await asyncio.to_thread(self._check, user, password)
        finally:
            self._looking[address] -= 1
            if not self._looking[address]:
                del self._looking[address]
        if right:
            self._remember(user, password)
        else:
            self._failures.take((user, address))
        return Verdict(right)
