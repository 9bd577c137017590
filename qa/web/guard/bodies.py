"""What a request carries: read within a size and a time, and as JSON that every part behind the guard can handle.

Comes in: ASGI's `receive`. Goes out: bytes, a `receive` that gives them again, or a parsed value.
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
# Slower than this, for longer than the grace, and a body is given up.
BYTES_PER_S = 8_000


class TooLarge(Exception):
    """A body grew past its limit while it was read."""


class TooSlow(Exception):
    """A body came slower than any line would bring it."""


class Unclean(ValueError):
    """A body that is no JSON, or holds numbers JSON does not have (NaN, Infinity, 1e999)."""


def counted(receive: Receive, limit: int, grace_s: float, take: Callable[[int], bool] | None = None) -> Receive:
    """`receive`, ending the request once its body passes `limit` bytes, comes too slowly, or is not let in by `take`.

    Raises TooLarge or TooSlow.
    """
    size, began, done = 0, time.monotonic(), False

    async def read() -> Message:
        nonlocal size, done
        if done:
            # The body is in; what comes now is the end of the connection, however long that takes.
            return await receive()
        left = began + grace_s + size / BYTES_PER_S - time.monotonic()
        try:
            message = await asyncio.wait_for(receive(), max(left, 0.01))
        except asyncio.TimeoutError as error:
            raise TooSlow from error
        part = len(message.get("body", b""))
        size += part
        done = not message.get("more_body", False)
        if size > limit or (take is not None and part and not take(part)):
            raise TooLarge
        return message

    return read


async def read_all(receive: Receive) -> bytes:
    """The whole body."""
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    return b"".join(parts)


def replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives an already read body first and then listens for the end of the connection."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def parse(body: bytes) -> tuple[Any, bool]:
    """A JSON body as a value, and whether that differs from what was sent: lone surrogates (half an emoji, cut by some
    program) become the replacement character. Raises Unclean.

    >>> parse(b'{"a": [1, "\\\\ud800x"]}')
    ({'a': [1, '\\ufffdx']}, True)
    """
    try:
        value = json.loads(body, parse_constant=_no_constant)
        return _whole(value)
    except (ValueError, RecursionError) as error:
        raise Unclean from error


def _no_constant(name: str) -> Any:
    raise Unclean(name)


def _whole(value: Any) -> tuple[Any, bool]:
    if isinstance(value, str):
        if value.isascii():
            return value, False
        clean = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return clean, clean != value
    if isinstance(value, float) and not math.isfinite(value):
        raise Unclean
    if isinstance(value, list):
        items = [_whole(item) for item in value]
        return [item for item, _ in items], any(changed for _, changed in items)
    if isinstance(value, dict):
        pairs = [(_whole(key), _whole(item)) for key, item in value.items()]
        return {key: item for (key, _), (item, _) in pairs}, any(a or b for (_, a), (_, b) in pairs)
    return value, False
