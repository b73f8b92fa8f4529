"""Asks all awaitables for their iterators before it goes through the first."""
# misconception: M02
# breaks: rule 8
# caught by: test_a_chain_that_breaks
# student reads: was asked for its __await__ before

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
        iterators = [awaitable.__await__() for awaitable in self.awaitables]
        results = []
        for iterator in iterators:
            results.append((yield from iterator))
        return results
