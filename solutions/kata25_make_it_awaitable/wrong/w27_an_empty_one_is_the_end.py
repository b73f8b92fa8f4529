"""Takes an awaitable that counts as false for the end of the Chain."""
# misconception: M27
# breaks: rule 8
# caught by: test_a_chain_that_breaks
# student reads: an awaitable that counts as false

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
        self.awaitables = awaitables

    def __await__(self) -> Generator[Any, Any, list[Any]]:
        waiting = iter(self.awaitables)
        results = []
        while awaitable := next(waiting, None):
            results.append((yield from awaitable.__await__()))
        return results
