"""Takes an alarm at 0.0 for none."""
# misconception: M27
# breaks: rule 1
# caught by: test_a_clock_that_is_late
# student reads: below 0

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from itertools import count
from typing import Any


class YieldNow:
    """Suspends once (kata25)."""

    def __await__(self) -> Generator[None, Any, None]:
        yield


def switch() -> Awaitable[None]:
    """Give way: everybody in the queue has a turn first."""
    return YieldNow()


class Nap:
    """What somebody yields who wants to sleep; the loop answers with the time of the alarm."""

    def __init__(self, delay: float) -> None:
        self.delay = delay

    def __await__(self) -> Generator[Nap, float, float]:
        return (yield self)


def sleep(delay: float) -> Awaitable[float]:
    """Suspend for so many seconds; gives the time for which the alarm was set."""
    return Nap(delay)


class Deadlock(Exception):
    """Whoever is left sleeps for ever."""


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

    def step(self, answer: Any) -> Any:
        """Give it one turn; returns what it yields, or None when it is over."""
        try:
            return self._coro.send(answer)
        except StopIteration as end:
            self._value, self._over = end.value, True
        except BaseException as error:
            self._error, self._over = error, True
        return None

    def close(self) -> None:
        """End it where it stands."""
        self._coro.close()


class Loop:
    """Who can go on stands in a queue, who sleeps has an alarm."""

    def __init__(self, time: Callable[[], float], pause: Callable[[float], None]) -> None:
        self._time = time
        self._pause = pause
        self._ready: deque[tuple[Handle, float | None]] = deque()
        self._alarms: list[tuple[float, int, Handle]] = []
        self._numbers = count()

    def spawn(self, coro: Coroutine[Any, Any, Any]) -> Handle:
        """Put a coroutine at the back of the queue."""
        handle = Handle(coro)
        self._ready.append((handle, None))
        return handle

    def run(self, *coros: Coroutine[Any, Any, Any]) -> list[Any]:
        """Give turns until nobody is left, and return what these coroutines returned."""
        handles = [self.spawn(coro) for coro in coros]
        while self._ready or self._alarms:
            if not self._ready:
                self._rest()
            self._ring()
            for _ in range(len(self._ready)):
                self._turn(*self._ready.popleft())
        return [handle.result() for handle in handles]

    def _turn(self, handle: Handle, answer: float | None) -> None:
        wish = handle.step(answer)
        if handle.done():
            return
        if wish is None:
            self._ready.append((handle, None))
            return
        now = self._time()
        when = now + wish.delay if wish.delay > 0 else None
        if when:
            heapq.heappush(self._alarms, (when, next(self._numbers), handle))
        else:
            self._ready.append((handle, now))

    def _rest(self) -> None:
        """Pause until the first alarm; raise Deadlock where it never rings."""
        soonest = self._alarms[0][0]
        if soonest == math.inf:
            for _, _, handle in self._alarms:
                handle.close()
            raise Deadlock("whoever is left sleeps for ever")
        remaining = soonest - self._time()
        if remaining > 0:
            self._pause(remaining)

    def _ring(self) -> None:
        """Put everybody into the queue whose alarm is due."""
        while self._alarms and self._alarms[0][0] <= self._time():
            when, _, handle = heapq.heappop(self._alarms)
            self._ready.append((handle, when))
