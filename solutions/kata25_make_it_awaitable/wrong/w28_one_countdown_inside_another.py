"""Awaits a Countdown of one less, so that they are nested."""
# misconception: M27
# breaks: rule 4
# caught by: test_bare_iterators_and_long_waits
# student reads: Each suspension was made inside the last one

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
        if self.n > 0:
            yield
            return (yield from Countdown(self.n - 1).__await__())
        return "liftoff"


class Chain:
    """Awaits others one after the other and returns the list of their results."""

    def __init__(self, *awaitables: Awaitable[Any]) -> None:
        self.awaitables = awaitables

    def __await__(self) -> Generator[Any, Any, list[Any]]:
        results = []
        for awaitable in self.awaitables:
            results.append((yield from awaitable.__await__()))
        return results
