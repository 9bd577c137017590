"""Limits on connections, before a request is there at all: how many, how long one may wait, how long its head takes.

Comes in: the server's own protocol class. Goes out: a subclass of it for the same server. A connection that waits (for
the head of its first or next request) gives way to a new one when an address, or the whole server, has as many as it
may have: half-sent requests push each other out and nobody else. Connections whose request is being answered stay.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from typing import Any, Protocol

from qa.web.guard.rates import network_of

_FULL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_LATE = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
# Files this process needs besides its connections: the index, the log, temporary files, the event loop's own.
_OTHER_FILES = 256


@dataclass(frozen=True, slots=True)
class Limits:
    """`total` and `each` (of one address): connections at once; `proxies`: addresses that `each` does not hold for,
    since many people come through them; `head_s`: for a whole head; `stall_s`: for a reader who does not read."""

    total: int = 1_000
    each: int = 128
    proxies: frozenset[str] = frozenset()
    head_s: float = 15.0
    stall_s: float = 60.0
    head_bytes: int = 64 * 1024


def room_for(wanted: int = 4_000) -> int:
    """How many connections the process may hold: what its limit of open files leaves, at most `wanted`."""
    try:
        import resource
    except ImportError:
        return min(wanted, 400)
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    room = wanted if soft == resource.RLIM_INFINITY else soft - _OTHER_FILES
    return max(32, min(wanted, room))


class Connection(Protocol):
    """What the book of connections needs of one."""

    address: str

    def drop(self) -> None: ...


class Connections:
    """The open connections of one server, by address, and which of them wait. Used in the server's thread alone."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._open: dict[str, int] = defaultdict(int)
        self._waiting: dict[str, OrderedDict[Connection, None]] = defaultdict(OrderedDict)
        self._known: set[Connection] = set()

    def __len__(self) -> int:
        return len(self._known)

    def admit(self, connection: Connection) -> bool:
        """Take a new connection in, at the cost of one that waits where need be; False when there is no room."""
        limits, address = self.limits, connection.address
        if address not in limits.proxies and self._open[address] >= limits.each and not self._give_way(address):
            return False
        if len(self._known) >= limits.total and not self._give_way(self._fullest()):
            return False
        self._known.add(connection)
        self._open[address] += 1
        self._waiting[address][connection] = None
        return True

    def works(self, connection: Connection) -> None:
        """The connection's request is being answered."""
        self._waiting[connection.address].pop(connection, None)

    def waits(self, connection: Connection) -> None:
        """The connection waits for a head (again)."""
        if connection in self._known:
            self._waiting[connection.address].setdefault(connection)

    def gone(self, connection: Connection) -> None:
        """The connection is closed."""
        if connection not in self._known:
            return
        self._known.discard(connection)
        self.works(connection)
        self._open[connection.address] -= 1
        if not self._open[connection.address]:
            del self._open[connection.address]
            self._waiting.pop(connection.address, None)

    def _fullest(self) -> str:
        """The address with the most connections among those that have one waiting."""
        waiting = [address for address, them in self._waiting.items() if them]
        return max(waiting, key=self._open.__getitem__, default="")

    def _give_way(self, address: str) -> bool:
        them = self._waiting.get(address)
        if not them:
            return False
        oldest = next(iter(them))
        self.gone(oldest)
        oldest.drop()
        return True


def bounded(base: Any, book: Connections) -> Any:
    """A subclass of a server's HTTP protocol that keeps to the limits of `book`."""
    return type(f"Bounded{base.__name__}", (_Bounded, base), {"book": book})


class _Bounded(asyncio.Protocol):
    """Stands before a server's protocol: counts the connection, times its head, and passes everything on."""

    book: Connections
    address = ""
    _refused = False
    _line: Any = None
    _head_timer: asyncio.TimerHandle | None = None
    _stall_timer: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: Any) -> None:
        peer = transport.get_extra_info("peername")
        self.address = network_of(str(peer[0])) if isinstance(peer, tuple) and peer else ""
        self._line = transport
        if not self.book.admit(self):
            self._refused = True
            transport.write(_FULL)
            transport.close()
            return
        super().connection_made(transport)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._head_timer, self._stall_timer):
            if timer is not None:
                timer.cancel()
        self._head_timer = self._stall_timer = None
        self.book.gone(self)
        if not self._refused:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        super().data_received(data)
        self._head_bytes += len(data)
        self._look()

    def eof_received(self) -> Any:
        return None if self._refused else super().eof_received()

    def on_response_complete(self) -> None:
        super().on_response_complete()  # type: ignore[misc]
        self._head_bytes = 0
        self._look(idle=True)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._stall_timer is None:
            self._stall_timer = asyncio.get_running_loop().call_later(self.book.limits.stall_s, self.drop)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stall_timer is not None:
            self._stall_timer.cancel()
            self._stall_timer = None

    def drop(self) -> None:
        """End the connection at once."""
        self._line.abort()

    def _works(self) -> bool:
        cycle = getattr(self, "cycle", None)
        return cycle is not None and not cycle.response_complete

    def _look(self, idle: bool = False) -> None:
        """Note whether a request is being answered or its head is waited for; `idle`: the server's own time for a
        connection that is kept alive runs, so none of ours is needed until something comes."""
        if self._works():
            self.book.works(self)
            if self._head_timer is not None:
                self._head_timer.cancel()
                self._head_timer = None
            return
        self.book.waits(self)
        if self._head_bytes > self.book.limits.head_bytes:
            self.drop()
        elif self._head_timer is None and not idle:
            self._head_timer = asyncio.get_running_loop().call_later(self.book.limits.head_s, self._late)

    def _late(self) -> None:
        if not self._line.is_closing():
            self._line.write(_LATE)
            self._line.close()
