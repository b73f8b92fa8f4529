"""Remembers one who waits."""
# misconception: M20
# breaks: rules 3 and 4
# caught by: test_a_future_wakes_all
# student reads: nothing is left that could wake it

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
        self._loop = loop
        self._state = "pending"
        self._value: Any = None
        self._error: BaseException | None = None
        self._callbacks: list[Callable[[Future], object]] = []

    def done(self) -> bool:
        """Whether it has ended."""
        return self._state != "pending"

    def cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._state == "cancelled"

    def result(self) -> Any:
        """Return its value, or raise what it has instead."""
        error = self.exception()
        if error is not None:
            raise error
        return self._value

    def exception(self) -> BaseException | None:
        """Return its exception, or None where it has a value."""
        if not self.done():
            raise InvalidState("it is still pending")
        if self.cancelled():
            raise CancelledError
        return self._error

    def set_result(self, value: Any) -> None:
        """End it with a value."""
        self._end("finished", value=value)

    def set_exception(self, error: BaseException) -> None:
        """End it with an exception."""
        self._end("finished", error=error)

    def cancel(self) -> bool:
        """End it as cancelled; False where it has ended before."""
        if self.done():
            return False
        self._end("cancelled")
        return True

    def add_done_callback(self, function: Callable[[Future], object]) -> None:
        """Have the loop call function(future) once it has ended."""
        if self.done():
            self._loop.call_soon(function, self)
        else:
            self._callbacks = [function]

    def __await__(self) -> Generator[Future, None, Any]:
        if not self.done():
            yield self
        return self.result()

    def _end(self, state: str, value: Any = None, error: BaseException | None = None) -> None:
        if self.done():
            raise InvalidState("it has ended already")
        self._state, self._value, self._error = state, value, error
        for function in self._callbacks:
            self._loop.call_soon(function, self)


class Task(Future):
    """A future that drives a coroutine and ends with it."""

    def __init__(self, coro: Coroutine[Any, Any, Any], loop: Loop) -> None:
        super().__init__(loop)
        self._coro = coro
        self._waits_for: Future | None = None
        self._must_cancel = False
        loop.call_soon(self._step)

    def cancel(self) -> bool:
        """Ask for CancelledError in the coroutine; False where it is over."""
        if self.done():
            return False
        if self._waits_for is None or not self._waits_for.cancel():
            self._must_cancel = True
        return True

    def _step(self, _: Future | None = None) -> None:
        self._waits_for = None
        try:
            if self._must_cancel:
                self._must_cancel = False
                wish = self._coro.throw(CancelledError())
            else:
                wish = self._coro.send(None)
        except StopIteration as end:
            self.set_result(end.value)
        except CancelledError:
            super().cancel()
        except BaseException as error:
            self.set_exception(error)
        else:
            self._wait_for(wish)

    def _wait_for(self, wish: Future | None) -> None:
        if wish is None:
            self._loop.call_soon(self._step)
            return
        self._waits_for = wish
        wish.add_done_callback(self._step)
        if self._must_cancel and wish.cancel():
            self._must_cancel = False


def fill(future: Future, value: Any = None) -> None:
    """End it, unless it was cancelled while this call stood in the queue."""
    if not future.done():
        future.set_result(value)


async def sleep(delay: float) -> float:
    """Suspend for so many seconds; returns the time for which the alarm was set."""
    loop = current_loop()
    now = loop.time()
    if delay <= 0:
        await switch()
        return now
    future = loop.create_future()
    alarm = loop.call_at(now + delay, fill, future, now + delay)
    try:
        return await future
    finally:
        alarm.cancel()


def as_future(aw: Coroutine[Any, Any, Any] | Future) -> Future:
    """A future as it is; a coroutine as a new task."""
    return aw if isinstance(aw, Future) else create_task(aw)


async def gather(*aws: Coroutine[Any, Any, Any] | Future) -> list[Any]:
    """Run all at the same time and return their results in order; the first failure leaves at once."""
    children = [as_future(aw) for aw in aws]
    decided = current_loop().create_future()
    left = len(children)

    def ended(child: Future) -> None:
        nonlocal left
        left -= 1
        if decided.done():
            return
        if child.cancelled() or child.exception() is not None or left == 0:
            decided.set_result(child)

    for child in children:
        child.add_done_callback(ended)
    try:
        first = await decided if children else None
    except CancelledError:
        for child in children:
            child.cancel()
        raise
    if first is not None:
        first.result()
    return [child.result() for child in children]


async def wait_for(aw: Coroutine[Any, Any, Any] | Future, delay: float) -> Any:
    """Return what it comes to; after so many seconds cancel it, wait until it is over, and raise Timeout."""
    loop, child = current_loop(), as_future(aw)
    decided = loop.create_future()
    alarm = loop.call_at(loop.time() + delay, fill, decided)
    child.add_done_callback(lambda _: fill(decided))
    leaves: type[BaseException] = Timeout
    try:
        await decided
    except CancelledError:
        leaves = CancelledError
    finally:
        alarm.cancel()
    if child.done():
        return child.result()
    child.cancel()
    try:
        return await child
    except CancelledError:
        raise leaves from None
