"""Writes `yield from` out by hand, and sends to iterators that have no send()."""
# misconception: M38
# breaks: rule 8
# caught by: test_bare_iterators_and_long_waits
# student reads: An iterator has __next__

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
        for awaitable in self.awaitables:
            iterator = awaitable.__await__()
            resume, answer = iterator.send, None
            while True:
                try:
                    message = resume(answer)
                except StopIteration as end:
                    results.append(end.value)
                    break
                try:
                    resume, answer = iterator.send, (yield message)
                except GeneratorExit:
                    iterator.close()
                    raise
                except BaseException as error:
                    resume, answer = iterator.throw, error
        return results
