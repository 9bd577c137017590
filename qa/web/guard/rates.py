"""Counting what an address does: so many units in so many seconds, for each address on its own.

Comes in: an address and an amount. Goes out: whether it fits, or how long to wait until it does.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from threading import Lock

Clock = Callable[[], float]
# Addresses (or users at addresses) that are counted at once; who was not seen longest is forgotten first.
MAX_KEYS = 10_000


def network_of(address: str) -> str:
    """What counts as one sender: an IPv4 address, or the /64 network an IPv6 address lies in (a whole one is one
    customer's); anything else as it is.

    >>> network_of("2001:db8:1:2:3::4"), network_of("10.0.0.7"), network_of("::ffff:10.0.0.7")
    ('2001:db8:1:2::/64', '10.0.0.7', '10.0.0.7')
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return address if parsed.is_loopback else str(ipaddress.ip_network((parsed, 64), strict=False))


class Rate:
    """At most `amount` units in any `seconds`; thread-safe."""

    def __init__(self, amount: int, seconds: float, clock: Clock = time.monotonic) -> None:
        self._amount, self._seconds, self._clock = amount, seconds, clock
        self._events: deque[tuple[float, int]] = deque()
        self._sum = 0
        self._lock = Lock()

    def _forget(self) -> float:
        now = self._clock()
        while self._events and self._events[0][0] <= now - self._seconds:
            self._sum -= self._events.popleft()[1]
        return now

    def take(self, units: int = 1) -> bool:
        """Use up `units`; False (and nothing used) when the window does not hold them any more."""
        with self._lock:
            now = self._forget()
            if self._sum + units > self._amount:
                return False
            self._events.append((now, units))
            self._sum += units
            return True

    def wait(self, units: int = 1) -> int:
        """Whole seconds until `units` would fit, 0 when they do now."""
        with self._lock:
            now = self._forget()
            over = self._sum + units - self._amount
            for at, used in self._events:
                if over <= 0:
                    break
                over -= used
                if over <= 0:
                    return max(1, math.ceil(at + self._seconds - now))
            return 0 if over <= 0 else math.ceil(self._seconds)


class Rates:
    """A `Rate` for each key (an address, a user at an address); thread-safe, bounded."""

    def __init__(self, amount: int, seconds: float, clock: Clock = time.monotonic, most: int = MAX_KEYS) -> None:
        self._amount, self._seconds, self._clock, self._most = amount, seconds, clock, most
        self._rates: OrderedDict[Hashable, Rate] = OrderedDict()
        self._lock = Lock()

    def _of(self, key: Hashable) -> Rate:
        with self._lock:
            rate = self._rates.pop(key, None) or Rate(self._amount, self._seconds, self._clock)
            self._rates[key] = rate
            if len(self._rates) > self._most:
                self._rates.popitem(last=False)
            return rate

    def take(self, key: Hashable, units: int = 1) -> bool:
        """Use up `units` of the key's window; False when it does not hold them."""
        return self._of(key).take(units)

    def wait(self, key: Hashable, units: int = 1) -> int:
        """Whole seconds until `units` fit into the key's window, 0 when they do now."""
        return self._of(key).wait(units)
