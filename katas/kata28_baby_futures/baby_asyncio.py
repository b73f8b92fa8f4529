"""Baby asyncio: the loop stands and works; its futures, tasks and what is made of them are yours to write."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from itertools import count
from typing import Any


class CancelledError(BaseException):
    """Raised in a coroutine whose task was cancelled."""


class InvalidState(Exception):
    """A future is asked for what it does not have yet, or ended twice."""


class Timeout(Exception):
    """wait_for has waited long enough."""


class Deadlock(Exception):
    """Nothing can ever happen again, and not all is done."""


class YieldNow:
    """Suspends once (kata25)."""

    def __await__(self) -> Generator[None, Any, None]:
        yield


def switch() -> Awaitable[None]:
    """Give way: everybody in the queue has a turn first (kata26)."""
    return YieldNow()


class Alarm:
    """A call that is made when its time has come, unless it is cancelled."""

    def __init__(self, function: Callable[..., object], arguments: tuple[Any, ...]) -> None:
        self.function = function
        self.arguments = arguments
        self.cancelled = False

    def cancel(self) -> None:
        """Do not make the call; do not wait for its time either."""
        self.cancelled = True


class Loop:
    """The loop of kata27, with calls in the place of coroutines."""

    def __init__(self, time: Callable[[], float], pause: Callable[[float], None]) -> None:
        self.time = time
        self._pause = pause
        self._ready: deque[tuple[Callable[..., object], tuple[Any, ...]]] = deque()
        self._alarms: list[tuple[float, int, Alarm]] = []
        self._numbers = count()

    def call_soon(self, function: Callable[..., object], *arguments: Any) -> None:
        """Put a call at the back of the queue."""
        self._ready.append((function, arguments))

    def call_at(self, when: float, function: Callable[..., object], *arguments: Any) -> Alarm:
        """Put a call into the queue when its time has come."""
        alarm = Alarm(function, arguments)
        heapq.heappush(self._alarms, (when, next(self._numbers), alarm))
        return alarm

    def create_future(self) -> Future:
        """A future of this loop."""
        return Future(self)

    def create_task(self, coro: Coroutine[Any, Any, Any]) -> Task:
        """A task of this loop that drives the coroutine."""
        return Task(coro, self)

    def run(self, *coros: Coroutine[Any, Any, Any]) -> list[Any]:
        """Make calls until none is left, and return what the tasks of these coroutines come to."""
        tasks = [self.create_task(coro) for coro in coros]
        _running.append(self)
        try:
            while self._some_left():
                if not self._ready:
                    self._rest()
                self._ring()
                for _ in range(len(self._ready)):
                    function, arguments = self._ready.popleft()
                    function(*arguments)
        finally:
            _running.pop()
        if not all(task.done() for task in tasks):
            raise Deadlock("somebody waits for what will never happen")
        return [task.result() for task in tasks]

    def _some_left(self) -> bool:
        while self._alarms and self._alarms[0][-1].cancelled:
            heapq.heappop(self._alarms)
        return bool(self._ready or self._alarms)

    def _rest(self) -> None:
        remaining = self._alarms[0][0] - self.time()
        if remaining > 0:
            self._pause(remaining)

    def _ring(self) -> None:
        while self._alarms and self._alarms[0][0] <= self.time():
            alarm = heapq.heappop(self._alarms)[-1]
            if not alarm.cancelled:
                self.call_soon(alarm.function, *alarm.arguments)


_running: list[Loop] = []


def current_loop() -> Loop:
    """The loop that runs now."""
    if not _running:
        raise RuntimeError("no loop runs here")
    return _running[-1]


def create_task(coro: Coroutine[Any, Any, Any]) -> Task:
    """A task of the loop that runs now."""
    return current_loop().create_task(coro)


class Future:
    """A value that is not there yet, and those who wait for it."""

    def __init__(self, loop: Loop) -> None:
        raise NotImplementedError("write Future")

    def done(self) -> bool:
        """Whether it has ended."""
        raise NotImplementedError("write Future.done")

    def cancelled(self) -> bool:
        """Whether it was cancelled."""
        raise NotImplementedError("write Future.cancelled")

    def result(self) -> Any:
        """Return its value, or raise what it has instead."""
        raise NotImplementedError("write Future.result")

    def exception(self) -> BaseException | None:
        """Return its exception, or None where it has a value."""
        raise NotImplementedError("write Future.exception")

    def set_result(self, value: Any) -> None:
        """End it with a value."""
        raise NotImplementedError("write Future.set_result")

    def set_exception(self, error: BaseException) -> None:
        """End it with an exception."""
        raise NotImplementedError("write Future.set_exception")

    def cancel(self) -> bool:
        """End it as cancelled; False where it has ended before."""
        raise NotImplementedError("write Future.cancel")

    def add_done_callback(self, function: Callable[[Future], object]) -> None:
        """Have the loop call function(future) once it has ended."""
        raise NotImplementedError("write Future.add_done_callback")

    def __await__(self) -> Generator[Any, Any, Any]:
        raise NotImplementedError("write Future.__await__")


class Task(Future):
    """A future that drives a coroutine and ends with it."""

    def __init__(self, coro: Coroutine[Any, Any, Any], loop: Loop) -> None:
        raise NotImplementedError("write Task")

    def cancel(self) -> bool:
        """Ask for CancelledError in the coroutine; False where it is over."""
        raise NotImplementedError("write Task.cancel")


async def sleep(delay: float) -> float:
    """Suspend for so many seconds; returns the time for which the alarm was set."""
    raise NotImplementedError("write sleep")


async def gather(*aws: Coroutine[Any, Any, Any] | Future) -> list[Any]:
    """Run all at the same time and return their results in order; the first failure leaves at once."""
    raise NotImplementedError("write gather")


async def wait_for(aw: Coroutine[Any, Any, Any] | Future, delay: float) -> Any:
    """Return what it comes to; after so many seconds cancel it, wait until it is over, and raise Timeout."""
    raise NotImplementedError("write wait_for")
