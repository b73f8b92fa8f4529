"""Baby event loop: many coroutines take turns."""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine, Generator
from typing import Any


class YieldNow:
    """Suspends once (kata25)."""

    def __await__(self) -> Generator[None, Any, None]:
        yield


def switch() -> Awaitable[None]:
    """Give way: everybody in the queue has a turn first."""
    raise NotImplementedError("write switch")


class Handle:
    """What becomes of a coroutine."""

    def done(self) -> bool:
        """Whether it is over."""
        raise NotImplementedError("write Handle.done")

    def result(self) -> Any:
        """Return what it returned, or raise what it raised; RuntimeError while it is not over."""
        raise NotImplementedError("write Handle.result")


class Loop:
    """Coroutines in a queue, and turns for whoever stands in front."""

    def spawn(self, coro: Coroutine[Any, Any, Any]) -> Handle:
        """Put a coroutine at the back of the queue."""
        raise NotImplementedError("write Loop.spawn")

    def run(self, *coros: Coroutine[Any, Any, Any]) -> list[Any]:
        """Give turns until nobody is left, and return what these coroutines returned."""
        raise NotImplementedError("write Loop.run")
