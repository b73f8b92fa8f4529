"""Takes a CancelledError for a failure wherever nobody called cancel()."""
# misconception: M05
# breaks: rule 9
# caught by: test_what_the_coroutine_makes_of_it
# student reads: let a CancelledError of its own out

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

    def __init__(self, loop):
        self._loop = loop
        self._ended = False
        self._cancelled = False
        self._value = None
        self._error = None
        self._callbacks = []

    def done(self):
        return self._ended

    def cancelled(self):
        return self._cancelled

    def result(self):
        if not self._ended:
            raise InvalidState("it has not ended")
        if self._cancelled:
            raise CancelledError
        if self._error is not None:
            raise self._error
        return self._value

    def exception(self):
        if not self._ended:
            raise InvalidState("it has not ended")
        if self._cancelled:
            raise CancelledError
        return self._error

    def _end(self, value=None, error=None, cancelled=False):
        if self._ended:
            raise InvalidState("it has ended already")
        self._ended = True
        self._value, self._error, self._cancelled = value, error, cancelled
        callbacks, self._callbacks = self._callbacks, []
        for function in callbacks:
            self._loop.call_soon(function, self)

    def set_result(self, value):
        self._end(value=value)

    def set_exception(self, error):
        self._end(error=error)

    def cancel(self):
        if self._ended:
            return False
        self._end(cancelled=True)
        return True

    def add_done_callback(self, function):
        if self._ended:
            self._loop.call_soon(function, self)
        else:
            self._callbacks.append(function)

    def __await__(self):
        if not self._ended:
            yield self
        return self.result()


class Task(Future):
    """A future that drives a coroutine and ends with it."""

    def __init__(self, coro, loop):
        super().__init__(loop)
        self._coro = coro
        self._waits_for = None
        self._must_cancel = False
        self._asked = False
        loop.call_soon(self._step)

    def cancel(self):
        if self._ended:
            return False
        self._asked = True
        if self._waits_for is None or not self._waits_for.cancel():
            self._must_cancel = True
        return True

    def _step(self, _=None):
        self._waits_for = None
        try:
            if self._must_cancel:
                self._must_cancel = False
                waits_for = self._coro.throw(CancelledError())
            else:
                waits_for = self._coro.send(None)
        except StopIteration as end:
            self._end(value=end.value)
        except CancelledError as error:
            if self._asked:
                self._end(cancelled=True)
            else:
                self._end(error=error)
        except BaseException as error:
            self._end(error=error)
        else:
            if waits_for is None:
                self._loop.call_soon(self._step)
                return
            self._waits_for = waits_for
            waits_for.add_done_callback(self._step)
            if self._must_cancel and waits_for.cancel():
                self._must_cancel = False


def _wake(future, value):
    if not future.done():
        future.set_result(value)


def _as_future(aw):
    return aw if isinstance(aw, Future) else create_task(aw)


async def sleep(delay):
    """Suspend for so many seconds; returns the time for which the alarm was set."""
    loop = current_loop()
    now = loop.time()
    if delay <= 0:
        await switch()
        return now
    future = loop.create_future()
    alarm = loop.call_at(now + delay, _wake, future, now + delay)
    try:
        return await future
    finally:
        alarm.cancel()


async def gather(*aws):
    """Run all at the same time and return their results in order; the first failure leaves at once."""
    children = [_as_future(aw) for aw in aws]
    if not children:
        return []
    enough = current_loop().create_future()
    left = len(children)

    def ended(child):
        nonlocal left
        left -= 1
        if left == 0 or child.cancelled() or child.exception() is not None:
            _wake(enough, child)

    for child in children:
        child.add_done_callback(ended)
    try:
        last = await enough
    except CancelledError:
        for child in children:
            child.cancel()
        raise
    last.result()
    return [child.result() for child in children]


async def _ended(child):
    gone = current_loop().create_future()
    child.add_done_callback(lambda _: _wake(gone, None))
    await gone


async def wait_for(aw, delay):
    """Return what it comes to; after so many seconds cancel it, wait until it is over, and raise Timeout."""
    loop = current_loop()
    child = _as_future(aw)
    over = loop.create_future()
    child.add_done_callback(lambda _: _wake(over, None))
    alarm = loop.call_at(loop.time() + delay, _wake, over, None)
    try:
        await over
    except CancelledError:
        alarm.cancel()
        child.cancel()
        await _ended(child)
        raise
    alarm.cancel()
    if child.done():
        return child.result()
    child.cancel()
    await _ended(child)
    raise Timeout
