"""Whose call is next: addresses take turns, so that one who asks much waits for himself and others go in between.

Comes in: Gradio's queue. Goes out: the same queue, its waiting lists in turns.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from qa.web.guard import network_of


def address_of(event: Any) -> str:
    """The address a waiting call came from."""
    client = event.request.client
    return network_of(str(client.host)) if client is not None else ""


class Turns(list[Any]):
    """Waiting calls: the first of each address, then the second of each, and so on."""

    def append(self, event: Any) -> None:
        """Put a call behind all others of its turn."""
        seen: Counter[str] = Counter()
        turn = sum(address_of(other) == address_of(event) for other in self)
        for place, other in enumerate(self):
            if seen[address_of(other)] > turn:
                self.insert(place, event)
                return
            seen[address_of(other)] += 1
        super().append(event)


def take_turns(queue: Any) -> None:
    """Let the waiting lists of a Gradio queue be in turns."""
    create = queue.create_event_queue_for_fn

    def create_in_turns(fn: Any) -> None:
        create(fn)
        waiting = queue.event_queue_per_concurrency_id[fn.concurrency_id]
        if not isinstance(waiting.queue, Turns):
            waiting.queue = Turns(waiting.queue)

    queue.create_event_queue_for_fn = create_in_turns


def waiting_of(queue: Any, address: str) -> int:
    """How many calls of an address wait or run."""
    return sum(address_of(event) == address for event in list(queue.event_ids_to_events.values()))
