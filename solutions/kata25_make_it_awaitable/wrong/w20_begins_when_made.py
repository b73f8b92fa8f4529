"""Begins its first awaitable when it is made."""
# misconception: M25
# breaks: rule 1
# caught by: test_a_chain_is_not_there
# student reads: its first awaitable was begun

from __future__ import annotations

from collections.abc import Awaitable, Generator
from typing import Any


class Ready:
    """Has its value already: awaiting it never suspends."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __await__(self) -> Generator[None, Any, Any]:
        yield from ()
        return self.value


class YieldNow:
    """Suspends once, so that others have a turn."""

    def __await__(self) -> Generator[None, Any, None]:
        yield


class Countdown:
    """Suspends n times and returns "liftoff"."""

    def __init__(self, n: int) -> None:
        self.n = n

    def __await__(self) -> Generator[None, Any, str]:
        for _ in range(self.n):
            yield
        return "liftoff"


class Chain:
    """Awaits others one after the other and returns the list of their results."""

    def __init__(self, *awaitables: Awaitable[Any]) -> None:
        self.inners = [one.__await__() for one in awaitables]
        self.pending, self.ended = [], []
        for inner in self.inners[:1]:
            try:
                self.pending = [inner.send(None)]
            except StopIteration as end:
                self.ended = [end.value]

    def __await__(self) -> Generator[Any, Any, list[Any]]:
        results = list(self.ended)
        for inner in self.inners[len(results) :]:
            try:
                sent = (yield self.pending.pop()) if self.pending else None
                while True:
                    sent = yield inner.send(sent)
            except StopIteration as end:
                results.append(end.value)
        return results
