"""Raises its value where that is an exception, as a future would."""
# misconception: M30
# breaks: rule 2
# caught by: test_any_value_is_ready
# student reads: as it is, also an exception object

from __future__ import annotations

from collections.abc import Awaitable, Generator
from typing import Any


class Ready:
    """Has its value already: awaiting it never suspends."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __await__(self) -> Generator[None, Any, Any]:
        yield from ()
        if isinstance(self.value, BaseException):
            raise self.value
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
        results = []
        for awaitable in self.awaitables:
            results.append((yield from awaitable.__await__()))
        return results
