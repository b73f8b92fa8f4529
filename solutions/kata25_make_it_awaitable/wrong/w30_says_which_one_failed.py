"""Raises a new exception, with the number of the awaitable in its text."""
# misconception: M23
# breaks: rule 10
# caught by: test_a_chain_that_breaks
# student reads: The very exception of the awaitable

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
        results = []
        for number, awaitable in enumerate(self.awaitables):
            try:
                results.append((yield from awaitable.__await__()))
            except Exception as error:
                raise type(error)(f"number {number}: {error}") from error
        return results
