"""Lets no loop run while any other runs, as asyncio does."""
# misconception: M40
# breaks: rule 8
# caught by: test_again_and_side_by_side
# student reads: In a turn of one loop, another loop was run

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
        if self._error is not None:
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


_running: list[Loop] = []


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
        if _running:
            raise RuntimeError("a loop is running already")
        _running.append(self)
        handles = [self.spawn(coro) for coro in coros]
        while self._ready:
            handle = self._ready.popleft()
            handle.step()
            if not handle.done():
                self._ready.append(handle)
        _running.clear()
        return [handle.result() for handle in handles]
