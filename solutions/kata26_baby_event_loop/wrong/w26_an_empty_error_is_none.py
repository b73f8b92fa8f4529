"""Asks whether the kept exception is true, and not whether there is one."""
# misconception: M27
# breaks: rule 6
# caught by: test_thousands
# student reads: an exception that counts as false

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Coroutine, Generator
from typing import Any


class YieldNow:
    """Suspends once (kata25)."""

    def __await__(self) -> Generator[None, Any, None]:
        yield


def switch() -> Awaitable[None]:
    """Give way: everybody in the queue has a turn first."""
    return YieldNow()


class Handle:
    """What becomes of a coroutine."""

    def __init__(self, coro: Coroutine[Any, Any, Any]) -> None:
        self._coro = coro
        self._over = False
        self._value: Any = None
        self._error: BaseException | None = None

    def done(self) -> bool:
        """Whether it is over."""
        return self._over

    def result(self) -> Any:
        """Return what it returned, or raise what it raised; RuntimeError while it is not over."""
        if not self._over:
            raise RuntimeError("it is not over")
        if self._error:
            raise self._error
        return self._value

    def step(self) -> None:
        """Give it one turn."""
        try:
            self._coro.send(None)
        except StopIteration as end:
            self._value, self._over = end.value, True
        except BaseException as error:
            self._error, self._over = error, True


class Loop:
    """Coroutines in a queue, and turns for whoever stands in front."""

    def __init__(self) -> None:
        self._ready: deque[Handle] = deque()

    def spawn(self, coro: Coroutine[Any, Any, Any]) -> Handle:
        """Put a coroutine at the back of the queue."""
        handle = Handle(coro)
        self._ready.append(handle)
        return handle

    def run(self, *coros: Coroutine[Any, Any, Any]) -> list[Any]:
        """Give turns until nobody is left, and return what these coroutines returned."""
        handles = [self.spawn(coro) for coro in coros]
        while self._ready:
            handle = self._ready.popleft()
            handle.step()
            if not handle.done():
                self._ready.append(handle)
        return [handle.result() for handle in handles]
