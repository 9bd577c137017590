"""Addresses take turns in the queue."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from qa.web.server.turns import Turns, take_turns, waiting_of


@dataclass(frozen=True)
class Event:
    address: str
    number: int

    @property
    def request(self) -> Any:
        return SimpleNamespace(client=SimpleNamespace(host=self.address) if self.address else None)


def test_who_asks_much_waits_for_himself() -> None:
    waiting = Turns()
    for number in range(4):
        waiting.append(Event("10.0.0.1", number))
    waiting.append(Event("10.0.0.2", 0))
    waiting.append(Event("10.0.0.3", 0))
    waiting.append(Event("10.0.0.2", 1))
    order = [(event.address[-1], event.number) for event in waiting]
    assert order == [("1", 0), ("2", 0), ("3", 0), ("1", 1), ("2", 1), ("1", 2), ("1", 3)]


def test_the_calls_of_one_address_stay_in_order() -> None:
    waiting = Turns()
    for number in range(30):
        waiting.append(Event(f"10.0.0.{number % 3}", number))
        if number % 4 == 3:
            waiting.pop(0)
    for last in range(3):
        numbers = [event.number for event in waiting if event.address == f"10.0.0.{last}"]
        assert numbers == sorted(numbers)


def test_a_queue_gives_turns_to_each_kind_of_call() -> None:
    queue = SimpleNamespace(event_queue_per_concurrency_id={}, event_ids_to_events={})
    made: list[str] = []

    def create(fn: Any) -> None:
        made.append(fn.concurrency_id)
        queue.event_queue_per_concurrency_id.setdefault(fn.concurrency_id, SimpleNamespace(queue=[Event("a", 1)]))

    queue.create_event_queue_for_fn = create
    take_turns(queue)
    fn = SimpleNamespace(concurrency_id="ask")
    queue.create_event_queue_for_fn(fn)
    waiting = queue.event_queue_per_concurrency_id["ask"].queue
    assert waiting == [Event("a", 1)]
    queue.create_event_queue_for_fn(fn)
    assert queue.event_queue_per_concurrency_id["ask"].queue is waiting
    queue.event_ids_to_events = {"x": Event("a", 1), "y": Event("", 2)}
    assert [waiting_of(queue, address) for address in ("a", "", "b")] == [1, 1, 0]
